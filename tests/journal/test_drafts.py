"""What somebody has begun to write."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal_kit import (
    KEY,
    OTHER_KEY,
    THIRD_KEY,
    Attacker,
    Failing,
    Raced,
    opened,
    reflection,
    session,
)

from supervision import Journal
from supervision.errors import (
    BackendUnavailableError,
    ConflictError,
    CorruptRecordError,
    InvalidRecordError,
    RecordNotFoundError,
    SupervisionError,
    TamperedRecordError,
    WrongKeyError,
)
from supervision.journal import Draft, _drafts
from supervision.records import Reflection, Settings

TEXT = "kanarienvogel"
CONTENT = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def finish(journal, draft):
    """Record what a draft became, and take it away, in one commit."""
    with journal.batch() as batch:
        batch.record(reflection(1), folder=draft.folder)
        batch.drop_draft(draft)


def test_a_draft_is_there_after_each_step(backend, journal):
    """What was kept is durable, for whichever key opens the journal."""
    draft = journal.begin_draft({"answers": [TEXT]}, folder="s-014")
    draft = journal.keep_draft(draft, {"answers": [TEXT, 7, None, True]})
    journal.add_key(OTHER_KEY)

    assert (draft.folder, draft.version) == ("S-014", 2)
    with opened(backend, OTHER_KEY) as again:
        assert again.drafts() == [draft]
        assert again.verify().ok
    with pytest.raises(WrongKeyError):
        opened(backend, THIRD_KEY)


def test_a_draft_is_no_record(journal):
    """Neither ledger nor `all` shows what is not finished, and no folder counts it."""
    journal.begin_draft({"text": TEXT}, folder="S-014")

    assert list(journal.ledger()) == list(journal.all(Reflection)) == []
    assert [folder.records for folder in journal.folders()] == [0]


def test_drafts_are_listed_in_the_order_they_were_begun(journal):
    """Going on with a draft does not change its place."""
    first = journal.begin_draft({"text": "one"}, folder="S-014")
    second = journal.begin_draft({"text": "two"}, folder="S-022")
    first = journal.keep_draft(first, {"text": "one more"})

    assert journal.drafts() == [first, second]


def test_one_version_of_a_draft_is_kept(backend, journal):
    """A later version takes the place of the one before."""
    draft = journal.begin_draft({"text": TEXT}, folder="S-014")
    for step in range(5):
        draft = journal.keep_draft(draft, {"text": TEXT * step})

    assert len(list(backend.names("document/"))) == 1


def test_two_terminals_do_not_overwrite_each_other(backend, journal):
    """Whoever goes on with a draft that somebody else went on with is told."""
    draft = journal.begin_draft({"text": "one"}, folder="S-014")
    with opened(backend) as other:
        newer = other.keep_draft(draft, {"text": "two"})
        for deed in (
            lambda: journal.keep_draft(draft, {"text": "three"}),
            lambda: journal.drop_draft(draft),
            lambda: finish(journal, draft),
        ):
            with pytest.raises(ConflictError, match="read it again"):
                deed()

    assert journal.drafts() == [newer]
    assert list(journal.ledger()) == []


def test_a_finished_draft_is_gone(backend, journal):
    """Recorded and dropped in one commit, it can be neither continued nor finished again."""
    draft = journal.begin_draft({"text": TEXT}, folder="S-014")
    finish(journal, draft)

    assert journal.drafts() == []
    assert list(backend.names("document/")) == []
    assert journal.read(Reflection, reflection(1).id) == reflection(1)
    for deed in (journal.drop_draft, lambda each: journal.keep_draft(each, {})):
        with pytest.raises(RecordNotFoundError, match="recorded or dropped"):
            deed(draft)
    assert journal.verify().ok


@pytest.mark.parametrize("after", [False, True])
def test_finishing_is_all_or_nothing(backend, journal, after):
    """A store that fails on the way leaves the draft, or the record, and never both or none."""
    draft = journal.begin_draft({"text": TEXT}, folder="S-014")
    with opened(Failing(backend, at=1, after=after)) as failing:
        if after:
            finish(failing, draft)
        else:
            with pytest.raises(BackendUnavailableError):
                finish(failing, draft)
    with opened(backend) as again:
        assert len(again.drafts()) + len(list(again.ledger())) == 1
        assert len(again.drafts()) == 1 - after


def test_a_batch_of_drops_alone_is_a_commit(journal):
    """Drafts can be taken away together."""
    drafts = [journal.begin_draft({"text": str(n)}, folder="S-014") for n in range(3)]
    with journal.batch() as batch:
        for draft in drafts:
            batch.drop_draft(draft)

    assert journal.drafts() == []


def test_a_lost_race_is_run_again(backend, journal):
    """Another writer who was first costs nothing."""
    rival = opened(backend)
    raced = Raced(backend, lambda: rival.record(session(7)), times=1)
    with opened(raced) as racing:
        racing.begin_draft({"text": TEXT}, folder="S-014")
        assert len(racing.drafts()) == 1
        assert len(list(racing.ledger())) == 1
    rival.close()


def test_erasing_a_folder_takes_its_drafts_along(backend, journal):
    """Whatever was begun about somebody goes with their folder."""
    gone = journal.begin_draft({"text": TEXT}, folder="S-014")
    stays = journal.begin_draft({"text": TEXT}, folder="S-022")
    journal.record(reflection(1), folder="S-014")
    journal.erase_folder("S-014", reason="seven years")

    assert journal.drafts() == [stays]
    assert len(list(backend.names("document/"))) == 1
    with pytest.raises(RecordNotFoundError):
        journal.keep_draft(gone, {"text": "again"})
    assert journal.verify().ok


def test_a_draft_moves_to_the_new_secret_of_its_folder(backend, journal):
    """After a key was removed, what is kept is sealed under a secret that it does not open."""
    draft = journal.begin_draft({"text": TEXT}, folder="S-014")
    journal.remove_key(journal.add_key(OTHER_KEY))
    kids = {blob[4:20] for _, blob in backend.scan("document/")}
    draft = journal.keep_draft(draft, {"text": "newer"})

    assert not kids & {blob[4:20] for _, blob in backend.scan("document/")}
    assert journal.drafts() == [draft]


def test_a_draft_put_back_is_refused(backend, journal):
    """An earlier version of a draft does not pass for the newest, nor one of another."""
    draft = journal.begin_draft({"text": "one"}, folder="S-014")
    ((_, old),) = backend.scan("document/")
    journal.keep_draft(draft, {"text": "two"})
    ((name, _),) = backend.scan("document/")
    Attacker(backend).put(name, old)

    with pytest.raises(TamperedRecordError):
        journal.drafts()
    assert not journal.verify().ok


@pytest.mark.parametrize(
    "content",
    [
        {"text": object()},
        {"text": {1: 2}},
        {"text": b"left"},
        {"text": {"left"}},
        {"text": float("nan")},
        {"text": "left \ud800"},
        {"number": 1 << 80},
        None,
        ["left"],
    ],
)
def test_what_is_no_plain_data_is_refused(journal, content):
    """A draft that JSON cannot hold is refused before anything is written."""
    with pytest.raises(InvalidRecordError, match=r"plain data|named parts") as caught:
        journal.begin_draft(content, folder="S-014")
    assert caught.value.__context__ is None
    assert journal.drafts() == []


def test_a_folder_needs_a_code(journal):
    """A draft belongs to a pseudonym."""
    with pytest.raises(InvalidRecordError, match="folder must be a code"):
        journal.begin_draft({}, folder="Maria")


def test_a_draft_keeps_its_text_to_itself(backend, journal):
    """Neither repr nor store shows what was begun."""
    draft = journal.begin_draft({"text": TEXT}, folder="S-014")

    assert TEXT not in repr(draft)
    assert TEXT not in repr(attrs.asdict(attrs.evolve(draft, content={})))
    assert not any(TEXT.encode() in blob for _, blob in backend.scan(""))


def test_what_is_sealed_as_a_draft_and_is_none_is_corrupt(journal):
    """A draft of an unknown form is named, not guessed."""
    from supervision.journal._documents import keep
    from supervision.journal._folders import secret_for_writing
    from supervision.journal._writing import commit

    state = journal._state

    def plan(planned):
        folder = state.access.ring.folder_id("S-014")
        secret = secret_for_writing(state, planned, folder, "S-014")
        keep(state, planned, b"d" * 16, b"left the room", secret.body)

    commit(state, plan)
    with pytest.raises(CorruptRecordError) as caught:
        journal.drafts()
    assert "room" not in str(caught.value)


def test_a_draft_belongs_to_its_journal(journal):
    """A draft that this journal never kept is not taken for one."""
    stranger = Draft(id="ab" * 16, version=3, folder="S-014", kept="", content={})

    for deed in (journal.drop_draft, lambda each: journal.keep_draft(each, {})):
        with pytest.raises(RecordNotFoundError):
            deed(stranger)


@pytest.mark.parametrize("draft", ["zz", "", None, 7])
def test_what_is_no_id_is_refused(journal, draft):
    """Only the id of a draft is one."""
    with pytest.raises(InvalidRecordError, match="32 lower-case hex digits"):
        journal.drop_draft(Draft(id=draft, version=1, folder="S-014", kept="", content={}))


def test_settings_are_no_draft(backend, journal):
    """What else the journal keeps cannot be dropped or written over as a draft."""
    kept = journal.change_settings(Settings(approaches=["bft"]))
    ((name, _),) = backend.scan("document/")
    disguised = Draft(id=name[9:41], version=1, folder="S-014", kept="", content={})

    for deed in (journal.drop_draft, lambda each: journal.keep_draft(each, {})):
        with pytest.raises(RecordNotFoundError):
            deed(disguised)
    assert journal.settings() == kept


def test_a_draft_is_dropped_once(journal):
    """Dropping it twice in one batch is a slip of the caller's, and is said so."""
    draft = journal.begin_draft({}, folder="S-014")
    batch = journal.batch()
    batch.drop_draft(draft)
    with pytest.raises(SupervisionError, match="in this batch already"):
        batch.drop_draft(draft)

    assert journal.drafts() == [draft]


def test_a_folder_holds_so_many_drafts(journal, monkeypatch):
    """Drafts go with their folder in one commit, so there is an end to them."""
    monkeypatch.setattr(_drafts, "_MOST_DRAFTS", 2)
    for _ in range(2):
        draft = journal.begin_draft({}, folder="S-014")
    with pytest.raises(SupervisionError, match="at most 2 drafts"):
        journal.begin_draft({}, folder="S-014")
    draft = journal.keep_draft(draft, {"text": "a full folder lets one go on"})
    journal.begin_draft({}, folder="S-022")
    journal.drop_draft(draft)
    journal.begin_draft({}, folder="S-014")


@given(CONTENT)
@settings(max_examples=40, deadline=None)
def test_what_was_kept_comes_back(content):
    """Any plain data comes back as it was kept."""
    with Journal.create("memory:", KEY) as journal:
        draft = journal.begin_draft({"any": content}, folder="S-014")
        assert journal.drafts() == [draft]
        assert draft.content == {"any": content}

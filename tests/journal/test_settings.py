"""What a journal is set to, and themes that are taken for others."""

from __future__ import annotations

import attrs
import pytest
from journal_kit import KEY, OTHER_KEY, Attacker, Raced, Wrapped, opened, reflection, session

from supervision import codec
from supervision.errors import (
    ConflictError,
    CorruptRecordError,
    InvalidRecordError,
    RecordNotFoundError,
    TamperedRecordError,
    UnsupportedFormatError,
)
from supervision.journal import _settings
from supervision.journal._documents import document_id, keep
from supervision.journal._writing import commit
from supervision.records import (
    Agreement,
    CaseDiscussion,
    FocusShare,
    Session,
    Settings,
    UsedPack,
)
from supervision.testing import example_agreement


def themed(number, *themes, primary=None):
    """Return a session with one case of these themes."""
    case = CaseDiscussion(client="C-201", themes=themes, primary_theme=primary)
    return session(number, cases=[case])


def themes_of(journal, **asked):
    """Return the themes of every line."""
    return [line.themes for line in journal.ledger(**asked)]


def test_nothing_is_on_unless_somebody_turned_it_on(journal):
    """A new journal uses no pack and no approach, renames nothing and knows no name."""
    assert journal.settings() == Settings()
    assert not journal.settings().names


def test_settings_are_there_for_whoever_opens_the_journal(backend, journal):
    """Settings are kept in the journal, whichever of its keys opens it."""
    pack = UsedPack(id="own", text="[pack]\nid = 'own'\n")
    settings = Settings(approaches=["open-dialogue"], packs=[pack])
    kept = journal.change_settings(settings)
    journal.add_key(OTHER_KEY)

    assert kept == attrs.evolve(settings, version=1)
    with opened(backend, OTHER_KEY) as again:
        assert again.settings() == kept
        assert again.verify().ok


def test_two_people_cannot_overwrite_each_others_settings(backend, journal):
    """Whoever read them before the other changed them is told, and nothing is lost."""
    stale = journal.settings()
    with opened(backend) as other:
        other.change_settings(Settings(approaches=["craft"]))

    with pytest.raises(ConflictError, match="read them again"):
        journal.change_settings(attrs.evolve(stale, approaches=["bft"]))
    assert journal.settings().approaches == ("craft",)


def test_a_renamed_theme_shows_as_what_it_is_taken_for(journal):
    """Ledger, filters and `all` see the new theme; the body is the one that was recorded."""
    journal.record(themed(1, "x.kent.kin", "need.unmet", primary="x.kent.kin"))
    journal.rename_theme("x.kent.kin", into="family.burden", reason="one word for it")
    (line,) = journal.ledger()

    assert line.themes == ("family.burden", "need.unmet")
    assert line.primary_themes == ("family.burden",)
    assert themes_of(journal, theme="x.kent.*") == []
    assert len(list(journal.all(Session, theme="family.*"))) == 1
    assert journal.read(Session, session(1).id).cases[0].themes == {"x.kent.kin", "need.unmet"}


def test_what_was_decided_stays_decided(journal):
    """A rename is undone and never left out or altered, whoever changes the settings."""
    kept = journal.rename_theme("x.kent.kin", into="family.burden", reason="one word for it")
    (rename,) = kept.renames
    for renames in ([], [attrs.evolve(rename, into="need.unmet")], [rename, rename][:0]):
        with pytest.raises(InvalidRecordError, match="renames must keep"):
            journal.change_settings(attrs.evolve(kept, renames=renames))
    undone = journal.undo_rename("x.kent.kin")
    with pytest.raises(InvalidRecordError, match="renames must keep"):
        journal.change_settings(attrs.evolve(undone, renames=[rename]))

    assert journal.change_settings(attrs.evolve(undone, approaches=["bft"])).renames


class _Snatching(Wrapped):
    """Lets someone else commit right before a document is read, once."""

    def __init__(self, inner, rival):
        super().__init__(inner)
        self.rival = rival

    def get(self, name):
        """Be late."""
        if name.startswith("document/") and self.rival is not None:
            rival, self.rival = self.rival, None
            rival()
        return super().get(name)


def test_two_people_add_to_the_settings_at_once(backend, journal):
    """Renames and names of both are there, and nobody is accused or told to try again."""
    journal.know_names(["Kasimir"])
    with opened(backend) as other:
        late = _Snatching(backend, lambda: other.know_names(["Leonid"]))
        with opened(late) as mine:
            mine.rename_theme("x.kent.kin", into="family.burden", reason="one word")
        raced = Raced(backend, lambda: other.know_names(["Miriam"]), times=2)
        with opened(raced) as mine:
            mine.know_names(["Nathan"])

    assert late.rival is None
    assert len(journal.settings().names) == 4
    assert len(journal.settings().renames) == 1


def test_no_body_is_rewritten(backend, journal):
    """A merger of themes leaves every body and every row of the ledger as it is."""
    journal.record_all([themed(1, "x.kent.kin"), themed(2, "x.kent.sibs"), reflection(3)])
    before = {name: blob for name, blob in backend.scan("") if name.startswith(("body", "ledger"))}
    for theme in ("x.kent.kin", "x.kent.sibs"):
        journal.rename_theme(theme, into="family.burden", reason="one word for both")

    assert {name: backend.get(name) for name in before} == before
    assert themes_of(journal, theme="family.burden") == [("family.burden",)] * 2


def test_an_agreed_focus_follows_the_renames(journal):
    """A share of a renamed theme is one of what it is taken for; of two made one it is the sum."""
    focus = [("x.kent.kin", 20), ("formative", 30), ("family.burden", 15)]
    shares = [FocusShare(what=what, percent=percent) for what, percent in focus]
    agreed = attrs.evolve(example_agreement(), focus=shares)
    journal.record(agreed)
    journal.rename_theme("x.kent.kin", into="family.burden", reason="one word for it")
    (line,) = journal.ledger()

    assert [(share.what, share.percent) for share in line.focus] == [
        ("family.burden", 35),
        ("formative", 30),
    ]
    assert journal.read(Agreement, agreed.id).focus == agreed.focus


def test_a_rename_is_taken_back(journal):
    """After `undo_rename` all is as before, and the settings still tell both."""
    journal.record(themed(1, "x.kent.kin"))
    journal.rename_theme("x.kent.kin", into="family.burden", reason="too soon")
    journal.undo_rename("x.kent.kin")
    (told,) = journal.settings().renames

    assert themes_of(journal) == [("x.kent.kin",)]
    assert told.reason == "too soon"
    assert told.undone is not None
    with pytest.raises(RecordNotFoundError, match="not taken for another"):
        journal.undo_rename("x.kent.kin")


def test_renames_follow_each_other(journal):
    """A theme that is taken for one which was renamed itself ends where that one does."""
    journal.record(themed(1, "x.kent.a", "x.kent.b"))
    journal.rename_theme("x.kent.a", into="x.kent.b", reason="same")
    journal.rename_theme("x.kent.b", into="need.unmet", reason="same")

    assert themes_of(journal) == [("need.unmet",)]
    with pytest.raises(InvalidRecordError, match="renames must not lead back"):
        journal.rename_theme("need.unmet", into="x.kent.a", reason="round and round")
    with pytest.raises(InvalidRecordError, match="taken for another already; undo that first"):
        journal.rename_theme("x.kent.a", into="family.burden", reason="and again")
    assert themes_of(journal) == [("need.unmet",)]


@pytest.mark.parametrize("into", ["x.kent.a", "family", "Family.burden", ""])
def test_a_theme_is_taken_for_another_theme_only(journal, into):
    """What is no theme, or the same one, is refused and changes nothing."""
    with pytest.raises(InvalidRecordError, match="into must"):
        journal.rename_theme("x.kent.a", into=into, reason="why")
    assert journal.settings() == Settings()


def test_settings_put_back_are_refused(backend, journal):
    """Settings of an earlier time do not pass for those of now."""
    attacker = Attacker(backend)
    journal.change_settings(Settings(approaches=["craft"]))
    ((_, old),) = backend.scan("document/")
    journal.change_settings(attrs.evolve(journal.settings(), approaches=[]))
    ((name, _),) = backend.scan("document/")
    attacker.put(name, old)

    with opened(backend) as again:
        with pytest.raises(TamperedRecordError):
            again.settings()
        with pytest.raises(TamperedRecordError):
            list(again.ledger())
        assert [str(each.code) for each in again.verify().findings] == ["E-ALTERED"]
    attacker.put(name, None)
    with opened(backend) as again, pytest.raises(TamperedRecordError, match="is missing"):
        again.settings()


def keep_as_settings(journal, text):
    """Keep any text where the settings are."""
    state = journal._state
    commit(
        state,
        lambda planned: keep(
            state,
            planned,
            document_id(state, "settings"),
            text,
            planned.ring.primary("event"),
        ),
    )


def test_settings_of_a_newer_release_are_not_guessed(journal):
    """A schema that this release does not know is named, and asks for an upgrade."""
    keep_as_settings(journal, codec.encode_document("settings/2", {"packs": []}))

    with pytest.raises(UnsupportedFormatError, match="newer release"):
        journal.settings()


@pytest.mark.parametrize(
    "text", [b"left", b"[]", b'{"schema":"settings/1","document":{"names":7}}']
)
def test_what_is_no_settings_is_no_settings(journal, text):
    """Anything else is corrupt, and the error holds nothing of it."""
    keep_as_settings(journal, text)

    with pytest.raises(CorruptRecordError) as caught:
        journal.settings()
    assert "left" not in str(caught.value)
    assert caught.value.__context__ is None


def test_settings_that_say_another_version_are_corrupt(journal):
    """What is inside must agree with the log."""
    keep_as_settings(journal, codec.encode_document("settings/1", Settings(version=7)))

    with pytest.raises(CorruptRecordError, match="another version"):
        journal.settings()


def test_who_left_cannot_read_the_settings_of_later(backend, journal):
    """When a key is removed, the settings are sealed under a key that it never opened."""
    kept = journal.change_settings(Settings(approaches=["craft"]))
    old = {key.kid for key in journal._state.access.ring.keys}
    journal.remove_key(journal.add_key(OTHER_KEY))
    ((_, blob),) = backend.scan("document/")

    assert blob[4:20] not in old
    assert journal.settings() == attrs.evolve(kept, version=2)
    assert journal.verify().ok


def test_a_journal_without_settings_gets_none_with_its_keys(backend, journal):
    """Removing a key keeps nothing that was not there."""
    journal.remove_key(journal.add_key(OTHER_KEY))

    assert list(backend.names("document/")) == []


def test_names_are_known_by_their_hashes(backend, journal):
    """A known name is warned of wherever it stands; the journal holds only a keyed hash."""
    journal.know_names(["Jana Kanarienvogel"])
    known = _settings.known_names(journal._state)

    assert known is not None
    assert not any(b"anarien" in blob for _, blob in backend.scan(""))
    assert "anarien" not in repr(journal.settings())
    journal.forget_names(["Jana Kanarienvogel"])
    # What is left says only that some longer name begins so, and alone finds none.
    known = _settings.known_names(journal._state)
    assert not known.has("jana kanarienvogel")
    assert known.has("jana *")
    assert not known.has("jana")


def test_a_single_name_is_forgotten_whole(journal):
    """Nothing is left of a name of one word."""
    journal.know_names(["Kasimir"])
    journal.forget_names(["Kasimir"])

    assert not journal.settings().names
    assert _settings.known_names(journal._state) is None


def test_hashes_differ_from_journal_to_journal(journal):
    """Whoever has one journal learns nothing about the names of another."""
    from supervision import Journal

    with Journal.create("memory:", KEY) as other:
        first = journal.know_names(["Jana Kanarienvogel"]).names
        second = other.know_names(["Jana Kanarienvogel"]).names

    assert len(first) == len(second)
    assert not first & second

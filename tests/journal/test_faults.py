"""Stores that fail, processes that die, and others that are first."""

from __future__ import annotations

import signal

import attrs
import pytest
from journal_kit import (
    KEY,
    OTHER_KEY,
    THIRD_KEY,
    Failing,
    Raced,
    image_of,
    opened,
    read_everything,
    run_child,
    session,
    store_in,
    ways_in,
)

from supervision import Journal
from supervision.errors import (
    BackendUnavailableError,
    ConflictError,
    ErasedError,
    SupervisionError,
)
from supervision.journal import _writing
from supervision.records import Session

DEEDS = {
    "record": lambda journal: journal.record(session(100)),
    "record_all": lambda journal: journal.record_all(session(n) for n in range(100, 130)),
    "amend": lambda journal: journal.amend(
        attrs.evolve(journal.read(Session, session(0).id), minutes=5), reason="short"
    ),
    "erase": lambda journal: journal.erase(session(0).id, reason="asked"),
    "erase_folder": lambda journal: journal.erase_folder("S-000", reason="left"),
    "begin_draft": lambda journal: journal.begin_draft({"text": "…"}, folder="S-000"),
    "keep_draft": lambda journal: journal.keep_draft(journal.drafts()[0], {"text": "more"}),
    "drop_draft": lambda journal: journal.drop_draft(journal.drafts()[0]),
    "rename_theme": lambda journal: journal.rename_theme(
        "family.burden", into="x.kent.kin", reason="as it is called here"
    ),
    "create_book": lambda journal: journal.create_book(THIRD_KEY).close(),
    "add_key": lambda journal: journal.add_key(OTHER_KEY),
    "remove_key": lambda journal: journal.remove_key(_added(journal), keep=[KEY]),
}


def _added(journal):
    return max(key.id for key in ways_in(journal) if not key.opened_with)


@pytest.fixture
def filled(backend):
    """A store with a journal of ten records and two keys."""
    with Journal.create(backend, KEY) as made:
        made.record_all(session(number) for number in range(10))
        made.begin_draft({"text": "begun"}, folder="S-003")
        made.add_key(OTHER_KEY)
    return backend


def _state(journal):
    lines, records, folders = read_everything(journal)
    kept = journal.drafts(), journal.settings()
    return lines, records, folders, [key.id for key in ways_in(journal)], kept


@pytest.mark.parametrize("deed", DEEDS)
def test_a_commit_that_certainly_failed_changes_nothing(deed, filled):
    """Where the store failed before anything was written, the error says so and all is as it was."""
    before = image_of(filled)
    with opened(Failing(filled, at=1, after=False)) as failing:
        with pytest.raises(BackendUnavailableError):
            DEEDS[deed](failing)
        assert image_of(filled) == before
        DEEDS[deed](failing)
        assert failing.verify().ok
    with opened(filled) as again:
        assert again.verify().ok
        read_everything(again)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_commit_whose_outcome_is_unknown_is_found_out(deed, filled):
    """Where the store failed after writing, the journal finds its own entries and goes on."""
    with opened(Failing(filled, at=1, after=True)) as failing:
        DEEDS[deed](failing)
        mine = _state(failing)
        assert failing.verify().ok
        failing.record(session(500))
    with opened(filled) as again:
        assert mine[0] == list(again.ledger())[:-1] or len(mine[0]) == len(list(again.ledger())) - 1
        assert again.verify().ok


def test_an_unknown_outcome_with_a_pin_is_pinned(filled, tmp_path):
    """What turned out to be written is pinned as well."""
    pin = tmp_path / "pin"
    with opened(filled) as journal:
        journal.pin_to(pin)
    with opened(Failing(filled, at=1, after=True), pin=pin) as failing:
        failing.record(session(100))

    assert pin.read_bytes() == filled.get("head")


def test_removing_the_own_key_with_an_unknown_outcome_is_found_out(filled):
    """Even where the key that opened the journal is the one removed."""
    with opened(Failing(filled, at=1, after=True)) as failing:
        own = next(key.id for key in ways_in(failing) if key.opened_with)
        failing.remove_key(own, keep=[OTHER_KEY])
        assert failing.verify().ok
        failing.record(session(100))
    with opened(filled, OTHER_KEY) as again:
        assert again.verify().ok


class _Gone(Failing):
    """Fails at a commit, and at all that is asked afterwards."""

    def get(self, name):
        """Fail after the commit failed."""
        if self.left <= 0:
            msg = "the network is down"
            raise BackendUnavailableError(msg)
        return super().get(name)


@pytest.mark.parametrize("after", [False, True])
def test_a_store_that_stays_away_is_reported_as_such(after, filled):
    """Where nothing can be found out, the error is that of the store, once."""
    with (
        opened(_Gone(filled, at=1, after=after)) as failing,
        pytest.raises(BackendUnavailableError, match="the network said no"),
    ):
        failing.record(session(100))
    with opened(filled) as again:
        assert len(list(again.ledger())) == 10 + after
        assert again.record_all([session(100)]) == 1 - after
        assert again.verify().ok


# Races


def _rival(backend, numbers):
    rival = opened(backend)
    return lambda: rival.record(session(next(numbers)))


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("times", [1, 2, 3, 5])
def test_a_lost_race_is_run_again(times, deed, filled):
    """Whoever was first, both changes are there, and nobody is accused."""
    raced = Raced(filled, _rival(filled, iter(range(1_000, 2_000))), times=times)
    with opened(raced) as journal:
        DEEDS[deed](journal)
        assert journal.verify().ok
        others = [line.id for line in journal.ledger() if int(line.id, 16) >= 1_000]
        gone = deed == "erase_folder"
        assert len(others) == times - (sum(n % 7 == 0 for n in range(1_000, 1_000 + times)) * gone)
    assert raced.left == 0
    assert bool(raced.queued) == (times >= 2)
    with opened(filled) as again:
        assert again.verify().ok
        read_everything(again)


def test_losing_for_ten_seconds_ends_in_a_conflict(filled, monkeypatch):
    """Who never gets a turn is told so, and nothing of theirs was written."""
    monkeypatch.setattr(_writing, "_PATIENCE_SECONDS", 0.2)
    raced = Raced(filled, _rival(filled, iter(range(1_000, 9_000))), times=9_000)
    with opened(raced) as journal, pytest.raises(ConflictError, match="nothing was changed"):
        journal.record(session(100))

    with opened(filled) as again:
        assert session(100).id not in {line.id for line in again.ledger()}
        assert again.verify().ok


def test_a_lost_race_for_an_id_is_a_duplicate(filled):
    """Two who record one id at once: one is told, and the record is the other's."""
    with opened(filled) as other:
        raced = Raced(filled, lambda: other.record(session(100, minutes=7)), times=1)
        with opened(raced) as journal:
            with pytest.raises(SupervisionError, match="is in the journal"):
                journal.record(session(100, minutes=8))
            assert journal.read(Session, session(100).id).minutes == 7


def test_a_lost_race_in_an_import_passes_over(filled):
    """An import goes on when another records one of its ids meanwhile."""
    with opened(filled) as other:
        raced = Raced(filled, lambda: other.record(session(103)), times=1)
        with opened(raced) as journal:
            assert journal.record_all(session(number) for number in range(100, 110)) == 9
            assert len(list(journal.ledger())) == 20
            assert journal.verify().ok


def test_a_lost_race_of_amendments_is_a_conflict(filled):
    """Two who amend at once: the second is told, and the first stays."""
    with opened(filled) as other:
        seen = other.read(Session, session(0).id)
        raced = Raced(
            filled,
            lambda: other.amend(attrs.evolve(seen, minutes=1), reason="first"),
            times=1,
        )
        with opened(raced) as journal:
            with pytest.raises(ConflictError, match="read it again"):
                journal.amend(attrs.evolve(seen, minutes=2), reason="second")
            assert journal.read(Session, session(0).id).minutes == 1


def test_a_folder_erased_meanwhile_is_begun_anew(filled):
    """Who records while another erases the folder gets a new secret, not a dead one."""
    with opened(filled) as other:
        raced = Raced(filled, lambda: other.erase_folder("S-000", reason="left"), times=1)
        with opened(raced) as journal:
            journal.record(session(700))
            with pytest.raises(ErasedError):
                journal.read(Session, session(0).id)
            assert [line.id for line in journal.ledger(folder="S-000")] == [session(700).id]
            assert journal.verify().ok


def test_keys_changed_meanwhile_are_used(filled):
    """Who records while another removes a key signs with the new one."""
    with opened(filled) as other:
        raced = Raced(filled, lambda: other.remove_key(_added(other)), times=1)
        with opened(raced) as journal:
            journal.record(session(700))
            assert journal.verify().ok
    with opened(filled) as again:
        assert again.read(Session, session(700).id) == session(700)


def test_rows_that_another_added_are_merged_with_ones_own(filled):
    """A change that touches no ledger does not make old rows of another look newest."""
    with opened(filled) as mine, opened(filled) as theirs:
        mine.record(session(7_000))
        theirs.record(session(7_007))
        mine.erase(session(1).id, reason="another folder")
        for number in range(7_014, 8_000, 7):
            mine.record(session(number))
        assert len(list(mine.ledger(folder="S-000"))) == 145
        assert mine.verify().ok


# Death


CRASHES = [
    ("record", "source", 1),
    ("batch", "source", 1),
    ("amend", "source", 1),
    ("erase", "source", 1),
    ("erase_folder", "source", 1),
    ("add_key", "source", 1),
    ("remove_key", "source", 1),
    ("move", "target", 1),
    ("move", "target", 2),
    ("move", "source", 1),
    ("move", "source", 2),
]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["sqlite", "tinydb"])
@pytest.mark.parametrize("after", ["before", "after"])
@pytest.mark.parametrize(("deed", "side", "at"), CRASHES)
def test_a_killed_process_leaves_the_old_or_the_new_state(  # noqa: PLR0917 - all are fixtures
    deed, side, at, after, scheme, tmp_path
):
    """Killed right before or after any commit: all of the change is there or none, and it verifies."""
    (tmp_path / "target").mkdir()
    store = store_in(tmp_path, scheme, create=True)
    with Journal.create(store, KEY) as made:
        made.record_all(session(number) for number in range(10))
        made.add_key(OTHER_KEY)
        before = _state(made)
    store.close()

    child = run_child("die", tmp_path, scheme, deed, side, at, after)

    assert child.wait(60) == -signal.SIGKILL
    moved = deed == "move" and side == "source" and (at, after) != (1, "before")
    store = store_in(tmp_path / "target" if moved else tmp_path, scheme)
    with opened(store) as again:
        assert again.verify().ok
        assert (_state(again) == before) == (after == "before" or deed == "move")
        if deed == "move" and not moved:
            again.move(f"{scheme}:{tmp_path / 'target' / 'journal.store'}")
            assert _state(again) == before
        again.record(session(999))
        assert again.verify().ok
    store.close()


@pytest.mark.slow
def test_an_import_killed_on_the_way_is_run_again(tmp_path):
    """A killed import keeps whole commits; running it again adds what is missing, once."""
    store = store_in(tmp_path, "sqlite", create=True)
    with Journal.create(store, KEY) as made:
        made.record(session(0))
    for after in ("before", "after"):
        assert run_child("die", tmp_path, "sqlite", "batch", "source", 1, after).wait(60) == (
            -signal.SIGKILL
        )
        with opened(store) as again:
            assert len(list(again.ledger())) == (1 if after == "before" else 301)
    with opened(store) as again:
        assert again.record_all(session(number) for number in range(100, 500)) == 100
        assert again.verify().ok
    store.close()


@pytest.mark.slow
def test_two_processes_write_at_once(tmp_path):
    """Both finish, every record is there, and the journal verifies, also while they write."""
    store = store_in(tmp_path, "sqlite", create=True)
    Journal.create(store, KEY).close()

    children = [run_child("write", tmp_path, first, 120) for first in (1_000, 2_000)]
    with opened(store) as reader:
        while any(child.poll() is None for child in children):
            assert reader.verify().ok
            lines, records, _ = list(reader.ledger()), list(reader.all(Session)), reader.folders()
            assert len(records) >= len(lines) >= 0

    assert [child.returncode for child in children] == [0, 0]
    with opened(store) as again:
        lines, records, _ = read_everything(again)
        assert {int(line.id, 16) for line in lines} == {*range(1_000, 1_120), *range(2_000, 2_120)}
        assert len(records) == 240
        assert again.verify().ok
    store.close()

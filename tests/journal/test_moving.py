"""Moving a journal from store to store."""

from __future__ import annotations

import pytest
from journal_kit import (
    KEY,
    Attacker,
    Failing,
    Wrapped,
    copy_of,
    opened,
    read_everything,
    session,
    silent,
    store_in,
)

from supervision import Journal
from supervision.errors import (
    BackendUnavailableError,
    ConflictError,
    JournalExistsError,
    JournalNotFoundError,
    SupervisionError,
    TamperedRecordError,
)
from supervision.records import Session
from supervision.storage import MemoryBackend


@pytest.fixture(params=["memory", "sqlite", "tinydb"])
def target(request, tmp_path):
    """An empty store of each kind to move to."""
    (tmp_path / "target").mkdir()
    store = store_in(tmp_path / "target", request.param, create=True)
    yield store
    store.close()


@pytest.fixture
def filled(journal):
    """A journal worth moving."""
    journal.record_all(session(number) for number in range(30))
    journal.erase(session(3).id, reason="asked")
    return journal


def test_a_moved_journal_is_the_same_bytes_elsewhere(filled, attacker, target):
    """Every blob arrives as it was, the old store is empty, and the journal goes on."""
    before, steps = attacker.image(), []

    filled.move(target, progress=lambda done, total: steps.append((done, total)))

    assert Attacker(target).image() == before
    assert attacker.image() == {}
    assert steps[-1] == (len(before) - 1, len(before) - 1)
    filled.record(session(100))
    with opened(target) as again:
        assert len(read_everything(again)[0]) == 30
        assert again.verify().ok


def test_a_url_can_be_moved_to(tmp_path):
    """Between URLs the files are opened and closed by the journal."""
    with Journal.create(tmp_path / "one.db", KEY) as made:
        made.record(session(0))
        made.move(f"tinydb:{tmp_path / 'two.json'}")
        made.move(f"sqlite:{tmp_path / 'three.db'}")
        assert made.read(Session, session(0).id) == session(0)
    with pytest.raises(JournalNotFoundError):
        Journal.open(tmp_path / "one.db", KEY)
    with Journal.open(tmp_path / "three.db", KEY) as again:
        assert again.verify().ok


def test_a_pin_goes_along(backend, tmp_path):
    """The pin of a journal that moved fits the new store."""
    with Journal.create(backend, KEY, pin=tmp_path / "pin") as made:
        made.record(session(0))
        made.move(tmp_path / "new.db")
        made.record(session(1))
    with Journal.open(tmp_path / "new.db", KEY, pin=tmp_path / "pin") as again:
        assert again.verify().ok


def test_moving_to_where_it_is_changes_nothing(filled, backend, attacker):
    """The same store under the same or another name is refused; nothing is emptied."""
    before = attacker.image()

    with pytest.raises(JournalExistsError, match="in this store already"):
        filled.move(backend)

    assert attacker.image() == before
    assert filled.verify().ok


def test_moving_to_its_own_file_changes_nothing(tmp_path):
    """A second connection to the same file is seen to be the same store."""
    url = f"sqlite:{tmp_path / 'one.db'}"
    with Journal.create(url, KEY) as made:
        made.record(session(0))
        with pytest.raises(JournalExistsError):
            made.move(url)
        assert made.verify().ok
    with Journal.open(url, KEY) as again:
        assert again.read(Session, session(0).id) == session(0)


def test_another_journal_is_not_overwritten(filled, attacker, target):
    """A store that holds another journal is refused, and neither is changed."""
    with Journal.create(target, KEY) as other:
        other.record(session(0))
    ours, theirs = attacker.image(), Attacker(target).image()

    with pytest.raises(JournalExistsError):
        filled.move(target)

    assert (attacker.image(), Attacker(target).image()) == (ours, theirs)


@pytest.mark.parametrize("name", ["something/else", f"body/{'0' * 32}/x", f"ledger/{'1' * 32}/0"])
def test_what_is_not_ours_is_not_removed(name, filled, attacker, target):
    """A store without a head that holds anything strange is refused, and keeps it."""
    Attacker(target).put(name, b"precious")
    before = attacker.image()

    with pytest.raises(JournalExistsError):
        filled.move(target)

    assert Attacker(target).image() == {name: b"precious"}
    assert attacker.image() == before


def test_a_newer_copy_elsewhere_is_not_overwritten(filled, backend, target):
    """A copy that went on by itself is another history, and is refused."""
    for name, blob in Attacker(copy_of(backend)).image().items():
        Attacker(target).put(name, blob)
    with opened(target) as ahead:
        ahead.record(session(500))
    before = Attacker(target).image()

    with pytest.raises(JournalExistsError):
        filled.move(target)

    assert Attacker(target).image() == before


def test_a_damaged_journal_stays_where_it_is(filled, attacker, target):
    """What does not verify is not moved: the old store stays whole, the copy has no head."""
    name = attacker.body(session(5))
    attacker.put(name, b"x" * 400)
    before = attacker.image()

    with pytest.raises(TamperedRecordError) as caught:
        filled.move(target)

    assert caught.value.code == "E-ALTERED"
    assert attacker.image() == before
    assert target.get("head") is None
    assert filled.read(Session, session(6).id) == session(6)


class _Busy(Wrapped):
    """A store into which someone else writes whenever it is copied."""

    def __init__(self, inner, times):
        super().__init__(inner)
        self.left = times
        self.number = 1_000

    def scan(self, prefix, *, after=""):
        """Write, then go on."""
        if prefix == "" and self.left:
            self.left -= 1
            self.number += 1
            with opened(self.inner) as rival:
                rival.record(session(self.number))
        return super().scan(prefix, after=after)


def test_other_writers_only_delay_a_move(filled, backend, target):
    """What others write while the journal is copied comes along; nothing is called altered."""
    with opened(_Busy(backend, 3)) as busy:
        busy.move(target)
        assert len(list(busy.ledger())) == 32
    assert Attacker(backend).image() == {}
    with opened(target) as again:
        assert again.verify().ok


def test_writers_that_never_rest_stop_a_move(filled, backend):
    """Where others never stop writing, the journal stays where it is, and both say so."""
    target = MemoryBackend()
    with opened(_Busy(backend, 100)) as busy, pytest.raises(ConflictError):
        busy.move(target)

    assert target.get("head") is None
    with opened(backend) as again:
        assert again.verify().ok


class _Counter(Wrapped):
    commits = 0
    largest = 0

    def commit(self, changes, *, expect, scrub=False):
        """Count."""
        self.commits += 1
        self.largest = max(self.largest, sum(len(blob or b"") for blob in changes.values()))
        super().commit(changes, expect=expect, scrub=scrub)


def _commits_of_a_move():
    source, target = _Counter(MemoryBackend()), _Counter(MemoryBackend())
    with Journal.create(source, KEY) as made:
        made.record_all(session(number) for number in range(30))
        source.commits = 0
        made.move(target)
    return source.commits, target.commits


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("side", ["source", "target"])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_move_that_broke_off_loses_nothing(  # noqa: PLR0917 - all are fixtures
    at, side, after, filled, backend, attacker, target
):
    """Whichever commit failed, one store has all; the move run again from there finishes it."""
    assert _commits_of_a_move() == (2, 2)
    before = attacker.image()
    where = {"source": backend, "target": target}
    where[side] = Failing(where[side], at=at, after=after)
    with opened(where["source"]) as moving:
        error = silent(lambda: moving.move(where["target"]))
    # The second commit to the source only sweeps up what is noise without the keys.
    if at == 1 or (at, side) == (2, "target"):
        assert isinstance(error, BackendUnavailableError)
    else:
        assert error is None

    if backend.get("head") is not None:
        assert attacker.image() == before
        with opened(backend) as again:
            again.move(target)
    assert Attacker(target).image() == before
    with opened(target) as moved:
        assert len(read_everything(moved)[0]) == 29
        assert moved.verify().ok
    if backend.get("head") is None:
        assert not [
            name for name in attacker.names() if name.startswith(("ring", "slot", "folder"))
        ]


def test_a_move_is_resumed_after_others_wrote(filled, backend, target):
    """Broken off, written to, run again: what came since is moved as well."""
    with opened(backend) as moving:
        assert silent(lambda: moving.move(Failing(target, at=2, after=True)))
    filled.record(session(200))
    filled.erase(session(1).id, reason="asked")

    filled.move(target)

    with opened(target) as again:
        assert len(read_everything(again)[0]) == 29
        assert again.verify().ok


def test_a_store_that_was_moved_from_says_so(filled, backend, target):
    """Who still has the old store open finds it gone, and writes nothing into it."""
    with opened(backend) as late:
        late.read(Session, session(1).id)
        filled.move(target)
        with pytest.raises(SupervisionError):
            late.record(session(900))
    assert Attacker(backend).image() == {}


def test_a_large_journal_moves_in_parts(tmp_path):
    """Thousands of blobs and megabytes go in several commits."""
    source, target = _Counter(MemoryBackend()), _Counter(MemoryBackend())
    with Journal.create(source, KEY) as made:
        made.record_all(session(number) for number in range(2_500))
        for number in (2_506, 2_513):
            made.record(session(number, advice=["x" * 1_000_000] * 9))
        made.move(target)
        assert target.commits >= 4
        assert target.largest < 17 * 2**20
        assert len(list(made.ledger())) == 2_502
        assert made.verify().ok
    assert list(source.names("")) == []

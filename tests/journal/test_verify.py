"""The full walk, where nothing is wrong and where others are at work."""

from __future__ import annotations

import attrs
import pytest
from journal_kit import KEY, OTHER_KEY, Wrapped, opened, session

from supervision import Journal
from supervision.errors import BackendUnavailableError, ConflictError
from supervision.records import Session


@pytest.fixture
def filled(journal):
    """A journal in which everything was done once."""
    journal.record_all(session(number) for number in range(100))
    journal.amend(attrs.evolve(journal.read(Session, session(0).id), minutes=1), reason="short")
    journal.erase(session(1).id, reason="asked")
    journal.erase_folder("S-002", reason="left")
    journal.remove_key(journal.add_key(OTHER_KEY))
    journal.record(session(200))
    return journal


def test_the_report_counts_what_it_looked_at(filled):
    """Records, revisions, folders, events and entries are counted, root and size given."""
    report = filled.verify()

    assert report.ok
    assert dict(report.counts) == {
        "records": 86,
        "revisions": 87,
        "folders": 6,
        "events": 5,
        "documents": 0,
        "entries": 115,
    }
    assert report.size == 115
    assert len(report.root) == 32
    assert str(report).startswith("nothing wrong: 86 records, 87 revisions, 6 folders")


def test_progress_rises_to_the_end(filled):
    """Progress is reported for every blob, never falls, and ends with everything."""
    steps = []
    filled.verify(progress=lambda done, total: steps.append((done, total)))

    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert len({total for _, total in steps}) == 1
    assert steps[-1][0] == steps[-1][1]
    assert len(steps) > 100


def test_verify_changes_nothing(filled, attacker):
    """A walk writes nothing, whether it finds something or not."""
    before = attacker.image()
    filled.verify()
    attacker.put("strange", b"x")
    filled.verify()
    attacker.put("strange", None)

    assert attacker.image() == before


def test_findings_name_record_and_blob(filled, attacker):
    """A finding says which record and which blob, and what to do."""
    name = attacker.body(session(5))
    attacker.put(name, b"x")

    (finding,) = filled.verify().findings

    assert (finding.record, finding.name) == (session(5).id, name)
    assert "restore" in finding.says
    assert name in str(filled.verify())


def test_everything_wrong_is_named_at_once(filled, attacker):
    """One walk names every damaged blob, not only the first."""
    names = {attacker.body(session(number)) for number in (3, 4, 5, 6)}
    for name in names:
        attacker.put(name, None)
    attacker.put("strange", b"x")

    assert {finding.name for finding in filled.verify().findings} == names | {"strange"}


class _Busy(Wrapped):
    """Someone else writes, a given number of times, whenever everything is scanned."""

    def __init__(self, inner, times):
        super().__init__(inner)
        self.left = times
        self.rival = opened(inner)
        self.number = 5_000

    def scan(self, prefix, *, after=""):
        """Write, and go on."""
        if prefix == "" and self.left:
            self.left -= 1
            self.number += 1
            self.rival.record(session(self.number))
            self.rival.erase(session(self.number).id, reason="asked")
            self.rival.record(session(self.number + 50_000))
        return super().scan(prefix, after=after)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_another_writer_never_causes_a_report(times, filled, backend):
    """Where others write during a walk it is walked again, and nothing is reported."""
    with opened(_Busy(backend, times)) as busy:
        assert busy.verify().ok


def test_writers_that_never_rest_are_reported_as_such(filled, backend):
    """Where there is never a quiet moment, that is what is said; nobody is accused."""
    with opened(_Busy(backend, 50)) as busy, pytest.raises(ConflictError, match="when they rest"):
        busy.verify()


def test_damage_is_named_although_others_write(filled, backend, attacker):
    """A busy store does not hide what is wrong with it."""
    name = attacker.body(session(5))
    attacker.put(name, b"x")

    with opened(_Busy(backend, 2)) as busy:
        assert {finding.name for finding in busy.verify().findings} == {name}


def test_the_last_walk_holds_others_back(filled, backend):
    """After three walks in vain, other writers are kept waiting."""
    busy = _Busy(backend, 3)
    with opened(busy) as journal:
        journal.verify()

    assert busy.queued == 1


class _Away(Wrapped):
    """A store that goes away while it is scanned."""

    def scan(self, prefix, *, after=""):
        """Fail."""
        if prefix == "":
            msg = "the network said no"
            raise BackendUnavailableError(msg)
        return super().scan(prefix, after=after)


def test_a_store_that_fails_is_no_finding(filled, backend):
    """Where the store cannot be read, that is an error and not a report."""
    with opened(_Away(backend)) as journal, pytest.raises(BackendUnavailableError):
        journal.verify()


def test_a_new_journal_verifies(backend):
    """An empty journal is whole."""
    with Journal.create(backend, KEY) as made:
        assert made.verify().ok
        assert list(made.ledger()) == list(made.all(Session)) == made.folders() == []

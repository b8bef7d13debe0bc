"""What can be done to ledgers, with and without their key: noticed on reading, named by `verify`."""

from __future__ import annotations

import pytest
from attack_kit import (
    VICTIM,
    by_ledger,
    codes_of,
    secret_of,
    victims_in,
)
from journal_kit import KEY, opened, session

from supervision import Journal
from supervision.crypto import (
    seal_segment,
    unseal_segment,
)
from supervision.errors import (
    TamperedRecordError,
)
from supervision.records import Session


@pytest.fixture
def journal(backend):
    """A journal worth attacking."""
    with victims_in(backend) as made:
        yield made


@pytest.fixture
def before(attacker, journal):
    """The store as it was left by its owner."""
    return attacker.image()


def _segments(attacker, journal, label="S-000"):
    folder = journal._state.access.ring.folder_id(label).hex()
    return attacker.names(f"ledger/{folder}/")


def _rows(journal, attacker, name, label="S-000"):
    secret = secret_of(journal, label)
    first = int(name.rpartition("/")[2], 16)
    return unseal_segment(
        attacker.backend.get(name),
        key=secret.ledger,
        journal=secret.journal,
        folder=secret.folder,
        first=first,
    )


def _sealed(journal, rows, first, label="S-000"):
    secret = secret_of(journal, label)
    return seal_segment(
        rows, key=secret.ledger, journal=secret.journal, folder=secret.folder, first=first
    )


def _ledger_attack(backend, journal, code):
    error = by_ledger(backend)
    assert type(error) is TamperedRecordError
    assert code in codes_of(journal)
    with opened(backend) as fresh:
        assert len(list(fresh.all(Session))) == 3


def test_minutes_changed_with_the_ledger_key_are_noticed(backend, journal, attacker):
    """Who may only total hours cannot change them."""
    name = _segments(attacker, journal)[-1]
    (row,) = _rows(journal, attacker, name)
    assert b'"minutes":30' in row
    forged = row.replace(b'"minutes":30', b'"minutes":90')
    attacker.put(name, _sealed(journal, [forged], int(name[-16:], 16)))

    _ledger_attack(backend, journal, "E-FACTS")


def test_reordered_rows_are_noticed(backend, attacker):
    """The order of the rows is the order of recording, whoever sealed them."""
    with Journal.create(backend, KEY) as journal:
        journal.record_all([session(0), session(7), session(14)])
        (name,) = _segments(attacker, journal)
        rows = _rows(journal, attacker, name)
        attacker.put(name, _sealed(journal, [rows[1], rows[0], rows[2]], int(name[-16:], 16)))

        _ledger_attack(backend, journal, "E-FACTS")


def test_a_row_of_garbage_sealed_with_the_ledger_key_is_noticed(backend, journal, attacker):
    """A row that is no row is named; its text is in no finding."""
    name = _segments(attacker, journal)[-1]
    attacker.put(name, _sealed(journal, [b"garbage of mine"], int(name[-16:], 16)))

    _ledger_attack(backend, journal, "E-FACTS")
    assert "garbage of mine" not in str(journal.verify())


@pytest.mark.parametrize("where", ["fff", "x/0000000000000002", "00000003"])
def test_a_duplicated_segment_is_noticed(where, backend, journal, attacker):
    """A segment under a second name is refused or at least named."""
    first = _segments(attacker, journal)[0]
    attacker.put(f"{first[: -len('0' * 16)]}{where}", backend.get(first))

    assert type(by_ledger(backend)) is TamperedRecordError
    assert codes_of(journal)


def test_a_row_too_many_with_the_ledger_key_is_noticed(backend, journal, attacker):
    """A row repeated by who holds the ledger key is one too many."""
    name = _segments(attacker, journal)[-1]
    rows = _rows(journal, attacker, name)
    attacker.put(name, _sealed(journal, rows * 2, int(name[-16:], 16)))

    _ledger_attack(backend, journal, "E-EXTRA")


def test_old_segments_beside_the_merged_one_are_noticed(backend, attacker):
    """Small segments put back beside the one they were merged into are refused."""
    with Journal.create(backend, KEY) as journal:
        for number in range(63):
            journal.record(session(number * 7))
        old = {name: backend.get(name) for name in _segments(attacker, journal)}
        journal.record(session(63 * 7))
        assert len(_segments(attacker, journal)) == 1
        for name in list(old)[1:]:
            attacker.put(name, old[name])

        error = by_ledger(backend)
        assert (type(error), error.code) == (TamperedRecordError, "E-EXTRA")
        assert "E-EXTRA" in codes_of(journal)

        attacker.put(next(iter(old)), old[next(iter(old))])
        error = by_ledger(backend)
        assert type(error) is TamperedRecordError
        assert codes_of(journal) == {"E-MISSING"}


def test_a_deleted_segment_is_noticed(backend, journal, attacker):
    """A segment that is gone is missed by the ledger, and its rows are named."""
    attacker.put(_segments(attacker, journal)[0], None)

    error = by_ledger(backend)
    assert (type(error), error.code) == (TamperedRecordError, "E-MISSING")
    report = journal.verify()
    assert [(str(f.code), f.record) for f in report.findings] == [("E-MISSING", VICTIM.id)]


def test_swapped_segments_are_noticed(backend, journal, attacker):
    """Segments of one folder, or of two, cannot trade places."""
    own, theirs = _segments(attacker, journal), _segments(attacker, journal, "S-001")
    for pair in ((own[0], own[1]), (own[0], theirs[0])):
        attacker.swap(*pair)
        assert type(by_ledger(backend)) is TamperedRecordError
        assert codes_of(journal)
        attacker.swap(*pair)
    assert journal.verify().ok


def test_a_ledger_attack_stops_writers_before_it_spreads(backend, journal, attacker):
    """Recording into a folder whose small segments were spoilt raises and changes nothing."""
    name = _segments(attacker, journal)[0]
    attacker.put(name, b"x" * 600)
    before = attacker.image()

    with opened(backend) as fresh, pytest.raises(TamperedRecordError):
        fresh.record(session(70))

    assert attacker.image() == before

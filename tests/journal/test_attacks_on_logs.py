"""What can be done to the log, to events, and by adding what nobody asked for."""

from __future__ import annotations

import pytest
from attack_kit import (
    OTHER,
    by_reading,
    codes_of,
    folder_of,
    named,
    victims_in,
)
from journal_kit import opened, read_everything, session

from supervision.errors import (
    TamperedRecordError,
)
from supervision.proof import BLOCK, ENTRY_SIZE


@pytest.fixture
def journal(backend):
    """A journal worth attacking."""
    with victims_in(backend) as made:
        yield made


@pytest.fixture
def before(attacker, journal):
    """The store as it was left by its owner."""
    return attacker.image()


def test_a_changed_log_is_refused(backend, journal, attacker):
    """Altered, removed, cut or extended: no log blob may differ."""
    names = attacker.names("log/")
    for name in names:
        blob = backend.get(name)
        flipped = bytes([blob[0], blob[1] ^ 1]) + blob[2:]
        for spoilt, codes in (
            (flipped, {"E-FORK"}),
            (None, {"E-MISSING"}),
            (blob[:-1], {"E-ALTERED"}),
            (b"", {"E-ALTERED"}),
            (blob + blob[:ENTRY_SIZE], {"E-ALTERED", "E-FORK", "E-HEAD"}),
            (blob + b"x", {"E-ALTERED"}),
            (b"\x63" + blob[1:], {"E-FORK"}),
        ):
            attacker.put(name, spoilt)
            error = by_reading(backend)
            assert type(error) is TamperedRecordError
            assert error.code in codes
            assert codes_of(journal) == {error.code}
        attacker.put(name, blob)
    assert journal.verify().ok


def test_swapped_log_blobs_are_refused(backend, journal, attacker):
    """Entries have an order."""
    attacker.swap(*attacker.names("log/")[-2:])

    assert type(by_reading(backend)) is TamperedRecordError
    assert not journal.verify().ok


def test_small_log_blobs_beside_the_merged_one_are_named(backend, journal, attacker):
    """What a merge removed, put back, changes nothing that is read, and is named."""
    while journal._state.fold.size < BLOCK - 3:
        journal.record(session(journal._state.fold.size * 7))
    old = {name: backend.get(name) for name in attacker.names("log/")}
    for number in range(10):
        journal.record(session((5_000 + number) * 7))
    gone = set(old) - set(attacker.names("log/"))
    for name in gone:
        attacker.put(name, old[name])

    assert named(journal) == {("E-EXTRA", name) for name in gone}


def test_a_changed_event_is_named_by_verify_alone(backend, journal, attacker):
    """Events are read by nobody else, so only `verify` misses one or finds it altered."""
    journal.erase(OTHER.id, reason="asked")
    for name in attacker.names("event/"):
        blob = backend.get(name)
        attacker.put(name, blob[:-1] + b"x")
        assert len(read_everything(opened(backend))[0]) == 2
        assert named(journal) == {("E-ALTERED", name)}
        attacker.put(name, None)
        assert named(journal) == {("E-MISSING", name)}
        attacker.put(name, blob)
    assert journal.verify().ok


STRANGE = (
    "head2",
    "body/x",
    "event/00000000000000ff",
    "event/zz",
    "state/0000000000000001",
    "attest/0000000000000000",
    "ledger/zz",
    "ledger/%s/ffffffffffffffff",
    "ledger/%s/0000000000000001",
    "ledger/%s/zz",
    "ledger/%s/-000000000000001",
    "ledger/%s/x/ffffffffffffffff",
    "ledger/00000000000000000000000000000000/0000000000000000",
    "folder/%s/00000009",
    "folder/%s/zz",
    "body/%s/zz",
    "log/zz",
    "log/ffffffffffffffff",
    "log/0000000000000001/x",
    "log/00000000000000zz",
)


@pytest.mark.parametrize("blob", [b"", b"strange" * 30], ids=["empty", "some"])
@pytest.mark.parametrize("name", STRANGE)
def test_strange_blobs_are_named(name, blob, backend, journal, attacker):
    """Whatever was added under whatever name is reported; reading raises or ignores it."""
    name = name.replace("%s", folder_of(journal))
    attacker.put(name, blob)

    assert codes_of(journal) & {"E-EXTRA", "E-ALTERED", "E-HEAD", "E-MOVED"}
    try:
        lines, records, _ = read_everything(opened(backend))
    except TamperedRecordError:
        pass
    else:
        assert (len(lines), len(records)) == (3, 3)


def test_a_strange_blob_where_the_next_write_goes_stops_it(backend, journal, attacker):
    """A name that should be free and is not stops the write with advice; nothing is overwritten."""
    size = journal._state.fold.size
    attacker.put(f"log/{size:016x}", b"")
    before = attacker.image()

    with pytest.raises(TamperedRecordError):
        journal.record(session(14))

    assert attacker.image() == before

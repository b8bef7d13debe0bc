"""What can be done to head, ring, slots and folder secrets."""

from __future__ import annotations

import pytest
from attack_kit import (
    VICTIM,
    by_reading,
    codes_of,
    folder_of,
    named,
    refused,
    victims_in,
)
from journal_kit import OTHER_KEY, opened, session, ways_in

from supervision.crypto import (
    pae,
    slots_digest,
)
from supervision.errors import (
    RollbackError,
    SupervisionError,
    TamperedRecordError,
    UnsupportedFormatError,
    WrongKeyError,
)
from supervision.proof import read_head
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


def test_an_old_head_alone_is_refused(backend, journal, attacker, before):
    """An older head is noticed at the first reading, and no write goes over what is there."""
    journal.record(session(14))
    newer = attacker.image()
    attacker.put("head", before["head"])

    error = by_reading(backend)
    assert (type(error), error.code) == (TamperedRecordError, "E-HEAD")
    with opened(backend) as fresh, pytest.raises(TamperedRecordError):
        fresh.record(session(21))
    with pytest.raises(RollbackError):
        journal.read(Session, VICTIM.id)
    assert codes_of(journal) == {"E-ROLLBACK"}
    attacker.put("head", newer["head"])
    assert attacker.image() == newer
    assert journal.verify().ok


def test_an_old_head_on_a_log_cut_to_fit_writes_over_nothing(backend, journal, attacker, before):
    """With the newer log removed, the next commit still finds names that exist already."""
    journal.record(session(14))
    attacker.put("head", before["head"])
    for name in set(attacker.names("log/")) - set(before):
        attacker.put(name, None)
    left = attacker.image()

    with opened(backend) as fresh:
        assert "E-EXTRA" in codes_of(fresh)
        with pytest.raises(TamperedRecordError):
            fresh.record(session(14))
    assert attacker.image() == left


def test_a_folder_version_put_back_alone_is_refused(backend, journal, attacker, before):
    """After a key was removed, the secret of before cannot take the place of the new one."""
    journal.add_key(OTHER_KEY)
    journal.remove_key(next(key.id for key in ways_in(journal) if not key.opened_with))
    journal.record(session(14))
    old, new = [name for name in attacker.names("folder/") if name[7:39] in folder_of(journal)]
    attacker.put(new, backend.get(old))

    with opened(backend) as fresh, pytest.raises((TamperedRecordError, WrongKeyError)):
        fresh.read(Session, session(14).id)
    with opened(backend) as fresh, pytest.raises((TamperedRecordError, WrongKeyError)):
        fresh.record(session(21))
    assert ("E-ALTERED", new) in named(journal)

    attacker.put(new, None)
    assert type(refused(backend, lambda fresh: fresh.record(session(21)))) is TamperedRecordError
    assert ("E-MISSING", new) in named(journal)


def test_a_missing_ring_or_head_is_named(backend, journal, attacker):
    """Without ring or head nothing opens; an open journal names what is missing."""
    for name, code, error in (
        ("ring", "E-RING", TamperedRecordError),
        ("head", "E-HEAD", LookupError),
    ):
        blob = backend.get(name)
        attacker.put(name, None)
        with pytest.raises(error):
            opened(backend)
        assert codes_of(journal) == {code}
        attacker.put(name, blob)
    assert journal.verify().ok


@pytest.mark.parametrize(
    "note", [b"", b"\xff\xfe", b"supervision/v2/x\n\n", b"a" * 20_000, b"\n\n"], ids=repr
)
def test_garbage_for_a_head_is_refused(note, backend, journal, attacker):
    """What is no head raises a documented error, before any key is tried."""
    attacker.put("head", note)

    with pytest.raises((TamperedRecordError, UnsupportedFormatError)):
        opened(backend)
    assert codes_of(journal)


def test_no_line_of_the_head_can_be_changed(backend, journal, attacker):
    """Every single byte of the head is covered by the signature, or is part of it."""
    note = backend.get("head")
    for at in range(0, len(note), 7):
        flipped = bytearray(note)
        flipped[at] ^= 1
        attacker.put("head", bytes(flipped))
        with pytest.raises(SupervisionError):
            opened(backend)
        assert not journal.verify().ok
    attacker.put("head", note)
    assert journal.verify().ok


@pytest.mark.parametrize(
    "memory_kib", [64 * 1024 * 1024, 1, 0, -1, 2**70], ids=["64 GiB", "1 KiB", "0", "-1", "2**70"]
)
def test_a_slot_cannot_ask_for_absurd_memory(memory_kib, backend, journal, attacker):
    """Parameters out of bounds are refused before anything is allocated, head rewritten or not."""
    (name,) = attacker.names("slot/")
    blob = backend.get(name)
    old, new = b'"memory_kib":8', b'"memory_kib":%d' % memory_kib
    assert blob.count(old) == 1 or blob.count(b'"memory_kib": 8') == 1
    if old not in blob:
        old, new = b'"memory_kib": 8', b'"memory_kib": %d' % memory_kib
    parts = _split(blob)
    parts[4] = parts[4].replace(old, new)
    changed = pae(*parts)
    attacker.put(name, changed)

    with pytest.raises(TamperedRecordError) as caught:
        opened(backend)
    assert caught.value.code == "E-SLOT"
    assert codes_of(journal) == {"E-SLOT"}

    head = read_head(backend.get("head"))
    old_digest, new_digest = head.slots_digest.hex(), slots_digest({name: changed}).hex()
    note = backend.get("head").replace(old_digest.encode(), new_digest.encode())
    attacker.put("head", note)
    with pytest.raises((UnsupportedFormatError, TamperedRecordError)):
        opened(backend)


def _split(blob):
    parts, at = [], 8
    while at < len(blob):
        size = int.from_bytes(blob[at : at + 8], "little")
        parts.append(blob[at + 8 : at + 8 + size])
        at += 8 + size
    return parts


@pytest.mark.parametrize("name", ["slot/zz", "slot/" + "0" * 32, "slot/x/y"])
def test_a_strange_slot_is_refused(name, backend, journal, attacker):
    """A slot that nobody added closes the journal with a plain error."""
    attacker.put(name, b"strange")

    with pytest.raises(TamperedRecordError) as caught:
        opened(backend)
    assert caught.value.code == "E-SLOT"
    assert codes_of(journal) == {"E-SLOT"}

"""Every byte, every part, whole copies."""

from __future__ import annotations

import hashlib

import attrs
import pytest
from attack_kit import (
    ELSEWHERE,
    OTHER,
    VICTIM,
    refused,
    victims_in,
)
from journal_kit import OTHER_KEY, Attacker, copy_of, opened, read_everything, session, ways_in

from supervision.errors import (
    InvalidRecordError,
)
from supervision.records import Reflection, Session


@pytest.fixture
def journal(backend):
    """A journal worth attacking."""
    with victims_in(backend) as made:
        yield made


@pytest.fixture
def before(attacker, journal):
    """The store as it was left by its owner."""
    return attacker.image()


def test_the_wrong_class_is_not_called_tampering(backend, journal):
    """A session asked for as a reflection is the caller's mistake."""
    assert type(refused(backend, lambda fresh: fresh.read(Reflection, VICTIM.id))) is (
        InvalidRecordError
    )
    assert journal.verify().ok


@pytest.mark.parametrize("sort", ["body/", "folder/", "ledger/", "ring", "slot/", "log/", "event/"])
def test_every_flipped_byte_is_noticed(sort, journal, backend, attacker):
    """One byte changed anywhere in any blob of a sort, or any cut, and verify names it."""
    name = attacker.names(sort)[-1]
    blob = backend.get(name)
    step = max(1, len(blob) // 40)
    spoilt = [
        blob[:at] + bytes([blob[at] ^ 0x40]) + blob[at + 1 :] for at in range(0, len(blob), step)
    ]
    spoilt += [blob[:at] for at in range(0, len(blob), step)]
    for each in spoilt:
        attacker.put(name, each)
        assert not journal.verify().ok
    attacker.put(name, blob)
    assert journal.verify().ok


def test_a_repaired_store_reads_as_before(backend, journal, attacker, before):
    """Whatever was done, the store put back byte for byte is whole again, in the same process."""
    for name in before:
        attacker.put(name, b"spoilt")
        assert not journal.verify().ok
        attacker.put(name, before[name])
    assert journal.verify().ok
    assert len(read_everything(journal)[0]) == 3


def test_no_part_of_an_older_store_can_be_put_back(backend, journal, attacker, before):
    """Each blob that changed since, put back to what it was alone, is named."""
    journal.add_key(OTHER_KEY)
    journal.remove_key(next(key.id for key in ways_in(journal) if not key.opened_with))
    journal.amend(attrs.evolve(journal.read(Session, OTHER.id), minutes=1), reason="again")
    journal.erase(ELSEWHERE.id, reason="asked")
    after = attacker.image()
    for name in before | after:
        if before.get(name) != after.get(name):
            attacker.put(name, before.get(name))
            assert not journal.verify().ok, name
            with (
                opened(backend)
                if name != "head" and name[:4] not in {"ring", "slot"}
                else (_Nothing()) as fresh
            ):
                assert fresh is None or not fresh.verify().ok
            attacker.put(name, after.get(name))
    assert journal.verify().ok


class _Nothing:
    def __enter__(self):
        return None

    def __exit__(self, *_):
        return None


def test_two_copies_with_the_same_key_do_not_mix(backend, journal, attacker):
    """Blobs of a copy that went its own way do not fit into this one."""
    fork = copy_of(backend)
    with opened(fork) as other:
        other.record(session(14, minutes=10))
    journal.record(session(14, minutes=20))
    mine, theirs = attacker.image(), Attacker(fork).image()
    different = [name for name in mine if name in theirs and mine[name] != theirs[name]]
    assert len(different) == 4
    for name in different:
        attacker.put(name, theirs[name])
        assert not journal.verify().ok
        attacker.put(name, mine[name])
    assert hashlib.sha256(mine["head"]).digest() != hashlib.sha256(theirs["head"]).digest()


def test_what_the_format_leaves_free_changes_nothing(backend, journal, attacker):
    """A further signature on head, or log entries joined early, are no damage: all stays proven."""
    attacker.put("head", backend.get("head") + "— witness AAAAAAAA\n".encode())
    one, two = attacker.names("log/")[-2:]
    attacker.put(one, backend.get(one) + backend.get(two))
    attacker.put(two, None)

    with opened(backend) as fresh:
        assert len(read_everything(fresh)[0]) == 3
        assert fresh.verify().ok
        fresh.record(session(14))
    assert journal.read(Session, session(14).id) == session(14)
    assert journal.verify().ok

"""Pins: heads seen before, which a store must extend."""

from __future__ import annotations

from hashlib import sha256

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.errors import RollbackError
from supervision.proof import (
    ENTRY_SIZE,
    CompactRange,
    Entry,
    Head,
    Op,
    leaf_hashes,
    verify_extension,
)

JOURNAL = bytes(range(16))
LOG = b"".join(Entry(Op.ROTATE, subject=bytes([number]) * 16).pack() for number in range(40))
FORK = LOG[: 9 * ENTRY_SIZE] + Entry(Op.ROLLBACK).pack() + LOG[10 * ENTRY_SIZE :]


def head_at(size, log=LOG, journal=JOURNAL, ring_revision=1):
    """Return the head over the first entries of *log*."""
    compact = CompactRange().extended(leaf_hashes(journal, 0, log[: size * ENTRY_SIZE]))
    digests = {"ring_digest": bytes(32), "slots_digest": bytes(32)}
    return Head.of(journal, compact, ring_revision=ring_revision, **digests)


def between(old, new, log=LOG):
    """Return the entries from *old* up to *new*."""
    return log[old * ENTRY_SIZE : new * ENTRY_SIZE]


def refusal(pin, head, entries):
    """Return what is said where *head* does not extend *pin*."""
    with pytest.raises(RollbackError) as caught:
        verify_extension(pin, head, entries)
    assert caught.value.code == "E-ROLLBACK"
    return str(caught.value)


@given(sizes=st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted))
def test_every_extension_is_taken(sizes):
    """A store at the pin, or any number of entries further, extends it."""
    old, new = sizes
    verify_extension(head_at(old), head_at(new, ring_revision=2), between(old, new))


@given(sizes=st.tuples(st.integers(0, 40), st.integers(0, 39)).filter(lambda two: two[0] > two[1]))
def test_every_smaller_store_is_refused(sizes):
    """A store with fewer entries than the pin was rolled back."""
    old, new = sizes
    assert "older than what was seen" in refusal(head_at(old), head_at(new), b"")


@pytest.mark.parametrize(
    ("old", "new"), [(10, 20), (10, 40), (16, 20), (20, 20), (20, 40), (32, 40), (40, 40)]
)
def test_every_other_history_is_refused(old, new):
    """A store in which an entry from before the pin differs is no extension of it."""
    entries = between(old, new, FORK)

    assert "another history" in refusal(head_at(old), head_at(new, FORK), entries)


@pytest.mark.parametrize(
    "entries",
    [between(5, 19), between(5, 21), between(4, 19), b"", between(5, 20)[:-1], between(6, 21)],
    ids=len,
)
def test_entries_that_do_not_lead_there_are_refused(entries):
    """The entries since the pin must be exactly those that lead to the head."""
    assert "another history" in refusal(head_at(5), head_at(20), entries)


def test_an_older_key_ring_is_refused():
    """A head of the right log with a key ring from before the pin was rolled back."""
    pin, head = head_at(5, ring_revision=3), head_at(5, ring_revision=2)

    assert "older than what was seen" in refusal(pin, head, b"")


def test_another_journal_is_refused():
    """The pin of one journal says nothing about another, and is not taken for it."""
    other = head_at(20, journal=bytes(16))

    assert "another journal" in refusal(head_at(5), other, between(5, 20))


def test_a_pin_whose_root_is_made_up_is_refused():
    """A pin counts only if its own root follows from its range."""
    pin = attrs.evolve(head_at(5), root=sha256(b"made up").digest())

    assert "another history" in refusal(pin, head_at(20), between(5, 20))

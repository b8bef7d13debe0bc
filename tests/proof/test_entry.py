"""Entries of the log: 153 bytes each, and their leaf hashes."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.errors import TamperedRecordError, UnsupportedFormatError
from supervision.proof import ENTRY_SIZE, Entry, Op, leaf_hash, leaf_hashes

JOURNAL = bytes(range(16))
ids = st.binary(min_size=16, max_size=16)
hashes = st.binary(min_size=32, max_size=32)
entries = st.builds(
    Entry,
    op=st.sampled_from(Op),
    subject=ids,
    kid=ids,
    revision=st.integers(0, 2**64 - 1),
    digest=hashes,
    content=hashes,
    facts=hashes,
    actor=ids,
)


@given(entry=entries)
def test_unpack_undoes_pack(entry):
    """Any entry survives its 153 bytes."""
    packed = entry.pack()

    assert len(packed) == ENTRY_SIZE
    assert Entry.unpack(packed) == entry


def test_layout():
    """The parts of an entry are where the format says they are."""
    packed = Entry(
        Op.PUT,
        subject=b"s" * 16,
        kid=b"k" * 16,
        revision=0x0102030405060708,
        digest=b"d" * 32,
        content=b"c" * 32,
        facts=b"f" * 32,
        actor=b"a" * 16,
    ).pack()

    number = bytes(range(1, 9))
    assert packed == (
        b"\x01" + b"s" * 16 + b"k" * 16 + number + b"d" * 32 + b"c" * 32 + b"f" * 32 + b"a" * 16
    )


def test_what_is_absent_is_zeros():
    """An entry of which only the operation is given is zeros after the first byte."""
    assert Entry(Op.ROTATE).pack() == bytes([12]) + bytes(152)


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": bytes(15)},
        {"subject": bytes(17)},
        {"kid": b""},
        {"digest": bytes(31)},
        {"content": bytes(33)},
        {"facts": bytes(16)},
        {"actor": bytes(32)},
        {"revision": -1},
        {"revision": 2**64},
        {"op": 0},
        {"op": 16},
    ],
    ids=str,
)
def test_parts_of_another_size_are_refused(wrong):
    """Nothing is cut, padded or wrapped around to fit into an entry."""
    with pytest.raises(ValueError, match=r"16 bytes|not a valid Op"):
        Entry(**{"op": Op.PUT, **wrong}).pack()


@pytest.mark.parametrize("length", [0, 152, 154, 306])
def test_bytes_of_another_length_are_no_entry(length):
    """Bytes that are not 153 long are refused as altered."""
    with pytest.raises(TamperedRecordError) as caught:
        Entry.unpack(bytes(length))

    assert caught.value.code == "E-ALTERED"


@pytest.mark.parametrize("op", [0, 16, 255])
def test_unknown_operations_ask_for_a_newer_release(op):
    """An operation that this release does not know is not mistaken for damage."""
    with pytest.raises(UnsupportedFormatError, match="newer release"):
        Entry.unpack(bytes([op]) + bytes(152))


def test_leaf_hash_is_that_of_the_format():
    """A leaf is the hash of a zero byte, the log's name, the journal, the number and the entry."""
    entry = Entry(Op.ERASE, subject=b"r" * 16).pack()
    leaf = b"\x00" + b"supervision/v1/log" + JOURNAL + (300).to_bytes(8, "big") + entry

    assert leaf_hash(JOURNAL, 300, entry) == sha256(leaf).digest()


@given(
    start=st.one_of(st.integers(0, 600), st.integers(2**64 - 700, 2**64 - 600)),
    count=st.integers(0, 600),
    data=st.data(),
)
def test_many_leaves_at_once_are_each_leaf(start, count, data):
    """Hashing many leaves gives what hashing each gives, wherever the run begins and ends."""
    pool = data.draw(st.binary(min_size=ENTRY_SIZE, max_size=ENTRY_SIZE))
    log = [bytes([number % 251]) + pool[1:] for number in range(count)]

    assert leaf_hashes(JOURNAL, start, b"".join(log)) == [
        leaf_hash(JOURNAL, start + number, entry) for number, entry in enumerate(log)
    ]

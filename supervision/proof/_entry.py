"""One entry of the log, 153 bytes, and the hash of its leaf."""

from __future__ import annotations

import struct
from enum import IntEnum
from hashlib import sha256
from typing import NamedTuple

from supervision.errors import TamperedRecordError, UnsupportedFormatError

ENTRY_SIZE = 153
BLOCK = 256
"""The number of entries that one merged log blob holds."""

NO_ID = bytes(16)
NO_HASH = bytes(32)

_ENTRY = struct.Struct(">B16s16sQ32s32s32s16s")
_LEAF_PREFIX = b"\x00supervision/v1/log"
_LOW_BYTES = [bytes([low]) for low in range(BLOCK)]


class Op(IntEnum):
    """What an entry says was done."""

    PUT = 1
    RESEAL = 2
    REDACT = 3
    ERASE = 4
    FOLDER = 5
    SHRED = 6
    GRANT = 7
    REVOKE = 8
    KEY_ADDED = 9
    KEY_REMOVED = 10
    ATTEST = 11
    ROTATE = 12
    ROLLBACK = 13
    KEEP = 14
    DROP = 15


class Entry(NamedTuple):
    """One change, as the log keeps it: hashes and numbers, no text and no time.

    Args:
        op: One of `Op`.
        subject: What was changed, 16 bytes: the id of a record, a folder, a slot, a key or a
            document.
        kid: The id of the key version that sealed it, 16 bytes.
        revision: The revision of a record, or the version of a folder or a document; 0 to
            2**64 - 1.
        digest: SHA-256 of the sealed blob that the entry wrote: a body, an event or a document.
        content: The hiding commitment to the text.
        facts: The hiding commitment to the ledger row.
        actor: The id of the log key that signs, 16 bytes.

    What is absent is zeros, which is the default.

    >>> len(Entry(Op.ERASE, subject=bytes(16)).pack())
    153
    """

    op: int
    subject: bytes = NO_ID
    kid: bytes = NO_ID
    revision: int = 0
    digest: bytes = NO_HASH
    content: bytes = NO_HASH
    facts: bytes = NO_HASH
    actor: bytes = NO_ID

    def pack(self) -> bytes:
        """Return the 153 bytes of the entry.

        Raises:
            ValueError: if a part is of the wrong length or a number out of range.
        """
        # struct would cut or pad bytes of another length without a word.
        lengths = tuple(map(len, (self.subject, self.kid, *self[4:])))
        if lengths != (16, 16, 32, 32, 32, 16) or not 0 <= self.revision < 1 << 64:
            msg = "ids are 16 bytes, hashes 32, and a revision fits 64 bits"
            raise ValueError(msg)
        return _ENTRY.pack(Op(self.op), *self[1:])

    @classmethod
    def unpack(cls, entry: bytes) -> Entry:
        """Return the entry that `pack` gave.

        Raises:
            TamperedRecordError: if *entry* is not 153 bytes; code ``E-ALTERED``.
            UnsupportedFormatError: if a newer release wrote it.
        """
        if len(entry) != ENTRY_SIZE:
            msg = "a log entry is not 153 bytes; restore the log from a copy"
            raise TamperedRecordError(msg, code="E-ALTERED")
        unpacked = cls._make(_ENTRY.unpack(entry))
        if unpacked.op not in _OPS:
            msg = "the log holds an entry of an unknown kind; open it with a newer release"
            raise UnsupportedFormatError(msg)
        return unpacked


_OPS = frozenset(Op)


def leaf_hash(journal: bytes, seq: int, entry: bytes) -> bytes:
    """Return the RFC 6962 leaf hash of the entry at *seq* (from 0) of *journal* (16 bytes)."""
    return sha256(_LEAF_PREFIX + journal + seq.to_bytes(8) + entry).digest()


def leaf_hashes(journal: bytes, seq: int, entries: bytes) -> list[bytes]:
    """Return the leaf hashes of many *entries*, the first of which is at *seq*."""
    view, hashes = memoryview(entries), list[bytes]()
    while view:
        count = min(BLOCK - seq % BLOCK, len(view) // ENTRY_SIZE)
        hashes += _block_hashes(journal, seq, view[: count * ENTRY_SIZE])
        view, seq = view[count * ENTRY_SIZE :], seq + count
    return hashes


def _block_hashes(journal: bytes, seq: int, entries: memoryview) -> list[bytes]:
    """Return the leaf hashes of entries whose numbers differ in the last byte only."""
    # Copying a hash that was begun is cheaper than beginning one, and spares joining its start.
    begun = sha256(_LEAF_PREFIX + journal + (seq // BLOCK).to_bytes(7)).copy
    low, count = seq % BLOCK, len(entries) // ENTRY_SIZE
    hashes = []
    for last_byte, entry in zip(
        _LOW_BYTES[low : low + count],
        struct.unpack(f"{ENTRY_SIZE}s" * count, entries),
        strict=True,
    ):
        leaf = begun()
        leaf.update(last_byte + entry)
        hashes.append(leaf.digest())
    return hashes

"""Where entries are kept: blobs named after the first entry they hold, 256 at most in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import attrs

from supervision.errors import TamperedRecordError
from supervision.proof._entry import BLOCK, ENTRY_SIZE

_NAME = re.compile("log/([0-9a-f]{16})", re.ASCII)


def log_name(seq: int) -> str:
    """Return the name of the blob whose first entry is at *seq*.

    >>> log_name(256)
    'log/0000000000000100'
    """
    return f"log/{seq:016x}"


def log_before(seq: int) -> str:
    """Return the ``after`` of a scan of ``log/`` that begins with the block of *seq*."""
    start = block_start(seq)
    return log_name(start - 1) if start else ""


def block_start(seq: int) -> int:
    """Return where the block of 256 entries that holds *seq* begins.

    >>> block_start(300)
    256
    """
    return seq - seq % BLOCK


@attrs.frozen
class Tail:
    """The end of a log: the blobs of its last, incomplete block.

    Args:
        size: The number of entries in the whole log.
        blobs: Name and bytes of each blob from the start of the block on, in name order.
    """

    size: int = 0
    blobs: Mapping[str, bytes] = attrs.field(factory=dict)

    @property
    def entries(self) -> bytes:
        """The entries since the start of the block."""
        return joined(self.blobs.items(), block_start(self.size), self.size)

    def extended(self, new: bytes) -> Tail:
        """Return the tail after *new* entries were written as `log_changes` says."""
        size = self.size + len(new) // ENTRY_SIZE
        blobs, first = {**self.blobs, **log_changes(self, new)}, log_name(block_start(size))
        kept = {name: blob for name, blob in blobs.items() if blob is not None and name >= first}
        return Tail(size, kept)


def log_changes(tail: Tail, new: bytes) -> dict[str, bytes | None]:
    """Return the blobs to write and (`None`) to remove to append *new* entries.

    A block that is complete becomes one blob in place of its parts; what remains is one blob.

    Args:
        tail: The end of the log before.
        new: One entry of 153 bytes or more, back to back.
    """
    size = tail.size + len(new) // ENTRY_SIZE
    complete = block_start(size)
    if complete <= tail.size:
        return {log_name(tail.size): new}
    start = block_start(tail.size)
    entries = tail.entries + new
    changes: dict[str, bytes | None] = dict.fromkeys(tail.blobs)
    for first in range(start, size, BLOCK):
        offset = (first - start) * ENTRY_SIZE
        changes[log_name(first)] = entries[offset : offset + BLOCK * ENTRY_SIZE]
    return changes


class LogRead(NamedTuple):
    """Entries as they were read, and the blobs of the last block.

    Args:
        entries: The entries asked for, back to back.
        tail: The end of the log; whole only if the blobs begin with that of its block or earlier.
    """

    entries: bytes
    tail: Tail


def joined(blobs: Iterable[tuple[str, bytes]], start: int, stop: int) -> bytes:
    """Return exactly the entries from *start* up to *stop*.

    Args:
        blobs: Names and bytes of log blobs in name order, from the blob that holds *start* or
            any earlier one. Entries before *start* and from *stop* on are ignored.
        start: The first entry wanted, from 0.
        stop: The first entry not wanted.

    Raises:
        TamperedRecordError: ``E-MISSING`` if entries are missing (also seen while another writer
            merges: read again before you believe it), ``E-ALTERED`` if a blob is of a length it
            cannot have or two disagree, ``E-EXTRA`` if a name is no name of a log blob.
    """
    return read_log(blobs, start, stop).entries


def read_log(blobs: Iterable[tuple[str, bytes]], start: int, stop: int) -> LogRead:
    """Return what `joined` returns, and the `Tail` that `log_changes` needs."""
    found = bytearray()
    last: dict[str, bytes] = {}
    for name, blob in blobs:
        first = _first(name)
        if first >= stop:
            break
        _append(found, start, first, name, blob)
        if first >= block_start(stop):
            last[name] = blob
    read = len(found) // ENTRY_SIZE
    if start + read < stop:
        raise _missing(start + read)
    del found[(stop - start) * ENTRY_SIZE :]
    return LogRead(bytes(found), Tail(stop, last))


def _append(found: bytearray, start: int, first: int, name: str, blob: bytes) -> None:
    """Put the part of *blob* that lies from *start* on into *found*, at its place."""
    count, rest = divmod(len(blob), ENTRY_SIZE)
    if rest or not 1 <= count <= BLOCK - first % BLOCK:
        msg = "a log blob is of a length it cannot have; restore it from a copy"
        raise TamperedRecordError(msg, code="E-ALTERED", name=name)
    offset = (first - start) * ENTRY_SIZE
    if offset < 0:
        offset, blob = 0, blob[-offset:]
    if offset > len(found):
        raise _missing(start + len(found) // ENTRY_SIZE)
    known = len(found) - offset
    if found[offset : offset + len(blob)] != blob[:known]:
        msg = "two log blobs disagree about an entry; restore the log from a copy"
        raise TamperedRecordError(msg, code="E-ALTERED", name=name)
    found += blob[known:]


def _first(name: str) -> int:
    match = _NAME.fullmatch(name)
    if match is None:
        msg = "a name under log/ is no name of a log blob; remove it"
        raise TamperedRecordError(msg, code="E-EXTRA", name=name)
    return int(match[1], 16)


def _missing(seq: int) -> TamperedRecordError:
    msg = "entries of the log are missing; restore them from a copy"
    return TamperedRecordError(msg, code="E-MISSING", name=log_name(seq))

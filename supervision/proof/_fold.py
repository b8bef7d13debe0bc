"""The state that the log of a journal adds up to."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

import attrs

from supervision.errors import SupervisionError, TamperedRecordError
from supervision.proof._entry import BLOCK, ENTRY_SIZE, Entry, Op, leaf_hashes
from supervision.proof._head import Head
from supervision.proof._merkle import CompactRange

_CHUNK = 16 * BLOCK


class Put(NamedTuple):
    """One revision of a record, as it is sealed now.

    Args:
        seq: The number of its PUT entry; resealing does not change it.
        revision: From 1.
        kid: The key version it is sealed under now.
        digest: SHA-256 of its sealed body.
        content: The commitment to its text.
        facts: The commitment to its ledger row.
    """

    seq: int
    revision: int
    kid: bytes
    digest: bytes
    content: bytes
    facts: bytes


@attrs.frozen
class FolderState:
    """What the log says about one folder.

    Args:
        version: The current version of its secret, from 1.
        kid: The id of that version.
        kids: The version that each id of a key names, oldest first, shredded ones included.
        shredded: The number of the SHRED entry, while the folder is shredded.
        puts: The numbers of all PUT entries of the folder in order, those of erased records
            and of redacted revisions included; it grows with the fold.
    """

    version: int
    kid: bytes
    kids: Mapping[bytes, int]
    shredded: int | None
    puts: Sequence[int] = attrs.field(eq=False)


_ABSENT: Any = object()


def _restore(table: dict[Any, Any], key: Any, old: Any) -> None:
    if old is _ABSENT:
        del table[key]
    else:
        table[key] = old


class Fold:
    """The state of a log, advanced only forward. One thread at a time may use it.

    Args:
        journal: The id of the journal, 16 bytes.

    >>> fold = Fold(bytes(16))
    >>> fold.advance(Entry(Op.FOLDER, subject=bytes(16), kid=b"k" * 16, revision=1).pack())
    >>> fold.size, fold.folders[bytes(16)].version
    (1, 1)
    """

    def __init__(self, journal: bytes) -> None:
        self.journal = journal
        self.range = CompactRange()
        self.records: Mapping[bytes, Sequence[Put]] = _Records(self)
        self._raw = bytearray()
        self._newest: dict[bytes, int] = {}
        self._earlier: dict[int, int] = {}
        self._resealed: dict[int, int] = {}
        self._redacted: dict[int, int] = {}
        self._erased: dict[bytes, int] = {}
        self._folders: dict[bytes, FolderState] = {}
        self._puts: dict[bytes, array[int]] = {}
        self._kids: dict[bytes, tuple[bytes, int]] = {}
        self._current: dict[bytes, bytes] = {}
        self._events: dict[int, bytes] = {}
        self._undo: list[Callable[[], object]] = []

    @property
    def size(self) -> int:
        """The number of entries folded."""
        return self.range.size

    @property
    def block_start(self) -> int:
        """Where the last, incomplete block of 256 entries begins."""
        return self.size - self.size % BLOCK

    @property
    def tail(self) -> bytes:
        """The entries of the last, incomplete block."""
        return self.entries(self.block_start)

    @property
    def erased(self) -> Mapping[bytes, int]:
        """Erased record → number of the ERASE or SHRED entry."""
        return MappingProxyType(self._erased)

    @property
    def folders(self) -> Mapping[bytes, FolderState]:
        """Folder → what the log says about it."""
        return MappingProxyType(self._folders)

    @property
    def events(self) -> Mapping[int, bytes]:
        """Number of an ERASE, SHRED, key or ROLLBACK entry → SHA-256 of its sealed event."""
        return MappingProxyType(self._events)

    def entries(self, start: int = 0, stop: int | None = None) -> bytes:
        """Return the raw entries from *start* up to *stop*."""
        stop = self.size if stop is None else stop
        return bytes(self._raw[start * ENTRY_SIZE : stop * ENTRY_SIZE])

    def entry(self, seq: int) -> Entry:
        """Return the entry at *seq*."""
        return Entry.unpack(self.entries(seq, seq + 1))

    def newest(self, record: bytes) -> Put | None:
        """Return the newest unredacted revision of *record*, if it is in the journal."""
        return next(self._walk(record), None)

    def put(self, record: bytes, revision: int) -> Put | None:
        """Return that revision of *record*, unless it is redacted, erased or was never there."""
        return next((put for put in self._walk(record) if put.revision == revision), None)

    def folder_of(self, kid: bytes) -> tuple[bytes, int] | None:
        """Return the folder and version that *kid* names, shredded ones included."""
        return self._kids.get(kid)

    def record_at(self, seq: int) -> tuple[bytes, int] | None:
        """Return the record and revision that the entry at *seq* put, if it is a PUT."""
        entry = self.entry(seq)
        return (entry.subject, entry.revision) if entry.op == Op.PUT else None

    def trial(self, entries: bytes) -> CompactRange:
        """Return the range after *entries*, having checked that they may follow; change nothing.

        Raises:
            TamperedRecordError: if they may not; code ``E-FORK``.
            UnsupportedFormatError: if a newer release wrote one of them.
        """
        after = self._range_after(entries)
        try:
            self._apply(entries)
        finally:
            self._roll_back()
        return after

    def advance(self, entries: bytes, *, to: Head | None = None) -> None:
        """Fold *entries*, the first of which is at `size`; all of them or, on error, none.

        Args:
            entries: Back to back, 153 bytes each.
            to: The head that they must lead to.

        Raises:
            TamperedRecordError: if they do not lead to *to*, or are a sequence that no journal
                writes; code ``E-FORK``.
            UnsupportedFormatError: if a newer release wrote one of them.
        """
        after = self._range_after(entries)
        if to is not None and not self._leads(after, to):
            msg = "the log does not lead to the head; restore both from one copy"
            raise TamperedRecordError(msg, code="E-FORK", name="head")
        try:
            self._apply(entries)
        except SupervisionError:
            self._roll_back()
            raise
        self._undo.clear()
        self.range = after

    def _leads(self, after: CompactRange, to: Head) -> bool:
        return (to.journal, to.size, to.root) == (self.journal, after.size, after.root())

    def _range_after(self, entries: bytes) -> CompactRange:
        if len(entries) % ENTRY_SIZE:
            raise _impossible("is cut inside an entry", self.size)
        after = self.range
        step = _CHUNK * ENTRY_SIZE
        for offset in range(0, len(entries), step):
            chunk = entries[offset : offset + step]
            after = after.extended(leaf_hashes(self.journal, after.size, chunk))
        return after

    def _apply(self, entries: bytes) -> None:
        start = self.size
        self._raw += entries
        for seq in range(start, start + len(entries) // ENTRY_SIZE):
            self._apply_one(seq, self.entry(seq))

    def _apply_one(self, seq: int, entry: Entry) -> None:
        change = _CHANGES.get(entry.op)
        if change is not None:
            change(self, seq, entry)
        if entry.op in _WITH_EVENT:
            self._set(self._events, seq, entry.digest)

    def _set(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        self._undo.append(partial(_restore, table, key, table.get(key, _ABSENT)))
        table[key] = value

    def _drop(self, table: dict[Any, Any], key: Any) -> None:
        self._undo.append(partial(_restore, table, key, table.pop(key)))

    def _roll_back(self) -> None:
        while self._undo:
            self._undo.pop()()
        del self._raw[self.size * ENTRY_SIZE :]

    def _walk(self, record: bytes) -> Iterator[Put]:
        seq = self._newest.get(record)
        while seq is not None:
            if seq not in self._redacted:
                yield self._put_at(seq)
            seq = self._earlier.get(seq)

    def _put_at(self, seq: int) -> Put:
        put, now = self.entry(seq), self.entry(self._resealed.get(seq, seq))
        return Put(seq, put.revision, now.kid, now.digest, put.content, put.facts)

    def _seq_of(self, seq: int, entry: Entry) -> int:
        """Return where the revision that *entry* is about was put."""
        put = self.put(entry.subject, entry.revision)
        if put is None:
            raise _impossible("changes a revision that is not there", seq)
        return put.seq

    def _live_folder(self, seq: int, kid: bytes) -> bytes:
        folder = self._current.get(kid)
        if folder is None:
            raise _impossible("uses a key that is not the current one of any folder", seq)
        return folder

    def _on_put(self, seq: int, entry: Entry) -> None:
        record, folder = entry.subject, self._live_folder(seq, entry.kid)
        last = self._newest.get(record)
        previous = None if last is None else self.entry(last)
        if record in self._erased:
            raise _impossible("puts a record that was erased", seq)
        if entry.revision != (previous.revision if previous else 0) + 1:
            raise _impossible("skips or repeats a revision", seq)
        if previous and last is not None:
            if self._kids[previous.kid][0] != folder:
                raise _impossible("moves a record to another folder", seq)
            self._set(self._earlier, seq, last)
        self._set(self._newest, record, seq)
        self._puts[folder].append(seq)
        self._undo.append(self._puts[folder].pop)

    def _on_reseal(self, seq: int, entry: Entry) -> None:
        put_seq = self._seq_of(seq, entry)
        put, folder = self.entry(put_seq), self._live_folder(seq, entry.kid)
        if self._kids[put.kid][0] != folder:
            raise _impossible("moves a record to another folder", seq)
        if (put.content, put.facts) != (entry.content, entry.facts):
            raise _impossible("changes a text while resealing it", seq)
        self._set(self._resealed, put_seq, seq)

    def _on_redact(self, seq: int, entry: Entry) -> None:
        put_seq = self._seq_of(seq, entry)
        if len(self.records[entry.subject]) == 1:
            raise _impossible("redacts the only revision of a record", seq)
        self._set(self._redacted, put_seq, seq)

    def _on_erase(self, seq: int, entry: Entry) -> None:
        if entry.subject not in self._newest:
            raise _impossible("erases a record that is not there", seq)
        self._erase(entry.subject, seq)

    def _erase(self, record: bytes, seq: int) -> None:
        self._drop(self._newest, record)
        self._set(self._erased, record, seq)

    def _on_folder(self, seq: int, entry: Entry) -> None:
        folder, kid, version = entry.subject, entry.kid, entry.revision
        state = self._folders.get(folder)
        if version != (state.version if state else 0) + 1 or kid in self._kids:
            raise _impossible("skips or repeats a version of a folder", seq)
        if state is None:
            self._set(self._puts, folder, array("Q"))
        elif state.shredded is None:
            self._drop(self._current, state.kid)
        kids = {**(state.kids if state else {}), kid: version}
        state = FolderState(version, kid, MappingProxyType(kids), None, self._puts[folder])
        self._set(self._folders, folder, state)
        self._set(self._kids, kid, (folder, version))
        self._set(self._current, kid, folder)

    def _on_shred(self, seq: int, entry: Entry) -> None:
        state = self._folders.get(entry.subject)
        if state is None or state.shredded is not None:
            raise _impossible("shreds a folder that is not there", seq)
        for record in {self.entry(put).subject for put in state.puts} & self._newest.keys():
            self._erase(record, seq)
        self._drop(self._current, state.kid)
        self._set(self._folders, entry.subject, attrs.evolve(state, shredded=seq))


_CHANGES: dict[int, Callable[[Fold, int, Entry], None]] = {
    Op.PUT: Fold._on_put,  # noqa: SLF001 - the table of the class itself
    Op.RESEAL: Fold._on_reseal,  # noqa: SLF001
    Op.REDACT: Fold._on_redact,  # noqa: SLF001
    Op.ERASE: Fold._on_erase,  # noqa: SLF001
    Op.FOLDER: Fold._on_folder,  # noqa: SLF001
    Op.SHRED: Fold._on_shred,  # noqa: SLF001
}
_WITH_EVENT = frozenset((Op.ERASE, Op.SHRED, Op.KEY_ADDED, Op.KEY_REMOVED, Op.ROLLBACK))


class _Records(Mapping[bytes, Sequence[Put]]):
    """Record → its unredacted revisions, newest last; made when asked for."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold

    def __getitem__(self, record: bytes) -> Sequence[Put]:
        if record not in self:
            raise KeyError(record)
        return tuple(self._fold._walk(record))[::-1]  # noqa: SLF001

    def __contains__(self, record: object) -> bool:
        return record in self._fold._newest  # noqa: SLF001

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._fold._newest)  # noqa: SLF001

    def __len__(self) -> int:
        return len(self._fold._newest)  # noqa: SLF001


def _impossible(what: str, seq: int) -> TamperedRecordError:
    msg = f"entry {seq} of the log {what}, which no journal writes; restore the log from a copy"
    return TamperedRecordError(msg, code="E-FORK")

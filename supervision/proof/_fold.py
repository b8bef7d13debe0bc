"""The state that the log of a journal adds up to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from supervision.errors import TamperedRecordError
from supervision.proof._documents import Document
from supervision.proof._entry import BLOCK, ENTRY_SIZE, Entry, Op, leaf_hashes
from supervision.proof._head import Head
from supervision.proof._merkle import CompactRange
from supervision.proof._state import FolderState, Owed, Put, State

# Large enough that list making costs nothing, small enough to stay in the processor's cache.
_CHUNK = 16 * BLOCK


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
        self._range = CompactRange()
        self._state = State()

    @property
    def range(self) -> CompactRange:
        """The compact range of the entries folded."""
        return self._range

    @property
    def size(self) -> int:
        """The number of entries folded."""
        return self._range.size

    @property
    def block_start(self) -> int:
        """Where the last, incomplete block of 256 entries begins."""
        return self.size - self.size % BLOCK

    @property
    def tail(self) -> bytes:
        """The entries of the last, incomplete block."""
        return self.entries(self.block_start)

    @property
    def records(self) -> Mapping[bytes, Sequence[Put]]:
        """Record → its unredacted revisions, newest last, in the order of the first PUTs."""
        return _Records(self._state)

    @property
    def erased(self) -> Mapping[bytes, int]:
        """Erased record → the number of the ERASE or SHRED entry."""
        return MappingProxyType(self._state.erased)

    @property
    def folders(self) -> Mapping[bytes, FolderState]:
        """Folder → what the log says about it."""
        return MappingProxyType(self._state.folders)

    @property
    def events(self) -> Mapping[int, bytes]:
        """Number of an ERASE, SHRED, key or ROLLBACK entry → SHA-256 of its sealed event."""
        return MappingProxyType(self._state.events)

    @property
    def documents(self) -> Mapping[bytes, Document]:
        """Document → its newest version; what was dropped is left out."""
        return self._state.documents.present()

    def document(self, document: bytes) -> Document | None:
        """Return the newest version of one document, or `None` if it is not there."""
        return self._state.documents.get(document)

    def documents_in(self, folder: bytes) -> list[bytes]:
        """Return the documents of *folder*, in the order of their first KEEP."""
        return list(self._state.documents.of(folder))

    def last_version(self, document: bytes) -> int:
        """Return the last version that *document* had, dropped or not; 0 if it never was."""
        return self._state.documents.version_of(document)

    def entries(self, start: int = 0, stop: int | None = None) -> bytes:
        """Return the raw entries from *start* up to *stop*, which defaults to `size`."""
        stop = self.size if stop is None else stop
        return bytes(self._state.raw[start * ENTRY_SIZE : stop * ENTRY_SIZE])

    def entry(self, seq: int) -> Entry:
        """Return the entry at *seq*, which is below `size`."""
        return self._state.entry(seq)

    def newest(self, record: bytes) -> Put | None:
        """Return the newest unredacted revision of *record*, if it is in the journal."""
        return next(self._state.revisions(record), None)

    def put(self, record: bytes, revision: int) -> Put | None:
        """Return that revision of *record*, unless it is redacted, erased or was never there."""
        return self._state.revision(record, revision)

    def folder_of(self, kid: bytes) -> tuple[bytes, int] | None:
        """Return the folder and version that *kid* names, be it past or shredded."""
        return self._state.kids.get(kid)

    def wrapped_digest(self, kid: bytes) -> bytes:
        """Return the SHA-256 of the wrapped folder secret that *kid* names.

        Raises:
            KeyError: if the log names no such key.
        """
        return self._state.wrapped[kid]

    def records_in(self, folder: bytes) -> list[bytes]:
        """Return the records of *folder* that are not erased, in the order of their first PUT.

        Raises:
            KeyError: if there never was such a folder.
        """
        return self._state.records_in(folder)

    def newest_seq(self, record: bytes) -> int | None:
        """Return the number of the PUT of the newest unredacted revision of *record*, if any."""
        return self._state.newest_seq(record)

    def rows_owed(self, folder: bytes, start: int = 0, stop: int | None = None) -> Iterator[Owed]:
        """Yield what each row of the ledger of *folder* must be, in the order of the rows.

        Args:
            folder: Its id.
            start: The first entry to look at.
            stop: Where to stop looking, which defaults to `size`.

        Raises:
            KeyError: if there never was such a folder.
        """
        return self._state.rows_owed(folder, start, self.size if stop is None else stop)

    def record_at(self, seq: int) -> tuple[bytes, int] | None:
        """Return the record and revision that the entry at *seq* put, if it is a PUT."""
        entry = self.entry(seq)
        return (entry.subject, entry.revision) if entry.op == Op.PUT else None

    def trial(self, entries: bytes) -> CompactRange:
        """Return the range after *entries*, having checked that they may follow; change nothing.

        Args:
            entries: Back to back, 153 bytes each.

        Raises:
            TamperedRecordError: if they may not follow; code ``E-FORK``.
            UnsupportedFormatError: if a newer release wrote one of them.
        """
        after = self._range_after(entries)
        self._state.attempt(entries)
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
            self._state.apply(entries)
        # Whatever it was, an interrupt included: the state may be half changed.
        except BaseException:
            before, self._state = self.entries(), State()
            self._state.apply(before)
            raise
        self._range = after

    def _leads(self, after: CompactRange, to: Head) -> bool:
        return (to.journal, to.size, to.root) == (self.journal, after.size, after.root())

    def _range_after(self, entries: bytes) -> CompactRange:
        if len(entries) % ENTRY_SIZE:
            msg = "the log is cut inside an entry; restore it from a copy"
            raise TamperedRecordError(msg, code="E-FORK")
        after = self._range
        step = _CHUNK * ENTRY_SIZE
        for offset in range(0, len(entries), step):
            chunk = entries[offset : offset + step]
            after = after.extended(leaf_hashes(self.journal, after.size, chunk))
        return after


class _Records(Mapping[bytes, Sequence[Put]]):
    """Made when asked for: what is kept for a record is a number or a few."""

    def __init__(self, state: State) -> None:
        self._state = state

    def __getitem__(self, record: bytes) -> Sequence[Put]:
        if record not in self._state.newest:
            raise KeyError(record)
        return tuple(self._state.revisions(record))[::-1]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._state.newest)

    def __len__(self) -> int:
        return len(self._state.newest)

"""What the entries of a log add up to, and which sequences no journal writes."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

import attrs

from supervision.proof._documents import Documents
from supervision.proof._entry import ENTRY_SIZE, Entry, Op
from supervision.proof._rules import demand, demanded

_BRIEF = struct.Struct(">B16s16sQ112x")
_OWED = struct.Struct(">x16s16xQ64x32s16x")
_WITH_EVENT = frozenset((Op.ERASE, Op.SHRED, Op.KEY_ADDED, Op.KEY_REMOVED, Op.ROLLBACK))
_ABSENT: Any = object()


class Put(NamedTuple):
    """One revision of a record, as it is sealed now.

    Args:
        seq: The number of its PUT entry; resealing does not change it.
        revision: From 1.
        kid: The key version it is sealed under now.
        digest: SHA-256 of its sealed body as it is now.
        content: The commitment to its text.
        facts: The commitment to its ledger row.
        resealed: Whether it has been sealed anew since it was put.
    """

    seq: int
    revision: int
    kid: bytes
    digest: bytes
    content: bytes
    facts: bytes
    resealed: bool = False


class Owed(NamedTuple):
    """A row that the ledger of a folder must have.

    Args:
        seq: The number of its PUT entry.
        record: The id of the record, 16 bytes.
        revision: From 1.
        facts: The commitment to the row.
    """

    seq: int
    record: bytes
    revision: int
    facts: bytes


@attrs.frozen
class FolderState:
    """What the log says about one folder.

    Args:
        version: The current version of its secret, from 1.
        kid: The id of that version.
        kids: The version that each key id of the folder names, oldest first.
        shredded: The number of the SHRED entry, while the folder is shredded.
        puts: The numbers of all PUT entries of the folder in order, those of erased records
            and of redacted revisions included. A view: it grows with the fold.
    """

    version: int
    kid: bytes
    kids: Mapping[bytes, int]
    shredded: int | None
    puts: Sequence[int]


class State:
    """The tables of a fold. `apply` leaves them half changed on error: the fold makes them anew."""

    def __init__(self) -> None:
        self.raw = bytearray()
        self.newest: dict[bytes, int] = {}
        self.erased: dict[bytes, int] = {}
        self.folders: dict[bytes, FolderState] = {}
        self.kids: dict[bytes, tuple[bytes, int]] = {}
        self.events: dict[int, bytes] = {}
        self.wrapped: dict[bytes, bytes] = {}
        self.documents = Documents(self._set, self._home, lambda kid: kid in self._live)
        # By the number of a PUT entry: the PUT of the revision before, and what was done since.
        self._earlier: dict[int, int] = {}
        self._resealed: dict[int, int] = {}
        self._redacted: dict[int, int] = {}
        self._puts: dict[bytes, array[int]] = {}
        # By the id of each key that may seal now: what notes the number of a PUT of its folder.
        self._live: dict[bytes, Callable[[int], None]] = {}
        self._undo: list[Callable[[], object]] | None = None

    def entry(self, seq: int) -> Entry:
        """Return the entry at *seq*, which is below the size of the log."""
        return Entry.unpack(bytes(self.raw[seq * ENTRY_SIZE : (seq + 1) * ENTRY_SIZE]))

    def revisions(self, record: bytes) -> Iterator[Put]:
        """Yield the unredacted revisions of *record*, newest first."""
        seq = self.newest.get(record)
        while seq is not None:
            if seq not in self._redacted:
                put, again = self.entry(seq), self._resealed.get(seq)
                now = put if again is None else self.entry(again)
                resealed = again is not None
                yield Put(seq, put.revision, now.kid, now.digest, put.content, put.facts, resealed)
            seq = self._earlier.get(seq)

    def revision(self, record: bytes, revision: int) -> Put | None:
        """Return one unredacted revision of *record*, if it is there."""
        return next((put for put in self.revisions(record) if put.revision == revision), None)

    def records_in(self, folder: bytes) -> list[bytes]:
        """Return the records of *folder* in the order of their first PUT."""
        subjects = (self.entry(seq).subject for seq in self._puts[folder])
        return [record for record in dict.fromkeys(subjects) if record in self.newest]

    def newest_seq(self, record: bytes) -> int | None:
        """Return the number of the PUT of the newest unredacted revision of *record*."""
        seq = self.newest.get(record)
        while seq in self._redacted:
            seq = self._earlier.get(seq)
        return seq

    def rows_owed(self, folder: bytes, start: int, stop: int) -> Iterator[Owed]:
        """Yield what each row of *folder* put from *start* up to *stop* must be, in order."""
        puts = self._puts[folder]
        for seq in puts[bisect_left(puts, start) : bisect_left(puts, stop)]:
            record, revision, facts = _OWED.unpack_from(self.raw, seq * ENTRY_SIZE)
            if record in self.newest and seq not in self._redacted:
                yield Owed(seq, record, revision, facts)

    def apply(self, entries: bytes) -> None:
        """Apply *entries*, the first of which follows the last one applied."""
        seq = len(self.raw) // ENTRY_SIZE
        self.raw += entries
        newest, erased, noting = self.newest, self.erased, self._live.get
        for op, subject, kid, revision in _BRIEF.iter_unpack(entries):
            # `_put` in short, for the first revision of a record: most entries are one, and
            # opening a journal waits for this loop.
            note = noting(kid)
            if (
                op == 1
                and revision == 1
                and note is not None
                and subject not in newest
                and subject not in erased
            ):
                newest[subject] = seq
                note(seq)
            else:
                self._apply_one(seq)
            seq += 1

    def attempt(self, entries: bytes) -> None:
        """Apply *entries* and take all of it back."""
        size = len(self.raw)
        undo: list[Callable[[], object]] = []
        self.raw += entries
        self._undo = undo
        try:
            for seq in range(size // ENTRY_SIZE, len(self.raw) // ENTRY_SIZE):
                self._apply_one(seq)
        finally:
            for step in reversed(undo):
                step()
            self._undo = None
            del self.raw[size:]

    def _apply_one(self, seq: int) -> None:
        entry = self.entry(seq)
        match entry.op:
            case Op.PUT:
                self._put(seq, entry)
            case Op.RESEAL:
                self._reseal(seq, entry)
            case Op.REDACT:
                self._redact(seq, entry)
            case Op.ERASE:
                self._erase(seq, entry)
            case Op.FOLDER:
                self._folder(seq, entry)
            case Op.SHRED:
                self._shred(seq, entry)
            case Op.KEEP:
                self.documents.keep(seq, entry)
            case Op.DROP:
                self.documents.drop(seq, entry)
        if entry.op in _WITH_EVENT:
            self._set(self.events, seq, entry.digest)

    def _set(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        if self._undo is not None:
            self._undo.append(partial(_restore, table, key, table.get(key, _ABSENT)))
        table[key] = value

    def _drop(self, table: dict[Any, Any], key: Any) -> None:
        if self._undo is not None:
            self._undo.append(partial(_restore, table, key, table[key]))
        del table[key]

    def _put(self, seq: int, entry: Entry) -> None:
        record = entry.subject
        demand(record not in self.erased, seq, "puts a record that was erased")
        last = self.newest.get(record)
        before = None if last is None else self.entry(last)
        due = 1 if before is None else before.revision + 1
        demand(entry.revision == due, seq, "skips or repeats a revision")
        self._demand_live(seq, entry.kid, before)
        if last is not None:
            self._set(self._earlier, seq, last)
        self._set(self.newest, record, seq)
        self._live[entry.kid](seq)
        if self._undo is not None:
            self._undo.append(self._puts[self.kids[entry.kid][0]].pop)

    def _reseal(self, seq: int, entry: Entry) -> None:
        put = self._demand_revision(seq, entry)
        self._demand_live(seq, entry.kid, self.entry(put.seq))
        same = (put.content, put.facts) == (entry.content, entry.facts)
        demand(same, seq, "changes a text while resealing it")
        self._set(self._resealed, put.seq, seq)

    def _redact(self, seq: int, entry: Entry) -> None:
        put = self._demand_revision(seq, entry)
        others = any(other.seq != put.seq for other in self.revisions(entry.subject))
        demand(others, seq, "redacts the only revision of a record")
        self._set(self._redacted, put.seq, seq)

    def _erase(self, seq: int, entry: Entry) -> None:
        demand(entry.subject in self.newest, seq, "erases a record that is not there")
        self._forget(seq, entry.subject)

    def _forget(self, seq: int, record: bytes) -> None:
        self._drop(self.newest, record)
        self._set(self.erased, record, seq)

    def _folder(self, seq: int, entry: Entry) -> None:
        folder, kid, version = entry.subject, entry.kid, entry.revision
        before = self.folders.get(folder)
        due = 1 if before is None else before.version + 1
        demand(version == due, seq, "skips or repeats a version of a folder")
        demand(kid not in self.kids, seq, "gives the id of a key a second time")
        if before is None:
            self._set(self._puts, folder, array("Q"))
        elif before.shredded is None:
            self._drop(self._live, before.kid)
        puts = self._puts[folder]
        kids = MappingProxyType({**(before.kids if before else {}), kid: version})
        self._set(self.folders, folder, FolderState(version, kid, kids, None, puts))
        self._set(self.kids, kid, (folder, version))
        self._set(self.wrapped, kid, entry.digest)
        self._set(self._live, kid, puts.append)

    def _shred(self, seq: int, entry: Entry) -> None:
        missing = "shreds a folder that is not there"
        state = demanded(self.folders.get(entry.subject), seq, missing)
        demand(state.shredded is None, seq, missing)
        for record in self.records_in(entry.subject):
            self._forget(seq, record)
        self.documents.shred(seq, entry.subject)
        self._drop(self._live, state.kid)
        self._set(self.folders, entry.subject, attrs.evolve(state, shredded=seq))

    def _home(self, kid: bytes) -> bytes | None:
        folder, _ = self.kids.get(kid, (None, 0))
        return folder

    def _demand_revision(self, seq: int, entry: Entry) -> Put:
        put = self.revision(entry.subject, entry.revision)
        return demanded(put, seq, "changes a revision that is not there")

    def _demand_live(self, seq: int, kid: bytes, before: Entry | None) -> None:
        demand(kid in self._live, seq, "uses a key that is not the current one of a folder")
        stays = before is None or self.kids[before.kid][0] == self.kids[kid][0]
        demand(stays, seq, "moves a record to another folder")


def _restore(table: dict[Any, Any], key: Any, old: Any) -> None:
    if old is _ABSENT:
        del table[key]
    else:
        table[key] = old

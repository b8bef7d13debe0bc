"""An open journal's live state: its store, its keys, the head it trusts and the fold of its log."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import TypeVar

from supervision.crypto import FolderSecret
from supervision.errors import RollbackError, TamperedRecordError
from supervision.journal._access import (
    Access,
    check_successor,
    log_key,
    never_still,
    unlock,
    wiping_on_error,
)
from supervision.journal._facts import Facts
from supervision.journal._names import HEAD, LOG, last_number
from supervision.journal._pin import Pin
from supervision.proof import (
    ENTRY_SIZE,
    Fold,
    Head,
    LogRead,
    Tail,
    log_before,
    read_head,
    read_log,
    verify_head,
)
from supervision.records import Settings
from supervision.storage import Backend

T = TypeVar("T")
_TRIES = 50


class State:
    """What every verb of an open journal works with.

    Args:
        store: Where the blobs are.
        access: The unlocked keys.
        note: The head as stored.
        head: The head as read from *note*.
        clock: Gives the time, with its zone.
    """

    def __init__(
        self, store: Backend, access: Access, note: bytes, head: Head, clock: Callable[[], datetime]
    ) -> None:
        self.store = store
        self.access = access
        self.note = note
        self.head = head
        self.fold = Fold(head.journal)
        self.tail = Tail()
        self.pin: Pin | None = None
        self.lock = threading.RLock()
        self.secrets: dict[bytes, tuple[FolderSecret, bytes]] = {}
        self.facts = Facts()
        self.unmerged = UnmergedRows()
        self.settings = Settings()
        self.tallied = 0
        self.clock = clock

    @property
    def journal(self) -> bytes:
        """The journal's id."""
        return self.head.journal

    def now(self) -> str:
        """Return the time as RFC 3339 in UTC, to the second."""
        return utc(self.clock)

    def home_of(self, kid: bytes) -> tuple[bytes, int]:
        """Return the folder and version that a key of the log names."""
        home = self.fold.folder_of(kid)
        if home is None:
            msg = "the log names a key that belongs to no folder; restore it from a copy"
            raise TamperedRecordError(msg, code="E-FORK")
        return home

    def has_seen(self, record: str) -> bool:
        """Say whether a record is in the journal, or was and has been erased."""
        record_id = bytes.fromhex(record)
        return record_id in self.fold.records or record_id in self.fold.erased

    def forget_keys(self) -> None:
        """Overwrite every key in memory."""
        with self.lock:
            self.access.wipe()
            for secret, _ in self.secrets.values():
                secret.wipe()
            self.secrets.clear()
            self.facts.forget()
            self.settings = Settings()
            self.unmerged.folders.clear()

    def refresh(self) -> None:
        """Bring keys, head and fold to what the store shows now.

        Raises:
            TamperedRecordError: if head or log were changed.
            RollbackError: if the store is behind what this journal has seen.
        """
        for _ in range(_TRIES):
            note = self.store.get(HEAD)
            if note == self.note and self.fold.size == self.head.size:
                return
            try:
                self._advance(note)
            except TamperedRecordError as error:
                found = error
            else:
                return
            if self.store.get(HEAD) == note:
                raise found
        raise never_still()

    def steadily(self, step: Callable[[], T]) -> T:
        """Return what *step* reads at the newest head; again if another writer came between.

        Raises:
            ConflictError: if other writers came between every time and cannot be held back.
        """
        for attempt in range(_TRIES):
            with self.turn(queue=attempt >= _TRIES // 2):
                self.refresh()
                try:
                    return step()
                except TamperedRecordError as error:
                    found = error
                if self.store.get(HEAD) == self.note:
                    raise found
        raise never_still()

    def turn(self, *, queue: bool) -> AbstractContextManager[object]:
        """Return a context in which other writers are held back, if *queue* and the store can."""
        exclusive = getattr(self.store, "exclusive", None) if queue else None
        if exclusive is None:
            return contextlib.nullcontext()
        turn: AbstractContextManager[object] = exclusive()
        return turn

    def _advance(self, note: bytes | None) -> None:
        if note is None:
            msg = (
                "the head is gone: the journal was moved to another store, or somebody removed it; "
                "open it where it is now, or restore the store from a backup"
            )
            raise TamperedRecordError(msg, name=HEAD, code="E-HEAD")
        head = self._read(note)
        access = self._access_at(head)
        with wiping_on_error(lambda: self._discard(access)):
            self._follow(note, head, access)

    def _follow(self, note: bytes, head: Head, access: Access) -> None:
        """Go over to a head that is signed, extends the log, and has keys that may follow ours."""
        if access is not self.access:
            check_successor(self.access.ring, access.ring)
        verify_head(note, [log_key(access.ring)])
        if head.size < self.fold.size:
            msg = "the store is behind what this journal has seen; restore the newer copy"
            raise RollbackError(msg, code="E-ROLLBACK")
        log = log_since(self.store, self.fold.size, head.size)
        self.advance(log.entries, head)
        self.note, self.head, self.tail = note, head, log.tail
        self.adopt_keys(access)

    def advance(self, entries: bytes, head: Head) -> None:
        """Fold *entries*, which lead to *head*."""
        self.fold.advance(entries, to=head)
        self.facts.follow(entries)

    def _read(self, note: bytes) -> Head:
        head = read_head(note)
        if head.journal != self.journal:
            msg = "the head belongs to another journal; restore the store from a backup"
            raise TamperedRecordError(msg, name=HEAD, code="E-HEAD")
        return head

    def _access_at(self, head: Head) -> Access:
        if head.ring_digest == self.head.ring_digest:
            return self.access
        access, _, _ = unlock(self.store, list(self.access.held.values()))
        return access

    def _discard(self, access: Access) -> None:
        if access is not self.access:
            access.wipe()

    def adopt_keys(self, access: Access) -> None:
        """Go over to the keys of *access*, and overwrite those before."""
        if access is self.access:
            return
        for slot, held in self.access.held.items():
            if access.held.setdefault(slot, held) is not held:
                held.key.wipe()
        self.access.ring_key.wipe()
        self.access.ring.wipe()
        self.access = access


class UnmergedRows:
    """The rows of the small ledger segments at the end of each folder, as of one head.

    Args (attributes):
        note: The head at which they are right: another writer's commit makes them stale.
        folders: By folder id: the first entry and the rows of each small segment, in order.
    """

    def __init__(self) -> None:
        self.note = b""
        self.folders: dict[bytes, list[tuple[int, list[bytes]]]] = {}


def utc(clock: Callable[[], datetime]) -> str:
    """Return the time as RFC 3339 in UTC, to the second."""
    return clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def log_since(store: Backend, start: int, stop: int) -> LogRead:
    """Return the entries from *start* up to *stop* as the store has them, and the log's tail.

    Raises:
        TamperedRecordError: if entries are missing, or there are more than the head signs for.
            Either is also seen while another writer commits: look at the head again.
    """
    blobs = list(store.scan(LOG, after=log_before(start)))
    read = read_log(blobs, start, stop)
    if any(last_number(name) + len(blob) // ENTRY_SIZE > stop for name, blob in blobs):
        msg = "the log goes on beyond the head: an older head was put back; restore the store"
        raise TamperedRecordError(msg, name=HEAD, code="E-HEAD")
    return read

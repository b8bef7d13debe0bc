"""The journal: the one object that keeps records, proves them and gives them back."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NoReturn, Self, SupportsIndex, TypeVar

import attrs

from supervision import codec
from supervision.crypto import KeyProvider
from supervision.errors import (
    DuplicateRecordError,
    ErasedError,
    InvalidRecordError,
    SupervisionError,
)
from supervision.journal import _bodies, _erasing, _keys, _ledger, _moving, _verifying
from supervision.journal._access import derived_id
from supervision.journal._batch import Batch
from supervision.journal._erasing import ErasureReceipt
from supervision.journal._folders import Folder, folders_of
from supervision.journal._keys import KeySlot
from supervision.journal._opening import Store, check_pin, create_in, open_in, opened_store
from supervision.journal._pin import Pin
from supervision.journal._state import State
from supervision.journal._verifying import Progress
from supervision.journal._writing import repin
from supervision.proof import Report
from supervision.records import (
    Agreement,
    LedgerLine,
    Record,
    Reflection,
    Session,
    pseudonym_of,
)

R = TypeVar("R", bound=Session | Reflection | Agreement)
_TOGETHER = 1_000


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _silent(_done: int, _total: int) -> None:
    return


@attrs.frozen(kw_only=True)
class Revision:
    """One revision of a record.

    Args:
        revision: Its number, from 1.
        recorded: When it was recorded, RFC 3339 in UTC.
        reason: Why the record was amended; `None` for the first.
        record: The record as it then was.
    """

    revision: int
    recorded: str
    reason: str | None = attrs.field(repr=False)
    record: Record


class Journal:
    """Encrypted records of supervision in one store.

    Make one with `create`, come back to it with `open`; both give a context manager. Any thread
    may call it, and several processes may write to one store. Every method may raise
    `TamperedRecordError` where what it reads was changed, moved, removed or forged,
    `RollbackError` where the store went back, and `BackendUnavailableError` where it fails.

    >>> from datetime import date
    >>> from supervision import Journal, Modality, Session
    >>> from supervision.testing import unsafe_passphrase
    >>> session = Session(on=date(2026, 11, 20), minutes=90, supervisor="V-01",
    ...                   supervisees=["S-014"], modality=Modality.INDIVIDUAL)
    >>> with Journal.create("memory:", unsafe_passphrase()) as journal:
    ...     recorded = journal.record(session)
    ...     journal.read(Session, session.id).minutes
    90
    """

    def __init__(self, state: State, *, owns_store: bool) -> None:
        self._state = state
        self._owns_store = owns_store
        self._closed = False

    # Opening and closing

    @classmethod
    def create(
        cls,
        store: Store,
        key: KeyProvider,
        *,
        pin: str | os.PathLike[str] | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> Self:
        """Make a new journal.

        Args:
            store: A URL such as ``sqlite:practice.db``, the path of a SQLite file, or a backend.
            key: The first way in; more are added with `add_key`.
            pin: Where to keep a pin from now on.
            clock: Gives the time of recording, with its zone.

        Raises:
            JournalExistsError: if the store holds a journal; it is left as it is.
            UnknownBackendError: if no backend is registered for the URL.
        """
        with opened_store(store, create=True) as backend:
            journal = cls(create_in(backend, key, clock), owns_store=backend is not store)
            if pin is not None:
                journal.pin_to(pin)
            return journal

    @classmethod
    def open(
        cls,
        store: Store,
        key: KeyProvider,
        *,
        pin: str | os.PathLike[str] | None = None,
        accept_rollback: str | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> Self:
        """Open a journal that exists; this never creates one.

        Args:
            store: As for `create`.
            key: Any one of the journal's keys.
            pin: The pin to hold the store against; it must exist.
            accept_rollback: Why a store that went back behind its pin is taken all the same, for
                example after a backup was restored; the reason is logged.
            clock: Gives the time of recording, with its zone.

        Raises:
            JournalNotFoundError: if the store holds none.
            WrongKeyError: if no slot opens with *key*.
            RollbackError: if the store is behind the pin, is no extension of it, or there is no pin.
        """
        with opened_store(store, create=False) as backend:
            journal = cls(open_in(backend, key, clock), owns_store=backend is not store)
            if pin is not None:
                check_pin(journal._state, Pin(pin), accept_rollback)
            return journal

    def close(self) -> None:
        """Overwrite the keys and close the store; calling it again does nothing."""
        if not self._closed:
            self._closed = True
            self._state.forget_keys()
            if self._owns_store:
                self._state.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Journal {self.id[:8]}…{' closed' if self._closed else ''}>"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        msg = "a journal holds keys and cannot be pickled or copied; open it where it is needed"
        raise TypeError(msg)

    @property
    def id(self) -> str:
        """The journal's id, 32 hex digits."""
        return self._state.journal.hex()

    def _live(self) -> State:
        if self._closed:
            msg = "the journal is closed; open it again"
            raise SupervisionError(msg)
        return self._state

    # Writing

    def record(self, record: R, *, folder: str | None = None) -> R:
        """Store a new record, durably when this returns.

        Args:
            record: A session, reflection or agreement.
            folder: Whose it is, where that is not plain from the record: a pseudonym or code.

        Returns:
            The record at revision 1.

        Raises:
            DuplicateRecordError: if a record with its id is in the journal; use `amend`.
            ErasedError: if one was and has been erased.
            InvalidRecordError: if it has several supervisees and no group, agreement or folder.
        """
        with self.batch() as batch:
            return batch.record(record, folder=folder)

    def amend(self, record: R, *, reason: str) -> R:
        """Add a revision of a record that is there; the earlier ones are kept.

        Args:
            record: The record as it should read, evolved from one that `read` gave.
            reason: Why, in words; sealed with the revision.

        Returns:
            The record at its new revision.

        Raises:
            RecordNotFoundError: if no record has its id.
            ConflictError: if someone amended it since it was read; nothing was changed.
        """
        with self.batch() as batch:
            return batch.amend(record, reason=reason)

    def batch(self) -> Batch:
        """Return a context manager that commits up to 4,096 changes at once or not at all."""
        return Batch(self._live())

    def record_all(self, records: Iterable[Record], *, folder: str | None = None) -> int:
        """Store many new records, a thousand to a commit, passing over those already there.

        Killed on the way, it is simply run again.

        Args:
            records: Any iterable; it is streamed.
            folder: As for `record`, for all of them.

        Returns:
            How many were added; ids that are in the journal or were erased are passed over.
        """
        queue, added = iter(records), 0
        while part := list(itertools.islice(queue, _TOGETHER)):
            added += self._record_part(part, folder)
        return added

    def _record_part(self, part: Sequence[Record], folder: str | None) -> int:
        state = self._live()
        while True:
            with state.lock:
                state.refresh()
                new = {each.id: each for each in reversed(part) if not state.has_seen(each.id)}
            # Another writer may record one of them meanwhile: then it is passed over as well.
            with contextlib.suppress(DuplicateRecordError, ErasedError), self.batch() as batch:
                for each in part:
                    if new.pop(each.id, None) is not None:
                        batch.record(each, folder=folder)
                return batch.count

    # Reading

    def read(self, kind: type[R], record: str) -> R:
        """Return the newest revision of a record.

        Args:
            kind: The class of the record.
            record: Its id, 32 hex digits.

        Raises:
            RecordNotFoundError: if no record has this id; `ErasedError` if it was erased.
            InvalidRecordError: if it is of another kind.
            TamperedRecordError: if it was changed, moved, removed or put back.
        """
        return self._revisions(kind, record, newest=True)[0].record

    def revisions(self, kind: type[R], record: str) -> list[Revision]:
        """Return every revision of a record, oldest first, with its time and reason."""
        found = self._revisions(kind, record, newest=False)
        return [
            Revision(
                revision=body.record.revision,
                recorded=body.recorded,
                reason=body.reason,
                record=body.record,
            )
            for body in found
        ]

    def _revisions(self, kind: type[R], record: str, *, newest: bool) -> list[codec.Body[R]]:
        state, record_id = self._live(), _id(record)

        def step() -> list[codec.Body[R]]:
            put = _bodies.newest_put(state, record_id)
            puts = [put] if newest else state.fold.records[record_id]
            return _bodies.read_revisions(state, kind, record_id, puts)

        with state.lock:
            return state.steadily(step)

    def all(
        self,
        kind: type[R],
        *,
        since: date | None = None,
        until: date | None = None,
        theme: str | None = None,
        client: str | None = None,
        folder: str | None = None,
    ) -> Iterator[R]:
        """Yield the newest revision of each record of a kind, in the order of recording.

        Args:
            kind: `Session`, `Reflection` or `Agreement`.
            since: The first day.
            until: The last day.
            theme: A theme, or a pattern such as ``family.*``.
            client: The pseudonym of a client who was discussed.
            folder: The label of a folder.
        """
        state = self._live()
        if (since, until, theme, client, folder) == (None,) * 5:
            with state.lock:
                state.refresh()
                records = list(state.fold.records)
        else:
            chosen = self.ledger(
                since=since, until=until, theme=theme, client=client, folder=folder
            )
            records = [bytes.fromhex(line.id) for line in chosen]
        return _bodies.stream(state, kind, records)

    def ledger(
        self,
        *,
        kind: str | None = None,
        since: date | None = None,
        until: date | None = None,
        theme: str | None = None,
        client: str | None = None,
        folder: str | None = None,
    ) -> Iterator[LedgerLine]:
        """Yield the facts of each record in the order of recording; no note is opened.

        Args:
            kind: ``session``, ``reflection`` or ``agreement``.
            since: The first day.
            until: The last day.
            theme: A theme, or a pattern such as ``family.*``.
            client: The pseudonym of a client who was discussed.
            folder: The label of a folder.
        """
        state = self._live()
        where = None if folder is None else state.access.ring.folder_id(pseudonym_of(folder))
        lines = _ledger.lines(state, where)
        if (kind, since, until, theme, client) == (None,) * 5:
            return iter(lines)
        matches = _ledger.matching(kind=kind, since=since, until=until, theme=theme, client=client)
        return filter(matches, lines)

    def folders(self) -> list[Folder]:
        """Return the folders, by label."""
        return folders_of(self._live())

    # Erasing

    def erase(self, record: str, *, reason: str) -> ErasureReceipt:
        """Erase every revision of a record, and its lines in the ledger.

        Args:
            record: Its id.
            reason: Why, in words; sealed in the log's event.

        Raises:
            RecordNotFoundError: if no record has this id; `ErasedError` if it was erased before.
        """
        return _erasing.erase_record(self._live(), _id(record), reason)

    def erase_folder(self, label: str, *, reason: str) -> ErasureReceipt:
        """Erase every record of a folder and destroy the folder's keys.

        Args:
            label: The folder's label.
            reason: Why, in words; sealed in the log's event.

        Raises:
            RecordNotFoundError: if no folder has this label; `ErasedError` if it was erased before.
        """
        return _erasing.erase_folder(self._live(), pseudonym_of(label), reason)

    # Keys, proof, moving

    def keys(self) -> list[KeySlot]:
        """Return the ways into the journal."""
        return _keys.key_slots(self._live())

    def add_key(self, key: KeyProvider) -> str:
        """Add a way in and return its id; a journal has 16 at most. No record is touched."""
        return _keys.add_key(self._live(), key)

    def remove_key(self, key: str, *, keep: Sequence[KeyProvider] = ()) -> None:
        """Remove a way in, and change the keys of the journal with it; no record is touched.

        Whoever has the removed key and an old copy of the store can still open that copy. What
        is recorded from now on is sealed under new folder secrets that the old keys do not open.

        Args:
            key: The id that `add_key` and `keys` give.
            keep: The other keys that stay, apart from the one that opened this journal and those
                added since: the new ring key can only be wrapped for a key that is shown.

        Raises:
            WrongKeyError: if a key that stays was not shown; nothing was changed.
            RecordNotFoundError: if no key has this id.
        """
        _keys.remove_key(self._live(), _id(key), keep)

    def pin_to(self, path: str | os.PathLike[str]) -> None:
        """Keep a pin at *path* from now on, beginning with what the store shows now."""
        state = self._live()
        with state.lock:
            state.refresh()
            state.pin = Pin(path)
            repin(state)

    def verify(self, *, progress: Progress = _silent) -> Report:
        """Walk over the whole store and report all that was altered, moved, removed or added.

        Args:
            progress: Called with the number of blobs looked at and the number expected.
        """
        state = self._live()
        with state.lock:
            return _verifying.verify(state, progress)

    def move(self, store: Store, *, progress: Progress = _silent) -> None:
        """Move to another store: copy, verify the copy, then empty this one.

        The journal goes on in the new store. Killed on the way, it is simply run again.

        Args:
            store: As for `create`; empty, or holding an unfinished move of this journal.
            progress: Called with the number of blobs copied and their total.

        Raises:
            JournalExistsError: if *store* holds another journal.
        """
        state = self._live()
        with state.lock, opened_store(store, create=True) as backend:
            old = state.store
            _moving.move(state, backend, progress)
            if self._owns_store:
                old.close()
            self._owns_store = backend is not store

    def derived_id(self, identity: bytes) -> str:
        """Return a record id that *identity* always gives in this journal and in no other.

        For imports that may be repeated. It is keyed, so that whoever holds the store cannot
        tell from an id what it was made from.
        """
        return derived_id(self._live().access.ring, identity).hex()


def _id(text: str) -> bytes:
    with contextlib.suppress(ValueError, TypeError):
        found = bytes.fromhex(text)
        if found.hex() == text and len(found) == 16:  # noqa: PLR2004 - format.md: ids are 16 bytes
            return found
    msg = "an id is 32 lower-case hex digits; list them with ledger() or keys()"
    raise InvalidRecordError(msg)

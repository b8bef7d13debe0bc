"""The journal: the one object that keeps records, proves them and gives them back."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Self

from supervision.crypto import KeyProvider
from supervision.journal import _keys, _moving, _verifying
from supervision.journal._access import derived_id, parsed_id, wiping_on_error
from supervision.journal._keys import KeySlot
from supervision.journal._opening import Store, check_pin, create_in, open_in, opened_store
from supervision.journal._pin import Pin
from supervision.journal._verifying import Progress
from supervision.journal._writer import Writer
from supervision.journal._writing import recount, repin
from supervision.proof import Report


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _silent(_done: int, _total: int) -> None:
    return


class Journal(Writer):
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
                with wiping_on_error(journal._state.forget_keys):
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
                with wiping_on_error(journal._state.forget_keys):
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

    # Keys, proof, moving

    def keys(self) -> list[KeySlot]:
        """Return the ways into the journal."""
        return _keys.key_slots(self._live())

    def add_key(self, key: KeyProvider) -> str:
        """Add a way in and return its id; a journal has 16 at most. No record is touched.

        Raises:
            InvalidRecordError: if *key* opens the book of pseudonyms, which stays apart.
        """
        return _keys.add_key(self._live(), key)

    def remove_key(self, key: str, *, keep: Sequence[KeyProvider] = ()) -> None:
        """Remove a way in, and change the keys of the journal with it; no record is touched.

        Whoever has the removed key and an old copy of the store can still open that copy. What
        is recorded from now on is sealed under new folder secrets that the old keys do not open;
        so are the settings. The book of pseudonyms has keys of its own: change those with it.

        Args:
            key: The id that `add_key` and `keys` give.
            keep: The other keys that stay, apart from the one that opened this journal and those
                added since: the new ring key can only be wrapped for a key that is shown.

        Raises:
            WrongKeyError: if a key that stays was not shown; nothing was changed.
            RecordNotFoundError: if no key has this id.
        """
        _keys.remove_key(self._live(), parsed_id(key), keep)

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

    def recount(self) -> None:
        """Count anew how often each theme came up, where the tallies that are kept were damaged.

        They are made from the rows of the ledger, each of which is proven.

        Raises:
            TamperedRecordError: if a row was changed or is missing too.
        """
        recount(self._live())

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

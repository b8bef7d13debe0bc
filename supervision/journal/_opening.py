"""Making a journal, and opening one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime

from supervision.crypto import KeyProvider, Ring, make_slot, new_ring_key, seal_ring, slots_digest
from supervision.errors import (
    ConflictError,
    JournalExistsError,
    RollbackError,
    TamperedRecordError,
    UnsupportedFormatError,
)
from supervision.journal._access import Access, HeldKey, unlock, wiping_on_error
from supervision.journal._commit import NOBODY, Commit
from supervision.journal._names import HEAD, RING, slot_name
from supervision.journal._pin import Pin
from supervision.journal._state import State, utc
from supervision.journal._writing import adopt, commit, repin
from supervision.proof import CompactRange, Head, Op, read_head, verify_extension, verify_head
from supervision.storage import Backend, open_backend

Store = str | os.PathLike[str] | Backend
"""Where a journal is: a URL, the path of a SQLite file, or a backend."""


@contextlib.contextmanager
def opened_store(store: Store, *, create: bool) -> Iterator[Backend]:
    """Give the backend; close it again if anything goes wrong and we opened it ourselves."""
    backend = open_backend(store, create=create)
    try:
        yield backend
    except BaseException:
        if backend is not store:
            backend.close()
        raise


def create_in(store: Backend, key: KeyProvider, clock: Callable[[], datetime]) -> State:
    """Put a new journal into *store*.

    Raises:
        JournalExistsError: if there is one; it is left as it is.
    """
    if store.get(HEAD) is None:
        state, planned = _first_commit(store, key, clock)
        with wiping_on_error(state.forget_keys), contextlib.suppress(ConflictError):
            note, head = planned.finish()
            store.commit(planned.changes, expect=planned.expect)
            adopt(state, planned, note, head)
            return state
        state.forget_keys()
    msg = "the store holds a journal already; use Journal.open"
    if store.get(HEAD) is None:
        msg = "the store holds what is left of a journal; give an empty one"
    raise JournalExistsError(msg)


def _first_commit(
    store: Backend, key: KeyProvider, clock: Callable[[], datetime]
) -> tuple[State, Commit]:
    journal, ring_key = secrets.token_bytes(16), new_ring_key()
    ring = Ring.create(journal, created=utc(clock))
    sealed = seal_ring(ring, key=ring_key)
    slot, blob, slot_key = make_slot(key, ring_key=ring_key, journal=journal)
    name, held = slot_name(slot.id), {slot.id: HeldKey(slot.kind, slot_key)}
    access = Access(ring_key=ring_key, ring=ring, slot=slot.id, held=held)
    head = _empty_head(ring, sealed, {name: blob})
    state = State(store, access, b"", head, clock)
    planned = Commit(state.fold, state.tail, b"", head, ring)
    planned.expect = {HEAD: None}
    planned.create(RING, sealed)
    planned.create(name, blob)
    planned.log_event(Op.KEY_ADDED, subject=slot.id, at=state.now(), reason="journal created")
    return state, planned


def _empty_head(ring: Ring, sealed: bytes, slots: dict[str, bytes]) -> Head:
    return Head.of(
        ring.journal,
        CompactRange(),
        ring_revision=ring.revision,
        ring_digest=hashlib.sha256(sealed).digest(),
        slots_digest=slots_digest(slots),
    )


def open_in(store: Backend, key: KeyProvider, clock: Callable[[], datetime]) -> State:
    """Unlock the journal in *store*; create nothing."""
    access, note, head = unlock(store, [key])
    return State(store, access, note, head, clock)


def check_pin(state: State, pin: Pin, accept_rollback: str | None) -> None:
    """Compare the store with *pin*, then keep the pin up to date.

    Args:
        state: The open journal.
        pin: What was seen before.
        accept_rollback: Why a store that is behind is taken all the same; logged.

    Raises:
        RollbackError: if the store is behind the pin, or is no extension of it.
    """
    # Read first: another process may commit and pin while the store is looked at.
    note = pin.read()
    problem = state.steadily(lambda: pin_problem(state, note))
    if problem is not None and (accept_rollback is None or _is_of_another(state, note)):
        raise problem
    state.pin = pin
    if problem is None:
        repin(state)
    else:
        _log_rollback(state, str(accept_rollback))
        pin.write(state.note)


def _is_of_another(state: State, note: bytes) -> bool:
    with contextlib.suppress(TamperedRecordError, UnsupportedFormatError):
        return read_head(note).journal != state.journal
    return True


def _log_rollback(state: State, reason: str) -> None:
    at = state.now()
    commit(
        state,
        lambda planned: planned.log_event(Op.ROLLBACK, subject=NOBODY, at=at, reason=reason),
    )


def pin_problem(state: State, note: bytes) -> RollbackError | None:
    """Return why the store cannot follow the pinned *note*, if it cannot."""
    try:
        pinned = read_head(note)
    except (TamperedRecordError, UnsupportedFormatError):
        return RollbackError("the pin cannot be read as one; check its path", code="E-ROLLBACK")
    try:
        verify_extension(pinned, state.head, state.fold.entries(pinned.size))
        # A ring from before the pin was written lacks the key that signed it.
        verify_head(note, state.access.ring.log_public_keys().values())
    except RollbackError as error:
        return error
    except TamperedRecordError:
        msg = "the keys in the store are older than when it was last seen; restore the newer copy"
        return RollbackError(msg, code="E-ROLLBACK")
    return None

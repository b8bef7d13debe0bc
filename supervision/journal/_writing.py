"""The way to commit, and the verbs that add revisions."""

from __future__ import annotations

import contextlib
import itertools
import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from supervision.crypto import FolderSecret
from supervision.errors import (
    BackendUnavailableError,
    ConflictError,
    DuplicateRecordError,
    ErasedError,
    RecordNotFoundError,
    RollbackError,
    SupervisionError,
    TamperedRecordError,
    UnsupportedFormatError,
)
from supervision.journal._commit import Commit
from supervision.journal._folders import secret_for_writing
from supervision.journal._names import HEAD
from supervision.journal._new_revision import NewRevision
from supervision.journal._segments import MOST_CHANGES, Rows, add_rows
from supervision.journal._state import State
from supervision.journal._tallies import (
    Stretch,
    drop_all_tallies,
    drop_tallies,
    first_missing,
    keep_missing,
    keep_tally,
)
from supervision.proof import ENTRY_SIZE, Head, read_head

T = TypeVar("T")
_PATIENCE_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 0.25
_RACES_BEFORE_QUEUEING = 2


def commit(state: State, plan: Callable[[Commit], T], *, scrub: bool = False) -> T:
    """Commit what *plan* puts into a commit, planning anew whenever another writer was first.

    Raises:
        ConflictError: if other writers won for ten seconds; nothing was changed.
        BackendUnavailableError: if the store failed.
    """
    outcome = _committed(state, plan, scrub=scrub)
    # What was asked for is durable now; that no tally could be kept is nobody's concern.
    with state.lock:
        keep_missing(state, lambda missing: _committed(state, missing, patience=0))
    return outcome


def recount(state: State) -> None:
    """Count anew all tallies that are kept."""
    _committed(state, lambda planned: drop_all_tallies(state, planned))
    while (stretch := _next_missing(state)) is not None:
        _committed(state, partial(keep_tally, state, stretch))


def _next_missing(state: State) -> Stretch | None:
    with state.lock:
        return first_missing(state)


def _committed(
    state: State,
    plan: Callable[[Commit], T],
    *,
    scrub: bool = False,
    patience: float | None = None,
) -> T:
    deadline = time.monotonic() + (_PATIENCE_SECONDS if patience is None else patience)
    for attempt in itertools.count():
        with state.lock, state.turn(queue=attempt >= _RACES_BEFORE_QUEUEING):
            state.refresh()
            planned = Commit(state.fold, state.tail, state.note, state.head, state.access.ring)
            try:
                outcome = plan(planned)
                if not planned.entries or _written(state, planned, scrub=scrub):
                    return outcome
            except TamperedRecordError:
                # What a plan reads, another writer may have taken away since head was read.
                if state.store.get(HEAD) == state.note:
                    raise
            finally:
                planned.wipe_unused(state.secrets)
        if time.monotonic() > deadline:
            break
        longest = min(_LONGEST_PAUSE_SECONDS, 0.002 * 2 ** min(attempt, 10))
        time.sleep(random.uniform(0, longest))  # noqa: S311 - jitter, not a secret
    msg = "other writers were first for ten seconds; nothing was changed, try again"
    raise ConflictError(msg)


def _written(state: State, planned: Commit, *, scrub: bool) -> bool:
    """Say whether the commit is in the store; `False` if another writer was first."""
    note, head = planned.finish()
    start, failure = planned.fold.size, None
    try:
        state.store.commit(planned.changes, expect=planned.expect, scrub=scrub)
    except ConflictError:
        pass
    except BackendUnavailableError as error:
        failure = error
    else:
        adopt(state, planned, note, head)
        return True
    if failure is None:
        _check_really_lost(state)
        return False
    if planned.access is not None:
        # If it landed, the keys that stay are the only ones that open the journal.
        state.access.held = {**planned.access.held, **state.access.held}
    if not _landed(state, start, b"".join(planned.entries)):
        raise failure
    repin(state)
    if scrub:
        state.store.commit({}, expect={}, scrub=True)
    return True


def _check_really_lost(state: State) -> None:
    """Raise if no other writer was first: then the store has names from after this head."""
    if state.store.get(HEAD) == state.note:
        msg = "the store goes on beyond the head: an older head was put back; restore the store"
        raise TamperedRecordError(msg, name=HEAD, code="E-HEAD")


def adopt(state: State, planned: Commit, note: bytes, head: Head) -> None:
    """Take over what was committed: the log, the head, new secrets and unmerged rows."""
    entries = b"".join(planned.entries)
    state.advance(entries, head)
    state.tail = state.tail.extended(entries)
    if state.unmerged.note != state.note:
        # Another writer's rows came since, and this commit did not look at them.
        state.unmerged.folders = {}
    state.note, state.head = note, head
    state.adopt_keys(planned.access or state.access)
    wrap = planned.ring.primary("wrap").kid
    state.secrets |= {secret.kid: (secret, wrap) for secret in planned.created.values()}
    state.unmerged.note = note
    state.unmerged.folders |= planned.small
    state.facts.recent |= planned.lines
    repin(state)


def _landed(state: State, start: int, entries: bytes) -> bool:
    """Say whether a commit whose outcome is unknown is in the log after all."""
    stop = start + len(entries) // ENTRY_SIZE
    with contextlib.suppress(
        BackendUnavailableError, ConflictError, TamperedRecordError, RollbackError
    ):
        state.refresh()
        return state.fold.size >= stop and state.fold.entries(start, stop) == entries
    return False


def repin(state: State) -> None:
    """Write the head to the pin, if there is one and no other process wrote a later one."""
    if state.pin is None:
        return
    pinned = head_of_pin(state.pin.path)
    if pinned is None or pinned.journal != state.journal or pinned.size <= state.head.size:
        state.pin.write(state.note)


def head_of_pin(path: Path) -> Head | None:
    """Return the head that a pin holds, if it holds one."""
    with contextlib.suppress(OSError, TamperedRecordError, UnsupportedFormatError):
        return read_head(path.read_bytes())
    return None


def write(
    state: State,
    added: Sequence[NewRevision],
    besides: Callable[[Commit], object] = lambda _: None,
) -> None:
    """Commit *added* at once, having checked each against the journal as it then stands.

    Args:
        state: The open journal.
        added: The revisions.
        besides: Puts what else is to be done into the same commit.

    Raises:
        DuplicateRecordError: if a new record is there already.
        RecordNotFoundError: if a record to amend is not there.
        ConflictError: if one was amended since it was read.
    """
    _seal_early(state, added)

    def plan(planned: Commit) -> None:
        _plan(state, planned, added)
        besides(planned)

    commit(state, plan)


def _seal_early(state: State, added: Sequence[NewRevision]) -> None:
    """Seal before head is read, where the secret is at hand: the race is shorter."""
    with state.lock:
        for new in added:
            folder = state.fold.folders.get(new.folder)
            if folder is not None and folder.kid in state.secrets:
                new.sealed(state.secrets[folder.kid][0])


def _plan(state: State, planned: Commit, added: Sequence[NewRevision]) -> None:
    check_free_or_newest(state, added)
    amended = [state.fold.newest_seq(new.id) for new in added if new.revision > 1]
    drop_tallies(state, planned, [seq for seq in amended if seq is not None])
    rows: dict[bytes, tuple[FolderSecret, Rows]] = {}
    for new in added:
        secret = secret_for_writing(state, planned, new.folder, new.label)
        seq = new.put(planned, secret)
        rows.setdefault(secret.folder, (secret, []))[1].append((seq, new.row))
    left = len(added)
    for secret, new_rows in rows.values():
        left -= len(new_rows)
        add_rows(state, planned, secret, new_rows, still_to_come=left)
    if len(planned.changes) > MOST_CHANGES:
        msg = "so many new folders do not fit into one commit; make several batches"
        raise SupervisionError(msg)


def check_free_or_newest(state: State, added: Sequence[NewRevision]) -> None:
    """Raise unless each of *added* is the first revision of a free id, or the next of its record."""
    newest: dict[bytes, int] = {}
    for new in added:
        if new.id not in newest:
            put = state.fold.newest(new.id)
            newest[new.id] = put.revision if put else 0
        _check_next(state, new, newest[new.id])
        newest[new.id] = new.revision


def _check_next(state: State, new: NewRevision, newest: int) -> None:
    record = new.id.hex()
    if new.id in state.fold.erased:
        msg = "the record was erased; an id is never used again"
        raise ErasedError(msg, record=record)
    if new.revision == 1 and newest:
        msg = "a record with this id is in the journal; use amend to correct it"
        raise DuplicateRecordError(msg, record=record)
    if new.revision > 1 and not newest:
        msg = "no record has this id; use record to add it"
        raise RecordNotFoundError(msg, record=record)
    if new.revision != newest + 1:
        msg = "someone amended the record since you read it; read it again"
        raise ConflictError(msg, record=record)

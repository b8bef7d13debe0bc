"""Moving a journal to another store, blob by blob as they are sealed."""

from __future__ import annotations

import contextlib
import itertools
import secrets
from collections.abc import Iterator

from supervision.errors import (
    BackendUnavailableError,
    ConflictError,
    JournalExistsError,
    RollbackError,
    TamperedRecordError,
)
from supervision.journal._names import (
    BODIES,
    DOCUMENTS,
    EVENTS,
    FOLDERS,
    HEAD,
    LEDGER,
    LOG,
    RING,
    SLOTS,
)
from supervision.journal._state import State
from supervision.journal._verifying import Progress, verify
from supervision.proof import read_head, verify_extension
from supervision.storage import Backend

_IN_ONE_COMMIT = 1_000
_BYTES_IN_ONE_COMMIT = 16 * 2**20
_TRIES = 5
_MOST_KEYS = 9_000
_BY_FOLDER = (BODIES, FOLDERS, LEDGER)
_OPENERS = (RING, SLOTS, DOCUMENTS, FOLDERS)
_OTHERS = (DOCUMENTS, EVENTS, LOG, RING, SLOTS)


def move(state: State, to: Backend, progress: Progress) -> None:
    """Copy every blob, prove the copy, and only then empty the old store.

    Killed on the way, either store or both hold the whole journal; move again to finish.

    Raises:
        JournalExistsError: if *to* holds another journal.
        TamperedRecordError: if the copy does not verify; the old store is left as it is.
    """
    for _ in range(_TRIES):
        state.refresh()
        _clear_head(state, to)
        _copy(state.store, to, progress)
        to.commit({HEAD: state.note}, expect={HEAD: None})
        if _proven(state, to) and _left(state):
            old, state.store = state.store, to
            _empty(old)
            return
    msg = "other writers kept changing the journal; nothing was moved, try again when they rest"
    raise ConflictError(msg)


def _clear_head(state: State, to: Backend) -> None:
    """Remove the head of an earlier, unfinished copy of this very journal."""
    note = to.get(HEAD)
    if note is None:
        _check_no_strangers(state, to)
        return
    head = read_head(note)
    try:
        verify_extension(head, state.head, state.fold.entries(head.size))
    except RollbackError:
        ours = False
    else:
        ours = True
    if not ours:
        msg = "the store to move to holds another journal; give an empty one"
        raise JournalExistsError(msg)
    _check_elsewhere(state, to)
    to.commit({HEAD: None}, expect={HEAD: note})


def _check_no_strangers(state: State, to: Backend) -> None:
    """Raise if the store holds what no unfinished copy of this journal left there."""
    ours = {folder.hex() for folder in state.fold.folders}
    for name in to.names(""):
        top, _, rest = name.partition("/")
        known = rest[:32] in ours if f"{top}/" in _BY_FOLDER else name.startswith(_OTHERS)
        if not known:
            msg = "the store to move to holds something else; give an empty one"
            raise JournalExistsError(msg)


def _check_elsewhere(state: State, to: Backend) -> None:
    """Raise if both stores are one, which the end of a move would empty."""
    probe = f"probe/{secrets.token_hex(16)}"
    to.commit({probe: b""}, expect={probe: None})
    same = state.store.get(probe) is not None
    to.commit({probe: None}, expect={})
    if same:
        msg = "the journal is in this store already; give another one to move to"
        raise JournalExistsError(msg)


def _copy(source: Backend, to: Backend, progress: Progress) -> None:
    names = [name for name in source.names("") if name != HEAD]
    for name in set(to.names("")) - set(names):
        to.commit({name: None}, expect={})
    done = 0
    for part in _parts(source):
        to.commit(part, expect={})
        done += len(part)
        progress(min(done, len(names)), len(names))


def _parts(source: Backend) -> Iterator[dict[str, bytes | None]]:
    part: dict[str, bytes | None] = {}
    size = 0
    for name, blob in source.scan(""):
        if name == HEAD:
            continue
        if len(part) >= _IN_ONE_COMMIT or (part and size + len(blob) > _BYTES_IN_ONE_COMMIT):
            yield part
            part, size = {}, 0
        part[name] = blob
        size += len(blob)
    if part:
        yield part


def _proven(state: State, to: Backend) -> bool:
    """Say whether the copy is whole; `False` if another writer came while it was made."""
    copy = State(to, state.access, state.note, state.head, state.clock)
    report = verify(copy, lambda _done, _total: None)
    if report.ok:
        return True
    to.commit({HEAD: None}, expect={HEAD: state.note})
    if state.store.get(HEAD) != state.note:
        return False
    code = report.findings[0].code
    msg = f"the copy does not verify ({code}); the journal stays where it is, run verify"
    raise TamperedRecordError(msg, code=code)


def _left(state: State) -> bool:
    """Take head and keys out of the old store; `False` if another writer was first."""
    # All at once, so that a move killed from here on leaves nothing there that anyone can open.
    keys = [name for opener in _OPENERS for name in state.store.names(opener)]
    gone = dict.fromkeys([HEAD, *keys[:_MOST_KEYS]])
    with contextlib.suppress(ConflictError):
        state.store.commit(gone, expect={HEAD: state.note}, scrub=True)
        return True
    return False


def _empty(store: Backend) -> None:
    """Remove the rest. Its keys are gone: what a failing disk keeps is noise."""
    with contextlib.suppress(BackendUnavailableError):
        _remove_all(store)


def _remove_all(store: Backend) -> None:
    names = iter(list(store.names("")))
    while part := list(itertools.islice(names, _IN_ONE_COMMIT)):
        store.commit(dict.fromkeys(part), expect={HEAD: None}, scrub=True)

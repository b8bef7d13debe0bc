"""Moving a journal to another store, blob by blob as they are sealed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from supervision.errors import ConflictError, JournalExistsError, RollbackError, TamperedRecordError
from supervision.journal._names import HEAD
from supervision.journal._state import State
from supervision.journal._verifying import Progress, verify
from supervision.proof import read_head, verify_extension
from supervision.storage import Backend

_IN_ONE_COMMIT = 1_000
_BYTES_IN_ONE_COMMIT = 16 * 2**20
_TRIES = 5


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
        _prove(state, to)
        try:
            state.store.commit({HEAD: None}, expect={HEAD: state.note})
        except ConflictError:
            continue
        _empty(state.store)
        return
    msg = "other writers kept changing the journal; nothing was moved, try again when they rest"
    raise ConflictError(msg)


def _clear_head(state: State, to: Backend) -> None:
    """Remove the head of an earlier, unfinished copy of this very journal."""
    note = to.get(HEAD)
    if note is None:
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
    to.commit({HEAD: None}, expect={HEAD: note})


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


def _prove(state: State, to: Backend) -> None:
    copy = State(to, state.access, state.note, state.head, state.clock)
    report = verify(copy, lambda _done, _total: None)
    if not report.ok:
        to.commit({HEAD: None}, expect={HEAD: state.note})
        code = report.findings[0].code
        msg = f"the copy does not verify ({code}); the journal stays where it is, run verify"
        raise TamperedRecordError(msg, code=code)


def _empty(store: Backend) -> None:
    names = iter(list(store.names("")))
    while part := list(itertools.islice(names, _IN_ONE_COMMIT)):
        store.commit(dict.fromkeys(part), expect={HEAD: None}, scrub=True)

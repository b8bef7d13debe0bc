"""Erasing a record, or a folder with its keys."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TypeVar

import attrs

from supervision.errors import ConflictError, ErasedError, RecordNotFoundError
from supervision.journal._bodies import name_of, newest_put
from supervision.journal._commit import Commit
from supervision.journal._folders import folder_blobs
from supervision.journal._names import HEAD
from supervision.journal._segments import drop_rows
from supervision.journal._state import State
from supervision.journal._tallies import drop_tallies
from supervision.journal._writing import commit
from supervision.proof import Op

T = TypeVar("T")
_IN_ONE_COMMIT = 9_000
_MOST_KEYS = 32


@attrs.frozen(kw_only=True)
class ErasureReceipt:
    """What an erasure did, and what it cannot do.

    Args:
        what: ``record`` or ``folder``.
        subject: The id of the record, or the label of the folder.
        at: When, RFC 3339 in UTC.
        entry: The number of the log's entry that says so.
        removed: How many blobs were removed from the store.
        unreadable_now: What nobody can read any more, in words.
        out_of_reach: Which copies the erasure cannot touch, in words.
    """

    what: str
    subject: str
    at: str
    entry: int
    removed: int
    unreadable_now: str
    out_of_reach: str


def erase_record(state: State, record: bytes, reason: str) -> ErasureReceipt:
    """Erase every revision of a record and its rows in the ledger."""
    at = state.now()

    def plan(planned: Commit) -> tuple[int, int]:
        put = newest_put(state, record)
        folder, _ = state.home_of(put.kid)
        names = [name_of(state, record, each) for each in state.fold.records[record]]
        entry = planned.log_event(
            Op.ERASE, subject=record, kid=put.kid, revision=put.revision, at=at, reason=reason
        )
        for name in names:
            planned.remove(name)
        drop_rows(state, planned, folder, record)
        drop_tallies(state, planned, [put.seq])
        return entry, len(names)

    entry, removed = _erased(state, plan)
    return ErasureReceipt(
        what="record",
        subject=record.hex(),
        at=at,
        entry=entry,
        removed=removed,
        unreadable_now=f"all {removed} revisions of the record and its lines in the ledger, "
        "in this store",
        out_of_reach="backups, moved and exported copies made before; whoever holds such a copy "
        "and a key can read the record there, until its folder is erased and the copy destroyed",
    )


def erase_folder(state: State, label: str, reason: str) -> ErasureReceipt:
    """Erase every record of a folder and destroy the folder's keys."""
    at = state.now()
    folder = state.access.ring.folder_id(label)

    def plan(planned: Commit) -> tuple[int, list[str]]:
        names = folder_blobs(state, folder)
        entry = _shredded_at(state, folder, names)
        if entry is not None:
            return entry, names
        found = state.fold.folders[folder]
        entry = planned.log_event(
            Op.SHRED,
            subject=folder,
            kid=found.kid,
            revision=found.version,
            at=at,
            reason=reason,
        )
        drop_tallies(state, planned, found.puts)
        # The keys come first; what does not fit is swept away afterwards.
        for name in names[: max(_MOST_KEYS, _IN_ONE_COMMIT - len(planned.changes))]:
            planned.remove(name)
        return entry, names

    entry, names = _erased(state, plan)
    _sweep(state, folder)
    _forget(state, folder)
    return ErasureReceipt(
        what="folder",
        subject=label,
        at=at,
        entry=entry,
        removed=len(names),
        unreadable_now="every record of the folder and its ledger, in this store; the folder's "
        "keys are destroyed with it",
        out_of_reach="copies of the whole store made before, which hold the folder's keys too: "
        "whoever has one and a key of the journal can read the folder there; and exports",
    )


def _erased(state: State, plan: Callable[[Commit], T]) -> T:
    """Commit an erasure; where it was committed before, make sure that it was scrubbed too."""
    try:
        return commit(state, plan, scrub=True)
    except ErasedError as error:
        earlier = error
    state.store.commit({}, expect={}, scrub=True)
    raise earlier


def _shredded_at(state: State, folder: bytes, names: list[str]) -> int | None:
    """Return the entry that shredded the folder if an erasure was cut short after it."""
    found = state.fold.folders.get(folder)
    if found is None:
        msg = "no folder has this label; list them with folders()"
        raise RecordNotFoundError(msg)
    if found.shredded is not None and not names:
        msg = "the folder was erased"
        raise ErasedError(msg)
    return found.shredded


def _sweep(state: State, folder: bytes) -> None:
    """Remove what did not fit into the commit that shredded the folder."""
    while True:
        with state.lock:
            state.refresh()
            if state.fold.folders[folder].shredded is None:
                return
            names = folder_blobs(state, folder)[:_IN_ONE_COMMIT]
            if not names:
                return
            # Another writer came between: look again.
            with contextlib.suppress(ConflictError):
                removed = dict.fromkeys(names)
                state.store.commit(removed, expect={HEAD: state.note}, scrub=True)


def _forget(state: State, folder: bytes) -> None:
    with state.lock:
        state.unmerged.folders.pop(folder, None)
        for kid, (secret, _) in list(state.secrets.items()):
            if secret.folder == folder:
                secret.wipe()
                del state.secrets[kid]

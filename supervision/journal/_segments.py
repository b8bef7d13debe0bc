"""Ledger segments: the rows of a folder, sealed apart from its bodies and merged as they grow."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from supervision import codec
from supervision.crypto import FolderSecret, kid_of, seal_segment, unseal_segment
from supervision.errors import TamperedRecordError
from supervision.journal._commit import Commit
from supervision.journal._folders import secret_of
from supervision.journal._names import last_number, ledger_name, ledger_prefix
from supervision.journal._state import State

SMALL = 64
"""A segment of fewer rows is merged as soon as there are so many together."""
LARGEST = 256
"""No segment holds more rows."""
MOST_CHANGES = 9_500
"""Of the 10,000 changes that a commit may have, the log needs some hundreds."""

Rows = list[tuple[int, bytes]]
"""Ledger rows, each with the number of its entry."""


def add_rows(
    state: State, commit: Commit, secret: FolderSecret, rows: Rows, *, still_to_come: int = 0
) -> None:
    """Add *rows* of one folder to *commit*, merging the small segments at the folder's end.

    Args:
        state: The open journal.
        commit: The commit.
        secret: The current secret of the folder.
        rows: The rows, in order.
        still_to_come: How many rows of other folders the commit has to take too; merging leaves
            room for them.
    """
    small = small_segments(state, secret.folder)
    count = sum(len(older) for _, older in small)
    left = MOST_CHANGES - len(commit.changes) - still_to_come
    if count + len(rows) < SMALL or len(small) + len(rows) > left:
        _create(commit, secret, rows)
        commit.small[secret.folder] = [*small, (rows[0][0], [row for _, row in rows])]
        return
    commit.small[secret.folder] = []
    if not small:
        _create(commit, secret, rows)
        return
    for first, _ in small[1:]:
        commit.remove(ledger_name(secret.folder, first))
    room = LARGEST - count
    merged = [row for _, older in small for row in older] + [row for _, row in rows[:room]]
    first = small[0][0]
    commit.replace(ledger_name(secret.folder, first), _seal(commit, secret, first, merged))
    _create(commit, secret, rows[room:])


def _create(commit: Commit, secret: FolderSecret, rows: Rows) -> None:
    for start in range(0, len(rows), LARGEST):
        part = rows[start : start + LARGEST]
        first = part[0][0]
        envelope = _seal(commit, secret, first, [row for _, row in part])
        commit.create(ledger_name(secret.folder, first), envelope)


def _seal(commit: Commit, secret: FolderSecret, first: int, rows: list[bytes]) -> bytes:
    return seal_segment(
        rows, key=secret.ledger, journal=commit.head.journal, folder=secret.folder, first=first
    )


def small_segments(state: State, folder: bytes) -> list[tuple[int, list[bytes]]]:
    """Return the first entry and the rows of the small segments at the end of a folder."""
    known = state.unmerged
    if known.note != state.note:
        known.note, known.folders = state.note, {}
    if folder not in known.folders:
        known.folders[folder] = list(_read_small(state, folder))
    return known.folders[folder]


def _read_small(state: State, folder: bytes) -> Iterator[tuple[int, list[bytes]]]:
    found = state.fold.folders.get(folder)
    if found is None:
        return
    # Fewer than 64 rows are unmerged, so no small segment begins before the 63rd row from the end.
    after = ledger_name(folder, found.puts[-SMALL]) if len(found.puts) >= SMALL else ""
    for name, envelope in state.store.scan(ledger_prefix(folder), after=after):
        rows = open_segment(state, folder, name, envelope)
        yield last_number(name), rows


def open_segment(state: State, folder: bytes, name: str, envelope: bytes) -> list[bytes]:
    """Return the rows of one segment.

    Raises:
        TamperedRecordError: if it was changed or belongs elsewhere.
    """
    minimum = state.access.ring.min_version
    kid = kid_of(envelope, min_version=minimum)
    if kid not in state.fold.folders[folder].kids:
        msg = "a ledger segment is sealed under a key that is not its folder's"
        raise TamperedRecordError(msg, name=name, code="E-MOVED")
    return unseal_segment(
        envelope,
        key=secret_of(state, kid).ledger,
        journal=state.journal,
        folder=folder,
        first=last_number(name),
        min_version=minimum,
    )


def drop_rows(state: State, commit: Commit, folder: bytes, record: bytes) -> None:
    """Rewrite the segments that hold rows of *record*, without them."""
    state.unmerged.folders.pop(folder, None)
    seqs = [put.seq for put in state.fold.records[record]]
    starts = [last_number(name) for name in state.store.names(ledger_prefix(folder))]
    for first in {starts[bisect_right(starts, seq) - 1] for seq in seqs if starts}:
        _rewrite(state, commit, folder, first, record.hex())


def _rewrite(state: State, commit: Commit, folder: bytes, first: int, record: str) -> None:
    name = ledger_name(folder, first)
    envelope = state.store.get(name)
    if envelope is None:
        return
    rows = open_segment(state, folder, name, envelope)
    kept = [row for row in rows if codec.identity_of(row).id != record]
    if kept:
        secret = secret_of(state, state.fold.folders[folder].kid)
        commit.replace(name, _seal(commit, secret, first, kept))
    else:
        commit.remove(name)

"""The ledger: the facts of every record, read and proven without opening a body."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fnmatch import fnmatchcase

from supervision import codec
from supervision.crypto import facts_digest
from supervision.errors import TamperedRecordError
from supervision.journal._names import last_number, ledger_prefix
from supervision.journal._segments import open_segment
from supervision.journal._state import State
from supervision.records import LedgerLine


def lines(state: State, folder: bytes | None = None) -> list[LedgerLine]:
    """Return the line of every record's newest revision, in the order of recording.

    Raises:
        TamperedRecordError: if a row is missing, changed, forged or one too many.
    """
    with state.lock, codec.collector_paused():
        return state.steadily(lambda: _lines(state, folder))


def _lines(state: State, folder: bytes | None) -> list[LedgerLine]:
    wanted = [folder] if folder is not None else list(state.fold.folders)
    found: dict[bytes, LedgerLine] = {}
    for each in wanted:
        found |= _folder_lines(state, each)
    if len(wanted) == 1:
        return list(found.values())
    return [found[record] for record in state.fold.records]


def _folder_lines(state: State, folder: bytes) -> dict[bytes, LedgerLine]:
    found = state.fold.folders.get(folder)
    if found is None or found.shredded is not None:
        return {}
    token = (len(found.puts), len(state.fold.erased))
    known = state.lines.get(folder)
    if known is None or known[0] != token:
        known = token, _proven(state, folder)
        state.lines[folder] = known
    return known[1]


def _proven(state: State, folder: bytes) -> dict[bytes, LedgerLine]:
    newest = proven_rows(state, folder)
    return dict(zip(newest, codec.decode_lines(newest.values()), strict=True))


def proven_rows(state: State, folder: bytes) -> dict[bytes, bytes]:
    """Return the row of every record's newest revision, having proven those of all revisions.

    Rows stand in the order of their entries, so each has its place to be proven at.
    """
    owed = list(state.fold.rows_owed(folder))
    rows = list(_rows(state, folder))
    if len(rows) != len(owed):
        code = "E-MISSING" if len(rows) < len(owed) else "E-EXTRA"
        msg = "the ledger has a row too few or too many; run verify"
        raise TamperedRecordError(msg, name=ledger_prefix(folder), code=code)
    for row, (record, revision, facts) in zip(rows, owed, strict=True):
        if facts_digest(state.journal, record, revision, row) != facts:
            msg = "a row of the ledger is not the one that was recorded; run verify"
            raise TamperedRecordError(msg, record=record.hex(), code="E-FACTS")
    return {each.record: row for row, each in zip(rows, owed, strict=True)}


def _rows(state: State, folder: bytes) -> Iterator[bytes]:
    for name, envelope in state.store.scan(ledger_prefix(folder)):
        # A commit that came after our head may have added segments: they are not ours to judge.
        if last_number(name) < state.head.size:
            yield from open_segment(state, folder, name, envelope)


def matching(
    *,
    kind: str | None = None,
    since: date | None = None,
    until: date | None = None,
    theme: str | None = None,
    client: str | None = None,
) -> Callable[[LedgerLine], bool]:
    """Return a test of ledger lines; what is `None` is not asked.

    Args:
        kind: The kind of record.
        since: The first day.
        until: The last day.
        theme: A theme or a pattern of themes, such as ``family.*``.
        client: The pseudonym of a client who was discussed.
    """

    def matches(line: LedgerLine) -> bool:
        return (
            (kind is None or line.kind == kind)
            and (since is None or line.on >= since)
            and (until is None or line.on <= until)
            and (theme is None or any(fnmatchcase(each, theme) for each in line.themes))
            and (client is None or client in line.clients)
        )

    return matches

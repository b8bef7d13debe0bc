"""The ledger: the facts of every record, read and proven without opening a body."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from fnmatch import fnmatchcase

import attrs

from supervision import codec
from supervision.crypto import facts_digest
from supervision.errors import TamperedRecordError
from supervision.journal._names import last_number, ledger_name, ledger_prefix
from supervision.journal._segments import LARGEST, open_segment
from supervision.journal._settings import renamed
from supervision.journal._state import State
from supervision.proof import Owed
from supervision.records import LedgerLine, Settings

_ALL = range(2**64)


@attrs.frozen
class Moment:
    """Until when a ledger looks, and how it is read.

    Attributes:
        size: How many entries the log had.
        changes: How often the ledger had changed, as `Facts.changes` counts.
        settings: The settings.
    """

    size: int
    changes: int
    settings: Settings


def lines_at(state: State, moment: Moment, folder: bytes | None = None) -> list[LedgerLine]:
    """Return the line of what was each record's newest revision, in the order of recording.

    What was erased since then is left out.

    Raises:
        TamperedRecordError: if a row is missing, changed, forged or one too many.
    """
    with state.lock, codec.collector_paused():
        return renamed(state.steadily(lambda: _lines(state, moment, folder)), moment.settings)


def _lines(state: State, moment: Moment, folder: bytes | None) -> list[LedgerLine]:
    wanted = [folder] if folder is not None else list(state.fold.folders)
    found: dict[bytes, LedgerLine] = {}
    for each in wanted:
        found |= _folder_lines(state, moment, each)
    if len(wanted) == 1:
        return list(found.values())
    return [found[record] for record in state.fold.records if record in found]


def _folder_lines(state: State, moment: Moment, folder: bytes) -> dict[bytes, LedgerLine]:
    found = state.fold.folders.get(folder)
    if found is None or found.shredded is not None:
        return {}
    if state.facts.changes != moment.changes:
        return _proven(state, folder, moment.size)
    token = (len(found.puts), len(state.fold.erased))
    known = state.facts.lines.get(folder)
    if known is None or known[0] != token:
        known = token, _proven(state, folder, state.fold.size)
        state.facts.lines[folder] = known
    return known[1]


def _proven(state: State, folder: bytes, size: int) -> dict[bytes, LedgerLine]:
    newest = proven_rows(state, folder, size)
    return dict(zip(newest, codec.decode_lines(newest.values()), strict=True))


def proven_rows(state: State, folder: bytes, size: int) -> dict[bytes, bytes]:
    """Return the row of what was every record's newest revision when the log had *size* entries.

    The rows of all revisions are proven. They stand in the order of their entries, so each has
    its place to be proven at.
    """
    owed, rows = list(state.fold.rows_owed(folder)), list(_rows(state, folder, _ALL))
    _check_count(folder, owed, rows)
    return {
        each.record: proven
        for each, row in zip(owed, rows, strict=True)
        if (proven := _proven_row(state, each, row)) and each.seq < size
    }


def lines_between(state: State, start: int, stop: int) -> list[LedgerLine]:
    """Return the lines of the newest revisions that were put from entry *start* up to *stop*.

    They come folder by folder. What was not recorded just now is read, and only the segments that
    hold it are opened.

    Raises:
        TamperedRecordError: if a row is missing, changed, forged or one too many.
    """
    lines: list[LedgerLine] = []
    for folder in state.fold.folders:
        owed = list(state.fold.rows_owed(folder, start, stop))
        newest = {each.seq for each in owed if each.seq == state.fold.newest_seq(each.record)}
        if newest <= state.facts.recent.keys():
            lines += [state.facts.recent[seq] for seq in sorted(newest)]
        else:
            span = _segments_of(state, folder, owed[0].seq, owed[-1].seq)
            lines += codec.decode_lines(_rows_in(state, folder, span, newest))
    return lines


def _rows_in(state: State, folder: bytes, span: range, wanted: Collection[int]) -> Iterator[bytes]:
    """Yield the rows of the entries *wanted*, out of the segments that make up *span*."""
    owed = list(state.fold.rows_owed(folder, span.start, span.stop))
    rows = list(_rows(state, folder, span))
    _check_count(folder, owed, rows)
    for each, row in zip(owed, rows, strict=True):
        if each.seq in wanted:
            yield _proven_row(state, each, row)


def _segments_of(state: State, folder: bytes, first: int, last: int) -> range:
    """Return the entries from the segment with entry *first* to the end of that with *last*."""
    puts = state.fold.folders[folder].puts
    # A segment seldom begins more than 256 rows before; it may where records were erased.
    before = puts[max(0, bisect_left(puts, first) - LARGEST + 1)]
    starts = list(_starts(state, folder, before, last))
    if not starts or starts[0] > first:
        starts = [0, *_starts(state, folder, 0, last)]
    end = starts[-1] if starts[-1] > last else state.head.size
    return range(starts[bisect_right(starts, first) - 1], end)


def _starts(state: State, folder: bytes, start: int, last: int) -> Iterator[int]:
    """Yield the numbers of the segments from *start* to the first that begins after *last*."""
    just_before = ledger_name(folder, start - 1) if start else ""
    for name in state.store.names(ledger_prefix(folder), after=just_before):
        yield last_number(name)
        if last_number(name) > last:
            return


def _rows(state: State, folder: bytes, span: range) -> Iterator[bytes]:
    """Yield the rows of the segments whose numbers are in *span*."""
    just_before = ledger_name(folder, span.start - 1) if span.start else ""
    for name, envelope in state.store.scan(ledger_prefix(folder), after=just_before):
        # A commit that came after our head may have added segments: they are not ours to judge.
        if last_number(name) >= min(span.stop, state.head.size):
            return
        yield from open_segment(state, folder, name, envelope)


def _check_count(folder: bytes, owed: Sequence[Owed], rows: Sequence[bytes]) -> None:
    if len(rows) != len(owed):
        code = "E-MISSING" if len(rows) < len(owed) else "E-EXTRA"
        msg = "the ledger has a row too few or too many; run verify"
        raise TamperedRecordError(msg, name=ledger_prefix(folder), code=code)


def _proven_row(state: State, owed: Owed, row: bytes) -> bytes:
    if facts_digest(state.journal, owed.record, owed.revision, row) != owed.facts:
        msg = "a row of the ledger is not the one that was recorded; run verify"
        raise TamperedRecordError(msg, record=owed.record.hex(), code="E-FACTS")
    return row


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

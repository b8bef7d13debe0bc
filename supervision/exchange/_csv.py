"""Tables of sessions, one a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from supervision.exchange._build import Builder
from supervision.exchange._header import header_of
from supervision.exchange._parsed import Parsed, Problems, Row
from supervision.exchange._scalars import DayOrder
from supervision.exchange._source import Source, bytes_of, unreadable
from supervision.exchange._table import Table

_BROKEN = (
    "must close every quote and write a quote inside quotes twice, and no cell may be longer than"
    " {:,} characters; nothing from here on was read"
)


def read_csv(source: Source, *, name: str, days: DayOrder = "ymd") -> Parsed:
    r"""Read a table of sessions, one a row, under a header that names the `COLUMNS`.

    The text is UTF-8, with or without a byte order mark; separators are commas, semicolons or
    tabs, whichever the header uses; lines end in any way. Cells are taken without the spaces
    around them, and rows without a cell are passed over. Problems are collected, not raised,
    and never hold a cell.

    Args:
        source: The bytes of the file, or its path; at most 64 MiB and 100,000 sessions.
        name: What to call the file in problems.
        days: How days are written: `ymd` for 2026-03-04, `dmy` for 04/03/2026, `mdy` for
            03/04/2026. The first is understood whatever is given.

    Returns:
        A row for each valid session, and every problem with its line, column and rule.

    Raises:
        OSError: if there is a path, and the file cannot be read.

    Examples:
        >>> table = b"on;minutes;modality;supervisor;supervisees\n" \
        ...         b"2026-03-04;60;individual;V-01;S-014\n" \
        ...         b"2026-02-29;60;individual;V-01;S-014\n"
        >>> parsed = read_csv(table, name="march.csv")
        >>> [row.record.minutes for row in parsed.rows]
        [60]
        >>> print(*parsed.problems)
        march.csv, line 3, on: must be a day that the calendar has
    """
    problems = Problems(name)
    found = bytes_of(source)
    reason = unreadable(found)
    if reason is not None:
        problems.add(reason.line, "", reason.rule)
        return problems.parsed([])
    return problems.parsed(list(_rows(found, problems, Builder(problems, days=days))))


def _rows(found: bytes, problems: Problems, builder: Builder) -> Iterator[Row]:
    lines = io.TextIOWrapper(io.BytesIO(found), "utf-8-sig", newline="")
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    number, first = next(numbered, (0, ""))
    if not first:
        problems.add(0, "", "is empty")
        return
    header = header_of(first, number, problems)
    if header is not None:
        table = Table(header, problems, builder)
        yield from table.rows(_records(lines, header.separator, number, problems))


def _records(
    lines: Iterator[str], separator: str, number: int, problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begins = number + 1
    for cells in _until_broken(reader):
        if cells is None:
            problems.add(begins, "", _BROKEN.format(csv.field_size_limit()))
        elif any(cell.strip() for cell in cells):
            yield begins, cells
        begins = number + reader.line_num + 1


def _until_broken(reader: Iterator[list[str]]) -> Iterator[list[str] | None]:
    broken = False
    try:
        yield from reader
    except csv.Error:
        broken = True
    if broken:
        yield None

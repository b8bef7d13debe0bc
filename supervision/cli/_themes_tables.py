"""How often each theme came up, as tables: for oneself, and for others to see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import attrs

from supervision.cli._labels import above_its_id
from supervision.cli._screen import Screen
from supervision.cli._trends_hidden import hidden_in, shown_or_hidden
from supervision.cli._trends_words import HIDDEN
from supervision.records import LedgerLine
from supervision.reports import Period, SuppressedTable, theme_counts, theme_trend

_IN_A_ROW = 6
_YEAR = 4
_SUBTRACTED = "give one such table out: another of the same sessions could be subtracted from it"
_LESS_HIDDEN = "to hide less, count by {}families of themes: --trend --per family"
_LONGER: Mapping[Period, str] = {"month": "quarter or year, or by ", "quarter": "year, or by "}


@attrs.frozen(kw_only=True)
class HiddenThemes:
    """What others may see of some periods.

    Attributes:
        title: What stands above it.
        table: The counts; the rows are themes, the columns periods.
    """

    title: str | None
    table: SuppressedTable

    def counts(self) -> Iterator[tuple[str, str, int]]:
        """Yield the period, the theme and the count of all that is shown and is not 0."""
        for theme, cells in zip(self.table.rows, self.table.cells, strict=True):
            for period, count in zip(self.table.columns, cells, strict=True):
                if count:
                    yield period, theme, count


def show_themes(
    screen: Screen,
    counts: Mapping[tuple[str, str], int],
    by: Period,
    labels: Mapping[str, str],
) -> None:
    """Show how often each theme came up, a table a year; below its label stands its id."""
    for title, periods in _tables([period for period, _ in counts], by):
        _show_themes(screen, title, periods, counts, labels)


def plain_themes(
    counts: Mapping[tuple[str, str], int], labels: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return plain data for JSON."""
    return [
        {"period": period, "theme": theme, "label": labels.get(theme, theme), "count": count}
        for (period, theme), count in counts.items()
    ]


def hidden_themes(lines: Sequence[LedgerLine], by: Period, floor: int) -> list[HiddenThemes]:
    """Return what others may see, a table a year.

    Each table has sessions of its own, so that none tells anything of another. In each, what is in
    fewer sessions than *floor* is hidden, what is of fewer people, and what would give it away.
    """
    found = []
    for title, periods in _tables([period for period, _ in theme_counts(lines, by=by)], by):
        years = {period[:_YEAR] for period in periods}
        within = [line for line in lines if f"{line.on.year:04}" in years]
        table = hidden_in(theme_trend(within, by=by), within, floor)
        found.append(HiddenThemes(title=title, table=table))
    return found


def show_hidden_themes(
    screen: Screen, tables: Sequence[HiddenThemes], by: Period, labels: Mapping[str, str]
) -> None:
    """Show *tables* with totals, a dot for what is hidden, why it is, and what would show more."""
    for one in tables:
        _show_hidden(screen, one, labels)
        few = one.table
        screen.say(f"{HIDDEN} is hidden. {few.text()}" if few.hidden else few.text())
    screen.say(_SUBTRACTED if tables else "no theme came up")
    if any(one.table.hidden for one in tables):
        screen.say(_LESS_HIDDEN.format(_LONGER.get(by, "")))


def shown_counts(tables: Sequence[HiddenThemes]) -> dict[tuple[str, str], int]:
    """Return (period, theme) → count of all that is shown and is not 0, in order."""
    counts = sorted(each for one in tables for each in one.counts())
    return {(period, theme): count for period, theme, count in counts}


def _tables(periods: Sequence[str], by: Period) -> Iterator[tuple[str | None, list[str]]]:
    """Yield the title and the periods of each table, narrow enough for a terminal."""
    known = sorted(set(periods))
    if by != "year":
        for year, inside in groupby(known, key=lambda period: period[:_YEAR]):
            yield year, list(inside)
        return
    for start in range(0, len(known), _IN_A_ROW):
        yield None, known[start : start + _IN_A_ROW]


def _show_themes(
    screen: Screen,
    title: str | None,
    periods: Sequence[str],
    counts: Mapping[tuple[str, str], int],
    labels: Mapping[str, str],
) -> None:
    found = sorted({theme for period, theme in counts if period in periods})
    rows = []
    for theme in found:
        cells = [counts.get((period, theme)) for period in periods]
        called = above_its_id(theme, labels.get(theme, theme))
        rows.append((called, *cells, sum(cell or 0 for cell in cells)))
    screen.table(_columns(title, periods), rows, title=title)


def _show_hidden(screen: Screen, one: HiddenThemes, labels: Mapping[str, str]) -> None:
    table = one.table
    # In a period in which no theme came up there is nothing to show.
    seen = [at for at, total in enumerate(table.column_totals) if total != 0]
    rows = [
        (above_its_id(name, labels.get(name, name)), *_cells(row, seen), shown_or_hidden(total))
        for name, row, total in zip(table.rows, table.cells, table.row_totals, strict=True)
    ]
    rows.append(("all", *_cells(table.column_totals, seen), shown_or_hidden(table.total)))
    screen.table(_columns(one.title, [table.columns[at] for at in seen]), rows, title=one.title)


def _cells(counts: Sequence[int | None], seen: Sequence[int]) -> Iterator[str | None]:
    for at in seen:
        yield None if counts[at] == 0 else shown_or_hidden(counts[at])


def _columns(title: str | None, periods: Sequence[str]) -> dict[str, bool]:
    headings = [period.removeprefix(f"{title}-") for period in periods]
    return {"theme": False, **dict.fromkeys(headings, True), "all": True}

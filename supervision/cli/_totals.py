"""`supervision themes`, and how totals are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from supervision.cli._exits import RefusedError
from supervision.cli._labels import labels_of
from supervision.cli._list import EVERYTHING, Choice
from supervision.cli._options import REACH, Reach
from supervision.cli._screen import Screen
from supervision.cli._trend_options import WITHOUT, Trending
from supervision.cli._trends import show_trend
from supervision.cli._unlocking import opened
from supervision.reports import Minutes, Period, TrendPeriod, theme_counts

_IN_A_ROW = 12
_HOUR = 60


def themes(
    *,
    by: TrendPeriod = "month",
    floor: int = 0,
    trending: Trending = WITHOUT,
    choice: Choice = EVERYTHING,
    reach: Reach = REACH,
) -> None:
    """Count how often each theme came up, month by month.

    It counts sessions and reflections, and opens no note.

    With --trend each theme has a row: a block for each period up to today or --until, when it was first
    and last seen, and whether it came up more or less than before, as far as so few sessions can
    tell. With --floor besides, smaller counts and those of fewer people are hidden, and so are further
    ones from which they could be computed, and all else that could tell them.

    Args:
        by: The period to count by; the month if not given; weeks with --trend only.
        floor: Leave out what is rarer; 5 suits figures that others see, because a small number of
            people could be recognised in less.
        trending: Themes over time.
        choice: Which records.
        reach: Which journal, and its key.
    """
    if trending.trend:
        show_trend(by, floor, trending, choice, reach)
        return
    if trending != WITHOUT:
        msg = "over time? --per, --before and --after need --trend"
        raise RefusedError(msg)
    if by == "week":
        msg = "weeks are counted with --trend only; give it, or --by month"
        raise RefusedError(msg)
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        counts = theme_counts(choice.lines(journal), by=by, floor=floor)
        labels = labels_of(journal)
    show_themes(screen, counts, by, labels)
    screen.document(
        [
            {"period": period, "theme": theme, "label": labels.get(theme, theme), "count": count}
            for (period, theme), count in counts.items()
        ]
    )


def show_hours(screen: Screen, rows: Sequence[Minutes]) -> None:
    """Show totals, with what a row has in common with the one above it left empty."""
    columns = {
        **dict.fromkeys(rows[0].by if rows else (), False),
        "sessions": True,
        "minutes": True,
        "hours": True,
        "cancelled": True,
        "missed": True,
    }
    screen.table(columns, list(_rows(rows)))


def show_themes(
    screen: Screen,
    counts: Mapping[tuple[str, str], int],
    by: Period,
    labels: Mapping[str, str],
) -> None:
    """Show how often each theme came up, a table a year; below its label stands its id."""
    for title, periods in _tables([period for period, _ in counts], by):
        _show_themes(screen, title, periods, counts, labels)


def _rows(rows: Sequence[Minutes]) -> Iterator[tuple[object, ...]]:
    before: list[str] = []
    for row in rows:
        values = list(row.by.values())
        same = next(
            (at for at, pair in enumerate(zip(values, before, strict=False)) if pair[0] != pair[1]),
            len(before),
        )
        yield (*[None] * same, *values[same:], *_figures([row]))
        before = values
    if rows and rows[0].by and "person" not in rows[0].by:
        yield ("all", *[None] * (len(rows[0].by) - 1), *_figures(rows))


def _figures(rows: Sequence[Minutes]) -> tuple[object, ...]:
    minutes = sum(row.minutes for row in rows)
    return (
        sum(row.sessions for row in rows),
        minutes,
        f"{minutes // _HOUR}:{minutes % _HOUR:02}",
        sum(row.cancelled for row in rows) or None,
        sum(row.missed for row in rows) or None,
    )


def _tables(periods: Sequence[str], by: Period) -> Iterator[tuple[str | None, list[str]]]:
    """Yield the title and the periods of each table, narrow enough for a terminal."""
    known = sorted(set(periods))
    if by != "year":
        for year, inside in groupby(known, key=lambda period: period[:4]):
            yield year, list(inside)
        return
    for start in range(0, len(known), _IN_A_ROW // 2):
        yield None, known[start : start + _IN_A_ROW // 2]


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
        called = f"{labels[theme]}\n{theme}" if theme in labels else theme
        rows.append((called, *cells, sum(cell or 0 for cell in cells)))
    headings = [period.removeprefix(f"{title}-") for period in periods]
    columns = {"theme": False, **dict.fromkeys(headings, True), "all": True}
    screen.table(columns, rows, title=title)

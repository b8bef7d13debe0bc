"""`supervision themes`, and how totals are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supervision.cli._ahead import has_themes, tell_ahead, up_to_today
from supervision.cli._choice import EVERYTHING, Choice
from supervision.cli._exits import RefusedError
from supervision.cli._labels import labels_of
from supervision.cli._nothing import tell_nothing
from supervision.cli._options import REACH, Reach
from supervision.cli._screen import Screen
from supervision.cli._themes_tables import (
    hidden_themes,
    plain_themes,
    show_hidden_themes,
    show_themes,
    shown_counts,
)
from supervision.cli._trend_options import WITHOUT, Trending
from supervision.cli._trends import show_trend
from supervision.cli._unlocking import opened
from supervision.reports import Minutes, Period, TrendPeriod, theme_counts

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

    It counts sessions and reflections up to today, or up to --until, and opens no note.

    With --trend each theme has a row: a block for each period up to today or --until, when it was first
    and last seen, and whether it came up more or less than before, as far as so few sessions can
    tell. With --floor, with --trend or without, smaller counts and those of fewer people are hidden, and
    so are further ones from which they could be computed, and all else that could tell them.

    Args:
        by: The period to count by; the month if not given; weeks with --trend only.
        floor: For others to see: hide what is in fewer sessions, or of fewer people; 5 is a good floor.
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
    if floor:
        _show_to_others(by, floor, choice, reach)
    else:
        _show_all(by, choice, reach)


def _show_all(by: Period, choice: Choice, reach: Reach) -> None:
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        counts = theme_counts(up_to_today(choice).lines(journal), by=by)
        labels = labels_of(journal)
        tell_ahead(screen, journal, choice, "record", has_themes)
        if not counts:
            tell_nothing(screen, journal, choice, "theme")
    show_themes(screen, counts, by, labels)
    screen.document(plain_themes(counts, labels))


def _show_to_others(by: Period, floor: int, choice: Choice, reach: Reach) -> None:
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        lines = [*up_to_today(choice).lines(journal)]
        tables, labels = hidden_themes(lines, by, floor), labels_of(journal)
        if not tables:
            tell_nothing(screen, journal, choice, "theme")
    show_hidden_themes(screen, tables, by, labels)
    screen.document(plain_themes(shown_counts(tables), labels))


def show_hours(screen: Screen, rows: Sequence[Minutes]) -> None:
    """Show totals, with what a row has in common with the one above it left empty."""
    if not rows:
        return
    columns = {
        **dict.fromkeys(rows[0].by, False),
        "sessions": True,
        "minutes": True,
        "hours": True,
        "cancelled": True,
        "missed": True,
    }
    screen.table(columns, list(_rows(rows)))


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

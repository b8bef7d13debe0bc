"""`supervision themes` and `actions`, and how totals are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

import attrs

from supervision import Session
from supervision.cli._find import SHORT
from supervision.cli._labels import labels_of
from supervision.cli._list import EVERYTHING, Choice
from supervision.cli._options import REACH, Reach
from supervision.cli._screen import Screen
from supervision.cli._unlocking import opened
from supervision.records import pseudonym_of
from supervision.reports import (
    Minutes,
    OpenAction,
    Period,
    open_actions,
    theme_counts,
)

_IN_A_ROW = 12
_HOUR = 60


def themes(
    *,
    by: Period = "month",
    floor: int = 0,
    choice: Choice = EVERYTHING,
    reach: Reach = REACH,
) -> None:
    """Count how often each theme came up, month by month.

    It counts sessions and reflections, and opens no note.

    Args:
        by: The period to count by; the month if not given.
        floor: Leave out what is rarer; 5 suits figures that others see, because a small number of
            people could be recognised in less.
        choice: Which records.
        reach: Which journal, and its key.
    """
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


def actions(
    *,
    owner: str | None = None,
    overdue: bool = False,
    today: date | None = None,
    reach: Reach = REACH,
) -> None:
    """List what was agreed and is not done yet.

    The longest overdue comes first. When something is done: supervision amend ID actions.0.done=2026-03-18 --reason done

    Args:
        owner: Only what this person is to do.
        overdue: Only what is overdue.
        today: The day to count from; today unless given.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    day = today or datetime.now().astimezone().date()
    who = None if owner is None else pseudonym_of(owner, field="--owner")
    with opened(screen, reach) as journal:
        found = [
            each
            for each in open_actions(journal.all(Session), day)
            if who in (None, each.owner) and (each.overdue_days or not overdue)
        ]
    columns = {
        "due": False,
        "overdue": True,
        "age": True,
        "who": False,
        "where": False,
        "what": False,
    }
    screen.table(columns, [_action_row(each) for each in found])
    late = sum(each.overdue_days > 0 for each in found)
    screen.say(f"{len(found)} open, {late} overdue; overdue and age are in days")
    screen.document([_plain_action(each) for each in found])


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


def _action_row(action: OpenAction) -> tuple[object, ...]:
    return (
        None if action.due is None else action.due.isoformat(),
        action.overdue_days or None,
        action.age_days,
        action.owner,
        f"{action.session[:SHORT]} {action.number}",
        action.what,
    )


def _plain_action(action: OpenAction) -> dict[str, object]:
    plain = attrs.asdict(action)
    plain["on"] = action.on.isoformat()
    plain["due"] = None if action.due is None else action.due.isoformat()
    return plain

"""Weeks, months, quarters and years, as reports name them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Literal

from supervision.errors import InvalidRecordError

Period = Literal["month", "quarter", "year"]

TrendPeriod = Literal["week", "month", "quarter", "year"]

_STEP = {"month": 1, "quarter": 3, "year": 12}


@lru_cache(maxsize=4096)
def period_name(year: int, month: int, by: Period) -> str:
    """Return the name of the period that a month lies in; names sort as the periods do.

    Raises:
        InvalidRecordError: if *by* is none of these three.

    Examples:
        >>> [period_name(2026, 3, by) for by in ("month", "quarter", "year")]
        ['2026-03', '2026-Q1', '2026']
    """
    if by == "year":
        return f"{year:04}"
    if by == "quarter":
        return f"{year:04}-Q{(month + 2) // 3}"
    if by == "month":
        return f"{year:04}-{month:02}"
    msg = "by must be month, quarter or year"
    raise InvalidRecordError(msg, field="by")


def period_of_month(month: str, by: Period) -> str:
    """Return the name of the period that a month such as ``2026-11`` lies in."""
    return period_name(int(month[:4]), int(month[5:]), by)


def period_of(on: date, by: TrendPeriod) -> str:
    """Return the name of the period that a day lies in; names sort as the periods do.

    Source:
        ISO 8601: weeks begin on Monday, and the first of a year has its first Thursday in it.

    Examples:
        >>> period_of(date(2027, 1, 1), "week"), period_of(date(2027, 1, 1), "quarter")
        ('2026-W53', '2027-Q1')
    """
    if by == "week":
        year, week, _ = on.isocalendar()
        return f"{year:04}-W{week:02}"
    return period_name(on.year, on.month, by)


def periods_between(first: date, last: date, by: TrendPeriod) -> tuple[str, ...]:
    """Return the names of all periods from that of *first* to that of *last*, in order.

    Examples:
        >>> periods_between(date(2026, 11, 30), date(2027, 2, 1), "month")
        ('2026-11', '2026-12', '2027-01', '2027-02')
    """
    names = _weeks(first, last) if by == "week" else _months(first, last, by)
    return tuple(dict.fromkeys(names))


def _weeks(first: date, last: date) -> Iterator[str]:
    for day in range(first.toordinal(), last.toordinal(), 7):
        yield period_of(date.fromordinal(day), "week")
    yield period_of(last, "week")


def _months(first: date, last: date, by: Period) -> Iterator[str]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    for number in range(start, end, _STEP[by]):
        yield period_name(number // 12, number % 12 + 1, by)
    yield period_name(last.year, last.month, by)

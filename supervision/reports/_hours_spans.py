"""The weeks, months and years that a rule is held against, and the breaks in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

import attrs

from supervision._months import MONTHS
from supervision.catalogue import Per
from supervision.errors import InvalidRecordError
from supervision.reports._hours_words import day, days
from supervision.reports._periods import period_name

_ONE = timedelta(days=1)
_FEBRUARY_29 = (2, 29)


@attrs.frozen(kw_only=True)
class Exempt:
    """A time in which nothing is asked for.

    Attributes:
        since: The first day.
        until: The last day.
        reason: Why, such as `no clients`.

    Raises:
        InvalidRecordError: if it ends before it begins, or has no reason.
    """

    since: date
    until: date
    reason: str

    def __attrs_post_init__(self) -> None:
        if self.until < self.since:
            msg = "exempt must end on the day it begins, or later"
            raise InvalidRecordError(msg, field="exempt")
        if not self.reason.strip():
            msg = "exempt must have a reason"
            raise InvalidRecordError(msg, field="exempt")


@attrs.frozen(kw_only=True)
class Stretch:
    """A week, month or year, as far as it was asked about.

    Attributes:
        name: What it is called, such as `2026-06` or `2026-W23`.
        first: The first day of it that was asked about.
        last: The last one.
        whole: Whether all of it was asked about, and it is over.
        said: What it is called in a sentence.
    """

    name: str
    first: date
    last: date
    whole: bool = True
    said: str


def stretches(per: Per, since: date, closes: date, until: date) -> Iterator[Stretch]:
    """Yield the stretches from *since* to *closes*, the first and last cut off there.

    Args:
        per: How long each is.
        since: The first day that is asked about.
        closes: The last of these days that is over.
        until: The last day that is asked about.
    """
    if per is Per.WHOLE:
        yield _stretch(per, since, closes, whole=closes == until)
        return
    first = _FIRST[per](since)
    while first <= closes:
        following = _NEXT[per](first, since)
        last = following - _ONE
        whole = since <= first and last <= closes
        yield _stretch(per, max(first, since), min(last, closes), whole=whole)
        first = following


def span(first: date, last: date) -> Stretch:
    """Return the days from *first* to *last*, as they are."""
    name = f"{first.isoformat()}..{last.isoformat()}"
    return Stretch(name=name, first=first, last=last, said=days(first, last))


def month_of(on: date) -> tuple[date, date]:
    """Return the first and the last day of the month of *on*."""
    first = on.replace(day=1)
    return first, _next_month(first, first) - _ONE


class Breaks:
    """The exempt times, which may overlap.

    Args:
        exempt: In any order.
    """

    def __init__(self, exempt: Iterable[Exempt]) -> None:
        self._exempt = sorted(exempt, key=lambda one: (one.since, one.until, one.reason))
        self._runs = list(_merged(self._exempt))

    def covers(self, first: date, last: date) -> bool:
        """Return whether every day from *first* to *last* is exempt."""
        return any(start <= first and last <= end for start, end in self._runs)

    def days(self, first: date, last: date) -> int:
        """Return how many of the days from *first* to *last* are exempt."""
        spans = [(max(first, start), min(last, end)) for start, end in self._runs]
        return sum(max((end - start).days + 1, 0) for start, end in spans)

    def reasons(self, first: date, last: date) -> tuple[str, ...]:
        """Return why days from *first* to *last* are exempt, each reason with its days."""
        return tuple(
            f"{one.reason} ({days(one.since, one.until)})"
            for one in self._exempt
            if one.since <= last and first <= one.until
        )


def _merged(exempt: Iterable[Exempt]) -> Iterator[tuple[date, date]]:
    run: tuple[date, date] | None = None
    for one in exempt:
        if run is not None and (one.since - run[1]).days <= 1:
            run = (run[0], max(run[1], one.until))
            continue
        if run is not None:
            yield run
        run = (one.since, one.until)
    if run is not None:
        yield run


def _stretch(per: Per, first: date, last: date, *, whole: bool) -> Stretch:
    name, said = _names(per, first, last)
    if not whole and per in (Per.WEEK, Per.MONTH):
        said = f"{said}, from {day(first)} to {day(last)} only"
    return Stretch(name=name, first=first, last=last, whole=whole, said=said)


def _names(per: Per, first: date, last: date) -> tuple[str, str]:
    if per is Per.MONTH:
        said = f"{MONTHS[first.month - 1]} {first.year}"
        return period_name(first.year, first.month, "month"), said
    if per is Per.WEEK:
        year, week, _ = first.isocalendar()
        return f"{year:04}-W{week:02}", f"Week {week} of {year}"
    return f"{first.isoformat()}..{last.isoformat()}", days(first, last)


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _first_of_month(on: date) -> date:
    return on.replace(day=1)


def _itself(on: date) -> date:
    return on


def _next_week(first: date, _: date) -> date:
    return first + timedelta(days=7)


def _next_month(first: date, _: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _next_year(first: date, since: date) -> date:
    # A year that began on 29 February is over on the 28th, or the 29th would be in two years.
    year = first.year + 1
    if (since.month, since.day) == _FEBRUARY_29 and not _is_leap(year):
        return date(year, 3, 1)
    return since.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


_FIRST: Mapping[Per, Callable[[date], date]] = {
    Per.WEEK: _monday,
    Per.MONTH: _first_of_month,
    Per.YEAR: _itself,
}
_NEXT: Mapping[Per, Callable[[date, date], date]] = {
    Per.WEEK: _next_week,
    Per.MONTH: _next_month,
    Per.YEAR: _next_year,
}

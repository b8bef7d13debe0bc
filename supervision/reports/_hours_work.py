"""Hours of work with clients, as somebody wrote them down by month or by week."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import NoReturn

import attrs

from supervision.errors import InvalidRecordError
from supervision.reports._hours_spans import Breaks, month_of
from supervision.reports._hours_words import day

Hours = int | Fraction

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_NAME_RULE = "must be by month, such as '2026-06', or all by week, such as '2026-W23'"
_HOURS_RULE = "must be whole numbers or fractions of hours, 0 or more"
_MOST_RULE = "must be no more hours than the month or week has"
_DAY = 24


@attrs.frozen(kw_only=True)
class _Entry:
    first: date
    last: date
    hours: Hours


class Work:
    """The hours of work by month or week; None where nobody gave any.

    Args:
        hours: The name of a month or week → hours.

    Raises:
        InvalidRecordError: if a name or a number is none, or months and weeks are mixed.
    """

    def __init__(self, hours: Mapping[str, Hours] | None) -> None:
        names = list(hours or ())
        if len({"W" in name for name in names if isinstance(name, str)}) > 1:
            _refuse(_NAME_RULE)
        self._entries = sorted(
            (_entry(name, value) for name, value in (hours or {}).items()),
            key=lambda one: one.first,
        )

    def within(self, first: date, last: date, breaks: Breaks) -> tuple[Fraction | None, str]:
        """Return the hours from *first* to *last*, or None and why they are not known."""
        if not self._entries:
            return None, "no client hours were given"
        found = [one for one in self._entries if one.first <= last and first <= one.last]
        for one in found:
            if one.first < first or last < one.last:
                edge = f"client hours from {day(one.first)} to {day(one.last)}"
                return (
                    None,
                    f"{edge} lie only partly in it; ask from the first to the last of these days",
                )
        missing = _first_missing(found, first, last, breaks)
        if missing is not None:
            return None, f"no client hours were given for {day(missing)}"
        return sum((Fraction(one.hours) for one in found), Fraction(0)), ""


def _first_missing(found: list[_Entry], first: date, last: date, breaks: Breaks) -> date | None:
    """Return the first day that is neither in an entry nor exempt."""
    at = first
    for one in [*found, _Entry(first=last + timedelta(days=1), last=last, hours=0)]:
        if at < one.first and not breaks.covers(at, one.first - timedelta(days=1)):
            return at
        at = one.last + timedelta(days=1)
    return None


def _entry(name: str, hours: Hours) -> _Entry:
    days = _days(name)
    if days is None:
        _refuse(_NAME_RULE)
    if type(hours) not in (int, Fraction) or hours < 0:
        _refuse(_HOURS_RULE)
    if hours > ((days[1] - days[0]).days + 1) * _DAY:
        _refuse(_MOST_RULE)
    return _Entry(first=days[0], last=days[1], hours=hours)


def _days(name: object) -> tuple[date, date] | None:
    text = name if isinstance(name, str) else ""
    week = _WEEK.fullmatch(text)
    try:
        if week is not None:
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return monday, monday + timedelta(days=6)
        return month_of(date.fromisoformat(f"{text}-01")) if _MONTH.fullmatch(text) else None
    except (ValueError, OverflowError):
        return None


def _refuse(rule: str) -> NoReturn:
    msg = f"client_hours {rule}"
    raise InvalidRecordError(msg, field="client_hours")

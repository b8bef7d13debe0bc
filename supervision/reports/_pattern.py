"""Hours of risk against hours of provision, over the seven days and evenings of a week."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NoReturn

import attrs

from supervision.errors import InvalidRecordError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of a week as they are written, in order."""

_DAY = 1440
_WEEK = 7 * _DAY
_WEEKEND = (5, 6)
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")
_DAYS = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?")
_RULE = "must be days and hours such as 'fri 18:00-23:00', 'mon-fri 09:00-17:00' or 'daily ...'"
_OFFICE_RULE = "must be hours of one day such as '09:00-17:00'"

Span = tuple[int, int]
"""The first minute of a stretch, and the first one after it."""


@attrs.frozen(kw_only=True)
class Uncovered:
    """The minutes of risk on one day of the week, and those in which nothing is on offer.

    Attributes:
        weekday: The day of the calendar, such as `fri`; what goes on past midnight is the next's.
        risk: The minutes of risk on that day, covered or not.
        day: Those without provision in office hours, Monday to Friday.
        evening: Those without provision outside office hours, Monday to Friday; nights too.
        weekend: Those without provision on a Saturday or Sunday, at any hour.
    """

    weekday: str
    risk: int
    day: int = 0
    evening: int = 0
    weekend: int = 0

    @property
    def minutes(self) -> int:
        """All minutes of risk on that day without provision."""
        return self.day + self.evening + self.weekend


def uncovered(
    risk: Iterable[str], provision: Iterable[str], *, office: str = "09:00-17:00"
) -> list[Uncovered]:
    """Lay the hours in which use is likeliest beside those in which there is something to go to.

    It compares a pattern with a timetable. It says nothing of any person's chance of using.

    Args:
        risk: Stretches such as `fri 18:00-23:00`, `mon-fri 17:00-19:00` or `daily 21:00-02:00`;
            one whose end is not after its start goes on past midnight.
        provision: The hours in which the service, or whoever else agreed to, is there; likewise.
        office: What counts as day from Monday to Friday.

    Returns:
        One line for each day of the week that holds minutes of risk, Monday first.

    Raises:
        InvalidRecordError: if a stretch is none; it says which, counted from 0, and not what.

    Source:
        C. Robin, Drink and Drugs News, July 2012: a programme on seven days a week, with
        evenings, meant to break the patterns of likely use.

    Examples:
        >>> for line in uncovered(["fri 18:00-02:00"], ["mon-fri 09:00-20:00"]):
        ...     print(line.weekday, line.risk, line.day, line.evening, line.weekend)
        fri 360 0 240 0
        sat 120 0 0 120
    """
    at_risk, bare = _minutes("risk", risk), ~_minutes("provision", provision)
    working = _office(office)
    lines = [_line(number, at_risk, at_risk & bare, working) for number in range(len(WEEKDAYS))]
    return [line for line in lines if line.risk]


def _line(number: int, at_risk: int, bare: int, working: int) -> Uncovered:
    whole = _mask(number * _DAY, (number + 1) * _DAY)
    risk, left = (at_risk & whole).bit_count(), bare & whole
    if number in _WEEKEND:
        return Uncovered(weekday=WEEKDAYS[number], risk=risk, weekend=left.bit_count())
    day = (left & working << number * _DAY).bit_count()
    return Uncovered(weekday=WEEKDAYS[number], risk=risk, day=day, evening=left.bit_count() - day)


# A week is a whole number with a bit for each minute: overlaps then count once by themselves.
def _mask(start: int, end: int) -> int:
    return (1 << end) - (1 << start)


def _minutes(field: str, stretches: Iterable[str]) -> int:
    if isinstance(stretches, str):
        _refuse(field, "must be a list of stretches, not a text")
    week = 0
    for number, stretch in enumerate(stretches):
        for start, end in _spans(f"{field}[{number}]", stretch):
            week |= _mask(start, min(end, _WEEK)) | _mask(0, max(end - _WEEK, 0))
    return week


def _spans(field: str, stretch: object) -> Iterator[Span]:
    words = stretch.lower().split() if isinstance(stretch, str) else []
    days = _days(words[0]) if len(words) == 2 else ()  # noqa: PLR2004 - the days and the hours
    hours = _hours(words[1]) if days else None
    if hours is None:
        _refuse(field, _RULE)
    for day in days:
        yield day * _DAY + hours[0], day * _DAY + hours[1]


def _days(word: str) -> tuple[int, ...]:
    if word == "daily":
        return tuple(range(len(WEEKDAYS)))
    found = _DAYS.fullmatch(word)
    named = [name for name in found.groups() if name] if found else []
    if not named or not set(named) <= set(WEEKDAYS):
        return ()
    first, last = WEEKDAYS.index(named[0]), WEEKDAYS.index(named[-1])
    return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))


def _hours(word: str) -> Span | None:
    """Return the first minute of a stretch and the first after it, past 1440 on the next day."""
    found = _HOURS.fullmatch(word)
    if found is None:
        return None
    start = int(found[1]) * 60 + int(found[2])
    end = int(found[3]) * 60 + int(found[4]) if found[3] else _DAY
    if start == end:  # Nothing, or a whole day? Whoever wrote it has to say.
        return None
    return start, end if end > start else end + _DAY


def _office(word: str) -> int:
    hours = _hours(word)
    if hours is None or hours[1] > _DAY:
        _refuse("office", _OFFICE_RULE)
    return _mask(*hours)


def _refuse(field: str, rule: str) -> NoReturn:
    msg = f"{field} {rule}"
    raise InvalidRecordError(msg, field=field)

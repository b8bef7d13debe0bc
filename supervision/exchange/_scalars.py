"""Text to values, strictly: each rule is one sentence, and no value is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from enum import Enum
from typing import Literal

from supervision.errors import InvalidRecordError

DayOrder = Literal["ymd", "dmy", "mdy"]

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SLASHED = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?")
_WHOLE = re.compile(r"-?[0-9]{1,20}")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}

_DAY_RULES: dict[DayOrder, str] = {
    "ymd": "must be a day such as 2026-03-04: year, month, day",
    "dmy": "must be a day such as 04/03/2026: day, month, year",
    "mdy": "must be a day such as 03/04/2026: month, day, year",
}


def day_reader(order: DayOrder) -> Callable[[str], date]:
    """Return what reads a day; `2026-03-04` is read whatever the *order*."""
    return lambda text: _day(text, order)


def _day(text: str, order: DayOrder) -> date:
    numbers = _day_numbers(text, order)
    if numbers is None:
        raise InvalidRecordError(_DAY_RULES[order])
    day = _calendar_day(*numbers)
    if day is None:
        msg = "must be a day that the calendar has"
        raise InvalidRecordError(msg)
    return day


def _day_numbers(text: str, order: DayOrder) -> tuple[int, int, int] | None:
    if match := _DAY.fullmatch(text):
        year, month, day = map(int, match.groups())
        return year, month, day
    match = _SLASHED.fullmatch(text)
    if match is None or order == "ymd":
        return None
    first, second, year = map(int, match.groups())
    return (year, second, first) if order == "dmy" else (year, first, second)


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def clock_time(text: str) -> time:
    """Return *text*, such as `09:30` or `09:30:15.25`, as a time of day."""
    found = _clock_time(text) if _TIME.fullmatch(text) else None
    if found is None:
        msg = "must be a time such as 09:30, from 00:00 to 23:59"
        raise InvalidRecordError(msg)
    return found


def _clock_time(text: str) -> time | None:
    padded = f"0{text}" if text[1] == ":" else text
    try:
        return time.fromisoformat(padded)
    except ValueError:
        return None


def whole(text: str) -> int:
    """Return *text* as a whole number."""
    if _WHOLE.fullmatch(text) is None:
        msg = "must be a whole number"
        raise InvalidRecordError(msg)
    return int(text)


def yes_or_no(text: str) -> bool:
    """Return whether *text* says yes."""
    answer = _YES_NO.get(text.lower())
    if answer is None:
        msg = "must be yes or no"
        raise InvalidRecordError(msg)
    return answer


def choice_of(kind: type[Enum]) -> Callable[[str], Enum]:
    """Return what reads a member of *kind* by its value."""
    members = {member.value: member for member in kind}

    def chosen(text: str) -> Enum:
        member = members.get(text.lower())
        if member is None:
            msg = f"must be one of {', '.join(members)}"
            raise InvalidRecordError(msg)
        return member

    return chosen

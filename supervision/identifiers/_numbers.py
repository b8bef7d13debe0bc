"""Numbers that point to a person: NHS numbers and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from operator import mul

from supervision.identifiers._digits import FEWEST_DIGITS, Run, Span, runs
from supervision.identifiers._kinds import Identifier, Kind

Readings = list[tuple[str, int]]

_BRACKETS = frozenset("()")
_NHS_DIGITS = 10
_WEIGHTS = range(10, 0, -1)
_UK_DIGITS = 11
_UK_AREA = 5
# Numbers with 03, 08 and 09 belong to organisations, helplines among them: none is a person's.
_UK_PERSONAL = frozenset("1257")
_TIME = re.compile(r"(?<![0-9.-])(?:[01]?[0-9]|2[0-3])\.[0-5][0-9](?![0-9-]|\.[0-9])")


def find_numbers(text: str) -> Iterator[Identifier]:
    """Yield the NHS numbers and telephone numbers of a folded text.

    Source:
        NHS Data Dictionary, NHS number (check digit, modulus 11); Ofcom, National Telephone
        Numbering Plan (what the first digits are for); ITU-T E.164 (15 digits at most).
    """
    taken = 0
    for run in runs(text):
        for start, end, before in run.starts():
            reading = run.reading(before, _NHS_DIGITS) if start >= taken else None
            after = _nhs_number_end(text, start, reading)
            if after is not None:
                yield Identifier(kind=Kind.NHS_NUMBER, start=start, end=after)
                taken = after
            yield from _phone(text, (start, end), run, before)


def _nhs_number_end(text: str, start: int, reading: tuple[str, int] | None) -> int | None:
    if reading is None:
        return None
    digits, end = reading
    good = _is_nhs_number(digits) and _BRACKETS.isdisjoint(text[start:end])
    return end if good else None


def _is_nhs_number(digits: str) -> bool:
    # Of ten numbers nine end here, by the check digit: what follows takes ten times as long.
    if sum(map(mul, map(int, digits), _WEIGHTS)) % 11:
        return False
    number = int(digits)
    # Where it belongs is a few comparisons; what is asked then takes ten times as long.
    return any(first <= number <= last for first, last in _issued()) and _is_valid(digits)


@cache
def _issued() -> tuple[Span, ...]:
    """Return the first and the last of the numbers that regions issue."""
    # Late, for most journals never hold a number that may be one.
    from nhs_number import constants  # noqa: PLC0415

    # Those for testing (9999999999) and unused ones are nobody's.
    issuing = (
        constants.REGION_ENGLAND_WALES_IOM,
        constants.REGION_SCOTLAND,
        constants.REGION_NORTHERN_IRELAND,
        constants.REGION_EIRE,
    )
    return tuple((each.start, each.end) for region in issuing for each in region.ranges)


def _is_valid(digits: str) -> bool:
    from nhs_number import validate  # noqa: PLC0415 (late, as above)

    return bool(validate.is_valid(digits))


def _phone(text: str, group: tuple[int, int], run: Run, before: int) -> Iterator[Identifier]:
    start = group[0]
    lead = text[max(0, start - 2) : start]
    if lead.endswith(("+", "+(")):
        start -= len(lead) - lead.rindex("+")
        end = _end_abroad(text, start, run.readings(before))
    elif text.startswith("00", start) or (
        text[start] == "0" and run.second(before) in _UK_PERSONAL
    ):
        end = _end_dialled(text, group, run.readings(before))
        start -= lead.endswith("(")
    else:
        return
    if end is not None:
        yield Identifier(kind=Kind.PHONE, start=start, end=end)


def _end_dialled(text: str, group: tuple[int, int], readings: Readings) -> int | None:
    """Return where a number ends that is written as it is dialled, with one 0 or two."""
    start, first_end = group
    if text.startswith("00", start):
        end = _end_abroad(text, start, [(digits[2:], end) for digits, end in readings])
    else:
        end = _end_at_home(readings, first=first_end - start)
    # Times of day in a row are digits with dots and spaces too.
    return None if end is None or _TIME.search(text, start, end) else end


def _end_at_home(readings: Readings, *, first: int) -> int | None:
    """Return where a British number that begins with one 0 ends; its first group has *first*."""
    ends = {len(digits): end for digits, end in readings if digits[1:2] in _UK_PERSONAL}
    short = ends.get(_UK_DIGITS - 1)
    if short is not None and first >= _UK_AREA and readings[-1][0][1] == "1":
        return ends.get(_UK_DIGITS, short)
    return ends.get(_UK_DIGITS)


def _end_abroad(text: str, start: int, readings: Readings) -> int | None:
    """Return where a number that begins with the code of a country ends."""
    code = readings[-1][0] if readings else ""
    if code.startswith("44"):
        # The 0 that is dialled at home is often written too: +44 (0)20 ...
        homes = [("0" + digits[2:].removeprefix("0"), end) for digits, end in readings]
        return _end_at_home(homes, first=_UK_AREA)
    ends = [end for digits, end in readings if len(digits) >= FEWEST_DIGITS]
    if not ends or code.startswith("0"):
        return None
    # What stands on the next line may be another number.
    lines = text.count("\n", start, ends[0])
    return max(end for end in ends if text.count("\n", start, end) == lines)

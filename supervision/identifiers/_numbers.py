"""Numbers that point to a person: NHS numbers and telephone numbers.

Digits are taken in groups as they were written, and a number begins and ends with a group, so
that it may be parted anywhere and is yet no slice of a longer one.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from operator import mul

from supervision.identifiers._kinds import Identifier, Kind

Span = tuple[int, int]
Run = list[Span]

_GROUP = re.compile(r"[0-9]+")
_JOINTS = frozenset(" \t\n\r\f\v.-()")
_BRACKETS = frozenset("()")
_WIDEST_JOINT = 4
_MOST_DIGITS = 15
_NHS_DIGITS = 10
_WEIGHTS = range(10, 0, -1)
_SHORTEST_ABROAD = 8
_UK_DIGITS = 11
_UK_AREA = 5
# Numbers with 03, 08 and 09 belong to organisations, helplines among them: none is a person's.
_UK_PERSONAL = frozenset("1257")

# A day with its year is no part of a longer number, and a time of day none of a telephone's.
DATED = re.compile(
    r"(?<![0-9.-])(?:[0-9]{1,2}([.-])[0-9]{1,2}\1(?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}([.-])[0-9]{1,2}\2[0-9]{1,2})(?![0-9-]|\.[0-9])"
)
_TIMED = re.compile(r"(?<![0-9.-])(?:[01]?[0-9]|2[0-3])\.[0-5][0-9](?![0-9-]|\.[0-9])")


def find_numbers(text: str) -> Iterator[Identifier]:
    """Yield the NHS numbers and telephone numbers of a folded text."""
    for run in _runs(text):
        if _count(run) >= _SHORTEST_ABROAD:
            for part in _between_days(text, run):
                yield from _in_run(text, part)


def _count(run: Run) -> int:
    return sum(end - start for start, end in run)


def _runs(text: str) -> Iterator[Run]:
    """Yield the groups of digits that nothing but joints parts."""
    run: Run = []
    for found in _GROUP.finditer(text):
        start, end = found.span()
        if run and not _is_joint(text, run[-1][1], start):
            yield run
            run = []
        run.append((start, end))
    yield run


def _between_days(text: str, run: Run) -> Iterator[Run]:
    days = deque(found.span() for found in DATED.finditer(text, run[0][0], run[-1][1]))
    part: Run = []
    for group in run:
        while days and days[0][1] <= group[0]:
            yield part
            part = []
            days.popleft()
        if not days or group[1] <= days[0][0]:
            part.append(group)
    yield part


def _is_joint(text: str, start: int, end: int) -> bool:
    return end - start <= _WIDEST_JOINT and _JOINTS.issuperset(text[start:end])


def _in_run(text: str, run: Run) -> Iterator[Identifier]:
    for first in range(len(run)):
        windows = list(_windows(text, run, first))
        found = _phone(text, run, first, windows)
        if found is not None:
            yield Identifier(kind=Kind.PHONE, start=found[0], end=found[1])
        for digits, end in windows:
            if _is_nhs_number(digits) and _BRACKETS.isdisjoint(text[run[first][0] : end]):
                yield Identifier(kind=Kind.NHS_NUMBER, start=run[first][0], end=end)


def _windows(text: str, run: Run, first: int) -> Iterator[tuple[str, int]]:
    """Yield what can be read from a group onwards: its digits, and where the last group ends."""
    digits = ""
    for start, end in run[first : first + _MOST_DIGITS]:
        if len(digits) + end - start > _MOST_DIGITS:
            return
        digits += text[start:end]
        yield digits, end


def _is_nhs_number(digits: str) -> bool:
    if len(digits) != _NHS_DIGITS:
        return False
    # Of ten numbers nine end here, by the check digit: what follows takes ten times as long.
    if sum(map(mul, map(int, digits), _WEIGHTS)) % 11:
        return False
    # Late, for most journals never hold a number that may be one.
    from nhs_number import constants, validate  # noqa: PLC0415

    # Regions that issue numbers. Those for testing (9999999999) and unused ones are nobody's.
    issuing = (
        constants.REGION_ENGLAND_WALES_IOM,
        constants.REGION_SCOTLAND,
        constants.REGION_NORTHERN_IRELAND,
        constants.REGION_EIRE,
    )
    return any(validate.is_valid(digits, for_region=region) for region in issuing)


def _phone(text: str, run: Run, first: int, windows: list[tuple[str, int]]) -> Span | None:
    if not windows:
        return None
    start, digits = run[first][0], windows[0][0]
    before = text[max(0, start - 2) : start]
    if before.endswith(("+", "+(")):
        return _span(start - len(before) + before.rindex("+"), _end_abroad(text, start, windows))
    if not digits.startswith("0"):
        return None
    if digits.startswith("00"):
        end = _end_abroad(text, start, windows, dialled=2)
    else:
        end = _end_at_home(windows)
    if end is None or _TIMED.search(text, start, end):
        return None
    return _span(start - before.endswith("("), end)


def _span(start: int, end: int | None) -> Span | None:
    return None if end is None else (start, end)


def _end_at_home(windows: list[tuple[str, int]]) -> int | None:
    """Return where a British number that begins with one 0 ends."""
    for digits, end in windows:
        if len(digits) == _UK_DIGITS and digits[1] in _UK_PERSONAL:
            return end
    for digits, end in windows:
        if len(digits) == _UK_DIGITS - 1 and digits[1] == "1" and len(windows[0][0]) >= _UK_AREA:
            return end
    return None


def _end_abroad(
    text: str, start: int, windows: list[tuple[str, int]], dialled: int = 0
) -> int | None:
    """Return where a number that begins with the code of a country ends."""
    numbers = [(digits[dialled:], end) for digits, end in windows]
    if numbers[-1][0].startswith("44"):
        # The 0 that is dialled at home is often written too: +44 (0)20 ...
        homes = [("0" + digits[2:].removeprefix("0"), end) for digits, end in numbers]
        return _end_at_home(homes)
    long = [end for digits, end in numbers if len(digits) >= _SHORTEST_ABROAD]
    # What stands on the next line may be another number.
    return max([end for end in long if "\n" not in text[start:end]] or long[:1], default=None)

"""Digits in the groups they were written in, and what can be read from each group onwards."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import accumulate

Span = tuple[int, int]
Groups = list[Span]

FEWEST_DIGITS, MOST_DIGITS = 8, 15

_GROUP = re.compile(r"[0-9]+")
_JOINTS = frozenset(" \t\n\r\f\v.-()")
_WIDEST_JOINT = 4
# A day with its year is no part of a longer number.
DATED = re.compile(
    r"(?<![0-9.-])(?:[0-9]{1,2}([.-])[0-9]{1,2}\1(?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}([.-])[0-9]{1,2}\2[0-9]{1,2})(?![0-9-]|\.[0-9])"
)


class Run:
    """Groups of digits that nothing but joints parts.

    A number begins and ends with a group: it may be parted anywhere, and is no slice of another.

    Args:
        text: The folded text.
        groups: Where each group begins and ends in it, in order.
    """

    def __init__(self, text: str, groups: Groups) -> None:
        self._groups = groups
        self._digits = "".join(text[start:end] for start, end in groups)
        counts = accumulate(end - start for start, end in groups)
        self._ends = dict(zip(counts, (end for _, end in groups), strict=True))

    def starts(self) -> Iterator[tuple[int, int, int]]:
        """Yield the bounds of each group, and how many digits of the run are before it."""
        before = 0
        for start, end in self._groups:
            yield start, end, before
            before += end - start

    def reading(self, before: int, count: int) -> tuple[str, int] | None:
        """Return *count* digits from a group onwards and where they end; None within a group."""
        end = self._ends.get(before + count)
        return None if end is None else (self._digits[before : before + count], end)

    def readings(self, before: int) -> list[tuple[str, int]]:
        """Return all that can be read from a group onwards, up to 15 digits, the shortest first."""
        digits, ends = self._digits, self._ends
        last = range(before + 1, before + MOST_DIGITS + 1)
        return [(digits[before:end], ends[end]) for end in last if end in ends]

    def second(self, before: int) -> str:
        """Return the second digit from a group onwards, in whichever group it is; or nothing."""
        return self._digits[before + 1 : before + 2]


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of a folded text that are long enough to hold a number of interest."""
    for groups in _runs(text):
        if _count(groups) >= FEWEST_DIGITS:
            for part in _between_days(text, groups):
                if _count(part) >= FEWEST_DIGITS:
                    yield Run(text, part)


def _count(groups: Groups) -> int:
    return sum(end - start for start, end in groups)


def _runs(text: str) -> Iterator[Groups]:
    groups: Groups = []
    for found in _GROUP.finditer(text):
        start, end = found.span()
        if groups and not _is_joint(text, groups[-1][1], start):
            yield groups
            groups = []
        groups.append((start, end))
    yield groups


def _is_joint(text: str, start: int, end: int) -> bool:
    return end - start <= _WIDEST_JOINT and _JOINTS.issuperset(text[start:end])


def _between_days(text: str, groups: Groups) -> Iterator[Groups]:
    days = deque(found.span() for found in DATED.finditer(text, groups[0][0], groups[-1][1]))
    part: Groups = []
    for group in groups:
        while days and days[0][1] <= group[0]:
            yield part
            part = []
            days.popleft()
        if not days or group[1] <= days[0][0]:
            part.append(group)
    yield part

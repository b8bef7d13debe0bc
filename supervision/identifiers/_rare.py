"""Rare combinations: an age, a place and a day that together may fit one person only."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator

from supervision.identifiers._dates import days
from supervision.identifiers._kinds import Identifier, Kind
from supervision.identifiers._words import word_set

Span = tuple[int, int]

_AGE_HINTS = ("age", "year", "yr", "yo", "y/o")
# Begins with a set of characters, not with a look behind: the search then skips all others at once.
_AGE = re.compile(
    r"[0-9aA](?:(?<=[0-9])(?<![\w.-].)[0-9]{0,2}"
    r"(?:[\s-]{0,2}(?i:years?|yrs?)[\s-]{1,2}(?i:old|of\s{1,2}age)|\s?(?i:yo|y/o))\b"
    r"|(?<=[aA])(?<!\w.)(?i:ged?):?\s{1,2}(?:of\s{1,2})?[0-9]{1,3}\b)"
)
_CAPITALISED = re.compile(r"[A-Z](?<!\w.)[^\W\d_]+\b")
_LEADING = re.compile(
    r"\b(?i:in|at|from|near|outside|to)\s{1,2}(?:the\s{1,2})?\Z",
)
_LEADING_WIDTH = len("outside  the  ")
_ENDING = re.compile(
    r"\s{1,2}(?:Street|Road|Avenue|Lane|Close|Hospital|School|Prison|Station|Hostel|Clinic|College"
    r"|University|Church|Park|Village)\b"
)
# Words with a capital that follow "in" or "at" and are no place.
_NO_PLACES = word_set(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday "
    "friday saturday sunday christmas easter ramadan eid diwali english welsh french zoom "
    "teams god open day spring summer autumn winter gibbs driscoll proctor the"
)
_NEAR = 160


def find_rare_combinations(text: str, lowered: str) -> Iterator[Identifier]:
    """Yield the stretches of a folded text that hold an age, a place and a day close together.

    Args:
        text: The text.
        lowered: The same in small letters.
    """
    if not any(hint in lowered for hint in _AGE_HINTS):
        return
    ages = [found.span() for found in _AGE.finditer(text)]
    if not ages:
        return
    when, where = list(days(text)), list(_places(text))
    for age in ages:
        spans = [age, *_nearest(when, age), *_nearest(where, age)]
        start, end = min(spans)[0], max(end for _, end in spans)
        if len(spans) == len(("age", "day", "place")) and end - start <= _NEAR:
            yield Identifier(kind=Kind.RARE_COMBINATION, start=start, end=end)


def _places(text: str) -> Iterator[Span]:
    for found in _CAPITALISED.finditer(text):
        start, end = found.span()
        # All capitals are an abbreviation, such as that of a fellowship.
        if found[0].isupper() or found[0].casefold() in _NO_PLACES:
            continue
        ending = _ENDING.match(text, end)
        if ending is not None:
            yield start, ending.end()
        elif _LEADING.search(text, max(0, start - _LEADING_WIDTH), start):
            yield start, end


def _nearest(spans: list[Span], age: Span) -> list[Span]:
    """Return the one of *spans*, which are in order, that is nearest to *age*; none if empty."""
    at = bisect(spans, age)
    sides = spans[max(0, at - 1) : at + 1]
    return sorted(sides, key=lambda span: max(span[0] - age[1], age[0] - span[1]))[:1]

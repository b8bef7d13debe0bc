"""Days in a text, and days of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supervision.identifiers._kinds import Identifier, Kind

Span = tuple[int, int]

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_NTH = rf"{_DAY}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)[0-9]{2}"
_EITHER_YEAR = rf"(?:{_YEAR}|'?[0-9]{{2}})(?![0-9])"
_SIGN = r"(?:\s{0,2}[-/.]\s{0,2}|\s{1,2})"
_GAP = r"[\s,-]{1,3}"
_DATE = (
    rf"{_YEAR}{_SIGN}{_DAY}{_SIGN}{_DAY}(?![0-9])"
    rf"|{_DAY}{_SIGN}{_DAY}{_SIGN}{_EITHER_YEAR}"
    rf"|{_NTH}(?:\s{{1,2}}of)?{_GAP}{_MONTH}{_GAP}{_EITHER_YEAR}"
    rf"|{_MONTH}{_GAP}{_NTH}{_GAP}{_EITHER_YEAR}"
)
_DATES = re.compile(_DATE, re.IGNORECASE)
_DAYS = re.compile(
    rf"{_DATE}|{_NTH}(?:\s{{1,2}}of)?\s{{1,2}}{_MONTH}(?!\w)|{_MONTH}\s{{1,2}}{_NTH}(?!\w)",
    re.IGNORECASE,
)
# Where a day may begin: patterns this long are tried there only.
_BEGINNING = re.compile(r"[0-9JFMASOND][0-9A-Za-z]*")
_NO_BEGINNING = frozenset("_.-")
_BIRTH = re.compile(r"(?<!\w)(?:born|birth(?:day|date)?|d\.?o\.?b\.?)(?!\w)", re.IGNORECASE)
_BIRTH_HINTS = ("born", "birth", "dob", "d.o.b")
_NEAR = 40
_MOST_WORDS = 4
_SENTENCE_END = re.compile(r"[!?;]|\.\s|\n\s*\n")


def days(text: str) -> Iterator[Span]:
    """Yield where the days of a folded text are, with and without their year."""
    return _matches(_DAYS, text)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    last = 0
    for beginning in _BEGINNING.finditer(text):
        start = beginning.start()
        if start >= last and _begins(text[start - 1 : start]):
            found = pattern.match(text, start)
            if found is not None:
                last = found.end()
                yield found.span()


def _begins(before: str) -> bool:
    return not before.isalnum() and before not in _NO_BEGINNING


def find_birth_dates(text: str, lowered: str) -> Iterator[Identifier]:
    """Yield the full dates of a folded text that stand near a word of birth.

    Args:
        text: The text.
        lowered: The same in small letters.
    """
    if not any(hint in lowered for hint in _BIRTH_HINTS):
        return
    words = [found.span() for found in _BIRTH.finditer(text)]
    at = 0
    for start, end in _matches(_DATES, text):
        while at < len(words) and words[at][1] < start - _NEAR:
            at += 1
        if any(_is_near(text, word, (start, end)) for word in words[at : at + _MOST_WORDS]):
            yield Identifier(kind=Kind.BIRTH_DATE, start=start, end=end)


def _is_near(text: str, word: Span, day: Span) -> bool:
    between = (word[1], day[0]) if word[0] < day[0] else (day[1], word[0])
    if between[1] - between[0] > _NEAR:
        return False
    return _SENTENCE_END.search(text, *between) is None

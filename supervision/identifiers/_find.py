"""All that points to a person in one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supervision.identifiers._dates import find_birth_dates
from supervision.identifiers._emails import find_emails
from supervision.identifiers._folding import fold, origins, whole
from supervision.identifiers._kinds import Identifier, KnownNames
from supervision.identifiers._known import find_known_names
from supervision.identifiers._numbers import find_numbers
from supervision.identifiers._postcodes import find_postcodes
from supervision.identifiers._rare import find_rare_combinations
from supervision.identifiers._titles import find_titled_names

_DIGITS = "0123456789"


def find(text: str, *, known: KnownNames | None = None) -> list[Identifier]:
    """Return where *text* may point to a person, in order; empty if nowhere.

    Nothing is looked up outside, and the same text always gives the same answer. Identifiers are
    found also where line breaks, spaces, hyphens, dots or unseen characters run through them.

    Args:
        text: Any text; the time taken grows with its length and no faster.
        known: Names to look for besides.

    Examples:
        >>> find("Ring Mr Marlow on 07700 900123.")  # doctest: +NORMALIZE_WHITESPACE
        [Identifier(kind=<Kind.TITLED_NAME: 'titled-name'>, start=5, end=14),
         Identifier(kind=<Kind.PHONE: 'phone'>, start=18, end=30)]
        >>> find("C-201 took 40 ml at 09:30, as on 12 October 2026.")
        []
    """
    folded = fold(text)
    found = [*_apart(_alone(folded, known)), *_together(folded)]
    return sorted(_placed(text, folded, found)) if found else []


def _alone(text: str, known: KnownNames | None) -> Iterator[Identifier]:
    # A text without a digit, which most are, is not searched for what needs one.
    if _has_digit(text):
        yield from find_numbers(text)
        yield from find_postcodes(text)
        yield from find_birth_dates(text, text.lower())
    if "@" in text:
        yield from find_emails(text)
    yield from find_titled_names(text)
    if known is not None:
        yield from find_known_names(text, known)


def _together(text: str) -> Iterator[Identifier]:
    if _has_digit(text):
        yield from _apart(find_rare_combinations(text, text.lower()))


def _has_digit(text: str) -> bool:
    return any(digit in text for digit in _DIGITS)


def _apart(found: Iterable[Identifier]) -> list[Identifier]:
    """Return *found* without overlaps: of two that share a character, the longer."""
    kept: list[Identifier] = []
    for one in sorted(found):
        if kept and one.start < kept[-1].end:
            if one.end - one.start > kept[-1].end - kept[-1].start:
                kept[-1] = one
        else:
            kept.append(one)
    return kept


def _placed(text: str, folded: str, found: list[Identifier]) -> list[Identifier]:
    """Return *found* as places in the text as it was given."""
    if folded is text:
        return found
    at = origins(text)
    return [
        Identifier(kind=one.kind, start=at[one.start], end=whole(text, at[one.end - 1] + 1))
        for one in found
    ]

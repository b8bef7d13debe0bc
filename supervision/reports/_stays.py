"""How many sessions count as one, because a theme that is there tends to stay.

A client who is talked of for two months brings the same themes eight times. To a test that takes
each session as a draw of its own these would be eight witnesses, where there is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from fractions import Fraction
from math import sqrt

import attrs

from supervision.records import LedgerLine

Names = Callable[[LedgerLine], Collection[str]]
"""Reads what is counted from a session."""

_MOST_ALIKE = Fraction(19, 20)
_FINE = 10_000


@attrs.frozen(kw_only=True)
class Counted:
    """The sessions of one span with any theme, and the pairs of them that follow each other.

    Attributes:
        sessions: How many there are.
        bare: How many more have no theme recorded.
        themes: In how many each theme came up.
        pairs: How many sessions follow one with the same people, or of the same group.
        earlier: In how many of the earlier of each pair each theme came up.
        later: In how many of the later.
        both: In how many pairs in both.
    """

    sessions: int
    bare: int
    themes: Counter[str]
    pairs: int
    earlier: Counter[str]
    later: Counter[str]
    both: Counter[str]


def counted(sessions: Iterable[LedgerLine], names: Names) -> Counted:
    """Count *sessions*, which are in the order of their days, by what *names* reads from each."""
    # Long lists, counted in one call each, take half the time of counting session by session.
    themes: list[str] = []
    earlier: list[str] = []
    later: list[str] = []
    both: list[str] = []
    before: dict[object, frozenset[str]] = {}
    number = bare = pairs = 0
    for session in sessions:
        if not session.themes:  # What nobody wrote down is not known to have been left out.
            bare += 1
            continue
        found, who = frozenset(names(session)), session.group or session.people
        known = before.get(who)
        before[who] = found
        themes += found
        number += 1
        if known is not None:
            pairs += 1
            earlier += known
            later += found
            both += known & found
    return Counted(
        sessions=number,
        bare=bare,
        themes=Counter(themes),
        pairs=pairs,
        earlier=Counter(earlier),
        later=Counter(later),
        both=Counter(both),
    )


def count_as_one(name: str, spans: Sequence[Counted]) -> Fraction:
    """Return how many sessions count as one for a theme: 1 if it comes and goes as chance has it.

    It is (1 + r) / (1 - r), where r is how much alike two sessions are that follow each other: their
    correlation about the mean of each span, so that a change between spans is not taken for
    staying; 0 if they are less alike than chance. Each span has five sessions or more.

    Measured about a mean that comes from the same few sessions, r is too small, by about
    (1 + 4 r) / n in n sessions: this is put back. And as it may be too small by chance, half its
    standard error is added.

    Source:
        G. V. Bayley, J. M. Hammersley, Supplement to the Journal of the Royal Statistical
        Society 8 (1946), 184-197; M. G. Kendall, Biometrika 41 (1954), 403-404, on r being too
        small. Half a standard error was chosen by the simulations that the page on themes shows.
    """
    together = sum((_together(name, span) for span in spans), Fraction(0))
    apart = sum((_apart(name, span) for span in spans), Fraction(0))
    pairs, sessions = sum(span.pairs for span in spans), sum(span.sessions for span in spans)
    if not pairs or not apart:
        return Fraction(1)
    found = together / pairs / (apart / sessions)
    alike = max(_with_room(found, Fraction(sessions, len(spans)), pairs), Fraction(0))
    alike = min(alike, _MOST_ALIKE)
    return (1 + alike) / (1 - alike)


def _with_room(found: Fraction, sessions: Fraction, pairs: int) -> Fraction:
    """Return a correlation that was found in few sessions, as large as it may well be."""
    unbiased = min((sessions * found + 1) / (sessions - 4), Fraction(1))
    error = sqrt((1 - max(unbiased, Fraction(0)) ** 2) / pairs)
    return unbiased + Fraction(error).limit_denominator(_FINE) / 2


def _together(name: str, span: Counted) -> Fraction:
    """Return the sum, over pairs, of the product of their differences from the mean."""
    mean = Fraction(span.themes[name], span.sessions)
    ends = span.earlier[name] + span.later[name]
    return span.both[name] - mean * ends + span.pairs * mean**2


def _apart(name: str, span: Counted) -> Fraction:
    """Return the sum, over sessions, of the squares of their differences from the mean."""
    having = span.themes[name]
    return having - Fraction(having**2, span.sessions)

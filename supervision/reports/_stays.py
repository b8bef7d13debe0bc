"""How many sessions count as one, because a theme that is there tends to stay.

A client who is talked of for two months brings the same themes eight times. To a test that takes
each session as a draw of its own these would be eight witnesses, where there is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from fractions import Fraction

import attrs

from supervision.records import LedgerLine

_MOST_ALIKE = Fraction(19, 20)


@attrs.frozen(kw_only=True)
class Counted:
    """The sessions of one span, and the pairs of them that follow each other.

    Attributes:
        sessions: How many there are.
        themes: In how many each theme came up.
        pairs: How many sessions follow one with the same people, or of the same group.
        earlier: In how many of the earlier of each pair each theme came up.
        later: In how many of the later.
        both: In how many pairs in both.
    """

    sessions: int
    themes: Counter[str]
    pairs: int
    earlier: Counter[str]
    later: Counter[str]
    both: Counter[str]


def counted(
    sessions: Iterable[LedgerLine], names: Callable[[LedgerLine], Collection[str]]
) -> Counted:
    """Count *sessions*, which are in the order of their days, by what *names* reads from each."""
    # Long lists, counted in one call each, take half the time of counting session by session.
    themes: list[str] = []
    earlier: list[str] = []
    later: list[str] = []
    both: list[str] = []
    before: dict[object, frozenset[str]] = {}
    number = pairs = 0
    for session in sessions:
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
    staying; 0 if they are less alike than chance. Each span has a session or more.

    Source:
        G. V. Bayley, J. M. Hammersley, Supplement to the Journal of the Royal Statistical
        Society 8 (1946), 184-197.
    """
    together = sum((_together(name, span) for span in spans), Fraction(0))
    apart = sum((_apart(name, span) for span in spans), Fraction(0))
    pairs, sessions = sum(span.pairs for span in spans), sum(span.sessions for span in spans)
    if not pairs or not apart:
        return Fraction(1)
    alike = min(max(together / pairs / (apart / sessions), Fraction(0)), _MOST_ALIKE)
    return (1 + alike) / (1 - alike)


def _together(name: str, span: Counted) -> Fraction:
    """Return the sum, over pairs, of the product of their differences from the mean."""
    mean = Fraction(span.themes[name], span.sessions)
    ends = span.earlier[name] + span.later[name]
    return span.both[name] - mean * ends + span.pairs * mean**2


def _apart(name: str, span: Counted) -> Fraction:
    """Return the sum, over sessions, of the squares of their differences from the mean."""
    having = span.themes[name]
    return having - Fraction(having**2, span.sessions)

"""Fisher's exact test of a two-by-two table, and Holm's correction for many tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import comb

EXACT_UP_TO = 5_000
"""The most sessions, in both spans, for which p is exact; beyond, numbers get very long."""

_TIE = 1e-7
_LEAST = Fraction(1, 10**300)


def fisher(first: int, first_of: int, second: int, second_of: int) -> Fraction:
    """Return the two-sided p of *first* in *first_of* against *second* in *second_of*.

    It is the share, among all ways to deal the same finds to the same sessions, of those that
    are as unlikely as what was seen, or unlikelier. Swapping the two sides changes nothing.

    Args:
        first: How many of the first kind were found, from 0 to *first_of*.
        first_of: How many of the first there were.
        second: How many of the second kind were found, from 0 to *second_of*.
        second_of: How many of the second there were.

    Returns:
        A number above 0 and at most 1. It is exact up to `EXACT_UP_TO` sessions; beyond, it is
        computed in floating point, and what is less likely by no more than 1 in 10,000,000
        counts as equally likely, as in the statistics program R.

    Source:
        R. A. Fisher, Journal of the Royal Statistical Society 85 (1922), 87-94; The Design of
        Experiments (1935), chapter 2.

    Examples:
        >>> fisher(3, 4, 1, 4)
        Fraction(17, 35)
    """
    table = first, first_of, first + second, first_of + second_of
    return _exactly(*table) if table[-1] <= EXACT_UP_TO else _nearly(*table)


def holm(values: Sequence[Fraction]) -> list[Fraction]:
    """Return *values*, the p of several tests, corrected for looking at all of them.

    If nothing changed anywhere, the chance that any of the corrected values is at or below a
    level is at most that level, however the tests depend on each other.

    Source:
        S. Holm, Scandinavian Journal of Statistics 6 (1979), 65-70.

    Examples:
        >>> [str(p) for p in holm([Fraction(1, 100), Fraction(1, 2), Fraction(1, 50)])]
        ['3/100', '1/2', '1/25']
    """
    corrected = [Fraction(1)] * len(values)
    highest = Fraction(0)
    for rank, number in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        highest = max(highest, min(Fraction(1), values[number] * (len(values) - rank)))
        corrected[number] = highest
    return corrected


def _exactly(seen: int, drawn: int, finds: int, whole: int) -> Fraction:
    weights = list(_weights(drawn, finds, whole))
    observed = weights[seen - max(0, drawn + finds - whole)]
    return Fraction(sum(one for one in weights if one <= observed), comb(whole, drawn))


def _weights(drawn: int, finds: int, whole: int) -> Iterator[int]:
    """Yield in how many ways *drawn* sessions have each possible number of the *finds*."""
    low, high = max(0, drawn + finds - whole), min(drawn, finds)
    ways = comb(finds, low) * comb(whole - finds, drawn - low)
    for count in range(low, high + 1):
        yield ways
        up, down = _step(count, drawn, finds, whole)
        ways = ways * up // down


def _step(count: int, drawn: int, finds: int, whole: int) -> tuple[int, int]:
    """Return by what the ways grow, as a ratio, from *count* finds to one more."""
    up = (finds - count) * (drawn - count)
    return up, (count + 1) * (whole - finds - drawn + count + 1)


def _nearly(seen: int, drawn: int, finds: int, whole: int) -> Fraction:
    # From the likeliest number outwards, until the rest is too little to be held: so nothing
    # overflows, and the tails cost no time.
    low, high = max(0, drawn + finds - whole), min(drawn, finds)
    mode = min(max((drawn + 1) * (finds + 1) // (whole + 2), low), high)
    likely = {mode: 1.0}
    for count in range(mode, high):
        up, down = _step(count, drawn, finds, whole)
        likely[count + 1] = likely[count] * up / down
        if not likely[count + 1]:
            break
    for count in range(mode, low, -1):
        up, down = _step(count - 1, drawn, finds, whole)
        likely[count - 1] = likely[count] * down / up
        if not likely[count - 1]:
            break
    limit = likely.get(seen, 0.0) * (1 + _TIE)
    p = sum(one for one in likely.values() if one <= limit) / sum(likely.values())
    return max(_LEAST, min(Fraction(1), Fraction(p)))

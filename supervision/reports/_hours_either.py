"""Requirements of which one is enough: which way is met, and which one is nearest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from supervision.catalogue import Requirement
from supervision.reports._hours_answers import ONE_IS_ENOUGH
from supervision.reports._hours_outcome import HoursOutcome, HoursStatus, HoursUnit

Asked = tuple[Requirement, HoursOutcome]
Way = list[HoursOutcome]
"""What became of one requirement in one stretch of time."""
Key = tuple[str, str]
"""The word that requirements share, and the stretch of time."""

_BAD = (HoursStatus.SHORT, HoursStatus.UNKNOWN)
_UNITS = list(HoursUnit)


def one_is_enough(found: Sequence[Asked]) -> tuple[HoursOutcome, ...]:
    """Return the outcomes; of requirements that share a word, one is enough in each stretch.

    Where one way is met the others are not needed. Where none is, the nearest alone is short, so
    that what is missing is counted once, and all of them say that one is enough.
    """
    ways = _ways(found)
    return tuple(
        one if asked.either is None else _beside(one, ways[asked.either, one.name])
        for asked, one in found
    )


def _ways(found: Iterable[Asked]) -> Mapping[Key, Mapping[str, Way]]:
    ways: defaultdict[Key, defaultdict[str, Way]] = defaultdict(lambda: defaultdict(list))
    for asked, one in found:
        if asked.either is not None:
            ways[asked.either, one.name][one.requirement].append(one)
    return ways


def _beside(one: HoursOutcome, ways: Mapping[str, Way]) -> HoursOutcome:
    """Return what became of *one*, with what became of the other ways in view."""
    if one.status is HoursStatus.MET and not one.needed:
        return attrs.evolve(one, status=HoursStatus.NOT_ASKED)
    if one.status not in _BAD:
        return one
    if any(all(map(_is_enough, way)) for way in ways.values()):
        return attrs.evolve(one, status=HoursStatus.INSTEAD)
    remarks = (*one.remarks, f"{ONE_IS_ENOUGH}{', '.join(ways)}")
    further = one.status is HoursStatus.SHORT and one.requirement != _nearest(ways)
    status = HoursStatus.FURTHER if further else one.status
    return attrs.evolve(one, status=status, remarks=remarks)


def _is_enough(one: HoursOutcome) -> bool:
    # Where nothing was asked for, nothing was done that could stand for another way.
    return one.status is HoursStatus.EXEMPT or (one.status is HoursStatus.MET and one.needed > 0)


def _nearest(ways: Mapping[str, Way]) -> str:
    """Return the way that is short by least; a recommendation never stands for a requirement."""
    short = {
        requirement: way
        for requirement, way in ways.items()
        if any(one.status is HoursStatus.SHORT for one in way)
    }
    return min(short, key=lambda requirement: _distance(short[requirement]))


def _distance(way: Way) -> tuple[bool, int, Fraction]:
    missing = sum((one.short for one in way), Fraction(0))
    return way[0].advised, _UNITS.index(way[0].unit), missing

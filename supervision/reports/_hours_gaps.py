"""The longest gaps between sessions, and between the times that a case comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from supervision.catalogue import Gap
from supervision.reports._hours_credit import Held
from supervision.reports._hours_ground import Ground, outcome
from supervision.reports._hours_outcome import HoursOutcome, HoursStatus, HoursUnit
from supervision.reports._hours_spans import span

_ONE = timedelta(days=1)
Between = tuple[int, date, date]
"""How many days are between two sessions, the day after the first, and the day of the second."""


def gaps(asked: Gap, ground: Ground) -> Iterator[HoursOutcome]:
    """Yield every gap that is too long; where there is none, the longest."""
    if asked.of_each_case:
        for case, days in _days_of_cases(asked, ground).items():
            if len(days) > 1:
                yield from _worst(asked, ground, sorted(days), ground.case_name(case))
        return
    met_on = sorted({one.line.on for one in _counted(asked, ground)})
    # At best there was a session the day before, and will be one the day after.
    yield from _worst(asked, ground, [ground.since - _ONE, *met_on, ground.closes + _ONE], None)


def _counted(asked: Gap, ground: Ground) -> list[Held]:
    held = ground.between(ground.since, ground.closes, asked.only)
    return [one for one in held if one.credit.counts]


def _days_of_cases(asked: Gap, ground: Ground) -> dict[str, set[date]]:
    """Return the days of each case, in the order in which the cases first come."""
    found: defaultdict[str, set[date]] = defaultdict(set)
    for one in _counted(asked, ground):
        for case in sorted(ground.cases_of(one.line)):
            if case in ground.cases or not ground.cases:
                found[case].add(one.line.on)
    return found


def _worst(
    asked: Gap, ground: Ground, days: list[date], part: str | None
) -> Iterator[HoursOutcome]:
    between = [_between(ground, first, second) for first, second in pairwise(days)]
    too_long = [one for one in between if one[0] > asked.days]
    for one in too_long or [max(between, key=lambda gap: gap[0])]:
        yield _outcome(asked, ground, one, part)


def _between(ground: Ground, first: date, second: date) -> Between:
    start = first + _ONE
    return (second - first).days - ground.breaks.days(start, second), start, second


def _outcome(asked: Gap, ground: Ground, between: Between, part: str | None) -> HoursOutcome:
    length, first, last = between
    # No gap but the one of a log without a session goes from before its first day to its end.
    empty = part is None and first == ground.since and last > ground.closes
    last = min(last, ground.closes)
    return outcome(
        asked,
        ground,
        span(first, last),
        (),
        needed=Fraction(asked.days),
        found=Fraction(length),
        unit=HoursUnit.DAYS,
        status=HoursStatus.SHORT if length > asked.days else HoursStatus.MET,
        part=part,
        no_session=empty,
    )

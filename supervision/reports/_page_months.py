"""Hours month by month: what was held, what of it counts, and what was asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from supervision.records import LedgerLine
from supervision.reports._audit_entry import NOT_HELD
from supervision.reports._hours_outcome import HoursOutcome, HoursStatus, HoursUnit
from supervision.reports._hours_report import HoursReport
from supervision.reports._hours_words import number
from supervision.reports._periods import period_of

_HOUR = 60
_MISSING = (HoursStatus.SHORT, HoursStatus.FURTHER)


@attrs.frozen(kw_only=True)
class MonthOfHours:
    """One month.

    Attributes:
        month: Its name, such as `2026-06`.
        held: The minutes of sessions that were held, with the person there.
        credited: How many of them count.
        needed: How many minutes were asked for; None if the rule asks for none by the month.
        short: How many are missing; where another way would do and is nearer, how many this way.
        status: What became of it, if something was asked for.
    """

    month: str
    held: int
    credited: Fraction
    needed: Fraction | None = None
    short: Fraction = Fraction(0)
    status: HoursStatus | None = None

    @property
    def missing(self) -> str:
        """How much is missing, in words; nothing where nothing is."""
        return f"{said_minutes(self.short)}{self.this_way}" if self.short else ""

    @property
    def this_way(self) -> str:
        """What to add to a figure that is short of a way that is not the nearest."""
        return " this way" if self.status is HoursStatus.FURTHER else ""


def by_rule(report: HoursReport, months: Sequence[str]) -> tuple[MonthOfHours, ...]:
    """Return *months* as a report on hours has them."""
    asked = _asked(report.outcomes)
    held: defaultdict[str, int] = defaultdict(int)
    credited: defaultdict[str, Fraction] = defaultdict(Fraction)
    for one in report.sessions:
        month = period_of(one.on, "month")
        credited[month] += one.credited
        held[month] += 0 if one.reason in NOT_HELD else one.minutes
    return tuple(_month(each, held[each], credited[each], asked.get(each)) for each in months)


def as_held(lines: Iterable[LedgerLine], months: Sequence[str]) -> tuple[MonthOfHours, ...]:
    """Return *months* with the minutes of sessions as they were, by no rule."""
    held: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        held[period_of(line.on, "month")] += line.minutes
    return tuple(_month(each, held[each], Fraction(held[each]), None) for each in months)


def said_minutes(minutes: Fraction | int) -> str:
    """Return minutes as hours and minutes.

    >>> said_minutes(138), said_minutes(Fraction(45, 2)), said_minutes(120)
    ('2 h 18 min', '22 1/2 min', '2 h')
    """
    hours, rest = divmod(Fraction(minutes), _HOUR)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, *([f"{number(rest)} min"] if rest or not hours else [])])


def _asked(outcomes: Iterable[HoursOutcome]) -> Mapping[str, HoursOutcome]:
    """Return what the first requirement that asks for minutes by the month asks for in each."""
    # What there is in place of one that was not met would draw a line that nobody has to reach.
    monthly = [
        one
        for one in outcomes
        if one.unit is HoursUnit.MINUTES
        and one.part is None
        and one.status is not HoursStatus.NOT_ASKED
        and one.name == period_of(one.first, "month")
    ]
    return {one.name: one for one in monthly if one.requirement == monthly[0].requirement}


def _month(month: str, held: int, credited: Fraction, asked: HoursOutcome | None) -> MonthOfHours:
    if asked is None:
        return MonthOfHours(month=month, held=held, credited=credited)
    return MonthOfHours(
        month=month,
        held=held,
        credited=credited,
        needed=asked.needed,
        # What is still open is not missing yet.
        short=asked.short if asked.status in _MISSING else Fraction(0),
        status=asked.status,
    )

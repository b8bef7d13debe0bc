"""Hours month by month: what was held, what of it counts, and what was asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

import attrs

from supervision.records import LedgerLine
from supervision.reports._audit_entry import NOT_HELD
from supervision.reports._hours_answers import HoursAnswer
from supervision.reports._hours_outcome import UNTOLD, HoursOutcome, HoursStatus, HoursUnit
from supervision.reports._hours_report import HoursReport
from supervision.reports._hours_words import number
from supervision.reports._periods import Period, period_of, period_of_month

_HOUR = 60
# Of the ways of which one is enough, the easier one is drawn: that which is met, or the nearest.
_EASIER = (HoursStatus.MET, HoursStatus.EXEMPT, HoursStatus.SHORT, HoursStatus.OPEN)


@attrs.frozen(kw_only=True)
class MonthOfHours:
    """One month; or a quarter or a year, where a chart draws those.

    Attributes:
        month: Its name, such as `2026-06`.
        held: The minutes of sessions that were held, with the person there.
        credited: How many of them count.
        needed: How many minutes were asked for, by the easier way if one of several is enough;
            None if the rule asks for none by the month, or if that cannot be told.
        short: How many are missing.
        status: What became of it, if something was asked for.
        verdict: The same in words, if one of several ways is enough.
        early: Whether it was over before the person's first session.
    """

    month: str
    held: int
    credited: Fraction
    needed: Fraction | None = None
    short: Fraction = Fraction(0)
    status: HoursStatus | None = None
    verdict: str = ""
    early: bool = False

    @property
    def is_short(self) -> bool:
        """Whether less counts than was asked for."""
        return self.status is HoursStatus.SHORT

    @property
    def asked(self) -> str:
        """How much was asked for, in words; nothing where nothing was."""
        if self.needed is None:
            return UNTOLD if self.status is HoursStatus.UNKNOWN else ""
        return said_minutes(self.needed)

    @property
    def missing(self) -> str:
        """How much is missing, in words; nothing where nothing is."""
        return said_minutes(self.short) if self.short else ""


def by_rule(report: HoursReport, months: Sequence[str]) -> tuple[MonthOfHours, ...]:
    """Return *months* as a report on hours has them."""
    asked = _asked(report.answers)
    held: defaultdict[str, int] = defaultdict(int)
    credited: defaultdict[str, Fraction] = defaultdict(Fraction)
    for one in report.sessions:
        month = period_of(one.on, "month")
        credited[month] += one.credited
        held[month] += 0 if one.reason in NOT_HELD else one.minutes
    first = report.first_session
    return tuple(
        _month(MonthOfHours(month=each, held=held[each], credited=credited[each]), asked, first)
        for each in months
    )


def as_held(lines: Iterable[LedgerLine], months: Sequence[str]) -> tuple[MonthOfHours, ...]:
    """Return *months* with the minutes of sessions as they were, by no rule."""
    held: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        held[period_of(line.on, "month")] += line.minutes
    return tuple(
        MonthOfHours(month=each, held=held[each], credited=Fraction(held[each])) for each in months
    )


def gathered(months: Sequence[MonthOfHours], by: Period) -> tuple[MonthOfHours, ...]:
    """Return *months* by the quarter or the year; short is what has a month in it that is."""
    if by == "month":
        return tuple(months)
    found: defaultdict[str, list[MonthOfHours]] = defaultdict(list)
    for one in months:
        found[period_of_month(one.month, by)].append(one)
    return tuple(_together(name, each) for name, each in found.items())


def said_minutes(minutes: Fraction | int) -> str:
    """Return minutes as hours and minutes.

    >>> said_minutes(138), said_minutes(Fraction(45, 2)), said_minutes(120)
    ('2 h 18 min', '22 1/2 min', '2 h')
    """
    hours, rest = divmod(Fraction(minutes), _HOUR)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, *([f"{number(rest)} min"] if rest or not hours else [])])


def _asked(answers: Iterable[HoursAnswer]) -> Mapping[str, HoursAnswer]:
    """Return what the first that asks for minutes by the month asks for in each."""
    # What there is in place of one that was not met would draw a line that nobody has to reach.
    monthly = [
        one
        for one in answers
        if one.status is not HoursStatus.NOT_ASKED and any(map(_is_monthly, one.outcomes))
    ]
    return {
        one.outcomes[0].name: one for one in monthly if tuple(one.ways) == tuple(monthly[0].ways)
    }


def _is_monthly(one: HoursOutcome) -> bool:
    in_minutes = one.unit is HoursUnit.MINUTES and one.part is None
    return in_minutes and one.name == period_of(one.first, "month")


def _month(
    month: MonthOfHours, asked: Mapping[str, HoursAnswer], first: date | None
) -> MonthOfHours:
    answer = asked.get(month.month)
    if answer is None:
        return month
    easier = _easier(answer)
    is_short = answer.status is HoursStatus.SHORT
    return attrs.evolve(
        month,
        needed=None if easier is None else easier.needed,
        # What is still open is not missing yet.
        short=easier.short if easier and is_short else Fraction(0),
        status=answer.status,
        verdict=answer.verdict if len(answer.ways) > 1 else "",
        early=first is not None and month.month < period_of(first, "month"),
    )


def _easier(answer: HoursAnswer) -> HoursOutcome | None:
    known = [
        one
        for one in answer.outcomes
        if _is_monthly(one) and one.needed_known and one.status is not HoursStatus.NOT_ASKED
    ]
    return min(known, key=_hardness, default=None)


def _hardness(one: HoursOutcome) -> tuple[int, Fraction, Fraction]:
    place = _EASIER.index(one.status) if one.status in _EASIER else len(_EASIER)
    return place, one.short, one.needed


def _together(name: str, months: Sequence[MonthOfHours]) -> MonthOfHours:
    needed = [one.needed for one in months if one.needed is not None]
    found = {one.status for one in months}
    told = (one for one in (HoursStatus.SHORT, HoursStatus.INSTEAD) if one in found)
    return MonthOfHours(
        month=name,
        held=sum(one.held for one in months),
        credited=sum((one.credited for one in months), Fraction(0)),
        needed=sum(needed, Fraction(0)) if needed else None,
        short=sum((one.short for one in months), Fraction(0)),
        status=next(told, None),
        early=all(one.early for one in months if one.is_short),
    )

"""The tables on hours of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from supervision.reports._hours_answers import HoursAnswer
from supervision.reports._hours_credit import CreditReason, SessionCredit
from supervision.reports._hours_outcome import UNTOLD, HoursOutcome, HoursUnit, amount
from supervision.reports._hours_report import HoursReport
from supervision.reports._hours_words import number
from supervision.reports._page_months import MonthOfHours, said_minutes
from supervision.reports._page_parts import Table
from supervision.reports._page_words import month_name, short_month


def month_table(months: Sequence[MonthOfHours]) -> Table:
    """Return what was held, counts and was asked for in each month, and what is missing."""
    ways = any(one.verdict for one in months)
    return Table(
        caption="Month by month",
        columns=("month", "held", "counts", "asked for", "result" if ways else "short by"),
        rows=[
            (
                month_name(one.month),
                said_minutes(one.held),
                said_minutes(one.credited),
                one.asked,
                one.verdict if ways else one.missing,
            )
            for one in months
        ],
        numbers=not ways,
    )


def outcome_tables(report: HoursReport) -> Iterator[Table]:
    """Yield what became of what the rule asks for; ways of which one is enough stand side by side."""
    alone = [one for answer in report.answers if len(answer.ways) == 1 for one in answer.outcomes]
    if alone:
        yield Table(
            caption="What the rule asks for, and what became of it",
            columns=("when", "asked for", "needed", "found", "result"),
            rows=[_alone(one) for one in alone],
        )
    several = [answer for answer in report.answers if len(answer.ways) > 1]
    for ways in dict.fromkeys(tuple(answer.ways) for answer in several):
        yield _side_by_side([answer for answer in several if tuple(answer.ways) == ways])


def session_table(report: HoursReport, *, folded: bool) -> Table:
    """Return each session, and what it counts for; why, where that does not go without saying."""
    rows = [
        (
            one.on.isoformat(),
            f"{_format(one)}, {said_minutes(one.minutes)}",
            said_minutes(one.credited),
            # Whoever reads the row sees that all of it counts.
            "" if one.reason is CreditReason.COUNTED else one.why,
        )
        for one in report.sessions
    ]
    columns = ("day", "session", "counts", "why")
    shown = len(columns) if any(row[-1] for row in rows) else len(columns) - 1
    return Table(
        caption="Each session, and what it counts for",
        columns=columns[:shown],
        rows=[row[:shown] for row in rows],
        folded=folded,
    )


def people_table(months: Mapping[str, Sequence[MonthOfHours]], names: Sequence[str]) -> Table:
    """Return the minutes of everybody that count, month by month."""
    return Table(
        caption="Minutes that count, month by month; in brackets what is short",
        columns=("who", *map(short_month, names)),
        rows=[(person, *map(_cell, each)) for person, each in months.items()],
        numbers=True,
    )


def _alone(one: HoursOutcome) -> Sequence[str]:
    needed = _said(one.unit, one.needed) if one.needed_known else UNTOLD
    return one.where, one.asks, needed, _said(one.unit, one.found), one.verdict


def _side_by_side(answers: Sequence[HoursAnswer]) -> Table:
    return Table(
        caption="Each way, of which one is enough",
        columns=("when", *(each[0].asks for each in answers[0].ways.values()), "result"),
        rows=[
            (one.where, *(one.side(way, _said) for way in one.ways), one.verdict) for one in answers
        ],
        folded=False,
    )


def _format(one: SessionCredit) -> str:
    return one.modality.value if one.size is None else f"{one.modality.value} of {one.size}"


def _cell(one: MonthOfHours) -> str:
    return f"{number(one.credited)}{f' ({number(one.short)})' if one.is_short else ''}"


def _said(unit: HoursUnit, value: Fraction) -> str:
    return said_minutes(value) if unit is HoursUnit.MINUTES else amount(unit, value)

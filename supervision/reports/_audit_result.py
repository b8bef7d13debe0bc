"""What a pack says in short: how much was asked for and how much counted, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from supervision._counted import counted
from supervision.reports._audit_entry import AuditEntry
from supervision.reports._audit_markdown import plain, table
from supervision.reports._hours_answers import ONE_IS_ENOUGH, HoursAnswer
from supervision.reports._hours_outcome import (
    UNTOLD,
    HoursOutcome,
    HoursStatus,
    HoursUnit,
    amount,
)
from supervision.reports._hours_report import HoursReport
from supervision.reports._page_months import said_minutes
from supervision.reports._page_words import day_name, month_name
from supervision.reports._periods import period_of, periods_between


def result(report: HoursReport, held: Sequence[AuditEntry]) -> Iterator[str]:
    """Yield the sums, and then what became of each thing that the rule asks for."""
    yield from ("## In short", "")
    yield f"* Held: {counted(len(held), 'session')}, {said_minutes(_minutes(held))}."
    yield f"* Of these count: {said_minutes(report.credited)}."
    yield f"* Short: {_where(report.short)}; cannot be told: {_where(report.unknown)}."
    if report.early_told:
        yield f"* Of what is short: {report.early_told}."
    yield from (f"* {each}" for each in left_out(report))
    yield ""
    yield from _asked_for(report)
    yield from _months(report, held)


def left_out(report: HoursReport) -> Iterator[str]:
    """Yield which sessions of the person are not in the pack; nothing where all are."""
    sides = []
    if report.before:
        sides.append(f"{counted(report.before, 'session')} before {day_name(report.since)}")
    if report.after:
        sides.append(f"{counted(report.after, 'session')} after {day_name(report.closes)}")
    if sides:
        later = report.after and report.closes < report.until
        yet = ", the last day that was over when this was made" if later else ""
        yield f"Left out: {' and '.join(sides)}{yet}."


def _asked_for(report: HoursReport) -> Iterator[str]:
    yield from ("## What is asked for, and what became of it", "")
    for heading, alike in groupby(report.answers, key=lambda one: one.heading):
        same = list(alike)
        yield from (f"{plain(heading)}", "")
        yield from _side_by_side(same) if len(same[0].ways) > 1 else _alone(same)


def _alone(answers: Sequence[HoursAnswer]) -> Iterator[str]:
    rows = [
        (one.where, _needed(one), _said(one.unit, one.found), _became(one))
        for answer in answers
        for one in answer.outcomes
    ]
    yield from table(("when", "asked for", "there is", "result"), rows)


def _side_by_side(answers: Sequence[HoursAnswer]) -> Iterator[str]:
    """Yield a row for each stretch of time, and a column for each way of which one is enough."""
    ways = list(answers[0].ways)
    rows = [
        (one.where, _there(one), *(one.side(way, _said) for way in ways), _judged(one))
        for one in answers
    ]
    yield from table(("when", "there is", *ways, "result"), rows)


def _months(report: HoursReport, held: Sequence[AuditEntry]) -> Iterator[str]:
    yield from ("## Month by month", "")
    rows = []
    for month in periods_between(report.since, report.closes, "month"):
        within = [one for one in held if period_of(one.credit.on, "month") == month]
        counts = sum((one.credit.credited for one in within), Fraction(0))
        figures = said_minutes(_minutes(within)), said_minutes(counts)
        rows.append((month_name(month), str(len(within)), *figures))
    yield from table(("month", "sessions", "held", "counts"), rows)


def _where(outcomes: Sequence[HoursOutcome]) -> str:
    """Return how often, and when."""
    ordered = sorted(outcomes, key=lambda one: one.first)
    when = ", ".join(dict.fromkeys(one.where for one in ordered))
    return f"{len(outcomes)} ({plain(when)})" if outcomes else "0"


def _needed(one: HoursOutcome) -> str:
    if not one.needed_known:
        return UNTOLD
    most = " at most" if one.unit is HoursUnit.DAYS else ""
    return f"{_said(one.unit, one.needed)}{most}"


def _became(one: HoursOutcome) -> str:
    """Return what became of it; how much was asked for stands beside it."""
    met = one.status is HoursStatus.MET and one.unit is not HoursUnit.DAYS and not one.advised
    return "; ".join(["met" if met else one.verdict, *one.remarks])


def _there(answer: HoursAnswer) -> str:
    # A way may look at certain sessions only, and the other one at all.
    return " / ".join(dict.fromkeys(_said(one.unit, one.found) for one in answer.outcomes))


def _judged(answer: HoursAnswer) -> str:
    remarks = dict.fromkeys(each for one in answer.outcomes for each in one.remarks)
    others = [each for each in remarks if not each.startswith(ONE_IS_ENOUGH)]
    return "; ".join([answer.verdict, *others])


def _minutes(held: Sequence[AuditEntry]) -> int:
    return sum(one.credit.minutes for one in held)


def _said(unit: HoursUnit, value: Fraction) -> str:
    return said_minutes(value) if unit is HoursUnit.MINUTES else amount(unit, value)

"""Hours under a rule, as the terminal shows them."""

from __future__ import annotations

from collections.abc import Sequence

from supervision.cli._screen import Screen
from supervision.reports import HoursAnswer, HoursReport, HoursStatus

_TOLD = (HoursStatus.SHORT, HoursStatus.OPEN, HoursStatus.UNKNOWN)


def show_report(screen: Screen, report: HoursReport, *, explain: bool) -> None:
    """Show what was asked for and what became of it, and sentences on what is missing."""
    screen.say(report.title)
    screen.say(report.asks)
    for one in report.alternatives:
        screen.say(one)
    for table in report.tables():
        screen.table(table.columns, table.rows)
    told = [one for one in report.answers if explain or one.status in _TOLD]
    for answer in told:
        screen.say(answer.text())
    if report.early_told:
        screen.say(f"of what is short: {report.early_told}")
    screen.say("")
    _show_others(screen, report, told)
    _show_origin(screen, report)
    if report.unnamed:
        screen.warn("no session names this code as a supervisee; check --person, and the folder")
    if report.unknown:
        screen.warn("something could not be told, since a figure is missing: see above")


def _show_others(screen: Screen, report: HoursReport, told: Sequence[HoursAnswer]) -> None:
    """Show which sessions count for nothing, as far as it was not told, and how many are others."""
    uncounted = report.not_counted(told=[one for answer in told for one in answer.outcomes])
    if uncounted:
        screen.say(f"sessions that do not count: {uncounted}")
    if report.left_out:
        screen.say(f"sessions that were left out: {report.left_out}")


def _show_origin(screen: Screen, report: HoursReport) -> None:
    for unchecked in report.unchecked:
        screen.say(f"to look at yourself: {unchecked}")
    screen.say(f"source: {report.source}")
    screen.say(report.verify)

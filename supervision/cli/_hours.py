"""`supervision hours`: raw minutes, or the minutes that a body's rule counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs

from supervision import Journal
from supervision.catalogue import HourRule
from supervision.cli._ahead import tell_ahead, up_to_today
from supervision.cli._choice import EVERYTHING, Choice
from supervision.cli._exits import Exit, RefusedError
from supervision.cli._hours_files import exempt_of, rule_of
from supervision.cli._hours_shown import show_report
from supervision.cli._nothing import tell_nothing
from supervision.cli._options import REACH, Reach
from supervision.cli._plain import plain_data
from supervision.cli._rule_inputs import WITHOUT, Ruling
from supervision.cli._screen import Screen
from supervision.cli._totals import show_hours
from supervision.cli._unlocking import opened
from supervision.reports import Dimension, HoursReport, minutes_by
from supervision.reports import hours as hours_under

_MONTHS_BACK = 11


def hours(
    *,
    by: tuple[Dimension, ...] = ("month", "modality", "person"),
    ruling: Ruling = WITHOUT,
    choice: Choice = EVERYTHING,
    reach: Reach = REACH,
) -> Exit:
    """Total the minutes of sessions, or hold them against a body's rule.

    Without --rule these are raw minutes by month, format and person: no rule of a body is applied. A
    session counts in full for each person who was there. Cancelled sessions, and sessions that
    a person missed, are counted apart. It is up to today unless --until is given; how many are planned
    for days after it is said.

    With --rule and --person each session is credited as the rule says, and what is short is told with
    what counted, what did not, and why; the exit status is 1 then. Without --since and --until it is
    the twelve months up to today. No note is opened either way.

    Args:
        by: What to keep apart, in the order to sort by; may be given several times. If not given:
            month, modality and person.
        ruling: Which rule.
        choice: Which records.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    if ruling.rule is not None:
        return _under_rule(screen, ruling.rule, ruling, choice, reach)
    if ruling != WITHOUT:
        msg = "which rule? the options of rules need --rule, such as --rule bacp-accredited"
        raise RefusedError(msg)
    with opened(screen, reach) as journal:
        rows = minutes_by(up_to_today(choice).lines(journal), by=by)
        tell_ahead(screen, journal, choice, "session", lambda line: line.kind == "session")
        if not rows:
            tell_nothing(screen, journal, choice, "session")
    show_hours(screen, rows)
    screen.document([plain_data(row) for row in rows])
    return Exit.OK


def _under_rule(screen: Screen, name: str, ruling: Ruling, choice: Choice, reach: Reach) -> Exit:
    if ruling.person is None:
        msg = "whose hours? a rule needs --person, such as --person S-014"
        raise RefusedError(msg)
    if choice.theme is not None or choice.client is not None:
        msg = "a rule looks at all sessions of a person; leave --theme and --client out"
        raise RefusedError(msg)
    held = _reader(rule_of(name, ruling.number), ruling.person, ruling, choice)
    with opened(screen, reach) as journal:
        report = held(journal)
    show_report(screen, report, explain=ruling.explain)
    _warn_of_exempt(screen, ruling, report)
    screen.document(report.plain())
    return Exit.PROBLEM if report.short else Exit.OK


def _warn_of_exempt(screen: Screen, ruling: Ruling, report: HoursReport) -> None:
    """Say of each break that has no day in common with those asked about that it changes nothing."""
    for one in exempt_of(ruling.exempt):
        if one.until < report.since or one.since > report.until:
            screen.warn(
                f"--exempt {one.since}:{one.until} lies outside of {report.since} to {report.until}, "
                "and changes nothing"
            )


def _reader(
    rule: HourRule, person: str, ruling: Ruling, choice: Choice
) -> Callable[[Journal], HoursReport]:
    """Return what makes the report; all that was typed is read before a journal is opened."""
    today, given = ruling.day(), ruling.given()
    until = choice.until or today
    everything = attrs.evolve(choice, since=None, until=None)
    return lambda journal: hours_under(
        everything.lines(journal, "session"),
        rule,
        person=person,
        since=choice.since or _a_year_before(until),
        until=until,
        today=today,
        **given,
    )


def _a_year_before(until: date) -> date:
    """Return the first day of the month eleven months before that of *until*."""
    months = max(until.year * 12 + until.month - 1 - _MONTHS_BACK, 12)
    return date(months // 12, months % 12 + 1, 1)

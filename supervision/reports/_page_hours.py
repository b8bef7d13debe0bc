"""The part of the page on hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from supervision._counted import counted
from supervision.catalogue import HourRule
from supervision.records import LedgerLine
from supervision.reports._hours import hours
from supervision.reports._hours_answers import HoursAnswer
from supervision.reports._hours_outcome import HoursStatus
from supervision.reports._hours_report import HoursReport
from supervision.reports._page_ask import Ask
from supervision.reports._page_bars import hour_bars, marks_of
from supervision.reports._page_draw import MOST_SMALL, SMALL, draw, unit_for
from supervision.reports._page_hour_tables import (
    month_table,
    outcome_tables,
    people_table,
    session_table,
)
from supervision.reports._page_months import (
    MonthOfHours,
    as_held,
    by_rule,
    gathered,
    said_minutes,
)
from supervision.reports._page_parts import Chart, Section, Table
from supervision.reports._page_words import day_name, month_name

_TITLE = "Hours"
_LEGEND = (
    ("main", "counts under the rule"),
    ("warn", "counts, and is short"),
    ("soft", "held, does not count"),
)
_MARKS: Mapping[str, str] = {
    "short": "short of what is asked for",
    "early": "short, and over before the first session",
    "other": "met by another way than the first named",
}
_ELSEWHERE = (
    "Only sessions of this journal are counted. Whoever is supervised elsewhere as well has more."
)


def hours_section(ask: Ask) -> Section:
    """Return the hours of one person or of each under the rule, or as they were held."""
    if ask.rule is None:
        return _raw(ask)
    if ask.person is None:
        return _everybody(ask, ask.rule)
    return _one(ask, _report_on(ask, ask.rule, ask.person, ask.records))


def _report_on(ask: Ask, rule: HourRule, person: str, lines: Iterable[LedgerLine]) -> HoursReport:
    """Return the hours of *person* under the rule that was asked for."""
    return hours(
        lines,
        rule,
        person=person,
        since=ask.since,
        until=ask.until,
        name_cases=ask.reader != "body",
        # What was given besides is of the one person that the page is about.
        **(ask.given if ask.person else {}),
    )


def _one(ask: Ask, report: HoursReport) -> Section:
    months, unit = by_rule(report, ask.months), unit_for(ask.months)
    drawn = gathered(months, unit)
    return Section(
        id="hours",
        title=_TITLE,
        text=[*_rule(report), *_verdict(report)],
        glance=((said_minutes(report.credited), "count under the rule"),),
        charts=[
            draw(
                hour_bars(drawn),
                name="hours",
                title=f"{report.person}: hours {unit} by {unit}, and what the rule asks for",
                description=_described(months),
            )
        ],
        legend=_legend(ask, drawn, report),
        tables=[
            month_table(months),
            *outcome_tables(report),
            session_table(report, folded=ask.reader != "body"),
        ],
        remarks=_remarks(report),
    )


def _rule(report: HoursReport) -> Iterator[str]:
    yield f"{report.title}."
    yield report.asks
    yield from report.alternatives


def _legend(
    ask: Ask, drawn: Sequence[MonthOfHours], report: HoursReport
) -> Iterator[tuple[str, str]]:
    yield from _LEGEND
    easier = ", by the way that is easier at the time" if report.alternatives else ""
    yield "aim", f"asked for{easier}"
    unit = unit_for(ask.months)
    part = "" if unit == "month" else f", in a month or more of the {unit}"
    marks = marks_of(drawn, small=ask.person is None)
    yield from ((each, f"{_MARKS[each]}{part}") for each in marks)


def _verdict(report: HoursReport) -> Iterator[str]:
    yield f"{said_minutes(report.credited)} count in all."
    told = sorted(report.answers, key=lambda one: (one.first, one.last))
    first, short = report.first_session, [one for one in told if one.missing]
    early = [one for one in short if first is not None and one.last < first]
    others = [one for one in short if first is None or one.last >= first]
    if others:
        yield f"Short: {'; '.join(map(_shortly, others))}."
    if first is not None and early:
        when = f"Short before the first session of {day_name(first)}"
        yield f"{when}: {'; '.join(map(_shortly, early))}."
    other = [one for one in told if one.status is HoursStatus.INSTEAD]
    if other:
        yield f"{other[0].verdict.capitalize()}: {'; '.join(one.where for one in other)}."
    unknown = [one.where for one in told if one.status is HoursStatus.UNKNOWN]
    if unknown:
        yield f"Cannot be told: {'; '.join(unknown)}."
    if not short and not unknown:
        yield "Nothing is short of what is over."


def _shortly(one: HoursAnswer) -> str:
    return f"{one.where} ({one.verdict})"


def _everybody(ask: Ask, rule: HourRule) -> Section:
    people = sorted({person for line in ask.sessions for person in line.people})
    lines = _by_person(ask.records)
    reports = [_report_on(ask, rule, person, lines[person]) for person in people]
    months = {one.person: by_rule(one, ask.months) for one in reports}
    drawn = {person: gathered(each, unit_for(ask.months)) for person, each in months.items()}
    top = max((m.held for each in drawn.values() for m in each), default=0)
    return Section(
        id="hours",
        title=_TITLE,
        text=[*(_rule(reports[0]) if reports else (f"{rule.title}.", rule.text)), *_told(reports)],
        charts=[
            _small(months[person], name=person, drawn=each, top=top)
            for person, each in [*drawn.items()][:MOST_SMALL]
        ],
        legend=_legend(ask, [one for each in drawn.values() for one in each], reports[0])
        if reports
        else (),
        tables=[people_table(months, ask.months)],
        remarks=[
            *(
                [f"Charts of the first {MOST_SMALL}; the table has all {len(people)}."]
                if len(people) > MOST_SMALL
                else []
            ),
            _ELSEWHERE,
            *(_remarks(reports[0]) if reports else ()),
        ],
    )


def _by_person(lines: Iterable[LedgerLine]) -> Mapping[str, Sequence[LedgerLine]]:
    """Return what bears on the hours of each: sessions that they were expected to, or gave."""
    found: defaultdict[str, list[LedgerLine]] = defaultdict(list)
    for line in lines:
        for person in {*line.people, line.supervisor or ""}:
            found[person].append(line)
    return found


def _told(reports: Sequence[HoursReport]) -> Iterator[str]:
    short = [f"{one.person} ({_often(one)})" for one in reports if one.short]
    if short:
        yield f"What the rule asks for is short for {', '.join(short)}; in brackets how often."
    elif reports:
        yield "Nothing that the rule asks for is short, of what is over."
    else:
        yield "No session was held."


def _often(report: HoursReport) -> str:
    early = f", of these {report.early_told}" if report.early else ""
    return f"{len(report.short)}{early}"


def _small(
    months: Sequence[MonthOfHours], *, name: str, drawn: Sequence[MonthOfHours], top: int
) -> Chart:
    return draw(
        hour_bars(drawn, top=top, small=True),
        name=f"hours-{name.lower()}",
        title=name,
        description=_described(months),
        size=SMALL,
        left=26,
    )


def _raw(ask: Ask) -> Section:
    months, unit = as_held(ask.sessions, ask.months), unit_for(ask.months)
    total = sum(line.minutes for line in ask.sessions)
    return Section(
        id="hours",
        title=_TITLE,
        text=[
            (
                f"{counted(len(ask.sessions), 'session')}, {said_minutes(total)}. No rule was given, so each "
                "session counts once, in full, however many were there."
            )
        ],
        charts=[
            draw(
                hour_bars(gathered(months, unit)),
                name="hours",
                title=f"Hours of supervision, {unit} by {unit}",
                description=_described(months),
            )
        ],
        tables=[
            Table(
                caption="Hours of supervision, month by month",
                columns=("month", "held"),
                rows=[(month_name(one.month), said_minutes(one.held)) for one in months],
                numbers=True,
            )
        ],
    )


def _described(months: Sequence[MonthOfHours]) -> str:
    credited = said_minutes(sum((one.credited for one in months), Fraction(0)))
    parts = [f"{len(months)} months, {credited} in all"]
    asked = sorted({one.needed for one in months if one.needed is not None})
    if asked:
        several = f"from {said_minutes(asked[0])} to {said_minutes(asked[-1])}"
        parts.append(
            f"asked for each month: {several if len(asked) > 1 else said_minutes(asked[0])}"
        )
        short = [f"{month_name(m.month)} by {m.missing}" for m in months if m.is_short]
        parts.append(f"short: {', '.join(short) or 'none'}")
    return f"{'; '.join(parts)}."


def _remarks(report: HoursReport) -> Iterator[str]:
    yield from (f"To look at yourself: {each}" for each in report.unchecked)
    yield f"Source: {report.source}."
    yield report.verify

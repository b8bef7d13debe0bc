"""The part of the page on hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from supervision.catalogue import HourRule
from supervision.records import LedgerLine
from supervision.reports._hours import hours
from supervision.reports._hours_outcome import HoursOutcome, HoursUnit
from supervision.reports._hours_report import HoursReport
from supervision.reports._hours_words import number
from supervision.reports._page_ask import Ask
from supervision.reports._page_bars import hour_bars
from supervision.reports._page_draw import MOST_SMALL, SMALL, draw
from supervision.reports._page_months import MonthOfHours, as_held, by_rule, said_minutes
from supervision.reports._page_parts import Chart, Section, Table
from supervision.reports._page_words import counted, month_name, short_month

_TITLE = "Hours"
_LEGEND = (
    ("main", "counts under the rule"),
    ("warn", "counts, and is short"),
    ("soft", "held, does not count"),
    ("aim", "asked for"),
)
_ELSEWHERE = (
    "Only sessions of this journal are counted. Whoever is supervised elsewhere as well has more."
)
_THIS_WAY = "“This way”: another way is enough as well, and is as near or nearer."


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
    months = by_rule(report, ask.months)
    return Section(
        id="hours",
        title=_TITLE,
        text=[f"{report.title}.", *_verdict(report)],
        glance=((said_minutes(report.credited), "count under the rule"),),
        charts=[
            draw(
                hour_bars(months),
                name="hours",
                title=f"{report.person}: hours month by month, and what the rule asks for",
                description=_described(months),
            )
        ],
        legend=_LEGEND,
        tables=[_month_table(months), _outcome_table(report.outcomes), _session_table(ask, report)],
        remarks=[*_ways(months), *_remarks(report)],
    )


def _verdict(report: HoursReport) -> Iterator[str]:
    yield f"{said_minutes(report.credited)} count in all."
    if report.short:
        yield f"Short: {'; '.join(_shortly(one) for one in report.short)}."
    if report.unknown:
        yield f"Cannot be told: {'; '.join(_shortly(one) for one in report.unknown)}."
    if not report.short and not report.unknown:
        yield "Nothing is short of what is over."


def _shortly(one: HoursOutcome) -> str:
    part = "" if one.part is None else f"{one.part}, "
    return f"{part}{one.said} ({one.verdict})"


def _everybody(ask: Ask, rule: HourRule) -> Section:
    people = sorted({person for line in ask.sessions for person in line.people})
    lines = _by_person(ask.records)
    reports = [_report_on(ask, rule, person, lines[person]) for person in people]
    months = {one.person: by_rule(one, ask.months) for one in reports}
    top = max((m.held for each in months.values() for m in each), default=0)
    return Section(
        id="hours",
        title=_TITLE,
        text=[f"{rule.title}.", *_told(reports)],
        charts=[_small(person, each, top) for person, each in [*months.items()][:MOST_SMALL]],
        legend=_LEGEND,
        tables=[_people_table(months, ask.months)],
        remarks=[
            *(
                [f"Charts of the first {MOST_SMALL}; the table has all {len(people)}."]
                if len(people) > MOST_SMALL
                else []
            ),
            *_ways(one for each in months.values() for one in each),
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
    short = [f"{one.person} ({len(one.short)})" for one in reports if one.short]
    if short:
        yield f"What the rule asks for is short for {', '.join(short)}; in brackets how often."
    elif reports:
        yield "Nothing that the rule asks for is short, of what is over."
    else:
        yield "No session was held."


def _small(person: str, months: Sequence[MonthOfHours], top: int) -> Chart:
    return draw(
        hour_bars(months, top=top, small=True),
        name=f"hours-{person.lower()}",
        title=person,
        description=_described(months),
        size=SMALL,
        left=26,
    )


def _raw(ask: Ask) -> Section:
    months = as_held(ask.sessions, ask.months)
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
                hour_bars(months),
                name="hours",
                title="Hours of supervision, month by month",
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
        parts.append(f"asked for each month: {' or '.join(map(said_minutes, asked))}")
        short = [f"{month_name(m.month)} by {m.missing}" for m in months if m.short]
        parts.append(f"short: {', '.join(short) or 'none'}")
    return f"{'; '.join(parts)}."


def _month_table(months: Sequence[MonthOfHours]) -> Table:
    return Table(
        caption="Month by month",
        columns=("month", "held", "counts", "asked for", "short by"),
        rows=[
            (
                month_name(one.month),
                said_minutes(one.held),
                said_minutes(one.credited),
                "" if one.needed is None else said_minutes(one.needed),
                one.missing,
            )
            for one in months
        ],
        numbers=True,
    )


def _outcome_table(outcomes: Sequence[HoursOutcome]) -> Table:
    return Table(
        caption="What the rule asks for, and what became of it",
        columns=("when", "asked for", "needed", "found", "result"),
        rows=[
            (
                one.said if one.part is None else f"{one.part}, {one.said}",
                one.asks,
                _amount(one, one.needed),
                _amount(one, one.found),
                one.verdict,
            )
            for one in outcomes
        ],
    )


def _session_table(ask: Ask, report: HoursReport) -> Table:
    return Table(
        caption="Each session, and what it counts for",
        columns=("day", "session", "counts", "why"),
        folded=ask.reader != "body",
        rows=[
            (
                one.on.isoformat(),
                f"{one.modality.value}, {said_minutes(one.minutes)}",
                said_minutes(one.credited),
                one.why,
            )
            for one in report.sessions
        ],
    )


def _people_table(months: dict[str, tuple[MonthOfHours, ...]], names: Sequence[str]) -> Table:
    return Table(
        caption="Minutes that count, month by month; in brackets what is short",
        columns=("who", *map(short_month, names)),
        rows=[(person, *(_cell(one) for one in each)) for person, each in months.items()],
        numbers=True,
    )


def _cell(one: MonthOfHours) -> str:
    return f"{number(one.credited)}{f' ({number(one.short)}{one.this_way})' if one.short else ''}"


def _amount(one: HoursOutcome, value: Fraction) -> str:
    return said_minutes(value) if one.unit is HoursUnit.MINUTES else f"{number(value)} {one.unit}"


def _ways(months: Iterable[MonthOfHours]) -> Sequence[str]:
    return [_THIS_WAY] if any(one.this_way for one in months) else []


def _remarks(report: HoursReport) -> Iterator[str]:
    yield from (f"To look at yourself: {each}" for each in report.unchecked)
    yield f"Source: {report.source}."
    yield report.verify

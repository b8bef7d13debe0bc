"""The part of the page on the agreed focus, and what supervision was about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

import attrs
from matplotlib.axes import Axes

from supervision._counted import counted
from supervision.reports._cover_words import named
from supervision.reports._coverage import Coverage, Visited, coverage
from supervision.reports._drift import AimDrift, DriftReport, drift
from supervision.reports._falls import Fall, InItsPlace, SessionShare
from supervision.reports._held import sessions_held
from supervision.reports._page_ask import Ask
from supervision.reports._page_draw import Paint, days_below, draw, months_below, unit_for
from supervision.reports._page_focus import Foci, FocusOf
from supervision.reports._page_parts import Chart, Section, Table
from supervision.reports._page_svg import AIM, MAIN, MUTED, WARN
from supervision.reports._page_themes import family_name
from supervision.reports._page_words import day_name, month_name
from supervision.reports._periods import Period, period_of, periods_between

_TITLE = "The agreed focus"
_SUMS = (
    ("step", "lower chart: what sessions fell short of it together"),
    ("dash", "lower chart: the limit from which on it is a fall"),
    ("warn", "lower chart: a fall, from about when it began until it was over"),
)
_ABOUT_WORK = (
    "This describes the work and measures nobody. The focus may be what has to change, not the work. "
    "Only falls are looked for: more of the focus than agreed is no drift."
)
_SHOWN = 3
_WHOLE = 100


def drift_sections(ask: Ask) -> Iterator[Section]:
    """Yield how the work kept to each focus, part by part."""
    foci, seen = ask.foci, _coverage_tables(coverage(sessions_held(ask.sessions)))
    if not foci.parts:
        none = [] if foci.unclear or foci.unknown else [_NONE]
        yield Section(id="drift", title=_TITLE, text=[*none, *_unclear(foci)], tables=seen)
        return
    first, *others = [_section(ask, number, part) for number, part in enumerate(foci.parts)]
    text, tables = (*_differing(foci), *_unclear(foci), *first.text), (*first.tables, *seen)
    yield attrs.evolve(first, text=text, tables=tables)
    yield from others


def _section(ask: Ask, number: int, part: FocusOf) -> Section:
    name = f"focus-{number}" if number else "drift"
    report = drift(part.sessions(ask.sessions), part.focus)
    return Section(
        id=name,
        title=_title(ask.foci, part),
        text=[*_whose(ask, part), part.focus.text(), *_told(ask, report)],
        charts=_charts(ask, report, name),
        legend=_legend(ask, report),
        tables=_share_tables(ask, report),
        remarks=[_ABOUT_WORK, _alarms(report)],
    )


_NONE = "No focus was given, and no agreement in force names one, so nothing is compared with one."


def _title(foci: Foci, part: FocusOf) -> str:
    whose = f", {named([one.code for one in part.agreed])}" if foci.differ else ""
    which = f", {part.focus.kind}" if len({each.focus.kind for each in foci.parts}) > 1 else ""
    return f"{_TITLE}{whose}{which}"


def _legend(ask: Ask, report: DriftReport) -> Iterator[tuple[str, str]]:
    if report.sessions:
        sums = not all(aim.design.too_small for aim in report.aims)
        where = "upper chart: " if sums else ""
        yield "main", f"{where}the mean share of the sessions of a {unit_for(ask.months)}"
        yield "dash", f"{where}what was agreed"
        yield from _SUMS if sums else ()


def _whose(ask: Ask, part: FocusOf) -> Iterator[str]:
    if part.agreed:
        said = [f"{one.text()} from {day_name(one.first)}" for one in part.agreed]
        shown = any(one.first < ask.since for one in part.agreed)
        # The page may begin later than the agreement did.
        here = f"; this page counts from {day_name(ask.since)}" if shown else ""
        yield f"Sessions under {named(said)}{here}."


def _differing(foci: Foci) -> Iterator[str]:
    if foci.differ:
        codes = named([one.code for one in foci.agreed])
        yield f"{codes} do not name the same focus, so each is compared with its own sessions."


def _unclear(foci: Foci) -> Iterator[str]:
    for one in foci.unclear:
        yield (
            f"{one.text()} names shares that have a theme in common, which would count twice: nothing is "
            "compared with its focus."
        )
    for one in foci.unknown:
        yield (
            f"{one.text()} names a share that no theme, family or function is called: nothing is compared "
            "with its focus until that is put right."
        )


def _told(ask: Ask, report: DriftReport) -> Iterator[str]:
    bare = f"; {report.bare} more have none recorded" if report.bare else ""
    yield f"{counted(report.sessions, 'session')} with {report.focus.kind}{bare}."
    for aim in report.aims:
        yield from _of_aim(ask, aim)


def _of_aim(ask: Ask, aim: AimDrift) -> Iterator[str]:
    name = _aim_name(ask, aim)
    if aim.share is None:
        yield f"{name}: too little to say."
        return
    share = f"{name}: agreed {aim.aim.percent} %, in fact {_rounded(aim.share)} %"
    if not aim.falls:
        yield f"{share}; {_no_fall(aim)}."
        return
    yield f"{share}."
    yield from (" ".join(_fall(ask, name, each, aim.points)) for each in aim.falls)


def _no_fall(aim: AimDrift) -> str:
    if aim.design.too_small:
        return "a share too small to watch"
    return "no fall that could be told from chance" if aim.enough else "too little to say"


def _fall(ask: Ask, name: str, fall: Fall, points: Sequence[SessionShare]) -> Iterator[str]:
    """Yield sentences on a fall; what fell short and what came up are of the same sessions."""
    places = {one.record: at for at, one in enumerate(points)}
    # Only a session that fell short begins a fall, and only one of these is where it is noticed.
    before, last = places[fall.moved_by[0]], places[fall.moved_by[-1]]
    during, end = last - before + 1, f"over on {day_name(fall.over)}" if fall.over else "not over"
    since = (
        f"fell from about {day_name(fall.since)}"
        if before
        else f"is below what was agreed from the first session here on, {day_name(fall.since)}"
    )
    yield f"{name} {since}; noticed on {day_name(fall.noticed)}, {end}."
    until = f"Of the {counted(during, 'session')} until it was noticed, {len(fall.moved_by)} fell short."
    earlier = f" more than in the {before} before" if before else ""
    instead = "; ".join(_instead(ask, one) for one in fall.in_its_place[:_SHOWN])
    yield f"{until} In these {during} came up{earlier}: {instead or 'nothing'}."


def _instead(ask: Ask, one: InItsPlace) -> str:
    before = f" (before: in {one.before})" if one.before_of else ""
    return f"“{ask.catalogue.label(one.name)}” in {one.since}{before}"


def _alarms(report: DriftReport) -> str:
    chance = report.alarm_rate
    return (
        f"If sessions keep to the focus, a fall is reported all the same in at most {chance.numerator} of "
        f"{chance.denominator} stretches of fifty sessions, over all parts of the focus together. Where themes stay for "
        "several sessions, as with one client, it is reported more often."
    )


def _aim_name(ask: Ask, aim: AimDrift) -> str:
    name = aim.aim.name
    return family_name(ask, name) if name in ask.catalogue.families else ask.catalogue.label(name)


def _charts(ask: Ask, report: DriftReport, name: str) -> Iterator[Chart]:
    unit = unit_for(ask.months)
    for number, aim in enumerate(report.aims):
        if aim.points:
            # Of a share too small to watch nothing is summed up.
            sums = [] if aim.design.too_small else [_sum(ask, aim)]
            also = ", and what sessions fell short of it together" if sums else ""
            yield draw(
                _shares(aim, ask),
                *sums,
                name=f"{name}-{number}",
                title=f"{_aim_name(ask, aim)}: its share {unit} by {unit}{also}",
                description=" ".join(_of_aim(ask, aim)),
                size=(360, 150),
                left=38,
            )


def _by(aim: AimDrift, unit: Period) -> Mapping[str, Sequence[Fraction]]:
    found: defaultdict[str, list[Fraction]] = defaultdict(list)
    for one in aim.points:
        found[period_of(one.on, unit)].append(Fraction(one.inside, one.of))
    return found


def _mean(shares: Sequence[Fraction]) -> Fraction:
    return sum(shares, Fraction(0)) / len(shares)


def _shares(aim: AimDrift, ask: Ask) -> Paint:
    unit = unit_for(ask.months)
    found, periods = _by(aim, unit), periods_between(ask.since, ask.until, unit)

    def paint(axes: Axes) -> None:
        heights = [float(_WHOLE * _mean(found[each])) if each in found else 0.0 for each in periods]
        axes.bar(range(len(periods)), heights, width=0.72, color=MAIN)
        axes.axhline(aim.aim.percent, color=AIM, linestyle="--")
        axes.set_ylim(0, _WHOLE)
        axes.set_yticks([0, 50, _WHOLE], ["0 %", "50 %", "100 %"])
        months_below(axes, periods)

    return paint


def _sum(ask: Ask, aim: AimDrift) -> Paint:
    # In sessions that are wholly outside, rather than in percentage points that nobody can picture.
    levels = [one.fallen_short / aim.design.reference for one in aim.points]
    limit = aim.design.threshold / aim.design.reference

    def paint(axes: Axes) -> None:
        for fall in aim.falls:
            _mark_fall(axes, fall, ask.until)
        axes.step([one.on.toordinal() for one in aim.points], levels, where="post", color=MUTED)
        axes.axhline(limit, color=AIM, linestyle="--")
        top = max([limit, *levels]) * 1.1
        axes.set_ylim(0, top)
        axes.set_yticks([0, limit], ["0", "limit"])
        days_below(axes, ask.since, ask.until)

    return paint


def _mark_fall(axes: Axes, fall: Fall, until: date) -> None:
    noticed, over = fall.noticed.toordinal(), (fall.over or until).toordinal()
    axes.axvspan(fall.since.toordinal(), over, color=WARN, alpha=0.25, linewidth=0)
    axes.axvline(noticed, color=WARN)
    axes.annotate(
        "noticed",
        (noticed, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        color=WARN,
    )


def _share_tables(ask: Ask, report: DriftReport) -> Iterator[Table]:
    for aim in report.aims:
        monthly = _by(aim, "month")
        yield Table(
            caption=f"{_aim_name(ask, aim)}: agreed {aim.aim.percent} %",
            columns=("month", "sessions", "mean share"),
            rows=[
                (
                    month_name(month),
                    str(len(monthly[month])),
                    f"{_rounded(_mean(monthly[month]))} %",
                )
                for month in ask.months
                if month in monthly
            ],
            numbers=True,
        )


def _coverage_tables(seen: Coverage) -> Iterator[Table]:
    for what, visited, of in (
        ("Functions of supervision", seen.functions, seen.with_functions),
        ("Modes of the seven-eyed model", seen.modes, seen.with_modes),
    ):
        if of:
            yield Table(
                caption=f"{what}, of {counted(of, 'session')} that record any",
                columns=("name", "in how many", "last"),
                rows=[_visited(one) for one in visited],
                numbers=True,
            )


def _visited(one: Visited) -> tuple[str, str, str]:
    return one.name, str(one.sessions), "never" if one.last is None else one.last.isoformat()


def _rounded(share: Fraction) -> int:
    return int(share * _WHOLE + Fraction(1, 2))

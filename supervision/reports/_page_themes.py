"""The part of the page on themes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
from matplotlib.axes import Axes

from supervision._counted import counted
from supervision.reports._change import ChangeTest, ThemeChange, change_test
from supervision.reports._held import percent
from supervision.reports._page_ask import Ask
from supervision.reports._page_draw import SMALL, Paint, draw, months_below, step_for, unit_for
from supervision.reports._page_parts import Chart, Section, Table
from supervision.reports._page_svg import MAIN
from supervision.reports._page_words import day_name, period_said, short_month
from supervision.reports._periods import Period, periods_between
from supervision.reports._trends import ThemeSeries, ThemeTrend, theme_trend

_LINES = 3
_NO_JUDGEMENT = (
    "A change is no judgement: a theme may come up less because it is done with. It is told only where Fisher's "
    "exact test can tell it from chance, corrected by Holm's method for looking at many at once; sessions that are "
    "alike because a theme stays count as fewer. Of a theme that stays for half of the days, a change looks surer than it is."
)


def themes_section(ask: Ask) -> Section:
    """Return how often each family of themes came up, month by month."""
    families = _over_all_days(ask, "month")
    if not families.series:
        return Section(id="themes", title="Themes", text=["No theme came up."])
    changes = change_test(ask.talks, per="family")
    return Section(
        id="themes",
        title="Themes",
        text=[_heading(ask, families), *_changed(ask, changes)],
        charts=_charts(ask, _over_all_days(ask, unit_for(ask.months))),
        tables=[
            _family_table(ask, families),
            _theme_table(ask, theme_trend(ask.talks)),
            _change_table(ask, changes),
        ],
        remarks=[_NO_JUDGEMENT],
    )


def family_name(ask: Ask, family: str) -> str:
    """Return what a family of themes is called."""
    found = ask.catalogue.families.get(family)
    return family or "other themes" if found is None else found.label


def _over_all_days(ask: Ask, by: Period) -> ThemeTrend:
    """Return how often each family came up, from the first day to the last, as hours are shown."""
    found = theme_trend(ask.talks, per="family", by=by)
    periods = periods_between(ask.since, ask.until, by)
    return attrs.evolve(
        found,
        periods=periods,
        lines=_spread(found.periods, found.lines, periods),
        series=tuple(
            attrs.evolve(
                one,
                counts=_spread(found.periods, one.counts, periods),
                out_of=_spread(found.periods, one.out_of, periods),
            )
            for one in found.series
        ),
    )


def _spread(known: Sequence[str], counts: Sequence[int], periods: Sequence[str]) -> tuple[int, ...]:
    found = dict(zip(known, counts, strict=True))
    return tuple(found.get(each, 0) for each in periods)


def _heading(ask: Ask, trend: ThemeTrend) -> str:
    unit = unit_for(ask.months)
    return (
        f"In how many of {counted(sum(trend.lines), 'session or reflection', 'sessions and reflections')} "
        f"each family of themes came up, {unit} by {unit}. All charts have one scale."
    )


def _changed(ask: Ask, test: ChangeTest) -> Iterator[str]:
    if test.before is None or test.after is None:
        yield "There are too few days of sessions to say whether anything changed."
        return
    spans = (
        f"From {day_name(test.before.first)} to {day_name(test.before.last)}, and then to "
        f"{day_name(test.after.last)}"
    )
    if test.found:
        found = "; ".join(_change(ask, test, one) for one in test.found)
        yield f"{spans}: {found}."
    else:
        yield f"{spans}, no change can be told from chance."
    if test.bare:
        yield f"Left out of this: {counted(test.bare, 'session')} with no theme recorded."


def _change(ask: Ask, test: ChangeTest, one: ThemeChange) -> str:
    return (
        f"“{family_name(ask, one.name)}” came up {one.verdict}, in {one.before} of "
        f"{counted(test.sessions_before, 'session')} with themes and then {one.after} of {test.sessions_after}"
    )


def _charts(ask: Ask, trend: ThemeTrend) -> Iterator[Chart]:
    top = max(max(one.counts) for one in trend.series)
    for number, one in enumerate(sorted(trend.series, key=lambda one: (-one.count, one.name))):
        yield draw(
            count_bars(trend.periods, one.counts, top),
            name=f"themes-{number}",
            title=family_name(ask, one.name),
            description=_described(trend.periods, one),
            size=SMALL,
            left=22,
        )


def count_bars(periods: Sequence[str], counts: Sequence[int | None], top: int) -> Paint:
    """Return what paints a bar for each period, on a scale up to *top*; None: it is hidden."""

    def paint(axes: Axes) -> None:
        axes.bar(range(len(counts)), [count or 0 for count in counts], width=0.72, color=MAIN)
        for at, count in enumerate(counts):
            if count is None:
                axes.annotate("?", (at, 0), xytext=(0, 2), textcoords="offset points", ha="center")
        step = step_for(top, _LINES)
        high = -(-max(top, 1) // step) * step
        axes.set_ylim(0, high)
        axes.set_yticks(range(0, high + 1, step))
        months_below(axes, periods, small=True)

    return paint


def _described(periods: Sequence[str], one: ThemeSeries) -> str:
    most = max(one.counts)
    at = period_said(periods[one.counts.index(most)])
    return (
        f"In {one.count} of {sum(one.out_of)} ({percent(one.count, sum(one.out_of))} %), first on "
        f"{day_name(one.first)}, last on {day_name(one.last)}; at most {most}, in {at}."
    )


def _family_table(ask: Ask, trend: ThemeTrend) -> Table:
    every = ("all sessions and reflections", *map(str, trend.lines), str(sum(trend.lines)))
    return Table(
        caption="Families of themes, month by month",
        columns=("family", *map(short_month, trend.periods), "all"),
        rows=[
            *(
                (family_name(ask, one.name), *map(str, one.counts), str(one.count))
                for one in trend.series
            ),
            every,
        ],
        numbers=True,
    )


def _theme_table(ask: Ask, trend: ThemeTrend) -> Table:
    return Table(
        caption="Each theme, the most frequent first",
        columns=("theme", "in how many", "of 100", "first", "last"),
        rows=[
            (
                ask.catalogue.label(one.name),
                str(one.count),
                str(percent(one.count, sum(one.out_of))),
                one.first.isoformat(),
                one.last.isoformat(),
            )
            for one in sorted(trend.series, key=lambda one: (-one.count, one.name))
        ],
        numbers=True,
    )


def _change_table(ask: Ask, test: ChangeTest) -> Table:
    return Table(
        caption="Families of themes, the first half of the days against the second",
        columns=(
            "family",
            f"first ({counted(test.sessions_before, 'session')})",
            f"second ({counted(test.sessions_after, 'session')})",
            "what can be said",
        ),
        rows=[
            (family_name(ask, one.name), str(one.before), str(one.after), one.verdict.value)
            for one in test.changes
        ],
    )

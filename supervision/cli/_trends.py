"""`supervision themes --trend`: each theme over time, and whether it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from supervision._counted import counted
from supervision.catalogue import Catalogue
from supervision.cli._ahead import has_themes, tell_ahead, up_to_today
from supervision.cli._choice import Choice
from supervision.cli._labels import above_its_id, label_of, to_read_with
from supervision.cli._nothing import tell_unknown_theme
from supervision.cli._options import Reach
from supervision.cli._plain import plain_data
from supervision.cli._screen import Screen
from supervision.cli._trend_options import Trending
from supervision.cli._trends_hidden import hidden_in, show_hidden
from supervision.cli._trends_words import blocks, heading, room, what_blocks_are
from supervision.cli._unlocking import opened
from supervision.records import LedgerLine
from supervision.reports import (
    ChangeTest,
    DaySpan,
    ThemeChange,
    ThemeSeries,
    ThemeTrend,
    TrendPeriod,
    Verdict,
    change_test,
    theme_trend,
)

_BESIDE = 68
"""How many columns of a terminal all but the blocks of a row take."""
_COLUMNS = {"": False, "over time": False, "all": True, "first, last": False}
_WORDS: Mapping[Verdict, str] = {
    Verdict.MORE: "more than before",
    Verdict.LESS: "less than before",
    Verdict.UNCLEAR: "may be chance",
    Verdict.TOO_LITTLE: "too little to say",
}


def show_trend(by: TrendPeriod, floor: int, asked: Trending, choice: Choice, reach: Reach) -> None:
    """Show a row for each theme; with a floor, nothing that what is of few could be told from."""
    screen = Screen(json=reach.json)
    asked.check(floor)
    spans = asked.spans()
    with opened(screen, reach) as journal:
        # A theme is looked for among all lines: it is a share of those without it, too.
        lines = list(attrs.evolve(up_to_today(choice), theme=None).lines(journal))
        catalogue = to_read_with(journal)
        tell_unknown_theme(screen, journal, choice)
        if not floor:
            tell_ahead(screen, journal, choice, "record", has_themes)
    trend = theme_trend(lines, by=by, per=asked.per, theme=choice.theme)
    if floor:
        show_hidden(screen, trend, hidden_in(trend, lines, floor), catalogue)
        return
    test = _tested(lines, asked, choice.theme, spans)
    _show(screen, trend, test, catalogue)
    screen.document(_plain(trend, test, catalogue))


def _tested(
    lines: Sequence[LedgerLine],
    asked: Trending,
    theme: str | None,
    spans: tuple[DaySpan | None, DaySpan | None],
) -> ChangeTest | None:
    """Return the test of what is looked at, and of nothing else, or the correction would be for more."""
    if asked.per not in {"theme", "family"}:
        return None
    return change_test(lines, per=asked.per, theme=theme, before=spans[0], after=spans[1])


def _show(screen: Screen, trend: ThemeTrend, test: ChangeTest | None, catalogue: Catalogue) -> None:
    if not trend.series:
        screen.say("no theme came up")
        return
    screen.say(f"{heading(trend)}, in {_of_lines(sum(trend.lines))}")
    top = max(count for one in trend.series for count in one.counts)
    shown, changes = room(_BESIDE), _changes(trend, test)
    rows = [
        (*_cells(one, shown, top, catalogue), *map(_words, changes[one.name]))
        for one in trend.series
    ]
    columns = {**_COLUMNS, "change": False} if any(changes.values()) else _COLUMNS
    screen.table(columns, rows, whole=("over time",))
    screen.say(what_blocks_are(trend, shown, top))
    for sentence in () if test is None else _of_the_test(test):
        screen.say(sentence)


def _of_lines(count: int) -> str:
    return "1 session or reflection" if count == 1 else f"{count} sessions and reflections"


def _cells(one: ThemeSeries, shown: int, top: int, catalogue: Catalogue) -> tuple[object, ...]:
    return (
        above_its_id(one.name, label_of(one.name, catalogue)),
        blocks(one.counts[-shown:], top),
        one.count,
        f"{one.first}\n{one.last}",
    )


def _changes(trend: ThemeTrend, test: ChangeTest | None) -> dict[str, list[ThemeChange]]:
    """Return the change of each series; none where nothing could be tested."""
    if test is None or test.before is None:
        return {one.name: [] for one in trend.series}
    found = {one.name: one for one in test.changes}
    # What came up in reflections only, or outside of the spans, came up in no session of them.
    none = ThemeChange(name="", before=0, after=0)
    return {one.name: [found.get(one.name, none)] for one in trend.series}


def _words(change: ThemeChange) -> str:
    why = ", as it comes in long stretches" if change.in_stretches else ""
    return f"{_WORDS[change.verdict]}{why}\n{change.before}, then {change.after}"


def _of_the_test(test: ChangeTest) -> Iterator[str]:
    """Yield what was compared, how, and what it does not say."""
    if test.before is None or test.after is None:
        yield "change: too little to say, as there are no two days of sessions to compare"
        return
    bare = f"; {test.bare} more have no theme recorded" if test.bare else ""
    yield (
        f"change: {counted(test.sessions_before, 'session')} from {test.before.first} to {test.before.last}, "
        f"then {test.sessions_after} from {test.after.first} to {test.after.last}{bare}"
    )
    if not test.tested:
        yield "none of these came up in enough of them to be compared"
        return
    yield (
        "each is compared by Fisher's exact test, corrected by Holm's method for looking at "
        f"{test.tested} at once: where nothing changed, at most {test.level.numerator} such table in "
        f"{test.level.denominator} tells of a change. Sessions that are alike because a theme stays "
        "count as fewer. More or less is no better or worse"
    )


def _plain(trend: ThemeTrend, test: ChangeTest | None, catalogue: Catalogue) -> dict[str, Any]:
    changes = _changes(trend, test)
    series = [
        {
            **plain_data(one),
            "label": label_of(one.name, catalogue),
            "count": one.count,
            "change": next(map(_plain_change, changes[one.name]), None),
        }
        for one in trend.series
    ]
    return {
        **plain_data(trend),
        "series": series,
        "test": None if test is None else _plain_test(test),
        "floor": None,
        "hidden": 0,
        "period_totals": [
            sum(one) for one in zip(*(each.counts for each in trend.series), strict=True)
        ],
        "total": sum(each.count for each in trend.series),
    }


def _plain_change(change: ThemeChange) -> dict[str, Any]:
    # Exact fractions of a test may be thousands of digits long.
    return {
        "before": change.before,
        "after": change.after,
        "verdict": change.verdict.value,
        "count_as_one": float(change.count_as_one),
        "p": None if change.p is None else float(change.p),
        "corrected": None if change.corrected is None else float(change.corrected),
        "in_stretches": change.in_stretches,
    }


def _plain_test(test: ChangeTest) -> dict[str, Any]:
    plain = plain_data(attrs.evolve(test, changes=()))
    # What became of each theme stands with the theme.
    del plain["changes"]
    return plain

"""Themes over time: how often each came up, period by period."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

import attrs

from supervision.records import LedgerLine
from supervision.reports._held import Families, Matches, held, percent
from supervision.reports._periods import TrendPeriod, period_of, periods_between

TrendPer = Literal["theme", "family", "supervisee", "group"]

Names = Callable[[LedgerLine], Collection[str]]
"""What a line counts for."""

_WHAT: Mapping[TrendPer, str] = {
    "theme": "Themes",
    "family": "Families of themes",
    "supervisee": "Supervisees",
    "group": "Groups",
}


@attrs.frozen(kw_only=True)
class ThemeSeries:
    """How often one theme, or whatever is counted, came up in each period.

    Attributes:
        name: The id of the theme or family, or the pseudonym of the supervisee or group.
        counts: In how many sessions and reflections of each period.
        out_of: How many there were in each.
        first: The day it was first seen.
        last: The day it was last seen.
    """

    name: str
    counts: tuple[int, ...]
    out_of: tuple[int, ...]
    first: date
    last: date

    @property
    def count(self) -> int:
        """In how many sessions and reflections it came up in all."""
        return sum(self.counts)

    @property
    def shares(self) -> tuple[Fraction | None, ...]:
        """The share of each period; None where there was nothing to come up in."""
        pairs = zip(self.counts, self.out_of, strict=True)
        return tuple(Fraction(count, of) if of else None for count, of in pairs)

    def text(self) -> str:
        """Say it in a line."""
        of = sum(self.out_of)
        numbers = ", ".join(map(str, self.counts))
        return (
            f"{self.name}: {self.count} of {of} ({percent(self.count, of)} %), "
            f"first on {self.first}, last on {self.last}; {numbers}"
        )


@attrs.frozen(kw_only=True)
class ThemeTrend:
    """Themes over time.

    Attributes:
        by: The length of a period.
        per: What each series is of.
        theme: The theme or pattern that was looked for; None if it was all.
        periods: The names of the periods from the first to the last, in order; also those in
            which nothing took place.
        lines: How many sessions and reflections each period had.
        series: What was counted, by name.
    """

    by: TrendPeriod
    per: TrendPer
    theme: str | None
    periods: tuple[str, ...]
    lines: tuple[int, ...]
    series: tuple[ThemeSeries, ...]

    def table(self) -> dict[tuple[str, str], int]:
        """Return (name, period) → count, zeros too; made for `suppressed`."""
        return {
            (one.name, period): count
            for one in self.series
            for period, count in zip(self.periods, one.counts, strict=True)
        }

    def text(self) -> str:
        """Say it in sentences, a line for each series."""
        if not self.periods:
            return "There is no session or reflection to count."
        sought = "" if self.theme is None else f" with {self.theme}"
        heading = (
            f"{_WHAT[self.per]}{sought} by {self.by}, {self.periods[0]} to {self.periods[-1]}, "
            f"in {sum(self.lines)} sessions and reflections."
        )
        return "\n".join([heading, *(one.text() for one in self.series)])


def theme_trend(
    lines: Iterable[LedgerLine],
    *,
    by: TrendPeriod = "month",
    per: TrendPer = "theme",
    theme: str | None = None,
    until: date | None = None,
) -> ThemeTrend:
    """Count in how many sessions and reflections each theme came up, period by period.

    A record counts once for a theme or family, however many of its cases have it. Sessions that
    were cancelled are left out, and of several revisions the newest counts. Someone who was
    expected and did not come is not counted for that session.

    Args:
        lines: Ledger lines of any kind and order; taken one at a time.
        by: The period to count by; weeks are those of ISO 8601.
        per: What to keep apart. The family of a theme is what stands before the last dot of
            its id. TrendPer supervisee or group, a line counts that has any theme at all, or the
            one looked for, out of all lines of that person or group.
        theme: A theme, or a pattern such as `family.*`, to look for; all if not given.
        until: The last day to look at; what is dated later is yet to come.

    Examples:
        >>> from supervision.records import Reflection, line_of
        >>> days = {date(2026, 1, 9): "family.burden", date(2026, 3, 2): "need.stigma"}
        >>> lines = [line_of(Reflection(on=on, practitioner="S-014", notes="-", themes={theme}))
        ...          for on, theme in days.items()]
        >>> print(theme_trend(lines).text())
        Themes by month, 2026-01 to 2026-03, in 2 sessions and reflections.
        family.burden: 1 of 2 (50 %), first on 2026-01-09, last on 2026-01-09; 1, 0, 0
        need.stigma: 1 of 2 (50 %), first on 2026-03-02, last on 2026-03-02; 0, 0, 1
    """
    counted = held(lines, until)
    days = Counter(line.on for line in counted)
    periods = periods_between(min(days), max(days), by) if days else ()
    whole = _whole(days, periods, by)
    return ThemeTrend(
        by=by,
        per=per,
        theme=theme,
        periods=periods,
        lines=whole,
        series=_series(counted, _Layout(by=by, per=per, theme=theme, periods=periods, whole=whole)),
    )


@attrs.frozen(kw_only=True)
class _Layout:
    """What is counted, and in which periods."""

    by: TrendPeriod
    per: TrendPer
    theme: str | None
    periods: tuple[str, ...]
    whole: tuple[int, ...]


@attrs.frozen
class _Seen:
    """How often each name was seen in each period, and when first and last."""

    periods: Mapping[str, Counter[str]]
    first: Mapping[str, date]
    last: Mapping[str, date]

    def counts(self, name: str, periods: Iterable[str]) -> tuple[int, ...]:
        """Return the counts of *name*, period by period."""
        return tuple(self.periods[one][name] if one in self.periods else 0 for one in periods)


def _whole(days: Mapping[date, int], periods: Iterable[str], by: TrendPeriod) -> tuple[int, ...]:
    counts = dict.fromkeys(periods, 0)
    for on, count in days.items():
        counts[period_of(on, by)] += count
    return tuple(counts.values())


def _series(lines: Sequence[LedgerLine], layout: _Layout) -> tuple[ThemeSeries, ...]:
    found = _seen(lines, _counted(layout.per, layout.theme), layout.by)
    people = _PEOPLE.get(layout.per)
    base = None if people is None else _seen(lines, people, layout.by)
    return tuple(
        ThemeSeries(
            name=name,
            counts=found.counts(name, layout.periods),
            out_of=layout.whole if base is None else base.counts(name, layout.periods),
            first=found.first[name],
            last=found.last[name],
        )
        for name in sorted(found.first)
    )


def _seen(lines: Iterable[LedgerLine], names: Names, by: TrendPeriod) -> _Seen:
    # One long list a day, counted in one call, takes half the time of counting line by line.
    days: defaultdict[date, list[str]] = defaultdict(list)
    for line in lines:
        days[line.on] += names(line)
    periods: defaultdict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for on, seen in sorted(days.items()):
        periods[period_of(on, by)].update(seen)
        last.update(dict.fromkeys(seen, on))
        first = dict.fromkeys(seen, on) | first
    return _Seen(periods, first, last)


def _counted(per: TrendPer, theme: str | None) -> Names:
    """Return what reads the names that a line counts for."""
    sought = Matches(["*" if theme is None else theme])
    people = _PEOPLE.get(per)
    if people is not None:
        return lambda line: people(line) if any(sought[one] for one in line.themes) else ()
    if per == "family":
        family = Families()
        return lambda line: {family[one] for one in line.themes if sought[one]}
    if theme is None:
        return lambda line: line.themes
    return lambda line: [one for one in line.themes if sought[one]]


def _those_there(line: LedgerLine) -> Collection[str]:
    return [person for person in line.people if person not in line.absent]


def _group(line: LedgerLine) -> Collection[str]:
    return () if line.group is None else (line.group,)


_PEOPLE: Mapping[TrendPer, Names] = {"supervisee": _those_there, "group": _group}

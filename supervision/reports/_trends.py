"""Themes over time: how often each came up, period by period."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

import attrs

from supervision.records import LedgerLine, ThemeTally
from supervision.reports._held import Families, Matches, held, percent
from supervision.reports._periods import (
    Period,
    TrendPeriod,
    period_of,
    period_of_month,
    periods_between,
)
from supervision.reports._remembered import remembered
from supervision.reports._themes import tallied

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
            f"in {_of_lines(sum(self.lines))}."
        )
        return "\n".join([heading, *(one.text() for one in self.series)])


def _of_lines(count: int) -> str:
    return "1 session or reflection" if count == 1 else f"{count} sessions and reflections"


@remembered
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
        lines: Ledger lines of any kind and order. Of a `Ledger` with many, most need not be read
            for a trend of themes by month, quarter or year.
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
    sought = Matches(["*" if theme is None else theme])
    if per == "theme" and by != "week" and until is None:
        found, base = _in_tally(tallied(lines), sought, by), None
    else:
        counted, people = held(lines, until), _PEOPLE.get(per)
        found = _in_lines(counted, _counted(per, sought), by)
        base = None if people is None else _in_lines(counted, people, by)
    periods = periods_between(*found.span, by) if found.span else ()
    return ThemeTrend(
        by=by,
        per=per,
        theme=theme,
        periods=periods,
        lines=tuple(found.lines[period] for period in periods),
        series=tuple(_series(found, base, periods)),
    )


@attrs.frozen(kw_only=True)
class _Seen:
    """How often each name was seen in each period, and when first and last.

    Attributes:
        lines: How many lines each period had.
        periods: How often each name was seen in each.
        first: The day each name was first seen.
        last: The day each was last seen.
        span: A day of the first period with lines, and one of the last.
    """

    lines: Counter[str]
    periods: Mapping[str, Counter[str]]
    first: Mapping[str, date]
    last: Mapping[str, date]
    span: tuple[date, date] | None

    def counts(self, name: str, periods: Iterable[str]) -> tuple[int, ...]:
        """Return the counts of *name*, period by period."""
        return tuple(self.periods[one][name] if one in self.periods else 0 for one in periods)


def _series(found: _Seen, base: _Seen | None, periods: Sequence[str]) -> Iterator[ThemeSeries]:
    whole = tuple(found.lines[period] for period in periods)
    for name in sorted(found.first):
        yield ThemeSeries(
            name=name,
            counts=found.counts(name, periods),
            out_of=whole if base is None else base.counts(name, periods),
            first=found.first[name],
            last=found.last[name],
        )


def _in_tally(tally: ThemeTally, sought: Matches, by: Period) -> _Seen:
    lines: Counter[str] = Counter()
    periods: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for month, of_month in tally.months.items():
        name = period_of_month(month, by)
        lines[name] += of_month.lines
        periods[name].update(of_month.themes)
    months = [date.fromisoformat(f"{month}-01") for month in tally.months]
    return _Seen(
        lines=lines,
        periods=periods,
        first={name: on for name, on in tally.first.items() if sought[name]},
        last=tally.last,
        span=(months[0], months[-1]) if months else None,
    )


def _in_lines(lines: Iterable[LedgerLine], names: Names, by: TrendPeriod) -> _Seen:
    # One long list a day, counted in one call, takes half the time of counting line by line.
    days: defaultdict[date, list[str]] = defaultdict(list)
    counts: Counter[date] = Counter()
    for line in lines:
        days[line.on] += names(line)
        counts[line.on] += 1
    periods: defaultdict[str, Counter[str]] = defaultdict(Counter)
    in_period: Counter[str] = Counter()
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for on, seen in sorted(days.items()):
        periods[period_of(on, by)].update(seen)
        in_period[period_of(on, by)] += counts[on]
        last.update(dict.fromkeys(seen, on))
        first = dict.fromkeys(seen, on) | first
    span = (min(days), max(days)) if days else None
    return _Seen(lines=in_period, periods=periods, first=first, last=last, span=span)


def _counted(per: TrendPer, sought: Matches) -> Names:
    """Return what reads the names that a line counts for."""
    people = _PEOPLE.get(per)
    if people is not None:
        return lambda line: people(line) if any(sought[one] for one in line.themes) else ()
    if per == "family":
        family = Families()
        return lambda line: {family[one] for one in line.themes if sought[one]}
    return lambda line: [one for one in line.themes if sought[one]]


def _those_there(line: LedgerLine) -> Collection[str]:
    return [person for person in line.people if person not in line.absent]


def _group(line: LedgerLine) -> Collection[str]:
    return () if line.group is None else (line.group,)


_PEOPLE: Mapping[TrendPer, Names] = {"supervisee": _those_there, "group": _group}

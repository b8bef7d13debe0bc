"""How often each theme came up, month by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated

import attrs
import msgspec

from supervision.records._fixed import Fixed
from supervision.records._line import LedgerLine

Count = Annotated[int, msgspec.Meta(ge=0)]
Month = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


@attrs.frozen
class MonthTally:
    """The sessions held and the reflections of one month.

    Attributes:
        lines: How many there were.
        themes: Theme → in how many of them it came up.
    """

    lines: Count
    themes: Mapping[str, Count]


@attrs.frozen
class ThemeTally:
    """How often each theme came up, month by month, and when first and last.

    Tallies of different records add up: that of a journal is the sum of those of its parts.

    Attributes:
        months: Those in which anything took place, in order, such as `2026-11`.
        first: Theme → the day it was first seen.
        last: Theme → the day it was last seen.
    """

    months: Mapping[Month, MonthTally]
    first: Mapping[str, date]
    last: Mapping[str, date]


def tally_of(lines: Iterable[LedgerLine]) -> ThemeTally:
    """Count the themes of *lines*, none of which is given twice.

    Agreements are passed over, and so are sessions that were cancelled: they did not take place.

    Examples:
        >>> from supervision.records import Reflection, line_of
        >>> line = line_of(Reflection(on=date(2026, 1, 9), practitioner="S-014", notes="-",
        ...                           themes={"family.burden"}))
        >>> tally_of([line]).months["2026-01"].themes["family.burden"]
        1
    """
    # One long list a day, counted in one call, takes half the time of counting line by line.
    days: defaultdict[date, list[str]] = defaultdict(list)
    held: Counter[date] = Counter()
    for line in lines:
        if line.kind != "agreement" and not line.cancelled:
            days[line.on] += line.themes
            held[line.on] += 1
    return _tally_of_days(sorted(days.items()), held)


def _tally_of_days(days: Sequence[tuple[date, list[str]]], held: Mapping[date, int]) -> ThemeTally:
    lines: Counter[str] = Counter()
    themes: defaultdict[str, list[str]] = defaultdict(list)
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for on, seen in days:
        month = on.isoformat()[:7]
        lines[month] += held[on]
        themes[month] += seen
        last.update(dict.fromkeys(seen, on))
    for on, seen in reversed(days):
        first.update(dict.fromkeys(seen, on))
    return _tally(lines, {month: Counter(seen) for month, seen in themes.items()}, first, last)


def added_up(tallies: Iterable[ThemeTally]) -> ThemeTally:
    """Return the sum of *tallies*, which are of different records."""
    lines: Counter[str] = Counter()
    themes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for tally in tallies:
        for month, of_month in tally.months.items():
            lines[month] += of_month.lines
            themes[month].update(of_month.themes)
        first |= {theme: min(on, first.get(theme, on)) for theme, on in tally.first.items()}
        last |= {theme: max(on, last.get(theme, on)) for theme, on in tally.last.items()}
    return _tally(lines, themes, first, last)


def _tally(
    lines: Mapping[str, int],
    themes: Mapping[str, Mapping[str, int]],
    first: Mapping[str, date],
    last: Mapping[str, date],
) -> ThemeTally:
    months = {
        month: MonthTally(count, Fixed(themes[month])) for month, count in sorted(lines.items())
    }
    return ThemeTally(Fixed(months), Fixed(first), Fixed(last))

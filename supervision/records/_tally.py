"""How often each theme came up, month by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from supervision.records._line import LedgerLine

Month = tuple[int, int]
"""A year and a month from 1 to 12."""


@attrs.frozen
class MonthTally:
    """The sessions held and the reflections of one month.

    Attributes:
        lines: How many there were.
        themes: Theme → in how many of them it came up.
    """

    lines: int
    themes: Mapping[str, int]


@attrs.frozen
class ThemeTally:
    """How often each theme came up, month by month, and when first and last.

    Tallies of different records add up: that of a journal is the sum of those of its parts.

    Attributes:
        months: Those in which anything took place, in order.
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
        >>> tally_of([line]).months[2026, 1].themes["family.burden"]
        1
    """
    # One long list a day, counted in one call, takes half the time of counting line by line.
    days: defaultdict[date, list[str]] = defaultdict(list)
    held: Counter[date] = Counter()
    for line in lines:
        if line.kind != "agreement" and not line.cancelled:
            days[line.on] += line.themes
            held[line.on] += 1
    return added_up(
        ThemeTally(
            months={(on.year, on.month): MonthTally(held[on], Counter(themes))},
            first=dict.fromkeys(themes, on),
            last=dict.fromkeys(themes, on),
        )
        for on, themes in days.items()
    )


def added_up(tallies: Iterable[ThemeTally]) -> ThemeTally:
    """Return the sum of *tallies*, which are of different records."""
    lines: Counter[Month] = Counter()
    themes: defaultdict[Month, Counter[str]] = defaultdict(Counter)
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for tally in tallies:
        for month, of_month in tally.months.items():
            lines[month] += of_month.lines
            themes[month].update(of_month.themes)
        first |= {name: min(on, first.get(name, on)) for name, on in tally.first.items()}
        last |= {name: max(on, last.get(name, on)) for name, on in tally.last.items()}
    return ThemeTally(
        months={month: MonthTally(lines[month], themes[month]) for month in sorted(lines)},
        first=first,
        last=last,
    )

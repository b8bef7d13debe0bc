"""What a page is made of: sections of sentences, charts and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

MOST_ROWS = 1000
"""How many rows of a table a page shows at most; a browser stands no hundred thousand."""

_SHORT = 16


@attrs.frozen(kw_only=True)
class Table:
    """Figures for whoever cannot see a chart, or wants to know exactly.

    Attributes:
        caption: What the table says.
        columns: The headings; the first column names its row.
        rows: The cells.
        numbers: Whether all but the first column hold numbers.
        folded: Whether it is folded away until somebody opens it.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: bool = False
    folded: bool = True

    @property
    def is_short(self) -> bool:
        """Whether it fits on a printed page together with other things, and is not to be torn."""
        return len(self.rows) <= _SHORT

    @property
    def shown(self) -> Sequence[Sequence[str]]:
        """The rows that the page shows."""
        return self.rows[:MOST_ROWS]


@attrs.frozen(kw_only=True)
class Chart:
    """A chart.

    Attributes:
        title: What it shows; also its caption.
        svg: The drawing, with title and description in it.
        small: Whether it is one of several, side by side.
    """

    title: str
    small: bool = False
    svg: str = attrs.field(repr=False)


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


def _charts(values: Iterable[Chart]) -> tuple[Chart, ...]:
    return tuple(values)


def _tables(values: Iterable[Table]) -> tuple[Table, ...]:
    return tuple(values)


def _pairs(values: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(values)


@attrs.frozen(kw_only=True)
class Section:
    """A part of the page under a heading of its own.

    Attributes:
        id: The id of the heading.
        title: The heading.
        text: What stands first, a paragraph each.
        charts: The charts, all of one size.
        legend: What the colours of the charts stand for: the class of a colour, and what it is.
        tables: The tables.
        remarks: What else a reader should know, an item each.
        glance: What of it stands at the top of the page: a figure, and what it is of.
    """

    id: str
    title: str
    text: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    charts: tuple[Chart, ...] = attrs.field(default=(), converter=_charts)
    legend: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_pairs)
    tables: tuple[Table, ...] = attrs.field(default=(), converter=_tables)
    remarks: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    glance: tuple[tuple[str, str], ...] = ()

    @property
    def small(self) -> bool:
        """Whether its charts stand side by side."""
        return any(chart.small for chart in self.charts)

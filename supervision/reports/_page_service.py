"""The parts of a page for a service: totals in which nobody can be recognised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from supervision.reports._page_ask import Ask
from supervision.reports._page_draw import SMALL, draw
from supervision.reports._page_parts import Chart, Section, Table
from supervision.reports._page_themes import count_bars, family_name
from supervision.reports._periods import period_of
from supervision.reports._suppression import SuppressedTable, suppressed
from supervision.reports._trends import theme_trend

_HIDDEN = "hidden"


def service_sections(ask: Ask) -> Iterator[Section]:
    """Yield what a service may see: nothing, if so few were there that any total is of somebody."""
    if len({person for line in ask.sessions for person in line.people}) < ask.floor:
        yield Section(
            id="sessions",
            title="Sessions that were held",
            text=[
                (
                    f"In these sessions there were fewer than {ask.floor} people, so that any total would be about "
                    "one of them. Nothing is shown."
                )
            ],
        )
        return
    yield _sessions(ask)
    yield _themes(ask)


def _sessions(ask: Ask) -> Section:
    """Return how many sessions there were of each format, quarter by quarter."""
    counts = Counter(
        (line.modality.value, period_of(line.on, "quarter"))
        for line in ask.sessions
        if line.modality
    )
    table = suppressed(counts, floor=ask.floor)
    return Section(
        id="sessions",
        title="Sessions that were held",
        text=["How many were held of each format, quarter by quarter.", table.text()],
        tables=[_shown(table, "Sessions by format and quarter", "format", {})],
    )


def _themes(ask: Ask) -> Section:
    """Return in how many sessions each family of themes came up, quarter by quarter."""
    table = suppressed(
        theme_trend(ask.sessions, per="family", by="quarter").table(), floor=ask.floor
    )
    names = {family: family_name(ask, family) for family in table.rows}
    return Section(
        id="themes",
        title="Themes",
        text=[
            (
                "In how many sessions each family of themes came up, quarter by quarter. A session with several "
                "counts for each of them."
            ),
            table.text(),
        ],
        charts=_charts(table, names),
        tables=[_shown(table, "Families of themes by quarter", "family", names)],
    )


def _shown(table: SuppressedTable, caption: str, what: str, names: Mapping[str, str]) -> Table:
    rows = [
        (names.get(row, row), *map(_cell, cells), _cell(total))
        for row, cells, total in zip(table.rows, table.cells, table.row_totals, strict=True)
    ]
    rows.append(("all", *map(_cell, table.column_totals), _cell(table.total)))
    return Table(
        caption=caption,
        columns=(what, *table.columns, "all"),
        rows=rows,
        numbers=True,
        folded=False,
    )


def _cell(count: int | None) -> str:
    return _HIDDEN if count is None else str(count)


def _charts(table: SuppressedTable, names: Mapping[str, str]) -> Iterator[Chart]:
    top = max((count for row in table.cells for count in row if count is not None), default=0)
    for number, (row, cells) in enumerate(zip(table.rows, table.cells, strict=True)):
        shown = ", ".join(
            f"{column} {_cell(count)}" for column, count in zip(table.columns, cells, strict=True)
        )
        yield draw(
            count_bars(table.columns, cells, top),
            name=f"themes-{number}",
            title=names[row],
            description=f"{shown}.",
            size=SMALL,
            left=22,
        )

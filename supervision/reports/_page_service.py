"""The parts of a page for a service: totals in which nobody can be recognised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping

from supervision.records import LedgerLine
from supervision.reports._held import Families
from supervision.reports._page_ask import Ask
from supervision.reports._page_draw import SMALL, draw
from supervision.reports._page_parts import Chart, Section, Table
from supervision.reports._page_themes import count_bars, family_name
from supervision.reports._periods import period_of, periods_between
from supervision.reports._suppression import SuppressedTable, suppressed_together

_HIDDEN = "hidden"

Found = Mapping[tuple[str, str], Collection[LedgerLine]]
"""(name, quarter) → the sessions."""


def service_sections(ask: Ask) -> Iterator[Section]:
    """Yield what a service may see: nothing, if so few were there that any total is of somebody."""
    if len(_people(ask.sessions)) < ask.floor:
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
    formats, themes = _tables(ask)
    yield _sessions(formats)
    yield _themes(ask, themes)


def _tables(ask: Ask) -> tuple[SuppressedTable, SuppressedTable]:
    """Return the sessions of each format, and those with each family of themes, by quarter.

    They are hidden in together: in no quarter did a family come up in more sessions than it had.
    """
    family = Families()
    formats = _by_quarter(ask, lambda line: {_format(line)})
    families = _by_quarter(ask, lambda line: {family[theme] for theme in line.themes})
    return suppressed_together(
        {pair: len(found) for pair, found in formats.items()},
        {pair: len(found) for pair, found in families.items()},
        floor=ask.floor,
        sessions_people={pair: _people(found) for pair, found in formats.items()},
        parts_people={pair: _people(found) for pair, found in families.items()},
    )


def _by_quarter(ask: Ask, names: Callable[[LedgerLine], Collection[str]]) -> Found:
    """Return the sessions that have each name in each quarter, and quarters without any too."""
    days = [line.on for line in ask.sessions]
    quarters = periods_between(min(days), max(days), "quarter")
    found: defaultdict[str, dict[str, list[LedgerLine]]] = defaultdict(
        lambda: {quarter: [] for quarter in quarters}
    )
    for line in ask.sessions:
        for name in names(line):
            found[name][period_of(line.on, "quarter")].append(line)
    return {(name, quarter): each for name in found for quarter, each in found[name].items()}


def _format(line: LedgerLine) -> str:
    return line.modality.value if line.modality else "not recorded"


def _people(lines: Collection[LedgerLine]) -> set[str]:
    """Return who was there, of those who are supervised."""
    return {person for line in lines for person in line.people if person not in line.absent}


def _sessions(table: SuppressedTable) -> Section:
    """Return how many sessions there were of each format, quarter by quarter."""
    return Section(
        id="sessions",
        title="Sessions that were held",
        text=["How many were held of each format, quarter by quarter.", table.text()],
        tables=[_shown(table, "Sessions by format and quarter", "format", {})],
    )


def _themes(ask: Ask, table: SuppressedTable) -> Section:
    """Return in how many sessions each family of themes came up, quarter by quarter."""
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
            *_explained(table),
        ],
        charts=_charts(table, names),
        tables=[_shown(table, "Families of themes by quarter", "family", names)],
    )


def _explained(table: SuppressedTable) -> Iterator[str]:
    if any(None in row for row in table.cells):
        yield f"“?” in a chart, and “{_HIDDEN}” in a table, is a number that is hidden: it is never 0."


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

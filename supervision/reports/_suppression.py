"""Tables for others, in which no small count can be read, or computed from totals."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NoReturn

import attrs

from supervision.errors import InvalidRecordError
from supervision.reports._hiding import TOTAL, Cells, Hiding, Place, hidden_cells
from supervision.reports._themes import DEFAULT_FLOOR

Counts = Mapping[tuple[str, str], int]
"""(row, column) → count."""

People = Mapping[tuple[str, str], Collection[str]]
"""(row, column) → who is in the count."""


@attrs.frozen(kw_only=True)
class SuppressedTable:
    """A table of counts with totals, some of them hidden.

    Attributes:
        floor: The smallest count that others may see.
        rows: The names of the rows, in order.
        columns: The names of the columns, in order.
        cells: The counts, row by row; None where one is hidden.
        row_totals: The total of each row, or None.
        column_totals: The total of each column, or None.
        total: The total of all, or None.
        hidden: How many numbers are hidden, totals too.
        by_people: Whether what is of few people is hidden too, however large.
    """

    floor: int
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    hidden: int
    by_people: bool = False

    def text(self) -> str:
        """Say what was hidden and why."""
        if not self.hidden:
            return "Nothing is hidden."
        few = f" or of fewer than {self.floor} people" if self.by_people else ""
        return (
            f"{self.hidden} numbers are hidden: counts under {self.floor}{few}, in which somebody could "
            "be recognised, and others from which these could be computed. None of them is 0."
        )


def suppressed(
    table: Counts,
    *,
    floor: int = DEFAULT_FLOOR,
    at_most: Counts | None = None,
    people: People | None = None,
) -> SuppressedTable:
    """Hide the counts of *table* that are under a floor, and what would give them away.

    What is hidden first: each count, and each total of a row, of a column or of all, from 1 to
    one less than the floor; and, if *people* are given, each that is of fewer people than the
    floor. Then further numbers, small ones first and totals last, until this holds for each of
    these:

        There is another table of whole numbers with the same zeros, the same numbers wherever
        one is shown, right totals, at least 1 wherever one is hidden, and no count above what
        *at_most* allows, in which the count is the floor or more; or, if it is hidden because
        it is of few people only, more than it is.

    So nobody can work out from what is shown, from the totals and from *at_most*, that the count
    is under the floor, let alone what it is. Where few numbers are hidden, a larger one is sought
    to hide with small ones, so that two of these do not have only each other to hide behind.
    Zeros are shown: nobody is recognised in what did not come up; and whoever reads the table
    knows therefore that what is hidden is not 0, which the promise allows for.

    It is a promise against arithmetic. Whoever runs this program on all tables that might be, to
    see which of them it would have hidden in this way, may find that fewer are left, and at
    worst one. And it is a promise of one table, and of what *at_most* tells of another: two
    tables of the same sessions, such as one of themes and one of their families, or one now and
    one a week later, can be compared.

    Args:
        table: (row, column) → count, such as `ThemeTrend.table` or `theme_counts` give; a pair
            that is left out is 0. A table of one column is a list with its total.
        floor: The smallest count to show, 1 or more.
        at_most: (row, column) → what the reader knows that the count cannot be above, such as
            the sessions of its period where these are shown too.
        people: (row, column) → who is in the count. A pair that is left out has nobody in it.

    Raises:
        InvalidRecordError: if a count is not a whole number of 0 or more, or the floor not one
            of 1 or more; or if *at_most* is under a count, or tells by itself what is to be
            hidden: that a count is under the floor, or that one of few people is no more.

    Source:
        L. H. Cox, Journal of the American Statistical Association 75 (1980), 377-385, on hiding
        further cells; the search for them is our own.

    Examples:
        >>> counts = {("burden", "Q1"): 9, ("burden", "Q2"): 2, ("stigma", "Q1"): 7,
        ...           ("stigma", "Q2"): 8, ("cuts", "Q1"): 12, ("cuts", "Q2"): 0}
        >>> table = suppressed(counts)
        >>> for name, cells, total in zip(table.rows, table.cells, table.row_totals):
        ...     print(name, *cells, "|", total)
        burden None None | 11
        cuts 12 0 | 12
        stigma None None | 15
        >>> table.column_totals, table.total
        ((28, 10), 38)
        >>> print(table.text()[:37])
        4 numbers are hidden: counts under 5,
    """
    _check(table, floor)
    laid = _laid_out(table, people, floor)
    return laid.shown(laid.hiding(at_most=at_most or {}))


def suppressed_together(
    sessions: Counts,
    parts: Counts,
    *,
    floor: int,
    sessions_people: People,
    parts_people: People,
) -> tuple[SuppressedTable, SuppressedTable]:
    """Hide what has to be hidden in two tables of the same sessions, shown side by side.

    Both have the same columns, such as quarters. The first has each session once; the second
    counts in how many something came up, which are never more than the sessions of the column.
    What `suppressed` promises of one holds of both together: the two other tables, too, have in
    no column more of anything than sessions.

    Args:
        sessions: (row, column) → how many sessions.
        parts: (row, column) → in how many of these it came up; a session may be in several rows.
        floor: The smallest count to show, 1 or more.
        sessions_people: Who is in each count of the first.
        parts_people: Who is in each count of the second.
    """
    whole = _laid_out(sessions, sessions_people, floor)
    # No column has fewer sessions in the other table than in this: so whatever came up may have.
    kept = [(TOTAL, name) for name in range(len(whole.columns))]
    hiding = whole.hiding(kept=kept)
    totals = {name: hiding.instead[at] for at, name in zip(kept, whole.columns, strict=True)}
    within = _laid_out(parts, parts_people, floor)
    at_most = {pair: totals[pair[1]] for pair, count in parts.items() if count}
    return whole.shown(hiding), within.shown(within.hiding(at_most=at_most))


@attrs.frozen(kw_only=True)
class _LaidOut:
    """A table with its totals, row by row, and which of its numbers are of few people."""

    floor: int
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Cells
    few: frozenset[Place]
    by_people: bool

    def hiding(self, *, at_most: Counts | None = None, kept: Collection[Place] = ()) -> Hiding:
        """Return what has to be hidden."""
        most = self._most(at_most or {})
        return hidden_cells(self.cells, self.floor, most=most, few=self.few, kept=kept)

    def shown(self, hiding: Hiding) -> SuppressedTable:
        """Return the table without what has to be hidden."""
        hidden, numbers, names = hiding.places, range(len(self.rows)), range(len(self.columns))
        shown = {place: None if place in hidden else count for place, count in self.cells.items()}
        return SuppressedTable(
            floor=self.floor,
            rows=self.rows,
            columns=self.columns,
            cells=tuple(tuple(shown[row, column] for column in names) for row in numbers),
            row_totals=tuple(shown[row, TOTAL] for row in numbers),
            column_totals=tuple(shown[TOTAL, column] for column in names),
            total=shown[TOTAL, TOTAL],
            hidden=len(hidden),
            by_people=self.by_people,
        )

    def _most(self, at_most: Counts) -> Cells:
        most = {}
        for pair, bound in at_most.items():
            if pair[0] not in self.rows or pair[1] not in self.columns:
                continue
            place = self.rows.index(pair[0]), self.columns.index(pair[1])
            count = self.cells[place]
            if bound < max(count + (place in self.few), self.floor if count else 0):
                _refuse("at_most", "must leave each count room for what is to be hidden of it")
            most[place] = bound
        return most


def _laid_out(table: Counts, people: People | None, floor: int) -> _LaidOut:
    rows = tuple(sorted({row for row, _ in table}))
    columns = tuple(sorted({column for _, column in table}))
    cells = _with_totals(table, rows, columns)
    return _LaidOut(
        floor=floor,
        rows=rows,
        columns=columns,
        cells=cells,
        few=frozenset() if people is None else _few(cells, people, rows, columns, floor),
        by_people=people is not None,
    )


def _check(table: Counts, floor: int) -> None:
    if type(floor) is not int or floor < 1:
        _refuse("floor", "must be a whole number of 1 or more")
    if not all(type(count) is int and count >= 0 for count in table.values()):
        _refuse("table", "must have whole numbers of 0 or more")


def _refuse(field: str, rule: str) -> NoReturn:
    msg = f"{field} {rule}"
    raise InvalidRecordError(msg, field=field)


def _few(
    cells: Cells, people: People, rows: tuple[str, ...], columns: tuple[str, ...], floor: int
) -> frozenset[Place]:
    """Return the places, totals too, that have fewer people in them than the floor."""
    who: dict[Place, set[str]] = {place: set() for place in cells}
    for number, row in enumerate(rows):
        for name, column in enumerate(columns):
            for place in ((number, name), (number, TOTAL), (TOTAL, name), (TOTAL, TOTAL)):
                who[place].update(people.get((row, column), ()))
    return frozenset(place for place, count in cells.items() if count and len(who[place]) < floor)


def _with_totals(table: Counts, rows: tuple[str, ...], columns: tuple[str, ...]) -> Cells:
    cells = {
        (number, name): table.get((row, column), 0)
        for number, row in enumerate(rows)
        for name, column in enumerate(columns)
    }
    totals: dict[tuple[int, int], int] = {(TOTAL, TOTAL): sum(cells.values())}
    for number in range(len(rows)):
        totals[number, TOTAL] = sum(cells[number, name] for name in range(len(columns)))
    for name in range(len(columns)):
        totals[TOTAL, name] = sum(cells[number, name] for number in range(len(rows)))
    return cells | totals

"""Tables for others, in which no small count can be read, or computed from totals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

import attrs

from supervision.errors import InvalidRecordError
from supervision.reports._hiding import TOTAL, Cells, hidden_cells
from supervision.reports._themes import DEFAULT_FLOOR


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
    """

    floor: int
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    hidden: int

    def text(self) -> str:
        """Say what was hidden and why."""
        if not self.hidden:
            return "Nothing is hidden."
        return (
            f"{self.hidden} numbers are hidden: counts under {self.floor}, in which somebody could "
            "be recognised, and others from which these could be computed. None of them is 0."
        )


def suppressed(
    table: Mapping[tuple[str, str], int], *, floor: int = DEFAULT_FLOOR
) -> SuppressedTable:
    """Hide the counts of *table* that are under a floor, and what would give them away.

    What is hidden first: each count, and each total of a row, of a column or of all, from 1 to
    one less than the floor. Then further numbers, small ones first and totals last, until this
    holds for each count or total that is under the floor:

        There is another table of whole numbers with the same zeros, the same numbers wherever
        one is shown, right totals, and at least 1 wherever one is hidden, in which the count
        is the floor or more.

    So nobody who has the table, and knows these rules, can tell that the count is under the
    floor, let alone what it is. Zeros are shown: nobody is recognised in what did not come up;
    and whoever reads the table knows therefore that what is hidden is not 0, which the promise
    allows for. It is a promise of one table. Two tables of the same sessions, such as one of
    themes and one of their families, or one now and one a week later, can be compared.

    Args:
        table: (row, column) → count, such as `ThemeTrend.table` or `theme_counts` give; a pair
            that is left out is 0. A table of one column is a list with its total.
        floor: The smallest count to show, 1 or more.

    Raises:
        InvalidRecordError: if a count is not a whole number of 0 or more, or the floor not one
            of 1 or more.

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
    rows = tuple(sorted({row for row, _ in table}))
    columns = tuple(sorted({column for _, column in table}))
    cells = _with_totals(table, rows, columns)
    hidden = hidden_cells(cells, floor)
    shown = {place: None if place in hidden else count for place, count in cells.items()}
    numbers, names = range(len(rows)), range(len(columns))
    return SuppressedTable(
        floor=floor,
        rows=rows,
        columns=columns,
        cells=tuple(tuple(shown[row, column] for column in names) for row in numbers),
        row_totals=tuple(shown[row, TOTAL] for row in numbers),
        column_totals=tuple(shown[TOTAL, column] for column in names),
        total=shown[TOTAL, TOTAL],
        hidden=len(hidden),
    )


def _check(table: Mapping[tuple[str, str], int], floor: int) -> None:
    if type(floor) is not int or floor < 1:
        _refuse("floor", "must be a whole number of 1 or more")
    if not all(type(count) is int and count >= 0 for count in table.values()):
        _refuse("table", "must have whole numbers of 0 or more")


def _refuse(field: str, rule: str) -> NoReturn:
    msg = f"{field} {rule}"
    raise InvalidRecordError(msg, field=field)


def _with_totals(
    table: Mapping[tuple[str, str], int], rows: tuple[str, ...], columns: tuple[str, ...]
) -> Cells:
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

"""Themes over time for others to see: small counts are hidden, and what would give them away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from supervision.catalogue import Catalogue
from supervision.cli._labels import above_its_id, label_of
from supervision.cli._screen import Screen
from supervision.cli._trends_words import HIDDEN, blocks, heading, room, what_blocks_are
from supervision.reports import SuppressedTable, ThemeTrend

_BESIDE = 44
"""How many columns of a terminal all but the counts of a row take."""
_COLUMNS = {"": False, "over time": False, "all": True}
_WHY_SO_LITTLE = (
    "how many sessions there were, first and last days and what changed are left out: what is "
    "hidden could be told from them, and from another table of the same sessions, too. A count that "
    "is shown may still be of one person"
)


def show_hidden(
    screen: Screen, trend: ThemeTrend, table: SuppressedTable, catalogue: Catalogue
) -> None:
    """Show *table*, which was made of *trend*, and nothing else that *trend* tells."""
    screen.document(_plain(trend, table, catalogue))
    if not table.rows:
        screen.say("no theme came up")
        return
    screen.say(heading(trend))
    top = max((each for row in table.cells for each in row if each is not None), default=0)
    wide = len(str(max([top, *(each for each in table.column_totals if each is not None)])))
    shown = room(_BESIDE) // (wide + 1)
    rows = [
        (above_its_id(name, label_of(name, catalogue)), _cell(row[-shown:], top, wide), _of(total))
        for name, row, total in zip(table.rows, table.cells, table.row_totals, strict=True)
    ]
    rows.append(("all", _spaced(map(_of, table.column_totals[-shown:]), wide), _of(table.total)))
    screen.table(_COLUMNS, rows)
    screen.say(what_blocks_are(trend, shown, top))
    screen.say(f"{HIDDEN} is hidden. {table.text()}" if table.hidden else table.text())
    screen.say(_WHY_SO_LITTLE)


def _cell(counts: Sequence[int | None], top: int, wide: int) -> str:
    """Return blocks with the counts below them."""
    return f"{_spaced(blocks(counts, top), wide)}\n{_spaced(map(_of, counts), wide)}"


def _spaced(cells: Iterable[str], wide: int) -> str:
    return " ".join(f"{cell:>{wide}}" for cell in cells)


def _of(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


def _plain(trend: ThemeTrend, table: SuppressedTable, catalogue: Catalogue) -> dict[str, Any]:
    series = [
        {
            "name": name,
            "counts": list(row),
            "out_of": None,
            "first": None,
            "last": None,
            "label": label_of(name, catalogue),
            "count": total,
            "change": None,
        }
        for name, row, total in zip(table.rows, table.cells, table.row_totals, strict=True)
    ]
    return {
        "by": trend.by,
        "per": trend.per,
        "theme": trend.theme,
        "periods": list(trend.periods),
        "lines": None,
        "series": series,
        "test": None,
        "floor": table.floor,
        "hidden": table.hidden,
        "period_totals": list(table.column_totals),
        "total": table.total,
    }

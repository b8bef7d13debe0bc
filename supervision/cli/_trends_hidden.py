"""Themes over time for others to see: small counts are hidden, and what would give them away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from supervision.catalogue import Catalogue
from supervision.cli._labels import above_its_id, label_of
from supervision.cli._screen import Screen
from supervision.cli._trends_words import HIDDEN, blocks, heading, room, what_blocks_are
from supervision.records import LedgerLine
from supervision.reports import SuppressedTable, ThemeTrend, suppressed, theme_trend

_BESIDE = 44
"""How many columns of a terminal all but the counts of a row take."""
_COLUMNS = {"": False, "over time": False, "all": True}
_LEFT_OUT = "how many sessions there were, first and last days and what changed are left out: "
_WHY_SO_LITTLE = f"{_LEFT_OUT}what is hidden could be told from them, and from another table of the same sessions, too"
_WHY_AT_ALL = (
    f"{_LEFT_OUT}what is hidden in another table of the same sessions could be told from them"
)
_ALL_HIDDEN = "every count of a period that is not 0 is hidden, so no block is higher than another"
_OF_ONE = "a count that is shown is of one person: leave the codes out before you give it to others"


def hidden_in(trend: ThemeTrend, lines: Iterable[LedgerLine], floor: int) -> SuppressedTable:
    """Return what others may see of *trend*, which was made of *lines*.

    Hidden is what is in few sessions, or of few people. Where each row is a person, it is what is in
    few sessions only: of people there is no more than one.
    """
    people = None if trend.per == "supervisee" else _who_was_there(trend, lines)
    return suppressed(trend.table(), floor=floor, people=people)


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
        (
            above_its_id(name, label_of(name, catalogue)),
            _cell(row[-shown:], top, wide),
            shown_or_hidden(total),
        )
        for name, row, total in zip(table.rows, table.cells, table.row_totals, strict=True)
    ]
    rows.append(
        (
            "all",
            _spaced(map(shown_or_hidden, table.column_totals[-shown:]), wide),
            shown_or_hidden(table.total),
        )
    )
    screen.table(_COLUMNS, rows)
    screen.say(what_blocks_are(trend, shown, top) if top else _ALL_HIDDEN)
    screen.say(f"{HIDDEN} is hidden. {table.text()}" if table.hidden else table.text())
    screen.say(_WHY_SO_LITTLE if table.hidden else _WHY_AT_ALL)
    if not table.by_people:
        screen.say(_OF_ONE)


def _who_was_there(
    trend: ThemeTrend, lines: Iterable[LedgerLine]
) -> Mapping[tuple[str, str], set[str]]:
    """Return who is in each count: those whose own lines come to more than none there."""
    of: defaultdict[str, list[LedgerLine]] = defaultdict(list)
    for line in lines:
        for person in set(line.people).difference(line.absent):
            of[person].append(line)
    who: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for person, own in of.items():
        counts = theme_trend(own, by=trend.by, per=trend.per, theme=trend.theme).table()
        for pair in (pair for pair, count in counts.items() if count):
            who[pair].add(person)
    return who


def _cell(counts: Sequence[int | None], top: int, wide: int) -> str:
    """Return blocks with the counts below them."""
    return f"{_spaced(blocks(counts, top), wide)}\n{_spaced(map(shown_or_hidden, counts), wide)}"


def _spaced(cells: Iterable[str], wide: int) -> str:
    return " ".join(f"{cell:>{wide}}" for cell in cells)


def shown_or_hidden(count: int | None) -> str:
    """Return a count, or the dot of what is hidden."""
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

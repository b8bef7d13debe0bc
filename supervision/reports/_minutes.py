"""How long supervision took, by whom, when and in which format."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Literal

import attrs

from supervision.records import Fixed, LedgerLine
from supervision.reports._periods import period_name
from supervision.reports._remembered import remembered

Dimension = Literal[
    "month", "quarter", "year", "modality", "delivery", "person", "supervisor", "group"
]
Values = tuple[str, ...]


@attrs.frozen(kw_only=True)
class Minutes:
    """The sessions of one month, format, person, or whatever was asked for.

    Attributes:
        by: What they have in common, such as `{"month": "2026-03", "person": "S-014"}`; a value
            is empty where sessions have none, such as the group of an individual session.
        minutes: Their length in whole minutes, as it was: no rule of a body is applied.
        sessions: How many were held.
        cancelled: How many were planned and cancelled; their minutes do not count.
        missed: How many were held without the person, who was expected; nor do these. Always 0
            unless persons were asked for.
    """

    by: Mapping[str, str]
    minutes: int = 0
    sessions: int = 0
    cancelled: int = 0
    missed: int = 0


@remembered
def minutes_by(
    lines: Iterable[LedgerLine], *, by: Collection[Dimension] = ("month", "modality", "person")
) -> list[Minutes]:
    """Total the raw minutes of the sessions in *lines*.

    A session with several supervisees counts once for each of them when persons are asked for,
    and once otherwise. Reflections and agreements have no length and are passed over.

    Args:
        lines: Ledger lines of any kind; taken one at a time.
        by: What to keep apart, in the order to sort by; nothing for one total.

    Examples:
        >>> from datetime import date
        >>> from supervision.records import Modality, Session, line_of
        >>> session = Session(on=date(2026, 3, 4), minutes=90, modality=Modality.GROUP,
        ...                   supervisor="V-01", supervisees=["S-014", "S-022"], group="G-02")
        >>> for row in minutes_by([line_of(session)], by=["person"]):
        ...     print(row.by["person"], row.minutes)
        S-014 90
        S-022 90
    """
    totals: defaultdict[Values, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for line in lines:
        if line.kind == "session":
            for values, person in _shares(line, by):
                _count(totals[values], line, person)
    return [_row(by, values, totals[values]) for values in sorted(totals)]


def _shares(line: LedgerLine, by: Collection[Dimension]) -> Iterator[tuple[Values, str]]:
    if "person" not in by:
        yield tuple(_READERS[one](line) for one in by), ""
        return
    for person in line.people:
        yield tuple(person if one == "person" else _READERS[one](line) for one in by), person


def _count(total: list[int], line: LedgerLine, person: str) -> None:
    if line.cancelled:
        total[2] += 1
    elif person in line.absent:
        total[3] += 1
    else:
        total[0] += line.minutes
        total[1] += 1


def _row(by: Collection[Dimension], values: Values, total: list[int]) -> Minutes:
    minutes, sessions, cancelled, missed = total
    return Minutes(
        by=Fixed(zip(by, values, strict=True)),
        minutes=minutes,
        sessions=sessions,
        cancelled=cancelled,
        missed=missed,
    )


_READERS: Mapping[Dimension, Callable[[LedgerLine], str]] = {
    "month": lambda line: period_name(line.on.year, line.on.month, "month"),
    "quarter": lambda line: period_name(line.on.year, line.on.month, "quarter"),
    "year": lambda line: period_name(line.on.year, line.on.month, "year"),
    "modality": lambda line: line.modality.value if line.modality else "",
    "delivery": lambda line: line.delivery.value if line.delivery else "",
    "supervisor": lambda line: line.supervisor or "",
    "group": lambda line: line.group or "",
}

"""What a worker makes of a batch of journals: totals in which every number is of several."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import attrs

from supervision.errors import SupervisionError
from supervision.records import LedgerLine
from supervision.reports._held import newest
from supervision.reports._periods import TrendPeriod, period_of

Measure = Literal["sessions", "minutes", "cancelled", "reflections", "themes", "functions"]

Cell = tuple[Measure, str, str]
"""What is counted, of what, and in which period."""

Source = Callable[[], Iterable[LedgerLine]]
"""Gives the lines of one journal where it is called."""

OTHER = "(other)"
"""The name, and the period, under which small numbers are added up; no id has brackets."""


@attrs.frozen(kw_only=True)
class Scope:
    """What to count.

    Attributes:
        by: The period to count by.
        since: The first day; None for the first there is.
        until: The last day; None for the last there is.
        floor: Of how many journals a number has to be.
    """

    by: TrendPeriod
    since: date | None
    until: date | None
    floor: int

    def holds(self, on: date) -> bool:
        """Return whether a day is to be looked at."""
        return (self.since is None or on >= self.since) and (self.until is None or on <= self.until)


@attrs.frozen(kw_only=True)
class Unread:
    """A journal that gave no lines: which of its batch, and what sort of error it was."""

    place: int
    error: str
    code: str | None


@attrs.frozen(kw_only=True)
class BatchTotals:
    """All that leaves a worker.

    Attributes:
        cells: Cell → its count. Not of how many journals it is: where those are all there are,
            and the count is no larger, it would say that each has one.
        pooled: How many numbers of too few journals were added up under `OTHER`.
        withheld: How many were left out, because even together they are of too few.
        unread: The journals that could not be counted.
    """

    cells: Mapping[Cell, int]
    pooled: int
    withheld: int
    unread: tuple[Unread, ...]


@attrs.frozen
class _Sum:
    """A count, the journals that it is of (a bit for each), and how many numbers are in it."""

    count: int
    journals: int
    numbers: int = 1

    def __add__(self, other: _Sum) -> _Sum:
        return _Sum(
            self.count + other.count,
            self.journals | other.journals,
            self.numbers + other.numbers,
        )


Sums = Mapping[Cell, _Sum]


def batch_totals(sources: Sequence[Source], scope: Scope) -> BatchTotals:
    """Count what is in a batch of journals, and keep back what is of too few of them.

    It runs in the worker. No line, code of a person, id or text of an error is in what it
    returns, and no number that is of fewer journals than the floor.
    """
    tallies = [_tally(place, source, scope) for place, source in enumerate(sources)]
    sums: defaultdict[Cell, _Sum] = defaultdict(lambda: _Sum(0, 0))
    for place, tally in enumerate(tallies):
        if not isinstance(tally, Unread):
            for cell, count in tally.items():
                known = sums[cell]
                sums[cell] = _Sum(known.count + count, known.journals | 1 << place)
    return _released(sums, scope.floor, tuple(one for one in tallies if isinstance(one, Unread)))


def _tally(place: int, source: Source, scope: Scope) -> Counter[Cell] | Unread:
    try:
        return _counted(source(), scope)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others go on
        # The sort of error only: a source of others' making may put anything into its text.
        code = error.code if isinstance(error, SupervisionError) else None
        return Unread(place=place, error=type(error).__name__, code=code)


def _counted(lines: Iterable[LedgerLine], scope: Scope) -> Counter[Cell]:
    # One long list a period, counted in one call, takes half the time of counting line by line.
    named: defaultdict[tuple[Measure, str], list[str]] = defaultdict(list)
    found: Counter[Cell] = Counter()
    for line in newest(lines):
        if line.kind == "agreement" or not scope.holds(line.on):
            continue
        period = period_of(line.on, scope.by)
        for measure, names in _facts(line):
            named[measure, period] += names
        # Nothing is added for no minutes: who adds nothing to a number does not make it safer.
        if line.kind == "session" and line.minutes and not line.cancelled:
            found["minutes", _modality(line), period] += line.minutes
    for (measure, period), listed in named.items():
        for name, count in Counter(listed).items():
            found[measure, name, period] = count
    return found


def _facts(line: LedgerLine) -> Iterator[tuple[Measure, Sequence[str]]]:
    if line.cancelled:
        yield "cancelled", (_modality(line),)
        return
    if line.kind == "session":
        yield "sessions", (_modality(line),)
    else:
        yield "reflections", (line.kind,)
    yield "themes", line.themes
    yield "functions", [function.value for function in line.functions]


def _modality(line: LedgerLine) -> str:
    return line.modality.value if line.modality else "unknown"


def _released(sums: Sums, floor: int, unread: tuple[Unread, ...]) -> BatchTotals:
    """Add up what is of too few journals: first over names, then over periods too."""
    shown, small = _parted(sums, floor)
    pooled = len(small)
    for wider in (_other_names, _other_periods):
        enough, small = _parted(_grouped(small, wider), floor)
        shown |= enough
    withheld = sum(one.numbers for one in small.values())
    return BatchTotals(
        cells={cell: one.count for cell, one in shown.items()},
        pooled=pooled - withheld,
        withheld=withheld,
        unread=unread,
    )


def _parted(sums: Sums, floor: int) -> tuple[dict[Cell, _Sum], dict[Cell, _Sum]]:
    """Return what is of enough journals, and what is not."""
    enough = {cell: one for cell, one in sums.items() if one.journals.bit_count() >= floor}
    return enough, {cell: one for cell, one in sums.items() if cell not in enough}


def _grouped(sums: Sums, wider: Callable[[Cell], Cell]) -> dict[Cell, _Sum]:
    found: dict[Cell, _Sum] = {}
    for cell, one in sums.items():
        group = wider(cell)
        found[group] = found[group] + one if group in found else one
    return found


def _other_names(cell: Cell) -> Cell:
    measure, _, period = cell
    return measure, OTHER, period


def _other_periods(cell: Cell) -> Cell:
    return cell[0], OTHER, OTHER

"""A service's view: totals over many journals, none of which can be told from the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NoReturn, Protocol

import attrs

from supervision.errors import InvalidRecordError
from supervision.reports._periods import TrendPeriod
from supervision.reports._service_totals import (
    OTHER,
    BatchTotals,
    Cell,
    Measure,
    Scope,
    Source,
    batch_totals,
)
from supervision.reports._themes import DEFAULT_FLOOR

_LEAST = 3
"""Of a number of two journals, each of the two can subtract its own."""


class Workers(Protocol):
    """Who does the work: any ``concurrent.futures.Executor``."""

    # Stated here, because that module loads logging, which nothing else in reports needs.
    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Any:
        """Have *fn* called elsewhere, and return its future at once."""
        ...


@attrs.frozen(kw_only=True)
class ServiceFigure:
    """One number of a service.

    Attributes:
        measure: `sessions` held, their `minutes`, sessions `cancelled`, `reflections`, or the
            sessions and reflections in which `themes` or `functions` came up.
        name: The theme, the function, or the modality; `(other)` for several together that were
            in too few journals each.
        period: The period; `(other)` for several together.
        count: The number.
        batches: In how many batches it was in enough journals to be counted by its name. What
            the others had of it, if anything, is in `(other)`.
    """

    measure: Measure
    name: str
    period: str
    count: int
    batches: int


@attrs.frozen(kw_only=True)
class JournalFailure:
    """A journal that could not be counted.

    Attributes:
        name: Its name, as it was given.
        error: The class of the error, such as `TamperedRecordError`. Open the journal to see
            what it says.
        code: The code of `verify` that names the failure, if there is one.
    """

    name: str
    error: str
    code: str | None


@attrs.frozen(kw_only=True)
class ServiceReport:
    """Totals over many journals.

    Attributes:
        by: The length of a period.
        floor: Of how many journals each number is at least.
        journals: How many were counted.
        batches: In how many batches.
        figures: The numbers, by measure, name and period.
        pooled: How many numbers of single batches were added up as `(other)`.
        withheld: How many numbers of single batches are in no figure, because even together
            they were of too few journals.
        failures: The journals that could not be counted, by name.
    """

    by: TrendPeriod
    floor: int
    journals: int
    batches: int
    figures: tuple[ServiceFigure, ...]
    pooled: int
    withheld: int
    failures: tuple[JournalFailure, ...]

    def table(self, measure: Measure) -> dict[tuple[str, str], int]:
        """Return (name, period) → count of one measure."""
        return {(one.name, one.period): one.count for one in self.figures if one.measure == measure}

    def total(self, measure: Measure) -> int:
        """Return the sum of one measure; less than there was only by what is withheld."""
        return sum(self.table(measure).values())

    def text(self) -> str:
        """Say it in sentences: the sums, then what is in them, then what is not."""
        sums: dict[Measure, Counter[str]] = defaultdict(Counter)
        for one in self.figures:
            sums[one.measure][one.name] += one.count
        said = [f"Totals of {self.journals} journals, counted in batches: {self.batches}."]
        for measure, names in sums.items():
            each = ", ".join(f"{name} {count}" for name, count in sorted(names.items()))
            said.append(f"{measure}: {names.total()} ({each})")
        return "\n".join([*said, self._kept_back(), *map(_said, self.failures)])

    def _kept_back(self) -> str:
        return (
            f"Every number is of {self.floor} journals or more. Of the numbers of single batches, "
            f"{self.pooled} were of fewer and are added up as {OTHER}, and {self.withheld} are "
            "left out."
        )


def service(
    journals: Mapping[str, Source],
    *,
    by: TrendPeriod = "quarter",
    since: date | None = None,
    until: date | None = None,
    floor: int = DEFAULT_FLOOR,
    batch: int = 50,
    executor: Workers | None = None,
) -> ServiceReport:
    """Add up what is in many journals, without a number that is of only a few of them.

    The journals are taken in the order of their names and split into batches as equal as can be.
    Whoever counts a batch sees the ledger lines of its journals; what it hands back are sums
    over the batch, and this is promised of each:

        Each number is of *floor* journals or more, that is, so many of them add 1 or more to it.
        No two numbers of a measure have anything in common, and no sum of them is handed back
        besides, so there is nothing to subtract one from.

    What is of fewer journals is not lost: it is added up over all such names of a period as
    `(other)`, and if that is not enough, over all periods. Only if all of a measure that is left
    is still of too few, it is left out, and how many numbers that are is told.

    The promise has a price. A theme that comes up here and there, in fewer than *floor* journals
    of one batch, is in `(other)` for that batch, so its own figure is less than the truth;
    ``ServiceFigure.batches`` says in how many batches it was counted by its name. Larger batches
    lose less and leave fewer to work in parallel. Batches do not depend on who does the work:
    the same journals, *floor* and *batch* give the same figures, to the last digit, in this
    process, in others and on other machines.

    It is a promise of one report. Two reports, such as one of a week later or one of all
    journals but one, can be compared. That five journals share a number does not mean that they
    share it evenly; and if there are no more than five in all, a number of 5 says that each has
    one. And whoever makes the report can open the journals anyhow, or name one of
    them twice in two places: it protects those who are counted from those who read it, and from
    what lies between the workers.

    Args:
        journals: Name → what gives the ledger lines of that journal when it is called without
            arguments, where the work is done; `supervision.journal.LedgerSource` does. What
            other processes are to call has to be picklable. Names stay here.
        by: The period to count by.
        since: The first day to look at.
        until: The last day to look at.
        floor: Of how many journals each number has to be, 3 or more: of a number of two, each
            could subtract its own.
        batch: The least size of a batch, *floor* or more; none is twice as large. Fewer journals
            than this are one batch.
        executor: Any ``concurrent.futures.Executor``: a pool of processes, or a cluster's, such
            as Dask's ``Client.get_executor(pure=False)``; not pure, because journals change.
            This process if not given.

    Raises:
        InvalidRecordError: if the floor or batch is too small, or a journal was given twice.

    Examples:
        >>> from supervision.records import line_of
        >>> from supervision.testing import synthetic_sessions
        >>> def journal(number):
        ...     return lambda: [line_of(one) for one in synthetic_sessions(30, seed=number)]
        >>> report = service({f"team-{number}": journal(number) for number in range(6)}, by="year")
        >>> report.journals, report.total("sessions"), min(one.count for one in report.figures)
        (6, 180, 5)
    """
    names = sorted(journals)
    sources = [journals[name] for name in names]
    _check(sources, floor, batch)
    batches = _batches(sources, batch)
    scope = Scope(by=by, since=since, until=until, floor=floor)
    parts = _worked(executor, batches, scope)
    failures = _failures(names, batches, parts)
    return ServiceReport(
        by=by,
        floor=floor,
        journals=len(names) - len(failures),
        batches=len(batches),
        figures=_merged(parts),
        pooled=sum(part.pooled for part in parts),
        withheld=sum(part.withheld for part in parts),
        failures=failures,
    )


def _check(sources: Sequence[Source], floor: int, batch: int) -> None:
    if type(floor) is not int or floor < _LEAST:
        _refuse("floor", f"must be a whole number of {_LEAST} or more")
    if type(batch) is not int or batch < floor:
        _refuse("batch", "must be a whole number, and the floor or more")
    told_apart = [source for source in sources if isinstance(source, Hashable)]
    if len(set(told_apart)) < len(told_apart):
        _refuse("journals", "must not have the same one under two names")


def _refuse(field: str, rule: str) -> NoReturn:
    msg = f"{field} {rule}"
    raise InvalidRecordError(msg, field=field)


def _batches(sources: Sequence[Source], size: int) -> list[Sequence[Source]]:
    """Split into batches of *size* or more: a small rest would have nothing it could show."""
    number = max(1, len(sources) // size)
    ends = [len(sources) * each // number for each in range(number + 1)]
    return [sources[start:end] for start, end in pairwise(ends)]


def _worked(
    executor: Workers | None, batches: Iterable[Sequence[Source]], scope: Scope
) -> list[BatchTotals]:
    if executor is None:
        return [batch_totals(batch, scope) for batch in batches]
    futures = [executor.submit(batch_totals, batch, scope) for batch in batches]
    try:
        return [future.result() for future in futures]
    finally:
        for future in futures:  # Where one failed, nobody waits for the rest.
            future.cancel()


def _failures(
    names: Sequence[str], batches: Sequence[Sequence[Source]], parts: Sequence[BatchTotals]
) -> tuple[JournalFailure, ...]:
    found, start = [], 0
    for batch, part in zip(batches, parts, strict=True):
        for one in part.unread:
            name = names[start + one.place]
            found.append(JournalFailure(name=name, error=one.error, code=one.code))
        start += len(batch)
    return tuple(found)


def _merged(parts: Iterable[BatchTotals]) -> tuple[ServiceFigure, ...]:
    counts: Counter[Cell] = Counter()
    batches: Counter[Cell] = Counter()
    for part in parts:
        counts.update(part.cells)
        batches.update(part.cells.keys())
    return tuple(
        ServiceFigure(measure=measure, name=name, period=period, count=count, batches=batches[cell])
        for cell, count in sorted(counts.items())
        for measure, name, period in [cell]
    )


def _said(failure: JournalFailure) -> str:
    code = "" if failure.code is None else f" ({failure.code})"
    return f"Not counted: {failure.name}, {failure.error}{code}."

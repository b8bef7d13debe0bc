"""Which modes and functions were visited, and when last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from supervision.records import Function, LedgerLine

MODES = tuple(range(1, 8))
"""The modes of the seven-eyed model."""


@attrs.frozen(kw_only=True)
class Visited:
    """A mode or function, and how often it was visited.

    Attributes:
        name: The number of the mode, or the function.
        sessions: In how many sessions; 0: never.
        last: The last day on which it was.
    """

    name: str
    sessions: int
    last: date | None


@attrs.frozen(kw_only=True)
class Coverage:
    """Which modes of the seven-eyed model, and which functions, sessions visited.

    No session visits all, and a record without modes says nothing of them.

    Attributes:
        modes: The seven, in order.
        with_modes: How many sessions record any.
        functions: The three.
        with_functions: How many sessions record any.

    Source:
        P. Hawkins, R. Shohet, Supervision in the Helping Professions (4th ed. 2012); B. Proctor
        (1986).
    """

    modes: tuple[Visited, ...]
    with_modes: int
    functions: tuple[Visited, ...]
    with_functions: int

    def text(self) -> str:
        """Say it in two lines."""
        return "\n".join(
            [
                _text("Modes of the seven-eyed model", self.modes, self.with_modes),
                _text("Functions", self.functions, self.with_functions),
            ]
        )


def coverage(sessions: Sequence[LedgerLine]) -> Coverage:
    """Look up which modes and functions *sessions*, in the order of their days, visited."""
    modes = [(line.on, tuple(map(str, line.modes))) for line in sessions if line.modes]
    functions = [(line.on, line.functions) for line in sessions if line.functions]
    return Coverage(
        modes=tuple(_visited(map(str, MODES), modes)),
        with_modes=len(modes),
        functions=tuple(_visited(Function, functions)),
        with_functions=len(functions),
    )


def _visited(names: Iterable[str], seen: Sequence[tuple[date, Sequence[str]]]) -> Iterator[Visited]:
    counts = Counter(name for _, found in seen for name in found)
    last = {name: on for on, found in seen for name in found}
    for name in names:
        yield Visited(name=str(name), sessions=counts[name], last=last.get(name))


def _text(what: str, visited: Sequence[Visited], of: int) -> str:
    if not of:
        return f"{what}: none is recorded."
    each = [
        f"{one.name} in {one.sessions}, last on {one.last}" if one.sessions else f"{one.name} never"
        for one in visited
    ]
    return f"{what}, of {of} sessions that record any: {'; '.join(each)}."

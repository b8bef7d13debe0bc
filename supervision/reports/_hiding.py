"""Which numbers of a table have to be hidden, so that no small one can be computed.

A table with its totals is a closed flow. A count flows from its row to its column; the total of
a column flows on to where all columns meet, from there the total of all to where all rows meet,
and from there the total of each row to its row: at each place as much arrives as leaves. So
whoever wants to change one count and keep all that is shown must send the difference round in a
circle, along hidden numbers, raising those that lie in the direction and lowering the others.
A count is protected if circles can raise it to the floor while no hidden number falls under 1, or
goes above what is known to be its most; and where there are none, hiding what the cheapest circle
needs makes one.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping
from heapq import heappop, heappush

import attrs

TOTAL = -1
"""The row of the totals of columns, and the column of the totals of rows."""

Place = tuple[int, int]
"""A row and a column, counted from 0, or `TOTAL`."""

Cells = Mapping[Place, int]

Node = tuple[str, int]
"""A row or a column, where numbers meet."""

Edge = tuple[Place, Node, Node]
"""A number, from where it flows, and to where."""

Step = tuple[Place, int]
"""A number, and whether it is raised (1), in its direction, or lowered (-1), against it."""

Came = dict[Node, tuple[Node, Step]]
"""How each node was reached: from which, and by what step."""

_DEAR = 1_000
_COMPANY = 3


@attrs.frozen(kw_only=True)
class Hiding:
    """What has to be hidden, and one table that might be, for all that is shown.

    Attributes:
        places: The places whose numbers must not be shown.
        instead: The other table: every count and every total.
    """

    places: frozenset[Place]
    instead: Cells


def hidden_cells(
    cells: Cells,
    floor: int,
    *,
    most: Cells | None = None,
    few: Collection[Place] = (),
    kept: Collection[Place] = (),
) -> Hiding:
    """Return the places whose numbers must not be shown.

    Args:
        cells: Every count and every total, zeros too.
        floor: The smallest number to show.
        most: What a count cannot be above, as whoever reads the table knows from elsewhere. It
            leaves room: for a small count up to the floor, for one of *few* for one more.
        few: The places that are hidden though their numbers are not small. They are protected if
            they could be more than they are: by the floor, or up to their most.
        kept: The totals that do not fall in the other tables that are looked for.
    """
    search = _Search(cells, floor, _with_totals(cells, most or {}), few, kept)
    # The largest first: what protects it is likely to do for smaller ones.
    for place in sorted(search.hidden, key=lambda place: (-cells[place], place)):
        search.protect(place)
    return Hiding(places=frozenset(search.hidden), instead=search.values)


@attrs.define(init=False)
class _Search:
    """The search for circles; what it hides grows, so what is protected stays so.

    It goes on from one changed table to the next. Each is a table that might be, for all that
    is shown, and so protects whatever has reached its goal in it.
    """

    cells: Cells
    floor: int
    most: Cells
    kept: Collection[Place]
    goals: dict[Place, int]
    values: dict[Place, int]
    protected: set[Place]
    hidden: set[Place]
    around: dict[Node, list[Edge]]
    hidden_around: dict[Node, list[Edge]]

    def __init__(
        self,
        cells: Cells,
        floor: int,
        most: Cells,
        few: Collection[Place],
        kept: Collection[Place],
    ) -> None:
        self.cells, self.floor, self.values = cells, floor, dict(cells)
        self.most, self.kept, self.goals = most, kept, {}
        self.protected, self.hidden = set(), set()
        self.around, self.hidden_around = defaultdict(list), defaultdict(list)
        for place, count in cells.items():
            if count:  # A zero is shown, and so is neither raised nor lowered.
                _add(self.around, place)
            if 0 < count < floor:
                self.goals[place] = floor
                self._hide(place)
            elif count and place in few:
                self.goals[place] = min(count + floor, most.get(place, count + floor))
                self._hide(place)

    def protect(self, place: Place) -> None:
        """Hide what is needed for the number at *place* to reach its goal."""
        while place not in self.protected:
            steps = [(place, 1), *self._circle(place)]
            room = [room for step in steps if (room := self._room(step)) is not None]
            by = min([self.goals[place] - self.values[place], *room])
            for one, sign in steps:
                self._hide(one)
                self.values[one] += sign * by
                if self.values[one] >= self.goals.get(one, 0):
                    self.protected.add(one)

    def _circle(self, place: Place) -> list[Step]:
        """Return a way back from *place*, with a number on it that is not small, if there is one.

        Two small numbers that have only each other to hide behind would be a poor hiding place;
        among many, any way does.
        """
        steps = self._hidden_circle(place) or self._cheapest_circle(place)
        if self._is_crowded(place) or any(self._is_large(one) for one, _ in steps):
            return steps
        fewer_small = self._cheapest_circle(place, dear=True)
        return fewer_small if any(self._is_large(one) for one, _ in fewer_small) else steps

    def _is_crowded(self, place: Place) -> bool:
        """Return whether several other numbers are hidden at both of its ends."""
        return all(len(self.hidden_around[node]) > _COMPANY for node in _ends(place))

    def _is_large(self, place: Place) -> bool:
        return self.cells[place] >= self.floor

    def _room(self, step: Step) -> int | None:
        """Return how far *step* can go; None if there is no end to it."""
        place, sign = step
        if sign > 0:
            return self.most[place] - self.values[place] if place in self.most else None
        return 0 if place in self.kept else self.values[place] - 1

    def _hide(self, place: Place) -> None:
        if place not in self.hidden:
            self.hidden.add(place)
            _add(self.hidden_around, place)

    def _hidden_circle(self, place: Place) -> list[Step]:
        """Return a short way back along what is hidden already, or nothing."""
        goal, start = _ends(place)
        # Knowing the last step of a way spares looking at most of the numbers.
        last = dict(self._arriving(goal, place))
        came: Came = {}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            for step, other in self._leaving(self.hidden_around[node], node, place):
                if other in last:
                    return [last[other], step, *_way(came, start, node)]
                if other not in came and other != start:
                    came[other] = node, step
                    queue.append(other)
        return []

    def _cheapest_circle(self, place: Place, *, dear: bool = False) -> list[Step]:
        """Return the way back that needs least hidden; raising totals, there always is one.

        If small numbers are *dear*, it is the way with fewest of these.
        """
        goal, start = _ends(place)
        best: dict[Node, int] = {start: 0}
        came: Came = {}
        queue: list[tuple[int, Node]] = [(0, start)]
        while queue[0][1] != goal:
            cost, node = heappop(queue)
            for step, other in self._leaving(self.around[node], node, place):
                further = cost + self._cost(step[0], dear=dear)
                if further < best.get(other, further + 1):
                    best[other], came[other] = further, (node, step)
                    heappush(queue, (further, other))
        return _way(came, start, goal)

    def _leaving(
        self, edges: list[Edge], node: Node, without: Place
    ) -> Iterator[tuple[Step, Node]]:
        for place, start, end in edges:
            step = place, (1 if node == start else -1)
            if place != without and self._room(step) != 0:
                yield step, (end if node == start else start)

    def _arriving(self, node: Node, without: Place) -> Iterator[tuple[Node, Step]]:
        for place, start, end in self.hidden_around[node]:
            step = place, (1 if node == end else -1)
            if place != without and self._room(step) != 0:
                yield (start if node == end else end), step

    def _cost(self, place: Place, *, dear: bool) -> int:
        """Return how much is lost by hiding *place*: less if it is small, more if a total."""
        if dear and not self._is_large(place):
            return _DEAR * self.cells[TOTAL, TOTAL]
        if place in self.hidden:
            return 0
        return self.cells[place] + self.cells[TOTAL, TOTAL] * (1 + 3 * place.count(TOTAL))


def _with_totals(cells: Cells, most: Cells) -> Cells:
    """Return *most*, and of each total what its counts together cannot be above."""
    found = dict(most)
    for row, column in cells:
        if TOTAL in {row, column}:
            parts = [
                most.get(place)
                for place, count in cells.items()
                if count
                and TOTAL not in place
                and row in {place[0], TOTAL}
                and column in {place[1], TOTAL}
            ]
            if None not in parts:
                found[row, column] = sum(one for one in parts if one is not None)
    return found


def _add(around: dict[Node, list[Edge]], place: Place) -> None:
    start, end = _ends(place)
    around[start].append((place, start, end))
    around[end].append((place, start, end))


def _ends(place: Place) -> tuple[Node, Node]:
    """Return from where to where the number at *place* flows."""
    row, column = ("row", place[0]), ("column", place[1])
    onward = (place[0] == TOTAL) == (place[1] == TOTAL)
    return (row, column) if onward else (column, row)


def _way(came: Came, start: Node, goal: Node) -> list[Step]:
    steps: list[Step] = []
    while goal != start:
        goal, step = came[goal]
        steps.append(step)
    return steps

"""Which numbers of a table have to be hidden, so that no small one can be computed.

A table with its totals is a closed flow. A count flows from its row to its column; the total of
a column flows on to where all columns meet, from there the total of all to where all rows meet,
and from there the total of each row to its row: at each place as much arrives as leaves. So
whoever wants to change one count and keep all that is shown must send the difference round in a
circle, along hidden numbers, raising those that lie in the direction and lowering the others.
A count is protected if circles can raise it to the floor while no hidden number falls under 1;
and where there are none, hiding what the cheapest circle needs makes one.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
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


def hidden_cells(cells: Cells, floor: int) -> frozenset[Place]:
    """Return the places whose numbers must not be shown.

    Args:
        cells: Every count and every total, zeros too.
        floor: The smallest number to show.
    """
    search = _Search(cells, floor)
    # The largest first: what protects it is likely to do for smaller ones.
    for place in sorted(search.hidden, key=lambda place: (-cells[place], place)):
        search.protect(place)
    return frozenset(search.hidden)


@attrs.define(init=False)
class _Search:
    """The search for circles; what it hides grows, so what is protected stays so.

    It goes on from one changed table to the next. Each is a table that might be, for all that
    is shown, and so protects whatever is at the floor in it.
    """

    cells: Cells
    floor: int
    values: dict[Place, int]
    protected: set[Place]
    hidden: set[Place]
    around: dict[Node, list[Edge]]
    hidden_around: dict[Node, list[Edge]]

    def __init__(self, cells: Cells, floor: int) -> None:
        self.cells, self.floor, self.values = cells, floor, dict(cells)
        self.protected, self.hidden = set(), set()
        self.around, self.hidden_around = defaultdict(list), defaultdict(list)
        for place, count in cells.items():
            if count:  # A zero is shown, and so is neither raised nor lowered.
                _add(self.around, place)
            if 0 < count < floor:
                self._hide(place)

    def protect(self, place: Place) -> None:
        """Hide what is needed for the number at *place* to be the floor or more."""
        while place not in self.protected:
            steps = self._hidden_circle(place) or self._cheapest_circle(place)
            room = [self.values[one] - 1 for one, sign in steps if sign < 0]
            most = min([self.floor - self.values[place], *room])
            for one, sign in [(place, 1), *steps]:
                self._hide(one)
                self.values[one] += sign * most
                if self.values[one] >= self.floor:
                    self.protected.add(one)

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

    def _cheapest_circle(self, place: Place) -> list[Step]:
        """Return the way back that needs least hidden; raising totals, there always is one."""
        goal, start = _ends(place)
        best: dict[Node, int] = {start: 0}
        came: Came = {}
        queue: list[tuple[int, Node]] = [(0, start)]
        while queue[0][1] != goal:
            cost, node = heappop(queue)
            for step, other in self._leaving(self.around[node], node, place):
                further = cost + self._cost(step[0])
                if further < best.get(other, further + 1):
                    best[other], came[other] = further, (node, step)
                    heappush(queue, (further, other))
        return _way(came, start, goal)

    def _leaving(
        self, edges: list[Edge], node: Node, without: Place
    ) -> Iterator[tuple[Step, Node]]:
        for place, start, end in edges:
            if place == without:
                continue
            if node == start:
                yield (place, 1), end
            elif self.values[place] > 1:
                yield (place, -1), start

    def _arriving(self, node: Node, without: Place) -> Iterator[tuple[Node, Step]]:
        for place, start, end in self.hidden_around[node]:
            if place == without:
                continue
            if node == end:
                yield start, (place, 1)
            elif self.values[place] > 1:
                yield end, (place, -1)

    def _cost(self, place: Place) -> int:
        """Return how much is lost by hiding *place*: less if it is small, more if a total."""
        if place in self.hidden:
            return 0
        return self.cells[place] + self.cells[TOTAL, TOTAL] * (1 + 3 * place.count(TOTAL))


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

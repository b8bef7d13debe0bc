"""Ways that lead back to where they began."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from itertools import chain

Graph = defaultdict[str, set[str]]
"""Where one can go from each place."""


def knots(graph: Graph) -> list[frozenset[str]]:
    """Return the places from each of which every other of them can be reached and back.

    A place alone is a knot if one can go from it to itself. Knots stand by their first place.

    Source:
        M. Sharir, Computers and Mathematics with Applications 7 (1981), 67-72.

    Examples:
        >>> graph = defaultdict(set, {"A": {"B"}, "B": {"C", "A"}, "C": {"D"}})
        >>> [sorted(knot) for knot in knots(graph)]
        [['A', 'B']]
    """
    back: Graph = defaultdict(set)
    for place, others in graph.items():
        for other in others:
            back[other].add(place)
    found, seen = [], set[str]()
    for place in reversed(_by_finish(graph)):
        if place not in seen:
            knot = _reached(place, back, seen)
            seen |= knot
            if len(knot) > 1 or place in graph.get(place, ()):
                found.append(frozenset(knot))
    return sorted(found, key=min)


def cycle_through(place: str, graph: Graph) -> tuple[str, ...]:
    """Return the shortest way from *place* back to it; of several, the first by name.

    Args:
        place: A place of a knot.
        graph: Where one can go.

    Examples:
        >>> cycle_through("A", defaultdict(set, {"A": {"B", "C"}, "B": {"C"}, "C": {"A"}}))
        ('A', 'C', 'A')
    """
    came_from: dict[str, str] = {}
    waiting = deque([place])
    while place not in came_from:
        here = waiting.popleft()
        for other in sorted(graph.get(here, ())):
            if other not in came_from:
                came_from[other] = here
                waiting.append(other)
    way = [place, came_from[place]]
    while way[-1] != place:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def _by_finish(graph: Graph) -> list[str]:
    """Return the places in the order in which a search in depth is through with them."""
    finished, seen = list[str](), set[str]()
    for start in sorted({*graph, *chain.from_iterable(graph.values())}):
        if start in seen:
            continue
        seen.add(start)
        path: list[tuple[str, Iterator[str]]] = [(start, iter(sorted(graph.get(start, ()))))]
        while path:
            place, others = path[-1]
            new = next((other for other in others if other not in seen), None)
            if new is None:
                finished.append(place)
                path.pop()
            else:
                seen.add(new)
                path.append((new, iter(sorted(graph.get(new, ())))))
    return finished


def _reached(start: str, graph: Graph, closed: set[str]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        new = graph.get(waiting.pop(), set()) - found - closed
        found |= new
        waiting += new
    return found

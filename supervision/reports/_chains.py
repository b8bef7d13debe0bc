"""Who supervises whom, and who supervises them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from supervision.records import LedgerLine
from supervision.reports._agreements import Agreed, agreements, by_person
from supervision.reports._cover_words import named
from supervision.reports._cycles import Graph, cycle_through, knots
from supervision.reports._remembered import remembered


@attrs.frozen(kw_only=True)
class Link:
    """One person supervises another, by agreements that hold.

    Attributes:
        supervisor: The supervisor.
        person: The supervisee.
        agreements: The codes of the agreements that say so.
        further: Whether all of these name the supervisor as a further one, such as for management.
    """

    supervisor: str
    person: str
    agreements: tuple[str, ...]
    further: bool

    def text(self) -> str:
        """Say it in a sentence."""
        role = " as a further supervisor" if self.further else ""
        return f"{self.supervisor} supervises {self.person}{role} ({', '.join(self.agreements)})."


@attrs.frozen(kw_only=True)
class Loop:
    """People who supervise each other, directly or through others.

    Attributes:
        people: All who are in it, by code.
        path: The shortest way round from the first of them, who stands at both ends.
    """

    people: tuple[str, ...]
    path: tuple[str, ...]

    def text(self) -> str:
        """Say it in a sentence."""
        first, second, *rest = self.path
        way = "".join(f", who supervises {person}" for person in rest)
        others = [person for person in self.people if person not in self.path]
        also = f" {named(others)} can be reached on longer ways." if others else ""
        return f"{first} supervises {second}{way}.{also}"


@attrs.frozen(kw_only=True)
class Chains:
    """Supervision of supervision on one day, from agreements. Names stand by code.

    Attributes:
        on: The day.
        links: Who supervises whom.
        loops: Who supervises each other.
        unsupervised: Supervisors who are a supervisee in no agreement that holds, nor a peer.
        line_managed_only: Supervisees all of whose agreements are with their line manager.
    """

    on: date
    links: tuple[Link, ...]
    loops: tuple[Loop, ...]
    unsupervised: tuple[str, ...]
    line_managed_only: tuple[str, ...]

    def above(self, person: str) -> tuple[tuple[str, ...], ...]:
        """Return the supervisors of *person*, then theirs, and so on; each person once.

        Examples:
            >>> chains([], today=date(2026, 3, 4)).above("S-014")
            ()
        """
        supervisors: Graph = defaultdict(set)
        for link in self.links:
            supervisors[link.person].add(link.supervisor)
        levels: list[tuple[str, ...]] = []
        seen, level = {person}, {person}
        while level := set().union(*[supervisors.get(one, ()) for one in level]) - seen:
            levels.append(tuple(sorted(level)))
            seen |= level
        return tuple(levels)

    def text(self) -> str:
        """Say it in sentences, one on a line."""
        told = [*(one.text() for one in self.links), *self.to_look_at()]
        return "\n".join(told or ["No agreement names a supervisor."])

    def to_look_at(self) -> tuple[str, ...]:
        """Say where it goes round, ends, or is with a line manager only: a sentence each."""
        told = [one.text() for one in self.loops]
        told += [
            f"{person} supervises, and is supervised in no agreement that is recorded here."
            for person in self.unsupervised
        ]
        told += [
            f"{person} is supervised by a line manager only." for person in self.line_managed_only
        ]
        return tuple(told)


@remembered
def chains(lines: Iterable[LedgerLine], *, today: date) -> Chains:
    """Say who supervises whom on *today*, and where that goes round or ends.

    Among peers nobody supervises; they count as supervised.

    Args:
        lines: Ledger lines of any kind and order; only agreements are looked at.
        today: The day.

    Examples:
        >>> from supervision.records import Agreement, Modality, line_of
        >>> def line(code, supervisor, person):
        ...     return line_of(Agreement(code=code, starts=date(2026, 1, 5), supervisor=supervisor,
        ...                              supervisees=[person], modality=Modality.INDIVIDUAL))
        >>> found = chains([line("A-01", "V-01", "S-014"), line("A-02", "V-02", "V-01")],
        ...                today=date(2026, 3, 4))
        >>> found.above("S-014"), found.unsupervised
        ((('V-01',), ('V-02',)), ('V-02',))
    """
    holding = [one for one in agreements(lines) if one.holds(today)]
    links = _links(holding)
    graph: Graph = defaultdict(set)
    for link in links:
        graph[link.supervisor].add(link.person)
    known = by_person(holding)
    return Chains(
        on=today,
        links=links,
        loops=tuple(
            Loop(people=tuple(sorted(knot)), path=cycle_through(min(knot), graph))
            for knot in knots(graph)
        ),
        unsupervised=tuple(sorted(graph.keys() - known.keys())),
        line_managed_only=_line_managed_only(known),
    )


def _links(holding: Iterable[Agreed]) -> tuple[Link, ...]:
    found: defaultdict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
    for one in holding:
        for supervisor in dict.fromkeys((one.supervisor, *one.other_supervisors)):
            for person in one.people if supervisor is not None else ():
                found[supervisor or "", person].append((one.code, supervisor != one.supervisor))
    return tuple(
        Link(
            supervisor=supervisor,
            person=person,
            agreements=tuple(code for code, _ in said),
            further=all(further for _, further in said),
        )
        for (supervisor, person), said in sorted(found.items())
    )


def _line_managed_only(known: Mapping[str, Sequence[Agreed]]) -> tuple[str, ...]:
    return tuple(
        person for person in sorted(known) if all(one.line_managed for one in known[person])
    )

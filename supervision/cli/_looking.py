"""Looking for what could tell who somebody is, before it is sealed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from supervision import Journal
from supervision.cli._plan import Item, Place, Plan, Standing
from supervision.cli._screen import Screen, interactive
from supervision.cli._telling import tell
from supervision.exchange import MAX_PROBLEMS, Problem
from supervision.identifiers import Finding, KnownNames, check, check_text, refuse
from supervision.records import Record

_MOST_SHOWN = 20
_WHAT_TO_DO = "put a code such as C-201 in its place, or leave it out"


def look_through(
    screen: Screen, plans: Sequence[Plan], known: KnownNames | None, *, strict: bool
) -> None:
    """Look through what *plans* would add, and note each place in its plan.

    Args:
        screen: Where to show how far it is.
        plans: The files.
        known: The names on the list of the journal.
        strict: Whether such a row is a problem, and goes.
    """
    with screen.progress("looking for names and numbers") as tick:
        for count, plan in enumerate(plans):
            tick(count, len(plans))
            plan.places = [
                Place(item.row.line, finding)
                for item in _new(plan)
                for finding in check(item.record, known=known)
            ]
            if strict:
                _refuse(plan)


def show_places(screen: Screen, plans: Sequence[Plan]) -> None:
    """Show where text may tell who somebody is, by file, line, field and position."""
    for plan in plans:
        for place in plan.places[:_MOST_SHOWN]:
            line = f", line {place.line}" if place.line else ""
            screen.warn(f"{plan.name}{line}, {place.finding}")
        if len(plan.places) > _MOST_SHOWN:
            screen.warn(f"{plan.name}: and {len(plan.places) - _MOST_SHOWN} more places")
    if any(plan.places for plan in plans):
        screen.note(f"what is logged stays, in an earlier revision too: {_WHAT_TO_DO}")


def show_findings(screen: Screen, journal: Journal, record: Record) -> bool:
    """Show where a record may tell who somebody is; return whether anywhere."""
    found = check(record, known=journal.known_names())
    tell(screen, found)
    return bool(found)


def look_at_change(
    screen: Screen, journal: Journal, old: Record, new: Record, reason: str, *, strict: bool
) -> None:
    """Show where an amendment may tell who somebody is, and ask whoever is there.

    Raises:
        IdentifierError: if it does, and *strict*.
        DeclinedError: if whoever was asked said no.
    """
    known = journal.known_names()
    # What was sealed before is no news, and leaving it out now would not take it away.
    before = check(old, known=known)
    found: list[Finding] = [one for one in check(new, known=known) if one not in before]
    found += check_text("reason", reason, known=known)
    if strict:
        refuse(found)
    tell(screen, found)
    if found and interactive():
        screen.confirm("Amend it all the same?", yes=False)


def _new(plan: Plan) -> Iterator[Item]:
    return (item for item in plan.items if item.standing in (None, Standing.NEW))


def _refuse(plan: Plan) -> None:
    lines = {place.line for place in plan.places}
    plan.items = [item for item in plan.items if item.row.line not in lines]
    room = max(0, MAX_PROBLEMS - len(plan.problems))
    refused = list(islice((_problem(plan.name, place) for place in plan.places), room))
    plan.problems = sorted([*plan.problems, *refused], key=lambda problem: problem.line)
    plan.unlisted += len(plan.places) - len(refused)
    plan.places = []


def _problem(name: str, place: Place) -> Problem:
    field = place.finding.field
    says = str(place.finding).removeprefix(f"{field} ")
    return Problem(name, place.line, field, f"{says}; {_WHAT_TO_DO}")

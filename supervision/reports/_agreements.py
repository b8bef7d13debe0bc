"""Which agreement holds on which day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import attrs

from supervision.records import LedgerLine
from supervision.reports._cover_words import named
from supervision.reports._held import newest

_ONE = timedelta(days=1)
_SECOND = date.min + _ONE


@attrs.frozen(kw_only=True)
class Agreed:
    """An agreement, and the days on which it holds.

    Attributes:
        code: The code that sessions name it by.
        record: The id of the record.
        supervisor: The supervisor's pseudonym; None among peers.
        other_supervisors: Further ones, such as for management.
        people: The supervisees.
        group: The group's code.
        line_managed: Whether the supervisor is also the line manager, if that is said.
        first: The first day on which it holds.
        last: The last one: its end, or the day before another took its place. None while it is
            open; before *first* if it was replaced before it began.
        replaced_by: The id of the agreement that took its place, or will.
        review_on: The day on which it is to be looked at again.
    """

    code: str
    record: str
    supervisor: str | None
    other_supervisors: tuple[str, ...]
    people: tuple[str, ...]
    group: str | None
    line_managed: bool | None
    first: date
    last: date | None
    replaced_by: str | None
    review_on: date | None

    def holds(self, day: date) -> bool:
        """Return whether it holds on *day*."""
        return self.first <= day and (self.last is None or day <= self.last)

    def is_for(self, session: LedgerLine) -> bool:
        """Return whether *session* is one of those it was made for, whatever the day.

        A session that names an agreement is for that one; any other is for those with its group,
        or its supervisor.
        """
        if session.agreement is not None:
            return session.agreement == self.code
        if session.group is not None and self.group is not None:
            return session.group == self.group
        return session.supervisor in (self.supervisor, *self.other_supervisors)

    def is_over(self, session: LedgerLine) -> bool:
        """Return whether *session* is for it, of its people, and not before its first day."""
        if session.on < self.first or not self.is_for(session):
            return False
        group = session.group is not None and session.group == self.group
        return group or not set(self.people).isdisjoint(session.people)

    @property
    def parties(self) -> str:
        """Whom it is between."""
        people = named(self.people)
        return f"{self.supervisor} with {people}" if self.supervisor else f"{people}, as peers"

    def text(self) -> str:
        """Say which one it is."""
        return f"{self.code} ({self.parties})"


def agreements(lines: Iterable[LedgerLine]) -> list[Agreed]:
    """Return every agreement of *lines* with the days on which it holds, by first day and code.

    One takes the place of another if it says so, or has the same code, somebody or the group in
    common, and a later first day; of two of one day, the one with the higher id, whatever the
    order of *lines*. Agreements that say in a circle that they replace each other replace none
    in it. Of several revisions the newest counts.

    Args:
        lines: Ledger lines of any kind.
    """
    known = sorted((line for line in newest(lines) if line.kind == "agreement"), key=_place)
    successors = _Successors(known)
    found = [_agreed(line, successors.of(line)) for line in known]
    return sorted(found, key=lambda one: (one.first, one.code, one.record))


def by_person(agreed: Iterable[Agreed]) -> Mapping[str, Sequence[Agreed]]:
    """Return the agreements of each supervisee."""
    found: defaultdict[str, list[Agreed]] = defaultdict(list)
    for one in agreed:
        for person in one.people:
            found[person].append(one)
    return found


def _place(line: LedgerLine) -> tuple[date, str]:
    return line.on, line.id


def _is_between_the_same(line: LedgerLine, other: LedgerLine) -> bool:
    """Return whether two agreements have a supervisee or their group in common."""
    group = line.group is not None and line.group == other.group
    return group or not set(line.people).isdisjoint(other.people)


def _agreed(line: LedgerLine, successor: LedgerLine | None) -> Agreed:
    last = line.ends
    if successor is not None:
        # The first day that there is has none before it.
        last = min(max(successor.on, _SECOND) - _ONE, last or date.max)
    return Agreed(
        code=line.agreement or "",
        record=line.id,
        supervisor=line.supervisor,
        other_supervisors=line.other_supervisors,
        people=line.people,
        group=line.group,
        line_managed=line.line_managed,
        first=line.on,
        last=last,
        replaced_by=None if successor is None else successor.id,
        review_on=line.review_on,
    )


class _Successors:
    """Which agreement takes the place of which.

    Args:
        known: The agreements, by first day and id.
    """

    def __init__(self, known: Sequence[LedgerLine]) -> None:
        self._by_id = {line.id: line for line in known}
        self._naming: defaultdict[str, list[LedgerLine]] = defaultdict(list)
        self._same_code: defaultdict[str | None, list[LedgerLine]] = defaultdict(list)
        for line in known:
            self._same_code[line.agreement].append(line)
            if line.supersedes is not None:
                self._naming[line.supersedes].append(line)

    def of(self, line: LedgerLine) -> LedgerLine | None:
        """Return the first that takes the place of *line*, or None."""
        earlier = self._before(line)
        later = [
            one
            for one in self._same_code[line.agreement]
            if _place(one) > _place(line) and _is_between_the_same(one, line)
        ]
        found = [one for one in (*self._naming[line.id], *later) if one.id not in earlier]
        return min(found, key=_place, default=None)

    def _before(self, line: LedgerLine) -> set[str]:
        """Return the ids of those whose place *line* took, and of those before them."""
        seen: set[str] = set()
        while line.supersedes in self._by_id and line.supersedes not in seen:
            seen.add(line.supersedes)
            line = self._by_id[line.supersedes]
        return seen

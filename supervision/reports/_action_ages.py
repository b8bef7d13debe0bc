"""How old open actions are, from ledger lines: no text is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

import attrs

from supervision._counted import counted
from supervision.records import ActionFacts, LedgerLine
from supervision.reports._actions import is_open
from supervision.reports._held import sessions_of
from supervision.reports._remembered import remembered

AGES = (0, 15, 29, 57)
"""From how many days on an action is in the next band: more than two, four and eight weeks."""


@attrs.frozen(kw_only=True)
class AgedAction:
    """An action that is not done, or was not on the day of the report, without its text.

    Attributes:
        session: The id of the session it was agreed in.
        number: Which action of that session it is, counted from 0.
        on: The day of the session.
        owner: The pseudonym of who does it.
        due: The day by which it is to be done, if one was agreed.
        age_days: How many days ago it was agreed.
        overdue_days: How many days ago it was due; 0 if it is not overdue.
        carried: How many sessions of the same people were held since: it was carried from each of
            them to the next.
    """

    session: str
    number: int
    on: date
    owner: str
    due: date | None
    age_days: int
    overdue_days: int
    carried: int


@attrs.frozen(kw_only=True)
class AgeBand:
    """The open actions of a band of ages.

    Attributes:
        first_day: The least age in days.
        last_day: The greatest; None for those older than any other band.
        open: How many are open.
        overdue: How many of these are overdue.
        carried: How many of these were carried to a later session.
    """

    first_day: int
    last_day: int | None
    open: int
    overdue: int
    carried: int

    def text(self) -> str:
        """Say it in a sentence."""
        days = f"{self.first_day} days or more"
        if self.last_day is not None:
            days = f"{self.first_day} to {self.last_day} days"
        return f"{days} old: {self.open}; {self.overdue} overdue, {self.carried} carried."


@attrs.frozen(kw_only=True)
class ActionAges:
    """The open actions, by the day they were agreed.

    Attributes:
        today: The day that it was counted from.
        actions: All that are open, the oldest first.
        bands: How many there are of each age, the youngest first.
    """

    today: date
    actions: tuple[AgedAction, ...]
    bands: tuple[AgeBand, ...]

    def text(self) -> str:
        """Say it in sentences, one on a line."""
        heading = f"{counted(len(self.actions), 'action')} open on {self.today}."
        return "\n".join([heading, *(one.text() for one in self.bands if one.open)])


@remembered
def action_ages(
    lines: Iterable[LedgerLine], *, today: date, owner: str | None = None
) -> ActionAges:
    """Say how old the open actions are on *today*, and how often they were carried over.

    They are those of `open_actions`: what was done after *today* is open, and what is agreed in
    a session after that day is left out. An action is carried by each later session that was
    held with the same supervisor and the same group, or without a group the same supervisees.

    Args:
        lines: Ledger lines of any kind and order; of several revisions the newest counts.
        today: The day to count from.
        owner: Only what this person is to do.

    Examples:
        >>> from supervision.records import line_of
        >>> from supervision.testing import example_session
        >>> print(action_ages([line_of(example_session())], today=date(2026, 12, 10)).text())
        1 action open on 2026-12-10.
        15 to 28 days old: 1; 1 overdue, 0 carried.
    """
    found = [
        action
        for sessions in _relationships(sessions_of(lines, today)).values()
        for action in _open(sessions, today)
        if owner in (None, action.owner)
    ]
    actions = tuple(sorted(found, key=lambda one: (one.on, one.session, one.number)))
    lasts = [following - 1 for _, following in pairwise(AGES)]
    return ActionAges(
        today=today,
        actions=actions,
        bands=tuple(
            _band(first, last, actions) for first, last in zip(AGES, [*lasts, None], strict=True)
        ),
    )


Relationship = tuple[str | None, frozenset[str]]


def _relationships(sessions: Sequence[LedgerLine]) -> Mapping[Relationship, list[LedgerLine]]:
    found: defaultdict[Relationship, list[LedgerLine]] = defaultdict(list)
    for line in sessions:
        people = line.people if line.group is None else (line.group,)
        found[line.supervisor, frozenset(people)].append(line)
    return found


def _open(sessions: Sequence[LedgerLine], today: date) -> Iterator[AgedAction]:
    later = 0
    for line in reversed(sessions):
        for number, action in enumerate(line.actions):
            if is_open(action.done, today):
                yield _aged(line, number, action, today, later)
        later += not line.cancelled


def _aged(
    line: LedgerLine, number: int, action: ActionFacts, today: date, carried: int
) -> AgedAction:
    overdue = 0 if action.due is None else (today - action.due).days
    return AgedAction(
        session=line.id,
        number=number,
        on=line.on,
        owner=action.owner,
        due=action.due,
        age_days=(today - line.on).days,
        overdue_days=max(overdue, 0),
        carried=carried,
    )


def _band(first: int, last: int | None, actions: Iterable[AgedAction]) -> AgeBand:
    inside = [
        one for one in actions if first <= one.age_days and (last is None or one.age_days <= last)
    ]
    return AgeBand(
        first_day=first,
        last_day=last,
        open=len(inside),
        overdue=sum(one.overdue_days > 0 for one in inside),
        carried=sum(one.carried > 0 for one in inside),
    )

"""What reports on cover look at: who is supervised under what, and when they last were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta

import attrs

from supervision.errors import InvalidRecordError
from supervision.records import LedgerLine
from supervision.reports._agreements import Agreed, agreements, by_person
from supervision.reports._held import newest

LOOK_BACK = timedelta(days=365)
"""How far back to look for what has ended and was never taken up again."""


@attrs.frozen(kw_only=True)
class Ground:
    """Sessions and agreements on one day.

    Attributes:
        today: The day.
        since: What ended before this day is left alone.
        looks_back: Whether that day was asked for.
        agreed: Every agreement, by first day and code.
        agreements_of: The agreements of each supervisee.
        sessions_of: The sessions that each supervisee was at up to today, by day.
        to_come_of: The sessions that are planned for each supervisee, by day.
    """

    today: date
    since: date
    looks_back: bool
    agreed: Sequence[Agreed]
    agreements_of: Mapping[str, Sequence[Agreed]]
    sessions_of: Mapping[str, Sequence[LedgerLine]]
    to_come_of: Mapping[str, Sequence[LedgerLine]]

    def in_force(self, person: str) -> list[Agreed]:
        """Return the agreements that hold for *person* today."""
        return [one for one in self.agreements_of.get(person, ()) if one.holds(self.today)]

    def last_of(self, person: str) -> date | None:
        """Return the day on which *person* was last at a session."""
        sessions = self.sessions_of.get(person)
        return sessions[-1].on if sessions else None

    def supervised(self) -> list[str]:
        """Return who is supervised now, by code.

        These are all for whom an agreement holds or a session is planned, and those who were
        lately at one, unless that was the end of their agreement.
        """
        people = {*self.agreements_of, *self.sessions_of, *self.to_come_of}
        return [person for person in sorted(people) if self._is_supervised(person)]

    def _is_supervised(self, person: str) -> bool:
        if self.in_force(person) or person in self.to_come_of:
            return True
        last = self.last_of(person)
        known = self.agreements_of.get(person, ())
        ended = [one.last for one in known if one.last is not None and one.last < self.today]
        return last is not None and last >= self.since and last > max(ended, default=date.min)


def ground(lines: Iterable[LedgerLine], *, today: date, since: date | None) -> Ground:
    """Return what *lines* say of the time up to *today*, and of what is planned.

    Args:
        lines: Ledger lines of any kind and order.
        today: The day to count from.
        since: What ended before this day is left alone; a year before *today* if not given.
    """
    known = newest(lines)
    agreed = agreements(known)
    sessions_of: defaultdict[str, list[LedgerLine]] = defaultdict(list)
    to_come_of: defaultdict[str, list[LedgerLine]] = defaultdict(list)
    for line in sorted((one for one in known if _took_place(one)), key=_moment):
        table = sessions_of if line.on <= today else to_come_of
        for person in line.people:
            if person not in line.absent:
                table[person].append(line)
    return Ground(
        today=today,
        since=_a_year_before(today) if since is None else since,
        looks_back=since is not None,
        agreed=agreed,
        agreements_of=dict(by_person(agreed)),
        sessions_of=dict(sessions_of),
        to_come_of=dict(to_come_of),
    )


def check_days(field: str, days: int) -> None:
    """Refuse *days* below 0."""
    if days < 0:
        msg = f"{field} must be 0 days or more"
        raise InvalidRecordError(msg, field=field)


def _took_place(line: LedgerLine) -> bool:
    return line.kind == "session" and not line.cancelled


def _moment(line: LedgerLine) -> tuple[date, time, str]:
    return line.on, line.start or time.min, line.id


def _a_year_before(today: date) -> date:
    return today - min(LOOK_BACK, today - date.min)

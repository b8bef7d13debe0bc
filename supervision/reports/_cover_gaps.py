"""Times without supervision, and times without an agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

import attrs

from supervision._counted import counted
from supervision.records import LedgerLine
from supervision.reports._agreements import Agreed
from supervision.reports._cover_ground import Ground, check_days, ground
from supervision.reports._remembered import remembered

LONGEST_GAP = 35
"""Most days from one session to the next if nothing else was agreed: five weeks."""

NO_RHYTHMS: Mapping[str, int] = MappingProxyType({})

_ONE = timedelta(days=1)


class GapKind(StrEnum):
    """What is missing: sessions up to today, sessions between two that were held, or an agreement."""

    SESSIONS = "sessions"
    BETWEEN = "between"
    AGREEMENT = "agreement"


@attrs.frozen(kw_only=True)
class Gap:
    """A time in which a supervisee was without sessions, or without an agreement.

    Attributes:
        person: The supervisee.
        kind: What was missing.
        since: The day of the last session, or the first day of the agreement if there was none
            yet; of a time between two sessions, the day of the first; of one between agreements,
            its first day.
        until: The day of the report; of a time between two sessions, the day of the second; of one
            between agreements, its last day.
        days: How many days it is: from one session to the next or to today, or of the time itself.
        longest: Most days that were to be between sessions; None between agreements.
    """

    person: str
    kind: GapKind
    since: date
    until: date
    days: int
    longest: int | None

    def text(self) -> str:
        """Say it in a sentence."""
        days = counted(self.days, "day")
        if self.kind is GapKind.AGREEMENT:
            return f"{self.person} has no agreement from {self.since} to {self.until}, {days}."
        allowed = f"more than the {counted(self.longest or 0, 'day')} allowed"
        if self.kind is GapKind.BETWEEN:
            return (
                f"{self.person} was at no session between {self.since} and {self.until}, {days}: "
                f"{allowed}."
            )
        return f"{self.person} has been at no session since {self.since}, {days} ago: {allowed}."


@remembered
def gaps(
    lines: Iterable[LedgerLine],
    *,
    today: date,
    since: date | None = None,
    longest: int = LONGEST_GAP,
    rhythms: Mapping[str, int] = NO_RHYTHMS,
) -> tuple[Gap, ...]:
    """Say who has been without supervision for too long, and who was between agreements.

    Of each supervisee it is the time from the last session to *today*. If *since* is given, it is
    also the longest time between two sessions of which the second was on that day or later.

    How often people meet is free text in an agreement, so say it in *rhythms*.

    Args:
        lines: Ledger lines of any kind and order; of several revisions the newest counts.
        today: The day to count from; sessions after it are plans.
        since: Leave alone what ended before this day; a year before *today* if not given.
        longest: Most days between two sessions of a supervisee.
        rhythms: The code of an agreement → most days between two sessions under it.

    Returns:
        Gaps by first day, and of one day by supervisee.

    Raises:
        InvalidRecordError: if a number of days is below 0.

    Examples:
        >>> from supervision.records import line_of
        >>> from supervision.testing import example_session
        >>> (gap,) = gaps([line_of(example_session())], today=date(2027, 1, 8))
        >>> gap.text()
        'S-014 has been at no session since 2026-11-20, 49 days ago: more than the 35 days allowed.'
    """
    return gaps_in(ground(lines, today=today, since=since), longest=longest, rhythms=rhythms)


def gaps_in(ground: Ground, *, longest: int, rhythms: Mapping[str, int]) -> tuple[Gap, ...]:
    """Return the gaps in what was found already."""
    check_days("longest", longest)
    for most in rhythms.values():
        check_days("rhythms", most)
    found = [*_without_sessions(ground, longest, rhythms), *_between_agreements(ground)]
    if ground.looks_back:
        found += _between_sessions(ground, longest, rhythms)
    return tuple(sorted(found, key=lambda one: (one.since, one.person, one.kind)))


def _without_sessions(ground: Ground, longest: int, rhythms: Mapping[str, int]) -> Iterator[Gap]:
    for person in ground.supervised():
        known = ground.in_force(person)
        since = ground.last_of(person) or min((one.first for one in known), default=ground.today)
        most = _most(known, longest, rhythms)
        days = (ground.today - since).days
        if days > most:
            yield Gap(
                person=person,
                kind=GapKind.SESSIONS,
                since=since,
                until=ground.today,
                days=days,
                longest=most,
            )


def _between_sessions(ground: Ground, longest: int, rhythms: Mapping[str, int]) -> Iterator[Gap]:
    for person, sessions in ground.sessions_of.items():
        known = ground.agreements_of.get(person, ())
        found = [
            Gap(
                person=person,
                kind=GapKind.BETWEEN,
                since=first.on,
                until=second.on,
                days=(second.on - first.on).days,
                longest=_most([one for one in known if one.holds(first.on)], longest, rhythms),
            )
            for first, second in pairwise(sessions)
            if second.on >= ground.since
        ]
        too_long = [one for one in found if one.longest is not None and one.days > one.longest]
        yield from sorted(too_long, key=lambda one: one.days)[-1:]


def _most(known: Iterable[Agreed], longest: int, rhythms: Mapping[str, int]) -> int:
    return min((rhythms[one.code] for one in known if one.code in rhythms), default=longest)


def _between_agreements(ground: Ground) -> Iterator[Gap]:
    for person, known in ground.agreements_of.items():
        for first, last in _holes(known):
            if last >= ground.since:
                yield Gap(
                    person=person,
                    kind=GapKind.AGREEMENT,
                    since=first,
                    until=last,
                    days=(last - first).days + 1,
                    longest=None,
                )


def _holes(known: Sequence[Agreed]) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each time between agreements, which stand by first day."""
    held = [one for one in known if one.holds(one.first)]
    until = held[0].first if held else date.max
    for one in held:
        if one.first - until > _ONE:
            yield until + _ONE, one.first - _ONE
        until = max(until, one.last or date.max)

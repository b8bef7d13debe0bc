"""Agreements that are to be looked at again, that end, and that are still to begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from supervision._counted import counted
from supervision.reports._agreements import Agreed
from supervision.reports._cover_ground import Ground
from supervision.reports._cover_words import named, when

_ONE = timedelta(days=1)


@attrs.frozen(kw_only=True)
class ReviewDue:
    """An agreement in force whose review is past, or near.

    Attributes:
        agreement: Which one.
        on: The day of the review.
        in_days: In how many days it is; below 0 if it is past.
    """

    agreement: Agreed
    on: date
    in_days: int

    def text(self) -> str:
        """Say it in a sentence."""
        verb = "was" if self.in_days < 0 else "is"
        return f"The review of {self.agreement.text()} {verb} due on {when(self.on, self.in_days)}."


@attrs.frozen(kw_only=True)
class EndOfAgreement:
    """An agreement that ran out, or is about to, and that nothing follows.

    Attributes:
        agreement: Which one.
        on: Its last day.
        in_days: In how many days that is; below 0 if it is past.
        people: Those of its supervisees for whom none holds longer that begins the day after, or
            has begun by the day of the report.
        sessions_since: How many sessions they were at since.
    """

    agreement: Agreed
    on: date
    in_days: int
    people: tuple[str, ...]
    sessions_since: int

    def text(self) -> str:
        """Say it in a sentence or two."""
        verb = "ran" if self.in_days < 0 else "runs"
        ends = f"{self.agreement.text()} {verb} out on {when(self.on, self.in_days)}"
        since = f" {counted(self.sessions_since, 'session')} since." if self.sessions_since else ""
        return f"{ends}; no other holds for {named(self.people)}.{since}"


@attrs.frozen(kw_only=True)
class StillToBegin:
    """An agreement that does not hold yet.

    Attributes:
        agreement: Which one.
        on: Its first day.
        in_days: In how many days that is.
    """

    agreement: Agreed
    on: date
    in_days: int

    def text(self) -> str:
        """Say it in a sentence."""
        return f"{self.agreement.text()} begins on {when(self.on, self.in_days)}."


@attrs.frozen(kw_only=True)
class Overlap:
    """Agreements between the same people that hold at once: which of them is meant?

    Attributes:
        person: The supervisee.
        supervisor: The supervisor; None among peers.
        codes: The codes of the agreements.
    """

    person: str
    supervisor: str | None
    codes: tuple[str, ...]

    def text(self) -> str:
        """Say it in a sentence."""
        party = f"with {self.supervisor}" if self.supervisor else "among peers"
        return f"{named(self.codes)} hold at once for {self.person} {party}."


def reviews(ground: Ground, within: int) -> tuple[ReviewDue, ...]:
    """Return the reviews that are past or at most *within* days off, the earliest first."""
    found = [
        ReviewDue(agreement=one, on=one.review_on, in_days=(one.review_on - ground.today).days)
        for one in ground.agreed
        if one.review_on is not None and one.holds(ground.today)
    ]
    return tuple(sorted((one for one in found if one.in_days <= within), key=lambda one: one.on))


def ends(ground: Ground, within: int) -> tuple[EndOfAgreement, ...]:
    """Return the agreements that end without another, the earliest first.

    One that ended is left alone if that was before the time looked at, unless its people were at
    sessions since.
    """
    found = [_end(ground, one, one.last) for one in ground.agreed if one.last is not None]
    told = [
        one
        for one in found
        if one.people and one.in_days <= within and (one.on >= ground.since or one.sessions_since)
    ]
    return tuple(sorted(told, key=lambda one: one.on))


def still_to_begin(ground: Ground) -> tuple[StillToBegin, ...]:
    """Return the agreements that begin after today and are not replaced before, by first day."""
    return tuple(
        StillToBegin(agreement=one, on=one.first, in_days=(one.first - ground.today).days)
        for one in ground.agreed
        if one.first > ground.today and one.holds(one.first)
    )


def overlaps(ground: Ground) -> tuple[Overlap, ...]:
    """Return who has several agreements of one sort with one supervisor today, by code."""
    return tuple(
        one for person in sorted(ground.agreements_of) for one in _overlaps(ground, person)
    )


def _end(ground: Ground, agreed: Agreed, last: date) -> EndOfAgreement:
    people = tuple(person for person in agreed.people if not _is_followed(ground, person, last))
    since = {
        line.id
        for person in people
        for line in ground.sessions_of.get(person, ())
        if line.on > last
    }
    return EndOfAgreement(
        agreement=agreed,
        on=last,
        in_days=(last - ground.today).days,
        people=people,
        sessions_since=len(since),
    )


def _is_followed(ground: Ground, person: str, last: date) -> bool:
    begun = max(last + min(_ONE, date.max - last), ground.today)
    return any(
        one.first <= begun and one.holds(one.first) and (one.last is None or one.last > last)
        for one in ground.agreements_of[person]
    )


def _overlaps(ground: Ground, person: str) -> Iterator[Overlap]:
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for one in ground.in_force(person):
        found.setdefault((one.supervisor, one.group), []).append(one.code)
    for (supervisor, _), codes in found.items():
        if len(codes) > 1:
            yield Overlap(person=person, supervisor=supervisor, codes=tuple(codes))

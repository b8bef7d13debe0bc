"""What every requirement of a rule is held against: the sessions, the days and the figures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

import attrs

from supervision.catalogue import Only, PartTime, Per, Requirement
from supervision.records import LedgerLine, Modality
from supervision.reports._hours_credit import Held, is_group
from supervision.reports._hours_outcome import HoursOutcome, HoursStatus, HoursUnit
from supervision.reports._hours_spans import Breaks, Stretch, stretches
from supervision.reports._hours_work import Work

Given = tuple[date, int]
"""The day and the minutes of a session that somebody gave as a supervisor."""


@attrs.frozen(kw_only=True)
class LeftOut:
    """How many sessions were before the days that are asked about, after them, or of others."""

    before: int = 0
    after: int = 0
    others: int = 0


@attrs.frozen(kw_only=True)
class Ground:
    """The sessions of one person, and what else a rule asks about.

    Attributes:
        held: The person's sessions from *since* to *closes*, by day.
        given: The sessions that the person gave as a supervisor, by day.
        since: The first day that is asked about.
        closes: The last of these days that is over.
        until: The last day that is asked about.
        breaks: The exempt times.
        work: The hours with clients.
        full_time: The share of full time that the person works.
        cases: The cases that count as the person's own; all that are named if there are none.
        domains: The id of a session → the domains that it covered.
        name_cases: Whether cases are named by their codes.
    """

    held: tuple[Held, ...]
    given: tuple[Given, ...]
    since: date
    closes: date
    until: date
    breaks: Breaks
    work: Work
    full_time: Fraction
    cases: Collection[str]
    domains: Mapping[str, Collection[str]]
    name_cases: bool

    def stretches(self, per: Per) -> Iterator[Stretch]:
        """Yield the weeks, months or years that are asked about."""
        return stretches(per, self.since, self.closes, self.until)

    def between(self, first: date, last: date, only: Only | None = None) -> tuple[Held, ...]:
        """Return the sessions from *first* to *last* that *only* asks for."""
        start = bisect_left(self.held, first, key=_day)
        end = bisect_right(self.held, last, key=_day)
        return tuple(one for one in self.held[start:end] if only is None or fits(one.line, only))

    def given_between(self, first: date, last: date) -> int:
        """Return the minutes of the sessions that the person gave from *first* to *last*."""
        start = bisect_left(self.given, first, key=_first)
        end = bisect_right(self.given, last, key=_first)
        return sum(minutes for _, minutes in self.given[start:end])

    def cases_of(self, line: LedgerLine) -> set[str]:
        """Return the cases of a session, as far as they are known to be the person's."""
        # The cases of a group are those of all its members, and nothing says whose is whose.
        if len(line.people) > 1:
            return set(line.clients) & set(self.cases)
        return set(line.clients)

    def case_name(self, case: str) -> str:
        """Return what a case is called in a report: by its code, or by its number."""
        return case if self.name_cases else f"case {self._case_numbers[case]}"

    @cached_property
    def _case_numbers(self) -> Mapping[str, int]:
        named = (case for one in self.held for case in sorted(self.cases_of(one.line)))
        theirs = (case for case in named if case in self.cases or not self.cases)
        return {case: number for number, case in enumerate(dict.fromkeys(theirs), start=1)}

    def scaled(self, minutes: int, part_time: PartTime | None) -> Fraction:
        """Return how many of *minutes* are asked of someone who works for part of the time."""
        if part_time is None or self.full_time * 100 >= part_time.below:
            return Fraction(minutes)
        return max(minutes * self.full_time, Fraction(part_time.floor))

    def is_exempt(self, stretch: Stretch) -> bool:
        """Return whether all of a stretch is a break in which there was no work either."""
        if not self.breaks.covers(stretch.first, stretch.last):
            return False
        return not self.worked(stretch)

    def worked(self, stretch: Stretch) -> Fraction | None:
        """Return the hours of work in a stretch; None where they are not known."""
        return self.work.within(stretch.first, stretch.last, self.breaks)[0]

    def remarks(self, stretch: Stretch) -> tuple[str, ...]:
        """Return what a reader should know of the breaks in a stretch."""
        reasons = self.breaks.reasons(stretch.first, stretch.last)
        worked = self.worked(stretch)
        if self.breaks.covers(stretch.first, stretch.last):
            with_work = ("client hours were given for it, so it is no break",) if worked else ()
            return (*reasons, *with_work)
        if worked == 0 and not reasons:
            return ("there was no work with clients: if that was a break, give it with its reason",)
        return tuple(f"for part of it: {reason}" for reason in reasons)


def fits(line: LedgerLine, only: Only) -> bool:
    """Return whether a session is one of those that *only* asks for."""
    if only.formats and line.modality not in only.formats:
        return False
    if only.groups not in (None, is_group(line)):
        return False
    if only.functions and not set(only.functions) & set(line.functions):
        return False
    # Whoever supervises live sees the work itself.
    return not only.sampled or line.live_sample or line.modality is Modality.LIVE


def minutes_of(held: Collection[Held]) -> Fraction:
    """Return the credited minutes of sessions."""
    return sum((one.credit.credited for one in held), Fraction(0))


def outcome(
    requirement: Requirement,
    ground: Ground,
    stretch: Stretch,
    held: Collection[Held],
    *,
    needed: Fraction | None,
    found: Fraction,
    unit: HoursUnit = HoursUnit.MINUTES,
    status: HoursStatus | None = None,
    remarks: tuple[str, ...] = (),
    part: str | None = None,
    no_session: bool = False,
) -> HoursOutcome:
    """Return what became of a requirement; *status* follows from the figures unless given.

    Where *needed* is None, it cannot be told how much is asked for.
    """
    asked = needed or Fraction(0)
    verdict = status or _judged(ground, stretch, needed=asked, found=found)
    missing = found - asked if unit is HoursUnit.DAYS else asked - found
    # Who had other sessions would wonder at "no session".
    narrow = ("it looks at certain sessions only",) if requirement.only and not held else ()
    is_short = verdict in (HoursStatus.SHORT, HoursStatus.OPEN)
    return HoursOutcome(
        requirement=requirement.id,
        asks=requirement.text,
        name=stretch.name,
        said=stretch.said,
        first=stretch.first,
        last=stretch.last,
        part=part,
        either=requirement.either,
        status=verdict,
        unit=unit,
        needed=asked,
        needed_known=needed is not None,
        found=found,
        short=max(missing, Fraction(0)) if is_short else Fraction(0),
        no_session=no_session,
        advised=requirement.advised,
        sessions=tuple(one.credit for one in held),
        remarks=(*remarks, *narrow, *ground.remarks(stretch)),
    )


def _judged(ground: Ground, stretch: Stretch, *, needed: Fraction, found: Fraction) -> HoursStatus:
    if found >= needed:
        return HoursStatus.MET
    if ground.is_exempt(stretch):
        return HoursStatus.EXEMPT
    return HoursStatus.SHORT if stretch.whole else HoursStatus.OPEN


def _first(given: Given) -> date:
    return given[0]


def _day(held: Held) -> date:
    return held.line.on

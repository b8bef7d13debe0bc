"""The hours of one person under one rule, and how they are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from supervision.catalogue import HourRule
from supervision.reports._audit_entry import NOT_HELD
from supervision.reports._hours_answers import HoursAnswer, alternatives, answers
from supervision.reports._hours_credit import SessionCredit
from supervision.reports._hours_ground import Ground, LeftOut
from supervision.reports._hours_outcome import HoursOutcome, HoursStatus, uncounted
from supervision.reports._hours_tables import HoursTable, Row, row_of, tables
from supervision.reports._hours_words import day, days


@attrs.frozen(kw_only=True)
class HoursReport:
    """What a rule asked of one person, and what became of it.

    Attributes:
        rule: The id of the rule.
        version: Its version.
        title: What it is called.
        asks: What it asks for, in sentences.
        person: Whose hours they are.
        since: The first day that was asked about.
        until: The last one.
        closes: The last of these days that is over.
        outcomes: What became of each requirement, week by week, month by month, or in all.
        sessions: Every session to which the person was expected, and what it counts for.
        before: How many of the person's sessions were before *since*.
        after: How many were after *closes*.
        others: How many sessions were other people's.
        source: The page that says so.
        unchecked: What the body asks for besides, which a person must look at.
        verify: That the body may have changed it.
    """

    rule: str
    version: int
    title: str
    asks: str
    person: str
    since: date
    until: date
    closes: date
    outcomes: tuple[HoursOutcome, ...]
    sessions: tuple[SessionCredit, ...]
    before: int = 0
    after: int = 0
    others: int = 0
    source: str
    unchecked: tuple[str, ...] = ()
    verify: str

    @property
    def short(self) -> tuple[HoursOutcome, ...]:
        """What is required and missing."""
        return tuple(
            one for one in self.outcomes if one.status is HoursStatus.SHORT and not one.advised
        )

    @property
    def unknown(self) -> tuple[HoursOutcome, ...]:
        """What could not be told, since a figure is missing."""
        return tuple(one for one in self.outcomes if one.status is HoursStatus.UNKNOWN)

    @property
    def answers(self) -> tuple[HoursAnswer, ...]:
        """What became of it, with the ways of which one is enough together in each stretch of time."""
        return answers(self.outcomes)

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Of which requirements one is enough, a sentence for each set of them."""
        return tuple(alternatives(self.outcomes))

    @property
    def first_session(self) -> date | None:
        """The day of the person's first session, if there was none before these days."""
        held = (one.on for one in self.sessions if one.reason not in NOT_HELD)
        return None if self.before else next(held, None)

    @property
    def early(self) -> tuple[HoursOutcome, ...]:
        """What is short of a stretch of time that was over before the first session."""
        first = self.first_session
        return tuple(one for one in self.short if first is not None and one.last < first)

    @property
    def early_told(self) -> str:
        """How many of what is short that is, or nothing."""
        first = self.first_session
        if first is None or not self.early:
            return ""
        return f"{len(self.early)} before the first session of {day(first)}"

    @property
    def credited(self) -> Fraction:
        """How many minutes count in all."""
        return sum((one.credited for one in self.sessions), Fraction(0))

    @property
    def unnamed(self) -> bool:
        """Whether no session at all names the person as a supervisee, so that the code may be wrong."""
        return not (self.sessions or self.before or self.after)

    @property
    def left_out(self) -> str:
        """How many sessions were left out and why, such as `1 of other people`; or nothing."""
        counts = {
            f"before {self.since.isoformat()}": self.before,
            f"after {self.closes.isoformat()}": self.after,
            "of other people": self.others,
        }
        return ", ".join(f"{count} {where}" for where, count in counts.items() if count)

    def not_counted(self, *, told: Iterable[HoursOutcome] = ()) -> str:
        """Return which sessions count for nothing and why, besides those of outcomes that were *told*."""
        known = {credit.session for one in told for credit in one.sessions}
        others = [one for one in self.sessions if not one.counts and one.session not in known]
        return ", ".join(uncounted(others))

    def text(self) -> str:
        """Return the report in sentences, one on a line."""
        return "\n".join(self._lines())

    def rows(self) -> list[Row]:
        """Return a table: when, what, asked for, found, missing, and what became of it.

        The ways of which one is enough stand side by side.
        """
        return [row_of(one) for answer in self.answers for one in answer.outcomes]

    def tables(self) -> tuple[HoursTable, ...]:
        """Return a table as `rows` has it, and one of its own for ways of which one is enough.

        In that one there is a row for each stretch of time, and a column for each way.
        """
        return tuple(tables(self.answers))

    def plain(self) -> dict[str, Any]:
        """Return plain data for JSON: days as texts, and what is over a whole number as '45/2'.

        The sessions of an outcome are their ids; what they count for stands once, in `sessions`.
        """
        plain = attrs.asdict(self, value_serializer=_plain)
        for outcome in plain["outcomes"]:
            outcome["sessions"] = [one["session"] for one in outcome["sessions"]]
        credited = _plain(None, None, self.credited)
        return {
            **plain,
            "credited": credited,
            "short": len(self.short),
            "unknown": len(self.unknown),
        }

    def _lines(self) -> Iterator[str]:
        yield self.title
        yield self.asks
        yield f"{self.person}, {days(self.since, self.until)}"
        heading = ""
        for one in self.answers:
            if one.heading != heading:
                yield from ("", one.heading)
            heading = one.heading
            yield f"  {one.text()}"
        yield ""
        if self.early_told:
            yield f"Of what is short: {self.early_told}."
        yield from self._sessions_besides()
        yield from (f"To look at yourself: {each}" for each in self.unchecked)
        yield f"Source: {self.source}."
        yield self.verify

    def _sessions_besides(self) -> Iterator[str]:
        others = self.not_counted(told=self.outcomes)
        if others:
            yield f"Sessions that do not count: {others}."
        if self.left_out:
            yield f"Sessions that were left out: {self.left_out}."
        if self.unnamed:
            yield f"No session names {self.person} as a supervisee: check the code."


def report(
    rule: HourRule,
    ground: Ground,
    *,
    person: str,
    outcomes: tuple[HoursOutcome, ...],
    left_out: LeftOut,
) -> HoursReport:
    """Return the report on *outcomes* under *rule*."""
    return HoursReport(
        rule=rule.id,
        version=rule.version,
        title=rule.title,
        asks=rule.text,
        person=person,
        since=ground.since,
        until=ground.until,
        closes=ground.closes,
        outcomes=outcomes,
        sessions=tuple(one.credit for one in ground.held),
        before=left_out.before,
        after=left_out.after,
        others=left_out.others,
        source=rule.source,
        unchecked=rule.unchecked,
        verify=rule.verify,
    )


def _plain(_: object, __: object, value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value

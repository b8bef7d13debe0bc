"""What became of one requirement in one stretch of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

import attrs

from supervision.reports._hours_credit import SessionCredit, said
from supervision.reports._hours_words import number


class HoursStatus(StrEnum):
    """What became of a requirement."""

    MET = "met"
    SHORT = "short"
    OPEN = "open"
    EXEMPT = "exempt"
    UNKNOWN = "unknown"
    INSTEAD = "instead"
    FURTHER = "further"
    NOT_ASKED = "not-asked"


UNTOLD = "cannot be told"

_VERDICTS = {
    HoursStatus.MET: "{needed} asked for, met",
    HoursStatus.SHORT: "short by {short}",
    HoursStatus.OPEN: "{found} of {needed} so far",
    HoursStatus.EXEMPT: "exempt",
    HoursStatus.UNKNOWN: UNTOLD,
    HoursStatus.INSTEAD: "not needed, since another way is met",
    HoursStatus.FURTHER: "short by {short} this way, and another way is as near or nearer",
    HoursStatus.NOT_ASKED: "not asked for",
}


class HoursUnit(StrEnum):
    """What is counted."""

    MINUTES = "min"
    SESSIONS = "sessions"
    DAYS = "days"


@attrs.frozen(kw_only=True)
class HoursOutcome:
    """What became of one requirement in one week, month, year, gap, or in all.

    Attributes:
        requirement: The id of the requirement.
        asks: What it asks for.
        name: The stretch of time, such as `2026-06` or `2026-01-01..2026-12-31`.
        said: The same in words, such as `June 2026`.
        first: Its first day.
        last: Its last day.
        part: The case or domain, where each has its own.
        either: The word that it shares with the requirements of which one is enough.
        status: `met`; `short`; `open`, because it was not all asked about or is not over;
            `exempt`; `unknown`, because a figure is missing; `instead`, because another
            requirement that is enough was met; `further`, because none of these was met and
            another is short by no more; `not-asked`, because it is asked of others.
        unit: What is counted.
        needed: How much is asked for; of days between sessions, how many at most.
        needed_known: Whether that can be told; if not, *needed* is 0.
        found: How much there is.
        short: How much is missing; of days, how many too many. 0 unless short, open, instead
            or further.
        no_session: Whether there was no session at all, where days between sessions are counted.
        advised: Whether it is recommended and not required.
        sessions: The sessions that were looked at, in order, those that do not count too.
        remarks: What else a reader should know, in sentences without a full stop.
    """

    requirement: str
    asks: str
    name: str
    said: str
    first: date
    last: date
    part: str | None = None
    either: str | None = None
    status: HoursStatus
    unit: HoursUnit
    needed: Fraction
    needed_known: bool = True
    found: Fraction
    short: Fraction = Fraction(0)
    no_session: bool = False
    advised: bool = False
    sessions: tuple[SessionCredit, ...] = ()
    remarks: tuple[str, ...] = ()

    def text(self) -> str:
        """Return a sentence: when, what counted, what did not and why, and what is short.

        Examples:
            >>> outcome = HoursOutcome(requirement="monthly", asks="An hour and a half.",
            ...                   name="2026-06", said="June 2026", first=date(2026, 6, 1),
            ...                   last=date(2026, 6, 30), status=HoursStatus.SHORT, unit=HoursUnit.MINUTES, needed=Fraction(90),
            ...                   found=Fraction(0), short=Fraction(90))
            >>> outcome.text()
            'June 2026: no session; short by 90 min'
        """
        told = () if self.unit is HoursUnit.DAYS else sessions_told(self.sessions)
        parts = [*told, self.verdict, *self.remarks]
        return f"{self.where}: {'; '.join(parts)}"

    @property
    def where(self) -> str:
        """The case or domain, if each has its own, and when."""
        return self.said if self.part is None else f"{self.part}, {self.said}"

    @property
    def asked(self) -> str:
        """How much is asked for, as far as that can be told."""
        return amount(self.unit, self.needed) if self.needed_known else UNTOLD

    @property
    def verdict(self) -> str:
        """What became of it, in a few words."""
        advice = ", as a recommendation" if self.advised else ""
        if self.unit is HoursUnit.DAYS:
            found = amount(self.unit, self.found)
            # One may have been the day before the first day, and another be the day after the last.
            between = f"no session; {found} at best" if self.no_session else found
            return f"{between} from one to the next, {number(self.needed)} at most{advice}"
        if self.status is HoursStatus.OPEN and not self.needed_known:
            return f"{amount(self.unit, self.found)} so far{advice}"
        return f"{_VERDICTS[self.status].format(**_figures(self))}{advice}"


def _figures(outcome: HoursOutcome) -> dict[str, str]:
    return {
        "found": number(outcome.found),
        "needed": amount(outcome.unit, outcome.needed),
        "short": amount(outcome.unit, outcome.short),
    }


def amount(unit: HoursUnit, value: Fraction) -> str:
    """Return how much of a unit there is.

    >>> amount(HoursUnit.SESSIONS, Fraction(1)), amount(HoursUnit.MINUTES, Fraction(45, 2))
    ('1 session', '22 1/2 min')
    """
    return f"{number(value)} {unit.value.removesuffix('s') if value == 1 else unit.value}"


def sessions_told(sessions: Iterable[SessionCredit]) -> Iterator[str]:
    """Yield which sessions counted, and which did not and why."""
    counted = [one for one in sessions if one.counts]
    others = [one for one in sessions if not one.counts]
    if counted or not others:
        yield ", ".join(_alike(counted)) or "no session"
    if others:
        yield f"not counted: {', '.join(uncounted(others))}"


def _alike(sessions: list[SessionCredit]) -> Iterator[str]:
    ordered = sorted(sessions, key=_likeness)
    for _, same in groupby(ordered, key=_likeness):
        alike = list(same)
        times = "" if len(alike) == 1 else f"{len(alike)} times "
        what = said(alike[0].modality, alike[0].minutes, alike[0].size)
        credited = number(sum((one.credited for one in alike), Fraction(0)))
        yield f"{times}{what} credited {credited} min"


def _likeness(one: SessionCredit) -> tuple[str, int, int, Fraction]:
    return one.modality.value, one.size or 0, one.minutes, one.credited


def uncounted(sessions: Sequence[SessionCredit]) -> Iterator[str]:
    """Yield sessions that do not count and why, those that are alike together."""
    whys = [(said(one.modality, one.minutes, one.size), one.why) for one in sessions]
    for what, why in dict.fromkeys(whys):
        on = [one.on for one, told in zip(sessions, whys, strict=True) if told == (what, why)]
        alike = f"{what} on {on[0].isoformat()}" if len(on) == 1 else f"{len(on)} times {what}"
        yield f"{alike} ({why})"

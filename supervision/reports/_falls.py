"""Falls below a share that was agreed: which sessions made them, and what came up instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

import attrs

from supervision._counted import counted
from supervision.records import LedgerLine
from supervision.reports._cusum import WHOLE, Design, Run
from supervision.reports._held import Matches

Named = tuple[LedgerLine, Sequence[str]]
"""A session, and its themes or functions."""

_SHOWN = 3


@attrs.frozen(kw_only=True)
class SessionShare:
    """What share of one session was in a part of the focus.

    Attributes:
        on: The day.
        record: The id of the session.
        inside: How many of its themes, or functions, are in this part.
        of: How many it has, 1 or more.
        fallen_short: What the chart has come to: the percentage points by which shares fell
            short of the reference, less those by which they were above it; never under 0, and
            no more than the threshold.
    """

    on: date
    record: str
    inside: int
    of: int
    fallen_short: float


@attrs.frozen(kw_only=True)
class InItsPlace:
    """A theme, or function, outside a part of the focus that came up more than before.

    Attributes:
        name: Its id.
        before: In how many sessions before the fall.
        before_of: How many there were before it.
        since: In how many from the fall until it was noticed.
        since_of: How many there were.
    """

    name: str
    before: int
    before_of: int
    since: int
    since_of: int

    def text(self) -> str:
        """Say it in a few words."""
        earlier = f" (before: {self.before} of {self.before_of})" if self.before_of else ""
        return f"{self.name} in {self.since} of {self.since_of}{earlier}"


@attrs.frozen(kw_only=True)
class Fall:
    """A fall below the share that was agreed.

    Attributes:
        since: The day of the session with which it began, as far as can be told.
        noticed: The day of the session at which it could be told.
        over: The day of the session at which the chart was back at 0; None if it is not.
        moved_by: The ids of the sessions from the first until it was noticed that fell short.
        in_its_place: What came up more in these sessions than in all before, by how much more.
    """

    since: date
    noticed: date
    over: date | None
    moved_by: tuple[str, ...]
    in_its_place: tuple[InItsPlace, ...]

    def text(self) -> str:
        """Say it in a sentence."""
        end = f"over on {self.over}" if self.over else "not over"
        instead = "; ".join(one.text() for one in self.in_its_place[:_SHOWN])
        return (
            f"It fell from about {self.since}, noticed on {self.noticed}, {end}; "
            f"{counted(len(self.moved_by), 'session')} fell short. More than before: {instead or 'nothing'}."
        )


def falls(
    runs: Sequence[Run],
    points: Sequence[SessionShare],
    chart: Design,
    sessions: Sequence[Named],
    inside: Matches,
) -> Iterator[Fall]:
    """Yield a fall for each of *runs*, which are in the order of *sessions* and *points*."""
    earlier: Counter[str] = Counter()
    counted = 0
    for run in runs:
        earlier += _outside(sessions[counted : run.first], inside)
        counted = run.first
        during = slice(run.first, run.noticed + 1)
        later = _outside(sessions[during], inside)
        yield Fall(
            since=points[run.first].on,
            noticed=points[run.noticed].on,
            over=None if run.over is None else points[run.over].on,
            moved_by=tuple(one.record for one in points[during] if _is_short(one, chart)),
            in_its_place=_in_its_place(earlier, later, counted, run.noticed + 1 - counted),
        )


def _is_short(point: SessionShare, chart: Design) -> bool:
    return WHOLE * point.inside < chart.reference * point.of


def _outside(sessions: Iterable[Named], inside: Matches) -> Counter[str]:
    return Counter(name for _, names in sessions for name in names if not inside[name])


def _in_its_place(
    earlier: Mapping[str, int], later: Mapping[str, int], before_of: int, since_of: int
) -> tuple[InItsPlace, ...]:
    found = [
        InItsPlace(
            name=name,
            before=earlier[name],
            before_of=before_of,
            since=count,
            since_of=since_of,
        )
        for name, count in later.items()
    ]
    risen = [one for one in found if _rise(one) > 0]
    return tuple(sorted(risen, key=lambda one: (-_rise(one), one.name)))


def _rise(one: InItsPlace) -> Fraction:
    before = Fraction(one.before, one.before_of) if one.before_of else Fraction(0)
    return Fraction(one.since, one.since_of) - before

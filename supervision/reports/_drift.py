"""Whether supervision keeps to what was agreed to be its focus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import attrs

from supervision._counted import counted
from supervision.codec import collector_paused
from supervision.records import LedgerLine
from supervision.reports._change import MINIMUM_SESSIONS
from supervision.reports._coverage import Coverage, coverage
from supervision.reports._cusum import Design, design, sums
from supervision.reports._falls import Fall, Named, SessionShare, falls
from supervision.reports._focus import Aim, Focus, FocusKind
from supervision.reports._held import Matches, sessions_held
from supervision.reports._remembered import remembered

ALARM_RATE = Fraction(1, 20)
"""How likely an alarm of any part of a focus is, in fifty sessions that keep to it, at most."""


@attrs.frozen(kw_only=True)
class AimDrift:
    """One part of the focus against what took place.

    Attributes:
        aim: What was agreed.
        design: The chart: from which share it counts, and from which sum it is an alarm.
        share: The mean of the sessions' shares; None without any session.
        points: Each session's share, in the order of days.
        falls: What was noticed, the earliest first.
        enough: Whether there are sessions enough for a fall to be noticed at all; False if the
            share is too small to watch, however many there are.
    """

    aim: Aim
    design: Design
    share: Fraction | None
    points: tuple[SessionShare, ...]
    falls: tuple[Fall, ...]
    enough: bool

    def text(self) -> str:
        """Say it in a line for the share, and one for each fall."""
        if self.share is None:
            return f"{self.aim.name}: agreed {self.aim.percent} %; too little to say."
        mean = f"{self.aim.name}: agreed {self.aim.percent} %, in fact {_rounded(self.share)} %"
        if self.design.too_small:
            return f"{mean}; a share too small to watch."
        if not self.enough:
            return f"{mean}; too little to say."
        if not self.falls:
            return f"{mean}; no fall that could be told from chance."
        return "\n".join([f"{mean}.", *(fall.text() for fall in self.falls)])


@attrs.frozen(kw_only=True)
class DriftReport:
    """What was talked about, against a focus. It is about the work, and no measure of anybody.

    Attributes:
        focus: What was agreed.
        first: The day of the first session; None without any.
        last: The day of the last.
        sessions: How many sessions have themes, or functions, and are looked at.
        bare: How many were held and have none.
        aims: Each part of the focus, in its order.
        coverage: Which modes and functions the sessions visited.
        alarm_rate: How likely an alarm is, at most, in fifty sessions that keep to the focus.
    """

    focus: Focus
    first: date | None
    last: date | None
    sessions: int
    bare: int
    aims: tuple[AimDrift, ...]
    coverage: Coverage
    alarm_rate: Fraction

    def text(self) -> str:
        """Say it in sentences."""
        days = f" from {self.first} to {self.last}" if self.first else ""
        bare = f"; {self.bare} more have none recorded" if self.bare else ""
        heading = f"{counted(self.sessions, 'session')} with {self.focus.kind}{days}{bare}."
        parts = (aim.text() for aim in self.aims)
        return "\n".join([self.focus.text(), heading, *parts, self.coverage.text()])


@remembered
def drift(lines: Iterable[LedgerLine], focus: Focus, *, until: date | None = None) -> DriftReport:
    """Compare the sessions' themes, or functions, with the focus that was agreed.

    For each part of the focus, the share of each session's themes that is in it goes into a
    cumulative-sum chart: what shares fall short of three quarters of what was agreed adds up,
    and what they are above it is taken off. Where the sum is above a threshold, something has
    changed, and the change began about where the sum last left 0.

    If sessions keep to the focus, are independent of each other and have one theme each, the
    chance of any alarm within the first fifty is at most `ALARM_RATE`, over all parts of the
    focus together; within two hundred it is from one in ten, of the largest shares, to nearly
    one in two, of a share of 10 %. With two themes a session or more it is below one in a hundred
    within fifty, of shares of 30 % or more. Where themes stay for several sessions, as with one
    client, it is higher. A focus of 60 % that falls to none is noticed after eight or nine
    sessions, one that falls to half of it after about twenty. Of a share of 5 % or less, fifty
    sessions without it would be no alarm: it is said to be too small to watch, as is a somewhat
    larger one of several parts.

    Only falls are looked for: more of the focus than agreed is no drift. Reflections and
    cancelled sessions are left out; of several revisions the newest counts.

    Args:
        lines: The lines of an agreement, a group or a folder, of any kind and order.
        focus: What was agreed.
        until: The last day to look at; what is dated later is yet to come.

    Source:
        E. S. Page, Biometrika 41 (1954), 100-115; on drift in supervision: J. Roscoe, The
        Cognitive Behaviour Therapist 14 (2021), e37; in services: C. Robin, Drink and Drugs
        News, July 2012.

    Examples:
        >>> from datetime import timedelta
        >>> from supervision.records import CaseDiscussion, Modality, Session, line_of
        >>> def session(week, theme):
        ...     case = CaseDiscussion(client="C-201", themes={theme})
        ...     return Session(on=date(2026, 1, 5) + timedelta(weeks=week), minutes=60,
        ...                    modality=Modality.INDIVIDUAL, supervisor="V-01",
        ...                    supervisees=["S-014"], cases=[case])
        >>> themes = ["resonance.relationship"] * 12 + ["focus.secondary-priorities"] * 12
        >>> lines = [line_of(session(*each)) for each in enumerate(themes)]
        >>> (aim,) = drift(lines, Focus.on_themes({"resonance": 60})).aims
        >>> aim.text().splitlines()[0]
        'resonance: agreed 60 %, in fact 50 %.'
        >>> (fall,) = aim.falls
        >>> str(fall.since), str(fall.noticed), fall.in_its_place[0].text()
        ('2026-03-30', '2026-05-25', 'focus.secondary-priorities in 9 of 9 (before: 0 of 12)')
    """
    with collector_paused():
        return _report(sessions_held(lines, until), focus)


def _report(sessions: Sequence[LedgerLine], focus: Focus) -> DriftReport:
    having = [(line, names) for line in sessions if (names := _names(line, focus.kind))]
    chance = float(ALARM_RATE / len(focus.aims))
    return DriftReport(
        focus=focus,
        first=having[0][0].on if having else None,
        last=having[-1][0].on if having else None,
        sessions=len(having),
        bare=len(sessions) - len(having),
        aims=tuple(_aim_drift(aim, design(aim.percent, chance), having) for aim in focus.aims),
        coverage=coverage(sessions),
        alarm_rate=ALARM_RATE,
    )


def _names(line: LedgerLine, kind: FocusKind) -> Sequence[str]:
    return line.themes if kind is FocusKind.THEMES else line.functions


def _aim_drift(aim: Aim, chart: Design, sessions: Sequence[Named]) -> AimDrift:
    inside = Matches(aim.of)
    shares = [(sum(map(inside.__getitem__, names)), len(names)) for _, names in sessions]
    found, runs = sums(shares, chart)
    points = tuple(
        SessionShare(on=line.on, record=line.id, inside=share[0], of=share[1], fallen_short=level)
        for (line, _), share, level in zip(sessions, shares, found, strict=True)
    )
    return AimDrift(
        aim=aim,
        design=chart,
        share=_mean(shares),
        points=points,
        falls=() if chart.too_small else tuple(falls(runs, points, chart, sessions, inside)),
        enough=not chart.too_small and len(sessions) >= max(MINIMUM_SESSIONS, chart.least),
    )


def _mean(shares: Sequence[tuple[int, int]]) -> Fraction | None:
    if not shares:
        return None
    # Summed by how many themes a session has: adding fractions one by one is slow.
    by_size: Counter[int] = Counter()
    for inside, of in shares:
        by_size[of] += inside
    return sum((Fraction(n, of) for of, n in by_size.items()), Fraction(0)) / len(shares)


def _rounded(share: Fraction) -> int:
    return int(share * 100 + Fraction(1, 2))

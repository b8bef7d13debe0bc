"""Whether a theme comes up more or less than it did, as far as so few sessions can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import Literal, NamedTuple

import attrs

from supervision.errors import InvalidRecordError
from supervision.records import LedgerLine, strict
from supervision.reports._exact import fisher, holm
from supervision.reports._held import Families, held

LEVEL = Fraction(1, 20)
"""How often a report may call a change where there is none, in any theme: one time in twenty."""

MINIMUM_SESSIONS = 7
"""The fewest sessions a span must have for a word on change.

With seven in each, a theme that goes from none to all has p = 2/3432, which is below 1/20 even
after Holm's correction for the sixty themes that are shipped. With six, nothing could be.
"""

MINIMUM_COUNT = 6
"""The fewest sessions, of both spans together, that must have a theme, and that must lack it.

Five of them, all in one of two equal and long spans, have a p of 1/16: whatever was seen, it
could not be told from chance. The choice looks at the sum of both spans only, which the test
takes as given, so it does not make alarms likelier.
"""

_SMALLEST_SHOWN = Fraction(1, 10_000)


class Verdict(StrEnum):
    """What can be said of a change."""

    MORE = "more than before"
    LESS = "less than before"
    UNCLEAR = "no more of a change than chance makes"
    TOO_LITTLE = "too little to say"


@attrs.frozen(kw_only=True, field_transformer=strict)
class DaySpan:
    """Days from the first to the last, both included.

    Attributes:
        first: The first day.
        last: The last day; not before the first.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    first: date
    last: date

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            msg = "last must not be before first"
            raise InvalidRecordError(msg, field="last")


@attrs.frozen(kw_only=True)
class ThemeChange:
    """One theme or family, before and after.

    Attributes:
        name: The id of the theme or family.
        before: How many sessions of the first span had it.
        after: How many of the second.
        p: Fisher's p, two-sided; None if there was too little to look at.
        corrected: The same after Holm's correction.
        verdict: What can be said.
    """

    name: str
    before: int
    after: int
    p: Fraction | None = None
    corrected: Fraction | None = None
    verdict: Verdict = Verdict.TOO_LITTLE

    def text(self) -> str:
        """Say it in a line."""
        numbers = "" if self.corrected is None else f" ({_shown(self.corrected)})"
        return f"{self.name}: {self.before} before, {self.after} after: {self.verdict}{numbers}"


@attrs.frozen(kw_only=True)
class ChangeTest:
    """Themes before and after, with what can be said of each.

    Attributes:
        per: What was compared.
        before: The first span; None if the lines have no two days to part.
        after: The second span.
        sessions_before: How many sessions were held in the first.
        sessions_after: How many in the second.
        level: How often such a report may call a change, of any theme, where there is none.
        tested: How many themes were tested; the correction is for these.
        changes: The themes that came up in either span, by their ids.
    """

    per: Literal["theme", "family"]
    before: DaySpan | None
    after: DaySpan | None
    sessions_before: int
    sessions_after: int
    level: Fraction
    tested: int
    changes: tuple[ThemeChange, ...]

    @property
    def found(self) -> tuple[ThemeChange, ...]:
        """The themes of which a change can be told."""
        return tuple(one for one in self.changes if one.verdict in {Verdict.MORE, Verdict.LESS})

    def text(self) -> str:
        """Say it in sentences: the spans, then a line for each change that can be told."""
        if self.before is None or self.after is None:
            return "There are no two days of sessions to compare: too little to say."
        heading = (
            f"{self.sessions_before} sessions from {self.before.first} to {self.before.last} "
            f"against {self.sessions_after} from {self.after.first} to {self.after.last}."
        )
        return "\n".join([heading, *(one.text() for one in self.found), *self._rest()])

    def _rest(self) -> Iterator[str]:
        rest, left = self.tested - len(self.found), len(self.changes) - self.tested
        if not self.changes:
            yield "No theme came up."
        if rest:
            yield f"Of {rest} of {self.tested} tested, no change can be told from chance."
        if left:
            yield f"Of {left} there is too little to say."


def change_test(
    lines: Iterable[LedgerLine],
    *,
    per: Literal["theme", "family"] = "theme",
    before: DaySpan | None = None,
    after: DaySpan | None = None,
    level: Fraction = LEVEL,
    until: date | None = None,
) -> ChangeTest:
    """Test whether each theme came up in more, or in fewer, of the sessions than before.

    For each theme, the sessions with and without it are compared by Fisher's exact test, which
    is right for any numbers, and all p are corrected by Holm's method for how many themes were
    tested. Where fewer than `MINIMUM_SESSIONS` were held in a span, or fewer than
    `MINIMUM_COUNT` sessions have a theme or lack it, the verdict is that there is too little
    to say. Reflections are left out: one that looks back on a session would count it twice.

    The test takes each session as a draw of its own. A theme that stays for weeks, as with one
    client, makes changes look surer than they are. The spans must have been chosen without
    looking at the themes. A change is no judgement: a theme may come up less because it is
    done with.

    Args:
        lines: Ledger lines of any kind and order.
        per: What to compare.
        before: The first span of days; without it, the first half of the days from the first
            session to the last.
        after: The second span, after the first; give both or neither.
        level: How often to accept calling a change, of any theme, where there is none.
        until: The last day to look at.

    Raises:
        InvalidRecordError: if only one span is given, the second does not come after the
            first, or the level is not between 0 and 1.

    Source:
        Fisher (1922, 1935), see `supervision.reports`; S. Holm, Scandinavian Journal of
        Statistics 6 (1979), 65-70.

    Examples:
        >>> from supervision.records import CaseDiscussion, Modality, Session, line_of
        >>> def session(week, theme):
        ...     case = CaseDiscussion(client="C-201", themes={theme})
        ...     return Session(on=date(2026, 1, 5) + timedelta(weeks=week), minutes=60,
        ...                    modality=Modality.INDIVIDUAL, supervisor="V-01",
        ...                    supervisees=["S-014"], cases=[case])
        >>> themes = ["resonance.relationship"] * 9 + ["need.stigma"] + ["system.caseload"] * 10
        >>> print(change_test(line_of(session(*each)) for each in enumerate(themes)).text())
        10 sessions from 2026-01-05 to 2026-03-12 against 10 from 2026-03-13 to 2026-05-18.
        resonance.relationship: 9 before, 0 after: less than before (p = 0.00012)
        system.caseload: 0 before, 10 after: more than before (p under 0.0001)
        Of 1 there is too little to say.
    """
    _check(before, after, level)
    sessions = [line for line in held(lines, until) if line.kind == "session"]
    if before is None or after is None:
        before, after = _halves(sessions)
    counts = _counted(sessions, before, per), _counted(sessions, after, per)
    changes = _judged(_changes(*counts), level)
    return ChangeTest(
        per=per,
        before=before,
        after=after,
        sessions_before=counts[0].sessions,
        sessions_after=counts[1].sessions,
        level=level,
        tested=sum(one.p is not None for one in changes),
        changes=changes,
    )


class _Counted(NamedTuple):
    """How many sessions there are, and how many have each theme."""

    sessions: int
    themes: Counter[str]


def _check(before: DaySpan | None, after: DaySpan | None, level: object) -> None:
    field, rule = "", ""
    if (before is None) != (after is None):
        field, rule = "after" if after is None else "before", "must be given, or neither span"
    elif before is not None and after is not None and after.first <= before.last:
        field, rule = "after", "must begin after the first span ends"
    elif not isinstance(level, Fraction) or not 0 < level < 1:
        field, rule = "level", "must be a fraction between 0 and 1, such as Fraction(1, 20)"
    if field:
        msg = f"{field} {rule}"
        raise InvalidRecordError(msg, field=field)


def _halves(sessions: Sequence[LedgerLine]) -> tuple[DaySpan | None, DaySpan | None]:
    days = {session.on for session in sessions}
    if len(days) <= 1:
        return None, None
    first, last = min(days), max(days)
    middle = first + timedelta(days=((last - first).days + 1) // 2)
    before = DaySpan(first=first, last=middle - timedelta(days=1))
    return before, DaySpan(first=middle, last=last)


def _counted(sessions: Iterable[LedgerLine], span: DaySpan | None, per: str) -> _Counted:
    inside = () if span is None else _inside(sessions, span)
    themes = Counter(chain.from_iterable(inside))
    if per == "family":
        family = Families()
        themes = Counter(chain.from_iterable({family[one] for one in each} for each in inside))
    return _Counted(len(inside), themes)


def _inside(sessions: Iterable[LedgerLine], span: DaySpan) -> Sequence[tuple[str, ...]]:
    first, last = span.first, span.last
    return [session.themes for session in sessions if first <= session.on <= last]


def _changes(before: _Counted, after: _Counted) -> list[ThemeChange]:
    return [_change(name, before, after) for name in sorted({*before.themes, *after.themes})]


def _change(name: str, before: _Counted, after: _Counted) -> ThemeChange:
    counts = before.themes[name], after.themes[name]
    lacking = before.sessions + after.sessions - sum(counts)
    few = min(before.sessions, after.sessions) < MINIMUM_SESSIONS
    little = few or min(sum(counts), lacking) < MINIMUM_COUNT
    p = None if little else fisher(counts[0], before.sessions, counts[1], after.sessions)
    rising = counts[1] * before.sessions > counts[0] * after.sessions
    verdict = Verdict.TOO_LITTLE if little else Verdict.MORE if rising else Verdict.LESS
    return ThemeChange(name=name, before=counts[0], after=counts[1], p=p, verdict=verdict)


def _judged(changes: Sequence[ThemeChange], level: Fraction) -> tuple[ThemeChange, ...]:
    corrected = iter(holm([one.p for one in changes if one.p is not None]))
    judged = [
        one if one.p is None else _verdict(one, next(corrected), level)  # In the same order.
        for one in changes
    ]
    return tuple(judged)


def _verdict(change: ThemeChange, corrected: Fraction, level: Fraction) -> ThemeChange:
    verdict = change.verdict if corrected <= level else Verdict.UNCLEAR
    return attrs.evolve(change, corrected=corrected, verdict=verdict)


def _shown(p: Fraction) -> str:
    return f"p = {float(p):.2g}" if p >= _SMALLEST_SHOWN else f"p under {float(_SMALLEST_SHOWN)}"

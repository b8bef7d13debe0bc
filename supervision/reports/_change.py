"""Whether a theme comes up more or less than it did, as far as so few sessions can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Literal

import attrs

from supervision.errors import InvalidRecordError
from supervision.records import LedgerLine
from supervision.reports._days import DaySpan
from supervision.reports._exact import fisher, holm
from supervision.reports._held import Families, Matches, sessions_held
from supervision.reports._remembered import remembered
from supervision.reports._stays import Counted, Names, count_as_one, counted

LEVEL = Fraction(1, 20)
"""How often a report may call a change where there is none, in any theme: one time in twenty."""

MINIMUM_SESSIONS = 7
"""The fewest sessions with themes a span must have for a word on change.

With seven in each, a theme that goes from none to all has p = 2/3432, which is below 1/20 even
after Holm's correction for all themes that are shipped. With six it is 2/924, which is not.
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


@attrs.frozen(kw_only=True)
class ThemeChange:
    """One theme or family, before and after.

    Attributes:
        name: The id of the theme or family.
        before: How many sessions of the first span had it.
        after: How many of the second.
        count_as_one: How many sessions counted as one, because the theme tends to stay; 1 if each
            counted for itself.
        p: Fisher's p, two-sided; None if there were too few sessions with it or without; 1 if
            there are too few once those that count as one do.
        corrected: The same after Holm's correction.
        verdict: What can be said.
    """

    name: str
    before: int
    after: int
    count_as_one: Fraction = Fraction(1)
    p: Fraction | None = None
    corrected: Fraction | None = None
    verdict: Verdict = Verdict.TOO_LITTLE

    def text(self) -> str:
        """Say it in a line."""
        said = f"{self.name}: {self.before} before, {self.after} after: {self.verdict}"
        if self.in_stretches:
            return f"{said}, as it comes in long stretches"
        told = self.corrected if self.verdict is not Verdict.TOO_LITTLE else None
        return said if told is None else f"{said} ({_shown(told)})"

    @property
    def in_stretches(self) -> bool:
        """Whether there is too little to say only because the theme comes in long stretches."""
        return self.verdict is Verdict.TOO_LITTLE and self.p is not None


@attrs.frozen(kw_only=True)
class ChangeTest:
    """Themes before and after, with what can be said of each.

    Attributes:
        per: What was compared.
        before: The first span; None if the lines have no two days to part.
        after: The second span.
        sessions_before: How many sessions with themes were held in the first.
        sessions_after: How many in the second.
        bare: How many more were held in both that have no theme recorded, and are left out.
        level: How often such a report may call a change, of any theme, where there is none.
        tested: How many themes were tested; the correction is for these.
        changes: The themes that came up in either span, by their ids.
    """

    per: Literal["theme", "family"]
    before: DaySpan | None
    after: DaySpan | None
    sessions_before: int
    sessions_after: int
    bare: int
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
        bare = f"; {self.bare} more have no theme recorded" if self.bare else ""
        heading = (
            f"{self.sessions_before} sessions from {self.before.first} to {self.before.last} "
            f"against {self.sessions_after} from {self.after.first} to {self.after.last}{bare}."
        )
        return "\n".join([heading, *(one.text() for one in self.found), *self._rest()])

    def _rest(self) -> Iterator[str]:
        counts = Counter(one.verdict for one in self.changes)
        if not self.changes:
            yield "No theme came up."
        if counts[Verdict.UNCLEAR]:
            yield f"Of {counts[Verdict.UNCLEAR]}, no change can be told from chance."
        stretches = [one.name for one in self.changes if one.in_stretches]
        if stretches:
            yield f"Too little to say, as they come in long stretches: {', '.join(stretches)}."
        if counts[Verdict.TOO_LITTLE] > len(stretches):
            yield f"Of {counts[Verdict.TOO_LITTLE] - len(stretches)} there is too little to say."


@remembered
def change_test(
    lines: Iterable[LedgerLine],
    *,
    per: Literal["theme", "family"] = "theme",
    before: DaySpan | None = None,
    after: DaySpan | None = None,
    level: Fraction = LEVEL,
    until: date | None = None,
    theme: str | None = None,
) -> ChangeTest:
    """Test whether each theme came up in more, or in fewer, of the sessions than before.

    For each theme, the sessions with and without it are compared by Fisher's exact test, which
    is right for any numbers, and all p are corrected by Holm's method for how many themes were
    tested. Where fewer than `MINIMUM_SESSIONS` were held in a span, or fewer than
    `MINIMUM_COUNT` sessions have a theme or lack it, the verdict is that there is too little
    to say. Reflections are left out: one that looks back on a session would count it twice. So
    are sessions with no theme recorded, as nobody knows which they had; `ChangeTest` says how
    many.

    A theme that is there tends to stay, as with one client, and eight sessions with it are then no
    eight witnesses. So sessions that are alike count as fewer, as many as `ThemeChange` says,
    where that makes p larger; and there may be too little to say for that reason alone. It is
    measured within the spans, between sessions with the same people, and cannot be measured of
    a theme that stays for half a span: such changes are called more often than *level* says, as
    the table of the page on themes shows. The spans must have been chosen without looking at
    the themes. A change is no judgement: a theme may come up less because it is done with.

    Args:
        lines: Ledger lines of any kind and order.
        per: What to compare.
        before: The first span of days; without it, the first half of the days from the first
            session to the last.
        after: The second span, after the first; give both or neither.
        level: How often to accept calling a change, of any theme, where there is none.
        until: The last day to look at.
        theme: A theme, or a pattern such as `family.*`, to test; all if not given. Sessions with
            other themes only are then sessions without it.

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
        >>> themes = ["resonance.relationship"] * 14 + ["need.stigma"] + ["system.caseload"] * 15
        >>> print(change_test(line_of(session(*each)) for each in enumerate(themes)).text())
        15 sessions from 2026-01-05 to 2026-04-16 against 15 from 2026-04-17 to 2026-07-27.
        resonance.relationship: 14 before, 0 after: less than before (p under 0.0001)
        system.caseload: 0 before, 15 after: more than before (p under 0.0001)
        Of 1 there is too little to say.
    """
    _check(before, after, level)
    sessions = sessions_held(lines, until)
    if before is None or after is None:
        before, after = _halves(sessions)
    names = _names(per, theme)
    counts = _within(sessions, before, names), _within(sessions, after, names)
    changes = _judged(_changes(*counts), level)
    return ChangeTest(
        per=per,
        before=before,
        after=after,
        sessions_before=counts[0].sessions,
        sessions_after=counts[1].sessions,
        bare=counts[0].bare + counts[1].bare,
        level=level,
        tested=sum(one.p is not None for one in changes),
        changes=changes,
    )


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
    if not sessions or sessions[0].on == sessions[-1].on:
        return None, None
    first, last = sessions[0].on, sessions[-1].on
    middle = first + timedelta(days=((last - first).days + 1) // 2)
    before = DaySpan(first=first, last=middle - timedelta(days=1))
    return before, DaySpan(first=middle, last=last)


def _within(sessions: Iterable[LedgerLine], span: DaySpan | None, names: Names) -> Counted:
    inside = [] if span is None else [one for one in sessions if span.first <= one.on <= span.last]
    return counted(inside, names)


def _names(per: str, theme: str | None) -> Names:
    """Return what reads the names to test of a session."""
    sought, family = Matches(["*" if theme is None else theme]), Families()
    if per == "family":
        return lambda line: {family[one] for one in line.themes if sought[one]}
    return lambda line: [one for one in line.themes if sought[one]]


def _changes(before: Counted, after: Counted) -> list[ThemeChange]:
    return [_change(name, before, after) for name in sorted({*before.themes, *after.themes})]


def _change(name: str, before: Counted, after: Counted) -> ThemeChange:
    table = before.themes[name], before.sessions, after.themes[name], after.sessions
    change = ThemeChange(name=name, before=table[0], after=table[2])
    if _is_little(*table):
        return change
    weight = count_as_one(name, (before, after))
    fewer = [int(count / weight + Fraction(1, 2)) for count in table]
    # What is left out here still counts for the correction: it was not chosen by sums alone.
    if _is_little(*fewer):
        return attrs.evolve(change, count_as_one=weight, p=Fraction(1))
    verdict = Verdict.MORE if table[2] * table[1] > table[0] * table[3] else Verdict.LESS
    p = max(fisher(*table), fisher(*fewer))
    return attrs.evolve(change, count_as_one=weight, p=p, verdict=verdict)


def _is_little(before: int, before_of: int, after: int, after_of: int) -> bool:
    having, lacking = before + after, before_of + after_of - before - after
    return min(before_of, after_of) < MINIMUM_SESSIONS or min(having, lacking) < MINIMUM_COUNT


def _judged(changes: Sequence[ThemeChange], level: Fraction) -> tuple[ThemeChange, ...]:
    corrected = iter(holm([one.p for one in changes if one.p is not None]))  # In the same order.
    return tuple(one if one.p is None else _verdict(one, next(corrected), level) for one in changes)


def _verdict(change: ThemeChange, corrected: Fraction, level: Fraction) -> ThemeChange:
    told = corrected <= level or change.verdict is Verdict.TOO_LITTLE
    verdict = change.verdict if told else Verdict.UNCLEAR
    return attrs.evolve(change, corrected=corrected, verdict=verdict)


def _shown(p: Fraction) -> str:
    return f"p = {float(p):.2g}" if p >= _SMALLEST_SHOWN else f"p under {float(_SMALLEST_SHOWN)}"

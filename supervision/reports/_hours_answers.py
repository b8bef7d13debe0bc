"""What became of what a rule asks for, stretch by stretch, with the ways of which one is enough together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

import attrs

from supervision.reports._hours_credit import SessionCredit
from supervision.reports._hours_outcome import (
    UNTOLD,
    HoursOutcome,
    HoursStatus,
    HoursUnit,
    amount,
    sessions_told,
)

Say = Callable[[HoursUnit, Fraction], str]
"""What says how much of a unit there is."""

ONE_IS_ENOUGH = "one of these is enough: "
"""How a remark begins that names the ways."""

_ENOUGH = (HoursStatus.MET, HoursStatus.EXEMPT)
_ORDER = (HoursStatus.SHORT, HoursStatus.OPEN, HoursStatus.UNKNOWN)
_SAID = {HoursStatus.EXEMPT: "exempt", HoursStatus.NOT_ASKED: "not asked for"}
_PAIR = 2


@attrs.frozen(kw_only=True)
class HoursAnswer:
    """What became of one requirement in one stretch of time, or of several of which one is enough.

    Attributes:
        outcomes: The outcomes, in the order of the rule; without a word that they share, just one.
    """

    outcomes: tuple[HoursOutcome, ...]

    @property
    def ways(self) -> Mapping[str, Sequence[HoursOutcome]]:
        """The id of each requirement that would be enough → what became of it."""
        found: defaultdict[str, list[HoursOutcome]] = defaultdict(list)
        for one in self.outcomes:
            found[one.requirement].append(one)
        return found

    @property
    def where(self) -> str:
        """When, and of which case or domain."""
        return self.outcomes[0].said if len(self.outcomes) > 1 else self.outcomes[0].where

    @property
    def heading(self) -> str:
        """What is asked for, with the ids of the requirements."""
        ways = " or ".join(f"{each[0].asks} ({way})" for way, each in self.ways.items())
        return f"One of these is enough: {ways}" if len(self.ways) > 1 else ways

    @property
    def first(self) -> date:
        """The first day."""
        return self.outcomes[0].first

    @property
    def last(self) -> date:
        """The last day."""
        return self.outcomes[0].last

    @property
    def status(self) -> HoursStatus:
        """What became of all of it; `instead` where another way than the rule's first is met."""
        if len(self.outcomes) == 1:
            return self.outcomes[0].status
        first, *others = self.ways.values()
        if _is_enough(first):
            return first[0].status
        if any(map(_is_enough, others)):
            return HoursStatus.INSTEAD
        found = {one.status for one in self.outcomes}
        return next((one for one in _ORDER if one in found), HoursStatus.NOT_ASKED)

    @property
    def missing(self) -> tuple[HoursOutcome, ...]:
        """What is required and missing, by the nearest way; nothing if one is met."""
        return tuple(
            one for one in self.outcomes if one.status is HoursStatus.SHORT and not one.advised
        )

    @property
    def verdict(self) -> str:
        """What became of it, in a few words."""
        if len(self.outcomes) == 1:
            return self.outcomes[0].verdict
        status = self.status
        if status is HoursStatus.INSTEAD:
            return f"met by {self._another()}"
        if status in _ENOUGH:
            return status.value
        return "; ".join([*dict.fromkeys(one.verdict for one in self._judged()), *self._untold()])

    def text(self) -> str:
        """Return a sentence: when, what counted, what did not and why, and what became of each way."""
        if len(self.outcomes) == 1:
            return self.outcomes[0].text()
        sides = (f"{way}: {self.side(way)}" for way in self.ways)
        parts = [*sessions_told(self._sessions()), self.verdict, *sides, *self._remarks()]
        return f"{self.where}: {'; '.join(parts)}"

    def side(self, way: str, say: Say = amount) -> str:
        """Return what one way asks for, and what is missing of it.

        Args:
            way: The id of its requirement.
            say: What says how much of a unit there is.
        """
        return ", ".join(dict.fromkeys(_said(one, say) for one in self.ways[way]))

    def _another(self) -> str:
        return "the other way" if len(self.ways) == _PAIR else "another way"

    def _judged(self) -> Sequence[HoursOutcome]:
        """Return the outcomes that say what became of all: of what is still open, the nearest."""
        same = [one for one in self.outcomes if one.status is self.status]
        if self.status is not HoursStatus.OPEN:
            return same
        return [min(same, key=lambda one: (not one.needed_known, one.short))]

    def _untold(self) -> Iterator[str]:
        unknown = any(one.status is HoursStatus.UNKNOWN for one in self.outcomes)
        if self.status is HoursStatus.SHORT and unknown:
            yield f"{self._another()} {UNTOLD}"

    def _remarks(self) -> Iterator[str]:
        told = dict.fromkeys(each for one in self.outcomes for each in one.remarks)
        # All of the ways are told, and it stands above them that one is enough.
        yield from (each for each in told if not each.startswith(ONE_IS_ENOUGH))

    def _sessions(self) -> Iterable[SessionCredit]:
        found = {each.session: each for one in self.outcomes for each in one.sessions}
        return sorted(found.values(), key=lambda each: each.on)


def answers(outcomes: Iterable[HoursOutcome]) -> tuple[HoursAnswer, ...]:
    """Return *outcomes* with those together of which one is enough, where the first of these stood."""
    found: defaultdict[object, list[HoursOutcome]] = defaultdict(list)
    for at, one in enumerate(outcomes):
        found[at if one.either is None else (one.either, one.name)].append(one)
    return tuple(HoursAnswer(outcomes=tuple(each)) for each in found.values())


def alternatives(outcomes: Iterable[HoursOutcome]) -> Iterator[str]:
    """Yield a sentence for each set of requirements of which one is enough."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one in outcomes:
        if one.either is not None:
            found[one.either][f"“{one.asks}”"] = None
    yield from (f"One of these is enough: {' or '.join(each)}" for each in found.values())


def _is_enough(way: Sequence[HoursOutcome]) -> bool:
    return all(one.status in _ENOUGH for one in way)


def _said(one: HoursOutcome, say: Say) -> str:
    of = "" if one.part is None else f"{one.part}: "
    return f"{of}{_side(one, say)}{', as a recommendation' if one.advised else ''}"


def _side(one: HoursOutcome, say: Say) -> str:
    if one.status in {HoursStatus.EXEMPT, HoursStatus.NOT_ASKED}:
        return _SAID[one.status]
    if not one.needed_known:
        return UNTOLD
    if one.unit is HoursUnit.DAYS:
        return f"{say(one.unit, one.found)}, {say(one.unit, one.needed)} at most"
    asked = f"{say(one.unit, one.needed)} asked for"
    if one.status is HoursStatus.OPEN:
        return f"{asked}, {say(one.unit, one.found)} so far"
    return f"{asked}, {f'{say(one.unit, one.short)} missing' if one.short else 'met'}"

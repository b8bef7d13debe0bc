"""Sessions that were held while no agreement held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum

import attrs

from supervision._counted import counted
from supervision.records import LedgerLine
from supervision.reports._agreements import Agreed
from supervision.reports._cover_ground import Ground


class WhyNotCovered(StrEnum):
    """Why a session had no agreement in force.

    `none`: no agreement of the supervisee is for it, or has the code that it names; `ended`: the last one had ended, or
    another had taken its place; `not-begun`: none had begun.
    """

    NONE = "none"
    ENDED = "ended"
    NOT_BEGUN = "not-begun"


@attrs.frozen(kw_only=True)
class NotCovered:
    """Sessions of one supervisee with one supervisor, for the same reason without agreement.

    Attributes:
        person: The supervisee.
        supervisor: The supervisor; None among peers.
        why: Why no agreement held.
        first: The day of the first of them.
        last: The day of the last.
        sessions: Their ids, by day.
        names: The code of an agreement that they name, if no agreement of the supervisee has it.
        recorded: Whether an agreement of others has that code.
    """

    person: str
    supervisor: str | None
    why: WhyNotCovered
    first: date
    last: date
    sessions: tuple[str, ...]
    names: str | None = None
    recorded: bool = False

    def text(self) -> str:
        """Say it in a sentence."""
        party = f"with {self.supervisor}" if self.supervisor else "among peers"
        days = f"on {self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        held = f"{counted(len(self.sessions), 'session')} of {self.person} {party}, {days}"
        return f"{held}: {_WHY[self.why] if self.names is None else self._wrong_code()}."

    def _wrong_code(self) -> str:
        verb = "it names" if len(self.sessions) == 1 else "they name"
        fault = f"not with {self.person}" if self.recorded else "not recorded"
        return f"{verb} {self.names}, which is {fault}"


_Key = tuple[str, str | None, WhyNotCovered, str | None]
_WHY = {
    WhyNotCovered.NONE: "no agreement is for them",
    WhyNotCovered.ENDED: "the agreement had ended",
    WhyNotCovered.NOT_BEGUN: "the agreement had not begun",
}


def not_covered(ground: Ground) -> tuple[NotCovered, ...]:
    """Return the sessions since the first day looked at that no agreement covers.

    They stand together by supervisee, supervisor and reason, in the order of their first days.
    """
    found: defaultdict[_Key, list[LedgerLine]] = defaultdict(list)
    for person, sessions in ground.sessions_of.items():
        known = ground.agreements_of.get(person, ())
        for line in sessions:
            why = _why(known, line) if line.on >= ground.since else None
            if why is not None:
                # A code that fits is of an agreement that does not hold: nothing is wrong with it.
                names = line.agreement if why is WhyNotCovered.NONE else None
                found[person, line.supervisor, why, names].append(line)
    recorded = {one.code for one in ground.agreed}
    told = [_told(key, lines, recorded) for key, lines in found.items()]
    return tuple(sorted(told, key=lambda one: (one.first, one.person, one.supervisor or "")))


def _why(known: Sequence[Agreed], line: LedgerLine) -> WhyNotCovered | None:
    fitting = [one for one in known if one.is_for(line)]
    if any(one.holds(line.on) for one in fitting):
        return None
    if not fitting:
        return WhyNotCovered.NONE
    begun = any(one.first <= line.on for one in fitting)
    return WhyNotCovered.ENDED if begun else WhyNotCovered.NOT_BEGUN


def _told(key: _Key, lines: Sequence[LedgerLine], recorded: Collection[str]) -> NotCovered:
    person, supervisor, why, names = key
    return NotCovered(
        person=person,
        supervisor=supervisor,
        why=why,
        first=lines[0].on,
        last=lines[-1].on,
        sessions=tuple(line.id for line in lines),
        names=names,
        recorded=names in recorded,
    )

"""How much of one session counts for one person, and why."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction

import attrs

from supervision.catalogue import HourRule
from supervision.records import LedgerLine, Modality
from supervision.reports._hours_words import length, number

_GROUPS = frozenset({Modality.GROUP, Modality.PEER, Modality.INTERVISION, Modality.TRIADIC})
_PAIR = 2


class CreditReason(StrEnum):
    """Why a session counts as it does."""

    COUNTED = "counted"
    SHARED = "shared"
    CANCELLED = "cancelled"
    ABSENT = "absent"
    AD_HOC = "ad-hoc"
    FORMAT = "format"
    NOT_LED = "not-led"
    NO_SIZE = "no-size"
    BAD_SIZE = "bad-size"
    TOO_LARGE = "too-large"
    NO_TIME = "no-time"


@attrs.frozen(kw_only=True)
class SessionCredit:
    """What one session counts for.

    Attributes:
        session: The id of the session.
        on: The day on which it began; one that goes on past midnight belongs to that day.
        minutes: Its length, as it was.
        modality: Its format.
        size: The size of the group, as contracted; None where it is no group.
        facilitated: Whether someone led the group who is no member, as recorded.
        credited: How many minutes count.
        reason: Why so many.
        why: The same in a sentence.
    """

    session: str
    on: date
    minutes: int
    modality: Modality
    size: int | None = None
    facilitated: bool | None = None
    credited: Fraction = Fraction(0)
    reason: CreditReason
    why: str

    @property
    def counts(self) -> bool:
        """Whether any of it counts."""
        return self.credited > 0


@attrs.frozen(kw_only=True)
class Held:
    """A session of the person: its line, and what it counts for."""

    line: LedgerLine
    credit: SessionCredit


def credit_of(line: LedgerLine, rule: HourRule, person: str) -> SessionCredit:
    """Return what the session *line* counts for under *rule*, for *person* who was expected."""
    size = _size(line)
    credited, (reason, why) = Fraction(0), _refused(line, rule, person, size)
    if reason is CreditReason.COUNTED:
        credited, reason = _credited(line, rule, size)
    return SessionCredit(
        session=line.id,
        on=line.on,
        minutes=line.minutes,
        modality=line.modality or Modality.INDIVIDUAL,
        size=size,
        facilitated=line.facilitated,
        credited=credited,
        reason=reason,
        why=why or f"{said(line.modality, line.minutes, size)} credited {number(credited)} min",
    )


def said(modality: Modality | None, minutes: int, size: int | None) -> str:
    """Return what a session was, such as `2 h in a group of 6`."""
    if size is None:
        return f"{length(minutes)} {modality or Modality.INDIVIDUAL}"
    among = {Modality.PEER: "a peer group", Modality.INTERVISION: "an intervision"}
    return f"{length(minutes)} in {among.get(modality or Modality.GROUP, 'a group')} of {size}"


def is_group(line: LedgerLine) -> bool:
    """Return whether a session had, or was to have, more than one supervisee."""
    return line.modality in _GROUPS or len(line.people) > 1 or (line.group_size or 1) > 1


def _size(line: LedgerLine) -> int | None:
    if not is_group(line):
        return None
    # Three people in all is what the word says; the sizes of other groups are never guessed.
    return line.group_size or (_PAIR if line.modality is Modality.TRIADIC else None)


def _credited(line: LedgerLine, rule: HourRule, size: int | None) -> tuple[Fraction, CreditReason]:
    # Whoever has a leader to themselves has all of the time, whatever the group is called.
    if size is None or size == 1:
        return Fraction(line.minutes), CreditReason.COUNTED
    step = next(one for one in rule.credit if one.up_to is None or size <= one.up_to)
    credited = step.of(line.minutes, size=size)
    return credited, CreditReason.COUNTED if credited == line.minutes else CreditReason.SHARED


def _refused(
    line: LedgerLine, rule: HourRule, person: str, size: int | None
) -> tuple[CreditReason, str]:
    """Return why a session does not count; `COUNTED` and nothing if it does."""
    if line.cancelled:
        return CreditReason.CANCELLED, "cancelled"
    if person in line.absent:
        return CreditReason.ABSENT, f"{person} was absent"
    if line.minutes == 0:
        return CreditReason.NO_TIME, "no minutes are recorded"
    return _unaccepted(line, rule) or _unfit(line, rule, size) or (CreditReason.COUNTED, "")


def _unaccepted(line: LedgerLine, rule: HourRule) -> tuple[CreditReason, str] | None:
    accepts = rule.accepts
    if accepts.formats and line.modality not in accepts.formats:
        return CreditReason.FORMAT, f"{line.modality} sessions do not count under this rule"
    if accepts.agreed and line.agreement is None and line.group is None:
        return (
            CreditReason.AD_HOC,
            "no agreement or group is named, and ad hoc sessions do not count",
        )
    if accepts.facilitated and is_group(line) and not _is_led(line):
        return (
            CreditReason.NOT_LED,
            "the record does not say that someone led the group who is no member",
        )
    return None


def _is_led(line: LedgerLine) -> bool:
    # A supervisor and two supervisees is what the word says, unless the record denies it.
    return line.facilitated or (line.facilitated is None and line.modality is Modality.TRIADIC)


def _unfit(line: LedgerLine, rule: HourRule, size: int | None) -> tuple[CreditReason, str] | None:
    """Return what is wrong with the size of a group."""
    if not is_group(line):
        return None
    if size is None:
        return CreditReason.NO_SIZE, "the size of the group, as contracted, is not recorded"
    if len(line.people) > size:
        return CreditReason.BAD_SIZE, f"{len(line.people)} people are named in a group of {size}"
    if size == 1:
        return _alone(line)
    if any(one.up_to is None or size <= one.up_to for one in rule.credit):
        return None
    largest = rule.credit[-1].up_to if rule.credit else None
    most = "no groups" if largest is None else f"groups of {largest} at most"
    return CreditReason.TOO_LARGE, f"a group of {size}, and {most} count under this rule"


def _alone(line: LedgerLine) -> tuple[CreditReason, str] | None:
    if line.supervisor is not None:
        return None
    return CreditReason.BAD_SIZE, "a group of 1 without a supervisor"

"""What a session holds besides its cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from supervision.records._enums import AttendanceStatus, SampleKind
from supervision.records._fields import narrative, pseudonym
from supervision.records._rules import (
    CODES,
    RISK_RULE,
    check_code,
    check_dotted,
    check_range,
    refuse,
)
from supervision.records._strict import strict


@attrs.frozen(kw_only=True, field_transformer=strict)
class Attendance:
    """Whether one person came.

    Attributes:
        person: The pseudonym of someone who was expected.
        status: Whether they came.
        reason: Why they came late or not at all.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    person: str = pseudonym()
    status: AttendanceStatus = AttendanceStatus.PRESENT
    reason: str = narrative()

    def __attrs_post_init__(self) -> None:
        check_code("person", self.person)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Cancellation:
    """A session that was planned and did not take place.

    Attributes:
        by: The pseudonym of who cancelled it, if it was a person.
        reason: Why; bodies ask that breaks be explained.

    Raises:
        InvalidRecordError: if a value breaks a rule.

    Source:
        BABCP, Collaborative Supervision Summary (explanation of breaks).
    """

    by: str | None = pseudonym(optional=True)
    reason: str = narrative()

    def __attrs_post_init__(self) -> None:
        check_code("by", self.by)


@attrs.frozen(kw_only=True, field_transformer=strict)
class RiskDecision:
    """What was decided about a risk, and who acts by when.

    Attributes:
        kind: What the risk is, such as `safety.child`.
        client: The pseudonym of the client concerned, if it is one.
        discussed: Whether it was talked through.
        decision: What was decided.
        owner: The pseudonym of who acts.
        due: The day by which they act.
        in_client_record: Whether the decision was copied to the client's record, where it belongs.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    kind: str
    client: str | None = pseudonym(optional=True)
    discussed: bool = True
    decision: str = narrative()
    owner: str | None = pseudonym(optional=True)
    due: date | None = None
    in_client_record: bool = False

    def __attrs_post_init__(self) -> None:
        check_dotted("kind", (self.kind,), RISK_RULE)
        check_code("client", self.client)
        check_code("owner", self.owner)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Action:
    """Something that someone will do.

    Attributes:
        what: What is to be done; not empty.
        owner: The pseudonym of who does it.
        due: The day by which it is to be done.
        done: The day on which it was done; None while it is open.

    Raises:
        InvalidRecordError: if a value breaks a rule.

    Examples:
        >>> Action(what="Ask whom she would want in the room.", owner="S-014").done is None
        True
    """

    what: str = attrs.field(repr=False)
    owner: str = pseudonym()
    due: date | None = None
    done: date | None = None

    def __attrs_post_init__(self) -> None:
        if not self.what or self.what.isspace():
            refuse("what", "must say what is to be done")
        if self.owner not in CODES:
            check_code("owner", self.owner)


@attrs.frozen(kw_only=True, field_transformer=strict)
class LiveSample:
    """A look at the work itself: live, recorded or transcribed.

    Attributes:
        kind: How the work was seen or heard.
        minutes: The length of the sample, from 1 to 1440.
        tool: The form or scale that was used, in a few words.
        client_consent_recorded: Whether the client's consent is on record.
        feedback: What the supervisor said of it.

    Raises:
        InvalidRecordError: if a value breaks a rule.

    Source:
        BABCP (regular live sampling).
    """

    kind: SampleKind
    minutes: int | None = None
    tool: str = narrative()
    client_consent_recorded: bool = False
    feedback: str = narrative()

    def __attrs_post_init__(self) -> None:
        check_range("minutes", self.minutes, 1, 1440)


def attended(values: Iterable[Attendance]) -> tuple[Attendance, ...]:
    """Return *values* in order."""
    return tuple(values)


def risks(values: Iterable[RiskDecision]) -> tuple[RiskDecision, ...]:
    """Return *values* in order."""
    return tuple(values)


def actions(values: Iterable[Action]) -> tuple[Action, ...]:
    """Return *values* in order."""
    return tuple(values)

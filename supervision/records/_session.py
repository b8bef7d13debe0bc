"""A session of supervision."""

from __future__ import annotations

from datetime import date, time

import attrs

from supervision.records._answer import Answer, answers
from supervision.records._case import CaseDiscussion, cases, functions
from supervision.records._enums import Delivery, Function, Modality
from supervision.records._fields import (
    codes,
    ids,
    narrative,
    pseudonym,
    record_id,
    revision,
    texts,
)
from supervision.records._parts import (
    Action,
    Attendance,
    Cancellation,
    LiveSample,
    RiskDecision,
    actions,
    attended,
    risks,
)
from supervision.records._rules import (
    CODES,
    DOTTED,
    LAST_REVISION,
    PRIMARY_RULE,
    THEME_RULE,
    check_code,
    check_codes,
    check_dotted,
    check_range,
    check_record_id,
    check_unique,
    refuse,
)
from supervision.records._strict import strict

_AMONG_PEERS = frozenset({Modality.PEER, Modality.INTERVISION})
_DAY = 1440


@attrs.frozen(kw_only=True, field_transformer=strict)
class Session:
    """A session of supervision, held or cancelled.

    Attributes:
        id: 32 hexadecimal digits; random unless given.
        on: The day.
        start: The time of day on the clock of the place, without a time zone.
        minutes: The length, from 1 to 1440; 0 only if the session was cancelled.
        modality: The format.
        delivery: How people met.
        supervisor: The supervisor's pseudonym; None only among peers.
        supervisees: The pseudonyms of all whose work this supervises, one or more.
        group: The group's code.
        agreement: The code of the agreement it was held under.
        group_size: How many people are contracted to the group, from 1 to 100; not who came.
        facilitated: Whether someone led the group who is no member of it.
        attendance: Who came, where that needs saying.
        cancelled: By whom and why, if it was planned and did not take place.
        agenda: What was to be talked about, in order.
        functions: What the session as a whole was for, such as one without a case.
        themes: The themes that the session as a whole touched, besides those of its cases.
        primary_theme: The one of *themes* that it was most about.
        cases: The cases that were discussed, in order.
        risks: The risks that were weighed.
        advice: What the supervisor recommended.
        directives: What the supervisor instructed, for which they answer.
        actions: Who does what by when.
        learning: What was learned, as against the goals.
        live_sample: The look at the work itself, if there was one.
        impact_on_practice: What will be different because of this session.
        feedback: What the parties said of the session.
        answers: The prompts that were answered about the session as a whole.
        revision: 1 until read from a journal; no part of equality or of the body.

    Raises:
        InvalidRecordError: if a value breaks a rule.

    Examples:
        >>> session = Session(on=date(2026, 11, 20), minutes=90, modality=Modality.INDIVIDUAL,
        ...                   supervisor="V-01", supervisees=["S-014"])
        >>> session.supervisees, session.delivery.value, session.revision
        (('S-014',), 'in-person', 1)
        >>> attrs.evolve(session, minutes=0)
        Traceback (most recent call last):
            ...
        supervision.errors.InvalidRecordError: minutes must be from 1 to 1440, or 0 if ...
    """

    id: str = record_id()
    on: date
    start: time | None = None
    minutes: int
    modality: Modality
    delivery: Delivery = Delivery.IN_PERSON
    supervisor: str | None = pseudonym(optional=True)
    supervisees: tuple[str, ...] = attrs.field(converter=codes)
    group: str | None = pseudonym(optional=True)
    agreement: str | None = pseudonym(optional=True)
    group_size: int | None = None
    facilitated: bool | None = None
    attendance: tuple[Attendance, ...] = attrs.field(default=(), converter=attended)
    cancelled: Cancellation | None = None
    agenda: tuple[str, ...] = attrs.field(default=(), converter=texts, repr=False)
    functions: frozenset[Function] = attrs.field(default=frozenset(), converter=functions)
    themes: frozenset[str] = attrs.field(default=frozenset(), converter=ids)
    primary_theme: str | None = None
    cases: tuple[CaseDiscussion, ...] = attrs.field(default=(), converter=cases)
    risks: tuple[RiskDecision, ...] = attrs.field(default=(), converter=risks)
    advice: tuple[str, ...] = attrs.field(default=(), converter=texts, repr=False)
    directives: tuple[str, ...] = attrs.field(default=(), converter=texts, repr=False)
    actions: tuple[Action, ...] = attrs.field(default=(), converter=actions)
    learning: tuple[str, ...] = attrs.field(default=(), converter=texts, repr=False)
    live_sample: LiveSample | None = None
    impact_on_practice: str = narrative()
    feedback: str = narrative()
    answers: tuple[Answer, ...] = attrs.field(default=(), converter=answers)
    _revision: int = revision()

    @property
    def revision(self) -> int:
        """The revision that was read, counted from 1; 1 for a record that is new."""
        return self._revision

    # Runs for every body that is read: what is empty or known costs no call.
    def __attrs_post_init__(self) -> None:
        check_record_id("id", self.id)
        if not 1 <= self.minutes <= _DAY:
            self._check_minutes()
        if self.start is not None and self.start.tzinfo is not None:
            refuse("start", "must be the time on the clock of the place, without a zone")
        self._check_people()
        if self.group is not None:
            check_code("group", self.group)
        if self.agreement is not None:
            check_code("agreement", self.agreement)
        if self.group_size is not None:
            check_range("group_size", self.group_size, 1, 100)
        if self.themes and not self.themes <= DOTTED:
            check_dotted("themes", self.themes, THEME_RULE)
        if self.primary_theme is not None and self.primary_theme not in self.themes:
            refuse("primary_theme", PRIMARY_RULE)
        if self.attendance:
            check_unique("attendance", [one.person for one in self.attendance])
        if self._revision != 1:
            check_range("revision", self._revision, 1, LAST_REVISION)

    def _check_minutes(self) -> None:
        if self.cancelled is None or self.minutes != 0:
            refuse("minutes", f"must be from 1 to {_DAY}, or 0 if the session was cancelled")

    def _check_people(self) -> None:
        people, supervisor = self.supervisees, self.supervisor
        if not people:
            refuse("supervisees", "must name at least one person")
        if len(people) > 1 or people[0] not in CODES:
            check_codes("supervisees", people)
        if supervisor is None:
            if self.modality not in _AMONG_PEERS:
                refuse("supervisor", "must be given unless the session was among peers")
        elif supervisor not in CODES:
            check_code("supervisor", supervisor)
        if supervisor in people:
            refuse("supervisor", "must not be one of the supervisees")

"""The agreement that supervision is held under."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from supervision.records._enums import Delivery, Modality
from supervision.records._fields import codes, narrative, pseudonym, record_id, revision, texts
from supervision.records._focus import FocusShare, check_shares, shares
from supervision.records._rules import (
    LAST_REVISION,
    check_code,
    check_codes,
    check_range,
    check_record_id,
    check_unique,
    check_words,
    is_hex,
    refuse,
)
from supervision.records._strict import strict

_SHA256_DIGITS = 64


@attrs.frozen(kw_only=True, field_transformer=strict)
class Acknowledgement:
    """One person's word that they have read and accept a text.

    Attributes:
        person: Their pseudonym.
        on: The day they gave it.
        digest: SHA-256 of the text that was agreed, in lower-case hexadecimal.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    person: str = pseudonym()
    on: date
    digest: str

    def __attrs_post_init__(self) -> None:
        check_code("person", self.person)
        if not is_hex(self.digest, _SHA256_DIGITS):
            refuse("digest", "must be 64 lower-case hexadecimal digits")


def _acknowledged(values: Iterable[Acknowledgement]) -> tuple[Acknowledgement, ...]:
    return tuple(values)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Agreement:
    """An agreement (contract) between the parties to supervision.

    Attributes:
        id: 32 hexadecimal digits; random unless given.
        code: The code that sessions name it by, such as `A-03`.
        version: The version of the text agreed, 1 or more.
        supersedes: The id of the agreement that this one replaces.
        starts: The day from which it holds.
        review_on: The day on which it is to be looked at again.
        ends: The last day on which it holds; None if left open.
        supervisor: The supervisor's pseudonym; None among peers.
        other_supervisors: The pseudonyms of further ones, such as for management.
        supervisees: The pseudonyms of all whose work is supervised, one or more.
        group: The group's code.
        group_size: How many people are contracted to the group, from 1 to 100.
        facilitated: Whether someone leads the group who is no member of it.
        line_managed: Whether the supervisor is also the line manager.
        modality: The format.
        delivery: How people meet.
        minutes: The usual length of a session, from 1 to 1440.
        client_hours: Hours of client contact for each hour of supervision, from 1 to 1000.
        models: The ids of the models it is to follow.
        focus: How much of the work is to be about what, in order; 100 percent at most in all. What
            is left is open.
        focus_approach: The id of the approach whose own focus was agreed, such as `resonance`.
        parties: The parties' roles and credentials, without names.
        purposes: What the supervision is for.
        frequency: How often, on which day, at what time, and who books.
        duties: What each side will do.
        case_review: How cases are chosen, rotated and looked at.
        client_consent: What clients are told and have agreed to.
        direct_work: Whether the work is seen or heard directly, and how.
        evaluation: Feedback in each session, and written evaluation.
        agreement_evaluation: How the agreement itself is judged.
        records_kept: Which records are kept, where, on which form, and by whom.
        record_access: Who may see them.
        confidentiality: The limits, and when something must be shared.
        emergencies: Whom to reach, and how.
        disputes: What happens when the parties disagree, and how the agreement ends.
        cancellation: The terms of cancelling a session.
        absence_cover: Who stands in.
        clinical_will: Who acts if a party dies or cannot act.
        fee: The price of a session, in private practice.
        recording_policy: What may be recorded or transcribed, by machine too.
        retention_policy: How long records are kept, and why.
        data_controller: Who answers for the data.
        accessibility: Language and access needs.
        difference_and_power: What is said of difference and power between the parties.
        development_plan: The supervisee's goals.
        acknowledgements: Who accepted which text, and when.
        revision: 1 until read from a journal; no part of equality or of the body.

    Raises:
        InvalidRecordError: if a value breaks a rule.

    Source:
        TIP 52, Tool 8 (SAMHSA, 2009); BDA guidance on supervision, as cited by the HCPC.

    Examples:
        >>> agreement = Agreement(code="A-03", starts=date(2026, 1, 5), supervisor="V-01",
        ...                       supervisees=["S-014"], modality=Modality.INDIVIDUAL)
        >>> agreement.version
        1
    """

    id: str = record_id()
    code: str = pseudonym()
    version: int = 1
    supersedes: str | None = None
    starts: date
    review_on: date | None = None
    ends: date | None = None
    supervisor: str | None = pseudonym(optional=True)
    other_supervisors: tuple[str, ...] = attrs.field(default=(), converter=codes)
    supervisees: tuple[str, ...] = attrs.field(converter=codes)
    group: str | None = pseudonym(optional=True)
    group_size: int | None = None
    facilitated: bool | None = None
    line_managed: bool | None = None
    modality: Modality
    delivery: Delivery = Delivery.IN_PERSON
    minutes: int | None = None
    client_hours: int | None = None
    models: tuple[str, ...] = attrs.field(default=(), converter=texts)
    focus: tuple[FocusShare, ...] = attrs.field(default=(), converter=shares)
    focus_approach: str | None = None
    parties: str = narrative()
    purposes: str = narrative()
    frequency: str = narrative()
    duties: str = narrative()
    case_review: str = narrative()
    client_consent: str = narrative()
    direct_work: str = narrative()
    evaluation: str = narrative()
    agreement_evaluation: str = narrative()
    records_kept: str = narrative()
    record_access: str = narrative()
    confidentiality: str = narrative()
    emergencies: str = narrative()
    disputes: str = narrative()
    cancellation: str = narrative()
    absence_cover: str = narrative()
    clinical_will: str = narrative()
    fee: str = narrative()
    recording_policy: str = narrative()
    retention_policy: str = narrative()
    data_controller: str = narrative()
    accessibility: str = narrative()
    difference_and_power: str = narrative()
    development_plan: str = narrative()
    acknowledgements: tuple[Acknowledgement, ...] = attrs.field(default=(), converter=_acknowledged)
    _revision: int = revision()

    @property
    def revision(self) -> int:
        """The revision that was read, counted from 1; 1 for a record that is new."""
        return self._revision

    def __attrs_post_init__(self) -> None:
        self._check_identity()
        self._check_people()
        self._check_days()
        check_range("group_size", self.group_size, 1, 100)
        check_range("minutes", self.minutes, 1, 1440)
        check_range("client_hours", self.client_hours, 1, 1000)
        check_words("models", self.models)
        self._check_focus()
        check_range("revision", self._revision, 1, LAST_REVISION)

    def _check_identity(self) -> None:
        check_record_id("id", self.id)
        check_code("code", self.code)
        check_range("version", self.version, 1, LAST_REVISION)
        if self.supersedes is not None:
            check_record_id("supersedes", self.supersedes)
        if self.supersedes == self.id:
            refuse("supersedes", "must name another agreement")

    def _check_people(self) -> None:
        if not self.supervisees:
            refuse("supervisees", "must name at least one person")
        check_codes("supervisees", self.supervisees)
        check_codes("other_supervisors", self.other_supervisors)
        check_code("supervisor", self.supervisor)
        check_code("group", self.group)
        if self.supervisor in self.supervisees:
            refuse("supervisor", "must not be one of the supervisees")
        check_unique("acknowledgements", [one.person for one in self.acknowledgements])

    def _check_focus(self) -> None:
        check_shares("focus", self.focus)
        if self.focus_approach is not None:
            check_words("focus_approach", (self.focus_approach,))

    def _check_days(self) -> None:
        if self.review_on is not None and self.review_on < self.starts:
            refuse("review_on", "must not be before the first day")
        if self.ends is not None and self.ends < self.starts:
            refuse("ends", "must not be before the first day")

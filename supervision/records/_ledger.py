"""The facts of a record, without its text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import attrs

from supervision.records._agreement import Agreement
from supervision.records._enums import AttendanceStatus, Delivery, Function, Modality
from supervision.records._reflection import Reflection
from supervision.records._rules import refuse
from supervision.records._session import Session

T = TypeVar("T", int, str, Function)

_AWAY = frozenset({AttendanceStatus.ABSENT, AttendanceStatus.CANCELLED})


@attrs.frozen(kw_only=True)
class LedgerLine:
    """The facts of one revision of a record: enough to total hours and themes, and no text.

    Lines are made by `line_of` and read from a journal; their values are those of a valid
    record and are not checked again.

    Attributes:
        kind: `session`, `reflection` or `agreement`.
        id: The id of the record, 32 hexadecimal digits.
        revision: The revision, counted from 1.
        on: The day; the first day of an agreement.
        minutes: The length of a session; 0 for anything else.
        modality: The format; None for a reflection.
        delivery: How people met; None for a reflection.
        group_size: How many people are contracted to the group.
        facilitated: Whether someone led the group who is no member of it.
        cancelled: Whether a session was planned and did not take place.
        live_sample: Whether the work itself was seen or heard.
        supervisor: The supervisor's pseudonym.
        people: The supervisees, or the practitioner who reflects, in their order.
        absent: Who of those expected did not come, in their order.
        group: The group's code.
        agreement: The agreement's code.
        clients: The clients that cases and risks name, sorted.
        themes: The themes of all cases, each once, sorted.
        primary_themes: The primary themes of all cases, each once, sorted.
        functions: The functions of all cases, each once, sorted.
        models: The models of all cases, each once, sorted.
        modes: The seven-eyed modes of all cases, each once, sorted.
    """

    kind: str
    id: str
    revision: int = 1
    on: date
    minutes: int = 0
    modality: Modality | None = None
    delivery: Delivery | None = None
    group_size: int | None = None
    facilitated: bool | None = None
    cancelled: bool = False
    live_sample: bool = False
    supervisor: str | None = None
    people: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    group: str | None = None
    agreement: str | None = None
    clients: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    primary_themes: tuple[str, ...] = ()
    functions: tuple[Function, ...] = ()
    models: tuple[str, ...] = ()
    modes: tuple[int, ...] = ()


def line_of(record: Session | Reflection | Agreement) -> LedgerLine:
    """Return the facts of *record*.

    Examples:
        >>> reflection = Reflection(on=date(2026, 11, 21), practitioner="S-014", notes="…",
        ...                         themes={"need.unmet", "family.burden"})
        >>> line_of(reflection).themes
        ('family.burden', 'need.unmet')
    """
    if isinstance(record, Session):
        return _line_of_session(record)
    if isinstance(record, Reflection):
        return _line_of_reflection(record)
    return _line_of_agreement(record)


def folder_label(record: Session | Reflection | Agreement) -> str:
    """Return the label of the folder that *record* belongs to.

    It is the practitioner of a reflection and the sole supervisee of anything else; where there
    are several, the code of the group, or else of the agreement.

    Raises:
        InvalidRecordError: if there are several supervisees and neither code.

    Examples:
        >>> folder_label(Reflection(on=date(2026, 11, 21), practitioner="S-014", notes="…"))
        'S-014'
    """
    if isinstance(record, Reflection):
        return record.practitioner
    if len(record.supervisees) == 1:
        return record.supervisees[0]
    agreement = record.code if isinstance(record, Agreement) else record.agreement
    label = record.group or agreement
    if label is None:
        refuse("group", "must be given where there are several supervisees, or agreement")
    return label


def _line_of_session(session: Session) -> LedgerLine:
    cases = session.cases
    return LedgerLine(
        kind="session",
        id=session.id,
        revision=session.revision,
        on=session.on,
        minutes=session.minutes,
        modality=session.modality,
        delivery=session.delivery,
        group_size=session.group_size,
        facilitated=session.facilitated,
        cancelled=session.cancelled is not None,
        live_sample=session.live_sample is not None,
        supervisor=session.supervisor,
        people=session.supervisees,
        absent=tuple([one.person for one in session.attendance if one.status in _AWAY]),
        group=session.group,
        agreement=session.agreement,
        clients=_given([case.client for case in cases] + [risk.client for risk in session.risks]),
        themes=_all_of([case.themes for case in cases]),
        primary_themes=_given([case.primary_theme for case in cases]),
        functions=_all_of([case.functions for case in cases]),
        models=_given([case.model for case in cases]),
        modes=_all_of([case.modes for case in cases]),
    )


def _line_of_reflection(reflection: Reflection) -> LedgerLine:
    return LedgerLine(
        kind="reflection",
        id=reflection.id,
        revision=reflection.revision,
        on=reflection.on,
        people=(reflection.practitioner,),
        clients=_given([reflection.client]),
        themes=_all_of([reflection.themes]),
        primary_themes=_given([reflection.primary_theme]),
        functions=_all_of([reflection.functions]),
        models=_given([reflection.model]),
    )


def _line_of_agreement(agreement: Agreement) -> LedgerLine:
    return LedgerLine(
        kind="agreement",
        id=agreement.id,
        revision=agreement.revision,
        on=agreement.starts,
        modality=agreement.modality,
        delivery=agreement.delivery,
        group_size=agreement.group_size,
        facilitated=agreement.facilitated,
        supervisor=agreement.supervisor,
        people=agreement.supervisees,
        group=agreement.group,
        agreement=agreement.code,
        models=_given(agreement.models),
    )


def _given(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value is not None}))


def _all_of(sets: Iterable[frozenset[T]]) -> tuple[T, ...]:
    return tuple(sorted(frozenset().union(*sets)))

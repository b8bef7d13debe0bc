"""The facts of a record, without its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar, cast

from supervision.records._agreement import Agreement
from supervision.records._answer import Answer
from supervision.records._enums import AnswerKind, AttendanceStatus, Function
from supervision.records._line import ActionFacts, LedgerLine, Rating
from supervision.records._parts import Action
from supervision.records._reflection import Reflection
from supervision.records._rules import refuse
from supervision.records._session import Session

T = TypeVar("T", int, str, Function)

_AWAY = frozenset({AttendanceStatus.ABSENT, AttendanceStatus.CANCELLED})


def line_of(record: Session | Reflection | Agreement) -> LedgerLine:
    """Return the facts of *record*.

    Examples:
        >>> from datetime import date
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
        >>> from datetime import date
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
    cases, sample = session.cases, session.live_sample
    answers = [*session.answers, *[answer for case in cases for answer in case.answers]]
    return LedgerLine(
        kind="session",
        id=session.id,
        revision=session.revision,
        on=session.on,
        start=session.start,
        minutes=session.minutes,
        modality=session.modality,
        delivery=session.delivery,
        group_size=session.group_size,
        facilitated=session.facilitated,
        cancelled=session.cancelled is not None,
        live_sample=sample is not None,
        sample_kind=None if sample is None else sample.kind,
        sample_minutes=None if sample is None else sample.minutes,
        supervisor=session.supervisor,
        people=session.supervisees,
        absent=tuple([one.person for one in session.attendance if one.status in _AWAY]),
        group=session.group,
        agreement=session.agreement,
        clients=_given([case.client for case in cases] + [risk.client for risk in session.risks]),
        themes=_all_of([session.themes, *[case.themes for case in cases]]),
        primary_themes=_given([session.primary_theme, *[case.primary_theme for case in cases]]),
        functions=_all_of([session.functions, *[case.functions for case in cases]]),
        models=_given([case.model for case in cases]),
        modes=_all_of([case.modes for case in cases]),
        prompts=_prompts(answers) if answers else (),
        ratings=_ratings(answers) if answers else (),
        risks=_given([risk.kind for risk in session.risks]) if session.risks else (),
        actions=_action_facts(session.actions),
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
        prompts=_prompts(reflection.answers),
        ratings=_ratings(reflection.answers),
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
        review_on=agreement.review_on,
        ends=agreement.ends,
        supersedes=agreement.supersedes,
        other_supervisors=agreement.other_supervisors,
        line_managed=agreement.line_managed,
        client_hours=agreement.client_hours,
        focus=agreement.focus,
        focus_approach=agreement.focus_approach,
    )


def _prompts(answers: Sequence[Answer]) -> tuple[str, ...]:
    return _given([answer.prompt for answer in answers])


def _ratings(answers: Sequence[Answer]) -> tuple[Rating, ...]:
    on_scales = [answer for answer in answers if answer.kind is AnswerKind.SCALE]
    return tuple([Rating(prompt=one.prompt, value=cast("int", one.value)) for one in on_scales])


def _action_facts(actions: Sequence[Action]) -> tuple[ActionFacts, ...]:
    return tuple([ActionFacts(owner=one.owner, due=one.due, done=one.done) for one in actions])


def _given(values: Iterable[str | None]) -> tuple[str, ...]:
    # Ids and codes are never empty: only what is None is left out.
    return tuple(sorted(filter(None, set(values))))


def _all_of(sets: Iterable[frozenset[T]]) -> tuple[T, ...]:
    return tuple(sorted(frozenset().union(*sets)))

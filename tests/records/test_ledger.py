from __future__ import annotations

import json
from datetime import date, time

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision import codec
from supervision.errors import InvalidRecordError
from supervision.records import (
    ActionFacts,
    Agreement,
    Answer,
    AnswerKind,
    Attendance,
    AttendanceStatus,
    Cancellation,
    CaseDiscussion,
    LedgerLine,
    Modality,
    Rating,
    Reflection,
    RiskDecision,
    SampleKind,
    Session,
    folder_label,
    line_of,
)
from supervision.testing import (
    agreements,
    example_agreement,
    example_reflection,
    example_session,
    records,
    reflections,
    sessions,
)

# A busy machine is not a fault of what is tested.
steady = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

DAY = date(2026, 11, 20)
TERMS = (
    "review_on",
    "ends",
    "supersedes",
    "other_supervisors",
    "line_managed",
    "client_hours",
    "focus",
    "focus_approach",
    "group",
    "group_size",
    "facilitated",
    "modality",
    "delivery",
)


def scale(prompt, value):
    """Return an answer on a scale."""
    return Answer(prompt=prompt, wording="How much?", kind=AnswerKind.SCALE, value=value)


def test_the_line_of_a_session_has_its_facts():
    """The line of the example session holds exactly these facts."""
    session = attrs.evolve(
        example_session(),
        risks=[RiskDecision(kind="safety.child", client="C-007")],
        attendance=[
            Attendance(person="S-014", status=AttendanceStatus.ABSENT, reason="flu"),
            Attendance(person="S-015", status=AttendanceStatus.LATE),
            Attendance(person="S-016", status=AttendanceStatus.CANCELLED),
        ],
        cancelled=Cancellation(reason="flu"),
        answers=[scale("needs.fit", 7), scale("needs.heard", 0), scale("needs.fit", 7)],
        revision=4,
    )

    assert line_of(session) == LedgerLine(
        kind="session",
        id=session.id,
        revision=4,
        on=DAY,
        start=time(9, 30),
        minutes=90,
        modality=Modality.INDIVIDUAL,
        delivery=session.delivery,
        cancelled=True,
        live_sample=True,
        sample_kind=SampleKind.AUDIO,
        sample_minutes=15,
        supervisor="V-01",
        people=("S-014",),
        absent=("S-014", "S-016"),
        agreement="A-03",
        clients=("C-007", "C-201"),
        themes=("family.part-of-solution", "supervision.parallel-process"),
        primary_themes=("family.part-of-solution",),
        functions=tuple(sorted(session.cases[0].functions)),
        models=("seven-eyed",),
        modes=(3, 5),
        prompts=("needs.fit", "needs.heard", "network.asked"),
        ratings=(
            Rating(prompt="needs.fit", value=7),
            Rating(prompt="needs.heard", value=0),
            Rating(prompt="needs.fit", value=7),
        ),
        risks=("safety.child",),
        actions=(ActionFacts(owner="S-014", due=date(2026, 12, 4)),),
    )


def test_ratings_are_of_the_session_first_and_then_case_by_case():
    """Answers on scales stand in order: the session's, then each case's; yes is not one of them."""
    yes = Answer(prompt="network.asked", wording="Asked?", kind=AnswerKind.YESNO, value=True)
    cases = [
        CaseDiscussion(client="C-1", answers=[scale("needs.fit", 2), yes]),
        CaseDiscussion(client="C-2", answers=[scale("needs.fit", 1)]),
    ]
    session = attrs.evolve(example_session(), answers=[scale("needs.heard", 3)], cases=cases)

    line = line_of(session)

    assert [(each.prompt, each.value) for each in line.ratings] == [
        ("needs.heard", 3),
        ("needs.fit", 2),
        ("needs.fit", 1),
    ]
    assert line.prompts == ("needs.fit", "needs.heard", "network.asked")


@steady
@given(sessions())
def test_a_session_line_is_the_union_of_its_cases(session):
    """Themes and functions are those of the session or any case, sorted and each once."""
    line, parts = line_of(session), [session, *session.cases]

    assert set(line.themes) == {theme for part in parts for theme in part.themes}
    assert list(line.themes) == sorted(set(line.themes))
    assert set(line.functions) == {one for part in parts for one in part.functions}
    assert set(line.modes) == {mode for case in session.cases for mode in case.modes}
    assert set(line.models) == {case.model for case in session.cases} - {None}
    assert set(line.primary_themes) == {part.primary_theme for part in parts} - {None}
    assert (line.minutes, line.people) == (session.minutes, session.supervisees)


@steady
@given(sessions())
def test_a_session_line_has_the_facts_of_its_parts(session):
    """Sample, risks, actions and answers are there with all that is no text."""
    line, sample = line_of(session), session.live_sample
    answers = [*session.answers, *(each for case in session.cases for each in case.answers)]

    assert line.live_sample == (sample is not None)
    assert line.sample_kind == (None if sample is None else sample.kind)
    assert line.sample_minutes == (None if sample is None else sample.minutes)
    assert list(line.risks) == sorted({risk.kind for risk in session.risks})
    assert [(one.owner, one.due, one.done) for one in line.actions] == [
        (one.owner, one.due, one.done) for one in session.actions
    ]
    assert (line.start, list(line.prompts)) == (
        session.start,
        sorted({each.prompt for each in answers}),
    )
    assert [(one.prompt, one.value) for one in line.ratings] == [
        (each.prompt, each.value) for each in answers if each.kind is AnswerKind.SCALE
    ]


@steady
@given(reflections())
def test_the_line_of_a_reflection_is_about_its_practitioner(reflection):
    """A reflection counts no minutes and has its practitioner as the only person."""
    line = line_of(reflection)

    assert (line.kind, line.minutes, line.people) == ("reflection", 0, (reflection.practitioner,))
    assert set(line.clients) == {reflection.client} - {None}
    assert set(line.themes) == reflection.themes
    assert set(line.functions) == reflection.functions
    assert list(line.prompts) == sorted({each.prompt for each in reflection.answers})
    assert [(one.prompt, one.value) for one in line.ratings] == [
        (each.prompt, each.value) for each in reflection.answers if each.kind is AnswerKind.SCALE
    ]


@steady
@given(agreements())
def test_the_line_of_an_agreement_is_dated_by_its_first_day(agreement):
    """An agreement counts no minutes, and its code is the agreement of the line."""
    line = line_of(agreement)

    assert (line.kind, line.on, line.minutes) == ("agreement", agreement.starts, 0)
    assert (line.agreement, line.people) == (agreement.code, agreement.supervisees)
    assert set(line.models) == set(agreement.models)
    for name in TERMS:
        assert getattr(line, name) == getattr(agreement, name)


@pytest.mark.parametrize("record", [example_session(), example_reflection(), example_agreement()])
def test_a_line_holds_no_text(record):
    """Nothing that is free text in a record or a part of it is in its line or its row."""
    texts = set(_texts(record))
    line = line_of(record)

    assert texts
    assert not any(text in repr(line) for text in texts)
    row = json.loads(codec.encode_line(line, "0" * 32))
    assert not any(text in json.dumps(row, ensure_ascii=False) for text in texts)


def _texts(part):
    """Yield every text below *part* that it keeps out of its repr."""
    for field in attrs.fields(type(part)):
        value = getattr(part, field.name)
        for each in value if isinstance(value, (tuple, frozenset)) else (value,):
            if attrs.has(type(each)):
                yield from _texts(each)
            elif isinstance(each, str) and each and not field.repr:
                yield each


@steady
@given(records().filter(lambda record: not isinstance(record, Reflection)), st.data())
def test_what_belongs_to_one_person_is_in_their_folder(record, data):
    """The sole supervisee's pseudonym is the label, whatever group or agreement is named."""
    person = data.draw(st.sampled_from(record.supervisees))

    assert folder_label(attrs.evolve(record, supervisees=[person])) == person


def test_a_reflection_is_in_its_practitioners_folder():
    """A reflection belongs to who reflects."""
    assert folder_label(example_reflection()) == "S-014"


@pytest.mark.parametrize(
    ("group", "agreement", "label"),
    [("G-01", "A-03", "G-01"), ("G-01", None, "G-01"), (None, "A-03", "A-03")],
)
def test_what_belongs_to_several_is_in_the_folder_of_the_group(group, agreement, label):
    """With several supervisees it is the group's code, or else the agreement's."""
    session = attrs.evolve(
        example_session(), supervisees=["S-1", "S-2"], group=group, agreement=agreement
    )

    assert folder_label(session) == label


def test_an_agreement_with_several_falls_back_to_its_own_code():
    """An agreement of a group without a code is in the folder of the agreement."""
    agreement = attrs.evolve(example_agreement(), supervisees=["S-1", "S-2"])

    assert isinstance(agreement, Agreement)
    assert folder_label(agreement) == "A-03"
    assert folder_label(attrs.evolve(agreement, group="G-01")) == "G-01"


def test_several_supervisees_need_a_code():
    """Several supervisees and no code to file them under is an error that says what to give."""
    session = Session(on=DAY, minutes=60, modality=Modality.PEER, supervisees=["S-1", "S-2"])

    with pytest.raises(InvalidRecordError, match="group must be given") as caught:
        folder_label(session)
    assert caught.value.field == "group"

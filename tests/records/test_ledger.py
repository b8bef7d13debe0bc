from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision.errors import InvalidRecordError
from supervision.records import (
    Agreement,
    Attendance,
    AttendanceStatus,
    Cancellation,
    LedgerLine,
    Modality,
    Reflection,
    RiskDecision,
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
        revision=4,
    )

    assert line_of(session) == LedgerLine(
        kind="session",
        id=session.id,
        revision=4,
        on=DAY,
        minutes=90,
        modality=Modality.INDIVIDUAL,
        delivery=session.delivery,
        cancelled=True,
        live_sample=True,
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
    )


@steady
@given(sessions())
def test_a_session_line_is_the_union_of_its_cases(session):
    """Themes, functions, models and modes are those of any case, sorted and each once."""
    line = line_of(session)

    assert set(line.themes) == {theme for case in session.cases for theme in case.themes}
    assert list(line.themes) == sorted(set(line.themes))
    assert set(line.functions) == {one for case in session.cases for one in case.functions}
    assert set(line.modes) == {mode for case in session.cases for mode in case.modes}
    assert set(line.models) == {case.model for case in session.cases} - {None}
    assert set(line.primary_themes) == {case.primary_theme for case in session.cases} - {None}
    assert (line.minutes, line.people) == (session.minutes, session.supervisees)


@steady
@given(reflections())
def test_the_line_of_a_reflection_is_about_its_practitioner(reflection):
    """A reflection counts no minutes and has its practitioner as the only person."""
    line = line_of(reflection)

    assert (line.kind, line.minutes, line.people) == ("reflection", 0, (reflection.practitioner,))
    assert set(line.clients) == {reflection.client} - {None}
    assert set(line.themes) == reflection.themes
    assert set(line.functions) == reflection.functions


@steady
@given(agreements())
def test_the_line_of_an_agreement_is_dated_by_its_first_day(agreement):
    """An agreement counts no minutes, and its code is the agreement of the line."""
    line = line_of(agreement)

    assert (line.kind, line.on, line.minutes) == ("agreement", agreement.starts, 0)
    assert (line.agreement, line.people) == (agreement.code, agreement.supervisees)
    assert set(line.models) == set(agreement.models)


@pytest.mark.parametrize("record", [example_session(), example_reflection(), example_agreement()])
def test_a_line_holds_no_text(record):
    """Nothing that is free text in a record is in its line."""
    texts = {
        getattr(record, field.name)
        for field in attrs.fields(type(record))
        if not field.repr and isinstance(getattr(record, field.name), str)
    } - {""}

    assert texts
    assert not any(text in repr(line_of(record)) for text in texts)


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

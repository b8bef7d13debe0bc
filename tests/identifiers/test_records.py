"""Every free text of a record is looked at, and nothing else."""

from __future__ import annotations

import typing
from datetime import date

import attrs
import pytest
from hypothesis import given

from supervision import records
from supervision.errors import InvalidRecordError
from supervision.identifiers import Kind, check, check_text, known_forms
from supervision.records import (
    Acknowledgement,
    Action,
    Agreement,
    Answer,
    AnswerKind,
    Attendance,
    Cancellation,
    CaseDiscussion,
    FocusShare,
    LiveSample,
    Modality,
    Reflection,
    RiskDecision,
    SampleKind,
    Session,
)
from supervision.testing import example_agreement, example_reflection, example_session
from supervision.testing import records as any_records

DAY = date(2026, 11, 20)
ANSWER = Answer(prompt="needs.fit", kind=AnswerKind.TEXT, wording="How close?", value="Close.")
FULL = [
    Session(
        on=DAY,
        minutes=60,
        modality=Modality.GROUP,
        supervisor="V-01",
        supervisees=["S-014", "S-015"],
        group="G-02",
        agreement="A-03",
        attendance=[Attendance(person="S-014")],
        cancelled=Cancellation(by="S-014"),
        cases=[CaseDiscussion(client="C-201", model="gibbs", stages=["plan"], answers=[ANSWER])],
        risks=[RiskDecision(kind="safety.child", client="C-201", owner="S-014")],
        actions=[Action(what="Ask.", owner="S-014")],
        live_sample=LiveSample(kind=SampleKind.AUDIO),
        answers=[ANSWER],
    ),
    Reflection(on=DAY, practitioner="S-014", model="gibbs", answers=[ANSWER]),
    Agreement(
        code="A-03",
        starts=DAY,
        supervisor="V-01",
        supervisees=["S-014"],
        modality=Modality.INDIVIDUAL,
        focus=[FocusShare(what="family", percent=50)],
        acknowledgements=[Acknowledgement(person="S-014", on=DAY, digest="0" * 64)],
    ),
]
# The catalogue's words, which are kept out of reprs and may say anything.
ASKED = {"wording", "choices"}


def leaves(hint):
    """Return the types an annotation is made of."""
    inside = typing.get_args(hint)
    return set().union(*map(leaves, inside)) if inside else {hint}


def text_fields(part):
    """Yield every field of an attrs class that can hold a text or a list of texts."""
    hints = typing.get_type_hints(part)
    for field in attrs.fields(part):
        if str in leaves(hints[field.name]):
            yield field.name, hints[field.name]


def planted(part, text):
    """Yield each copy of *part* with the text in one of its fields, and that field's path.

    Fields that refuse the text hold codes, ids or closed lists.
    """
    for name, hint in text_fields(type(part)):
        for value in (text, [text]):
            if isinstance(value, list) and not {tuple, frozenset} & origins(hint):
                continue
            try:
                copy = attrs.evolve(part, **{name: value}, **kind_for(part, name, value))
            except InvalidRecordError:
                continue
            yield copy, name + ("[0]" if isinstance(value, list) else "")
    for field in attrs.fields(type(part)):
        inner = getattr(part, field.name)
        if attrs.has(type(inner)):
            for copy, path in planted(inner, text):
                yield attrs.evolve(part, **{field.name: copy}), f"{field.name}.{path}"
        elif isinstance(inner, tuple) and inner and attrs.has(type(inner[0])):
            for copy, path in planted(inner[0], text):
                rest = [copy, *inner[1:]]
                yield attrs.evolve(part, **{field.name: rest}), f"{field.name}[0].{path}"


def origins(hint):
    """Return what an annotation, or each member of a union, is a case of."""
    return {typing.get_origin(hint), *map(typing.get_origin, typing.get_args(hint))}


def kind_for(part, name, value):
    """Return the kind of answer that such a value needs."""
    if isinstance(part, Answer) and name == "value" and isinstance(value, list):
        return {"kind": AnswerKind.LIST}
    return {}


def parts_of(part):
    """Return an attrs class and all that its fields are made of."""
    inside = {
        one
        for hint in typing.get_type_hints(part).values()
        for one in leaves(hint)
        if attrs.has(one)
    }
    return {part}.union(*map(parts_of, inside))


def parts_in(value):
    """Return the attrs classes of a value and of all within it."""
    if isinstance(value, tuple):
        return set().union(*map(parts_in, value))
    if not attrs.has(type(value)):
        return set()
    inside = (parts_in(getattr(value, field.name)) for field in attrs.fields(type(value)))
    return {type(value)}.union(*inside)


def test_the_full_records_have_every_part():
    """What the next test plants into has each part that records are made of."""
    owed = set().union(*map(parts_of, typing.get_args(records.Record)))

    assert set().union(*map(parts_in, FULL)) == owed


@pytest.mark.parametrize("record", FULL, ids=lambda record: type(record).__name__)
def test_every_free_text_is_looked_at(record, nhs_number):
    """Whatever field of text takes an NHS number, it is found there under its path."""
    text = f"number {nhs_number} here"
    paths = []
    for copy, path in planted(record, text):
        expected = [] if path.rpartition(".")[2].partition("[")[0] in ASKED else [(path, 7, 17)]
        assert [(one.field, one.start, one.end) for one in check(copy)] == expected, path
        paths.append(path)

    assert len(paths) == len(set(paths)) > 3


def test_the_fields_that_are_planted():
    """The walk of the test above reaches texts, lists of texts, answers and parts of parts."""
    paths = {path for _, path in planted(FULL[0], "text")}

    assert {
        "feedback",
        "agenda[0]",
        "actions[0].what",
        "cases[0].setting",
        "cases[0].answers[0].value",
        "cases[0].answers[0].value[0]",
        "cancelled.reason",
        "live_sample.tool",
        "answers[0].value",
        "risks[0].decision",
    } <= paths


def test_a_choice_is_looked_at(nhs_number):
    """A choice that was made is an answer, whoever wrote the choices."""
    answer = Answer(
        prompt="needs.fit",
        kind=AnswerKind.CHOICE,
        wording="Which?",
        choices=["no", nhs_number],
        value=nhs_number,
    )
    reflection = Reflection(on=DAY, practitioner="S-014", answers=[answer])

    assert [one.field for one in check(reflection)] == ["answers[0].value"]


def test_findings_come_field_by_field(nhs_number):
    """Several findings come in the order of the fields, and of the text within one."""
    notes = f"Mr Marlow, {nhs_number}"
    session = attrs.evolve(
        FULL[0], agenda=["no", "Mrs Marlow"], cases=[CaseDiscussion(client="C-201", notes=notes)]
    )

    assert [(one.field, one.kind, one.start) for one in check(session)] == [
        ("agenda[1]", Kind.TITLED_NAME, 0),
        ("cases[0].notes", Kind.TITLED_NAME, 0),
        ("cases[0].notes", Kind.NHS_NUMBER, 11),
    ]


def test_known_names_are_looked_for_in_records():
    """A list of names is asked about every field."""

    class Names:
        def has(self, form):
            return form in known_forms("sister")

    assert [(one.field, one.kind) for one in check(example_session(), known=Names())] == [
        ("cases[0].notes", Kind.KNOWN_NAME)
    ]


@pytest.mark.parametrize(
    "example",
    [example_session(), example_reflection(), example_agreement()],
    ids=lambda record: type(record).__name__,
)
def test_the_examples_have_none(example):
    """The examples that ship with the library point to nobody."""
    assert check(example) == []


def test_loose_text_has_the_name_it_was_given(nhs_number):
    """A reason is checked like a field."""
    finding = check_text("reason", f"no {nhs_number}")[0]

    assert (finding.field, finding.kind, finding.start, finding.end) == (
        "reason",
        Kind.NHS_NUMBER,
        3,
        13,
    )
    assert check_text("reason", "") == []


@given(record=any_records())
def test_any_record_is_checked_without_a_fault(record):
    """Every valid record can be checked, and all that is said of it is paths and places."""
    for finding in check(record):
        assert finding.start < finding.end

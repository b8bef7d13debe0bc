"""Themes, prompts, models and shapes built in Python, and answers to prompts."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.catalogue import (
    Approach,
    Axis,
    Catalogue,
    Element,
    Family,
    Model,
    ModelKind,
    Prompt,
    RecordKind,
    Shape,
    ShapeProblem,
    Stage,
    UsedFor,
)
from supervision.catalogue._rules import is_dotted, is_word
from supervision.errors import InvalidRecordError
from supervision.records import (
    Answer,
    AnswerKind,
    CaseDiscussion,
    Function,
    Modality,
    Reflection,
    Session,
)

CANARY = "the red bicycle"
FILLED = {"text": "a", "source": "a", "rights": "a"}
STAGE = Stage(id="a", label="a", text="a")
SHAPE = Shape(id="a", label="a", text="a", record=RecordKind.SESSION)


def _prompt(kind, **fields):
    return Prompt(
        id="x.kent.a", purpose="a", function=Function.FORMATIVE, kind=kind, **{**FILLED, **fields}
    )


PROMPTS = {
    AnswerKind.TEXT: _prompt(AnswerKind.TEXT),
    AnswerKind.LIST: _prompt(AnswerKind.LIST),
    AnswerKind.YESNO: _prompt(AnswerKind.YESNO),
    AnswerKind.CHOICE: _prompt(AnswerKind.CHOICE, choices=["one", "two"]),
    AnswerKind.SCALE: _prompt(AnswerKind.SCALE, low=2, high=5, anchors=["none", "all"]),
}
FITTING = {
    AnswerKind.TEXT: ["a", "誰\n何"],
    AnswerKind.LIST: [["a"], ("a", "b"), iter(["a"])],
    AnswerKind.YESNO: [True, False],
    AnswerKind.CHOICE: ["one", "two"],
    AnswerKind.SCALE: [2, 3, 5],
}
UNFIT = {
    AnswerKind.TEXT: [1, True, None, [CANARY], b"a", "", " \n", "\ud800"],
    AnswerKind.LIST: [1, CANARY, None, [], [CANARY, ""], [1], {CANARY: 1}.get],
    AnswerKind.YESNO: [1, 0, "yes", None],
    AnswerKind.CHOICE: [CANARY, "", "One", 0, True, ["one"]],
    AnswerKind.SCALE: [1, 6, -1, 11, 3.0, True, "3", CANARY, None],
}


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, values in FITTING.items() for value in values]
)
def test_what_a_prompt_asks_for_is_an_answer(kind, value):
    """An answer keeps the words that were shown, and what was said."""
    prompt = PROMPTS[kind]
    answer = prompt.answer(value)

    assert (answer.prompt, answer.version, answer.kind) == (prompt.id, 1, kind)
    assert (answer.wording, answer.choices) == (prompt.wording, prompt.choices)
    assert type(answer.value) is (tuple if kind is AnswerKind.LIST else type(value))


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, values in UNFIT.items() for value in values]
)
def test_anything_else_is_refused(kind, value):
    """What a prompt does not ask for names the prompt and the rule, and repeats nothing."""
    with pytest.raises(InvalidRecordError, match=r"^the answer to 'x\.kent\.a' must ") as caught:
        PROMPTS[kind].answer(value)

    assert CANARY not in str(caught.value)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert caught.value.field == "value"


def test_refusals_say_what_is_asked_for():
    """The rule of a refusal is that of the kind, with the ends of the scale."""
    with pytest.raises(InvalidRecordError, match=r"must be a whole number from 2 to 5$"):
        PROMPTS[AnswerKind.SCALE].answer(6)
    with pytest.raises(InvalidRecordError, match="must not be empty; what is not answered"):
        PROMPTS[AnswerKind.TEXT].answer("")


@given(st.sampled_from(list(PROMPTS.values())), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()))  # fmt: skip
def test_an_answer_fits_or_is_refused(prompt, value):
    """Whatever is answered, it is either kept as it was said or refused by our error."""
    try:
        answer = prompt.answer(value)
    except InvalidRecordError:
        return
    assert answer.value == (tuple(value) if isinstance(value, list) else value)


@given(st.from_regex(r"[a-zA-Z0-9_.\- ]{0,90}", fullmatch=True) | st.text(max_size=90))
def test_ids_are_those_that_records_take(text):
    """What the catalogue takes for an id can be recorded, and what it refuses cannot."""
    assert is_dotted(text) == _holds(
        Answer, prompt=text, wording="a", kind=AnswerKind.TEXT, value="a"
    )
    assert is_dotted(text) == _holds(CaseDiscussion, client="C-1", themes=[text])
    assert is_word(text) == _holds(CaseDiscussion, client="C-1", model=text, stages=[text])


def _holds(record, **fields):
    try:
        record(**fields)
    except InvalidRecordError:
        return False
    return True


@pytest.mark.parametrize("wanted", ["needs.fit", "x.a.b", "x.a.b.c", "a.0", "x.a"])
def test_ids_of_every_form_are_compared(wanted):
    """The forms of ids that the property above may miss are alike on both sides."""
    test_ids_are_those_that_records_take.hypothesis.inner_test(wanted)


@pytest.mark.parametrize(
    ("build", "field"),
    [
        (lambda: Family(id="Family", label="a", text="a"), "id"),
        (lambda: Family(id="a", label="", text="a"), "label"),
        (lambda: attrs.evolve(STAGE, id="1"), "id"),
        (lambda: attrs.evolve(STAGE, prompt="a"), "prompt"),
        (lambda: Axis(id="a", label="a", stages=[STAGE, STAGE]), "stages"),
        (lambda: _model(stages=[STAGE, STAGE]), "stages"),
        (lambda: _model(axes=[Axis(id="a", label="a")] * 2), "axes"),
        (lambda: _model(prompts=[PROMPTS[AnswerKind.TEXT]] * 2), "prompts"),
        (lambda: _model(records=[""]), "records"),
        (lambda: _model(stages=[]), "stages"),
        (lambda: _model(id="A"), "id"),
        (lambda: _model(replaced_by="a"), "replaced_by"),
        (lambda: _model(kind="cycle"), "kind"),
        (lambda: _model(confirmed=1), "confirmed"),
        (lambda: _model(label=CANARY + "\x07"), "label"),
        (lambda: Element(id="a", group="A", label="a"), "group"),
        (lambda: Element(id="a", group="a", label="a", text=" "), "text"),
        (lambda: attrs.evolve(SHAPE, empty=["a", "a"]), "empty"),
        (lambda: attrs.evolve(SHAPE, given="cases"), "given"),
        (lambda: _approach(packs=["A"]), "packs"),
        (lambda: _approach(packs=["a", "a"]), "packs"),
        (lambda: _approach(models=["a", "a"]), "models"),
        (lambda: _approach(themes=["family*"]), "themes"),
        (lambda: _approach(themes=["*"]), "themes"),
        (lambda: _approach(elements=[Element(id="a", group="a", label="a")] * 2), "elements"),
        (lambda: _approach(shapes=[SHAPE, SHAPE]), "shapes"),
        (lambda: _prompt(AnswerKind.CHOICE, choices="ab"), "choices"),
        (lambda: _prompt(AnswerKind.SCALE, anchors="ab"), "anchors"),
    ],
)
def test_what_breaks_a_rule_is_not_built(build, field):
    """Every class refuses what breaks its rules, by the name of the field."""
    with pytest.raises(InvalidRecordError) as caught:
        build()

    assert caught.value.field == field
    assert CANARY not in str(caught.value)


def _model(**fields):
    given = {
        "id": "a",
        "label": "a",
        "kind": ModelKind.CYCLE,
        "used_for": UsedFor.REFLECTION,
        "stages": [STAGE],
        "confirmed": True,
    }
    return Model(**{**FILLED, **given, **fields})


def _approach(**fields):
    return Approach(**{**FILLED, "id": "a", "title": "a", "confirmed": True, **fields})


def _session(**fields):
    given = {
        "on": date(2026, 11, 20),
        "minutes": 60,
        "modality": Modality.INTERVISION,
        "supervisees": ["S-014"],
    }
    return Session(**{**given, **fields})


CASES = [CaseDiscussion(client="C-201"), CaseDiscussion(client="C-202", notes="a")]


@pytest.mark.parametrize(
    ("shape", "record", "problems"),
    [
        ({}, _session(), []),
        ({"empty": ["cases"]}, _session(), []),
        ({"empty": ["cases"]}, _session(cases=CASES), [("cases", "must stay empty")]),
        ({"empty": ["cases.notes"]}, _session(cases=CASES), [("cases.notes", "must stay empty")]),
        ({"empty": ["cases.notes"]}, _session(cases=CASES[:1]), []),
        ({"given": ["cases.notes"]}, _session(cases=CASES), []),
        ({"given": ["cases.notes"]}, _session(cases=CASES[:1]), [("cases.notes", "must be given")]),
        ({"given": ["live_sample.tool"]}, _session(), [("live_sample.tool", "must be given")]),
        ({"modality": Modality.INTERVISION}, _session(), []),
        ({"modality": Modality.PEER}, _session(), [("modality", "must be peer")]),
        (
            {"record": RecordKind.REFLECTION, "given": ["notes"]},
            _session(),
            [("kind", "must be reflection")],
        ),
        (
            {"record": RecordKind.REFLECTION, "given": ["notes"]},
            Reflection(on=date(2026, 11, 20), practitioner="S-014", notes="a"),
            [],
        ),
    ],
)
def test_a_shape_says_where_a_record_is_not_of_it(shape, record, problems):
    """The problems of a record are the paths and rules of its shape, and none of its text."""
    found = attrs.evolve(SHAPE, **shape).problems(record)

    assert found == tuple(ShapeProblem(*each) for each in problems)


def test_a_scale_shows_its_ends():
    """What is shown and stored for a scale says what its marks mean; others show their text."""
    assert PROMPTS[AnswerKind.SCALE].wording == "a (2 = none, 5 = all)"
    assert PROMPTS[AnswerKind.TEXT].wording == "a"


def test_everything_shipped_is_hashable_and_equal_to_itself():
    """Values of the catalogue can be kept in sets."""
    catalogue = Catalogue.shipped()
    everything = [*catalogue.themes.values(), *catalogue.packs.values(), *catalogue.models.values()]

    assert len(set(everything)) == len(everything)

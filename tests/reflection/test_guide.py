"""A guide through prompts: what is asked, what answers it takes, and what comes of it."""

from __future__ import annotations

import copy
import pickle
import traceback
from datetime import date

import attrs
import pytest
from reflection_kit import (
    ALL,
    BLUE,
    CHILD,
    DAY,
    FIT,
    after,
    asked,
    catalogue,
    model,
    names,
    pack,
    prompt,
)

from supervision.catalogue import Axis, Catalogue, Scale, ScaleItem, Stage
from supervision.errors import CatalogueError, InvalidRecordError
from supervision.records import Answer, AnswerKind, Function, Reflection, Session
from supervision.reflection import Guide, reflect
from supervision.testing import example_session

ON = date(2026, 11, 20)
WHO = {"on": ON, "practitioner": "S-014"}
VALUES = {
    AnswerKind.TEXT: "He laughed when I asked.",
    AnswerKind.SCALE: 7,
    AnswerKind.YESNO: True,
    AnswerKind.LIST: ["One thing", "Another"],
}


def answered(guide):
    """Return *guide* with every question answered somehow."""
    while guide.question:
        shown = guide.question.prompt
        guide = guide.answer(VALUES[shown.kind] if not shown.choices else shown.choices[0])
    return guide


def prompts_of(shown):
    """Return the id of the prompt, or None, of each stage of a model."""
    return [stage.prompt for stage in shown.stages]


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        (
            "gibbs",
            ["description", "feelings", "evaluation", "analysis", "conclusion", "action-plan"],
        ),
        ("driscoll", ["what", "so-what", "now-what"]),
        (
            "seven-eyed",
            ["client", "interventions", "relationship", "self", "between-us", "supervisor",
             "context"],
        ),
        ("brookfield", ["own-story", "clients-eyes", "colleagues", "literature"]),
        ("schon", ["in-action"]),
        ("mezirow", ["dilemma"]),
    ],
)  # fmt: skip
def test_a_model_is_reflected_on_to_the_end(name, stages):
    """Along each model the stages come in its order, and a reflection names the model."""
    guide = answered(reflect(name))

    reflection = guide.reflection(**WHO)

    assert guide.done
    assert list(guide.stages) == stages
    assert reflection.model == name
    assert reflection.answers == guide.answers
    assert all(answer.wording.strip() for answer in reflection.answers)


def test_every_model_and_pack_that_asks_something_can_be_followed():
    """No model or pack that is shipped leads into a dead end."""
    shipped = Catalogue.shipped()
    asking = [one.id for one in shipped.models.values() if one.prompts or any(prompts_of(one))]

    for name in [*asking, *shipped.packs]:
        assert answered(reflect(name)).answers
    for name in set(shipped.models) - set(asking):
        with pytest.raises(InvalidRecordError, match="nothing can be asked"):
            reflect(name)


def test_a_pack_is_no_model():
    """A reflection along a pack names no model, and its questions have no stage."""
    guide = reflect("needs")

    assert guide.question.stage is None
    assert answered(guide).reflection(**WHO).model is None
    assert answered(guide).stages == ()


def test_a_model_goes_before_a_pack_of_the_same_id():
    """Where an id is both, the stages are known: it is the model."""
    assert "gibbs" in Catalogue.shipped().packs
    assert reflect("gibbs").question.stage == "Description"
    assert reflect(Catalogue.shipped().pack("gibbs")).question.stage is None


def test_an_unknown_id_names_those_that_are_close():
    """A slip of the pen is met with what was meant, in models and packs alike."""
    with pytest.raises(CatalogueError, match=r"did you mean brookfield\?"):
        reflect("brokfield")
    with pytest.raises(CatalogueError, match=r"did you mean needs"):
        reflect("neds")
    with pytest.raises(CatalogueError, match="see what the catalogue has") as caught:
        reflect("He left the room.")
    assert "left the room" not in str(caught.value)


def test_what_is_close_is_named_once():
    """An id that a model and a pack share is offered once."""
    with pytest.raises(CatalogueError, match=r"did you mean gibbs\?$"):
        reflect("gibs")


def test_the_id_of_an_approach_names_its_packs():
    """Whoever gives an approach for a pack is told which packs it has."""
    with pytest.raises(CatalogueError, match=r"an approach has it, and these packs: harm, needs$"):
        reflect("harm-reduction")


def test_own_packs_are_found_in_the_catalogue_given():
    """The id of an own pack is looked up where the caller says."""
    assert asked(reflect("x.own.pack", catalogue=catalogue(pack()))) == "child"


def test_prompts_are_asked_in_the_order_given():
    """A list of prompts is a guide too, and one that comes twice is asked once."""
    guide = reflect(iter([FIT, CHILD, FIT]))

    assert asked(guide) == "fit"
    assert names(guide.answer(3).answer(False)) == ["fit", "child"]  # noqa: FBT003 - an answer


def test_one_id_is_one_prompt():
    """Two versions of a prompt cannot be asked in one go."""
    with pytest.raises(InvalidRecordError, match="two versions"):
        reflect([FIT, attrs.evolve(FIT, version=2)])


@pytest.mark.parametrize("prompts", [[], [DAY], [DAY, BLUE]], ids=["none", "one", "several"])
def test_something_must_be_there_to_ask(prompts):
    """Where every prompt waits for another, a guide would be done before it began."""
    with pytest.raises(InvalidRecordError, match="nothing can be asked"):
        reflect(prompts)


def test_conditions_in_a_circle_are_never_met():
    """Prompts that wait for each other are not asked; the others are."""
    first = prompt("one", AnswerKind.YESNO, when=after("two", answer=True))
    second = prompt("two", AnswerKind.YESNO, when=after("one", answer=True))

    guide = reflect([first, FIT, second])

    assert asked(guide) == "fit"
    assert guide.answer(3).done


def test_prompts_of_a_pack_that_were_replaced_are_left_out():
    """A deprecated prompt is in no new guide."""
    old = prompt("old", replaced_by="x.own.fit")

    assert asked(reflect(pack(old, FIT))) == "fit"


def test_the_items_of_a_scale_come_after_the_prompts():
    """A scale in a pack is asked item by item."""
    scale = Scale(
        id="x.own.scale",
        title="Ours",
        source="ours",
        rights="ours",
        anchors=("never", "always"),
        items=[ScaleItem(id="1", text="Rested?"), ScaleItem(id="2", text="Heard?")],
    )

    guide = reflect(pack(FIT, scales=[scale]))

    assert names(guide.answer(2).answer(3).answer(4)) == ["fit", "scale.1", "scale.2"]


def test_prompts_of_a_model_without_a_stage_keep_their_place():
    """What a model asks beside its stages comes where its file has it."""
    first, second, third = prompt("first"), prompt("second"), prompt("third")
    last = prompt("last")
    own = model(first, second, third, last, stages=[
        Stage(id="two", label="Two", text="-", prompt="x.own.second"),
        Stage(id="needs", label="Needs", text="-", prompt="needs.fit"),
        Stage(id="none", label="None", text="-"),
        Stage(id="three", label="Three", text="-", prompt="x.own.third"),
    ])  # fmt: skip

    guide = answered(reflect(own))

    assert names(guide) == ["first", "second", "needs.fit", "third", "last"]
    assert guide.stages == ("two", "needs", "three")


def test_what_stands_beside_stages_of_packs_comes_last():
    """A prompt of a model whose stages all have prompts of packs is asked at the end."""
    fit = Stage(id="fit", label="Fit", text="-", prompt="needs.fit")

    assert asked(reflect(model(prompt("extra"), stages=[fit]))) == "needs.fit"


def test_stages_go_before_the_order_of_a_file():
    """However the prompts of a model are listed, its stages come in their order."""
    first, second = prompt("first"), prompt("second")
    stages = model(first, second).stages

    assert asked(reflect(model(second, first, stages=stages))) == "first"


def test_what_lies_along_an_axis_is_asked_too():
    """The sides of a grid have questions like stages do."""
    role = Stage(id="teacher", label="Teacher", text="-", prompt="x.own.fit")
    own = model(FIT, stages=[], axes=[Axis(id="role", label="Role", stages=[role])])

    assert reflect(own).question.stage == "Teacher"


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("text", "He laughed.", "He laughed."),
        ("text", "x" * 1_000_000, "x" * 1_000_000),
        (
            "text",
            "\u202b\u05e9\u05dc\u05d5\u05dd\u202c e\u0301 \u200b.",
            "\u202b\u05e9\u05dc\u05d5\u05dd\u202c e\u0301 \u200b.",
        ),
        ("scale", 0, 0),
        ("scale", 10, 10),
        ("yesno", False, False),
        ("choice", "blue", "blue"),
        ("list", ["a", "b"], ("a", "b")),
        ("list", ("a",), ("a",)),
        ("list", iter(["a"]), ("a",)),
    ],
)
def test_an_answer_of_its_kind_is_kept_as_it_is(name, value, kept):
    """Text is kept to the last mark, and a list in its order."""
    shown = prompt("one", AnswerKind(name))

    (answer,) = reflect([shown]).answer(value).answers

    assert answer.value == kept
    assert type(answer.value) is type(kept)
    assert (answer.prompt, answer.version, answer.wording) == (shown.id, 1, shown.wording)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", 7),
        ("text", None),
        ("text", b"canary"),
        ("text", ["canary"]),
        ("text", "canary" * 2_000_000),
        ("text", "canary \ud800"),
        ("scale", "canary"),
        ("scale", 11),
        ("scale", -1),
        ("scale", 7.0),
        ("scale", True),
        ("yesno", 1),
        ("yesno", "canary"),
        ("choice", "canary"),
        ("choice", True),
        ("list", "canary"),
        ("list", [1]),
        ("list", ["canary", None]),
    ],
)
def test_an_answer_of_another_kind_is_refused_and_not_repeated(name, value):
    """The error names the prompt and its rule; the value is nowhere in it."""
    guide = reflect([prompt("one", AnswerKind(name))])

    with pytest.raises(InvalidRecordError, match=r"x\.own\.one.* must") as caught:
        guide.answer(value)

    assert "canary" not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None
    assert guide.question.number == 1


def test_a_scale_is_held_to_its_own_ends():
    """The lowest and highest mark are those that the prompt states."""
    for value in (0, 8):
        with pytest.raises(InvalidRecordError, match="from 1 to 7"):
            reflect([FIT]).answer(value)


def test_a_step_changes_nothing_that_was():
    """Each step returns a new guide; the old one can be gone on with as well."""
    guide = reflect(ALL)

    yes, no = guide.answer(True), guide.answer(False)  # noqa: FBT003 - answers

    assert (guide.answers, asked(guide)) == ((), "child")
    assert (asked(yes), asked(no)) == ("day", "fit")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        guide._state = None


def test_what_is_skipped_leaves_nothing():
    """A question that is passed over has no answer, no theme and no reason."""
    guide = reflect(ALL).skip().skip()

    assert guide.done
    assert (guide.answers, guide.themes, guide.functions) == ((), frozenset(), frozenset())


def test_after_the_last_question_there_is_nothing_to_answer():
    """A guide that is done says so, and takes no further answer."""
    guide = reflect([FIT]).answer(3)

    assert (guide.done, guide.question) == (True, None)
    with pytest.raises(InvalidRecordError, match="no question left"):
        guide.answer(3)
    with pytest.raises(InvalidRecordError, match="no question left"):
        guide.skip()


def test_themes_and_functions_are_those_of_what_was_answered():
    """What was only asked counts for nothing."""
    guide = reflect(ALL).answer(True).skip()  # noqa: FBT003 - an answer

    assert guide.themes == {"safety.child"}
    assert guide.functions == {Function.NORMATIVE}


def test_a_reminder_comes_with_its_answer_and_goes_with_it():
    """A yes that needs a person to act says so until it is taken back."""
    guide = reflect(ALL).answer(True)  # noqa: FBT003 - an answer

    assert guide.reminders == ("Speak with the safeguarding lead today.",)
    assert guide.back().answer(False).reminders == ()  # noqa: FBT003 - an answer
    assert guide.back().skip().reminders == ()


@pytest.mark.parametrize(
    ("pack_id", "prompt_id", "on"),
    [("safeguarding", "safeguarding.not-waiting", True), ("harm", "harm.overdose-talk", False)],
)
def test_the_reminders_that_are_shipped(pack_id, prompt_id, on):
    """What should not wait, and what was not talked through, remind a person; else nothing does."""
    guide = reflect([Catalogue.shipped().prompt(prompt_id)])

    assert prompt_id in {one.id for one in Catalogue.shipped().pack(pack_id).prompts}
    assert len(guide.answer(on).reminders) == 1
    assert guide.answer(not on).reminders == ()


def test_themes_are_chosen_by_a_person():
    """No theme is recorded that nobody chose, and one that the prompts do not have can be."""
    guide = answered(reflect("needs"))

    assert guide.reflection(**WHO).themes == frozenset()
    chosen = guide.reflection(
        themes=["need.unmet", "x.kent.queue"], primary_theme="need.unmet", **WHO
    )
    assert (chosen.themes, chosen.primary_theme) == ({"need.unmet", "x.kent.queue"}, "need.unmet")


def test_a_reflection_holds_what_it_is_given():
    """Everything a reflection can say comes through as it is."""
    guide = reflect("driscoll").answer("He laughed.")
    given = {
        "id": "4ef1ec00000000000000000000000014",
        "client": "C-201",
        "session": "5e551000000000000000000000000014",
        "notes": "Waiting was harder.",
        **WHO,
    }

    made = guide.reflection(**given)

    assert made == Reflection(
        model="driscoll", answers=guide.answers, functions=guide.functions, **given
    )
    assert guide.reflection(**WHO).id != guide.reflection(**WHO).id


def test_a_reflection_needs_an_answer():
    """Where everything was skipped there is nothing to reflect on, notes or not."""
    with pytest.raises(InvalidRecordError, match="answers must hold one"):
        reflect(ALL).skip().skip().reflection(notes="Something.", **WHO)


def test_a_name_is_refused_as_ever():
    """The rules of records hold for what a guide makes."""
    guide = reflect([FIT]).answer(3)

    with pytest.raises(InvalidRecordError, match="practitioner must be a code"):
        guide.reflection(on=ON, practitioner="Maria")
    with pytest.raises(InvalidRecordError, match="id must be"):
        guide.reflection(id="", **WHO)


def test_answers_go_into_a_session():
    """A session keeps all it had, its revision too, and the answers come after its own."""
    own = Answer(prompt="needs.fit", wording="How close?", kind=AnswerKind.SCALE, value=3)
    session = attrs.evolve(
        example_session(), answers=[own], themes={"need.unmet"}, revision=4,
        functions={Function.RESTORATIVE},
    )  # fmt: skip
    guide = reflect(ALL).answer(False)  # noqa: FBT003 - an answer

    made = guide.into(session, themes=["safety.child"])

    assert isinstance(made, Session)
    assert made.revision == 4
    assert made == attrs.evolve(
        session,
        answers=[own, *guide.answers],
        themes={"need.unmet", "safety.child"},
        functions={Function.RESTORATIVE, Function.NORMATIVE},
    )


def test_nothing_answered_leaves_a_session_as_it_was():
    """A session stands without answers, so skipping everything is no error."""
    assert reflect(ALL).skip().into(example_session()) == example_session()


def test_a_guide_shows_no_answer():
    """Neither a guide nor its question prints what was answered."""
    guide = reflect([prompt("one"), FIT]).answer("canary sings")

    assert repr(guide) == "<Guide prompts: 1 answered, 1 open>"
    for shown in (guide, guide.question, guide.back(), guide.back().question, guide._state):
        assert "canary" not in f"{shown} {shown!r}"
    assert guide.back().question.default == "canary sings"


def test_a_guide_is_not_pickled():
    """What was answered leaves a guide in the open only if somebody asks for it."""
    guide = reflect([FIT]).answer(3)

    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="seal what to_plain returns"):
            attempt(guide)


def test_equal_steps_make_equal_guides():
    """Two guides that stand at the same place are equal."""
    assert reflect(ALL).skip() == reflect(ALL).skip() != reflect(ALL)
    assert isinstance(reflect(ALL), Guide)

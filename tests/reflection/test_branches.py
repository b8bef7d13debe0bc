"""Ways through a guide: branches, back and forth, and stages in any order."""

from __future__ import annotations

import pytest
from reflection_kit import ALL, BLUE, CHILD, COLOUR, DAY, FIT, after, asked, model, names, prompt

from supervision.catalogue import ModelKind
from supervision.errors import InvalidRecordError
from supervision.records import AnswerKind
from supervision.reflection import reflect

YES, NO = True, False


def blue():
    """Return a guide that took every branch and has the last question left."""
    return reflect(ALL).answer(YES).answer("Breakfast alone.").answer("blue").answer(["Sky"])


def counted(guide):
    """Return the number of the present question, and how many are known."""
    return guide.question.number, guide.question.of


def test_a_question_is_asked_only_after_its_answer():
    """The branch opens with the answer it waits for."""
    assert names(blue().answer(5)) == ["child", "day", "colour", "blue", "fit"]


@pytest.mark.parametrize("step", [lambda guide: guide.answer(NO), lambda guide: guide.skip()])
def test_another_answer_and_skipping_leave_the_branch_closed(step):
    """What waits for an answer is not asked if it was another, or none."""
    guide = step(reflect(ALL))

    assert asked(guide) == "fit"
    assert guide.answer(5).done


def test_a_branch_of_a_branch():
    """A choice within a branch opens the next, and no other choice does."""
    guide = reflect(ALL).answer(YES).skip()

    assert asked(guide.answer("red")) == "fit"
    assert asked(guide.answer("blue")) == "blue"
    assert asked(guide.skip()) == "fit"


def test_one_on_a_scale_is_no_yes():
    """The number one is not taken for the answer yes."""
    later = prompt("later", when=after("rate", answer=True))

    assert reflect([prompt("rate", AnswerKind.SCALE), later]).answer(1).done


def test_how_many_questions_there_are_as_far_as_is_known():
    """The count follows the branches as they open and close."""
    guide = reflect(ALL)

    assert counted(guide) == (1, 2)
    assert counted(guide.answer(YES)) == (2, 4)
    assert counted(guide.answer(YES).skip().answer("blue")) == (4, 5)
    assert counted(guide.answer(NO)) == (2, 2)
    assert counted(guide.answer(YES).back()) == (1, 4)


def test_back_shows_what_was_answered():
    """The question before comes again, with its answer to look at."""
    guide = blue().back()

    assert (asked(guide), guide.question.default) == ("blue", ("Sky",))
    assert (asked(guide.back()), guide.back().question.default) == ("colour", "blue")
    assert guide.question.number == 4
    assert guide.answers == blue().answers
    assert not guide.done


def test_what_was_skipped_has_no_answer_to_show():
    """Going back to a question that was passed over shows it empty."""
    guide = reflect([FIT, CHILD]).skip().back()

    assert (asked(guide), guide.question.default) == ("fit", None)
    assert counted(guide) == (1, 2)


def test_back_stays_at_the_first():
    """Before the first question there is none."""
    guide = reflect(ALL)

    assert guide.back() == guide
    assert guide.answer(YES).back().back() == guide.answer(YES).back()


def test_back_from_the_end():
    """A guide that is done can be gone back into, and is done again after that."""
    done = blue().answer(5)

    assert asked(done.back()) == "fit"
    assert done.back().answer(done.back().question.default) == done


def test_answers_that_do_not_depend_on_the_change_stay():
    """Looking back costs nothing that was typed after it, and one goes on where one was."""
    guide = blue().back().back().back()

    changed = guide.answer("At her aunt's.")

    assert asked(guide) == "day"
    assert names(changed) == ["child", "day", "colour", "blue"]
    assert changed.answers[1].value == "At her aunt's."
    assert asked(changed) == "fit"


@pytest.mark.parametrize("step", [lambda guide: guide.answer(NO), lambda guide: guide.skip()])
def test_a_branch_that_is_closed_takes_its_answers_along(step):
    """What was asked because of an answer goes when that answer does, and so on down."""
    guide = blue().answer(5)
    while asked(guide) != "child":
        guide = guide.back()

    changed = step(guide)

    assert names(changed) == (["child", "fit"] if changed.answers[0].value is NO else ["fit"])
    assert changed.done


def test_an_inner_branch_closes_alone():
    """Only what hangs on the changed answer is dropped."""
    guide = blue().back().back()

    changed = guide.answer("red")

    assert names(changed) == ["child", "day", "colour"]
    assert asked(changed) == "fit"


def test_a_branch_that_opens_late_is_asked_next():
    """If a change opens a branch, its questions come before those that follow."""
    guide = reflect(ALL).answer(NO).answer(5)

    opened = guide.back().back().answer(YES)

    assert names(opened) == ["child", "fit"]
    assert (asked(opened), counted(opened)) == ("day", (3, 4))
    assert names(opened.answer("Alone.")) == ["child", "fit", "day"]


def test_the_same_answer_again_drops_nothing():
    """Confirming what was there leaves everything as it was."""
    guide = blue().back().back()

    assert guide.answer(guide.question.default) == blue()


def test_what_comes_before_its_condition_waits_for_it():
    """A question that stands before the one it waits for is asked once that is answered."""
    guide = reflect([DAY, FIT, CHILD])

    assert asked(guide) == "fit"
    assert asked(guide.skip().answer(YES)) == "day"


@pytest.mark.parametrize("kind", [one for one in ModelKind if one is not ModelKind.CYCLE])
def test_stages_can_be_taken_in_any_order(kind):
    """Where a model has no order one goes to any stage, and the rest is asked after."""
    guide = reflect(model(CHILD, FIT, prompt("one"), kind=kind)).go("one")

    assert (asked(guide), counted(guide)) == ("one", (1, 3))
    assert asked(guide.answer("First.")) == "child"
    assert guide.answer("First.").stages == ("one",)


def test_going_to_a_stage_again_replaces_its_answer():
    """A lens that was looked through can be looked through again, in its place."""
    guide = reflect(model(FIT, prompt("one"))).go("one").answer("First.").answer(5)

    again = guide.go("one")

    assert again.question.default == "First."
    assert [one.value for one in again.answer("Second.").answers] == ["Second.", 5]


def test_back_from_a_stage_that_was_gone_to():
    """Back means the question that was asked before, whatever was looked at since."""
    guide = reflect(model(FIT, prompt("one"), CHILD)).answer(5).go("child")

    assert asked(guide.back()) == "fit"
    assert reflect(model(FIT, CHILD)).go("child").back() == reflect(model(FIT, CHILD)).go("child")


def test_a_cycle_may_be_entered_anywhere():
    """Going to a stage of a cycle asks it first, and then what was passed over, in order."""
    guide = reflect("gibbs").go("analysis")

    assert asked(guide) == "gibbs.4-analysis"
    assert asked(guide.answer("One thing I know.")) == "gibbs.1-description"


def test_a_pack_has_no_stages():
    """The prompts of a pack come as they come."""
    for guide, name in [(reflect("needs"), "needs"), (reflect(ALL), "prompts")]:
        with pytest.raises(InvalidRecordError, match=f"{name}: what is asked has no stages"):
            guide.go("child")


def test_an_unknown_stage_is_met_with_those_there_are():
    """The stages that ask something are named in order; what was given is not repeated."""
    with pytest.raises(
        InvalidRecordError, match="must be one of own-story, clients-eyes"
    ) as caught:
        reflect("brookfield").go("canary")
    assert "canary" not in str(caught.value)


def test_a_stage_that_waits_for_an_answer_cannot_be_gone_to():
    """The error says which prompt it waits for; once that is answered so, one can."""
    guide = reflect(model(CHILD, DAY, COLOUR, BLUE))

    with pytest.raises(
        InvalidRecordError, match=r"x\.own\.colour is asked only after .* x\.own\.child"
    ):
        guide.go("colour")
    assert asked(guide.answer(YES).go("colour")) == "colour"


def test_the_seven_modes_in_any_order():
    """A mode that is looked at first is the first that is answered."""
    guide = reflect("seven-eyed").go("self").answer("My father.").go("context").answer(["Court"])

    assert guide.stages == ("self", "context")
    assert guide.question.stage == "The person"

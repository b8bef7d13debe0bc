"""Guides as plain data: what a draft keeps, what it is resumed with, and what is none."""

from __future__ import annotations

import copy
import json
import traceback

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reflection_kit import ALL, FIT, after, asked, catalogue, names, pack, prompt

from supervision.catalogue import Catalogue, Condition
from supervision.errors import CatalogueError, CorruptRecordError, UnsupportedFormatError
from supervision.records import AnswerKind
from supervision.reflection import Guide, reflect

YES, NO = True, False
SHIPPED = Catalogue.shipped()
OWN = catalogue(pack())
BOTH = (CorruptRecordError, UnsupportedFormatError)


def begun():
    """Return a guide through the own pack, with an answer of each kind and one skipped."""
    guide = reflect(pack()).answer(YES).skip().answer("blue").answer(["Sky", "שמים"])
    return guide.answer(5)


def resumed(guide, found=OWN):
    """Return *guide* as it comes back from JSON."""
    return Guide.from_plain(json.loads(json.dumps(guide.to_plain())), catalogue=found)


@pytest.mark.parametrize(
    "name", ["gibbs", "driscoll", "seven-eyed", "brookfield", "schon", "needs"]
)
def test_a_draft_is_gone_on_with(name):
    """Whatever is followed, a draft comes back as the guide that it was."""
    guide = reflect(name)

    assert Guide.from_plain(guide.to_plain()) == guide
    for step in (guide.skip(), guide.skip().back()):
        assert resumed(step, SHIPPED) == step


def test_every_kind_of_answer_comes_back():
    """Text, number, yes, choice and list come back as they were, in their order."""
    guide = begun()

    assert resumed(guide) == guide
    assert resumed(guide).answers == guide.answers
    assert resumed(guide.back().back()).question == guide.back().back().question


def test_a_guide_through_prompts_comes_back():
    """A list of prompts needs no pack to be found again, only a catalogue that has them."""
    guide = reflect([FIT, *ALL]).answer(3)

    assert resumed(guide) == guide


def test_a_stage_that_was_gone_to_comes_back():
    """Where one was looking is part of the draft."""
    guide = reflect("seven-eyed").go("context")

    assert resumed(guide, SHIPPED).question.stage == "The wider context"


def test_the_plain_form():
    """A draft holds the words that each answer answered, and no more of the catalogue than ids."""
    rate = attrs.evolve(FIT, version=3)

    plain = reflect(pack(rate, prompt("one"))).answer(5).to_plain()

    assert plain == {
        "schema": "guide/1",
        "model": None,
        "pack": "x.own.pack",
        "steps": [
            {"prompt": "x.own.fit", "version": 3, "stage": None},
            {"prompt": "x.own.one", "version": 1, "stage": None},
        ],
        "taken": [
            {
                "prompt": "x.own.fit",
                "answer": {
                    "prompt": "x.own.fit",
                    "version": 3,
                    "kind": "scale",
                    "wording": "What of fit? (1 = not at all, 7 = entirely)",
                    "choices": [],
                    "value": 5,
                },
            }
        ],
        "at": None,
    }


def test_newer_prompts_leave_answers_as_they_were():
    """An old answer keeps its old words; what is open is asked in the new ones."""
    old = pack(FIT, prompt("one"))
    newer = pack(
        attrs.evolve(FIT, version=2, text="How near?"),
        attrs.evolve(prompt("one"), version=2, text="And now?"),
    )

    guide = resumed(reflect(old).answer(5), catalogue(newer))

    assert guide.question.prompt.text == "And now?"
    done = guide.answer("Well.")
    assert [(one.version, one.wording) for one in done.answers] == [
        (1, FIT.wording),
        (2, "And now?"),
    ]
    assert resumed(done, catalogue(newer)) == done


def test_what_is_gone_back_to_is_asked_in_the_new_words():
    """An answer that is given anew answers the question as it is by then."""
    newer = pack(attrs.evolve(FIT, version=2, text="How near?"))

    guide = resumed(reflect(pack(FIT)).answer(5), catalogue(newer)).back()

    assert (guide.question.prompt.text, guide.question.default) == ("How near?", 5)
    assert guide.answer(5).answers[0].version == 2


def test_an_old_answer_that_does_not_fit_the_new_words_is_not_offered():
    """A mark beyond the end of a shorter scale is kept, and is no default."""
    newer = pack(attrs.evolve(FIT, version=2, high=4))

    guide = resumed(reflect(pack(FIT)).answer(5), catalogue(newer))

    assert guide.answers[0].value == 5
    assert guide.back().question.default is None


def test_a_new_condition_sends_nobody_into_a_dead_end():
    """A question that was being looked at and now waits for another answer is not asked."""
    seven = reflect("seven-eyed").go("context")
    plain = {**seven.to_plain(), "model": None, "pack": "x.own.pack"}
    first, second = prompt("first"), prompt("second")
    plain["steps"] = [
        {"prompt": one.id, "version": 1, "stage": None} for one in (first, second)
    ]  # fmt: skip
    plain["at"] = second.id
    waiting = attrs.evolve(second, when=after("first", answer=YES))

    assert asked(Guide.from_plain(plain, catalogue=catalogue(pack(first, second)))) == "second"
    newer = catalogue(pack(attrs.evolve(first, kind=AnswerKind.YESNO), waiting))
    assert asked(Guide.from_plain(plain, catalogue=newer)) == "first"


def test_an_answer_that_a_new_condition_rules_out_is_kept():
    """What was asked and answered in the old words stays, until what it waits for is changed."""
    first, second = prompt("first", AnswerKind.YESNO), prompt("second")
    plain = reflect(pack(first, second)).answer(NO).answer("Kept.").to_plain()
    waiting = attrs.evolve(second, version=2, when=Condition(prompt=first.id, is_=YES))

    guide = Guide.from_plain(plain, catalogue=catalogue(pack(first, waiting)))

    assert names(guide) == ["first", "second"]
    assert names(guide.back().skip()) == ["first"]
    assert names(guide.back().back().answer(YES)) == ["first", "second"]
    assert names(guide.back().back().answer(NO)) == ["first"]


def test_a_version_that_went_backwards_is_refused():
    """A draft is not gone on with in words that are older than its own."""
    newer = pack(attrs.evolve(FIT, version=2), prompt("one"))

    for guide in (reflect(newer), reflect(newer).answer(3)):
        with pytest.raises(
            CatalogueError, match=r"x\.own\.fit: is older in this catalogue"
        ) as caught:
            Guide.from_plain(guide.to_plain(), catalogue=catalogue(pack(FIT, prompt("one"))))
        assert caught.value.entry == "x.own.fit"


def test_an_answer_newer_than_its_prompt_is_refused():
    """The version of an answer is held to the catalogue as that of an open question is."""
    plain = reflect(pack()).answer(YES).to_plain()
    plain["taken"][0]["answer"]["version"] = 2

    with pytest.raises(CatalogueError, match=r"x\.own\.child: is older"):
        Guide.from_plain(plain, catalogue=OWN)


@pytest.mark.parametrize(
    ("guide", "found", "missing"),
    [
        (reflect(pack()), SHIPPED, "x.own.pack"),
        (reflect(ALL), SHIPPED, "x.own.child"),
        (reflect(pack()), catalogue(pack(FIT)), "x.own.child"),
        (reflect(pack()).answer(YES), catalogue(pack(FIT)), "x.own.child"),
    ],
    ids=["pack", "prompt of a list", "open prompt", "answered prompt"],
)
def test_what_vanished_is_named(guide, found, missing):
    """A draft whose pack or prompt is gone says which, and what to do."""
    with pytest.raises(
        CatalogueError, match="go on with the packs that it was begun with"
    ) as caught:
        Guide.from_plain(guide.to_plain(), catalogue=found)
    assert caught.value.entry == missing


@pytest.mark.parametrize(("field", "value"), [("model", "no-model"), ("stage", "no-stage")])
def test_a_model_or_stage_that_vanished_is_named(field, value):
    """A draft along a model needs that model, with its stages."""
    plain = reflect("gibbs").to_plain()
    (plain if field == "model" else plain["steps"][0])[field] = value

    with pytest.raises(CatalogueError) as caught:
        Guide.from_plain(plain)
    assert caught.value.entry == value


def test_a_draft_of_a_newer_release_is_not_guessed_at():
    """The schema is looked at before anything else."""
    with pytest.raises(UnsupportedFormatError, match="upgrade") as caught:
        Guide.from_plain({"schema": "guide/2", "unknown": 1})
    assert caught.value.schema == "guide/2"


def changed(**changes):
    """Return a draft with *changes*."""
    return {**begun().to_plain(), **changes}


def taken(**changes):
    """Return a draft whose second answer has *changes*."""
    plain = begun().to_plain()
    plain["taken"][2]["answer"] |= changes
    return plain


STEP = {"prompt": "x.own.fit", "version": 1, "stage": None}


@pytest.mark.parametrize(
    "plain",
    [
        None,
        "canary",
        ["canary"],
        {},
        {"canary": "canary"},
        changed(schema="canary"),
        changed(schema="session/1"),
        changed(schema=None),
        changed(canary="canary"),
        changed(model="gibbs"),
        changed(pack="canary sings"),
        changed(pack=7),
        changed(steps=[]),
        changed(steps="canary"),
        changed(steps=["canary"]),
        changed(steps=[STEP, STEP], taken=[]),
        changed(steps=[STEP]),
        changed(steps=[{**STEP, "prompt": "canary sings"}], taken=[]),
        changed(steps=[{**STEP, "stage": "canary sings"}], taken=[]),
        changed(steps=[{**STEP, "version": "canary"}], taken=[]),
        changed(taken=begun().to_plain()["taken"] * 2),
        changed(taken=[{"prompt": "canary sings", "answer": None}]),
        changed(
            taken=[{"prompt": "x.own.fit", "answer": begun().to_plain()["taken"][0]["answer"]}]
        ),
        changed(taken=[{"prompt": "x.own.fit", "canary": "canary"}]),
        changed(at="canary sings"),
        taken(prompt="canary sings"),
        taken(kind="canary"),
        taken(wording=""),
        taken(choices="canary"),
        taken(value="canary"),
        taken(value={"canary": "canary"}),
        taken(version=0),
        taken(canary="canary"),
    ],
)
def test_what_is_no_draft_is_refused_without_its_text(plain):
    """Broken or foreign data is refused by one error, which holds none of it."""
    with pytest.raises(CorruptRecordError) as caught:
        Guide.from_plain(plain, catalogue=OWN)

    assert "canary" not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_no_json_makes_a_guide_by_chance(plain):
    """Whatever JSON it is given, a guide comes from a draft or not at all."""
    with pytest.raises(BOTH):
        Guide.from_plain(plain, catalogue=OWN)


def places(plain, path=()):
    """Yield the path to everything in *plain*."""
    yield path
    if isinstance(plain, (dict, list)):
        for key, value in plain.items() if isinstance(plain, dict) else enumerate(plain):
            yield from places(value, (*path, key))


def attempted(plain):
    """Return the guide that *plain* makes, or None if it was refused."""
    try:
        return Guide.from_plain(plain, catalogue=OWN)
    except (*BOTH, CatalogueError):
        return None


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([path for path in places(begun().to_plain()) if path]), JSON)
def test_a_draft_with_one_thing_replaced_is_a_guide_or_an_error(path, value):
    """One damaged spot gives an error of ours, or a guide that goes on; nothing else."""
    plain = copy.deepcopy(begun().to_plain())
    *before, last = path
    at = plain
    for key in before:
        at = at[key]
    at[last] = value

    guide = attempted(plain)

    if guide is not None:
        assert Guide.from_plain(guide.to_plain(), catalogue=OWN) == guide
        assert guide.skip() if guide.question else guide.done

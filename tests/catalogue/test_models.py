"""The models that are shipped: their kinds, their questions, and how they are played."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from supervision.catalogue import Catalogue, ModelKind, UsedFor
from supervision.errors import InvalidRecordError
from supervision.identifiers import find
from supervision.records import (
    AnswerKind,
    CaseDiscussion,
    Function,
    Modality,
    line_of,
)
from supervision.reflection import reflect

SHIPPED = Catalogue.shipped()
MODELS = SHIPPED.models
EACH = pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
OF_REFLECTION = {
    "gibbs": ModelKind.CYCLE,
    "kolb": ModelKind.CYCLE,
    "borton": ModelKind.CYCLE,
    "driscoll": ModelKind.CYCLE,
    "rolfe": ModelKind.CYCLE,
    "johns": ModelKind.CYCLE,
    "schon": ModelKind.TIMING,
    "atkins-murphy": ModelKind.CYCLE,
    "boud": ModelKind.CYCLE,
    "era": ModelKind.CYCLE,
    "brookfield": ModelKind.LENSES,
    "mezirow": ModelKind.ARC,
    "kember-levels": ModelKind.LEVELS,
    "hatton-smith": ModelKind.LEVELS,
}
OF_SUPERVISION = {
    "proctor": ModelKind.FUNCTIONS,
    "kadushin": ModelKind.FUNCTIONS,
    "a-equip": ModelKind.FUNCTIONS,
    "seven-eyed": ModelKind.MODES,
    "discrimination": ModelKind.GRID,
    "idm": ModelKind.PROFILE,
    "cbt": ModelKind.COMPETENCES,
    "cyclical": ModelKind.CYCLE,
    "milne": ModelKind.CYCLE,
    "inskipp-proctor": ModelKind.FORMAT,
    "restorative": ModelKind.FORMAT,
    "group": ModelKind.FORMAT,
    "peer": ModelKind.FORMAT,
    "live": ModelKind.FORMAT,
    "reflecting-team": ModelKind.FORMAT,
    "intervision": ModelKind.FORMAT,
}
UNCONFIRMED = {
    "kolb",
    "brookfield",
    "mezirow",
    "hatton-smith",
    "inskipp-proctor",
    "idm",
    "milne",
    "restorative",
    "reflecting-team",
}


def stages(model):
    """Return the stages of *model*, along its axes too."""
    return [*model.stages, *(stage for axis in model.axes for stage in axis.stages)]


def value_for(prompt):
    """Return some answer to *prompt*."""
    if prompt.kind is AnswerKind.CHOICE:
        return prompt.choices[0]
    values = {AnswerKind.YESNO: True, AnswerKind.SCALE: prompt.low, AnswerKind.LIST: ["One."]}
    return values.get(prompt.kind, "A few words.")


def played(model, *answers):
    """Return the guide after *answers*, and then any answer to each question that is left."""
    guide = reflect(model)
    for answer in answers:
        guide = guide.answer(answer)
    while not guide.done:
        guide = guide.answer(value_for(guide.question.prompt))
    return guide


def asked(guide):
    """Return the ids of the prompts that were answered."""
    return [answer.prompt for answer in guide.answers]


def test_the_models_of_reflection_are_of_their_kinds():
    """There are fourteen, each of its own shape: a list of stages would be wrong for five."""
    found = {
        model.id: model.kind for model in MODELS.values() if model.used_for is UsedFor.REFLECTION
    }

    assert found == OF_REFLECTION


def test_the_models_of_supervision_are_of_their_kinds():
    """Functions, modes, a grid, a profile, competences, cycles and formats."""
    found = {
        model.id: model.kind for model in MODELS.values() if model.used_for is UsedFor.SUPERVISION
    }

    assert found == OF_SUPERVISION


def test_what_was_not_read_at_a_source_says_so():
    """A model whose structure is general knowledge is unconfirmed, and so are its prompts."""
    assert {model.id for model in MODELS.values() if not model.confirmed} == UNCONFIRMED
    for name in UNCONFIRMED:
        assert not any(prompt.confirmed for prompt in MODELS[name].prompts), name


@EACH
def test_every_stage_asks_what_the_catalogue_has(model):
    """The prompt of a stage is the model's own, or a pack's."""
    missing = [
        stage.id for stage in stages(model) if stage.prompt and stage.prompt not in SHIPPED.prompts
    ]

    assert missing == []


@EACH
def test_own_prompts_are_under_the_models_id(model):
    """A model's own prompts are called after it, touch known themes, and ask one question each."""
    for prompt in model.prompts:
        assert prompt.id.startswith(f"{model.id}.")
        assert prompt.themes
        assert set(prompt.themes) <= set(SHIPPED.themes)
        assert prompt.text.count("?") <= 1, prompt.id


@EACH
def test_own_prompts_branch_on_what_was_asked_before(model):
    """What a prompt waits for is an answer that an earlier one of the same model can have."""
    before = {}
    for prompt in model.prompts:
        if prompt.when is not None:
            assert prompt.when.is_ in before[prompt.when.prompt].choices
        before[prompt.id] = prompt


def test_no_two_prompts_share_an_id():
    """Packs and models together claim each id once."""
    ids = [prompt.id for pack in SHIPPED.packs.values() for prompt in pack.prompts]
    ids += [prompt.id for model in MODELS.values() for prompt in model.prompts]

    assert sorted(ids) == sorted(set(ids))


@EACH
def test_stages_can_be_recorded(model):
    """Each model and stage is an id that a case discussion takes."""
    case = CaseDiscussion(
        client="C-201", model=model.id, stages=[stage.id for stage in stages(model)]
    )

    assert case.stages


@EACH
def test_every_model_can_be_played_to_the_end(model):
    """Reflecting along any model ends, and leaves a reflection that names it."""
    guide = played(model)
    reflection = guide.reflection(on=date(2026, 11, 20), practitioner="S-014")

    assert reflection.model == model.id
    assert line_of(reflection).models == (model.id,)
    assert line_of(reflection).prompts == tuple(sorted(asked(guide)))


@pytest.mark.parametrize(
    "name", [name for name, kind in OF_REFLECTION.items() if kind is ModelKind.CYCLE]
)
def test_a_cycle_asks_once_a_stage_in_its_order(name):
    """Each stage of a cycle has its own question, and they come in order."""
    model = MODELS[name]

    assert asked(played(model)) == [stage.prompt for stage in model.stages]


def test_three_models_share_their_stages_and_not_their_questions():
    """Borton, Driscoll and Rolfe have the same three words and mean different things by them."""
    three = [MODELS[name] for name in ("borton", "driscoll", "rolfe")]

    assert {tuple(stage.id for stage in model.stages) for model in three} == {
        ("what", "so-what", "now-what")
    }
    for number in range(3):
        assert len({model.stages[number].text for model in three}) == 3
        wordings = {SHIPPED.prompt(model.stages[number].prompt).text for model in three}
        assert len(wordings) == 3


def test_lenses_have_no_order():
    """Of the four lenses any can be the first, and the only one."""
    for stage in MODELS["brookfield"].stages:
        guide = reflect("brookfield").go(stage.id)

        assert asked(guide.answer("From there it looks otherwise.")) == [stage.prompt]


@pytest.mark.parametrize("number", [0, 1])
def test_timing_comes_first_and_decides_what_is_asked(number):
    """Schön: one says when the thinking happened, and only that moment is asked about."""
    timing = SHIPPED.prompt("schon.timing")
    other = ["schon.in-action", "schon.on-action"][number]

    assert asked(played("schon", timing.choices[number])) == ["schon.timing", other]


@pytest.mark.parametrize("number", range(10))
def test_an_arc_asks_only_about_the_phase_in_view(number):
    """Mezirow: of ten phases one is chosen for today, and it has one question."""
    phase = SHIPPED.prompt("mezirow.phase")
    stage = MODELS["mezirow"].stages[number]

    assert len(phase.choices) == len(MODELS["mezirow"].stages) == 10
    assert asked(played("mezirow", phase.choices[number])) == ["mezirow.phase", stage.prompt]


@pytest.mark.parametrize("name", ["kember-levels", "hatton-smith"])
def test_levels_are_talked_about_and_never_scored(name):
    """A level is a word chosen for a page, then the sentence that shows it; there is no mark."""
    model = MODELS[name]
    choice, sentence = model.prompts
    labels = [stage.label.lower() for stage in model.stages]

    assert (choice.kind, sentence.kind) == (AnswerKind.CHOICE, AnswerKind.TEXT)
    assert list(choice.choices[:4]) == labels
    assert "never a score" in model.text
    for figure in ("0.376 to 0.748", "0.632", "0.35 to 0.45"):
        assert figure in model.text
    line = line_of(played(name).reflection(on=date(2026, 11, 20), practitioner="S-014"))
    assert line.ratings == ()


def test_grades_between_two_levels_are_allowed():
    """A page may lie between two of Kember's levels."""
    assert len(SHIPPED.prompt("kember-levels.level").choices) == 5


def test_the_seven_modes_are_numbered_in_order():
    """Stage number n of the seven-eyed model is mode n, and so is its question."""
    model = MODELS["seven-eyed"]

    assert [stage.prompt.split(".")[1][0] for stage in model.stages] == list("1234567")
    assert any(line.startswith("cases.modes:") for line in model.records)
    assert SHIPPED.prompt(model.stages[5].prompt).audience.value == "supervisor"


def test_the_grid_has_nine_cells():
    """Three roles by three foci, without the later fourth focus."""
    axes = MODELS["discrimination"].axes

    assert [(axis.id, len(axis.stages)) for axis in axes] == [("role", 3), ("focus", 3)]
    for axis in axes:
        choices = SHIPPED.prompt(f"discrimination.{axis.id}").choices
        assert list(choices) == [stage.id for stage in axis.stages]


def test_a_profile_has_a_level_and_its_evidence_for_each_domain():
    """IDM: eight domains, four levels, never one level for a person, and each with evidence."""
    domain, level = MODELS["idm"].axes
    labels = [stage.label.lower() for stage in level.stages]
    ids = [stage.prompt for stage in domain.stages]

    assert (domain.id, level.id) == ("domain", "level")
    assert len(ids) == 8
    assert labels == ["level 1", "level 2", "level 3", "level 3i"]
    assert all(list(SHIPPED.prompt(each).choices) == labels for each in ids)
    assert asked(played("idm")) == [one for each in ids for one in (each, f"{each}-evidence")]


def test_a_domain_that_was_not_looked_at_is_passed_over():
    """A profile may hold one domain and no other."""
    guide = reflect("idm").go("professional-ethics").answer("level 2")

    assert asked(guide) == ["idm.professional-ethics"]


def test_kadushins_functions_are_other_names_for_proctors():
    """Each of the three says under which of Proctor's names it is recorded, and asks the same."""
    pairs = list(zip(MODELS["kadushin"].stages, MODELS["proctor"].stages, strict=True))

    for kadushin, proctor in pairs:
        assert Function(proctor.id).value in kadushin.text
        assert kadushin.prompt == proctor.prompt
    assert [proctor.id for _, proctor in pairs] == [function.value for function in Function]


def test_the_questions_of_a_function_serve_it():
    """What opens one of Proctor's functions is a prompt of that function."""
    for stage in MODELS["proctor"].stages:
        assert SHIPPED.prompt(stage.prompt).function.value == stage.id


def test_formats_name_the_format_to_record():
    """Where a session has a format of that name, the model says to record it."""
    named = ("group", "peer", "live", "restorative", "intervision")

    for name in named:
        assert f"modality: {Modality(name).value}" in MODELS[name].records


def test_intervision_records_no_case():
    """Intervision lists no field of cases among what it lets one record."""
    assert [line for line in MODELS["intervision"].records if line.startswith("case")] == []


def test_a_model_does_not_change():
    """What is shipped is the same for everyone who asks."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        MODELS["gibbs"].label = "Another"


def test_a_cycle_may_be_entered_anywhere():
    """Each stage of a cycle can be gone to first, and the others are still asked."""
    for stage in MODELS["gibbs"].stages:
        guide = reflect("gibbs").go(stage.id)
        assert guide.question.prompt.id == stage.prompt
        assert guide.skip().question.of == len(MODELS["gibbs"].stages)


def test_a_model_without_a_shape_is_refused():
    """A model has stages, or the axes of a grid or profile."""
    with pytest.raises(InvalidRecordError, match="stages or axes must be given"):
        attrs.evolve(MODELS["gibbs"], stages=())


@EACH
def test_the_words_of_a_model_raise_no_alarm(model):
    """Nothing that a model says or asks looks like somebody's identifier."""
    texts = [model.label, model.text, *(stage.text for stage in stages(model))]
    for prompt in model.prompts:
        texts += [prompt.wording, prompt.purpose, *prompt.choices]

    assert [text for text in texts if find(text)] == []

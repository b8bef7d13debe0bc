"""What is to be asked, in which order, and where that comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import attrs

from supervision.catalogue import Catalogue, Model, Pack, Prompt, Stage
from supervision.errors import CatalogueError, InvalidRecordError

Source = Model | Pack


@attrs.frozen(kw_only=True)
class Step:
    """A prompt in its place: the stage of a model that it is for, if there is a model."""

    prompt: Prompt
    stage: Stage | None = None


@attrs.frozen(kw_only=True)
class Plan:
    """The prompts that a guide may ask, each once.

    Attributes:
        source: The model or pack that they come from; None for a list of prompts.
        steps: The prompts in the order to ask them.
    """

    source: Source | None = None
    steps: tuple[Step, ...]

    @property
    def model(self) -> Model | None:
        """The model that is followed, if one is."""
        return self.source if isinstance(self.source, Model) else None

    @property
    def name(self) -> str:
        """The id of the model or pack, or what else is asked."""
        return "prompts" if self.source is None else self.source.id

    def step(self, prompt: str) -> Step:
        """Return the step of the prompt with the id *prompt*."""
        return next(one for one in self.steps if one.prompt.id == prompt)

    def of_stage(self, stage: str) -> Step:
        """Return the step of the stage with the id *stage*.

        Raises:
            InvalidRecordError: if there is no such stage, or no model that would have stages.
        """
        if self.model is None:
            msg = f"{self.name}: what is asked has no stages; skip what you would pass over"
            raise InvalidRecordError(msg, field="stage")
        found = {one.stage.id: one for one in reversed(self.steps) if one.stage is not None}
        if stage not in found:
            msg = f"{self.name}: stage must be one of {', '.join(reversed(found))}"
            raise InvalidRecordError(msg, field="stage")
        return found[stage]


def plan_of(what: str | Source | Iterable[Prompt], catalogue: Catalogue | None) -> Plan:
    """Return the plan of a model, a pack, the id of either, or prompts.

    Raises:
        CatalogueError: if the id is of neither.
        InvalidRecordError: if there is nothing to ask, or two prompts have one id.
    """
    if isinstance(what, str):
        what = _named(what, catalogue or Catalogue.shipped())
    if isinstance(what, Model):
        steps = _steps_of_model(what, catalogue or Catalogue.shipped())
        return Plan(source=what, steps=_each_once(steps))
    if isinstance(what, Pack):
        return Plan(source=what, steps=_each_once(_steps_of_pack(what)))
    return Plan(steps=_each_once(Step(prompt=one) for one in what))


def stages_of(model: Model) -> tuple[Stage, ...]:
    """Return the stages of *model* and then those along its axes, in order."""
    return (*model.stages, *(stage for axis in model.axes for stage in axis.stages))


def _named(name: str, catalogue: Catalogue) -> Source:
    # Some packs hold the questions of a model and share its id: the model knows the stages too.
    source = catalogue.models.get(name) or catalogue.packs.get(name)
    if source is None:
        msg = f"no model or pack has this id; {_hint(name, catalogue)}"
        raise CatalogueError(msg)
    return source


def _hint(name: str, catalogue: Catalogue) -> str:
    if name in catalogue.approaches:
        packs = ", ".join(catalogue.approaches[name].packs)
        return f"an approach has it, and these packs: {packs}"
    close = get_close_matches(name, {**catalogue.models, **catalogue.packs})
    return f"did you mean {' or '.join(close)}?" if close else "see what the catalogue has"


def _steps_of_model(model: Model, catalogue: Catalogue) -> Iterator[Step]:
    stages = {stage.prompt: stage for stage in stages_of(model) if stage.prompt is not None}
    places = {prompt.id: place for place, prompt in enumerate(model.prompts)}
    free = [prompt for prompt in model.prompts if prompt.id not in stages]
    for wanted, stage in stages.items():
        # A prompt of the model's own that has no stage keeps its place among the others.
        while free and places[free[0].id] < places.get(wanted, 0):
            yield Step(prompt=free.pop(0))
        prompt = model.prompts[places[wanted]] if wanted in places else catalogue.prompt(wanted)
        yield Step(prompt=prompt, stage=stage)
    yield from (Step(prompt=prompt) for prompt in free)


def _steps_of_pack(pack: Pack) -> Iterator[Step]:
    return (Step(prompt=one) for one in pack.all_prompts if one.replaced_by is None)


def _each_once(steps: Iterable[Step]) -> tuple[Step, ...]:
    found: dict[str, Step] = {}
    for step in steps:
        prompt = step.prompt
        if found.setdefault(prompt.id, step).prompt != prompt:
            msg = f"{prompt.id} is here in two versions; ask one of them"
            raise InvalidRecordError(msg, field="prompts")
    # What waits for an answer can come once something was answered, so something must not wait.
    if all(step.prompt.when is not None for step in found.values()):
        msg = "nothing can be asked: there is no prompt here, or each waits for another's answer"
        raise InvalidRecordError(msg, field="prompts")
    return tuple(found.values())

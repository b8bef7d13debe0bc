"""A guide as plain data, for a draft: every answer with the words that it answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import attrs

from supervision.catalogue import Catalogue, Model, Pack
from supervision.codec import structured
from supervision.errors import CatalogueError, CorruptRecordError, UnsupportedFormatError
from supervision.records import Answer
from supervision.reflection._plan import Plan, Source, Step, stages_of
from supervision.reflection._state import State, Taken

T = TypeVar("T")

SCHEMA = "guide/1"
_LATER = re.compile(r"guide/[1-9][0-9]{0,8}")
# Wide enough for every id, and too narrow for a sentence that slipped into its place.
_ID = re.compile(r"[a-z][a-z0-9.-]{0,79}")
_OLDER = "is older in this catalogue than in the draft"


@attrs.frozen(kw_only=True)
class _Planned:
    prompt: str
    version: int
    stage: str | None


@attrs.frozen(kw_only=True)
class _Draft:
    schema: str
    model: str | None
    pack: str | None
    steps: tuple[_Planned, ...]
    taken: tuple[Taken, ...]
    at: str | None


def plain_of(state: State) -> dict[str, Any]:
    """Return *state* as plain data."""
    model, source = state.plan.model, state.plan.source
    return {
        "schema": SCHEMA,
        "model": None if model is None else model.id,
        "pack": source.id if isinstance(source, Pack) else None,
        "steps": [_plain_step(one) for one in state.plan.steps],
        "taken": [_plain_taken(one) for one in state.taken],
        "at": state.at,
    }


def state_of(plain: Mapping[str, Any], catalogue: Catalogue) -> State:
    """Return the state that *plain* describes, its questions in the words of *catalogue*.

    Raises:
        CorruptRecordError: if it is not what `plain_of` returns.
        UnsupportedFormatError: if a newer release wrote it.
        CatalogueError: if a prompt, or what it belongs to, is not in *catalogue*, or only in an
            older version.
    """
    draft = _draft(plain)
    source = _source(draft, catalogue)
    steps = tuple(_steps(draft, source, catalogue))
    state = State(plan=Plan(source=source, steps=steps), taken=draft.taken, at=draft.at)
    _check_answers(state)
    # In its newer words a question may wait for an answer that it did not wait for.
    can_be_asked = draft.at in state.order or state.current in state.open
    return state if can_be_asked else attrs.evolve(state, at=None)


def _plain_step(step: Step) -> dict[str, Any]:
    prompt, stage = step.prompt, step.stage
    return {
        "prompt": prompt.id,
        "version": prompt.version,
        "stage": None if stage is None else stage.id,
    }


def _plain_taken(taken: Taken) -> dict[str, Any]:
    answer = taken.answer
    return {"prompt": taken.prompt, "answer": None if answer is None else _plain_answer(answer)}


def _plain_answer(answer: Answer) -> dict[str, Any]:
    value = answer.value
    return {
        "prompt": answer.prompt,
        "version": answer.version,
        "kind": answer.kind.value,
        "wording": answer.wording,
        "choices": list(answer.choices),
        "value": list(value) if isinstance(value, tuple) else value,
    }


def _draft(plain: Mapping[str, Any]) -> _Draft:
    schema = plain.get("schema") if isinstance(plain, Mapping) else None
    if schema != SCHEMA and isinstance(schema, str) and _LATER.fullmatch(schema):
        msg = "this draft was written by a newer release; upgrade supervision to go on with it"
        raise UnsupportedFormatError(msg, schema=schema)
    draft, problems = structured(plain, _Draft)  # type: ignore[arg-type] # refused if it is no dict
    if draft is not None:
        problems = tuple(_problems(draft))
    if draft is None or problems:
        raise _broken(*problems[0])
    return draft


def _problems(draft: _Draft) -> Iterator[tuple[str, str]]:
    planned = [one.prompt for one in draft.steps]
    taken = [one.prompt for one in draft.taken]
    ids = (*planned, *[one.stage for one in draft.steps], draft.model, draft.pack)
    if draft.schema != SCHEMA:
        yield "schema", f"must be {SCHEMA}"
    if not all(_ID.fullmatch(one) for one in ids if one is not None):
        yield "steps", "must name prompts, stages, a model or a pack by their ids"
    if draft.model is not None and draft.pack is not None:
        yield "pack", "must be null where there is a model"
    if not planned or len(set(planned)) < len(planned):
        yield "steps", "must hold one prompt at least, and each once"
    if len(set(taken)) < len(taken) or not {*taken, draft.at} <= {*planned, None}:
        yield "taken", "and at must be of the steps, and each once"
    if any(one.answer is not None and one.answer.prompt != one.prompt for one in draft.taken):
        yield "taken", "must hold answers to their own prompts"


def _broken(path: str, rule: str) -> CorruptRecordError:
    msg = f"this is not the draft of a guide: {path} {rule}"
    return CorruptRecordError(msg, field=path)


def _source(draft: _Draft, catalogue: Catalogue) -> Source | None:
    if draft.model is not None:
        return _present(draft.model, catalogue.models)
    return None if draft.pack is None else _present(draft.pack, catalogue.packs)


def _steps(draft: _Draft, source: Source | None, catalogue: Catalogue) -> Iterator[Step]:
    stages = {one.id: one for one in stages_of(source)} if isinstance(source, Model) else {}
    for one in draft.steps:
        prompt = _present(one.prompt, catalogue.prompts)
        if prompt.version < one.version:
            raise _gone(one.prompt, _OLDER)
        stage = None if one.stage is None else _present(one.stage, stages)
        yield Step(prompt=prompt, stage=stage)


def _check_answers(state: State) -> None:
    for one in state.taken:
        newest = state.plan.step(one.prompt).prompt.version
        if one.answer is not None and one.answer.version > newest:
            raise _gone(one.prompt, _OLDER)


def _present(wanted: str, known: Mapping[str, T]) -> T:
    found = known.get(wanted)
    if found is None:
        raise _gone(wanted, "is in the draft and not in this catalogue")
    return found


def _gone(entry: str, rule: str) -> CatalogueError:
    return CatalogueError(f"{rule}; go on with the packs that it was begun with", entry=entry)

"""Pages that are written from the catalogue when the documentation is built.

A page of the reference names what belongs in it by a comment such as ``<!-- catalogue: themes -->``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from supervision.catalogue import (
    Approach,
    Catalogue,
    Model,
    Pack,
    Prompt,
    Requirement,
    Stage,
    instruments,
)

_PLACE = re.compile(r"<!-- catalogue: (\w+) -->")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|{}$~])")
_UNCONFIRMED = " *General knowledge, not read at a source.*"


def setup(app):
    """Fill the pages as Sphinx reads them."""
    app.connect("source-read", _on_read)
    return {"parallel_read_safe": True}


def filled(text: str) -> str:
    """Return the text of a page with each comment replaced by what it names."""
    return _PLACE.sub(lambda place: "\n".join(WRITERS[place[1]](Catalogue.shipped())), text)


def _on_read(app, page, source):  # noqa: ARG001 - what Sphinx calls
    source[0] = filled(source[0])


def themes(catalogue: Catalogue) -> Iterator[str]:
    """Yield a table of themes for each family."""
    for family in catalogue.families.values():
        yield from (f"## {_plain(family.label)}", "", f"`{family.id}`. {_plain(family.text)}", "")
        yield from _table(
            ("theme", "label", "covers", "after"),
            (
                (f"`{theme.id}`", theme.label, theme.text, _source(theme))
                for theme in catalogue.themes.values()
                if theme.family == family.id
            ),
        )


def prompts(catalogue: Catalogue) -> Iterator[str]:
    """Yield a table of prompts for each pack."""
    for pack in catalogue.packs.values():
        yield from (f"## {_plain(pack.title)}", "", _about_pack(pack), "")
        yield from _prompt_table(pack.prompts)


def reflective(catalogue: Catalogue) -> Iterator[str]:
    """Yield the models of reflection."""
    yield from _models(catalogue, "reflection")


def supervisory(catalogue: Catalogue) -> Iterator[str]:
    """Yield the models of supervision."""
    yield from _models(catalogue, "supervision")


def approaches(catalogue: Catalogue) -> Iterator[str]:
    """Yield every approach."""
    for approach in catalogue.approaches.values():
        yield from _approach(approach)


def licensed(_: Catalogue) -> Iterator[str]:
    """Yield a table of the instruments that need a licence."""
    yield from _table(
        ("id", "name", "rights", "here"),
        (
            (
                ", ".join(f"`{name}`" for name in (each.id, *each.also)),
                each.name,
                f"{_plain(each.rights)}.{'' if each.confirmed else _UNCONFIRMED}",
                each.verdict,
            )
            for each in instruments()
        ),
    )


def rules(catalogue: Catalogue) -> Iterator[str]:
    """Yield every rule on hours, with what it asks for and where that is from."""
    for rule in catalogue.rules.values():
        yield from (f"## {_plain(rule.title)}", "", f"`{rule.id}`. {_plain(rule.text)}", "")
        yield from _table(
            ("requirement", "shape", "asks for"),
            ((f"`{one.id}`", type(one).__name__.lower(), _asked(one)) for one in rule.requirements),
        )
        credit = [one.said.capitalize() for one in rule.credit] or ["Groups do not count"]
        numbers = [f"Needs `{one.id}`: {_plain(one.text)}" for one in rule.numbers]
        look = [f"Look at yourself: {_plain(text)}" for text in rule.unchecked]
        yield from (f"* {line.rstrip('.')}." for line in (*numbers, *credit, *look))
        yield from ("", f"{_plain(rule.jurisdiction)}. {_source(rule)} {_plain(rule.verify)}", "")


WRITERS: dict[str, Callable[[Catalogue], Iterator[str]]] = {
    "themes": themes,
    "prompts": prompts,
    "reflective": reflective,
    "supervisory": supervisory,
    "approaches": approaches,
    "instruments": licensed,
    "rules": rules,
}


def _asked(one: Requirement) -> str:
    return f"{_plain(one.text)}{' *A recommendation.*' if one.advised else ''}"


def _about_pack(pack: Pack) -> str:
    asked = "" if pack.audience == "supervisee" else f" For the {pack.audience}."
    apart = " Belongs to an approach; nobody gets it unasked." if pack.approach_specific else ""
    return f"`{pack.id}`. {_plain(pack.text)}{asked}{apart}"


def _prompt_table(rows: Iterable[Prompt]) -> Iterator[str]:
    yield from _table(
        ("prompt", "asks", "answer", "for", "themes", "after"),
        (
            (
                f"`{each.id}`",
                _asks(each),
                _answer(each),
                f"{_plain(each.purpose)} ({each.function})",
                "<br>".join(f"`{theme}`" for theme in each.themes),
                _source(each),
            )
            for each in rows
        ),
    )


def _asks(prompt: Prompt) -> str:
    parts = [_plain(prompt.text)]
    if prompt.when is not None:
        wanted = {True: "yes", False: "no"}.get(prompt.when.is_, prompt.when.is_)
        parts.append(f"*Only if `{prompt.when.prompt}` is {_plain(wanted)}.*")
    if prompt.reminder is not None:
        answer = "Yes" if prompt.reminder.on else "No"
        parts.append(f"*{answer} reminds a person:* {_plain(prompt.reminder.text)}")
    return "<br>".join(parts)


def _answer(prompt: Prompt) -> str:
    if prompt.anchors is None:
        return (
            f"{prompt.kind}: {_plain(', '.join(prompt.choices))}" if prompt.choices else prompt.kind
        )
    ends = f"{prompt.low} = {prompt.anchors[0]}, {prompt.high} = {prompt.anchors[1]}"
    return f"scale: {_plain(ends)}{'; a series' if prompt.repeatable else ''}"


def _models(catalogue: Catalogue, used_for: str) -> Iterator[str]:
    for model in catalogue.models.values():
        if model.used_for == used_for:
            yield from _model(model)


def _model(model: Model) -> Iterator[str]:
    yield from (f"### {_plain(model.label)}", "")
    yield from (f"`{model.id}`, {model.kind}. {_plain(model.text)}", "")
    yield from _stages("stage", model.stages)
    for axis in model.axes:
        yield from _stages(f"{axis.label} (`{axis.id}`)", axis.stages)
    if model.records:
        yield from ("Lets you record:", "", *map(_recorded, model.records), "")
    if model.prompts:
        yield from _prompt_table(model.prompts)
    yield from (f"After {_source(model)}", "")


def _recorded(text: str) -> str:
    path, colon, meaning = text.partition(": ")
    return f"* `{path}`{colon}{_plain(meaning)}"


def _stages(title: str, stages: Iterable[Stage]) -> Iterator[str]:
    rows = [
        (f"`{stage.id}`", stage.label, stage.text, f"`{stage.prompt}`" if stage.prompt else "")
        for stage in stages
    ]
    if rows:
        yield from _table((title, "is called", "what happens there", "prompt"), rows)


def _approach(approach: Approach) -> Iterator[str]:
    yield from (f"## {_plain(approach.title)}", "", f"`{approach.id}`. {_plain(approach.text)}", "")
    for name in ("packs", "themes", "models"):
        if ids := getattr(approach, name):
            yield f"* {name.capitalize()}: {', '.join(f'`{each}`' for each in ids)}"
    yield ""
    yield from _table(
        ("tag", "of", "is called", "means"),
        (
            (f"`{each.id}`", f"`{each.group}`", each.label, _meaning(each))
            for each in approach.elements
        ),
    )
    for shape in approach.shapes:
        yield from (f"**{_plain(shape.label)}** (`{shape.id}`): {_plain(shape.text)}", "")
        yield from (*_shape(shape), "")
    yield from (f"After {_source(approach)}", "")


def _shape(shape: Any) -> Iterator[str]:
    yield f"* A {shape.record}{f' of the format {shape.modality}' if shape.modality else ''}."
    for name, says in (
        ("empty", "Stay empty"),
        ("given", "Are given"),
        ("answered", "Are answered"),
    ):
        if paths := getattr(shape, name):
            yield f"* {says}: {', '.join(f'`{path}`' for path in paths)}."


def _meaning(entry: Any) -> str:
    return f"{_plain(entry.text)}{'' if entry.confirmed else _UNCONFIRMED}"


def _source(entry: Any) -> str:
    text = _plain(entry.source).rstrip(".")
    return f"{text}.{'' if entry.confirmed else _UNCONFIRMED}"


def _table(titles: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    listed = list(rows)
    if not listed:
        return
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(titles)}"
    yield from (f"| {' | '.join(row)} |" for row in listed)
    yield ""


def _plain(text: str) -> str:
    """Return *text* so that no character of it is taken for markup."""
    return _SPECIAL.sub(r"\\\1", text)

"""Invented prompts, one of each kind, some of which wait for another's answer."""

from __future__ import annotations

from supervision.catalogue import (
    Catalogue,
    Condition,
    Model,
    ModelKind,
    Pack,
    Prompt,
    Reminder,
    Stage,
    UsedFor,
)
from supervision.records import AnswerKind, Function

OURS = {"source": "ours", "rights": "ours"}


def prompt(name, kind=AnswerKind.TEXT, **changes):
    """Return a prompt with the id `x.own.<name>`, with *changes*."""
    given = {
        "id": f"x.own.{name}",
        "text": f"What of {name}?",
        "purpose": "a test",
        "function": Function.FORMATIVE,
        "kind": kind,
    }
    if kind is AnswerKind.CHOICE:
        given["choices"] = ("red", "blue")
    if kind is AnswerKind.SCALE:
        given["anchors"] = ("not at all", "entirely")
    return Prompt(**{**given, **OURS, **changes})


def after(name, answer):
    """Return the condition that the prompt *name* was answered so."""
    return Condition(prompt=f"x.own.{name}", is_=answer)


CHILD = prompt(
    "child",
    AnswerKind.YESNO,
    themes=("safety.child",),
    function=Function.NORMATIVE,
    reminder=Reminder(on=True, text="Speak with the safeguarding lead today."),
)
DAY = prompt("day", when=after("child", answer=True), themes=("family.children",))
COLOUR = prompt("colour", AnswerKind.CHOICE, when=after("child", answer=True))
BLUE = prompt("blue", AnswerKind.LIST, when=after("colour", answer="blue"))
FIT = prompt("fit", AnswerKind.SCALE, function=Function.RESTORATIVE, low=1, high=7)
ALL = (CHILD, DAY, COLOUR, BLUE, FIT)


def pack(*prompts, **changes):
    """Return a pack of *prompts*, or of all of them, with *changes*."""
    given = {"id": "x.own.pack", "title": "Own", "text": "Own.", "prompts": prompts or ALL}
    return Pack(**{**given, **OURS, **changes})


def model(*prompts, kind=ModelKind.LENSES, **changes):
    """Return a model with a stage for each of *prompts*, named like it, with *changes*."""
    stages = [
        Stage(id=one.id.split(".")[-1], label=one.id.upper(), text="-", prompt=one.id)
        for one in prompts
    ]
    given = {
        "id": "own",
        "label": "Own",
        "text": "Own.",
        "kind": kind,
        "used_for": UsedFor.REFLECTION,
        "stages": stages,
        "prompts": prompts,
        "confirmed": True,
    }
    return Model(**{**given, **OURS, **changes})


def catalogue(*packs):
    """Return what is shipped, with *packs*."""
    return Catalogue.shipped().with_packs(*packs)


def names(guide):
    """Return the names of the prompts that *guide* has answers to."""
    return [answer.prompt.removeprefix("x.own.") for answer in guide.answers]


def asked(guide):
    """Return the name of the prompt that *guide* asks now."""
    return guide.question and guide.question.prompt.id.removeprefix("x.own.")

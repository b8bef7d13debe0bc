"""What supervision agreed to keep to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import NoReturn

import attrs

from supervision.catalogue import Approach
from supervision.errors import InvalidRecordError
from supervision.records import Function, strict

_ALL = 100


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


class FocusKind(StrEnum):
    """What the shares of a focus are of."""

    THEMES = "themes"
    FUNCTIONS = "functions"


@attrs.frozen(kw_only=True, field_transformer=strict)
class Aim:
    """One part of a focus.

    Attributes:
        name: What to call it, such as `resonance`.
        percent: The share agreed, in whole per cent, from 1 to 100.
        of: The themes, patterns such as `resonance.*`, or functions it is of.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    name: str
    percent: int
    of: tuple[str, ...] = attrs.field(converter=_texts)

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.percent <= _ALL:
            _refuse("percent", "must be from 1 to 100")
        if not self.of:
            _refuse("of", "must name a theme, a pattern or a function")


def _aims(values: Iterable[Aim]) -> tuple[Aim, ...]:
    return tuple(values)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Focus:
    """What share of each session's themes, or functions, was agreed to be of what.

    It is a floor: more than the share is no drift. What the shares leave over is free.

    Attributes:
        aims: The parts, one or more, of 100 % together at most; none with a theme of another.
        kind: What the shares are of.

    Raises:
        InvalidRecordError: if a value breaks a rule.

    Examples:
        >>> focus = Focus.on_themes({"resonance": 50, "family": 25})
        >>> [(aim.name, aim.percent, aim.of) for aim in focus.aims][0]
        ('resonance', 50, ('resonance', 'resonance.*'))
        >>> Focus.on_functions({"formative": 60, "restorative": 50})
        Traceback (most recent call last):
            ...
        supervision.errors.InvalidRecordError: aims must not come to more than 100 % together
    """

    aims: tuple[Aim, ...] = attrs.field(converter=_aims)
    kind: FocusKind = FocusKind.THEMES

    def __attrs_post_init__(self) -> None:
        if not self.aims:
            _refuse("aims", "must have at least one part")
        if sum(aim.percent for aim in self.aims) > _ALL:
            _refuse("aims", "must not come to more than 100 % together")
        if len({aim.name for aim in self.aims}) < len(self.aims) or _overlap(self.aims):
            _refuse("aims", "must not name the same thing twice")
        named = {one for aim in self.aims for one in aim.of}
        if self.kind is FocusKind.FUNCTIONS and not named <= set(Function):
            _refuse("aims", "must be of functions, such as 'restorative'")

    @classmethod
    def on_themes(cls, shares: Mapping[str, int]) -> Focus:
        """Return a focus on families of themes, or on single ones: its id → per cent."""
        # Made before it is handed over: a refusal inside a generator would be lost.
        aims = [Aim(name=name, percent=one, of=(name, f"{name}.*")) for name, one in shares.items()]
        return cls(aims=aims)

    @classmethod
    def on_functions(cls, shares: Mapping[str, int]) -> Focus:
        """Return a focus on functions of supervision: the function → per cent."""
        aims = (
            Aim(name=str(name), percent=share, of=(str(name),)) for name, share in shares.items()
        )
        return cls(aims=aims, kind=FocusKind.FUNCTIONS)

    @classmethod
    def on_approach(cls, approach: Approach, percent: int) -> Focus:
        """Return a focus on the themes of an approach, with the share that you agreed on."""
        return cls(aims=[Aim(name=approach.id, percent=percent, of=approach.themes)])

    def text(self) -> str:
        """Say it in a sentence."""
        parts = ", ".join(f"{aim.percent} % {aim.name}" for aim in self.aims)
        return f"Agreed of the {self.kind} of each session: at least {parts}."


def _overlap(aims: Iterable[Aim]) -> bool:
    named = [(number, one) for number, aim in enumerate(aims) for one in aim.of]
    return any(
        fnmatchcase(one, pattern)
        for number, pattern in named
        for other, one in named
        if number != other
    )


def _refuse(field: str, rule: str) -> NoReturn:
    msg = f"{field} {rule}"
    raise InvalidRecordError(msg, field=field)

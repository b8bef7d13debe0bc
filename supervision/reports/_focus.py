"""What supervision agreed to keep to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import NoReturn

import attrs

from supervision.catalogue import Approach, Catalogue
from supervision.errors import InvalidRecordError
from supervision.records import FocusShare, Function, LedgerLine, strict

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

    @property
    def is_by_name(self) -> bool:
        """Whether it is of what its name says; a part for an approach is of that one's themes."""
        return self.of in {(self.name,), _named(self.name)}


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
        aims = [Aim(name=name, percent=one, of=_named(name)) for name, one in shares.items()]
        return cls(aims=aims)

    @classmethod
    def on_functions(cls, shares: Mapping[str, int]) -> Focus:
        """Return a focus on functions of supervision: the function → per cent."""
        aims = [Aim(name=str(name), percent=one, of=(str(name),)) for name, one in shares.items()]
        return cls(aims=aims, kind=FocusKind.FUNCTIONS)

    @classmethod
    def on_approach(cls, approach: Approach, percent: int) -> Focus:
        """Return a focus on the themes of an approach, with the share that you agreed on."""
        return cls(aims=[Aim(name=approach.id, percent=percent, of=approach.themes)])

    @classmethod
    def of(cls, line: LedgerLine, *, approach: Approach | None = None) -> tuple[Focus, ...]:
        """Return what an agreement says: a focus on themes, one on functions, both or neither.

        Args:
            line: The line of the agreement.
            approach: The approach that it names as its focus, for whose themes the share of that
                name is; without it that share is for the family of that name.

        Raises:
            InvalidRecordError: if two shares have a theme in common.

        Examples:
            >>> from supervision.records import line_of
            >>> from supervision.testing import example_agreement
            >>> for focus in Focus.of(line_of(example_agreement())):
            ...     print(focus.text())
            Agreed of the themes of each session: at least 40 % family, 30 % resonance.
        """
        functions = {each.what: each.percent for each in line.focus if each.what in set(Function)}
        own = None if approach is None or approach.id != line.focus_approach else approach
        aims = [_aim(each, own) for each in line.focus if each.what not in functions]
        found = [cls(aims=aims)] if aims else []
        return (*found, cls.on_functions(functions)) if functions else tuple(found)

    def unnamed(self, catalogue: Catalogue, *, met: Collection[str] = ()) -> tuple[Aim, ...]:
        """Return the parts whose name is neither in the catalogue nor among what came up.

        What nothing is called never comes up, and would look like work that left its focus.

        Args:
            catalogue: Where families and themes stand.
            met: The themes that came up, your own among them.

        Examples:
            >>> focus = Focus.on_themes({"resonanz": 40, "family": 25})
            >>> [aim.name for aim in focus.unnamed(Catalogue.shipped())]
            ['resonanz']
        """
        known = focus_names(catalogue, met=met)
        return tuple(aim for aim in self.aims if aim.is_by_name and aim.name not in known)

    def text(self) -> str:
        """Say it in a sentence."""
        parts = ", ".join(f"{aim.percent} % {aim.name}" for aim in self.aims)
        return f"Agreed of the {self.kind} of each session: at least {parts}."


def focus_names(catalogue: Catalogue, *, met: Collection[str] = ()) -> frozenset[str]:
    """Return all that a share of a focus can name.

    Args:
        catalogue: Where families and themes stand.
        met: Themes that came up besides, your own among them.

    Examples:
        >>> {"family", "family.burden", "formative", "x.kent"} <= focus_names(
        ...     Catalogue.shipped(), met=["x.kent.kin"])
        True
    """
    families = {theme.rpartition(".")[0] for theme in met}
    return frozenset({*catalogue.families, *catalogue.themes, *Function, *met, *families})


def _named(what: str) -> tuple[str, ...]:
    return what, f"{what}.*"


def _aim(share: FocusShare, approach: Approach | None) -> Aim:
    of = _named(share.what)
    if approach is not None and approach.id == share.what:
        of = approach.themes
    return Aim(name=share.what, percent=share.percent, of=of)


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

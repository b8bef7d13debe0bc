"""One case brought to a session."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from supervision.records._answer import Answer, answers
from supervision.records._enums import Function
from supervision.records._fields import ids, narrative, pseudonym, texts
from supervision.records._rules import (
    CODES,
    DOTTED,
    PRIMARY_RULE,
    THEME_RULE,
    check_code,
    check_dotted,
    check_words,
    refuse,
)
from supervision.records._strict import strict

_MODES = frozenset(range(1, 8))


def functions(values: Iterable[Function]) -> frozenset[Function]:
    """Return the set of *values*."""
    return frozenset(values)


def _modes(values: Iterable[int]) -> frozenset[int]:
    return frozenset(values)


@attrs.frozen(kw_only=True, field_transformer=strict)
class CaseDiscussion:
    """One case brought to a session.

    Attributes:
        client: The client's pseudonym.
        setting: Where the work happens, in a few words.
        functions: What the discussion was for.
        model: The id of the model it followed, such as `seven-eyed`.
        stages: The ids of the model's stages that were visited, in order.
        modes: The modes of the seven-eyed model that were visited, from 1 to 7.
        themes: The themes it touched, such as `family.part-of-solution`.
        primary_theme: The one of *themes* that it was most about.
        notes: What was said and thought.
        answers: The prompts that were answered.

    Raises:
        InvalidRecordError: if a value breaks a rule.

    Examples:
        >>> CaseDiscussion(client="c-201", notes="Spoke of his brother.").client
        'C-201'
    """

    client: str = pseudonym()
    setting: str = narrative()
    functions: frozenset[Function] = attrs.field(default=frozenset(), converter=functions)
    model: str | None = None
    stages: tuple[str, ...] = attrs.field(default=(), converter=texts)
    modes: frozenset[int] = attrs.field(default=frozenset(), converter=_modes)
    themes: frozenset[str] = attrs.field(default=frozenset(), converter=ids)
    primary_theme: str | None = None
    notes: str = narrative()
    answers: tuple[Answer, ...] = attrs.field(default=(), converter=answers)

    # Runs for every case of every body that is read: what is empty or known costs no call.
    def __attrs_post_init__(self) -> None:
        themes = self.themes
        if self.client not in CODES:
            check_code("client", self.client)
        if not themes <= DOTTED:
            check_dotted("themes", themes, THEME_RULE)
        if self.primary_theme is not None and self.primary_theme not in themes:
            refuse("primary_theme", PRIMARY_RULE)
        if self.model is not None:
            check_words("model", (self.model,))
        if self.stages:
            check_words("stages", self.stages)
        if self.modes and not self.modes <= _MODES:
            refuse("modes", "must be from 1 to 7")


def cases(values: Iterable[CaseDiscussion]) -> tuple[CaseDiscussion, ...]:
    """Return *values* in order."""
    return tuple(values)

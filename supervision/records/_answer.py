"""One prompt, answered."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from supervision.records._enums import AnswerKind
from supervision.records._fields import texts
from supervision.records._rules import (
    LAST_REVISION,
    PROMPT_RULE,
    check_dotted,
    check_range,
    check_unique,
    refuse,
)
from supervision.records._strict import strict

_HIGHEST_MARK = 10
_TYPES: dict[AnswerKind, type] = {
    AnswerKind.TEXT: str,
    AnswerKind.SCALE: int,
    AnswerKind.YESNO: bool,
    AnswerKind.CHOICE: str,
    AnswerKind.LIST: tuple,
}


def _answered(value: str | int | Iterable[str]) -> str | int | tuple[str, ...]:
    return value if isinstance(value, (str, int)) else texts(value)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Answer:
    """An answer, with the prompt as it was shown.

    The wording and the choices are kept because prompts are revised, and an answer means
    little beside a question that nobody was asked.

    Attributes:
        prompt: The id of the prompt, such as `needs.fit`, or your own under `x.<org>.`.
        version: The version of the prompt, 1 or more.
        kind: What sort of answer it asks for.
        wording: The question as it was shown.
        choices: The choices as they were shown, in their order; needed by a choice.
        value: Text; a whole number from 0 to 10; true or false; one of *choices*; a list of texts.

    Raises:
        InvalidRecordError: if a value breaks a rule.

    Examples:
        >>> Answer(prompt="needs.fit", wording="How close was the fit?", kind=AnswerKind.SCALE,
        ...        value=7)
        Answer(prompt='needs.fit', version=1, kind=<AnswerKind.SCALE: 'scale'>)
    """

    prompt: str
    version: int = 1
    kind: AnswerKind
    wording: str = attrs.field(repr=False)
    choices: tuple[str, ...] = attrs.field(default=(), converter=texts, repr=False)
    value: str | int | bool | tuple[str, ...] = attrs.field(converter=_answered, repr=False)

    def __attrs_post_init__(self) -> None:
        check_dotted("prompt", (self.prompt,), PROMPT_RULE)
        check_range("version", self.version, 1, LAST_REVISION)
        if not self.wording.strip():
            refuse("wording", "must hold the question as it was shown")
        check_unique("choices", self.choices)
        self._check_value()

    def _check_value(self) -> None:
        if type(self.value) is not _TYPES[self.kind]:
            refuse("value", f"must be what an answer of kind {self.kind.value} holds")
        if self.kind is AnswerKind.SCALE and self.value not in range(_HIGHEST_MARK + 1):
            refuse("value", f"must be from 0 to {_HIGHEST_MARK}")
        if self.kind is AnswerKind.CHOICE and self.value not in self.choices:
            refuse("value", "must be one of the choices")


def answers(values: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return *values* in order."""
    return tuple(values)

"""Prompts: what is asked, of whom, and what answers fit."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
from attrs.converters import optional

from supervision.catalogue._enums import Audience
from supervision.catalogue._rules import (
    check_all_texts,
    check_dotted,
    check_lang,
    check_successor_of,
    check_texts,
    check_unique,
    check_version,
    listed,
    refuse,
)
from supervision.errors import InvalidRecordError
from supervision.records import Answer, AnswerKind, Function, strict

LOWEST, HIGHEST = 0, 10
_ENDS = 2


@attrs.frozen(kw_only=True, field_transformer=strict)
class Condition:
    """Ask only if an earlier prompt of the same pack was answered so.

    Attributes:
        prompt: The id of the earlier prompt, which asks for yes or no or for a choice.
        is_: The answer: true or false, or one of its choices. It is called `is` in a file.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    prompt: str
    is_: bool | str

    def __attrs_post_init__(self) -> None:
        check_dotted("prompt", self.prompt)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Reminder:
    """A reminder for a person to act, and nothing else: no score, no message to anyone.

    Attributes:
        on: The answer, yes (true) or no (false), that raises it.
        text: What to do.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    on: bool
    text: str

    def __attrs_post_init__(self) -> None:
        check_texts(text=self.text)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Prompt:
    """Something to ask.

    Attributes:
        id: Its id, such as `needs.fit`, or your own under `x.<org>.`; never used again.
        version: The version of its words, 1 or more.
        text: The question.
        purpose: What it is asked for.
        function: What it serves.
        kind: What sort of answer it asks for.
        audience: Who is asked.
        choices: What may be chosen, in order; two at least, and only where *kind* is a choice.
        low: The lowest mark of a scale, 0 or more.
        high: The highest mark of a scale, above *low* and 10 at most.
        anchors: What the lowest and the highest mark of a scale mean.
        themes: The themes it touches.
        source: Who the idea comes from.
        rights: Under what terms the words may be used.
        lang: The language of the words.
        when: What must have been answered for this to be asked.
        reminder: What a yes or a no reminds of.
        repeatable: Whether its marks make a series over time; for scales only.
        confirmed: Whether the source was read for it; else it is general knowledge.
        replaced_by: The prompt to use instead, if this one should not be used any more.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    version: int = 1
    text: str
    purpose: str
    function: Function
    kind: AnswerKind
    audience: Audience = Audience.SUPERVISEE
    choices: tuple[str, ...] = attrs.field(default=(), converter=listed)
    low: int = LOWEST
    high: int = HIGHEST
    anchors: tuple[str, str] | None = attrs.field(default=None, converter=optional(listed))
    themes: tuple[str, ...] = attrs.field(default=(), converter=listed)
    source: str
    rights: str
    lang: str = "en"
    when: Condition | None = None
    reminder: Reminder | None = None
    repeatable: bool = False
    confirmed: bool = True
    replaced_by: str | None = None

    def __attrs_post_init__(self) -> None:
        check_dotted("id", self.id)
        check_version(self.version)
        check_texts(text=self.text, purpose=self.purpose, source=self.source, rights=self.rights)
        check_lang(self.lang)
        check_dotted("themes", *self.themes)
        check_successor_of(self.id, self.replaced_by)
        self._check_choices()
        self._check_scale()
        if self.reminder is not None and self.kind is not AnswerKind.YESNO:
            refuse("reminder", "must be left out unless kind is yesno")

    def _check_choices(self) -> None:
        if self.kind is not AnswerKind.CHOICE:
            if self.choices:
                refuse("choices", "must be left out unless kind is choice")
            return
        if len(self.choices) < _ENDS:
            refuse("choices", "must hold two at least")
        check_all_texts("choices", self.choices)
        check_unique("choices", self.choices)

    def _check_scale(self) -> None:
        if self.kind is AnswerKind.SCALE:
            check_ends(self.low, self.high, self.anchors)
            return
        if self.anchors is not None:
            refuse("anchors", "must be left out unless kind is scale")
        if (self.low, self.high) != (LOWEST, HIGHEST):
            refuse("low", "and high must be left out unless kind is scale")
        if self.repeatable:
            refuse("repeatable", "must be left out unless kind is scale")

    @property
    def wording(self) -> str:
        """The question as it is shown and stored; a scale says what its ends mean.

        Examples:
            >>> from supervision.catalogue import Catalogue
            >>> Catalogue.shipped().prompt("needs.fit").wording
            "How closely ... came for? (0 = not at all, 10 = entirely)"
        """
        if self.anchors is None:
            return self.text
        lowest, highest = self.anchors
        return f"{self.text} ({self.low} = {lowest}, {self.high} = {highest})"

    def answer(self, value: str | int | bool | Iterable[str]) -> Answer:  # noqa: FBT001 - an answer
        """Return *value* as an answer to this prompt, with the words that were shown.

        Args:
            value: Text; a whole number; true or false; one of the choices; a list of texts.

        Raises:
            InvalidRecordError: if it is not what the prompt asks for, or is empty: what is not
                answered is left out.

        Examples:
            >>> from supervision.catalogue import Catalogue
            >>> Catalogue.shipped().prompt("needs.two-doors").answer(True).value
            True
        """
        answer = self._answer(value)
        rule = self._broken(answer)
        if answer is None or rule is not None:
            msg = f"the answer to '{self.id}' {rule}"
            raise InvalidRecordError(msg, field="value")
        return answer

    def _answer(self, value: object) -> Answer | None:
        try:
            return Answer(
                prompt=self.id,
                version=self.version,
                kind=self.kind,
                wording=self.wording,
                choices=self.choices,
                value=value,  # type: ignore[arg-type] # refused here if it is something else
            )
        except InvalidRecordError:
            return None

    def _broken(self, answer: Answer | None) -> str | None:
        if answer is None or (self.kind is AnswerKind.SCALE and not self._has_mark(answer.value)):
            return _FITTING[self.kind].format(low=self.low, high=self.high)
        value = answer.value
        texts = (value,) if isinstance(value, str) else value
        if isinstance(texts, tuple) and not (texts and all(map(str.strip, texts))):
            return "must not be empty; what is not answered is skipped"
        return None

    def _has_mark(self, value: object) -> bool:
        return isinstance(value, int) and self.low <= value <= self.high


_FITTING = {
    AnswerKind.TEXT: "must be text of at most 1,000,000 characters",
    AnswerKind.SCALE: "must be a whole number from {low} to {high}",
    AnswerKind.YESNO: "must be yes or no (true or false)",
    AnswerKind.CHOICE: "must be one of its choices",
    AnswerKind.LIST: "must be a list of texts of at most 1,000,000 characters each",
}


def check_ends(low: int, high: int, anchors: tuple[str, ...] | None) -> None:
    """Refuse the ends of a scale that is none, or whose ends mean nothing."""
    if not LOWEST <= low < high <= HIGHEST:
        refuse("low", f"must be below high, and both from {LOWEST} to {HIGHEST}")
    if anchors is None or len(anchors) != _ENDS:
        refuse("anchors", "must say what the lowest and the highest mark mean")
    check_all_texts("anchors", anchors)

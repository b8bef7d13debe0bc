"""Packs of prompts, with the themes and scales that they bring."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from supervision.catalogue._enums import Audience
from supervision.catalogue._prompts import HIGHEST, LOWEST, Condition, Prompt, check_ends
from supervision.catalogue._rules import (
    check_dotted,
    check_lang,
    check_pack_id,
    check_part,
    check_successor_of,
    check_texts,
    check_unique,
    check_version,
    listed,
    refuse,
)
from supervision.catalogue._themes import Theme
from supervision.records import AnswerKind, Function, strict


@attrs.frozen(kw_only=True, field_transformer=strict)
class ScaleItem:
    """One item of a scale.

    Attributes:
        id: The last part of its prompt's id, such as `1`.
        version: The version of its words, 1 or more.
        text: The item, in the words that you have the right to use.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    version: int = 1
    text: str

    def __attrs_post_init__(self) -> None:
        check_part("id", self.id)
        check_version(self.version)
        check_texts(text=self.text)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Scale:
    """A scale of somebody else's: a place for its items, in the words of your own copy.

    No norm, cut-off or total is kept: each item is a prompt that is answered by a mark.

    Attributes:
        id: Its id under `x.<org>.`; never used again.
        title: What it is called.
        source: Who published it, and when.
        rights: Whose it is, and what you may do with it; it must be filled.
        licence: The licence you hold, for a scale that needs one.
        low: The lowest mark, 0 or more.
        high: The highest mark, above *low* and 10 at most.
        anchors: What the lowest and the highest mark mean.
        function: What it serves.
        audience: Who is asked.
        lang: The language of the words.
        items: Its items, in order.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    title: str
    source: str
    rights: str
    licence: str | None = None
    low: int = LOWEST
    high: int = HIGHEST
    anchors: tuple[str, str] = attrs.field(converter=listed)
    function: Function = Function.FORMATIVE
    audience: Audience = Audience.SUPERVISEE
    lang: str = "en"
    items: tuple[ScaleItem, ...] = attrs.field(converter=listed)

    def __attrs_post_init__(self) -> None:
        check_dotted("id", self.id)
        check_texts(title=self.title, source=self.source, rights=self.rights)
        if self.licence is not None:
            check_texts(licence=self.licence)
        check_ends(self.low, self.high, self.anchors)
        check_lang(self.lang)
        if not self.items:
            refuse("items", "must hold one item at least")
        check_unique("items", [item.id for item in self.items])
        for item in self.items:
            check_dotted("items", self._id_of(item))

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """A prompt for each item, in order, with the id ``<scale>.<item>``."""
        return tuple(self._prompt(item) for item in self.items)

    def _prompt(self, item: ScaleItem) -> Prompt:
        return Prompt(
            id=self._id_of(item),
            version=item.version,
            text=item.text,
            purpose=f"an item of {self.title}",
            function=self.function,
            kind=AnswerKind.SCALE,
            audience=self.audience,
            low=self.low,
            high=self.high,
            anchors=self.anchors,
            source=self.source,
            rights=self.rights,
            lang=self.lang,
            repeatable=True,
        )

    def _id_of(self, item: ScaleItem) -> str:
        return f"{self.id}.{item.id}"


@attrs.frozen(kw_only=True, field_transformer=strict)
class Pack:
    """Prompts that belong together, in the order in which they are asked.

    Attributes:
        id: Its id, such as `needs`, or your own under `x.<org>.`; never used again.
        version: The version of the pack, 1 or more.
        title: What it is called.
        text: What it is for.
        audience: Who is asked, unless a prompt says otherwise.
        source: Who the ideas come from.
        rights: Under what terms the words may be used.
        lang: The language of the words.
        approach_specific: Whether it belongs to one approach, so that nobody gets it unasked.
        prompts: Its prompts, in order.
        themes: Themes of its own, under `x.<org>.`.
        scales: Scales of other people, in your own copy.
        replaced_by: The pack to use instead, if this one should not be used any more.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    version: int = 1
    title: str
    text: str
    audience: Audience = Audience.SUPERVISEE
    source: str
    rights: str
    lang: str = "en"
    approach_specific: bool = False
    prompts: tuple[Prompt, ...] = attrs.field(default=(), converter=listed)
    themes: tuple[Theme, ...] = attrs.field(default=(), converter=listed)
    scales: tuple[Scale, ...] = attrs.field(default=(), converter=listed)
    replaced_by: str | None = None

    def __attrs_post_init__(self) -> None:
        check_pack_id("id", self.id)
        check_version(self.version)
        check_texts(title=self.title, text=self.text, source=self.source, rights=self.rights)
        check_lang(self.lang)
        if self.replaced_by is not None:
            check_pack_id("replaced_by", self.replaced_by)
        check_successor_of(self.id, self.replaced_by)
        _check_ids("themes", [theme.id for theme in self.themes])
        _check_ids("scales", [scale.id for scale in self.scales])
        _check_ids("prompts", [prompt.id for prompt in self.prompts])
        if len({prompt.id for prompt in self.all_prompts}) != len(self.all_prompts):
            refuse("scales", "must make no prompt whose id another prompt has")
        for number, prompt in enumerate(self.prompts):
            if prompt.when is not None:
                self._check_condition(f"prompts[{number}].when", number, prompt.when)

    @property
    def all_prompts(self) -> tuple[Prompt, ...]:
        """Its prompts, then those that its scales make."""
        return (*self.prompts, *(each for scale in self.scales for each in scale.prompts))

    def _check_condition(self, field: str, number: int, condition: Condition) -> None:
        if (loop := self._loop(self.prompts[number])) is not None:
            refuse(field, f"must not lead back to itself, by way of {', '.join(loop)}")
        earlier = {prompt.id: prompt for prompt in self.prompts[:number]}
        if condition.prompt not in earlier:
            refuse(field, "must name an earlier prompt of the same pack")
        if condition.is_ not in _conditions(earlier[condition.prompt]):
            refuse(
                field, "must be an answer that the prompt it names can have: yes, no or a choice"
            )

    def _loop(self, start: Prompt) -> list[str] | None:
        before = {each.id: each.when.prompt for each in self.prompts if each.when is not None}
        path = list(_chain(start.id, before))
        return path if before.get(path[-1]) == start.id else None


def _chain(start: str, before: dict[str, str]) -> Iterator[str]:
    """Yield *start* and what it depends on, until the end or until something comes again."""
    seen: set[str] = set()
    at: str | None = start
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = before.get(at)


def _conditions(prompt: Prompt) -> tuple[bool | str, ...]:
    return (True, False) if prompt.kind is AnswerKind.YESNO else prompt.choices


def _check_ids(field: str, ids: list[str]) -> None:
    for number, each in enumerate(ids):
        if each in ids[:number]:
            refuse(f"{field}[{number}].id", f"must not repeat '{each}'")

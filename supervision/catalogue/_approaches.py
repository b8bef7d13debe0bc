"""Approaches: named selections of packs, themes, models and shapes of records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import attrs

from supervision.catalogue._enums import RecordKind
from supervision.catalogue._rules import (
    check_dotted,
    check_lang,
    check_pack_id,
    check_successor_of,
    check_texts,
    check_unique,
    check_version,
    check_words,
    is_dotted,
    is_word,
    listed,
    refuse,
)
from supervision.records import Modality, Reflection, Session, strict

_KINDS = {RecordKind.SESSION: Session, RecordKind.REFLECTION: Reflection}


class ShapeProblem(NamedTuple):
    """Where a record is not of a shape.

    Attributes:
        field: The path of the field, such as `cases.notes`.
        rule: What the shape wants of it.
    """

    field: str
    rule: str


@attrs.frozen(kw_only=True, field_transformer=strict)
class Element:
    """A tag of an approach, such as a principle; kept in the stages of a `CaseDiscussion`.

    Attributes:
        id: Its id, such as `tolerance-of-uncertainty`.
        group: The id of what it is one of, such as `principles`.
        label: A few words for people.
        text: What it means, in our words; may be empty.
        confirmed: Whether it was read at a source; else it is general knowledge.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    group: str
    label: str
    text: str = ""
    confirmed: bool = True

    def __attrs_post_init__(self) -> None:
        check_words("id", self.id)
        check_words("group", self.group)
        check_texts(label=self.label)
        if self.text:
            check_texts(text=self.text)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Shape:
    """What a record of an approach holds, and what it leaves empty.

    Attributes:
        id: Its id, such as `intervision`.
        label: A few words for people.
        text: Why it has this shape.
        record: Which record it is a shape of.
        modality: The format that such a session has, if it has one.
        empty: The paths of fields that stay empty, such as `cases.notes`.
        given: The paths of fields that are filled.
        answered: The ids of prompts that are answered, in the record or in one of its cases.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    label: str
    text: str
    record: RecordKind
    modality: Modality | None = None
    empty: tuple[str, ...] = attrs.field(default=(), converter=listed)
    given: tuple[str, ...] = attrs.field(default=(), converter=listed)
    answered: tuple[str, ...] = attrs.field(default=(), converter=listed)

    def __attrs_post_init__(self) -> None:
        check_words("id", self.id)
        check_texts(label=self.label, text=self.text)
        check_unique("empty", self.empty)
        check_unique("given", self.given)
        check_dotted("answered", *self.answered)

    def problems(self, record: Session | Reflection) -> tuple[ShapeProblem, ...]:
        """Return where *record* is not of this shape; nothing if it is."""
        if not isinstance(record, _KINDS[self.record]):
            return (ShapeProblem("kind", f"must be {self.record.value}"),)
        return tuple(self._problems(record))

    def _problems(self, record: Any) -> Iterator[ShapeProblem]:
        if self.modality is not None and record.modality is not self.modality:
            yield ShapeProblem("modality", f"must be {self.modality.value}")
        for path in self.empty:
            if any(_values(record, path.split("."))):
                yield ShapeProblem(path, "must stay empty")
        for path in self.given:
            if not any(_values(record, path.split("."))):
                yield ShapeProblem(path, "must be given")
        for prompt in self.answered:
            if prompt not in _prompts(record):
                yield ShapeProblem("answers", f"must hold an answer to '{prompt}'")


def _prompts(record: Any) -> set[str]:
    cases = getattr(record, "cases", ())
    return {answer.prompt for part in (record, *cases) for answer in part.answers}


def _values(value: Any, path: list[str]) -> Iterator[Any]:
    if isinstance(value, tuple) and path:
        for each in value:
            yield from _values(each, path)
    elif path and value is not None:
        yield from _values(getattr(value, path[0]), path[1:])
    else:
        yield value


@attrs.frozen(kw_only=True, field_transformer=strict)
class Approach:
    """A named selection of packs, themes and shapes; none is on unless it is chosen.

    Attributes:
        id: Its id, such as `open-dialogue`; kept in records; never used again.
        version: The version of its words, 1 or more.
        title: What it is called.
        text: What it is, in our words.
        packs: The ids of its packs.
        themes: The ids of its themes, or patterns such as `family.*`.
        models: The ids of models that go well with it.
        elements: Its tags.
        shapes: What its records hold.
        source: Who published it, and when.
        rights: Under what terms the words here may be used.
        lang: The language of the words.
        confirmed: Whether it was read at a source; else it is general knowledge.
        replaced_by: The approach to use instead, if this one should not be used any more.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    version: int = 1
    title: str
    text: str
    packs: tuple[str, ...] = attrs.field(default=(), converter=listed)
    themes: tuple[str, ...] = attrs.field(default=(), converter=listed)
    models: tuple[str, ...] = attrs.field(default=(), converter=listed)
    elements: tuple[Element, ...] = attrs.field(default=(), converter=listed)
    shapes: tuple[Shape, ...] = attrs.field(default=(), converter=listed)
    source: str
    rights: str
    lang: str = "en"
    confirmed: bool
    replaced_by: str | None = None

    def __attrs_post_init__(self) -> None:
        check_words("id", self.id)
        check_version(self.version)
        check_texts(title=self.title, text=self.text, source=self.source, rights=self.rights)
        check_lang(self.lang)
        for pack in self.packs:
            check_pack_id("packs", pack)
        check_words("models", *self.models)
        check_unique("packs", self.packs)
        check_unique("elements", [element.id for element in self.elements])
        check_unique("shapes", [shape.id for shape in self.shapes])
        check_successor_of(self.id, self.replaced_by)
        if not all(map(_is_theme_or_pattern, self.themes)):
            refuse("themes", "must be ids of themes, or patterns such as 'family.*'")


def _is_theme_or_pattern(text: str) -> bool:
    return is_dotted(text) or (text.endswith(".*") and is_word(text.removesuffix(".*")))

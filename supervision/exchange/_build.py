"""From what a file says to records: every refusal becomes a problem with its place."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, time
from difflib import get_close_matches
from functools import cache, partial
from typing import Any, TypeVar

import attrs

from supervision.errors import InvalidRecordError
from supervision.exchange._nodes import Branch, Leaf, Node, Several
from supervision.exchange._parsed import Problems
from supervision.exchange._scalars import (
    DayOrder,
    choice_of,
    clock_time,
    day_reader,
    whole,
    yes_or_no,
)
from supervision.records import Answer

T = TypeVar("T", bound=attrs.AttrsInstance)
Reader = Callable[[Node], object]

# All text in a file looks alike; what sort of answer it is, is said beside it.
_ANSWERS: dict[str, object] = {"scale": int, "yesno": bool, "list": tuple[str, ...]}


class Builder:
    """Builds records from branches, and notes every problem on the way.

    Args:
        problems: Where to note them.
        days: How days are written.
    """

    def __init__(self, problems: Problems, *, days: DayOrder = "ymd") -> None:
        self._problems = problems
        self._scalars: dict[object, Callable[[str], object]] = {
            str: str,
            int: whole,
            bool: yes_or_no,
            date: day_reader(days),
            time: clock_time,
        }
        self._readers: dict[type, Mapping[str, Reader]] = {}

    def build(self, kind: type[T], branch: Branch) -> T | None:
        """Return *branch* as a *kind*, or None if it breaks a rule."""
        before = self._problems.count
        readers = self._readers_of(kind)
        self._refuse_unknown(branch, readers)
        self._refuse_missing(branch, kind)
        if kind is Answer:
            readers = {**readers, "value": self._reader_of(_answer_hint(branch))}
        values = {
            name: readers[name](node) for name, node in branch.fields.items() if name in readers
        }
        return self._made(kind, branch, values) if self._problems.count == before else None

    def _readers_of(self, kind: type) -> Mapping[str, Reader]:
        if kind not in self._readers:
            hints = hints_of(kind)
            self._readers[kind] = {name: self._reader_of(hint) for name, hint in hints.items()}
        return self._readers[kind]

    def _made(self, kind: type[T], branch: Branch, values: Mapping[str, object]) -> T | None:
        try:
            return kind(**values)
        except InvalidRecordError as error:
            field = error.field or ""
            self._refuse(branch.place(field), str(error).removeprefix(f"{field} "))
        return None

    def _refuse(self, place: tuple[int, str], rule: str) -> None:
        self._problems.add(*place, rule)

    def _refuse_unknown(self, branch: Branch, known: Mapping[str, object]) -> None:
        for name, node in branch.fields.items():
            if name not in known:
                self._refuse((node.line, branch.column), unknown_field(name, known))

    def _refuse_missing(self, branch: Branch, kind: type) -> None:
        for name in _required(kind):
            if name not in branch.fields:
                self._refuse(branch.place(name), "must be given")

    def _reader_of(self, hint: Any) -> Reader:
        origin, inner = typing.get_origin(hint), typing.get_args(hint)
        if origin in (types.UnionType, typing.Union):
            return self._reader_of(inner[0])
        if origin in (tuple, frozenset):
            read = self._reader_of(inner[0])
            return lambda node: origin(map(read, _items(node)))
        if attrs.has(hint):
            return partial(self._part, hint)
        return partial(self._scalar, self._scalars.get(hint) or choice_of(hint))

    def _part(self, kind: type[attrs.AttrsInstance], node: Node) -> object:
        if isinstance(node, Branch):
            return self.build(kind, node)
        self._refuse((node.line, node.column), "must be a set of fields")
        return None

    def _scalar(self, read: Callable[[str], object], node: Node) -> object:
        if not isinstance(node, Leaf):
            self._refuse((node.line, node.column), "must be a single value")
            return None
        try:
            return read(node.text)
        except InvalidRecordError as error:
            self._refuse((node.line, node.column), str(error))
        return None


def unknown_field(name: str, known: typing.Iterable[str]) -> str:
    """Return what to say of the field *name*, which is none of *known*."""
    near = get_close_matches(name.lower(), known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"the fields are {', '.join(known)}"
    return f"holds an unknown field; {hint}"


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Several) else (node,)


def _answer_hint(branch: Branch) -> object:
    kind = branch.fields.get("kind")
    return _ANSWERS.get(kind.text.lower(), str) if isinstance(kind, Leaf) else str


@cache
def hints_of(kind: type) -> Mapping[str, Any]:
    """Return field → type of an attrs class, for the fields that a file may give."""
    hints = typing.get_type_hints(kind)
    # The revision is no part of what a record says.
    return {field.name: hints[field.name] for field in attrs.fields(kind) if field.eq}


@cache
def _required(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING)

"""Front matter: YAML without its surprises.

Every scalar is text, so that neither `no` nor `2026-03-04` nor `09:30` turns into something
else. Anchors, aliases, tags and second documents are refused, and so is nesting without end.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, NoReturn

import attrs

from supervision.errors import SupervisionError
from supervision.exchange._nodes import Branch, Leaf, Node, Several, inside

_DEEPEST = 12
_SYNTAX = "is not YAML; put text that holds a colon or begins with a sign between double quotes"


class _Refused(Exception):  # noqa: N818 - caught in this file, and no error to anyone else
    """Why front matter is not read, and on which of its lines, counted from 0."""

    def __init__(self, line: int, rule: str) -> None:
        super().__init__(rule)
        self.line = line
        self.rule = rule


@attrs.frozen
class Refusal:
    """Why front matter is not read, and on which line of the file."""

    line: int
    rule: str


def front_matter(text: str, *, first: int) -> Branch | Refusal:
    """Return the fields of *text*, the first line of which is line *first* of its file.

    Raises:
        SupervisionError: if PyYAML is not installed.
    """
    yaml = _pyyaml()
    reader = _Reader(yaml, first)
    try:
        return reader.read(text)
    except _Refused as refused:
        refusal = Refusal(first + refused.line, refused.rule)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        refusal = Refusal(first + (mark.line if mark else 0), _SYNTAX)
    return refusal


def _pyyaml() -> Any:
    yaml = _imported("yaml")
    if yaml is None:
        msg = "Markdown files need PyYAML; install it with: pip install 'clinical-supervision[cli]'"
        raise SupervisionError(msg)
    return yaml


def _imported(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        return None


class _Reader:
    def __init__(self, yaml: Any, first: int) -> None:
        self._yaml = yaml
        self._first = first

    def read(self, text: str) -> Branch:
        yaml = self._yaml
        events = yaml.parse(text, Loader=yaml.BaseLoader)
        next(events)
        if isinstance(next(events), yaml.StreamEndEvent):
            return Branch({}, self._first)
        node = self._node(events, next(events), "", 0)
        next(events)
        second = next(events)
        if not isinstance(second, yaml.StreamEndEvent):
            self._refuse(second, "must be a single document")
        if not isinstance(node, Branch):
            raise _Refused(0, "must be fields, such as 'minutes: 60', one a line")
        return node

    def _node(self, events: Iterator[Any], event: Any, path: str, depth: int) -> Node:
        self._refuse_surprises(event, depth)
        line = self._first + event.start_mark.line
        if isinstance(event, self._yaml.ScalarEvent):
            return Leaf(event.value, line, path)
        if isinstance(event, self._yaml.SequenceStartEvent):
            return Several(tuple(self._items(events, path, depth)), line, path)
        return Branch(dict(self._fields(events, path, depth)), line, path)

    def _items(self, events: Iterator[Any], path: str, depth: int) -> Iterator[Node]:
        number = 0
        while not isinstance(event := next(events), self._yaml.SequenceEndEvent):
            yield self._node(events, event, f"{path}[{number}]", depth + 1)
            number += 1

    def _fields(self, events: Iterator[Any], path: str, depth: int) -> Iterator[tuple[str, Node]]:
        seen: set[str] = set()
        while not isinstance(event := next(events), self._yaml.MappingEndEvent):
            name = self._name(event, seen, depth)
            value = next(events)
            node = self._node(events, value, inside(path, name), depth + 1)
            # A field that a template leaves blank is a field left out; "" in quotes is empty text.
            if not isinstance(node, Leaf) or node.text or value.style:
                yield name, node

    def _name(self, event: Any, seen: set[str], depth: int) -> str:
        self._refuse_surprises(event, depth)
        if not isinstance(event, self._yaml.ScalarEvent):
            self._refuse(event, "must name each field in one word")
        if event.value in seen:
            self._refuse(event, "must give each field once")
        seen.add(event.value)
        return str(event.value)

    def _refuse_surprises(self, event: Any, depth: int) -> None:
        if isinstance(event, self._yaml.AliasEvent) or event.anchor is not None:
            self._refuse(event, "must not use anchors and aliases (& and *)")
        if getattr(event, "tag", None) is not None:
            self._refuse(event, "must not use tags (!)")
        if depth > _DEEPEST:
            self._refuse(event, f"must not be nested deeper than {_DEEPEST}")

    def _refuse(self, event: Any, rule: str) -> NoReturn:
        raise _Refused(event.start_mark.line, rule)

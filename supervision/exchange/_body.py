"""Which fields of a record may stand as sections below the front matter, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import attrs

from supervision.exchange._build import hints_of
from supervision.exchange._nodes import Branch, Leaf, Node, Several, inside
from supervision.exchange._parsed import Problems
from supervision.exchange._sections import Section, items

_PART = re.compile(r"(Case|Answer)\s+(\S+)")
_PARTS = {
    "Case": ("cases", "client", "notes"),
    "Answer": ("answers", "prompt", "value"),
}
_TWICE = "must be given once: in the front matter or as one section"


@cache
def text_fields(kind: type) -> Mapping[str, Any]:
    """Return the fields of *kind* that hold text or a list of texts, with their types."""
    hints = hints_of(kind)
    hidden = [field.name for field in attrs.fields(kind) if not field.repr and field.eq]
    return {name: hints[name] for name in hidden if hints[name] in (str, tuple[str, ...])}


def heading_of(field: str) -> str:
    """Return the heading of a field.

    Examples:
        >>> heading_of("impact_on_practice")
        'Impact on practice'
    """
    return field.replace("_", " ").capitalize()


def merged(
    kind: type, fields: Mapping[str, Node], body: Iterable[Section], problems: Problems
) -> dict[str, Node]:
    """Return *fields* with the sections of *body* among them, and note in *problems* what is none."""
    into = _Fields(kind, dict(fields), problems)
    for section in body:
        if section.text or section.heading:
            into.add(section)
    return into.fields


class _Fields:
    def __init__(self, kind: type, fields: dict[str, Node], problems: Problems) -> None:
        self._kind = kind
        self._texts = text_fields(kind)
        self._problems = problems
        self.fields = fields

    def add(self, section: Section) -> None:
        """Take *section* in, or note why not."""
        field = section.heading.lower().replace(" ", "_") or "notes"
        part = _PART.fullmatch(section.heading)
        if field in self._texts:
            self._add_text(field, section)
        elif part and _PARTS[part[1]][0] in hints_of(self._kind):
            self._add_part(_PARTS[part[1]], part[2], section)
        else:
            self._problems.add(section.line, "", self._unknown())

    def _add_text(self, field: str, section: Section) -> None:
        if field in self.fields:
            self._problems.add(section.line, field, _TWICE)
        elif section.text and self._texts[field] is str:
            self.fields[field] = Leaf(section.text, section.line, field)
        elif section.text:
            leaves = (Leaf(item, section.line, field) for item in items(section.text))
            self.fields[field] = Several(tuple(leaves), section.line, field)

    def _add_part(self, names: tuple[str, str, str], code: str, section: Section) -> None:
        parts, key, field = names
        listed = _listed(self.fields.get(parts))
        found = [number for number, part in enumerate(listed) if _says(part, key, code)]
        if not found and parts == "cases":
            found = [len(listed)]
            listed.append(_case(code, section.line, len(listed)))
        if len(found) != 1:
            rule = f"must hold once the {key} that this heading names"
            self._problems.add(section.line, parts, rule)
            return
        listed[found[0]] = self._filled(listed[found[0]], field, section)
        self.fields[parts] = Several(tuple(listed), section.line, parts)

    def _filled(self, part: Any, field: str, section: Section) -> Node:
        place = part.place(field)[1]
        if field in part.fields:
            self._problems.add(section.line, place, _TWICE)
        text = Leaf(section.text, section.line, place)
        return Branch({**part.fields, field: text}, part.line, part.column)

    def _unknown(self) -> str:
        known = [f"## {heading_of(field)}" for field in self._texts]
        hints = hints_of(self._kind)
        known += [f"## {name} …" for name, (parts, _, _) in _PARTS.items() if parts in hints]
        return f"must stand under one of the headings {', '.join(known)}"


def _listed(node: Node | None) -> list[Node]:
    return list(node.items) if isinstance(node, Several) else [node] if node else []


def _case(code: str, line: int, number: int) -> Branch:
    path = f"cases[{number}]"
    return Branch({"client": Leaf(code, line, inside(path, "client"))}, line, path)


def _says(part: Node, key: str, code: str) -> bool:
    leaf = part.fields.get(key) if isinstance(part, Branch) else None
    return isinstance(leaf, Leaf) and leaf.text.strip().lower() == code.lower()

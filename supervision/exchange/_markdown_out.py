"""Writing Markdown files with front matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from supervision.exchange._about import Document, about
from supervision.exchange._body import heading_of, text_fields
from supervision.exchange._facts import fields_of
from supervision.exchange._labels import FIELDS
from supervision.exchange._sections import can_be_items, can_be_section, section_of
from supervision.exchange._yaml_out import yaml_lines
from supervision.records import Agreement, Record


def to_markdown(
    record: Record,
    *,
    recorded: str | None = None,
    reason: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> str:
    """Return *record* as a Markdown file that `read_markdown` reads back as an equal record.

    Nothing is left out: themes, prompts as they were shown, revision. Long text stands in
    sections; text that a section would change, such as one that ends in a space, stands in
    the front matter. The file is plain text: whoever has it can read it.

    Args:
        record: Any record.
        recorded: When the revision was recorded, RFC 3339 in UTC.
        reason: Why it was amended.
        labels: The id of a theme → what it is called. It stands beside the themes as a comment,
            for whoever reads; `read_markdown` takes nothing from it.

    Examples:
        >>> from datetime import date
        >>> from supervision.records import Reflection
        >>> print(to_markdown(Reflection(id="0" * 32, on=date(2026, 3, 4), practitioner="S-014",
        ...                              themes={"need.unmet"}, notes="I spoke first, twice.")))
        ---
        kind: reflection/1
        revision: 1
        id: "00000000000000000000000000000000"
        on: 2026-03-04
        practitioner: S-014
        themes: [need.unmet]
        ---
        <BLANKLINE>
        # Reflection, 2026-03-04
        <BLANKLINE>
        ## Notes
        <BLANKLINE>
        I spoke first, twice.
        <BLANKLINE>
    """
    said = about(Document(record=record, recorded=recorded, reason=reason))
    fields = fields_of(record)
    sections = list(_sections(type(record), fields))
    day = record.starts if isinstance(record, Agreement) else record.on
    title = f"# {type(record).__name__}, {day.isoformat()}\n"
    remark = partial(_called, labels or {})
    matter = "\n".join(yaml_lines({**fields_of(said), **fields}, remark=remark))
    return "\n".join([f"---\n{matter}\n---\n", title, *sections])


def _called(labels: Mapping[str, str], name: str, value: Any) -> str:
    if name not in FIELDS:
        return ""
    themes = [value] if isinstance(value, str) else value
    return "; ".join(labels[theme] for theme in themes if theme in labels)


def _sections(kind: type, fields: dict[str, Any]) -> Iterator[str]:
    """Yield what can stand in sections, and take it out of *fields*."""
    order = [name for name in fields if name in text_fields(kind) or name in ("cases", "answers")]
    for name in order:
        if name == "cases":
            yield from _parts("Case", fields[name], "client", "notes")
        elif name == "answers":
            yield from _parts("Answer", fields[name], "prompt", "value")
        elif isinstance(fields[name], list):
            yield from _list(name, fields)
        elif can_be_section(fields[name]):
            yield section_of(heading_of(name), fields.pop(name))


def _list(name: str, fields: dict[str, Any]) -> Iterator[str]:
    if can_be_items(fields[name]):
        yield section_of(heading_of(name), "\n".join(f"- {item}" for item in fields.pop(name)))


def _parts(word: str, parts: list[dict[str, Any]], key: str, field: str) -> Iterator[str]:
    named = [part[key] for part in parts]
    for part in parts:
        text = part.get(field)
        if isinstance(text, str) and can_be_section(text) and named.count(part[key]) == 1:
            yield section_of(f"{word} {part[key]}", part.pop(field))

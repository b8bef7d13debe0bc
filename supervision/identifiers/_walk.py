"""Every free text of a record, with the path of its field."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs

from supervision.identifiers._find import find
from supervision.identifiers._kinds import Finding, KnownNames
from supervision.records import Record

# The question and its choices, which are kept out of reprs too, are the catalogue's words.
_ASKED = frozenset({"wording", "choices"})


def check(record: Record, *, known: KnownNames | None = None) -> list[Finding]:
    """Return where the free texts of *record* may point to a person, field by field.

    Codes, ids, dates and the wording of prompts are not looked at: records refuse anything else
    there, or it is the catalogue's.

    Args:
        record: A session, reflection or agreement.
        known: Names to look for besides.

    Examples:
        >>> from supervision.testing import example_session
        >>> check(example_session())
        []
    """
    found = []
    for field, text in texts_of(record):
        found += check_text(field, text, known=known)
    return found


def check_text(field: str, text: str, *, known: KnownNames | None = None) -> list[Finding]:
    """Return where a loose text, such as the reason of an amendment, may point to a person.

    Args:
        field: What to call it.
        text: The text.
        known: Names to look for besides.

    Examples:
        >>> [str(one) for one in check_text("reason", "Mrs Marlow rang")]
        ['reason 0-10 looks like a name with a title']
    """
    return [
        Finding(field=field, kind=one.kind, start=one.start, end=one.end)
        for one in find(text, known=known)
    ]


def texts_of(record: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each free text of *record* that is not empty, after the path of its field."""
    part: Any = type(record)
    for name in _fields(part):
        value = getattr(record, name)
        if value:
            yield from _texts(value, f"{path}{name}")


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            if one:
                yield from _texts(one, f"{path}[{number}]")
    elif attrs.has(type(value)):
        yield from texts_of(value, f"{path}.")


@cache
def _fields(part: type[Any]) -> tuple[str, ...]:
    """Return the fields of an attrs class that hold free text, or parts that may."""
    hints = typing.get_type_hints(part)
    return tuple(
        field.name
        for field in attrs.fields(part)
        if any(map(attrs.has, _leaves(hints[field.name]))) or _is_narrative(field, hints)
    )


def _is_narrative(field: attrs.Attribute[Any], hints: dict[str, Any]) -> bool:
    # What a repr does not show is free text; what it shows is a code, an id or a closed list.
    return field.repr is False and field.name not in _ASKED and str in _leaves(hints[field.name])


def _leaves(hint: object) -> set[Any]:
    """Return the types that an annotation is made of, such as str for ``tuple[str, ...]``."""
    inside = typing.get_args(hint)
    return set().union(*map(_leaves, inside)) if inside else {hint}

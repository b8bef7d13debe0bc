"""A record as nested fields and lists, and the identity of what it says."""

from __future__ import annotations

import hashlib
import json
import operator
from collections.abc import Callable, Mapping
from datetime import time
from enum import Enum
from functools import cache
from typing import Any

import attrs

from supervision.records import Record

_EMPTY: tuple[object, ...] = (None, "", (), frozenset())


def fields_of(part: Any) -> dict[str, Any]:
    """Return the fields of a record, or of a part of one, as values, lists and mappings.

    Fields that are empty by default are left out while they are; sets are sorted.
    """
    return _fields(part, lambda value, default: value in _EMPTY and value == default)


def scalar_text(value: object) -> str:
    """Return a single value the way that files write it."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")
    return str(value)


def identity_of(record: Record, *, ref: str | None = None, occurrence: int = 0) -> bytes:
    """Return the identity of a row of a file.

    Args:
        record: What the row says; its id is left out.
        ref: The writer's own mark for the row. It stands for what the row says, together with
            who takes part: two supervisors may both count from 1.
        occurrence: How many earlier rows of the file say the same.
    """
    said = _said(record) if ref is None else [ref, *_people(record)]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), default=scalar_text)
    return hashlib.sha256(f"supervision/v1/row {occurrence} {text}".encode()).digest()


def _said(record: Record) -> Mapping[str, Any]:
    # What equals its default says nothing, so that a later release can add a field.
    said = _fields(record, operator.eq)
    del said["id"]
    return {type(record).__name__: said}


def _people(record: Record) -> list[Any]:
    return [getattr(record, name, None) for name in ("supervisor", "supervisees")]


def _fields(part: Any, left_out: Callable[[object, object], bool]) -> dict[str, Any]:
    return {
        name: _value(value, left_out)
        for name, default in _defaults(part.__class__)
        if not left_out(value := getattr(part, name), default)
    }


def _value(value: Any, left_out: Callable[[object, object], bool]) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_value(item, left_out) for item in value]
    return _fields(value, left_out) if _defaults(value.__class__) else value


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    if not attrs.has(kind):
        return ()
    return tuple((field.name, field.default) for field in attrs.fields(kind) if field.eq)

"""What a journal keeps beside its records, to bytes and back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypeVar

import attrs
import msgspec

from supervision.errors import CorruptRecordError, InvalidRecordError, UnsupportedFormatError

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(order="deterministic")
_MOST_PARTS = 1_000_000
_LARGEST = 1 << 63
_OBJECT = msgspec.json.Decoder(dict[str, Any])


def encode_document(schema: str, value: object) -> bytes:
    """Return a document: compact JSON, its schema in front.

    Args:
        schema: What it is and which number of it, such as `settings/1`.
        value: An attrs object, or plain data: texts, numbers, lists and objects.

    Raises:
        InvalidRecordError: if *value* holds anything that JSON has not.

    Examples:
        >>> encode_document("draft/1", {"text": "left out"})
        b'{"schema":"draft/1","document":{"text":"left out"}}'
    """
    text = _encoded(value) if attrs.has(type(value)) or _is_plain(value) else None
    # Raised outside `except`: the error of the encoder may hold what it could not encode.
    if text is None:
        msg = "a document holds plain data only: texts in UTF-8, numbers, lists and objects"
        raise InvalidRecordError(msg)
    return b'{"schema":"%b","document":%b}' % (schema.encode(), text)


def decode_document(text: bytes, schema: str, kind: type[T]) -> T:
    """Return what `encode_document` was given.

    Args:
        text: The document.
        schema: What it must be.
        kind: The class of it, or `dict` for plain data.

    Raises:
        CorruptRecordError: if it is something else.
        UnsupportedFormatError: if a newer release wrote it.
    """
    found = _object(text)
    name, number = schema.split("/")
    head, _, version = str(found.get("schema")).partition("/")
    if head == name and version.isdecimal() and int(version) > int(number):
        msg = f"the {name} of this journal were written by a newer release; upgrade supervision"
        raise UnsupportedFormatError(msg, schema=f"{name}/{int(version)}")
    value = _converted(found.get("document"), kind) if found.get("schema") == schema else None
    if value is None:
        msg = f"a document of the journal is not the {name} that it should be; restore it"
        raise CorruptRecordError(msg, schema=schema)
    return value


def _encoded(value: object) -> bytes | None:
    try:
        return _ENCODER.encode(value)
    except (TypeError, ValueError, OverflowError, RecursionError):
        return None


def _is_plain(value: object) -> bool:
    """Say whether *value* comes back from JSON as it is."""
    left, count = [value], 0
    while left and count <= _MOST_PARTS:
        part, count = left.pop(), count + 1
        if isinstance(part, Mapping):
            left += [*part.keys(), *part.values()]
            if not all(isinstance(name, str) for name in part):
                return False
        elif isinstance(part, (list, tuple)):
            left += part
        elif not (part is None or isinstance(part, str) or _is_number(part)):
            return False
    return not left


def _is_number(part: object) -> bool:
    if isinstance(part, int):
        return -_LARGEST <= part < _LARGEST
    return isinstance(part, float) and math.isfinite(part)


def _object(text: bytes) -> dict[str, Any]:
    try:
        return _OBJECT.decode(text)
    except (ValueError, RecursionError):
        return {}


def _converted(value: Any, kind: type[T]) -> T | None:
    # None rather than an error: the library's error holds what it could not convert.
    try:
        return msgspec.convert(value, kind, strict=True)
    except (ValueError, RecursionError):
        return None

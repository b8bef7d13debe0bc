"""What a journal keeps beside its records, to bytes and back."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from supervision.errors import CorruptRecordError, UnsupportedFormatError

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(order="deterministic")
_OBJECT = msgspec.json.Decoder(dict[str, Any])


def encode_document(schema: str, value: object) -> bytes:
    """Return a document: compact JSON, its schema in front.

    Args:
        schema: What it is and which number of it, such as `settings/1`.
        value: An attrs object, or plain data.

    Examples:
        >>> encode_document("draft/1", {"text": "left out"})
        b'{"schema":"draft/1","document":{"text":"left out"}}'
    """
    return b'{"schema":"%b","document":%b}' % (schema.encode(), _ENCODER.encode(value))


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

"""Small JSON objects: events, the ring, the parameters of a slot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NoReturn

from supervision.crypto._text import encode_valid_text

_HEX = frozenset("0123456789abcdef")


def encode_object(fields: Mapping[str, object]) -> bytes:
    """Return *fields* as one line of JSON, in their order.

    Raises:
        InvalidRecordError: if a text in it holds half a character.
        TypeError: if it holds anything that JSON does not have.
        ValueError: if it holds a number that is none.
    """
    return encode_valid_text(
        json.dumps(fields, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    )


def decode_object(text: bytes) -> dict[str, object] | None:
    """Return the JSON object in *text*, or `None` if there isn't exactly one.

    `None` rather than an error, because a parser's error holds what it parsed.
    """
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def unhex(value: object, size: int) -> bytes | None:
    """Return the *size* bytes that *value* writes in lower-case hex, or `None`."""
    if not isinstance(value, str) or len(value) != 2 * size or set(value) - _HEX:
        return None
    return bytes.fromhex(value)


def is_number(value: object) -> bool:
    """Return whether *value* is a whole number that fits an unsigned 64-bit field, and not 0.

    Exactly `int`: to Python, but not to JSON, `True` is a number too.
    """
    return type(value) is int and 0 < value < 1 << 64


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError
    return fields


def _refuse(_constant: str) -> NoReturn:
    raise ValueError

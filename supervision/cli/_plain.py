"""Plain data for JSON from what reports and records are made of."""

from __future__ import annotations

from datetime import date, time
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs
from msgspec import Struct, structs


def plain_data(result: attrs.AttrsInstance | Struct) -> dict[str, Any]:
    """Return *result* and all that is in it as plain data.

    Days and times are texts as ISO 8601 writes them, members of enumerations are their values,
    and numbers are exact: one that is not whole is a text such as '45/2'.

    Examples:
        >>> from supervision.reports import DaySpan
        >>> plain_data(DaySpan(first=date(2026, 1, 1), last=date(2026, 6, 30)))
        {'first': '2026-01-01', 'last': '2026-06-30'}
    """
    if isinstance(result, Struct):
        held = structs.asdict(result)
    else:
        held = attrs.asdict(result, recurse=False)
    return {name: _plain(value) for name, value in held.items()}


def _plain(value: Any) -> object:
    if isinstance(value, Struct) or attrs.has(type(value)):
        return plain_data(value)
    if isinstance(value, dict):
        return {plain_value(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [_plain(each) for each in value]
    return plain_value(value)


def plain_value(value: object) -> object:
    """Return a single value as plain data; see `plain_data`.

    Examples:
        >>> plain_value(Fraction(45, 2)), plain_value(Fraction(4, 2))
        ('45/2', 2)
    """
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value

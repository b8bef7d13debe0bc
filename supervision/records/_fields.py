"""Fields of records: free text that stays out of reprs, and codes for people."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from supervision.records._rules import normalised


def narrative() -> Any:
    """Declare a field of free text: empty by default, and never shown by `repr`.

    With `attrs.frozen(field_transformer=strict)` it refuses what is not text, lone surrogates,
    and more than a million characters.
    """
    return attrs.field(default="", repr=False)


def pseudonym(*, optional: bool = False) -> Any:
    """Declare a field that holds the code of a person, group or agreement.

    The value is stripped and upper-cased.

    Args:
        optional: Whether the field may be left out; it is None then.
    """
    default = None if optional else attrs.NOTHING
    return attrs.field(default=default, converter=_code)


def record_id() -> Any:
    """Declare the id of a record: 16 random bytes in hexadecimal unless given."""
    return attrs.field(factory=_new_id)


def revision() -> Any:
    """Declare the revision of a record: set when it is read, no part of its body."""
    return attrs.field(default=1, alias="revision", eq=False, repr=False)


def codes(values: Iterable[str]) -> tuple[str, ...]:
    """Return *values* in order, each stripped and upper-cased."""
    return tuple(_code(value) for value in _listed(values))


def texts(values: Iterable[str]) -> tuple[str, ...]:
    """Return *values* in order."""
    return tuple(_listed(values))


def ids(values: Iterable[str]) -> frozenset[str]:
    """Return the set of *values*."""
    return frozenset(_listed(values))


def _new_id() -> str:
    return secrets.token_hex(16)


def _code(value: Any) -> Any:
    return normalised(value) if type(value) is str else value


def _listed(values: Any) -> Any:
    # A lone text is a slip of the pen: taken as a list it would become its letters.
    if isinstance(values, (str, bytes, Mapping)):
        raise TypeError
    return values

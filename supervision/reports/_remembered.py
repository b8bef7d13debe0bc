"""Reports that remember what they said of a ledger."""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import wraps
from inspect import Signature, signature
from types import MappingProxyType, NoneType
from typing import Any, ParamSpec, TypeVar

import attrs

from supervision.records import Ledger

P = ParamSpec("P")
T = TypeVar("T")

_PLAIN = frozenset({NoneType, bool, int, str, date, Fraction})


def remembered(report: Callable[P, T]) -> Callable[P, T]:
    """Let *report* say only once what it has to say of a `Ledger`, for each set of options.

    A ledger remembers the answers, and they go when it goes. Of any other lines, and with options
    of which nobody can tell whether they are still what they were, such as an iterator, the report
    is made each time.

    Args:
        report: Takes the lines first, as `lines`, and returns what cannot be changed, or a list
            or dict of that: of these each caller is given their own.

    Examples:
        >>> @remembered
        ... def count(lines, *, kind="session"):
        ...     print("counting")
        ...     return sum(line.kind == kind for line in lines)
        >>> ledger = Ledger(lambda: [])
        >>> count(ledger), count(ledger, kind="session")
        counting
        (0, 0)
    """
    options = signature(report)

    @wraps(report)
    def remembering(*args: P.args, **kwargs: P.kwargs) -> T:
        lines = args[0] if args else kwargs.get("lines")
        if isinstance(lines, Ledger) and (key := _key_of_call(options, args, kwargs)):
            return _own(lines.once((report, key), lambda: report(*args, **kwargs)))
        return report(*args, **kwargs)

    return remembering


def _own(answer: T) -> T:
    return copy.copy(answer) if isinstance(answer, list | dict) else answer


def _key_of_call(
    options: Signature, args: Sequence[object], kwargs: Mapping[str, object]
) -> Hashable:
    """Return a key of what was given besides the lines, however it was written; None if it has none."""
    try:
        given = options.bind(*args, **kwargs)
        given.apply_defaults()
        _, *others = given.arguments.values()
        key = _key(others)
        hash(key)
    except (TypeError, RecursionError):  # The report says what is wrong, if anything is.
        return None
    return key


def _key(value: Any) -> Hashable:
    """Return a key that only values have which no report can tell apart.

    Types are part of it, as `True` is equal to 1, and 0.5 to a fraction.

    Raises:
        TypeError: if *value* may change unseen.
    """
    kind = type(value)
    if kind in _PLAIN or isinstance(value, Enum):
        return kind, value
    if kind in (list, tuple):
        return kind, tuple(map(_key, value))
    if kind in (set, frozenset):
        return kind, frozenset(map(_key, value))
    if kind in (dict, MappingProxyType):
        return kind, tuple(map(_key, value.items()))
    # Of a class that only inherits from such a one nobody knows what else it holds.
    if "__attrs_attrs__" in vars(kind):
        return kind, tuple(_key(getattr(value, each.name)) for each in attrs.fields(kind))
    msg = "what may change unseen has no key"
    raise TypeError(msg)

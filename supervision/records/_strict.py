"""Types checked on construction: each field refuses what its annotation does not say.

Bodies are decoded without calling converters, since the decoder checks the same types itself.
So types live here, and rules that both ways must hold live in `__attrs_post_init__`.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from datetime import date, time
from typing import Any

import attrs

from supervision.records._rules import is_text, refuse

Test = Callable[[object], bool]

_RULES: dict[object, str] = {
    str: "must be text of at most 1,000,000 characters that UTF-8 can hold",
    int: "must be a whole number",
    bool: "must be true or false",
    date: "must be a day (a datetime.date)",
    time: "must be a time of day (a datetime.time)",
}


def strict(cls: type, fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """Make each field of an attrs class check the type that it is annotated with.

    Give it as `field_transformer`. A field's own converter runs first.
    """
    hints = typing.get_type_hints(cls)
    return [field.evolve(converter=_checked(field, hints[field.name])) for field in fields]


def _checked(field: attrs.Attribute[Any], hint: object) -> Callable[[object], object]:
    convert, name, test, rule = field.converter, field.name.lstrip("_"), _test(hint), _rule(hint)

    def checked(value: object) -> object:
        result = _attempt(convert, value)
        if not test(result):
            refuse(name, rule)
        return result

    # What `help` shows: attrs copies it to the signature of `__init__`.
    checked.__annotations__ = {"value": field.type}
    return checked


def _attempt(convert: Any, value: object) -> object:
    if convert is None:
        return value
    try:
        return convert(value)
    except Exception:  # noqa: BLE001 - whatever is wrong with the value, the test refuses it
        return value


def _test(hint: Any) -> Test:
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (tuple, frozenset):
        return _several(origin, _test(inside[0]))
    if origin in (types.UnionType, typing.Union):
        tests = [_test(one) for one in inside]
        return lambda value: any(test(value) for test in tests)
    if hint is str:
        return is_text
    return lambda value: type(value) is hint


def _several(container: type[tuple[object, ...] | frozenset[object]], test: Test) -> Test:
    return lambda value: isinstance(value, container) and all(map(test, value))


def _rule(hint: Any) -> str:
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (tuple, frozenset):
        return f"must be a list, and each item {_rule(inside[0])}"
    if origin in (types.UnionType, typing.Union):
        known = [_rule(one) for one in inside if one is not types.NoneType]
        return "must be " + ", or ".join(one.removeprefix("must be ") for one in known)
    return _RULES.get(hint) or f"must be a {hint.__name__}"

"""The strict converter between records and plain data, and how it reads each type.

The stock converter guesses: it makes a list of a text, True of "no" and "None" of nothing.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, time
from enum import Enum
from typing import Any, TypeVar

import attrs
from cattrs import Converter
from cattrs.cols import list_structure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.msgspec import make_converter

from supervision.codec._problems import UnfitError, plain_name

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{6})?)?")
_EXACT = {str: "must be text", int: "must be a whole number", bool: "must be true or false"}


def strict_converter() -> Converter:
    """Return a converter that refuses whatever it would have to guess."""
    converter = make_converter(forbid_extra_keys=True)
    _teach_structuring(converter)
    _teach_unstructuring(converter)
    return converter


def _teach_structuring(converter: Converter) -> None:
    for kind in (*_EXACT, Enum):
        converter.register_structure_hook(kind, _read_scalar)
    converter.register_structure_hook(date, _read_day)
    converter.register_structure_hook(time, _read_time)
    converter.register_structure_hook_factory(_is_several, _list_reader)
    converter.register_structure_hook_factory(_is_union, _union_reader)
    converter.register_structure_hook_factory(attrs.has, _record_reader)


def _teach_unstructuring(converter: Converter) -> None:
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(time, time.isoformat)
    for kind in (str, Enum):
        converter.register_unstructure_hook(kind, _write_scalar)
    converter.register_unstructure_hook_factory(_is_several, _list_writer)
    converter.register_unstructure_hook_factory(_is_union, _union_writer)
    converter.register_unstructure_hook_factory(attrs.has, _record_writer)


def _is_several(kind: Any) -> bool:
    return typing.get_origin(kind) in (tuple, frozenset)


def _is_union(kind: Any) -> bool:
    return typing.get_origin(kind) in (types.UnionType, typing.Union)


def _read_scalar(value: Any, kind: Any) -> Any:
    # Enums of text come here as texts would: the stock converter looks at their first base.
    if issubclass(kind, Enum):
        return _read_member(value, kind)
    if type(value) is not kind:
        raise UnfitError(_EXACT[kind])
    return value


def _read_member(value: Any, kind: type[Enum]) -> Enum:
    for member in kind:
        if type(value) is str and value == member.value:
            return member
    msg = f"must be one of {', '.join(member.value for member in kind)}"
    raise UnfitError(msg)


def _read_day(value: Any, _: Any) -> date:
    return _read_iso(value, _DAY, date.fromisoformat, "must be a day such as 2026-11-20")


def _read_time(value: Any, _: Any) -> time:
    return _read_iso(value, _TIME, time.fromisoformat, "must be a time of day such as 09:30")


def _read_iso(value: Any, form: re.Pattern[str], parse: Callable[[str], T], rule: str) -> T:
    # The parsers take other forms too, such as a week and a day of the week.
    if type(value) is str and form.fullmatch(value):
        try:
            return parse(value)
        except ValueError:
            pass
    raise UnfitError(rule)


def _list_reader(kind: Any, converter: Converter) -> Hook:
    container, read_list = typing.get_origin(kind), list_structure_factory(kind, converter)

    def read(value: Any, _: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            msg = "must be a list"
            raise UnfitError(msg)
        return container(read_list(value, kind))

    return read


def _union_reader(kind: Any, converter: Converter) -> Hook:
    hooks = _by_class(kind, converter.get_structure_hook)
    # JSON has one sort of list.
    hooks |= {list: hooks[tuple]} if tuple in hooks else {}
    likeliest = next(iter(hooks.values()))
    may_be_none = types.NoneType in typing.get_args(kind)

    def read(value: Any, _: Any) -> Any:
        if value is None and may_be_none:
            return None
        part, hook = hooks.get(type(value), likeliest)
        return hook(value, part)

    return read


def _by_class(kind: Any, hook_for: Callable[[Any], Any]) -> dict[type, tuple[Any, Any]]:
    parts = [part for part in typing.get_args(kind) if part is not types.NoneType]
    return {typing.get_origin(part) or part: (part, hook_for(part)) for part in parts}


def _record_reader(kind: Any, converter: Converter) -> Hook:
    read_fields = make_dict_structure_fn(
        kind, converter, _cattrs_forbid_extra_keys=True, **_overrides(kind)
    )

    def read(value: Any, _: Any) -> Any:
        if not isinstance(value, Mapping):
            msg = "must be an object with named fields"
            raise UnfitError(msg)
        return read_fields(value, kind)

    return read


def _write_scalar(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _record_writer(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    return make_dict_unstructure_fn(kind, converter, **_overrides(kind))


def _overrides(kind: Any) -> dict[str, Any]:
    names = [field.name for field in attrs.fields(kind)]
    hidden = {name: override(omit=True) for name in names if name.startswith("_")}
    renamed = {name: override(rename=plain_name(name)) for name in names if name.endswith("_")}
    return hidden | renamed


def _list_writer(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    write = converter.get_unstructure_hook(typing.get_args(kind)[0])
    # Sets have no order, and equal records must give equal bytes.
    arrange = sorted if typing.get_origin(kind) is frozenset else list
    return lambda values: arrange([write(value) for value in values])


def _union_writer(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    hooks = _by_class(kind, converter.get_unstructure_hook)
    return lambda value: None if value is None else hooks[type(value)][1](value)

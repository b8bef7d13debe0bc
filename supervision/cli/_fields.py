"""Fields of records by path, and what is typed for them as plain data."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from enum import Enum
from itertools import pairwise
from typing import Any

import attrs

from supervision.cli._exits import RefusedError

SEPARATOR = "|"

_PATH = re.compile(r"[a-z_]+(?:(?:\.[0-9]+|\[[0-9]+\])?\.[a-z_]+)*")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_SHORT = frozenset({"setting", "tool", "what", "wording"})
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


@attrs.frozen
class Field:
    """One field of a record.

    Args:
        path: Names and numbers, such as ``("cases", 0, "notes")``.
        hint: Its type.
        long: Whether it holds text of more than a line.
    """

    path: tuple[str | int, ...]
    hint: Any
    long: bool

    @property
    def several(self) -> bool:
        """Whether it holds a list."""
        return _inside(self.hint) is not None

    def plain(self, text: str, *, like: object = None) -> Any:
        """Return what *text* means for this field, left as text where it means nothing.

        Nothing is judged here: the rules of the record do that.

        Args:
            text: What was typed.
            like: What the field holds now; it decides where it may hold several types, as the
                value of an answer may.
        """
        text = text.strip()
        hint = _chosen(self.hint, like)
        if not text:
            return _empty(hint)
        inner = _inside(hint)
        if inner is None:
            return _scalar(hint, text)
        return [_scalar(inner, part.strip()) for part in text.split(SEPARATOR) if part.strip()]


def field_at(kind: type, path: str) -> Field:
    """Return the field of *kind* at *path*, such as ``minutes`` or ``cases.0.notes``.

    Raises:
        RefusedError: if there is none, or it is made of several fields.
    """
    if _PATH.fullmatch(path) is None:
        msg = "a field is named such as minutes, or cases.0.notes, counted from 0"
        raise RefusedError(msg)
    steps: list[str | int] = []
    owner: Any = kind
    found: attrs.Attribute[Any] | None = None
    hint: Any = kind
    for step in re.findall(r"[a-z_]+|[0-9]+", path):
        if step.isdigit():
            hint = _part_in(hint)
            steps.append(int(step))
            continue
        owner = _one(hint)
        found = fields_of(owner).get(step)
        if found is None:
            raise RefusedError(_unknown(owner))
        hint = typing.get_type_hints(owner)[step]
        steps.append(step)
    return _field(tuple(steps), hint, found)


def fields_of(kind: Any) -> Mapping[str, attrs.Attribute[Any]]:
    """Return the fields of a record, or of a part of one, by name; none for anything else."""
    if not (isinstance(kind, type) and attrs.has(kind)):
        return {}
    return {field.name: field for field in attrs.fields(kind) if field.eq and field.name != "id"}


def put(plain: dict[str, Any], path: tuple[str | int, ...], value: Any) -> None:
    """Set what stands at *path* in a record as plain data, making a part that is not there.

    Raises:
        RefusedError: if the path counts beyond the end of a list.
    """
    here: Any = plain
    for step, following in pairwise(path):
        here = _entered(here, step, following)
    here[path[-1]] = value


def _entered(here: Any, step: str | int, following: str | int) -> Any:
    if isinstance(step, int):
        if step > len(here):
            msg = f"there are {len(here)} of these, counted from 0; the next one is {len(here)}"
            raise RefusedError(msg)
        if step == len(here):
            here.append({})
    elif here.get(step) is None:
        here[step] = [] if isinstance(following, int) else {}
    return here[step]


def _field(path: tuple[str | int, ...], hint: Any, found: attrs.Attribute[Any] | None) -> Field:
    inner = _inside(hint)
    if found is None or isinstance(path[-1], int) or (inner is not None and attrs.has(inner)):
        name = path[0]
        msg = f"give one field of a part of {name}, such as {name}.0.{_first(inner or hint)}"
        raise RefusedError(msg)
    return Field(path, hint, long=not found.repr and hint is str and found.name not in _SHORT)


def _first(kind: Any) -> str:
    return next(iter(fields_of(kind)), "notes")


def _unknown(owner: Any) -> str:
    known = ", ".join(fields_of(owner))
    return f"no field is called so; the fields are {known}" if known else "this has no fields"


def _one(hint: Any) -> Any:
    """Return the type that is not None."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return typing.get_args(hint)[0]
    return hint


def _chosen(hint: Any, like: object) -> Any:
    if isinstance(like, list):
        return next((part for part in typing.get_args(hint) if _inside(part)), hint)
    known = like is not None and type(like) in typing.get_args(hint)
    return type(like) if known else hint


def _inside(hint: Any) -> Any:
    """Return the type of the items, if *hint* is that of a list."""
    if typing.get_origin(hint) in (tuple, frozenset):
        return typing.get_args(hint)[0]
    return None


def _part_in(hint: Any) -> Any:
    inner = _inside(hint)
    if inner is None or not attrs.has(inner):
        msg = "only the parts of a list of parts have numbers; give the whole list"
        raise RefusedError(msg)
    return inner


def _empty(hint: Any) -> Any:
    if _inside(hint) is not None:
        return []
    return "" if hint is str else None


def _scalar(hint: Any, text: str) -> Any:
    kind = _one(hint)
    if kind is int and _WHOLE.fullmatch(text):
        return int(text)
    if kind is bool:
        return _YES_NO.get(text.lower(), text)
    return text.lower() if isinstance(kind, type) and issubclass(kind, Enum) else text

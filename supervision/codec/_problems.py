"""What is wrong with plain data, as paths and rules; never as values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import attrs
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)

from supervision.errors import InvalidRecordError

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


class UnfitError(Exception):
    """A piece of plain data is not what its place asks for.

    Args:
        rule: What it must be; never what it is.
    """

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def plain_name(name: str) -> str:
    """Return what a field is called outside of Python, which keeps some words to itself."""
    return name.rstrip("_")


_STEPS: dict[type, Callable[[Any], str]] = {
    AttributeValidationNote: lambda note: f".{plain_name(note.name)}",
    IterableValidationNote: lambda note: f"[{note.index}]",
}


def problems(
    error: BaseException, path: str = "", *, names: bool = False
) -> Iterator[tuple[str, str]]:
    """Yield the path and the rule of everything that *error* is about; with *names* of fields."""
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from problems(inner, path + _step(inner), names=names)
        return
    if isinstance(error, InvalidRecordError) and error.field is not None:
        rule = str(error).removeprefix(f"{error.field} ")
        yield f"{path}.{plain_name(error.field)}".removeprefix("."), rule
        return
    yield path.removeprefix(".") or "the record", _rule(error, names=names)


def _step(error: BaseException) -> str:
    notes = getattr(error, "__notes__", ())
    steps = [_STEPS[type(note)](note) for note in notes if type(note) in _STEPS]
    return steps[0] if steps else ""


def _rule(error: BaseException, *, names: bool) -> str:
    if isinstance(error, UnfitError):
        return error.rule
    if isinstance(error, KeyError):
        return "must be given"
    if isinstance(error, ForbiddenExtraKeysError):
        fields = [field.name for field in attrs.fields(error.cl)]
        known = [plain_name(name) for name in fields if not name.startswith("_")]
        return _of_unknown(error.extra_fields, known, names=names)
    return "must be something else"


def _of_unknown(unknown: Collection[Any], known: Sequence[str], *, names: bool) -> str:
    """Say which fields there are, and, with *names*, which there is not."""
    rule = f"must have no other fields than {', '.join(known)}"
    shown = sorted(name for name in unknown if type(name) is str and _NAME.fullmatch(name))
    if not names or not shown:
        return rule
    near = get_close_matches(shown[0], known, n=1)
    return f"has no field '{shown[0]}'; " + (f"did you mean '{near[0]}'?" if near else rule)

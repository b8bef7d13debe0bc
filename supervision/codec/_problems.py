"""What is wrong with plain data, as paths and rules; never as values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import attrs
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)

from supervision.errors import InvalidRecordError


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


def problems(error: BaseException, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the rule of everything that *error* is about."""
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from problems(inner, path + _step(inner))
        return
    if isinstance(error, InvalidRecordError) and error.field is not None:
        rule = str(error).removeprefix(f"{error.field} ")
        yield f"{path}.{plain_name(error.field)}".removeprefix("."), rule
        return
    yield path.removeprefix(".") or "the record", _rule(error)


def _step(error: BaseException) -> str:
    notes = getattr(error, "__notes__", ())
    steps = [_STEPS[type(note)](note) for note in notes if type(note) in _STEPS]
    return steps[0] if steps else ""


def _rule(error: BaseException) -> str:
    if isinstance(error, UnfitError):
        return error.rule
    if isinstance(error, KeyError):
        return "must be given"
    if isinstance(error, ForbiddenExtraKeysError):
        # The unknown name itself may be a sentence that slipped into the wrong place.
        names = [field.name for field in attrs.fields(error.cl)]
        known = [plain_name(name) for name in names if not name.startswith("_")]
        return f"must have no other fields than {', '.join(known)}"
    return "must be something else"

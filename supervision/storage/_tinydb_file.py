"""The bytes of a TinyDB file, and of the entries of its log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from supervision.errors import BackendUnavailableError, UnsupportedFormatError

Document = dict[str, Any]
Tables = dict[str, dict[str, Document]]
# For each table its changed documents by id, None for those that went; or None if all of it went.
Changes = Mapping[str, Mapping[str, Document | None] | None]


def read(content: bytes) -> Tables:
    """Return the tables in a TinyDB file.

    Raises:
        UnsupportedFormatError: if it is no TinyDB file.
        BackendUnavailableError: if it may have been one before it was damaged.
    """
    tables = _parse(content)
    if tables is None and content.lstrip()[:1] == b"{":
        msg = "the file is damaged or was cut short; restore it from a copy"
        raise BackendUnavailableError(msg)
    if not _holds(tables, _is_table):
        msg = "the file is not a TinyDB file; check the path"
        raise UnsupportedFormatError(msg)
    return cast("Tables", tables)


def read_changes(entry: bytes) -> Changes:
    """Return the changes in an entry of the log.

    Raises:
        BackendUnavailableError: if it holds something else.
    """
    changes = _parse(entry)
    if not _holds(changes, _is_change):
        msg = "the log of the store is damaged; restore the file and its log from a copy"
        raise BackendUnavailableError(msg)
    return cast("Changes", changes)


def chunks(tables: Tables) -> Iterator[bytes]:
    """Yield the bytes of a TinyDB file, one document a line."""
    yield b"{"
    for place, (name, table) in enumerate(tables.items()):
        yield b",\n" if place else b"\n"
        yield f"{json.dumps(name)}: {{".encode()
        yield from _lines(table)
        yield b"}"
    yield b"\n}\n"


def _lines(table: Mapping[str, Document]) -> Iterator[bytes]:
    for place, (number, document) in enumerate(table.items()):
        yield b",\n" if place else b"\n"
        yield f"{json.dumps(number)}: {json.dumps(document)}".encode()


def _parse(content: bytes) -> Any:
    # The parser's errors hold what they were given, so they must not become a context of ours.
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _holds(value: Any, is_part: Callable[[Any], bool]) -> bool:
    return isinstance(value, dict) and all(map(is_part, value.values()))


def _is_table(value: Any) -> bool:
    return _holds(value, _is_document)


def _is_document(value: Any) -> bool:
    return isinstance(value, dict)


def _is_change(value: Any) -> bool:
    return value is None or _holds(value, lambda part: part is None or _is_document(part))

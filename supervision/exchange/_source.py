"""From bytes or a path to text, with clear words for what is not text."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import attrs

MAX_BYTES = 64 * 1024 * 1024
"""Longest file that is read: a lifetime of sessions is a tenth of it."""

Source = bytes | str | PathLike[str]


@attrs.frozen
class Unreadable:
    """Why a source is no text, and at which line (0: as a whole)."""

    line: int
    rule: str


def bytes_of(source: Source, *, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of *source*: itself, or those of the file at that path.

    Of a file longer than *limit* it reads no more than shows that.

    Raises:
        OSError: if the file cannot be read.
    """
    if isinstance(source, bytes):
        return source
    with Path(source).open("rb") as file:
        return file.read(limit + 1)


def unreadable(found: bytes, *, limit: int = MAX_BYTES) -> Unreadable | None:
    """Return why *found* cannot be read as UTF-8 text, or None if it can."""
    if len(found) > limit:
        return Unreadable(0, f"is longer than {limit >> 20} MiB; split it into shorter files")
    if found.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Unreadable(0, "is UTF-16; save it as UTF-8 (in Excel: 'CSV UTF-8')")
    if b"\0" in found:
        return Unreadable(0, "is not a text file")
    return _not_utf8(found)


def _not_utf8(found: bytes) -> Unreadable | None:
    position = _first_bad_byte(found)
    if position is None:
        return None
    rule = f"byte {position + 1} of the file is not UTF-8; save it as UTF-8 (in Excel: 'CSV UTF-8')"
    return Unreadable(found.count(b"\n", 0, position) + 1, rule)


def _first_bad_byte(found: bytes) -> int | None:
    try:
        found.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None

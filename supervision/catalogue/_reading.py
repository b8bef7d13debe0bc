"""From the bytes of a file to entries of the catalogue, or an error that says where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from supervision.catalogue._rules import is_id
from supervision.codec import structured
from supervision.errors import CatalogueError

T = TypeVar("T")
Plain = dict[str, Any]
Inherits = Mapping[str, Mapping[str, str]]

MAX_FILE = 2**18
"""The most bytes that a file of the catalogue may have: 256 KiB."""

_MOST_SHOWN = 10
_NOTHING: Inherits = MappingProxyType({})
_PLACE = re.compile(r"\(at (.+)\)")
# A parser of TOML takes time by the cube of the parts of a dotted key; no entry needs three.
_DEEP_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}""")
_STEP = re.compile(r"(\w+)\[(\d+)\]\.?")


def bytes_of(path: Path, *, name: str) -> bytes:
    """Return what the file at *path* holds, refusing one that is too long before it is read.

    Raises:
        CatalogueError: if it is too long or cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise CatalogueError(_unreadable(error), file=name) from error
    return data


def parsed(data: bytes, *, name: str) -> Plain:
    """Return the tables of a TOML file.

    Raises:
        CatalogueError: if it is too long, not UTF-8 or not TOML.
    """
    if len(data) > MAX_FILE:
        msg = f"must have at most {MAX_FILE:,} bytes"
        raise CatalogueError(msg, file=name)
    text = _decoded(data)
    if text is None:
        msg = "must be UTF-8"
        raise CatalogueError(msg, file=name)
    if _DEEP_KEY.search(text):
        msg = "must have no keys of so many parts"
        raise CatalogueError(msg, file=name)
    plain, where = _tables(text)
    if plain is None:
        msg = f"is not TOML{where}"
        raise CatalogueError(msg, file=name)
    return plain


def entries(plain: Plain, kind: type[T], *, name: str, inherits: Inherits = _NOTHING) -> T:
    """Return what *plain* describes.

    Args:
        plain: The tables of a file.
        kind: The class of what it describes.
        name: What to call the file.
        inherits: For each list of entries, the field of an entry that says nothing there, and the
            field of the file that holds instead.

    Raises:
        CatalogueError: if it breaks a rule; it names up to ten, with the entry of each.
    """
    found, wrong = structured(_filled(plain, inherits), kind, names=True)
    if found is None:
        places = [_place(plain, path, rule, inherits) for path, rule in wrong]
        # What is wrong with the file is wrong in each entry that takes it from there.
        raise broken(dict.fromkeys(places), name=name)
    return found


def broken(problems: Iterable[tuple[str | None, str]], *, name: str | None) -> CatalogueError:
    """Return the error for *problems*, each an entry and the rule that it breaks."""
    (entry, rule), *others = problems
    shown = [f"{where}: {what}" if where else what for where, what in others[: _MOST_SHOWN - 1]]
    more = len(others) - len(shown)
    rest = [*shown, *([f"and {more} more"] if more else [])]
    return CatalogueError(rule, file=name, entry=entry, others=tuple(rest))


def _unreadable(error: Exception) -> str:
    # A path that no system could have is a ValueError, and says no reason.
    reason = getattr(error, "strerror", None) or "there can be no such path"
    return f"cannot be read ({reason.lower()}); check the path"


def _decoded(data: bytes) -> str | None:
    try:
        # Some editors write a mark at the start.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _tables(text: str) -> tuple[Plain | None, str]:
    # Needed by few who import the catalogue.
    import tomllib  # noqa: PLC0415 (above)

    try:
        return tomllib.loads(text), ""
    except (ValueError, RecursionError) as error:
        place = _PLACE.search(str(error))
        return None, f" at {place[1]}" if place else ""


def _filled(plain: Plain, inherits: Inherits) -> Plain:
    lists = {part: plain[part] for part in inherits if isinstance(plain.get(part), list)}
    return plain | {part: _inheriting(rows, plain, inherits[part]) for part, rows in lists.items()}


def _inheriting(rows: list[Any], plain: Plain, fields: Mapping[str, str]) -> list[Any]:
    given = {field: plain[of] for field, of in fields.items() if of in plain}
    return [given | row if isinstance(row, dict) else row for row in rows]


def _place(plain: Any, path: str, rule: str, inherits: Inherits) -> tuple[str | None, str]:
    at, entry, rest = plain, _id_of(plain), path
    while step := _STEP.match(rest):
        part, row, inside = step[1], at[step[1]][int(step[2])], rest[step.end() :]
        if inside in inherits.get(part, {}) and inside not in row:
            return entry, f"{inherits[part][inside]} {rule}"
        nested = _id_of(row)
        if nested is None:
            break
        at, entry, rest = row, nested, inside
    field = "" if rest in {"", "the record"} else f"{rest} "
    return entry, f"{field}{rule}"


def _id_of(row: Any) -> str | None:
    found = row.get("id") if isinstance(row, dict) else None
    return found if isinstance(found, str) and is_id(found) else None

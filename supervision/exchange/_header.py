"""The first line of a table: its separator, and what each column is."""

from __future__ import annotations

import csv
import re
from difflib import get_close_matches

import attrs

from supervision.exchange._columns import ALL, REQUIRED
from supervision.exchange._parsed import Problems

_SEPARATORS = ",;\t"
_FEWEST_KNOWN = 2
_PLAIN_NAME = re.compile(r"[a-z_]{1,30}(?:_[0-9]{1,2})?")
_OTHER_WORDS = {
    "date": "on",
    "day": "on",
    "time": "start",
    "length": "minutes",
    "duration": "minutes",
    "format": "modality",
    "type": "modality",
    "mode": "delivery",
    "supervisee": "supervisees",
    "note": "notes",
    "theme": "themes",
    "case": "client",
    "owner": "action_owner",
    "due": "action_due",
    "done": "action_done",
}


@attrs.frozen
class Header:
    """The names of the columns in order, and what stands between them."""

    names: tuple[str, ...]
    separator: str


def header_of(line: str, number: int, problems: Problems) -> Header | None:
    """Return the header that *line* is, or None after noting in *problems* what is wrong.

    The separator is the one of comma, semicolon and tab under which the most columns are known.
    """
    read = [Header(_names(line, separator), separator) for separator in _SEPARATORS]
    header = max(read, key=_known)
    # Unless this is plainly a header, what looks like a name could be a cell and is not repeated.
    if _known(header) < _FEWEST_KNOWN:
        problems.add(number, "", f"must name the columns, with {', '.join(REQUIRED)} among them")
        return None
    return header if _is_good(header, number, problems) else None


def _known(header: Header) -> int:
    return sum(name in ALL for name in header.names)


def _names(line: str, separator: str) -> tuple[str, ...]:
    cells = _cells(line, separator)
    return tuple(re.sub(r"[ -]+", "_", cell.strip().lower()) for cell in cells)


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error:
        return []


def _is_good(header: Header, number: int, problems: Problems) -> bool:
    before = problems.count
    for position, name in enumerate(header.names, start=1):
        if name not in ALL:
            problems.add(number, *_unknown(name, position))
        elif name in header.names[: position - 1]:
            problems.add(number, name, "must not be given twice")
    for name in REQUIRED:
        if name not in header.names:
            problems.add(number, name, "must be among the columns")
    return problems.count == before


def _unknown(name: str, position: int) -> tuple[str, str]:
    if not name:
        return f"column {position}", "must have a name"
    shown = name if _PLAIN_NAME.fullmatch(name) else f"column {position}"
    near = _OTHER_WORDS.get(name) or next(iter(get_close_matches(name, ALL, n=1)), None)
    if near:
        return shown, f"is no known column; did you mean '{near}'?"
    return shown, f"is no known column; known are {', '.join(ALL)}"

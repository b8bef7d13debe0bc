"""Where a copy still reads as if it named somebody by a code of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from supervision.exchange._recoded import OWN, Recoding
from supervision.records import Record


@attrs.frozen(kw_only=True)
class Left:
    """A place in a record that reads like a code of the journal, and stays as it is.

    Attributes:
        field: The path of the field, such as `cases[0].notes`.
        start: The position of its first character in the record as it is in the journal.
        end: The position after its last.
    """

    field: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.field} {self.start}-{self.end}"


def left_in(record: Record, recoding: Recoding) -> Iterator[Left]:
    """Yield each place in *record* that reads like a code, and that *recoding* does not replace.

    Examples:
        >>> from datetime import date
        >>> from supervision.records import Reflection
        >>> record = Reflection(on=date(2026, 3, 4), practitioner="S-014", notes="As with C 201.")
        >>> recoding = Recoding(codes={"S-014": "S-730112", "C-201": "C-048825"}, ids={})
        >>> [str(each) for each in left_in(record, recoding)]
        ['notes 8-13']
    """
    for field, text in _texts(record, ""):
        for start, end in recoding.left_in(text):
            yield Left(field=field, start=start, end=end)


def _texts(part: Any, path: str) -> Iterator[tuple[str, str]]:
    for field in attrs.fields(type(part)):
        # What a repr does not show is text; what it shows is a code, an id or a closed list.
        is_text = field.repr is False
        yield from _texts_of(getattr(part, field.name), f"{path}{field.alias}", is_text=is_text)


def _texts_of(value: Any, path: str, *, is_text: bool) -> Iterator[tuple[str, str]]:
    if type(value) is str:
        if is_text or value.startswith(OWN):
            yield path, value
    elif isinstance(value, frozenset):
        for each in sorted(value):
            yield from _texts_of(each, path, is_text=is_text)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _texts_of(each, f"{path}[{number}]", is_text=is_text)
    elif attrs.has(type(value)):
        yield from _texts(value, f"{path}.")

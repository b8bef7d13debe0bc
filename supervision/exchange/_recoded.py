"""Records under other codes and ids, for a copy that cannot be joined with another by them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, TypeVar

import attrs

from supervision.errors import InvalidRecordError
from supervision.exchange._folded import UNSEEN, folded
from supervision.records import Agreement, Reflection, Session

R = TypeVar("R", bound=Session | Reflection | Agreement)

# What shows nothing may stand anywhere in a code.
_Z = f"{UNSEEN}*"
_LETTERS = f"[A-Za-z](?:{_Z}[A-Za-z]){{0,3}}"
_DIGITS = f"[0-9](?:{_Z}[0-9]){{0,5}}"
_CODE = re.compile(rf"(?<![^\W_])({_LETTERS}){_Z}(-){_Z}({_DIGITS})(?:{_Z}([A-Za-z]))?(?![^\W_])")
# What a person may still read as one: `C 201`, `c201`, or a code with a line end in it.
_READS_SO = re.compile(
    rf"(?<![A-Za-z])({_LETTERS})[\s{UNSEEN}-]{{0,5}}({_DIGITS})(?:{_Z}([A-Za-z]))?(?![0-9])"
)
_ID = re.compile(r"(?<![^\W_])[0-9a-f]{8,32}(?![^\W_])")
_WHOLE_CODE = re.compile(r"[A-Z]{1,4}-[0-9]{1,6}[A-Z]?")
_WHOLE_ID = re.compile(r"[0-9a-f]{32}")
_SHORT = 8
OWN = "x."
"""How the ids begin that are nobody else's."""


@attrs.frozen(kw_only=True, eq=False)
class Recoding:
    """Other codes and other ids in the place of those that a journal has.

    A code is replaced in the field that holds it and wherever it stands as a word in a text, in
    capitals or not; of an id the first eight digits or more are enough. Words that only look like
    codes stay.

    Args:
        codes: The code in the journal → the one in its place; no two the same.
        ids: The id of a record in the journal → the one in its place.

    Examples:
        >>> from supervision.records import CaseDiscussion
        >>> other = Recoding(codes={"C-201": "C-730112"}, ids={})
        >>> other.text("C-201, her c-201, and C-2011")
        'C-730112, her c-730112, and C-2011'
    """

    codes: Mapping[str, str] = attrs.field(repr=False)
    ids: Mapping[str, str] = attrs.field(repr=False)

    def record(self, record: R) -> R:
        """Return *record* with every code and id in it replaced; all else stays.

        Raises:
            InvalidRecordError: if a field holds a code or an id that nothing stands in for.
        """
        recoded: R = self._part(record)
        return recoded

    def text(self, text: str) -> str:
        """Return *text* with every code and id in it replaced that something stands in for."""
        pieces, end = [], 0
        for start, stop, other in self._replaced(text):
            pieces += [text[end:start], other]
            end = stop
        return _ID.sub(self._id_in_text, "".join([*pieces, text[end:]]))

    def left_in(self, text: str) -> list[tuple[int, int]]:
        """Return first and last position of what reads like a code of the journal and stays.

        `text` replaces codes as they are written everywhere. A person also takes `C 201` or a
        code with a line end in it for one; whether it is, only a person can tell.

        Examples:
            >>> Recoding(codes={"C-201": "C-730112"}, ids={}).left_in("C-201, and C 201 again")
            [(11, 16)]
        """
        gone = [(start, stop) for start, stop, _ in self._replaced(text)]
        return [
            found.span()
            for found in _READS_SO.finditer(folded(text))
            if self._named(found[1], found[2], found[3] or "") is not None
            and not any(start <= found.start() < stop for start, stop in gone)
        ]

    def labels(self, labels: Mapping[str, str]) -> dict[str, str]:
        """Return what themes are called in the copies, each under its id there.

        Args:
            labels: The id of a theme in the journal → what it is called.
        """
        return {self._id("theme", theme): self.text(label) for theme, label in labels.items()}

    def _part(self, part: Any) -> Any:
        changed = {}
        for field in attrs.fields(type(part)):
            value = getattr(part, field.name)
            # What a repr does not show is text; what it shows is a code, an id or a closed list.
            is_text = field.repr is False
            replaced = self._value(value, self.text if is_text else partial(self._id, field.name))
            if replaced is not value:
                changed[field.alias] = replaced
        return attrs.evolve(part, **changed) if changed else part

    def _value(self, value: Any, replace: Callable[[str], str]) -> Any:
        if type(value) is str:
            return replace(value)
        if isinstance(value, (tuple, frozenset)):
            return type(value)(self._value(each, replace) for each in value) if value else value
        return self._part(value) if attrs.has(type(value)) else value

    def _id(self, field: str, text: str) -> str:
        if _WHOLE_CODE.fullmatch(text):
            return _given(self.codes, text, field, "a code")
        if _WHOLE_ID.fullmatch(text):
            return _given(self.ids, text, field, "an id")
        # The catalogue's own ids are the same to everyone.
        return self.text(text) if text.startswith(OWN) else text

    def _replaced(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where each known code stands in *text*, and what comes in its place."""
        for found in _CODE.finditer(folded(text)):
            code = self._named(found[1], found[3], found[4] or "")
            if code is not None:
                other = self.codes[code].replace("-", text[found.start(2)])
                stop = found.end() if code[-1].isalpha() else found.end(3)
                yield found.start(), stop, other.lower() if found[1].islower() else other

    def _named(self, letters: str, digits: str, last: str) -> str | None:
        """Return the code that these parts name, with the last letter if there is such a one."""
        code = f"{letters}-{digits}".replace(UNSEEN, "").upper()
        return next((each for each in (code + last.upper(), code) if each in self.codes), None)

    def _id_in_text(self, found: re.Match[str]) -> str:
        for each in self._beginning.get(found[0][:_SHORT], ()):
            if each.startswith(found[0]):
                return self.ids[each][: len(found[0])]
        return found[0]

    @cached_property
    def _beginning(self) -> Mapping[str, list[str]]:
        beginning: dict[str, list[str]] = {}
        for each in self.ids:
            beginning.setdefault(each[:_SHORT], []).append(each)
        return beginning


def codes_in(record: R) -> frozenset[str]:
    """Return the codes of people, groups and agreements that the fields of *record* hold."""
    return frozenset(text for text in _shown_in(record) if _WHOLE_CODE.fullmatch(text))


def ids_in(record: R) -> frozenset[str]:
    """Return the id of *record* and those of other records that its fields hold."""
    return frozenset(text for text in _shown_in(record) if _WHOLE_ID.fullmatch(text))


def _shown_in(value: Any) -> Iterator[str]:
    if type(value) is str:
        yield value
    elif isinstance(value, (tuple, frozenset)):
        for each in value:
            yield from _shown_in(each)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            if field.repr is not False:
                yield from _shown_in(getattr(value, field.name))


def _given(table: Mapping[str, str], old: str, field: str, what: str) -> str:
    if old not in table:
        msg = f"{field} holds {what} that nothing stands in for; give one for each that is there"
        raise InvalidRecordError(msg, field=field)
    return table[old]

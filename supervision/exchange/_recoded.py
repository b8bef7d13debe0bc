"""Records under other codes and ids, for a copy that cannot be joined with another by them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, TypeVar

import attrs

from supervision.errors import InvalidRecordError
from supervision.records import Agreement, Reflection, Session

R = TypeVar("R", bound=Session | Reflection | Agreement)

# A hyphen that does not break, and those that editors of text put in its place.
_DASH = "-\u2010\u2011\u2012\u2013\u2212"
_CODE = re.compile(rf"(?<![^\W_])([A-Za-z]{{1,4}})([{_DASH}])([0-9]{{1,6}})([A-Za-z]?)(?![^\W_])")
_ID = re.compile(r"(?<![^\W_])[0-9a-f]{8,32}(?![^\W_])")
_WHOLE_CODE = re.compile(r"[A-Z]{1,4}-[0-9]{1,6}[A-Z]?")
_WHOLE_ID = re.compile(r"[0-9a-f]{32}")
_SHORT = 8
_OWN = "x."


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
        return _ID.sub(self._id_in_text, _CODE.sub(self._code_in_text, text))

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
            return _given(self.codes, text, field, "code")
        if _WHOLE_ID.fullmatch(text):
            return _given(self.ids, text, field, "id")
        # The catalogue's own ids are the same to everyone.
        return self.text(text) if text.startswith(_OWN) else text

    def _code_in_text(self, found: re.Match[str]) -> str:
        letters, dash, digits, last = found.groups()
        for ending, left in ((last, ""), ("", last)):
            code = f"{letters}-{digits}{ending}".upper()
            if code in self.codes:
                other = self.codes[code].replace("-", dash)
                return (other.lower() if letters.islower() else other) + left
        return found[0]

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
        msg = f"{field} holds a {what} that nothing stands in for; give one for each that is there"
        raise InvalidRecordError(msg, field=field)
    return table[old]

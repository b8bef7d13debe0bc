"""The rules of single values: ids, texts, versions; a refusal names field and rule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any, NoReturn

import attrs

from supervision.errors import InvalidRecordError

MAX_TEXT = 10_000
_MAX_ID = 80
_LAST_VERSION = 2**32 - 1

DOTTED_RULE = "must be an id such as 'needs.fit', or your own under 'x.<org>.'"
WORD_RULE = "must be an id in lower case, such as 'seven-eyed'"
PACK_RULE = "must be an id in lower case, such as 'needs', or your own under 'x.<org>.'"

# The ids that records accept: what the catalogue names must be recordable.
_OWN = re.compile(r"x\.[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+")
_DOTTED = re.compile(r"(?!x\.)[a-z][a-z0-9-]*\.[a-z0-9][a-z0-9-]*")
_WORD = re.compile(r"[a-z][a-z0-9-]*")
_PART = re.compile(r"[a-z0-9][a-z0-9-]*")
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# They show a text in another order than it is stored in.
_OVERRIDES = frozenset("\u202d\u202e")


def refuse(field: str, rule: str) -> NoReturn:
    """Raise the error for *field*, whose value breaks *rule*."""
    msg = f"{field} {rule}"
    raise InvalidRecordError(msg, field=field)


def listed(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return *values* in order; a lone text is a slip of the pen, not a list of letters."""
    if isinstance(values, (str, bytes, Mapping)):
        raise TypeError
    return tuple(values)


def several() -> Any:
    """Declare a field of several values, in order; none by default."""
    return attrs.field(default=(), converter=listed)


def is_own(text: str) -> bool:
    """Return whether *text* is an id of somebody else's, under ``x.<org>.``."""
    return len(text) <= _MAX_ID and _OWN.fullmatch(text) is not None


def is_dotted(text: str) -> bool:
    """Return whether *text* is the id of a theme or prompt."""
    return is_own(text) or (len(text) <= _MAX_ID and _DOTTED.fullmatch(text) is not None)


def is_word(text: str) -> bool:
    """Return whether *text* is the id of a model, stage, approach or element."""
    return len(text) <= _MAX_ID and _WORD.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Return whether *text* is an id of anything in the catalogue."""
    return is_dotted(text) or is_word(text)


def check_dotted(field: str, *values: str) -> None:
    """Refuse *values* unless each is the id of a theme or prompt, and each another one."""
    if not all(map(is_dotted, values)):
        refuse(field, DOTTED_RULE)
    check_unique(field, values)


def check_words(field: str, *values: str) -> None:
    """Refuse *values* unless each is the id of a model, stage, approach or element."""
    if not all(map(is_word, values)):
        refuse(field, WORD_RULE)
    check_unique(field, values)


def check_part(field: str, value: str) -> None:
    """Refuse *value* unless it can be the last part of an id."""
    if len(value) > _MAX_ID or _PART.fullmatch(value) is None:
        refuse(field, "must be in lower case: letters, digits and hyphens")


def check_pack_id(field: str, value: str) -> None:
    """Refuse *value* unless it is the id of a pack."""
    if not (is_own(value) or is_word(value)):
        refuse(field, PACK_RULE)


def check_unique(field: str, values: Collection[Hashable]) -> None:
    """Refuse *values* that hold the same thing twice."""
    if len(set(values)) != len(values):
        refuse(field, "must not repeat a value")


def check_version(value: int) -> None:
    """Refuse a version below 1."""
    if not 1 <= value <= _LAST_VERSION:
        refuse("version", "must be a whole number from 1 up")


def check_lang(value: str) -> None:
    """Refuse what is no tag of a language.

    Source:
        RFC 5646, section 2.1, without its rarer forms.
    """
    if _LANG.fullmatch(value) is None:
        refuse("lang", "must be a language such as 'en' or 'en-GB'")


def check_texts(**fields: str) -> None:
    """Refuse texts that are blank, too long, or hold what a screen would act on."""
    for field, text in fields.items():
        if not text.strip():
            refuse(field, "must not be empty")
        if len(text) > MAX_TEXT:
            refuse(field, f"must have at most {MAX_TEXT:,} characters")
        if any(map(_is_control, text)):
            refuse(field, "must hold no control characters")


def check_all_texts(field: str, values: Iterable[str]) -> None:
    """Refuse *values* unless each is a text that `check_texts` takes."""
    for value in values:
        check_texts(**{field: value})


def check_successor_of(own_id: str, replaced_by: str | None) -> None:
    """Refuse the id of a successor that is none, or that is the entry's own."""
    if replaced_by is None:
        return
    if not is_id(replaced_by):
        refuse("replaced_by", DOTTED_RULE)
    if replaced_by == own_id:
        refuse("replaced_by", "must be another entry")


def _is_control(character: str) -> bool:
    if character == "\n":
        return False
    return unicodedata.category(character) == "Cc" or character in _OVERRIDES

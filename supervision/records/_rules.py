"""The rules of single values; a refusal names field and rule, never the value."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable
from typing import NoReturn

from supervision.errors import InvalidRecordError

MAX_TEXT = 1_000_000
MAX_ID = 80
LAST_REVISION = 2**32 - 1

NO_ID = "0" * 32
"""The id of a record from a file that gives none, until the journal makes one."""

CODE_RULE = "must be a code such as 'S-014', not a name or a number"
THEME_RULE = "must be a theme such as 'family.part-of-solution', or your own under 'x.<org>.'"
PROMPT_RULE = "must be a prompt such as 'needs.fit', or your own under 'x.<org>.'"
RISK_RULE = "must be a kind such as 'safety.child', or your own under 'x.<org>.'"
FOCUS_RULE = (
    "must be a family of themes such as 'family', a theme such as 'family.burden', a function "
    "such as 'formative', or your own under 'x.<org>'"
)
WORD_RULE = "must be an id in lower case, such as 'seven-eyed'"
PRIMARY_RULE = "must be one of the themes"
RECORD_RULE = "must be 32 lower-case hexadecimal digits"

_CODE = re.compile(r"[A-Z]{1,4}-[0-9]{1,6}[A-Z]?")
_DOTTED = re.compile(
    r"(?!x\.)[a-z][a-z0-9-]*\.[a-z0-9][a-z0-9-]*|x\.[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+"
)
_OWN_FAMILY = re.compile(r"x\.[a-z0-9][a-z0-9-]*")
_WORD = re.compile(r"[a-z][a-z0-9-]*")
_HEX = re.compile(r"[0-9a-f]+")


def refuse(field: str, rule: str) -> NoReturn:
    """Raise the error for *field*, whose value breaks *rule*."""
    msg = f"{field} {rule}"
    raise InvalidRecordError(msg, field=field)


# Values found good before: the same few come back in every record, and for the decoder, which
# runs the rules of each record it reads, to look one up costs a sixth of matching it again.
CODES: set[str] = set()
DOTTED: set[str] = set()
WORDS: set[str] = set()
_MOST_REMEMBERED = 100_000


def _is_known(text: str, known: set[str], pattern: re.Pattern[str]) -> bool:
    if text in known:
        return True
    if len(text) > MAX_ID or pattern.fullmatch(text) is None:
        return False
    if len(known) < _MOST_REMEMBERED:
        known.add(text)
    return True


def is_code(text: str) -> bool:
    """Return whether *text* is a normalised pseudonym."""
    return _is_known(text, CODES, _CODE)


def is_hex(text: str, digits: int) -> bool:
    """Return whether *text* is *digits* lower-case hexadecimal digits."""
    return len(text) == digits and _HEX.fullmatch(text) is not None


def is_text(value: object) -> bool:
    """Return whether *value* is text that UTF-8 can hold and that is not absurdly long."""
    if type(value) is not str or len(value) > MAX_TEXT:
        return False
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def check_code(field: str, value: str | None) -> None:
    """Refuse *value* unless it is a code or None."""
    if value is not None and not is_code(value):
        refuse(field, CODE_RULE)


def check_codes(field: str, values: tuple[str, ...]) -> None:
    """Refuse *values* unless each is a code, and each another one."""
    for value in values:
        if value not in CODES:
            check_code(field, value)
    check_unique(field, values)


def check_dotted(field: str, values: Iterable[str], rule: str) -> None:
    """Refuse *values* unless each is a dotted id; *rule* says of what."""
    for value in values:
        if not _is_known(value, DOTTED, _DOTTED):
            refuse(field, rule)


def check_words(field: str, values: Iterable[str]) -> None:
    """Refuse *values* unless each is the id of a model or stage."""
    for value in values:
        if not _is_known(value, WORDS, _WORD):
            refuse(field, WORD_RULE)


def check_focus(field: str, value: str) -> None:
    """Refuse *value* unless it is the id of a family, theme or function."""
    if _is_known(value, WORDS, _WORD) or _is_known(value, DOTTED, _DOTTED):
        return
    if len(value) > MAX_ID or _OWN_FAMILY.fullmatch(value) is None:
        refuse(field, FOCUS_RULE)


def check_unique(field: str, values: Collection[Hashable]) -> None:
    """Refuse *values* that name the same thing twice."""
    if len(values) > 1 and len(set(values)) != len(values):
        refuse(field, "must not repeat a value")


def check_range(field: str, value: int | None, low: int, high: int) -> None:
    """Refuse *value* unless it is None or between *low* and *high*, both included."""
    if value is not None and not low <= value <= high:
        refuse(field, f"must be from {low} to {high}")


def check_record_id(field: str, value: str) -> None:
    """Refuse *value* unless it is the id of a record."""
    if not is_hex(value, 32):
        refuse(field, RECORD_RULE)


def normalised(text: str) -> str:
    """Return *text* stripped and in capitals, as far as it is ASCII."""
    # Some letters beyond ASCII have capitals within it: a long s would become an S.
    return text.strip().upper() if text.isascii() else text


def pseudonym_of(text: str, *, field: str = "pseudonym") -> str:
    """Return *text* as a pseudonym: stripped, upper-cased, and checked.

    Args:
        text: One to four letters, a hyphen, one to six digits, and a letter if need be.
        field: What to call it in an error.

    Raises:
        InvalidRecordError: if *text* is anything else, such as a name.

    Examples:
        >>> pseudonym_of(" s-014 ")
        'S-014'
        >>> pseudonym_of("Maria", field="folder")
        Traceback (most recent call last):
            ...
        supervision.errors.InvalidRecordError: folder must be a code such as 'S-014', ...
    """
    code = normalised(text) if type(text) is str else ""
    if not is_code(code):
        refuse(field, CODE_RULE)
    return code

"""A text as a reader sees it: one form of each digit, space and hyphen, and nothing unseen.

Patterns run over the folded text; what they find is then placed in the text as it was given.
"""

from __future__ import annotations

import re
from unicodedata import category, decimal, normalize

_BEYOND = re.compile(r"[^\x00-\x7f]+(?:[ .,]{1,2}[^\x00-\x7f]+){0,63}")
_PLAIN = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4\uff07", "'"),
    **dict.fromkeys("\u3002\uff61\u00b7\u2024", "."),
    **dict.fromkeys("\u2028\u2029\x85", "\n"),
}
_MARKS = frozenset({"Mn", "Mc", "Me"})
_UNSEEN = _MARKS | {"Cf"}


class _Folds(dict[int, str]):
    """What each character beyond ASCII becomes, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _folded(chr(point))
        return folded


def _folded(character: str) -> str:
    if character.isascii():
        return character
    plain = _PLAIN.get(character)
    if plain is not None:
        return plain
    digit = decimal(character, None)
    if digit is not None:
        return str(digit)
    return "".join(
        _PLAIN.get(part, part)
        for part in normalize("NFKD", character)
        if category(part) not in _UNSEEN
    )


_FOLDS = _Folds()


def fold(text: str) -> str:
    r"""Return *text* without marks and unseen characters, its digits and spaces as in ASCII.

    Examples:
        >>> fold("\uff14\uff10\u200b1\u00a0Jose\u0301")
        '401 Jose'
    """
    if text.isascii():
        return text
    # Most letters of most texts are ASCII, and a search passes over them faster than `translate`.
    return _BEYOND.sub(_translated, text)


def _translated(found: re.Match[str]) -> str:
    return found[0].translate(_FOLDS)


def whole(text: str, end: int) -> int:
    """Return *end* moved past the marks on the character before it, which belong to that."""
    while end < len(text) and category(text[end]) in _MARKS:
        end += 1
    return end


def origins(text: str) -> list[int]:
    """Return, for each character of `fold(text)`, the index in *text* that it came from."""
    return [at for at, character in enumerate(text) for _ in _FOLDS[ord(character)]]

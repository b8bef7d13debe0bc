"""Names on a list: the forms they are kept in, and where a text holds one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supervision.errors import InvalidRecordError
from supervision.identifiers._folding import fold
from supervision.identifiers._kinds import Identifier, Kind, KnownNames

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_POSSESSIVE = "'s"
_POSSESSIVES = (_POSSESSIVE, _POSSESSIVE.upper())
_MOST_WORDS = 4
_WIDEST_GAP = 3


def known_forms(name: str) -> tuple[str, ...]:
    """Return the forms under which *name* is kept on a list, so that `find` can meet it.

    Capitals, accents, apostrophes, hyphens and width make no difference. A name of several words
    is found whole, also with its last word first; give its parts as names of their own to have
    them found alone. A form that ends in a star says only that some longer name begins so: it may
    belong to several names, so leave it where one of them is taken off the list.

    Args:
        name: One to four words.

    Raises:
        InvalidRecordError: if there is no word in *name*, or more than four.

    Examples:
        >>> known_forms("José")
        ('jose',)
        >>> known_forms("Anna O'Hara")
        ('anna *', 'anna ohara', 'ohara *', 'ohara anna')
    """
    words = [_plain(found[0]) for found in _WORD.finditer(fold(name))]
    if not 1 <= len(words) <= _MOST_WORDS:
        msg = f"name must be one to {_MOST_WORDS} words"
        raise InvalidRecordError(msg, field="name")
    if len(words) == 1:
        return (words[0],)
    orders = (words, [words[-1], *words[:-1]])
    forms = {form for order in orders for form in (" ".join(order), f"{order[0]} *")}
    return tuple(sorted(forms))


def find_known_names(text: str, known: KnownNames) -> Iterator[Identifier]:
    """Yield the places of a folded text where a name stands that *known* has."""
    plain = {word: _plain(word) for word in set(_WORD.findall(text))}
    # A list may have to compute a keyed hash for each question: ask about each word once, and of
    # several together only where a name begins so.
    alone = {word for word in set(plain.values()) if known.has(word)}
    leading = {word for word in set(plain.values()) if known.has(f"{word} *")}
    if not alone and not leading:
        return
    tokens = [(plain[found[0]], *_span(found)) for found in _WORD.finditer(text)]
    at = 0
    while at < len(tokens):
        word, start, _ = tokens[at]
        length = _longest(tokens, at, known) if word in leading else 0
        length = length or int(word in alone)
        if length:
            yield Identifier(kind=Kind.KNOWN_NAME, start=start, end=tokens[at + length - 1][2])
        at += length or 1


def _longest(tokens: list[tuple[str, int, int]], at: int, known: KnownNames) -> int:
    """Return of how many words, two or more, the longest name is that begins here; or 0."""
    words, longest = [tokens[at][0]], 0
    end = tokens[at][2]
    for word, start, word_end in tokens[at + 1 : at + _MOST_WORDS]:
        if start - end > _WIDEST_GAP:
            break
        words.append(word)
        end = word_end
        if known.has(" ".join(words)):
            longest = len(words)
    return longest


def _plain(word: str) -> str:
    return word.casefold().removesuffix(_POSSESSIVE).replace("'", "")


def _span(found: re.Match[str]) -> tuple[int, int]:
    start, end = found.span()
    return start, end - len(_POSSESSIVE) * found[0].endswith(_POSSESSIVES)

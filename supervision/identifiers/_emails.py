"""E-mail addresses, also where a line or a space runs through them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supervision.identifiers._kinds import Identifier, Kind
from supervision.identifiers._words import word_set

_LONGEST_LOCAL = 64
_LOCAL_SIGNS = frozenset(".+-_%'&")
_DOMAIN = re.compile(
    r"(?P<before>\s{0,3})[^\W_][\w-]{0,62}(?P<broken>\s{1,3}[\w-]{1,62})??(?=\s{0,3}\.)"
)
_LABEL = re.compile(r"(?P<gap>\s{0,3}\.\s{0,3})(?P<label>[^\W_][\w-]{0,62})")
_MOST_LABELS = 8
# With a space within, an address is told from the end of one sentence and the start of the next
# by how it ends.
_ENDINGS = word_set(
    "com org net edu gov uk ie eu info biz scot wales cymru london nhs fr nl pl dk se ch pt"
)


def find_emails(text: str) -> Iterator[Identifier]:
    """Yield the e-mail addresses of a folded text; a local part ends at the first space."""
    at = text.find("@")
    while at >= 0:
        start, parted = _local_start(text, at)
        end = None if start is None else _domain_end(text, at + 1, parted=parted)
        if start is not None and end is not None:
            yield Identifier(kind=Kind.EMAIL, start=start, end=end)
        at = text.find("@", at + 1)


def _local_start(text: str, at: int) -> tuple[int | None, bool]:
    last = at
    while last > max(0, at - 3) and text[last - 1].isspace():
        last -= 1
    first = last
    while first > max(0, last - _LONGEST_LOCAL) and _is_local(text[first - 1]):
        first -= 1
    while first < last and not text[first].isalnum():
        first += 1
    return (first if first < last else None), last < at


def _is_local(character: str) -> bool:
    return character.isalnum() or character in _LOCAL_SIGNS


def _domain_end(text: str, at: int, *, parted: bool) -> int | None:
    first = _DOMAIN.match(text, at)
    if first is None:
        return None
    spaced = parted or bool(first["before"] or first["broken"])
    return _last_label_end(text, first.end(), spaced=spaced)


def _last_label_end(text: str, at: int, *, spaced: bool) -> int | None:
    end = None
    for _ in range(_MOST_LABELS):
        label = _LABEL.match(text, at)
        if label is None:
            break
        spaced = spaced or label["gap"] != "."
        if _is_ending(label["label"], spaced=spaced):
            end = label.end()
        at = label.end()
    return end


def _is_ending(label: str, *, spaced: bool) -> bool:
    if spaced:
        return label in _ENDINGS
    return len(label) > 1 and (label.isalpha() or label.startswith("xn--"))

"""Ids that look like others: slips of the pen, and two themes for one thing."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

_ALIKE = 0.85


def near(theme: str, others: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of *others* that name nearly what *theme* names, in order.

    Whose a theme is does not count, nor in which family, nor an ``s`` or a hyphen.
    """
    return tuple(other for other in others if other != theme and _are_alike(theme, other))


def suggestions(asked: str, known: Iterable[str]) -> str:
    """Return what to say of ids of *known* that look like *asked*; nothing if none does."""
    close = get_close_matches(asked, list(known), n=3, cutoff=0.8)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def _are_alike(one: str, other: str) -> bool:
    return any(
        SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE
        for a, b in zip(_forms(one), _forms(other), strict=True)
    )


def _forms(theme: str) -> tuple[str, str]:
    """Return all words of *theme* but whose it is, and those of its last part."""
    parts = theme.split(".")
    parts = parts[2:] if parts[0] == "x" else parts
    return _words(".".join(parts)), _words(parts[-1])


def _words(text: str) -> str:
    words = text.replace(".", "-").split("-")
    return " ".join(word.removesuffix("s") for word in words)

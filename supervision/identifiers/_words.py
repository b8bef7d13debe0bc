"""Lists of words, written as they are read."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the set of the words of *text*."""
    return frozenset(text.split())

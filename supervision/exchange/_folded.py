"""Characters that look like another one, or like none, each in its place."""

from __future__ import annotations

UNSEEN = "\u200b"
"""Stands for each character that shows nothing."""

# Hyphens that do not break, those that editors of text put in their place, and wide ones.
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_SHOW_NOTHING = (
    0x00AD,
    0x034F,
    0x061C,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    0xFEFF,
)
_WIDE = {wide: chr(wide - 0xFEE0) for wide in range(0xFF10, 0xFF5B) if chr(wide).isalnum()}
_FOLD = dict.fromkeys(map(ord, _DASHES), "-") | dict.fromkeys(_SHOW_NOTHING, UNSEEN) | _WIDE


def folded(text: str) -> str:
    r"""Return *text* with a plain character in each place: it is as long as before.

    >>> folded("\uff23\u2013\u200d201")
    'C-\u200b201'
    """
    return text if text.isascii() else text.translate(_FOLD)

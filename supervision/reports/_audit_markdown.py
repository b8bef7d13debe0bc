"""Tables and text of a pack, in which nothing that was written by hand is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_MARKUP = re.compile(r"[\\`*\[\]!|#~]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;"})


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table; none where there is no row."""
    if not rows:
        return
    yield f"| {' | '.join(map(plain, columns))} |"
    yield f"|{' --- |' * len(columns)}"
    yield from (f"| {' | '.join(map(plain, row))} |" for row in rows)
    yield ""


def plain(text: str) -> str:
    """Return *text* on one line, so that nothing in it is markup: no link, picture, tag or cell."""
    return " ".join(_MARKUP.sub(r"\\\g<0>", text).translate(_ENTITIES).split())

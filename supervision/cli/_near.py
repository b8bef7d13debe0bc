"""What was meant by a word that nothing is called."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return what to add to a refusal of *name*; nothing where nothing looks like it.

    >>> did_you_mean("resonanz", ["family", "resonance"]), did_you_mean("q", ["family"])
    ('; did you mean resonance?', '')
    """
    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""

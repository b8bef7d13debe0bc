"""Which themes came up together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain, combinations
from typing import Literal

import attrs

from supervision.records import LedgerLine
from supervision.reports._held import Families, held, percent
from supervision.reports._remembered import remembered


@attrs.frozen(kw_only=True)
class ThemePair:
    """Two themes, or families, that came up in the same sessions and reflections.

    Attributes:
        first: The one whose id comes first in the alphabet.
        second: The other.
        count: In how many both came up.
        of_first: In how many the first did.
        of_second: In how many the second did.
        out_of: How many there were.
    """

    first: str
    second: str
    count: int
    of_first: int
    of_second: int
    out_of: int

    def text(self) -> str:
        """Say it in a line."""
        return (
            f"{self.first} and {self.second}: together in {self.count} of {self.out_of} "
            f"({percent(self.count, self.out_of)} %); "
            f"{self.of_first} have the one, {self.of_second} the other"
        )


@remembered
def co_occurrence(
    lines: Iterable[LedgerLine],
    *,
    per: Literal["theme", "family"] = "theme",
    until: date | None = None,
) -> list[ThemePair]:
    """Count the pairs of themes that came up in the same session or reflection.

    That two themes often meet says nothing of why: a theme that is nearly always there meets
    every other.

    Args:
        lines: Ledger lines of any kind and order; taken one at a time.
        per: What to pair.
        until: The last day to look at.

    Returns:
        The pairs that came up at all, the most frequent first, then by their ids.

    Examples:
        >>> from supervision.records import Reflection, line_of
        >>> themes = {"family.burden", "family.children", "need.stigma"}
        >>> line = line_of(Reflection(on=date(2026, 1, 9), practitioner="S-014", notes="-",
        ...                           themes=themes))
        >>> [pair.text() for pair in co_occurrence([line], per="family")]
        ['family and need: together in 1 of 1 (100 %); 1 have the one, 1 the other']
    """
    named = list(map(_names(per), held(lines, until)))
    single = Counter(chain.from_iterable(named))
    both = Counter(chain.from_iterable(combinations(names, 2) for names in named))
    pairs = sorted(both.items(), key=lambda item: (-item[1], item[0]))
    return [
        ThemePair(
            first=first,
            second=second,
            count=count,
            of_first=single[first],
            of_second=single[second],
            out_of=len(named),
        )
        for (first, second), count in pairs
    ]


def _names(per: Literal["theme", "family"]) -> Callable[[LedgerLine], Sequence[str]]:
    if per == "theme":
        return lambda line: line.themes
    family = Families()
    return lambda line: sorted({family[theme] for theme in line.themes})

"""Codes that stand for agreements of different people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import attrs

from supervision.reports._agreements import Agreed
from supervision.reports._cover_ground import Ground


@attrs.frozen(kw_only=True)
class Clash:
    """One code for agreements that have nobody and no group in common.

    None of them takes the place of another, and a session that names the code is held against
    the one of its people.

    Attributes:
        code: The code.
        agreements: The last agreement of each of these circles of people, by first day.
    """

    code: str
    agreements: tuple[Agreed, ...]

    def text(self) -> str:
        """Say it in a sentence."""
        parties = "; ".join(one.parties for one in self.agreements)
        return (
            f"{self.code} is the code of agreements that have nobody in common: {parties}; "
            "give each a code of its own."
        )


def clashes(ground: Ground) -> tuple[Clash, ...]:
    """Return the codes that several circles of people have, by code.

    A circle whose agreement ended before the time looked at is left alone.
    """
    by_code: defaultdict[str, list[Agreed]] = defaultdict(list)
    for one in ground.agreed:
        by_code[one.code].append(one)
    found = {code: _lasts(known, ground) for code, known in sorted(by_code.items())}
    return tuple(
        Clash(code=code, agreements=tuple(lasts)) for code, lasts in found.items() if len(lasts) > 1
    )


def _lasts(known: Iterable[Agreed], ground: Ground) -> Sequence[Agreed]:
    lasts = (circle[-1] for circle in _circles(known))
    return [one for one in lasts if one.last is None or one.last >= ground.since]


def _circles(known: Iterable[Agreed]) -> list[list[Agreed]]:
    """Return the agreements of one code, apart by who is in them; each by first day."""
    circles: list[list[Agreed]] = []
    for one in known:
        mine = [circle for circle in circles if any(_go_together(one, other) for other in circle)]
        others = [circle for circle in circles if circle not in mine]
        joined = sorted((each for circle in mine for each in circle), key=lambda each: each.first)
        circles = [*others, [*joined, one]]
    return circles


def _go_together(one: Agreed, other: Agreed) -> bool:
    said = one.record == other.replaced_by
    group = one.group is not None and one.group == other.group
    return said or group or not set(one.people).isdisjoint(other.people)

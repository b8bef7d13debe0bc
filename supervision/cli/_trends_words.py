"""What themes over time are shown as: rows of blocks, and what these are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from shutil import get_terminal_size

from supervision.reflection import sparkline
from supervision.reports import ThemeTrend, TrendPer

HIDDEN = "·"
_LEAST = 12
_WHAT: Mapping[TrendPer, str] = {
    "theme": "themes",
    "family": "families of themes",
    "supervisee": "supervisees",
    "group": "groups",
}


def heading(trend: ThemeTrend) -> str:
    """Return what is counted, by which period, from when to when."""
    sought = "" if trend.theme is None else f" with {trend.theme}"
    span = f"{trend.periods[0]} to {trend.periods[-1]}"
    return f"{_WHAT[trend.per]}{sought} by {trend.by}, {span}"


def room(beside: int) -> int:
    """Return how many periods a row has room for, where the rest takes *beside* columns."""
    return max(_LEAST, get_terminal_size().columns - beside)


def blocks(counts: Iterable[int | None], top: int) -> str:
    """Return a row of blocks, the highest for *top*; a dot for what is hidden.

    Examples:
        >>> blocks([0, 4, None, 8], 8)
        '▁▅·█'
    """
    return "".join(HIDDEN if one is None else sparkline([one], 0, max(top, 1)) for one in counts)


def what_blocks_are(trend: ThemeTrend, shown: int, top: int) -> str:
    """Say how high blocks are, and for which periods they stand."""
    height = f"a block is a {trend.by}: the lowest is 0, the highest {top}"
    return f"{height}{not_all(len(trend.periods), shown, trend.by)}"


def not_all(count: int, shown: int, what: str) -> str:
    """Say which of *count* have a block, where there is no room for all.

    Examples:
        >>> not_all(20, 12, "month"), not_all(12, 12, "month")
        ('; these are the last 12 of 20 months, and --json has all', '')
    """
    if count <= shown:
        return ""
    return f"; these are the last {shown} of {count} {what}s, and --json has all"

"""How reports on cover say days and codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from supervision._counted import counted


def named(codes: Sequence[str]) -> str:
    """Return *codes* as they stand in a sentence.

    Examples:
        >>> named(["S-014"]), named(["S-014", "S-022", "S-031"])
        ('S-014', 'S-014, S-022 and S-031')
    """
    *others, last = codes
    return f"{', '.join(others)} and {last}" if others else last


def when(day: date, away: int) -> str:
    """Return *day*, and how far off it is.

    Args:
        day: The day.
        away: In how many days it is; below 0 if it is past.

    Examples:
        >>> when(date(2026, 3, 4), -16), when(date(2026, 3, 21), 1), when(date(2026, 3, 20), 0)
        ('2026-03-04, 16 days ago', '2026-03-21, in 1 day', '2026-03-20, today')
    """
    if away == 0:
        return f"{day}, today"
    return (
        f"{day}, in {counted(away, 'day')}" if away > 0 else f"{day}, {counted(-away, 'day')} ago"
    )

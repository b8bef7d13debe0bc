"""Months, quarters and years, as reports name them."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Period = Literal["month", "quarter", "year"]


@lru_cache(maxsize=4096)
def period_name(year: int, month: int, by: Period) -> str:
    """Return the name of the period that a month lies in; names sort as the periods do.

    Examples:
        >>> [period_name(2026, 3, by) for by in ("month", "quarter", "year")]
        ['2026-03', '2026-Q1', '2026']
    """
    if by == "year":
        return f"{year:04}"
    if by == "quarter":
        return f"{year:04}-Q{(month + 2) // 3}"
    return f"{year:04}-{month:02}"

"""How a page says days and months."""

from __future__ import annotations

from datetime import date

from supervision._months import MONTHS


def month_name(month: str) -> str:
    """Return a month as people write it, wherever they are.

    >>> month_name("2026-06")
    'June 2026'
    """
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def period_said(name: str) -> str:
    """Return a month, a quarter or a year as people write it.

    >>> [period_said(each) for each in ("2026-06", "2026-Q2", "2026")]
    ['June 2026', '2026-Q2', '2026']
    """
    return month_name(name) if name[5:].isdigit() else name


def short_month(month: str) -> str:
    """Return a month in few letters.

    >>> short_month("2026-06")
    'Jun 2026'
    """
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1][:3]} {year}"


def day_name(on: date) -> str:
    """Return a day as people write it.

    >>> day_name(date(2026, 6, 1))
    '1 June 2026'
    """
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def a_year_before(until: date) -> date:
    """Return the first day of the month eleven months before that of *until*.

    >>> a_year_before(date(2026, 11, 20))
    datetime.date(2025, 12, 1)
    """
    months = until.year * 12 + until.month - 1 - 11
    return date(months // 12, months % 12 + 1, 1)

"""How days, lengths and numbers of sessions are said."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from supervision._months import MONTHS

_HOUR = 60


def day(on: date) -> str:
    """Return a day as people write it.

    >>> day(date(2026, 6, 1))
    '1 June 2026'
    """
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def days(first: date, last: date) -> str:
    """Return the days from *first* to *last*.

    >>> days(date(2026, 6, 1), date(2026, 6, 14))
    '1 June 2026 to 14 June 2026'
    """
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def number(value: Fraction) -> str:
    """Return a number, with what is over as a fraction.

    >>> number(Fraction(45, 2)), number(Fraction(90)), number(Fraction(1, 3))
    ('22 1/2', '90', '1/3')
    """
    whole, rest = divmod(value, 1)
    return " ".join(str(part) for part in (whole, rest) if part) or "0"


def length(minutes: int) -> str:
    """Return how long a session took, in hours where they are whole.

    >>> length(120), length(90)
    ('2 h', '90 min')
    """
    return f"{minutes // _HOUR} h" if minutes and minutes % _HOUR == 0 else f"{minutes} min"

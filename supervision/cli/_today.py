"""Which day it is."""

from __future__ import annotations

from datetime import date, datetime


def today_here() -> date:
    """Return which day it is where this runs."""
    return datetime.now().astimezone().date()

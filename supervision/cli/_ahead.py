"""What is of days to come: no session was held on them, and none is counted unless it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import attrs

from supervision import Journal
from supervision._counted import counted
from supervision.cli._choice import Choice
from supervision.cli._screen import Screen
from supervision.cli._today import today_here
from supervision.records import LedgerLine


def has_themes(line: LedgerLine) -> bool:
    """Say whether *line* counts where themes are counted."""
    return bool(line.themes) and not line.cancelled


def up_to_today(choice: Choice) -> Choice:
    """Return *choice* up to today, unless it has a last day."""
    return choice if choice.until is not None else attrs.evolve(choice, until=today_here())


def tell_ahead(
    screen: Screen,
    journal: Journal,
    choice: Choice,
    what: str,
    counts: Callable[[LedgerLine], bool],
) -> None:
    """Say how many records of days to come are left out, or in, where there are any.

    Args:
        screen: Where to say it.
        journal: Where they are.
        choice: Which records were asked for.
        what: What one of them is called.
        counts: Whether a line is one of them.
    """
    today = today_here()
    tomorrow = today + timedelta(days=1)
    ahead = attrs.evolve(choice, since=max(choice.since or tomorrow, tomorrow))
    count = sum(map(counts, ahead.lines(journal)))
    if count:
        several = f"{counted(count, what)} after {today}"
        left_out = "not counted; give --until a later day to count what is planned"
        screen.note(f"{several}: {left_out if choice.until is None else 'counted, and planned'}")

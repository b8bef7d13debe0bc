"""What is due: reviews, agreements that end, sessions without one, gaps, who is next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

import attrs

from supervision.records import LedgerLine
from supervision.reports._agreements import Agreed
from supervision.reports._cover_clashes import Clash, clashes
from supervision.reports._cover_gaps import LONGEST_GAP, NO_RHYTHMS, Gap, gaps_in
from supervision.reports._cover_ground import check_days, ground
from supervision.reports._cover_next import NextDue, next_due
from supervision.reports._cover_reviews import (
    EndOfAgreement,
    Overlap,
    ReviewDue,
    StillToBegin,
    ends,
    overlaps,
    reviews,
    still_to_begin,
)
from supervision.reports._cover_sessions import NotCovered, not_covered
from supervision.reports._remembered import remembered

SOON = 30
"""How many days ahead to look."""


class Told(Protocol):
    """Something that is due."""

    def text(self) -> str:
        """Say it in a sentence."""


@attrs.frozen(kw_only=True)
class Due:
    """What a supervisor is to see to. All of it stands by day or by code: nobody is ranked.

    Attributes:
        today: The day that it was counted from.
        since: What ended before this day was left alone.
        within: How many days ahead were looked at.
        recorded: How many agreements there are, of any day.
        in_force: The agreements that hold today, by first day and code.
        reviews: Reviews that are past, or within these days.
        ends: Agreements that ran out, or will within these days, and that nothing follows.
        to_begin: Agreements that are still to begin.
        not_covered: Sessions that were held while no agreement held; none where no agreement is
            recorded at all.
        gaps: Times without sessions, or without an agreement.
        overlaps: Agreements between the same people that hold at once.
        clashes: Codes that stand for agreements of different people.
        next: Everyone who is supervised now, the longest ago first.
    """

    today: date
    since: date
    within: int
    recorded: int
    in_force: tuple[Agreed, ...]
    reviews: tuple[ReviewDue, ...]
    ends: tuple[EndOfAgreement, ...]
    to_begin: tuple[StillToBegin, ...]
    not_covered: tuple[NotCovered, ...]
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    clashes: tuple[Clash, ...]
    next: tuple[NextDue, ...]

    def to_see_to(self) -> tuple[tuple[str, str], ...]:
        """Return what each thing that is due is about, such as `review`, and a sentence on it."""
        parts: dict[str, Sequence[Told]] = {
            "review": self.reviews,
            "end": self.ends,
            "to begin": self.to_begin,
            "no agreement": self.not_covered,
            "gap": self.gaps,
            "overlap": self.overlaps,
            "clash": self.clashes,
        }
        return tuple((what, one.text()) for what, part in parts.items() for one in part)

    def text(self) -> str:
        """Say it in sentences, one on a line."""
        told = [sentence for _, sentence in self.to_see_to()] or ["Nothing is due."]
        none = [] if self.recorded else ["No agreement is recorded."]
        return "\n".join([*none, *told, *(one.text() for one in self.next)])


@remembered
def due(
    lines: Iterable[LedgerLine],
    *,
    today: date,
    within: int = SOON,
    since: date | None = None,
    longest: int = LONGEST_GAP,
    rhythms: Mapping[str, int] = NO_RHYTHMS,
) -> Due:
    """Say what is due on *today*, from sessions and agreements.

    An agreement holds from its first day to its last, or until one that supersedes it, or a
    newer one of the same code with somebody or the group in common, begins. A session is covered by an agreement that names the
    supervisee and holds on the day: the one that the session names, or else one with its group
    or supervisor. How often people meet is free text in an agreement, so say it in *rhythms*.

    Args:
        lines: Ledger lines of any kind and order; of several revisions the newest counts.
        today: The day to count from; sessions after it are plans.
        within: How many days ahead to look for reviews and ends.
        since: Leave alone what ended before this day, a year before *today* if not given. If it is
            given, the longest time between two sessions from then on is told too.
        longest: Most days between two sessions of a supervisee.
        rhythms: The code of an agreement → most days between two sessions under it.

    Raises:
        InvalidRecordError: if a number of days is below 0.

    Examples:
        >>> from supervision.records import line_of
        >>> from supervision.testing import example_agreement, example_session
        >>> lines = [line_of(example_agreement()), line_of(example_session())]
        >>> print(due(lines, today=date(2026, 12, 20)).text())
        The review of A-03 (V-01 with S-014) is due on 2027-01-05, in 16 days.
        S-014: last on 2026-11-20, 30 days ago; review on 2027-01-05.
    """
    check_days("within", within)
    known = ground(lines, today=today, since=since)
    return Due(
        today=today,
        since=known.since,
        within=within,
        recorded=len(known.agreed),
        in_force=tuple(one for one in known.agreed if one.holds(today)),
        reviews=reviews(known, within),
        ends=ends(known, within),
        to_begin=still_to_begin(known),
        # Whoever records no agreement at all has no use for a list of all sessions.
        not_covered=not_covered(known) if known.agreed else (),
        gaps=gaps_in(known, longest=longest, rhythms=rhythms),
        overlaps=overlaps(known),
        clashes=clashes(known),
        next=next_due(known),
    )

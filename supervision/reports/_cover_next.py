"""Who is to be seen next."""

from __future__ import annotations

from datetime import date

import attrs

from supervision.reports._cover_ground import Ground
from supervision.reports._cover_words import when


@attrs.frozen(kw_only=True)
class NextDue:
    """When a supervisee was last at a session, and what is to come.

    Attributes:
        person: The supervisee.
        last: The day of the last session; None if there was none yet.
        days_since: How many days ago that was.
        planned: The day of the next session that is in the records.
        review_on: The earliest review of an agreement that holds.
        agreements: The codes of the agreements that hold.
    """

    person: str
    last: date | None
    days_since: int | None
    planned: date | None
    review_on: date | None
    agreements: tuple[str, ...]

    def text(self) -> str:
        """Say it in a sentence."""
        said = ["no session so far"]
        if self.last is not None and self.days_since is not None:
            said = [f"last on {when(self.last, -self.days_since)}"]
        if self.planned is not None:
            said.append(f"next on {self.planned}")
        if self.review_on is not None:
            said.append(f"review on {self.review_on}")
        return f"{self.person}: {'; '.join(said)}."


def next_due(ground: Ground) -> tuple[NextDue, ...]:
    """Return everyone who is supervised now, by the day of their last session and their code.

    Those who were at none yet stand first.
    """
    found = [_next(ground, person) for person in ground.supervised()]
    return tuple(sorted(found, key=lambda one: (one.last or date.min, one.person)))


def _next(ground: Ground, person: str) -> NextDue:
    last, known = ground.last_of(person), ground.in_force(person)
    planned = ground.to_come_of.get(person, ())
    reviews = [one.review_on for one in known if one.review_on is not None]
    return NextDue(
        person=person,
        last=last,
        days_since=None if last is None else (ground.today - last).days,
        planned=planned[0].on if planned else None,
        review_on=min(reviews, default=None),
        agreements=tuple(one.code for one in known),
    )

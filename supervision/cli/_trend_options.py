"""What is asked about themes over time, as it is typed."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, NoReturn

import attrs
from cyclopts import Group, Parameter

from supervision.cli._exits import RefusedError
from supervision.errors import InvalidRecordError
from supervision.reports import DaySpan, TrendPer

TREND = Group("Trend", help="Themes over time, and whether they changed.")
TESTED = ("theme", "family")
"""What a change is tested of: work is, and people are not."""

_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}):([0-9]{4}-[0-9]{2}-[0-9]{2})")


@Parameter(name="*", group=TREND)
@attrs.frozen(kw_only=True)
class Trending:
    """Whether to show themes over time, and which days to compare."""

    trend: Annotated[bool, Parameter(help="Show each theme over time, and whether it changed.")] = (
        False
    )
    per: Annotated[TrendPer, Parameter(help="What has a row of its own; a theme if not given.")] = (
        "theme"
    )
    before: Annotated[
        str | None,
        Parameter(
            help="The first days to compare: 2026-01-01:2026-06-30; the first half if not given."
        ),
    ] = None
    after: Annotated[str | None, Parameter(help="The days to compare them with.")] = None

    @property
    def names_days(self) -> bool:
        """Whether the days to compare are given."""
        return (self.before, self.after) != (None, None)

    def check(self, floor: int) -> None:
        """Refuse what makes no sense together.

        Raises:
            RefusedError: if it does not; it says what to leave out.
        """
        if self.names_days and None in (self.before, self.after):
            _refuse("two spans are compared: give both --before and --after, or neither")
        if self.names_days and self.per not in TESTED:
            _refuse("changes are tested of themes and families: leave --before and --after out")
        if self.names_days and floor:
            _refuse(
                "with --floor no change is told, since its counts would give away what is hidden: "
                "leave --before and --after out"
            )

    def spans(self) -> tuple[DaySpan | None, DaySpan | None]:
        """Return the days to compare, or none.

        Raises:
            RefusedError: if what was typed are no days.
        """
        return _span(self.before, "--before"), _span(self.after, "--after")


WITHOUT = Trending()


def _span(typed: str | None, option: str) -> DaySpan | None:
    if typed is None:
        return None
    found = _DAYS.fullmatch(typed)
    rule = "must be two days, such as 2026-01-01:2026-06-30"
    try:
        if found is not None:
            first, last = map(date.fromisoformat, found.groups())
            return DaySpan(first=first, last=last)
    except InvalidRecordError:
        rule = "must not end before it begins"
    except ValueError:
        pass
    msg = f"{option} {rule}"
    raise RefusedError(msg)


def _refuse(sentence: str) -> NoReturn:
    raise RefusedError(sentence)

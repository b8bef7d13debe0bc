"""A rule on hours as it is named on the command line, and what it needs to know."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import attrs
from cyclopts import Group, Parameter

from supervision.cli._hours_files import client_hours_in, domains_in, exempt_of, fraction_of
from supervision.cli._today import today_here

RULE = Group("Rule", help="What a body asks for; see supervision rules list.")


@Parameter(name="*", group=RULE)
@attrs.frozen(kw_only=True)
class RuleInputs:
    """A rule on hours, and what it needs to know."""

    rule: Annotated[
        str | None, Parameter(help="The id of a rule, or your own file, whose name ends in .toml.")
    ] = None
    person: Annotated[str | None, Parameter(help="The code of whose hours they are.")] = None
    client_hours: Annotated[
        Path | None,
        Parameter(
            help="A table of hours with clients, with the columns month (or week) and hours."
        ),
    ] = None
    exempt: Annotated[
        tuple[str, ...],
        Parameter(
            help="Days on which nothing is asked for, and why: 2026-06-01:2026-06-30=leave; may be given several times."
        ),
    ] = ()
    full_time: Annotated[
        str, Parameter(help="The share of full time that they work, such as 0.6 or 3/5.")
    ] = "1"
    case: Annotated[
        tuple[str, ...],
        Parameter(help="The code of a case of theirs, where a rule asks for each."),
    ] = ()
    domains: Annotated[
        Path | None,
        Parameter(help="A table with the columns session and domain, where a rule asks for each."),
    ] = None
    number: Annotated[
        tuple[str, ...],
        Parameter(help="A number that the rule leaves to your board: total=15000."),
    ] = ()
    today: Annotated[
        date | None, Parameter(help="The last day that is over; today unless given.")
    ] = None

    @property
    def are_given(self) -> bool:
        """Whether anything is, besides the rule, the person and the day."""
        return attrs.evolve(self, rule=None, person=None, today=None) != type(self)()

    def day(self) -> date:
        """Return the last day that is over."""
        return self.today or today_here()

    def given(self) -> dict[str, Any]:
        """Return what the hours of a person are counted from, besides their sessions.

        Raises:
            InvalidRecordError: if something that was typed, or stands in a file, is impossible.
            RefusedError: if a file cannot be read.
        """
        return {
            "client_hours": None
            if self.client_hours is None
            else client_hours_in(self.client_hours),
            "exempt": exempt_of(self.exempt),
            "full_time": fraction_of(self.full_time, field="--full-time"),
            "cases": self.case,
            "domains": None if self.domains is None else domains_in(self.domains),
        }


INPUTS = RuleInputs()


@Parameter(name="*", group=RULE)
@attrs.frozen(kw_only=True)
class Ruling(RuleInputs):
    """A rule, and how much to say of what became of it."""

    explain: Annotated[
        bool, Parameter(help="Say of everything what counted, and not only of what is missing.")
    ] = False


WITHOUT = Ruling()

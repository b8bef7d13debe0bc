"""The part of the page on agreements: what is due, and who is to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supervision._counted import counted
from supervision.reports._cover import Due, due
from supervision.reports._cover_next import NextDue
from supervision.reports._page_ask import Ask
from supervision.reports._page_parts import Section, Table


def agreements_section(ask: Ask) -> Section:
    """Return what is due of agreements, and when each supervisee was last seen."""
    found = due(ask.cover, today=ask.until)
    told = found.to_see_to()
    return Section(
        id="agreements",
        title="Agreements and cover",
        text=[f"{counted(len(found.in_force), 'agreement')} in force."],
        tables=_tables(found, told),
        remarks=() if told else [f"Nothing is due within {found.within} days."],
        glance=((str(len(told)), "due of agreements and cover"),),
    )


def _tables(found: Due, told: Sequence[tuple[str, str]]) -> Iterator[Table]:
    if told:
        yield Table(
            caption=f"What is due within {found.within} days",
            columns=("what", "says"),
            rows=told,
            folded=False,
        )
    if found.next:
        yield Table(
            caption="Who was last seen when",
            columns=("who", "last", "days ago", "next", "review", "agreements"),
            rows=[_next(one) for one in found.next],
        )


def _next(one: NextDue) -> tuple[str, ...]:
    return (
        one.person,
        "none so far" if one.last is None else one.last.isoformat(),
        "" if one.days_since is None else str(one.days_since),
        "" if one.planned is None else one.planned.isoformat(),
        "" if one.review_on is None else one.review_on.isoformat(),
        ", ".join(one.agreements),
    )

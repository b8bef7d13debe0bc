"""The part of the page on what is not on it, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from supervision._counted import counted
from supervision.records import LedgerLine
from supervision.reports._page_ask import Ask, PageFor
from supervision.reports._page_parts import Section
from supervision.reports._page_words import day_name

_WHY: Mapping[PageFor, tuple[str, ...]] = {
    "supervisor": (
        (
            "Notes, answers, wordings of actions and risks: the page is made from the facts of the ledger, and "
            "no note was opened."
        ),
    ),
    "supervisee": (
        "Other people: their sessions, their codes and what they are to do. The page is about one person.",
        "Clients and marks of sessions with several people, since nothing says whose they are.",
        "Notes, answers, wordings of actions and risks: the page is made from the facts of the ledger.",
    ),
    "service": (
        "People, clients, days, hours, marks, actions and agreements: a service sees totals, by the quarter.",
        "Notes, of which nothing was opened.",
    ),
    "body": (
        "Themes, functions, marks, actions and agreements: a body sees hours.",
        "Codes of clients: cases have numbers, in the order in which they first came.",
        "Other people: their sessions and their codes.",
        "Notes, of which nothing was opened.",
    ),
}


def left_out_section(ask: Ask) -> Section:
    """Return what this reader does not get, and what was not counted."""
    return Section(
        id="left-out",
        title="What is not on this page",
        remarks=[*_WHY[ask.reader], *_suppressed(ask), *_not_counted(ask)],
    )


def _suppressed(ask: Ask) -> Iterator[str]:
    if ask.reader == "service":
        yield (
            f"Counts under {ask.floor} or of fewer people than that, in which somebody could be "
            "recognised, and further counts from which these could be computed. None of what is "
            "hidden is 0."
        )
        yield (
            "Compare no two pages of overlapping days: what is hidden on each may be computed from both."
        )


def _not_counted(ask: Ask) -> Iterator[str]:
    if ask.reader == "service":
        # How few they are is told to nobody outside.
        yield f"Cancelled sessions, and what is before {day_name(ask.since)} or after {day_name(ask.until)}."
        return
    counts = {
        "Cancelled": sum(line.cancelled for line in ask.records if _theirs(ask, line)),
        f"Before {day_name(ask.since)}": sum(
            line.on < ask.since for line in ask.lines if line.kind != "agreement"
        ),
        f"Dated after {day_name(ask.until)}": 0 if ask.person else ask.later,
    }
    for which, count in counts.items():
        if count:
            yield f"{which}: {counted(count, 'record')}."


def _theirs(ask: Ask, line: LedgerLine) -> bool:
    return ask.person is None or ask.person in line.people

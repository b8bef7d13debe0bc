"""What became of what a rule asks for, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from supervision.reports._hours_answers import HoursAnswer
from supervision.reports._hours_outcome import HoursOutcome, HoursStatus, amount

Row = tuple[str, str, str, str, str, str]

_COLUMNS = {
    "when": False,
    "what": False,
    "asked for": True,
    "there is": True,
    "missing": True,
    "result": False,
}
_RESULTS = {
    HoursStatus.OPEN: "still open",
    HoursStatus.UNKNOWN: "cannot be told",
    HoursStatus.INSTEAD: "met by another way",
    HoursStatus.FURTHER: "short this way too",
    HoursStatus.NOT_ASKED: "not asked for",
}


@attrs.frozen(kw_only=True)
class HoursTable:
    """A table.

    Attributes:
        columns: The headings, each with whether it stands above numbers.
        rows: The cells.
    """

    columns: Mapping[str, bool]
    rows: Sequence[Sequence[str]]


def tables(answers: Sequence[HoursAnswer]) -> Iterator[HoursTable]:
    """Yield a table of what has to be met, and one for each set of ways of which one is enough."""
    alone = [row_of(one) for answer in answers if len(answer.ways) == 1 for one in answer.outcomes]
    if alone:
        yield HoursTable(columns=_COLUMNS, rows=alone)
    sets = dict.fromkeys(tuple(answer.ways) for answer in answers if len(answer.ways) > 1)
    for ways in sets:
        yield HoursTable(
            columns={
                "when": False,
                "there is": True,
                **dict.fromkeys(ways, False),
                "result": False,
            },
            rows=[_side_by_side(answer) for answer in answers if tuple(answer.ways) == ways],
        )


def row_of(one: HoursOutcome) -> Row:
    """Return when, what, how much is asked for, found and missing, and what became of it."""
    return (
        one.name if one.part is None else f"{one.name} {one.part}",
        one.requirement,
        one.asked,
        amount(one.unit, one.found),
        amount(one.unit, one.short) if one.short else "",
        _RESULTS.get(one.status, one.status.value),
    )


def _side_by_side(answer: HoursAnswer) -> Sequence[str]:
    # A way may look at certain sessions only, and the other one at all.
    there = dict.fromkeys(amount(one.unit, one.found) for one in answer.outcomes)
    sides = (answer.side(way) for way in answer.ways)
    return answer.outcomes[0].name, " / ".join(there), *sides, answer.verdict

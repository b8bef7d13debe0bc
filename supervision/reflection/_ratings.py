"""Ratings over time, as they were given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time

import attrs

from supervision.errors import InvalidRecordError
from supervision.records import LedgerLine

_BLOCKS = "▁▂▃▄▅▆▇█"


@attrs.frozen(kw_only=True)
class Rated:
    """One rating: what was given on a day, and by whom or with whom.

    Attributes:
        on: The day.
        people: The pseudonyms of the supervisees, or of the practitioner who reflects.
        client: The client's pseudonym, if the record names one and no more.
        value: The number that was given.
        record: The id of the record that the answer is in.
    """

    on: date
    people: tuple[str, ...]
    client: str | None
    value: int
    record: str


def ratings(lines: Iterable[LedgerLine], prompt: str = "needs.fit") -> list[Rated]:
    """List the ratings that were given to *prompt*, the earliest first.

    They are not averaged, ranked or set against a norm: a rating is one person's word on one
    day, and there is no value from which on it is good.

    Args:
        lines: Ledger lines of any kind, the newest revision of each record.
        prompt: The id of a prompt that asks for a number.

    Returns:
        Ratings by day, then by the time of day as far as it is known, then by record; several
        in one record in their order there.

    Examples:
        >>> from supervision.records import Answer, AnswerKind, Reflection, line_of
        >>> def reflection(on, value):
        ...     answer = Answer(prompt="needs.fit", wording="How close?", kind=AnswerKind.SCALE,
        ...                     value=value)
        ...     return Reflection(on=on, practitioner="S-014", answers=[answer])
        >>> given = [reflection(date(2026, 4, 1), 7), reflection(date(2026, 3, 4), 4)]
        >>> [(str(one.on), one.value) for one in ratings(map(line_of, given))]
        [('2026-03-04', 4), ('2026-04-01', 7)]
    """
    having = [line for line in lines if any(one.prompt == prompt for one in line.ratings)]
    return [
        Rated(on=line.on, people=line.people, client=_client(line), value=one.value, record=line.id)
        for line in sorted(having, key=_moment)
        for one in line.ratings
        if one.prompt == prompt
    ]


def sparkline(values: Iterable[int], low: int = 0, high: int = 10) -> str:
    """Draw *values* as a row of blocks: the lowest block for *low*, the highest for *high*.

    Args:
        values: Whole numbers from *low* to *high*, in the order to draw them.
        low: The lowest number that could be given; a row of equal values shows how high it is.
        high: The highest; above *low*.

    Raises:
        InvalidRecordError: if *high* is not above *low*, or a value is outside of them.

    Examples:
        >>> sparkline([0, 2, 5, 4, 8, 10])
        '▁▂▅▄▇█'
        >>> sparkline([3, 3, 3])
        '▃▃▃'
    """
    if high <= low:
        msg = "high must be above low"
        raise InvalidRecordError(msg, field="high")
    return "".join(_blocks(list(values), low, high))


def _blocks(values: Sequence[int], low: int, high: int) -> list[str]:
    if not all(low <= value <= high for value in values):
        msg = f"values must be from {low} to {high}"
        raise InvalidRecordError(msg, field="values")
    # The nearest block, in whole numbers: half of the span is added before dividing.
    span, top = high - low, len(_BLOCKS) - 1
    return [_BLOCKS[(2 * top * (value - low) + span) // (2 * span)] for value in values]


def _client(line: LedgerLine) -> str | None:
    return line.clients[0] if len(line.clients) == 1 else None


def _moment(line: LedgerLine) -> tuple[date, time, str]:
    return line.on, line.start or time.min, line.id

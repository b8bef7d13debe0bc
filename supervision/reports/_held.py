"""What took place: the lines that reports of themes look at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from fnmatch import fnmatchcase

from supervision.records import NO_ID, LedgerLine


def newest(lines: Iterable[LedgerLine]) -> list[LedgerLine]:
    """Return the newest revision of each record, once, in the order in which records came.

    Records that come straight from a file have no id yet: each of them is one.
    """
    given = list(lines)
    if len({line.id for line in given}) == len(given):
        return given
    found: dict[str | int, LedgerLine] = {}
    for place, line in enumerate(given):
        record = place if line.id == NO_ID else line.id
        if line.revision >= found.setdefault(record, line).revision:
            found[record] = line
    return list(found.values())


def held(lines: Iterable[LedgerLine], until: date | None = None) -> list[LedgerLine]:
    """Return the sessions that were held, and the reflections, up to *until*.

    What was cancelled did not take place, an agreement is no talk, and a day after *until* is
    yet to come. A record that is given twice, or in two revisions, counts once.
    """
    last = until or date.max
    return [
        line
        for line in newest(lines)
        if line.on <= last and not line.cancelled and line.kind != "agreement"
    ]


def sessions_held(lines: Iterable[LedgerLine], until: date | None = None) -> list[LedgerLine]:
    """Return the sessions that were held up to *until*, by day, then by time, then by id."""
    return [line for line in sessions_of(lines, until) if not line.cancelled]


def sessions_of(lines: Iterable[LedgerLine], until: date | None = None) -> list[LedgerLine]:
    """Return the sessions up to *until*, cancelled ones too, by day, then by time, then by id."""
    last = until or date.max
    found = [line for line in newest(lines) if line.kind == "session" and line.on <= last]
    return sorted(found, key=lambda line: (line.on, line.start or time.min, line.id))


class Matches(dict[str, bool]):
    """Theme → whether it is of *patterns*, each looked at once."""

    def __init__(self, patterns: Iterable[str]) -> None:
        super().__init__()
        self._patterns = tuple(patterns)

    def __missing__(self, theme: str) -> bool:
        return self.setdefault(theme, any(fnmatchcase(theme, one) for one in self._patterns))


class Families(dict[str, str]):
    """Theme → its family: what stands before the last dot of its id.

    Examples:
        >>> Families()["family.burden"], Families()["x.kent.evenings"]
        ('family', 'x.kent')
    """

    def __missing__(self, theme: str) -> str:
        return self.setdefault(theme, theme.rpartition(".")[0])


def percent(count: int, out_of: int) -> int:
    """Return *count* out of *out_of* in whole per cent, halves rounded up."""
    return (200 * count + out_of) // (2 * out_of)

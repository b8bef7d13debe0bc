"""What a file would add to a journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path

import attrs

from supervision import Journal
from supervision.errors import ErasedError, InvalidRecordError, RecordNotFoundError
from supervision.exchange import (
    DayOrder,
    Parsed,
    Problem,
    Row,
    read_csv,
    read_json,
    read_markdown,
)
from supervision.identifiers import Finding
from supervision.records import Record, folder_label

_SUFFIXES = "must be a .csv, .tsv, .md or .json file"


class Standing(Enum):
    """What the journal knows of a row already."""

    NEW = "new"
    THERE = "logged before"
    DIFFERS = "DIFFERS from what was logged"
    ERASED = "erased"


@attrs.frozen
class Item:
    """A row, the record it is to be, and how it stands; unknown until a journal was asked."""

    row: Row
    record: Record = attrs.field(repr=False)
    standing: Standing | None = None


@attrs.frozen
class Place:
    """Where a row may tell who somebody is."""

    line: int
    finding: Finding


@attrs.define
class Plan:
    """One file.

    Args:
        name: The file, as it was typed.
        items: Its valid rows.
        problems: The rules that it breaks.
        unlisted: How many more it breaks.
        places: Where its new rows may tell who somebody is, if that was looked for.
    """

    name: str
    items: list[Item]
    problems: list[Problem]
    unlisted: int = 0
    places: list[Place] = attrs.Factory(list)

    def with_standing(self, standing: Standing) -> list[Item]:
        """Return the rows that stand so."""
        return [item for item in self.items if item.standing is standing]

    def records(self, *, keep_good: bool) -> list[Record]:
        """Return what is to be logged: nothing if anything is wrong, unless *keep_good*."""
        if self.problems and not keep_good:
            return []
        return [item.record for item in self.with_standing(Standing.NEW)]


def read_plan(path: Path, *, days: DayOrder, folder: str | None) -> Plan:
    """Return what the file at *path* holds, each row checked by every rule of its record."""
    name = str(path)
    try:
        parsed = _parsed(path, name, days)
    except OSError as error:
        why = (error.strerror or "unknown").lower()
        return Plan(name, [], [Problem(name, 0, "", f"cannot be read: {why}")])
    homeless = [] if folder is not None else list(_homeless(parsed.rows, name))
    lines = {problem.line for problem in homeless}
    items = [Item(row, row.record) for row in parsed.rows if row.line not in lines]
    problems = sorted([*parsed.problems, *homeless], key=lambda problem: problem.line)
    return Plan(name, items, problems, parsed.unlisted)


def _parsed(path: Path, name: str, days: DayOrder) -> Parsed:
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv"):
        return read_csv(path, name=name, days=days)
    if suffix in (".md", ".markdown"):
        return read_markdown(path, name=name, days=days)
    if suffix == ".json":
        return read_json(path, name=name)
    return Parsed(problems=(Problem(name, 0, "", _SUFFIXES),))


def _homeless(rows: Sequence[Row], name: str) -> Iterator[Problem]:
    """Yield a problem for each record of which nobody can say to which folder it belongs."""
    for row in rows:
        try:
            folder_label(row.record)
        except InvalidRecordError as error:
            rule = str(error).removeprefix(f"{error.field} ")
            yield Problem(name, row.line, error.field or "", rule)


class Settler:
    """Says of each row how it stands in a journal and among the rows before it.

    Args:
        journal: The open journal.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._seen: dict[str, Record] = {}

    def settle(self, plan: Plan) -> None:
        """Give every row of *plan* its id and its standing."""
        plan.items = [self._settled(item.row) for item in _newest(plan.items)]

    def _settled(self, row: Row) -> Item:
        record = row.with_id(row.id or self._journal.derived_id(row.identity))
        standing = self._standing(record)
        self._seen.setdefault(record.id, record)
        return Item(row, record, standing)

    def _standing(self, record: Record) -> Standing:
        if record.id in self._seen:
            same = self._seen[record.id] == record
            return Standing.THERE if same else Standing.DIFFERS
        try:
            revisions = self._journal.revisions(type(record), record.id)
        except ErasedError:
            return Standing.ERASED
        except RecordNotFoundError:
            return Standing.NEW
        except InvalidRecordError:
            # A record of another kind has the id that the file gives.
            return Standing.DIFFERS
        # An earlier revision will do: that the record was amended since is no news from the file.
        was = any(each.record == record for each in revisions)
        return Standing.THERE if was else Standing.DIFFERS


def _newest(items: Sequence[Item]) -> list[Item]:
    """Return *items* with only the newest revision of each record that has its id in the file."""
    newest: dict[str, int] = {}
    for item in items:
        if item.row.id is not None:
            newest[item.row.id] = max(newest.get(item.row.id, 1), item.record.revision)
    return [
        item for item in items if item.row.id is None or item.record.revision == newest[item.row.id]
    ]

"""What reading a file gives: rows that are records, and problems that are none."""

from __future__ import annotations

import attrs

from supervision.records import Record

MAX_PROBLEMS = 100


@attrs.frozen
class Problem:
    """One broken rule in a file; it names the place and never what stands there.

    Attributes:
        file: The name that the reader was given.
        line: The line of the file, counted from 1; 0 if the file as a whole is meant.
        column: The column, field or section; empty if the whole line is meant.
        rule: What is asked for.

    Examples:
        >>> str(Problem("year.csv", 12, "minutes", "must be a whole number"))
        'year.csv, line 12, minutes: must be a whole number'
        >>> str(Problem("year.csv", 0, "", "is empty"))
        'year.csv: is empty'
    """

    file: str
    line: int
    column: str
    rule: str

    def __str__(self) -> str:
        line = [f"line {self.line}"] if self.line else []
        column = [self.column] if self.column else []
        return f"{', '.join([self.file, *line, *column])}: {self.rule}"


@attrs.frozen(kw_only=True)
class Row:
    """One record of a file.

    Attributes:
        line: The line it begins at, counted from 1; in JSON, the one where `to_json` puts it.
        record: The record; its id is `NO_ID` unless the file gives one.
        identity: 32 bytes that are the same whenever the same row is read again, whatever the
            separators, line ends and order of columns. A plain digest of the row, so it is as
            confidential as the row: derive an id from it under a key.
        id: The id that the file gives, or None.
        recorded: When the revision was recorded, RFC 3339 in UTC, if the file says so.
        reason: Why it was amended, if the file says so.
    """

    line: int
    record: Record = attrs.field(repr=False)
    identity: bytes = attrs.field(repr=False)
    id: str | None = None
    recorded: str | None = None
    reason: str | None = attrs.field(default=None, repr=False)

    def with_id(self, record_id: str) -> Record:
        """Return the record under *record_id*, 32 lower-case hexadecimal digits."""
        return attrs.evolve(self.record, id=record_id)


@attrs.frozen(kw_only=True)
class Parsed:
    """A file as read: log `rows` only if there are no `problems`, or if asked to keep the good.

    Attributes:
        rows: The records that are valid, in the order of the file.
        problems: The first hundred problems, in the order of the file.
        unlisted: How many more problems there are.
    """

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    unlisted: int = 0


class Problems:
    """The problems of one file, as they are met; only the first `MAX_PROBLEMS` are kept."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._kept: list[Problem] = []
        self.count = 0

    def add(self, line: int, column: str, rule: str) -> None:
        """Note that *column* of *line* breaks *rule*."""
        self.count += 1
        if self.count <= MAX_PROBLEMS:
            self._kept.append(Problem(self._file, line, column, rule))

    def parsed(self, rows: list[Row]) -> Parsed:
        """Return *rows* with the problems met so far, in the order of the file."""
        ordered = tuple(sorted(self._kept, key=lambda problem: problem.line))
        unlisted = self.count - len(self._kept)
        return Parsed(rows=tuple(rows), problems=ordered, unlisted=unlisted)

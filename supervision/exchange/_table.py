"""Rows of cells to sessions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from supervision.exchange._build import Builder
from supervision.exchange._columns import ALL, SEPARATOR, Column, columns_of
from supervision.exchange._facts import identity_of
from supervision.exchange._header import Header
from supervision.exchange._nodes import Branch, Leaf, Node, Several
from supervision.exchange._parsed import Problems, Row
from supervision.records import NO_ID, Session

MAX_ROWS = 100_000

_ATTENDANCE = re.compile(
    r"(?P<person>\S+)\s+(?P<status>[a-zA-Z]+)(?:\s*:\s*(?P<reason>.*))?", re.DOTALL
)
_ATTENDANCE_RULE = "must be a code and a word, such as 'S-022 absent: on leave'"
_ANY_CLIENT = "C-0"
_LISTED_PARTS = ("cases", "risks", "actions")

Parts = dict[tuple[str, int], dict[str, Node]]


class Table:
    """The rows under one header.

    Args:
        header: The columns, in order.
        problems: Where to note what is wrong.
        builder: What makes a session of a row.
    """

    def __init__(self, header: Header, problems: Problems, builder: Builder) -> None:
        self._names = header.names
        self._places = [ALL[name] for name in header.names]
        self._problems = problems
        self._builder = builder
        self._seen: Counter[bytes] = Counter()
        self._refs: dict[bytes, int] = {}
        self._clientless: dict[str, list[tuple[int, str]]] = {}

    def rows(self, records: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
        """Yield a row for each of *records*, which are lines and cells, that is a session."""
        for count, (line, cells) in enumerate(records):
            if count == MAX_ROWS:
                self._problems.add(line, "", f"is one session too many: {MAX_ROWS:,} fit in a file")
                break
            row = self._row(line, cells)
            if row is not None:
                yield row
        self._tell_clientless()

    def _row(self, line: int, cells: list[str]) -> Row | None:
        if len(cells) != len(self._names):
            rule = f"has {len(cells)} cells where the header has {len(self._names)}"
            self._problems.add(line, "", rule)
            return None
        before = self._problems.count
        parts = self._parts(line, cells)
        ref = parts[("", 0)].pop("ref", None)
        clientless = [each for each in parts if not self._has_client(line, *each, parts[each])]
        session = self._builder.build(Session, _session(parts, line))
        if session is None or clientless or self._problems.count > before:
            return None
        return self._identified(line, session, ref)

    def _parts(self, line: int, cells: list[str]) -> Parts:
        parts: Parts = {("", 0): {"id": Leaf(NO_ID, line, "")}}
        for name, column, cell in zip(self._names, self._places, cells, strict=True):
            text = cell.strip()
            if "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            if text:
                part = parts.setdefault((column.part, column.number), {})
                part[column.field] = self._node(Leaf(text, line, name), column)
        return parts

    def _has_client(self, line: int, part: str, number: int, fields: dict[str, Node]) -> bool:
        """Return whether a part is no case, or one that says whose it is; note it where not."""
        if part != "cases" or "client" in fields:
            return True
        column, case = columns_of(part, number)["client"], _case_with(fields, number)
        if column in self._names:
            self._problems.add(line, column, f"must be given, for {case}")
        else:
            self._clientless.setdefault(column, []).append((line, case))
        # So that the rest of the row is checked, as that of one that has it.
        fields["client"] = Leaf(_ANY_CLIENT, line, column)
        return False

    def _tell_clientless(self) -> None:
        """Note a column that is not there once, and not for each row."""
        for column, found in self._clientless.items():
            line, case = found[0]
            rows = f" ({len(found)} rows)" if len(found) > 1 else ""
            self._problems.add(line, column, f"must be among the columns, for {case}{rows}")

    def _node(self, cell: Leaf, column: Column) -> Node:
        if not column.listed:
            return cell
        texts = [text.strip() for text in cell.text.split(SEPARATOR)]
        items = [Leaf(text, cell.line, cell.column) for text in texts if text]
        if column.field == "attendance":
            people = (self._attendance(item) for item in items)
            return Several(tuple(one for one in people if one), cell.line, cell.column)
        return Several(tuple(items), cell.line, cell.column)

    def _attendance(self, cell: Leaf) -> Branch | None:
        match = _ATTENDANCE.fullmatch(cell.text)
        if match is None:
            self._problems.add(cell.line, cell.column, _ATTENDANCE_RULE)
            return None
        fields = {
            name: Leaf(text, cell.line, cell.column)
            for name, text in match.groupdict(default="").items()
        }
        return Branch(fields, cell.line, cell.column)

    def _identified(self, line: int, session: Session, ref: Node | None) -> Row | None:
        if isinstance(ref, Leaf):
            return self._referred(line, session, ref)
        said = identity_of(session)
        occurrence = self._seen[said]
        self._seen[said] += 1
        identity = identity_of(session, occurrence=occurrence) if occurrence else said
        return Row(line=line, record=session, identity=identity)

    def _referred(self, line: int, session: Session, ref: Leaf) -> Row | None:
        identity = identity_of(session, ref=ref.text)
        first = self._refs.setdefault(identity, line)
        if first != line:
            self._problems.add(line, "ref", f"must not be that of line {first} too")
            return None
        return Row(line=line, record=session, identity=identity)


def _case_with(fields: Collection[str], number: int) -> str:
    """Return which case it is, by its columns, and where what is of no case goes."""
    columns, whole = columns_of("cases", number), columns_of("", 0)
    named = ", ".join(columns[field] for field in columns if field in fields)
    others = ", ".join(whole[field] for field in columns if field in fields and field in whole)
    without = f"; without a case, write {others}" if others else ""
    return f"the case that has {named}{without}"


def _session(parts: Parts, line: int) -> Branch:
    fields = dict(parts[("", 0)])
    for (part, number), found in sorted(parts.items(), key=lambda item: item[0]):
        if part in _LISTED_PARTS:
            earlier = fields.get(part)
            items = earlier.items if isinstance(earlier, Several) else ()
            branch = Branch(found, line, part, columns_of(part, number))
            fields[part] = Several((*items, branch), line, part)
        elif part:
            fields[part] = Branch(found, line, part, columns_of(part, 0))
    return Branch(fields, line, columns=columns_of("", 0))

"""Reading Markdown files with front matter: one record a file."""

from __future__ import annotations

import attrs

from supervision.exchange._about import About
from supervision.exchange._body import merged
from supervision.exchange._build import Builder
from supervision.exchange._facts import identity_of
from supervision.exchange._nodes import Branch, Leaf, Node
from supervision.exchange._parsed import Parsed, Problems, Row
from supervision.exchange._scalars import DayOrder
from supervision.exchange._sections import Section, sections
from supervision.exchange._source import Source, bytes_of, unreadable
from supervision.exchange._yaml import Refusal, front_matter
from supervision.records import NO_ID, with_revision

_FENCE = "---"
_FENCE_RULE = "must begin with front matter: fields between two lines of three hyphens"


def read_markdown(source: Source, *, name: str, days: DayOrder = "ymd") -> Parsed:
    """Read a session, reflection or agreement from a Markdown file with front matter.

    The front matter says `kind: session`, `kind: reflection` or `kind: agreement` and gives the
    fields by their names; text may stand below it instead, under a heading of the second
    level: `## Feedback`, `## Case C-201`, `## Answer needs.fit`. Every scalar is read by the
    rule of its field alone, so nothing has to be quoted to stay text. What `to_markdown`
    wrote comes back as an equal record.

    Args:
        source: The bytes of the file, or its path; at most 64 MiB.
        name: What to call the file in problems.
        days: How days are written; see `read_csv`.

    Returns:
        One row, or the problems.

    Raises:
        OSError: if there is a path, and the file cannot be read.
        SupervisionError: if PyYAML, of the extra `cli`, is not installed.

    Examples:
        >>> page = b'''---
        ... kind: reflection
        ... on: 2026-03-04
        ... practitioner: S-014
        ... ---
        ... ## Notes
        ... I spoke before he did, twice.
        ... '''
        >>> read_markdown(page, name="march.md").rows[0].record.notes
        'I spoke before he did, twice.'
    """
    problems = Problems(name)
    found = bytes_of(source)
    reason = unreadable(found)
    if reason is not None:
        problems.add(reason.line, "", reason.rule)
        return problems.parsed([])
    row = _row(_lines(found), problems, Builder(problems, days=days))
    return problems.parsed([row] if row is not None else [])


def _lines(found: bytes) -> list[str]:
    text = found.decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _row(lines: list[str], problems: Problems, builder: Builder) -> Row | None:
    end = _end_of_front_matter(lines)
    if end is None:
        said = any(line.strip() for line in lines)
        problems.add(1 if said else 0, "", _FENCE_RULE if said else "is empty")
        return None
    matter = front_matter("\n".join(lines[1:end]), first=2)
    if isinstance(matter, Refusal):
        problems.add(matter.line, "", matter.rule)
        return None
    body = list(sections(lines[end + 1 :], first=end + 2))
    return _built(matter, body, problems, builder)


def _end_of_front_matter(lines: list[str]) -> int | None:
    if lines[0].rstrip() != _FENCE:
        return None
    ends = (number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == _FENCE)
    return next(ends, None)


def _built(matter: Branch, body: list[Section], problems: Problems, builder: Builder) -> Row | None:
    names = {field.name for field in attrs.fields(About)}
    before = problems.count
    about = builder.build(About, _some(matter, names, among=True))
    if about is None:
        return None
    if not about.is_current:
        problems.add(matter.place("kind")[0], "kind", "must be of a schema that this release reads")
    said = _some(matter, names, among=False)
    given = said.fields.get("id")
    fields = merged(about.record_type, said.fields, body, problems)
    fields.setdefault("id", Leaf(NO_ID, matter.line, "id"))
    record = builder.build(about.record_type, attrs.evolve(said, fields=fields))
    if record is None or problems.count > before:
        return None
    return Row(
        line=1,
        record=with_revision(record, about.revision),
        identity=identity_of(record),
        id=record.id if given is not None else None,
        recorded=about.recorded,
        reason=about.reason,
    )


def _some(branch: Branch, names: set[str], *, among: bool) -> Branch:
    fields: dict[str, Node] = {
        name: node for name, node in branch.fields.items() if (name in names) is among
    }
    return attrs.evolve(branch, fields=fields)

"""The body of a Markdown file: sections under headings of the second level."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

_HEADING = re.compile(r"##(?:\s+(?P<title>.*))?", re.DOTALL)
_TITLE = re.compile(r"#(\s.*)?", re.DOTALL)
_LIKE_A_HEADING = re.compile(r"\\*##(\s|$)")
_ESCAPED = re.compile(r"\\+##(\s|$)")
_BULLET = re.compile(r"[-*]\s+")


@attrs.frozen
class Section:
    """Text under a heading; the heading is empty for what stands before the first one."""

    heading: str
    text: str = attrs.field(repr=False)
    line: int


def sections(lines: Sequence[str], *, first: int) -> Iterator[Section]:
    """Yield the sections of *lines*, the first of which is line *first* of its file.

    A heading of the first level, before the first section, is a title and is passed over.
    """
    heading, begins, held = "", first, list[str]()
    for number, line in enumerate(lines, start=first):
        match = _HEADING.fullmatch(line)
        if match is None:
            if heading or not _TITLE.fullmatch(line):
                held.append(line)
            continue
        yield Section(heading, _text(held), begins)
        heading, begins, held = (match["title"] or "").strip(), number, []
    yield Section(heading, _text(held), begins)


def _text(lines: Iterable[str]) -> str:
    return "\n".join(line[1:] if _ESCAPED.match(line) else line for line in lines).strip()


def items(text: str) -> list[str]:
    r"""Return the items of a list; text without bullets is one item.

    Examples:
        >>> items("- first\n- second,\n  which goes on")
        ['first', 'second, which goes on']
        >>> items("only one")
        ['only one']
    """
    found: list[str] = []
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        if bullet or not found:
            found.append(line[bullet.end() if bullet else 0 :].strip())
        else:
            found[-1] = f"{found[-1]} {line.strip()}".strip()
    return found


def can_be_section(text: str) -> bool:
    """Return whether *text* comes back unchanged from a section."""
    return bool(text) and text == text.strip() and not {"\r", "\0"} & set(text)


def can_be_items(texts: Sequence[str]) -> bool:
    """Return whether *texts* come back unchanged from a list in a section."""
    return bool(texts) and all(can_be_section(text) and "\n" not in text for text in texts)


def section_of(heading: str, text: str) -> str:
    """Return *text* as a section; what looks like a heading in it gets a backslash."""
    lines = (f"\\{line}" if _LIKE_A_HEADING.match(line) else line for line in text.split("\n"))
    return f"## {heading}\n\n" + "\n".join(lines) + "\n"

"""What a file says, before anyone asks what it means: text at a place, in lists and fields."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen
class Leaf:
    """A piece of text, the line it stands on, and the column or field it stands in."""

    text: str = attrs.field(repr=False)
    line: int
    column: str


@attrs.frozen
class Several:
    """A list."""

    items: tuple[Leaf | Several | Branch, ...]
    line: int
    column: str


@attrs.frozen
class Branch:
    """Fields by name.

    Attributes:
        fields: What each field holds; a field that is left out is absent.
        line: The line it begins at.
        column: The path of the whole, empty for a record.
        columns: Where a field that is absent would stand, if not at its path.
    """

    fields: Mapping[str, Leaf | Several | Branch]
    line: int
    column: str = ""
    columns: Mapping[str, str] = attrs.Factory(dict)

    def place(self, field: str) -> tuple[int, str]:
        """Return the line and the column of *field*, be it there or not."""
        node = self.fields.get(field)
        if node is not None:
            return node.line, node.column
        return self.line, self.columns.get(field, inside(self.column, field))


Node = Leaf | Several | Branch


def inside(path: str, field: str) -> str:
    """Return the path of *field* in what stands at *path*."""
    return f"{path}.{field}" if path else field

"""What installed distributions bring, by group and name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def points(group: str, *, name: str | None = None) -> Iterable[Any]:
    """Return the entry points of *group*, or those of that *name*."""
    # Imported late: it takes as long as all the rest of opening a store.
    from importlib.metadata import entry_points  # noqa: PLC0415 (above)

    return tuple(
        entry_points(group=group) if name is None else entry_points(group=group, name=name)
    )


def distribution_of(point: Any) -> str:
    """Return the name of the distribution that brings an entry point; ours if it is None."""
    if point is None:
        return "clinical-supervision"
    return str(point.dist.name) if point.dist is not None else "unknown"

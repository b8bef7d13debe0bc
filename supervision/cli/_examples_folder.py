"""The fictional year that the demonstration logs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from supervision.cli._exits import RefusedError

# A wheel has its own copy; a source tree has the one that the documentation shows.
_PLACES = (
    Path(__file__).parent / "_examples",
    Path(__file__).parents[2] / "docs" / "examples",
)


def example_files() -> list[Path]:
    """Return the table of the year and the pages beside it."""
    place = _place()
    return [*sorted(place.glob("*.csv")), *sorted(place.glob("markdown/*.md"))]


def copy_examples(folder: Path) -> list[Path]:
    """Copy the table and the pages into a new folder, and return the copies.

    Raises:
        RefusedError: if something is there already.
    """
    if str(folder).startswith("-"):
        msg = "--examples must be a new folder; a name that begins with a hyphen is written ./-name"
        raise RefusedError(msg)
    if os.path.lexists(folder):
        msg = "there is something at --examples already, and nothing is overwritten; name a new folder"
        raise RefusedError(msg)
    copies = {path: folder / path.relative_to(_place()) for path in example_files()}
    for path, copy in copies.items():
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return list(copies.values())


def _place() -> Path:
    return next(place for place in _PLACES if place.is_dir())

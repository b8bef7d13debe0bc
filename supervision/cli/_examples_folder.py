"""The fictional year that the demonstration logs."""

from __future__ import annotations

from pathlib import Path

# A wheel has its own copy; a source tree has the one that the documentation shows.
_PLACES = (
    Path(__file__).parent / "_examples",
    Path(__file__).parents[2] / "docs" / "examples",
)


def example_files() -> list[Path]:
    """Return the table of the year and the pages beside it."""
    place = next(place for place in _PLACES if place.is_dir())
    return [*sorted(place.glob("*.csv")), *sorted(place.glob("markdown/*.md"))]

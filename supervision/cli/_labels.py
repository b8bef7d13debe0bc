"""What themes are called, for whoever reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from supervision import Journal
from supervision.catalogue import Catalogue
from supervision.cli._catalogue import catalogue_of
from supervision.errors import CatalogueError


def labels_of(journal: Journal) -> Mapping[str, str]:
    """Return the label of each theme of the catalogue, and of the packs that *journal* uses."""
    themes = to_read_with(journal).themes
    return {theme.id: theme.label for theme in themes.values()}


def to_read_with(journal: Journal) -> Catalogue:
    """Return the catalogue of *journal*, or what is shipped where one of its packs is gone.

    A pack that is gone takes no record along: its themes show by their ids.
    """
    try:
        return catalogue_of(journal)
    except CatalogueError:
        return Catalogue.shipped()


def label_of(name: str, catalogue: Catalogue) -> str:
    """Return what a theme or a family of themes is called; else its id."""
    known = catalogue.families.get(name) or catalogue.themes.get(name)
    return name if known is None else known.label


def above_its_id(name: str, label: str) -> str:
    """Return a cell with the label, and the id below it where that is something else."""
    return name if label == name else f"{label}\n{name}"


def labelled(themes: Iterable[str], labels: Mapping[str, str]) -> dict[str, str]:
    """Return the label of each of *themes*, sorted; the id itself where there is none."""
    return {theme: labels.get(theme, theme) for theme in sorted(set(themes))}

"""What themes are called, for whoever reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from supervision import Journal
from supervision.catalogue import Catalogue
from supervision.cli._catalogue import catalogue_of
from supervision.errors import CatalogueError


def labels_of(journal: Journal) -> Mapping[str, str]:
    """Return the label of each theme of the catalogue, and of the packs that *journal* uses."""
    try:
        catalogue = catalogue_of(journal)
    except CatalogueError:
        # A pack that is gone takes no record along: its themes show by their ids.
        catalogue = Catalogue.shipped()
    return {theme.id: theme.label for theme in catalogue.themes.values()}


def labelled(themes: Iterable[str], labels: Mapping[str, str]) -> dict[str, str]:
    """Return the label of each of *themes*, sorted; the id itself where there is none."""
    return {theme: labels.get(theme, theme) for theme in sorted(set(themes))}

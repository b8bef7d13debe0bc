"""The catalogue of a journal: what is shipped, and the packs that its settings name."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from supervision import Journal
from supervision.catalogue import Catalogue, Pack, installed_packs, load_pack
from supervision.cli._telling import gathered
from supervision.errors import CatalogueError
from supervision.records import Settings, UsedPack


def catalogue_of(journal: Journal) -> Catalogue:
    """Return what is shipped with the packs that *journal* uses.

    Raises:
        CatalogueError: if one of its packs is not installed any more, or breaks a rule of this
            release; it names the pack.
    """
    return catalogue_with(journal.settings().packs)


def catalogue_with(used: Iterable[UsedPack]) -> Catalogue:
    """Return what is shipped with those of *used* that are in use; see `catalogue_of`."""
    catalogue = Catalogue.shipped()
    for each in used:
        if each.used:
            catalogue = _wider(catalogue, each)
    return catalogue


def catalogue_ever(packs: Iterable[UsedPack]) -> Catalogue:
    """Return what is shipped with all of *packs* that can be read, and those that were dropped."""
    catalogue = Catalogue.shipped()
    # What is in use comes first: a dropped pack claims no id against it.
    for each in sorted(packs, key=lambda each: not each.used):
        with suppress(CatalogueError):
            catalogue = _wider(catalogue, each)
    return catalogue


def _wider(catalogue: Catalogue, used: UsedPack) -> Catalogue:
    if used.text:
        return catalogue.with_packs(own_pack(used, catalogue))
    if used.id in catalogue.packs:
        return catalogue
    return catalogue.with_packs(_installed(used.id))


def own_pack(used: UsedPack, catalogue: Catalogue) -> Pack:
    """Return the pack whose text is in the settings, held against the rest of *catalogue*."""
    # What it is warned of was told when it was taken into use.
    with gathered():
        return load_pack(used.text.encode(), name=used.id, catalogue=catalogue)


def packs_in_use(settings: Settings, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the ids of the packs in use, then those of the approaches in use, each once."""
    chosen = [each.id for each in settings.packs if each.used]
    for approach in settings.approaches:
        chosen += catalogue.approach(approach).packs
    return tuple(dict.fromkeys(chosen))


def installed() -> dict[str, Pack]:
    """Return the packs of installed distributions by their ids."""
    return {pack.id: pack for pack in installed_packs()}


def _installed(pack: str) -> Pack:
    found = installed().get(pack)
    if found is None:
        msg = (
            "this journal uses the pack, and it is not installed; install what brings it, or "
            f"leave it with: supervision pack drop {pack}"
        )
        raise CatalogueError(msg, entry=pack)
    return found

"""What a record or a pack is warned of, told on the terminal."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from supervision.catalogue import CatalogueWarning
from supervision.cli._screen import Screen
from supervision.identifiers import Finding, IdentifierWarning

_MOST_SHOWN = 10
_WHAT_TO_DO = "a code such as C-201 in its place tells nobody; correct a record with amend"


@contextmanager
def gathered() -> Iterator[list[Warning]]:
    """Gather what the block warns of, of records and of packs, to be told in our own way.

    Other warnings go theirs, once the block ends.
    """
    told: list[Warning] = []
    with warnings.catch_warnings(record=True) as caught:
        for ours in (IdentifierWarning, CatalogueWarning):
            warnings.simplefilter("always", ours)
        yield told
    for each in caught:
        if isinstance(each.message, (IdentifierWarning, CatalogueWarning)):
            told.append(each.message)
        else:
            warnings.warn_explicit(each.message, each.category, each.filename, each.lineno)


def tell(screen: Screen, findings: Iterable[Finding]) -> None:
    """Show where text may say who somebody is: ten places at most, and how many more there are."""
    found = list(findings)
    for finding in found[:_MOST_SHOWN]:
        screen.warn(str(finding))
    if len(found) > _MOST_SHOWN:
        screen.warn(f"and {len(found) - _MOST_SHOWN} more places")
    if found:
        screen.note(_WHAT_TO_DO)

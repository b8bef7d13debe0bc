"""Packs of other people, from their files."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import attrs

from supervision.catalogue._catalogue import Catalogue
from supervision.catalogue._checking import check_pack
from supervision.catalogue._near import near
from supervision.catalogue._packs import Pack, Scale
from supervision.catalogue._reading import broken, bytes_of, entries, parsed
from supervision.catalogue._rules import is_own
from supervision.catalogue._shipped import PACKS

_OWN_RULE = "id must be your own, under 'x.<org>.', such as 'x.kent.hours'"


class CatalogueWarning(UserWarning):
    """Something in a pack is allowed, and probably not meant."""


def load_pack(
    source: str | os.PathLike[str] | bytes,
    *,
    name: str | None = None,
    licences: Mapping[str, str] = MappingProxyType({}),
    catalogue: Catalogue | None = None,
) -> Pack:
    """Return the pack that a file holds, or raise.

    Args:
        source: The path of a TOML file, or its bytes: UTF-8, 256 KiB at most.
        name: What to call the file in an error; its path unless given.
        licences: What you hold, by the id of a scale, for scales that need a licence and whose
            file does not state it.
        catalogue: Where the themes are that its prompts may name; the shipped one unless given.

    Raises:
        CatalogueError: if it breaks a rule; it names the file, the entry and the rule.

    Warns:
        CatalogueWarning: if one of its themes looks like another one.

    Examples:
        >>> load_pack(b'id = "hours"', name="hours.toml")
        Traceback (most recent call last):
            ...
        supervision.errors.CatalogueError: hours.toml, hours: title must be given; hours: text ...
    """
    name = name or ("the pack" if isinstance(source, bytes) else os.fspath(source))
    data = source if isinstance(source, bytes) else bytes_of(Path(source), name=name)
    pack = _licensed(_read(data, name), licences)
    known = catalogue or Catalogue.shipped()
    check_own(pack, known, name=name)
    _warn_of_near_themes(pack, known)
    return pack


def check_own(pack: Pack, known: Catalogue, *, name: str) -> None:
    """Refuse *pack* if it is not fit to be added to the catalogue *known*.

    Raises:
        CatalogueError: if it is not; *name* is the file that it names.
    """
    _check_owner(pack, name)
    _check_families(pack, known, name)
    check_pack(pack, {*known.themes, *(theme.id for theme in pack.themes)}, name=name)


def _read(data: bytes, name: str) -> Pack:
    return entries(parsed(data, name=name), Pack, name=name, inherits=PACKS)


def _licensed(pack: Pack, licences: Mapping[str, str]) -> Pack:
    if not any(scale.id in licences for scale in pack.scales):
        return pack
    scales = tuple(_with_licence(scale, licences) for scale in pack.scales)
    return attrs.evolve(pack, scales=scales)


def _with_licence(scale: Scale, licences: Mapping[str, str]) -> Scale:
    return attrs.evolve(scale, licence=scale.licence or licences.get(scale.id) or None)


def _check_owner(pack: Pack, name: str) -> None:
    ids = [each.id for part in (pack.prompts, pack.themes, pack.scales) for each in part]
    foreign = [each for each in (pack.id, *ids) if not is_own(each)]
    if foreign:
        raise broken([(each, _OWN_RULE) for each in foreign], name=name)


def _check_families(pack: Pack, known: Catalogue, name: str) -> None:
    problems = [
        (theme.id, "family must be one of ours, or your own under 'x.<org>.'")
        for theme in pack.themes
        if theme.family not in known.families and not is_own(theme.family)
    ]
    if problems:
        raise broken(problems, name=name)


def _warn_of_near_themes(pack: Pack, known: Catalogue) -> None:
    for theme, other in _near_pairs(pack, known):
        msg = f"the theme '{theme}' looks like '{other}'; use one of them if they mean the same"
        warnings.warn(msg, CatalogueWarning, stacklevel=3)


def _near_pairs(pack: Pack, known: Catalogue) -> Iterator[tuple[str, str]]:
    for number, theme in enumerate(pack.themes):
        before = (each.id for each in pack.themes[:number])
        others = dict.fromkeys((*known.near_duplicates(theme.id), *near(theme.id, before)))
        yield from ((theme.id, other) for other in others)

"""The files that come with the package, each sort read when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

import attrs

from supervision.catalogue._approaches import Approach
from supervision.catalogue._models import Model
from supervision.catalogue._packs import Pack
from supervision.catalogue._reading import Inherits, bytes_of, entries, parsed
from supervision.catalogue._rules import listed
from supervision.catalogue._themes import Family, Theme
from supervision.records import strict

T = TypeVar("T")

_DATA = Path(__file__).parent / "_data"

_WORDS = {"source": "source", "rights": "rights", "lang": "lang"}
_THEMES = {"themes": {"rights": "rights", "lang": "lang", "family": "id"}}
_MODELS = {"prompts": _WORDS}
PACKS: Inherits = {
    "prompts": {**_WORDS, "audience": "audience"},
    "themes": {"rights": "rights", "lang": "lang"},
    "scales": {"lang": "lang", "audience": "audience"},
}
"""What the entries of a pack take from it."""


@attrs.frozen(kw_only=True, field_transformer=strict)
class _FamilyFile:
    """A family, and what its themes have in common."""

    id: str
    label: str
    text: str
    rights: str
    lang: str = "en"
    themes: tuple[Theme, ...] = attrs.field(default=(), converter=listed)

    @property
    def family(self) -> Family:
        return Family(id=self.id, label=self.label, text=self.text)


@cache
def families() -> Mapping[str, Family]:
    """Return the families by id, in the order of their ids."""
    return {each.id: each.family for each in _family_files()}


@cache
def themes() -> Mapping[str, Theme]:
    """Return the themes by id, family by family."""
    return {theme.id: theme for each in _family_files() for theme in each.themes}


@cache
def packs() -> Mapping[str, Pack]:
    """Return the packs by id, in the order of their ids."""
    return {pack.id: pack for pack in _read("packs", Pack, PACKS)}


@cache
def models() -> Mapping[str, Model]:
    """Return the models by id, in the order of their ids."""
    return {model.id: model for model in _read("models", Model, _MODELS)}


@cache
def approaches() -> Mapping[str, Approach]:
    """Return the approaches by id, in the order of their ids."""
    return {approach.id: approach for approach in _read("approaches", Approach, {})}


@cache
def _family_files() -> tuple[_FamilyFile, ...]:
    return _read("themes", _FamilyFile, _THEMES)


def _read(folder: str, kind: type[T], inherits: Inherits) -> tuple[T, ...]:
    paths = sorted((_DATA / folder).glob("*.toml"), key=lambda path: path.stem)
    return tuple(_entries(path, kind, inherits) for path in paths)


def _entries(path: Path, kind: type[T], inherits: Inherits) -> T:
    plain = parsed(bytes_of(path, name=path.name), name=path.name)
    return entries(plain, kind, name=path.name, inherits=inherits)

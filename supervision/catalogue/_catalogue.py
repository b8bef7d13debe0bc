"""The catalogue: what is shipped, and the packs that were added to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from types import MappingProxyType
from typing import TypeVar

import attrs

from supervision.catalogue import _shipped
from supervision.catalogue._approaches import Approach
from supervision.catalogue._checking import check_pack
from supervision.catalogue._hour_files import rules
from supervision.catalogue._hour_rules import HourRule
from supervision.catalogue._models import Model
from supervision.catalogue._near import near, suggestions
from supervision.catalogue._packs import Pack
from supervision.catalogue._prompts import Prompt
from supervision.catalogue._rules import is_id
from supervision.catalogue._themes import Family, Theme
from supervision.errors import CatalogueError

T = TypeVar("T")


@attrs.frozen(eq=False, repr=False)
class Catalogue:
    """Themes, prompts, models and approaches by their ids.

    Begin with `Catalogue.shipped`; files are read when something of theirs is asked for.

    Examples:
        >>> catalogue = Catalogue.shipped()
        >>> catalogue.label("family.burden")
        'The burden carried by relatives'
        >>> catalogue.prompt("needs.ift")
        Traceback (most recent call last):
            ...
        supervision.errors.CatalogueError: needs.ift: no prompt has this id; did you mean needs.fit?
    """

    _own: tuple[Pack, ...]

    @staticmethod
    def shipped() -> Catalogue:
        """Return what comes with this release."""
        return _shipped_catalogue()

    def with_packs(self, *packs: Pack) -> Catalogue:
        """Return a catalogue that has *packs* too; this one stays as it is.

        Raises:
            CatalogueError: if two packs, prompts or themes claim one id, a prompt names a theme
                that there is not, or a scale needs a licence that is not stated.
        """
        wider = Catalogue((*self._own, *packs))
        for number, pack in enumerate(packs):
            before = Catalogue((*self._own, *packs[:number]))
            _check_claims(pack, before)
            check_pack(pack, wider.themes)
        return wider

    @cached_property
    def families(self) -> Mapping[str, Family]:
        """The families of themes, in the order of their ids."""
        return MappingProxyType(dict(_shipped.families()))

    @cached_property
    def themes(self) -> Mapping[str, Theme]:
        """The themes, ours family by family, then those of each pack."""
        own = {theme.id: theme for pack in self._own for theme in pack.themes}
        return MappingProxyType({**_shipped.themes(), **own})

    @cached_property
    def packs(self) -> Mapping[str, Pack]:
        """The packs, ours in the order of their ids, then those that were added."""
        return MappingProxyType({**_shipped.packs(), **{pack.id: pack for pack in self._own}})

    @cached_property
    def prompts(self) -> Mapping[str, Prompt]:
        """The prompts, pack by pack in the order of asking, then those of models."""
        asked = [prompt for pack in self.packs.values() for prompt in pack.all_prompts]
        asked += [prompt for model in self.models.values() for prompt in model.prompts]
        return MappingProxyType({prompt.id: prompt for prompt in asked})

    @cached_property
    def models(self) -> Mapping[str, Model]:
        """The models, in the order of their ids."""
        return MappingProxyType(dict(_shipped.models()))

    @cached_property
    def approaches(self) -> Mapping[str, Approach]:
        """The approaches, in the order of their ids."""
        return MappingProxyType(dict(_shipped.approaches()))

    @cached_property
    def rules(self) -> Mapping[str, HourRule]:
        """The rules on hours, in the order of their ids."""
        return MappingProxyType(dict(rules()))

    def label(self, theme: str) -> str:
        """Return the label of a theme, or its id if the catalogue does not have it."""
        found = self.themes.get(theme)
        return theme if found is None else found.label

    def pack(self, pack: str) -> Pack:
        """Return the pack with this id.

        Raises:
            CatalogueError: if there is none.
        """
        return _found(pack, self.packs, "pack")

    def prompt(self, prompt: str) -> Prompt:
        """Return the prompt with this id.

        Raises:
            CatalogueError: if there is none.
        """
        return _found(prompt, self.prompts, "prompt")

    def model(self, model: str) -> Model:
        """Return the model with this id.

        Raises:
            CatalogueError: if there is none.
        """
        return _found(model, self.models, "model")

    def approach(self, approach: str) -> Approach:
        """Return the approach with this id.

        Raises:
            CatalogueError: if there is none.
        """
        return _found(approach, self.approaches, "approach")

    def rule(self, rule: str) -> HourRule:
        """Return the rule on hours with this id.

        Raises:
            CatalogueError: if there is none.
        """
        return _found(rule, self.rules, "rule")

    def near_duplicates(self, theme: str) -> tuple[str, ...]:
        """Return the ids of other themes that look like *theme*, which need not be one.

        Examples:
            >>> Catalogue.shipped().near_duplicates("x.kent.family-burdens")
            ('family.burden',)
        """
        return near(theme, self.themes)


@cache
def _shipped_catalogue() -> Catalogue:
    return Catalogue(())


def _found(asked: str, known: Mapping[str, T], what: str) -> T:
    if asked in known:
        return known[asked]
    # What is no id may be anything, such as a sentence in the wrong place.
    entry = asked if is_id(asked) else None
    close = suggestions(asked, known)
    msg = f"no {what} has this id{close}"
    raise CatalogueError(msg, entry=entry)


def _check_claims(pack: Pack, before: Catalogue) -> None:
    claims: tuple[tuple[str, Iterable[str], Mapping[str, object]], ...] = (
        ("pack", (pack.id,), before.packs),
        ("prompt", (prompt.id for prompt in pack.all_prompts), before.prompts),
        ("theme", (theme.id for theme in pack.themes), before.themes),
    )
    for what, ids, taken in claims:
        for each in ids:
            if each in taken:
                msg = f"another {what} has this id; choose another"
                raise CatalogueError(msg, entry=each)

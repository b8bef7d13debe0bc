"""The prompts that may be suggested, and which of them comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import attrs

from supervision.catalogue import Audience, Catalogue, ModelKind, Pack, Prompt
from supervision.reflection._history import History

LATELY = timedelta(days=28)


@attrs.frozen(kw_only=True)
class Pool:
    """Prompts to choose from, in an order that depends on nothing but the catalogue.

    Attributes:
        prompts: The first of each pack, then the second of each, and so on.
        last_asked: The id of each prompt that was answered → the last day on which it was.
    """

    prompts: tuple[Prompt, ...]
    last_asked: Mapping[str, date]

    def fitting(self, theme: str | None = None, function: str | None = None) -> tuple[Prompt, ...]:
        """Return the prompts for a theme or function: never asked, then longest ago."""
        found = [
            one
            for one in self.prompts
            if (theme is None or theme in one.themes) and function in {None, one.function}
        ]
        return tuple(sorted(found, key=lambda one: self.last_asked.get(one.id, date.min)))

    def named(self, prompt: str | None) -> tuple[Prompt, ...]:
        """Return the prompt with the id *prompt*, if it may be suggested."""
        return tuple(one for one in self.prompts if one.id == prompt)


def pool_of(
    catalogue: Catalogue,
    history: History,
    *,
    today: date,
    packs: Iterable[str] | None,
    audience: Audience | None,
) -> Pool:
    """Return the prompts that may be suggested on *today*."""
    if packs is None:
        chosen = _offered(catalogue, history, audience)
    else:
        chosen = {catalogue.pack(one).id for one in packs}
    placed = [
        (place, prompt)
        for pack in catalogue.packs.values()
        if pack.id in chosen
        for place, prompt in enumerate(pack.prompts)
        if _stands_alone(prompt)
        and audience in {None, prompt.audience}
        and not _was_asked_lately(prompt, history, today)
    ]
    by_place = sorted(placed, key=lambda one: one[0])
    return Pool(prompts=tuple(prompt for _, prompt in by_place), last_asked=history.last_asked)


def _offered(catalogue: Catalogue, history: History, audience: Audience | None) -> set[str]:
    unasked = {Audience.TRAINER} if history.in_groups else {Audience.TRAINER, Audience.GROUP}
    return {
        pack.id
        for pack in catalogue.packs.values()
        if not pack.approach_specific
        and (pack.audience not in unasked or pack.audience == audience)
        and not _is_cycle(pack, catalogue)
    }


def _is_cycle(pack: Pack, catalogue: Catalogue) -> bool:
    # Its prompts are the steps of a model: each builds on the one before.
    model = catalogue.models.get(pack.id)
    return model is not None and model.kind is ModelKind.CYCLE


def _stands_alone(prompt: Prompt) -> bool:
    return prompt.replaced_by is None and prompt.when is None


def _was_asked_lately(prompt: Prompt, history: History, today: date) -> bool:
    asked = history.last_asked.get(prompt.id)
    return asked is not None and today - asked < LATELY

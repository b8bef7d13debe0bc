"""What a pack must be besides valid: beside the themes that there are, and licensed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from supervision.catalogue._instruments import needs_licence
from supervision.catalogue._packs import Pack
from supervision.catalogue._reading import broken


def check_pack(pack: Pack, themes: Collection[str], *, name: str | None = None) -> None:
    """Refuse *pack* if it names a theme that is not in *themes*, or lacks a licence.

    Raises:
        CatalogueError: if it does; *name* is the file that it names.
    """
    problems = [*_unknown_themes(pack, themes), *_unlicensed(pack)]
    if problems:
        raise broken(problems, name=name)


def _unknown_themes(pack: Pack, known: Collection[str]) -> Iterator[tuple[str, str]]:
    for prompt in pack.prompts:
        for theme in prompt.themes:
            if theme not in known:
                yield prompt.id, f"themes must be known, and '{theme}' is not"


def _unlicensed(pack: Pack) -> Iterator[tuple[str, str]]:
    for scale in pack.scales:
        instrument = needs_licence(scale.id, scale.title)
        if scale.licence is None and instrument is not None:
            yield scale.id, f"licence must be stated: {instrument.name} is {instrument.rights}"

"""`supervision approach`: named selections of packs, themes and shapes; none is on by default."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated

import attrs
from cyclopts import Parameter

from supervision.catalogue import Approach, Catalogue, Element, Shape
from supervision.cli._options import COMMON, REACH, Common, Reach
from supervision.cli._screen import Screen
from supervision.cli._unlocking import opened
from supervision.errors import RecordNotFoundError

Name = Annotated[str, Parameter(name="ID")]


def list_approaches(*, reach: Reach = REACH) -> None:
    """List the approaches; without a journal those in use are not known.

    Args:
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    in_use: Sequence[str] = ()
    if reach.journal:
        with opened(screen, reach) as journal:
            in_use = journal.settings().approaches
    found = list(Catalogue.shipped().approaches.values())
    rows = [(one.id, "yes" if one.id in in_use else None, one.title) for one in found]
    screen.table({"id": False, "in use": False, "title": False}, rows)
    screen.document(
        [{"id": one.id, "title": one.title, "in_use": one.id in in_use} for one in found]
    )


def show_approach(approach: Name, /, *, common: Common = COMMON) -> None:
    """Show what an approach is made of: packs, themes, tags, and the shapes of its records.

    Args:
        approach: The id of the approach.
        common: What every command takes.
    """
    screen = Screen(json=common.json)
    catalogue = Catalogue.shipped()
    found = catalogue.approach(approach)
    screen.say(f"{found.title} ({found.id}, version {found.version})")
    screen.say(found.text)
    screen.say("")
    _show_lists(screen, found, catalogue)
    _show_elements(screen, found)
    for shape in found.shapes:
        _show_shape(screen, shape)
    screen.say("")
    screen.say(f"source: {found.source}{_unsure(found)}")
    screen.say(f"rights: {found.rights}")
    screen.document(_plain(found))


def _show_lists(screen: Screen, approach: Approach, catalogue: Catalogue) -> None:
    packs = ", ".join(f"{catalogue.pack(one).title} ({one})" for one in approach.packs)
    themes = ", ".join(_theme(one, catalogue) for one in approach.themes)
    models = ", ".join(approach.models)
    for what, listed in (("packs", packs), ("themes", themes), ("models", models)):
        if listed:
            screen.say(f"{what}: {listed}")


def _theme(theme: str, catalogue: Catalogue) -> str:
    label = catalogue.label(theme)
    return theme if label == theme else f"{label} ({theme})"


def _show_elements(screen: Screen, approach: Approach) -> None:
    for group, elements in groupby(approach.elements, key=lambda one: one.group):
        screen.say("")
        screen.say(f"tags for the stages of a case, {group}:")
        for one in elements:
            screen.say(f"  {one.id}: {one.label}{_unsure(one)}")


def _unsure(one: Approach | Element) -> str:
    return "" if one.confirmed else " (general knowledge: not read at a source)"


def _show_shape(screen: Screen, shape: Shape) -> None:
    kind = shape.record.value if shape.modality is None else f"{shape.modality.value} session"
    screen.say("")
    screen.say(f"{shape.label} ({kind}): {shape.text}")
    rules = (("stays empty", shape.empty), ("is given", shape.given), ("answers", shape.answered))
    for what, paths in rules:
        if paths:
            screen.say(f"  {what}: {', '.join(paths)}")


def _plain(approach: Approach) -> dict[str, object]:
    return {
        "id": approach.id,
        "version": approach.version,
        "title": approach.title,
        "text": approach.text,
        "packs": list(approach.packs),
        "themes": list(approach.themes),
        "models": list(approach.models),
        "elements": [attrs.asdict(one) for one in approach.elements],
        "shapes": [_plain_shape(one) for one in approach.shapes],
        "source": approach.source,
        "rights": approach.rights,
        "confirmed": approach.confirmed,
    }


def _plain_shape(shape: Shape) -> dict[str, object]:
    modality = None if shape.modality is None else shape.modality.value
    plain = attrs.asdict(shape, value_serializer=lambda _, __, value: value)
    return plain | {"record": shape.record.value, "modality": modality}


def use_approach(approach: Name, /, *, reach: Reach = REACH) -> None:
    """Take an approach into use in this journal; it changes nothing that was recorded.

    From then on its packs are among those that `supervision suggest` chooses from, and a record
    that is not of its shape is pointed out when it is added; nothing is refused for that.

    Args:
        approach: The id of the approach.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    found = Catalogue.shipped().approach(approach)
    with opened(screen, reach) as journal:
        settings = journal.settings()
        changed = found.id not in settings.approaches
        if changed:
            approaches = (*settings.approaches, found.id)
            journal.change_settings(attrs.evolve(settings, approaches=approaches))
    screen.say(f"{found.title} {'is in use now' if changed else 'was in use already'}")
    screen.document({"id": found.id, "changed": changed})


def drop_approach(approach: Name, /, *, reach: Reach = REACH) -> None:
    """Take an approach out of use; what was recorded stays.

    Args:
        approach: The id of the approach.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        settings = journal.settings()
        left = tuple(one for one in settings.approaches if one != approach)
        if left == settings.approaches:
            msg = "no approach with this id is in use; list them with: supervision approach list"
            raise RecordNotFoundError(msg)
        journal.change_settings(attrs.evolve(settings, approaches=left))
    screen.say(f"{approach} is not in use any more")
    screen.document({"dropped": approach})

"""`supervision pack list`, `pack use` and `pack drop`: the packs of a journal."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import attrs
from cyclopts import Parameter

from supervision.catalogue import (
    Catalogue,
    CatalogueWarning,
    Pack,
    check_successor,
    load_pack,
)
from supervision.cli._catalogue import catalogue_ever, catalogue_with, installed, own_pack
from supervision.cli._exits import RefusedError
from supervision.cli._options import REACH, Reach
from supervision.cli._screen import Screen
from supervision.cli._telling import gathered
from supervision.cli._unlocking import opened
from supervision.errors import CatalogueError, RecordNotFoundError, SupervisionError
from supervision.records import Settings, UsedPack

Plain = dict[str, Any]

_COLUMNS = {
    "id": False,
    "version": True,
    "prompts": True,
    "from": False,
    "in use": False,
    "title": False,
}
_SAYS_SO = "the file says so itself already, or has no such scale; leave --licence out"
_UNREADABLE = (
    "the version of this pack that the journal had before breaks a rule of this release, so what "
    "changed since was not looked at"
)
_NO_PLACE = "there is no place for --licence; write it in the file, under the id of the scale"


def list_packs(*, reach: Reach = REACH) -> None:
    """List the packs that are shipped, installed, and kept in the journal.

    Without a journal those in use are not known.

    Args:
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    used: Sequence[UsedPack] = ()
    if reach.journal:
        with opened(screen, reach) as journal:
            used = journal.settings().packs
    found = _listed(screen, used)
    screen.table(_COLUMNS, [_row(one) for one in found])
    screen.document(found)


def _listed(screen: Screen, used: Sequence[UsedPack]) -> list[Plain]:
    try:
        catalogue_with(used)
    except CatalogueError as error:
        screen.warn(str(error))
    packs = dict(catalogue_ever(used).packs)
    for each, pack in installed().items():
        packs.setdefault(each, pack)
    own = {each.id for each in used if each.text}
    in_use = [each.id for each in used if each.used]
    missing = [
        _plain(each.id, None, "journal" if each.text else "nowhere", in_use)
        for each in used
        if each.id not in packs
    ]
    return [
        _plain(each, pack, _origin(each, own), in_use) for each, pack in packs.items()
    ] + missing


def _origin(pack: str, own: Collection[str]) -> str:
    if pack in own:
        return "journal"
    return "shipped" if pack in Catalogue.shipped().packs else "installed"


def _plain(each: str, pack: Pack | None, origin: str, in_use: Collection[str]) -> Plain:
    return {
        "id": each,
        "version": None if pack is None else pack.version,
        "title": None if pack is None else pack.title,
        "prompts": None if pack is None else len(pack.all_prompts),
        "from": origin,
        "in_use": each in in_use,
    }


def _row(one: Plain) -> tuple[object, ...]:
    cells = one | {"in_use": "yes" if one["in_use"] else None}
    return tuple(cells[name] for name in ("id", "version", "prompts", "from", "in_use", "title"))


def use_pack(
    what: Annotated[str, Parameter(name="FILE_OR_ID")],
    /,
    *,
    licence: tuple[str, ...] = (),
    reach: Reach = REACH,
) -> None:
    """Take a pack into use in this journal.

    A file is kept in the journal as it stands, sealed, so that the journal needs no other. Used
    again, it takes the place of the one before, dropped or not, unless a version went back, an id
    is gone or words changed under the same version. An id is that of a pack that is shipped or
    installed, or of one of yours that was dropped.

    Args:
        what: The file of a pack of yours, or the id of another.
        licence: For a published scale that needs one, its id, = and the licence you hold, such as
            x.kent.mcss-26='licence 12 of 2026'; may be given several times.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        settings = journal.settings()
        with gathered() as warned:
            new = _chosen(what, settings, dict(map(_licence, licence)))
        for warning in warned:
            screen.warn(str(warning))
        packs = _with(settings.packs, new)
        pack = catalogue_with(packs).pack(new.id)
        if packs != settings.packs:
            journal.change_settings(attrs.evolve(settings, packs=packs))
    count = len(pack.all_prompts)
    done = "was in use already" if packs == settings.packs else "is in use now"
    screen.say(
        f"{pack.id}, version {pack.version}, {done}: {count} prompt{'' if count == 1 else 's'}"
    )
    screen.document(
        {
            "id": pack.id,
            "version": pack.version,
            "prompts": count,
            "changed": packs != settings.packs,
        }
    )


def _licence(text: str) -> tuple[str, str]:
    scale, equals, note = text.partition("=")
    if not equals or not scale.strip() or not note.strip():
        msg = "--licence is the id of a scale, = and a note, such as x.kent.mcss-26='licence 12'"
        raise RefusedError(msg)
    return scale.strip(), note.strip()


def _chosen(what: str, settings: Settings, licences: Mapping[str, str]) -> UsedPack:
    if what in Catalogue.shipped().packs:
        return UsedPack(id=what)
    if (pack := installed().get(what)) is not None:
        _check_successor(pack, settings, what)
        return UsedPack(id=what)
    if (dropped := _own(what, settings)) is not None and not dropped.used:
        return attrs.evolve(dropped, used=True)
    pack = load_pack(what, licences=licences, catalogue=catalogue_with(settings.packs))
    text = _licensed(Path(what).read_text("utf-8-sig"), pack, licences)
    _check_successor(pack, settings, what)
    return UsedPack(id=pack.id, text=text)


def _own(pack: str, settings: Settings) -> UsedPack | None:
    return next((each for each in settings.packs if each.id == pack and each.text), None)


def _check_successor(new: Pack, settings: Settings, name: str) -> None:
    """Hold *new* against the pack of that id which the journal has, in use or dropped."""
    before = _own(new.id, settings)
    if before is None:
        return
    try:
        old = own_pack(before, catalogue_ever(settings.packs))
    except CatalogueError:
        warnings.warn(_UNREADABLE, CatalogueWarning, stacklevel=2)
        return
    check_successor(old, new, name=name)


def _licensed(text: str, pack: Pack, licences: Mapping[str, str]) -> str:
    """Return the text of *pack* with the licences in it: it is read again without them."""
    held = {scale.id: scale.licence for scale in pack.scales}
    for scale, note in licences.items():
        line = re.compile(rf"^[ \t]*id[ \t]*=[ \t]*[\"']{re.escape(scale)}[\"'].*$", re.MULTILINE)
        found = line.findall(text)
        if held.get(scale) != note:
            raise RefusedError(_SAYS_SO)
        if len(found) != 1:
            raise RefusedError(_NO_PLACE)
        text = text.replace(
            found[0], f"{found[0]}\nlicence = {json.dumps(note, ensure_ascii=False)}"
        )
    return text


def _with(packs: tuple[UsedPack, ...], new: UsedPack) -> tuple[UsedPack, ...]:
    if all(each.id != new.id for each in packs):
        return (*packs, new)
    return tuple(new if each.id == new.id else each for each in packs)


def drop_pack(
    pack: Annotated[str, Parameter(name="ID")],
    /,
    *,
    yes: bool = False,
    reach: Reach = REACH,
) -> None:
    """Take a pack out of use; what was answered stays, with the words that it answered.

    A pack of yours stays in the journal, sealed, so that no older version takes its place unseen;
    `supervision pack use` with its id takes it back.

    Args:
        pack: The id of the pack.
        yes: Do not ask.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        settings = journal.settings()
        left = tuple(_without(settings.packs, pack))
        if left == settings.packs:
            msg = "no pack with this id is in use; list them with: supervision pack list"
            raise RecordNotFoundError(msg)
        _check_left(settings.packs, left)
        screen.confirm(f"Take the pack {pack} out of use?", yes=yes)
        journal.change_settings(attrs.evolve(settings, packs=left))
    screen.say(f"{pack} is not in use any more")
    screen.document({"dropped": pack})


def _without(packs: Iterable[UsedPack], pack: str) -> Iterator[UsedPack]:
    for each in packs:
        if each.id != pack:
            yield each
        elif each.text:
            yield attrs.evolve(each, used=False)


def _check_left(packs: Iterable[UsedPack], left: Iterable[UsedPack]) -> None:
    """Refuse to drop what another pack needs, such as its themes."""
    # Where something was amiss before, dropping may be the way out.
    if _problem(packs) is None and (problem := _problem(left)) is not None:
        msg = f"another pack in use needs it: {problem}; drop that one first"
        raise RefusedError(msg)


def _problem(packs: Iterable[UsedPack]) -> str | None:
    try:
        catalogue_with(packs)
    except SupervisionError as error:
        return str(error)
    return None

"""One version of a pack after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from supervision.catalogue._packs import Pack
from supervision.catalogue._prompts import Prompt
from supervision.catalogue._reading import broken
from supervision.catalogue._themes import Theme

Entry = Prompt | Theme
_KEPT = "must stay; an entry that should not be used any more says so in replaced_by"


def check_successor(old: Pack, new: Pack, *, name: str | None = None) -> None:
    """Refuse *new* if it is no later version of *old*.

    Answers name a prompt by id and version, so an id stays and means the same, and other words
    are another version.

    Args:
        old: The pack that is in use.
        new: The pack that is to take its place.
        name: What to call the file of *new* in an error.

    Raises:
        CatalogueError: if the id of the pack is another, an id of *old* is gone, a version goes
            back, or words changed under the same version.
    """
    problems = list(_problems(old, new))
    if problems:
        raise broken(problems, name=name)


def _problems(old: Pack, new: Pack) -> Iterator[tuple[str, str]]:
    if new.id != old.id:
        yield new.id, f"id must stay '{old.id}'"
        return
    if new.version < old.version:
        yield new.id, _backwards(old.version)
    yield from _changes(old.all_prompts, new.all_prompts)
    yield from _changes(old.themes, new.themes)


def _changes(old: Iterable[Entry], new: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    now: Mapping[str, Entry] = {entry.id: entry for entry in new}
    for before in old:
        after = now.get(before.id)
        if after is None:
            yield before.id, _KEPT
        elif after.version < before.version:
            yield before.id, _backwards(before.version)
        elif after.version == before.version and _shown(after) != _shown(before):
            yield before.id, f"version must be above {before.version}, since the words changed"


def _backwards(version: int) -> str:
    return f"version must be {version} at least"


def _shown(entry: Entry) -> tuple[object, ...]:
    if isinstance(entry, Theme):
        return (entry.text,)
    return entry.wording, entry.kind, entry.choices

"""Ids of the catalogue are kept for good, since records of years name them."""

from __future__ import annotations

from pathlib import Path

from supervision.catalogue import Catalogue

FROZEN = Path(__file__).with_name("ids-v1.txt")


def shipped_ids():
    """Return a line for each entry that records name: its sort, its id and what it means first."""
    catalogue = Catalogue.shipped()
    lines = [f"theme {theme}" for theme in catalogue.themes]
    lines += [f"pack {pack}" for pack in catalogue.packs]
    lines += [f"prompt {prompt.id} {prompt.kind}" for prompt in catalogue.prompts.values()]
    for model in catalogue.models.values():
        stages = [*model.stages, *(stage for axis in model.axes for stage in axis.stages)]
        lines += [f"model {model.id}", *(f"stage {model.id} {stage.id}" for stage in stages)]
    for approach in catalogue.approaches.values():
        lines += [f"approach {approach.id}"]
        lines += [f"element {approach.id} {element.id}" for element in approach.elements]
    return sorted(lines)


def test_no_id_vanishes():
    """Every id that was ever shipped is there, of the same sort: old ones point to others.

    New ids are frozen by `python tests/catalogue/test_ids.py`, which only adds lines.
    """
    assert sorted(set(_frozen()) - set(shipped_ids())) == []


def test_every_id_is_frozen():
    """Every id is on the list, so that it is missed once it is gone."""
    assert sorted(set(shipped_ids()) - set(_frozen())) == []


def test_the_list_is_in_order():
    """The list has each line once, in order, so that a change to it is easy to read."""
    assert _frozen() == sorted(set(_frozen()))


def test_what_replaces_an_entry_is_there():
    """An entry that should not be used any more points to one of its sort that may be used."""
    catalogue = Catalogue.shipped()
    for sort in ("themes", "packs", "prompts", "models", "approaches"):
        entries = getattr(catalogue, sort)
        for entry in entries.values():
            assert entry.replaced_by is None or entries[entry.replaced_by].replaced_by is None


def _frozen():
    return FROZEN.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    known = _frozen() if FROZEN.exists() else []
    FROZEN.write_text("\n".join(sorted({*known, *shipped_ids()})) + "\n", encoding="utf-8")

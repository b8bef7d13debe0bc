"""`supervision theme`: themes that are taken for others."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from cyclopts import Parameter

from supervision import Journal
from supervision.catalogue import Catalogue
from supervision.cli._catalogue import catalogue_of
from supervision.cli._options import REACH, Reach, check_reason
from supervision.cli._screen import Screen
from supervision.cli._unlocking import opened
from supervision.records import Rename

_DAY = 10


def rename(
    old: Annotated[str, Parameter(name="OLD")],
    new: Annotated[str, Parameter(name="NEW")],
    /,
    *,
    reason: str,
    reach: Reach = REACH,
) -> None:
    """Take one theme for another, in all that was recorded and all that will be.

    No record is rewritten: lists, counts and searches read it so, and `supervision theme undo`
    takes it back. Several themes may be taken for the same one.

    Args:
        old: The theme as it was recorded.
        new: What it is taken for.
        reason: Why, in words; it is sealed and kept.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    check_reason(reason)
    with opened(screen, reach) as journal:
        catalogue = catalogue_of(journal)
        _warn_of_unknown(screen, catalogue, new.strip())
        records = _met(journal)[old.strip()]
        journal.rename_theme(old.strip(), into=new.strip(), reason=reason)
    count = f"{records} record{'' if records == 1 else 's'}"
    screen.say(f"{old.strip()} is taken for {new.strip()}, in {count} so far")
    screen.document({"theme": old.strip(), "into": new.strip(), "records": records})


def undo(
    old: Annotated[str, Parameter(name="OLD")],
    /,
    *,
    reach: Reach = REACH,
) -> None:
    """Take a theme for itself again.

    That it was taken for another, when and why, stays on the list.

    Args:
        old: The theme as it was recorded.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        journal.undo_rename(old.strip())
    screen.say(f"{old.strip()} is taken for itself again")
    screen.document({"theme": old.strip()})


def list_renames(*, reach: Reach = REACH) -> None:
    """List the themes that are taken for others, and those in use that look like others.

    Args:
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        renames = journal.settings().renames
        alike = _alike(catalogue_of(journal), _met(journal))
    columns = ("theme", "taken for", "since", "until", "why")
    screen.table(dict.fromkeys(columns, False), [_row(each) for each in renames])
    for theme, (count, others) in alike.items():
        screen.note(f"{theme} ({count}) looks like {' and '.join(others)}")
    if alike:
        screen.note("make two themes one with: supervision theme rename OLD NEW --reason …")
    screen.document(
        {
            "renames": [_plain(each) for each in renames],
            "alike": [
                {"theme": theme, "records": count, "like": list(others)}
                for theme, (count, others) in alike.items()
            ],
        }
    )


def _warn_of_unknown(screen: Screen, catalogue: Catalogue, theme: str) -> None:
    if theme in catalogue.themes:
        return
    near = catalogue.near_duplicates(theme)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    screen.warn(f"neither the catalogue nor a pack of this journal has the new theme{hint}")


def _met(journal: Journal) -> Counter[str]:
    """Return in how many records each theme was met, as it is taken now."""
    return Counter(theme for line in journal.ledger() for theme in line.themes)


def _alike(catalogue: Catalogue, met: Counter[str]) -> dict[str, tuple[int, tuple[str, ...]]]:
    found = {theme: (met[theme], catalogue.near_duplicates(theme)) for theme in sorted(met)}
    return {theme: each for theme, each in found.items() if each[1]}


def _row(rename: Rename) -> tuple[object, ...]:
    until = None if rename.undone is None else rename.undone[:_DAY]
    return rename.theme, rename.into, rename.at[:_DAY], until, rename.reason


def _plain(rename: Rename) -> dict[str, object]:
    return {
        "theme": rename.theme,
        "into": rename.into,
        "at": rename.at,
        "reason": rename.reason,
        "undone": rename.undone,
    }

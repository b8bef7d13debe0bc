"""`supervision move`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from supervision._counted import counted
from supervision.cli._options import UNLOCK, Unlock
from supervision.cli._screen import Screen
from supervision.cli._unlocking import opened_at


def move(
    source: Annotated[str, Parameter(name="SRC")],
    target: Annotated[str, Parameter(name="DST")],
    /,
    *,
    unlock: Unlock = UNLOCK,
) -> None:
    """Move a journal to another store.

    It is copied, the copy is verified, and only then is the old store emptied. It stays sealed on the way. Cut short, it is simply run again. The pin of this
    machine goes on in the new store.

    Args:
        source: Where it is, such as sqlite:practice.db.
        target: Where it is to be, such as tinydb:practice.json; an empty store, or none yet.
        unlock: The key.
    """
    screen = Screen(json=unlock.json)
    with opened_at(screen, source, unlock) as journal:
        with screen.progress("moving") as tick:
            journal.move(target, progress=tick)
        records = sum(folder.records for folder in journal.folders())
        screen.say(
            f"moved {counted(records, 'record')}; the copy was verified and the old store is empty"
        )
        screen.document({"journal": journal.id, "records": records})

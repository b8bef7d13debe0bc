"""What someone could try who has the store and no key; the demonstration does it to a copy."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import groupby
from pathlib import Path

import attrs

_SWAP = (
    "UPDATE entry SET (id, blob) = (SELECT id, blob FROM entry WHERE name = :other)"
    " WHERE name = :victim"
)


@attrs.frozen
class Swap:
    """One sealed body put in the place of another.

    Args:
        record: The id of the record whose body was overwritten.
        statement: What was done, in short.
    """

    record: str
    statement: str


def swap_bodies(store: Path) -> Swap:
    """Put one body in the place of another of the same folder, in the SQLite file at *store*."""
    with closing(sqlite3.connect(store)) as connection, connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM entry WHERE name LIKE 'body/%' ORDER BY name"
            )
        ]
        victim, other = _two_of_a_folder(names)
        changed = connection.execute(_SWAP, {"victim": victim, "other": other}).rowcount
    statement = (
        f"sqlite3: the bytes of {_short(other)} now stand at {_short(victim)} ({changed} row)"
    )
    return Swap(victim.split("/")[2], statement)


def _two_of_a_folder(names: list[str]) -> tuple[str, str]:
    """Return the first bodies of two records under the same keys, the hardest case to notice."""
    for _, inside in groupby(names, key=lambda name: name.split("/")[1]):
        # Of a record that was amended the first revision is not the one that is read.
        revisions = [list(each) for _, each in groupby(inside, key=lambda name: name.split("/")[2])]
        bodies = [only for only, *more in revisions if not more]
        if len(bodies) > 1:
            return bodies[0], bodies[1]
    msg = "the store has no two records in a folder"
    raise LookupError(msg)


def _short(name: str) -> str:
    return "/".join(part[:8] for part in name.split("/"))

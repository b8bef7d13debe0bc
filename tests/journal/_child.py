"""What a child process does to a journal: writes beside others, or dies while it writes."""

from __future__ import annotations

import sys
from pathlib import Path

import attrs
from journal_kit import OTHER_KEY, Deadly, opened, session, store_in, ways_in

from supervision.journal import _tallies
from supervision.records import Session

DEEDS = {
    "record": lambda journal, _: journal.record(session(100)),
    "batch": lambda journal, _: journal.record_all(session(number) for number in range(100, 400)),
    "amend": lambda journal, _: journal.amend(
        attrs.evolve(journal.read(Session, session(0).id), minutes=5), reason="short"
    ),
    "erase": lambda journal, _: journal.erase(session(0).id, reason="asked"),
    "erase_folder": lambda journal, _: journal.erase_folder("S-000", reason="left"),
    "add_key": lambda journal, _: journal.add_key(OTHER_KEY),
    "remove_key": lambda journal, _: journal.remove_key(
        next(key.id for key in ways_in(journal) if not key.opened_with)
    ),
    "move": lambda journal, target: journal.move(target),
}


def die(folder, scheme, deed, side, at, after):  # noqa: PLR0917 - they come from a command line
    """Do *deed* and be killed at commit number *at* of the source or the target."""
    source, target = store_in(folder, scheme), None
    if deed == "move":
        target = store_in(folder / "target", scheme, create=True)
    dying = {"at": int(at), "after": after == "after"}
    if side == "target":
        target = Deadly(target, **dying)
    else:
        source = Deadly(source, **dying)
    DEEDS[deed](opened(source), target)


def die_short(*how):
    """Die as `die` does, where tallies are kept of so few entries that every deed concerns some."""
    _tallies.SHORTEST, _tallies.TOGETHER = 8, 2
    die(*how)


def write(folder, first, count):
    """Record *count* sessions one by one beside another process."""
    store = store_in(folder, "sqlite")
    with opened(store) as journal:
        for number in range(int(first), int(first) + int(count)):
            journal.record(session(number))
    store.close()


if __name__ == "__main__":
    verb, folder, *rest = sys.argv[1:]
    {"die": die, "die_short": die_short, "write": write}[verb](Path(folder), *rest)

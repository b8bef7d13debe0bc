"""`supervision keys`: the ways into a journal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from supervision import Journal, Passphrase, RecoveryCode
from supervision.cli._exits import RefusedError
from supervision.cli._find import SHORT, the_one
from supervision.cli._init import show_code
from supervision.cli._options import REACH, Reach
from supervision.cli._screen import Screen, interactive
from supervision.cli._secrets import (
    ask_passphrase,
    ask_recovery_code,
    forget,
    key_file_at,
    new_key_file,
    recovery_code_from,
)
from supervision.cli._unlocking import opened
from supervision.crypto import KeyProvider
from supervision.journal import KeySlot

Kind = Literal["passphrase", "key-file", "recovery-code"]


def list_keys(*, reach: Reach = REACH) -> None:
    """List the ways into the journal."""
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        slots = journal.keys()
    rows = [(slot.id[:SHORT], slot.kind, "yes" if slot.opened_with else None) for slot in slots]
    screen.table({"id": False, "kind": False, "opened with": False}, rows)
    screen.document([_plain(slot) for slot in slots])


def add_key(
    kind: Kind,
    path: Annotated[Path | None, Parameter(name="FILE")] = None,
    /,
    *,
    reach: Reach = REACH,
) -> None:
    """Add a way into the journal; no record is touched.

    A passphrase is asked for twice, or read from FILE. A key file is FILE, and made if it is not
    there. A recovery code is made and printed once.

    Args:
        kind: What sort of key.
        path: Where it is, or is to be made.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    if (kind == "recovery-code" and path is not None) or (kind == "key-file" and path is None):
        msg = "a key file needs a FILE, and a recovery code none: it is made here"
        raise RefusedError(msg)
    with opened(screen, reach) as journal:
        key = _new_key(screen, kind, path)
        added = journal.add_key(key)
    code = key.reveal() if isinstance(key, RecoveryCode) else None
    forget(key)
    screen.say(f"added a {kind}, id {added[:SHORT]}")
    if code is not None:
        show_code(screen, code)
    screen.document({"id": added, "kind": kind, "recovery_code": code})


def remove_key(
    beginning: Annotated[str, Parameter(name="ID")],
    /,
    *,
    keep_passphrase_file: tuple[Path, ...] = (),
    keep_key_file: tuple[Path, ...] = (),
    keep_recovery_code_file: tuple[Path, ...] = (),
    yes: bool = False,
    reach: Reach = REACH,
) -> None:
    """Remove a way into the journal, and change the journal's own keys with it.

    Every key that stays has to be shown once, in a file or on the terminal: the new keys can only
    be locked for those. Whoever has the removed key and an older copy of the store can still open
    that copy.

    Args:
        beginning: The id of the key, or the beginning of it.
        keep_passphrase_file: A file with a passphrase that stays; may be given several times.
        keep_key_file: A key file that stays; may be given several times.
        keep_recovery_code_file: A file with a recovery code that stays; may be given several times.
        yes: Do not ask.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        known = journal.keys()
        slots = {slot.id: slot for slot in known}
        gone = slots[the_one(beginning, slots, "keys with: supervision keys list")]
        screen.confirm(f"Remove the {gone.kind} {gone.id[:SHORT]}?", yes=yes)
        keep: list[KeyProvider] = [
            *map(Passphrase.from_file, keep_passphrase_file),
            *map(key_file_at, keep_key_file),
            *map(recovery_code_from, keep_recovery_code_file),
        ]
        others = [slot for slot in slots.values() if slot != gone and not slot.opened_with]
        if not keep and interactive():
            keep = [_shown(screen, slot) for slot in others]
        _remove(journal, gone, keep)
    screen.say(f"removed the {gone.kind} {gone.id[:SHORT]}; {len(slots) - 1} left")
    screen.document({"removed": gone.id, "left": len(slots) - 1})


def _remove(journal: Journal, gone: KeySlot, keep: Sequence[KeyProvider]) -> None:
    try:
        journal.remove_key(gone.id, keep=keep)
    finally:
        for key in keep:
            forget(key)


def _shown(screen: Screen, slot: KeySlot) -> KeyProvider:
    screen.note(f"to keep the {slot.kind} {slot.id[:SHORT]}, show it once")
    if slot.kind == "passphrase":
        return ask_passphrase()
    if slot.kind == "recovery-code":
        return ask_recovery_code()
    return key_file_at(Path(screen.ask("Path of the key file:").strip()))


def _new_key(screen: Screen, kind: Kind, path: Path | None) -> KeyProvider:
    if kind == "recovery-code":
        return RecoveryCode.generate()
    if kind == "passphrase":
        return Passphrase.from_file(path) if path else ask_passphrase("New passphrase: ", new=True)
    key, made = new_key_file(Path(path or ""))
    if made:
        screen.note("made the key file; keep a copy of it elsewhere, apart from the journal")
    return key


def _plain(slot: KeySlot) -> dict[str, object]:
    return {"id": slot.id, "kind": slot.kind, "opened_with": slot.opened_with}

"""`supervision init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from supervision import Journal, Passphrase, RecoveryCode
from supervision.cli._exits import RefusedError
from supervision.cli._options import COMMON, KEY, STORE, Common, no_journal
from supervision.cli._pins import pin_path
from supervision.cli._screen import Screen, interactive
from supervision.cli._secrets import ask_passphrase, forget, new_key_file
from supervision.cli._unlocking import passphrase_file_of
from supervision.crypto import KeyProvider
from supervision.errors import JournalExistsError

_LOSS = (
    "there is no other way in: whoever loses this passphrase or key file loses the journal, and "
    "nobody can help. Add a second way with: supervision keys add recovery-code"
)
_ON_PAPER = (
    "This recovery code opens the journal without any other key. It is shown this once: write it "
    "down, check it letter by letter, and lock it away."
)


def init(
    *,
    journal: Annotated[str | None, Parameter(group=STORE, env_var="SUPERVISION_JOURNAL")] = None,
    pin: Annotated[bool, Parameter(group=STORE, negative="--no-pin")] = True,
    key_file: Annotated[Path | None, Parameter(group=KEY)] = None,
    passphrase_file: Annotated[Path | None, Parameter(group=KEY)] = None,
    recovery_code: Annotated[
        bool | None, Parameter(group=KEY, negative="--no-recovery-code")
    ] = None,
    common: Common = COMMON,
) -> None:
    """Make a new journal; nothing else ever does.

    Whoever loses every key of a journal has lost the journal: make a recovery code, and keep it
    on paper.

    Args:
        journal: Where to make it: sqlite:practice.db, tinydb:practice.json, or another URL.
        pin: Remember from now on what the store shows, so that an older state is noticed.
        key_file: The first key is this file; it is made if it is not there.
        passphrase_file: The first key is the passphrase on the one line of this file [env var:
            SUPERVISION_PASSPHRASE_FILE].
        recovery_code: Make a recovery code as a second key and print it once; asked if not given.
        common: How to print.
    """
    screen = Screen(json=common.json)
    if not journal:
        raise no_journal()
    key, made = _first_key(screen, key_file, passphrase_file)
    with _created(journal, key, key_file if made else None) as opened:
        forget(key)
        if pin:
            opened.pin_to(pin_path(opened.id))
        screen.say(f"made journal {opened.id}")
        code = _recovery_code(screen, opened, wanted=recovery_code)
        _show(screen, opened, code, pinned=pin)


def _first_key(
    screen: Screen, key_file: Path | None, passphrase_file: Path | None
) -> tuple[KeyProvider, bool]:
    if key_file is not None and passphrase_file is not None:
        msg = "give one first key only, --key-file or --passphrase-file; add others later"
        raise RefusedError(msg)
    if key_file is not None:
        key, made = new_key_file(key_file)
        if made:
            screen.note("made the key file; keep a copy of it elsewhere, apart from the journal")
        return key, made
    path = passphrase_file_of(passphrase_file)
    return Passphrase.from_file(path) if path else ask_passphrase(new=True), False


def _created(url: str, key: KeyProvider, made: Path | None) -> Journal:
    try:
        return Journal.create(url, key)
    except JournalExistsError:
        # The key that was just made opens nothing, and would be in the way of the next attempt.
        if made is not None:
            made.unlink()
        raise


def _recovery_code(screen: Screen, journal: Journal, *, wanted: bool | None) -> str | None:
    if wanted is None:
        wanted = interactive() and _asks_for_code(screen)
    if not wanted:
        screen.note(_LOSS)
        return None
    code = RecoveryCode.generate()
    journal.add_key(code)
    text = code.reveal()
    forget(code)
    return text


def _asks_for_code(screen: Screen) -> bool:
    answer = screen.ask("Make a recovery code too, to keep on paper? [Y/n]")
    return not answer.strip().lower().startswith("n")


def _show(screen: Screen, journal: Journal, code: str | None, *, pinned: bool) -> None:
    if code is not None:
        show_code(screen, code)
    slots = journal.keys()
    keys = [{"id": slot.id, "kind": slot.kind} for slot in slots]
    screen.document({"journal": journal.id, "keys": keys, "recovery_code": code, "pinned": pinned})


def show_code(screen: Screen, code: str) -> None:
    """Show a new recovery code."""
    screen.say(f"\n{_ON_PAPER}\n\n    {code}\n")

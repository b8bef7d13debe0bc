"""From options to an open journal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from supervision import Journal, Passphrase
from supervision.cli._exits import RefusedError
from supervision.cli._options import Reach, Unlock, no_journal
from supervision.cli._pins import pin_path
from supervision.cli._screen import Screen
from supervision.cli._secrets import (
    ask_passphrase,
    ask_recovery_code,
    forget,
    key_file_at,
    recovery_code_from,
)
from supervision.crypto import KeyProvider
from supervision.proof import read_head
from supervision.storage import Backend, open_backend

_VARIABLE = "SUPERVISION_PASSPHRASE_FILE"


@contextmanager
def opened(screen: Screen, reach: Reach) -> Iterator[Journal]:
    """Give the journal of *reach*, unlocked and held against its pin."""
    if not reach.journal:
        raise no_journal()
    with opened_at(screen, reach.journal, reach) as journal:
        yield journal


@contextmanager
def opened_at(screen: Screen, url: str, unlock: Unlock) -> Iterator[Journal]:
    """Give the journal at *url*, unlocked and held against its pin."""
    check(unlock)
    # Before the passphrase is asked for: a store that is not there needs none.
    with closing(open_backend(url, create=False)) as store:
        pin = _pin_of(store) if unlock.pin else None
        known = pin is not None and pin.exists()
        with _unlocked(store, unlock, pin if known else None) as journal:
            if pin is not None and not known:
                _begin_pin(screen, journal, pin)
            yield journal


def _unlocked(store: Backend, unlock: Unlock, pin: Path | None) -> Journal:
    key = key_of(unlock)
    try:
        return Journal.open(store, key, pin=pin, accept_rollback=unlock.accept_rollback)
    finally:
        forget(key)


def check(unlock: Unlock) -> None:
    """Refuse options that contradict each other."""
    if len(_ways(unlock)) > 1:
        msg = f"give one key only: {' or '.join(_ways(unlock))}"
        raise RefusedError(msg)
    if unlock.accept_rollback is not None and not unlock.pin:
        msg = "--accept-rollback needs the pin that --no-pin leaves out"
        raise RefusedError(msg)
    if unlock.accept_rollback is not None and not unlock.accept_rollback.strip():
        msg = "say why, in --accept-rollback"
        raise RefusedError(msg)


def key_of(unlock: Unlock) -> KeyProvider:
    """Return the key that the options name; ask for it if they name none."""
    if unlock.key_file is not None:
        return key_file_at(unlock.key_file)
    if unlock.recovery_code_file is not None:
        return recovery_code_from(unlock.recovery_code_file)
    if unlock.recovery_code:
        return ask_recovery_code()
    path = passphrase_file_of(unlock.passphrase_file)
    return Passphrase.from_file(path) if path else ask_passphrase()


def passphrase_file_of(option: Path | None) -> Path | None:
    """Return the file that holds the passphrase: that of the option, or of the environment."""
    named = os.environ.get(_VARIABLE)
    return option or (Path(named) if named else None)


def _ways(unlock: Unlock) -> list[str]:
    given = {
        "--key-file": unlock.key_file,
        "--passphrase-file": unlock.passphrase_file,
        "--recovery-code-file": unlock.recovery_code_file,
        "--recovery-code": unlock.recovery_code or None,
    }
    return [name for name, value in given.items() if value is not None]


def _pin_of(store: Backend) -> Path | None:
    note = store.get("head")
    # Opening says what is wrong where there is no head.
    return None if note is None else pin_path(read_head(note).journal.hex())


def _begin_pin(screen: Screen, journal: Journal, pin: Path) -> None:
    journal.pin_to(pin)
    screen.note(
        "this machine sees this journal for the first time, so it cannot tell whether the store "
        f"was put back to an earlier state; from now on it can (pin {journal.id[:8]}…)"
    )

"""Keys from files and from the terminal; never from an argument, which others can list."""

from __future__ import annotations

from pathlib import Path

from supervision import KeyFile, Passphrase, RecoveryCode
from supervision._unseen import typed_unseen
from supervision.crypto import KeyProvider
from supervision.errors import WrongKeyError

_LARGEST = 4096


def ask_passphrase(prompt: str = "Passphrase: ", *, new: bool = False) -> Passphrase:
    """Ask for a passphrase without showing it, twice if it is new.

    Raises:
        WrongKeyError: if there is no terminal, or the two differ.
    """
    return Passphrase.ask(prompt, confirm=new)


def ask_recovery_code(prompt: str = "Recovery code: ") -> RecoveryCode:
    """Ask for a recovery code without showing it.

    Raises:
        WrongKeyError: if there is no terminal, or what was typed is no recovery code.
    """
    typed = typed_unseen(prompt)
    if typed is None:
        msg = "there is no terminal to ask for the recovery code on; give --recovery-code-file"
        raise WrongKeyError(msg)
    return RecoveryCode(typed)


def recovery_code_from(path: Path) -> RecoveryCode:
    """Read a recovery code from a file.

    Raises:
        WrongKeyError: if it cannot be read, or holds none. The message does not name the path:
            a code given by mistake in its place would show.
    """
    try:
        with path.open("rb") as file:
            found = file.read(_LARGEST)
    except (OSError, ValueError):
        found = None
    if found is None:
        msg = "the file with the recovery code cannot be read; check its path"
        raise WrongKeyError(msg)
    return RecoveryCode(found.decode(errors="replace").strip())


def key_file_at(path: Path) -> KeyFile:
    """Return the key file at *path*, once it was read.

    Raises:
        WrongKeyError: if it cannot be read, or others may read it too: where several keys are
            tried in turn nobody says which of them failed, and why.
    """
    key = KeyFile(path)
    slot_key, _ = key.create()
    slot_key[:] = bytes(len(slot_key))
    return key


def new_key_file(path: Path) -> tuple[KeyFile, bool]:
    """Return the key file at *path*, and whether it had to be made."""
    if path.exists():
        return KeyFile(path), False
    return KeyFile.generate(path), True


def forget(key: KeyProvider) -> None:
    """Overwrite what *key* holds in memory, if it holds anything."""
    if isinstance(key, (Passphrase, RecoveryCode)):
        key.wipe()

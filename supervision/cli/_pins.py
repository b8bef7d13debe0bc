"""Where this machine remembers what it saw of each journal."""

from __future__ import annotations

import os
from pathlib import Path

from supervision.errors import BackendUnavailableError


def pin_path(journal: str) -> Path:
    """Return where the pin of a journal is kept, in a folder that is its owner's alone.

    Args:
        journal: The journal's id: a journal that is moved keeps its pin.

    Raises:
        BackendUnavailableError: if there can be no such folder.
    """
    folder = _state_folder()
    if folder is None:
        msg = "there is no folder for pins: set XDG_STATE_HOME, or give --no-pin"
        raise BackendUnavailableError(msg)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        why = str(error.strerror).lower()
    else:
        return folder / journal
    msg = f"the folder for pins cannot be made ({why}): set XDG_STATE_HOME, or give --no-pin"
    raise BackendUnavailableError(msg)


def _state_folder() -> Path | None:
    # A relative path is to be ignored: XDG Base Directory Specification, 0.8.
    state = os.environ.get("XDG_STATE_HOME", "")
    if Path(state).is_absolute():
        return Path(state) / "supervision" / "pins"
    try:
        return Path.home() / ".local" / "state" / "supervision" / "pins"
    except RuntimeError:
        return None

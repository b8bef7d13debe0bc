"""A pin: the head as last seen, kept outside the store."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from supervision._sync import sync_folder
from supervision.errors import BackendUnavailableError, RollbackError


class Pin:
    """A file that remembers the newest head, so that a store put back is noticed.

    Args:
        path: Where it is kept: on another disk or machine than the store, at best.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def read(self) -> bytes:
        """Return the head that was pinned.

        Raises:
            RollbackError: if there is no pin: a pin that vanished must not pass for none.
        """
        with contextlib.suppress(OSError):
            return self.path.read_bytes()
        msg = "the pin cannot be read; check its path, or make a new one with Journal.pin_to"
        raise RollbackError(msg, code="E-ROLLBACK")

    def write(self, note: bytes) -> None:
        """Replace the pinned head by *note*, durably and all at once."""
        beside = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            _write_synced(beside, note)
            beside.replace(self.path)
            sync_folder(self.path.parent)
        except OSError as error:
            reason = error.strerror
        else:
            return
        with contextlib.suppress(OSError):
            beside.unlink()
        msg = f"the journal is safe, but its pin could not be written: {reason}"
        raise BackendUnavailableError(msg)


def _write_synced(path: Path, text: bytes) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(number)

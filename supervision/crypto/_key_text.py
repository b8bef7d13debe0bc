"""Reading the small files that hold a key or a passphrase."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISREG

from supervision.crypto._text import decode_text
from supervision.errors import WrongKeyError

_OTHERS = 0o077


def read_text(path: Path, *, largest: int, private: bool = False) -> str:
    """Return the text of the small file at *path*.

    No message names the path: a passphrase given by mistake in its place would show.

    Args:
        path: The file.
        largest: The most bytes it may have.
        private: Whether to refuse what is no regular file of its own, or lets other users in.

    Raises:
        WrongKeyError: if it cannot be read so.
    """
    found, why = _read(path, largest, private=private)
    text = decode_text(found, "utf-8-sig")
    if not why and len(found) > largest:
        why = "the file is far larger than a key or passphrase; check its path"
    elif not why and text is None:
        why = "the file with the key or passphrase is not text in UTF-8; check its path"
    if why or text is None:
        raise WrongKeyError(why)
    return text


def _read(path: Path, largest: int, *, private: bool) -> tuple[bytes, str]:
    try:
        # `Path.open` takes no opener.
        with open(path, "rb", opener=_opener if private else None) as file:
            why = _objection(path, os.fstat(file.fileno())) if private else ""
            return (b"" if why else file.read(largest + 1)), why
    except (OSError, ValueError) as error:
        return b"", f"the file with the key or passphrase cannot be read: {reason(error)}"


def _opener(path: str, flags: int) -> int:
    # Non-blocking, so that a named pipe in place of a key file is refused and not waited for.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _objection(path: Path, status: os.stat_result) -> str:
    if path.is_symlink():
        return "the key file is a symbolic link; give the path of the file itself"
    if not S_ISREG(status.st_mode):
        return "the path of the key file is not that of a file"
    if os.name == "posix" and status.st_mode & _OTHERS:
        return "other users can reach the key file; run chmod 600 on it"
    return ""


def reason(error: OSError | ValueError) -> str:
    """Return what the system says went wrong, without the path that `str` would add."""
    return (getattr(error, "strerror", None) or "this can be no path").lower()

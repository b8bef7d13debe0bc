"""A file with a random key as a way in."""

from __future__ import annotations

import binascii
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from supervision._sync import sync_folder
from supervision.crypto._json import unhex
from supervision.crypto._key_text import read_text, reason
from supervision.crypto._keys import KEY_SIZE
from supervision.crypto._salted import resalted, salted
from supervision.errors import BackendUnavailableError, SupervisionError, WrongKeyError

_LABEL = b"supervision/v1/key-file"
_LARGEST = 1024
_URL_SAFE = str.maketrans("-_", "+/")


class KeyFile:
    """A file with 32 random bytes, in hex or in base64, on one line.

    The file is read when a journal is created or opened, and only if nobody but its owner may
    read or write it. Elsewhere than on POSIX systems its permissions are not looked at.

    Args:
        path: Where the file is.

    >>> KeyFile("journal.key").kind
    'key-file'
    """

    kind = "key-file"

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)

    @classmethod
    def generate(cls, path: str | os.PathLike[str]) -> Self:
        """Write a new key to a new file that only its owner may read.

        Keep a copy of it elsewhere: without the file, this way in is shut.

        Args:
            path: Where no file is yet.

        Raises:
            SupervisionError: if there is a file already; it stays as it is.
            BackendUnavailableError: if it cannot be written; nothing is left of it.
        """
        refusal = _write_new(Path(path), f"{os.urandom(KEY_SIZE).hex()}\n")
        if refusal is not None:
            raise refusal
        return cls(path)

    def create(self) -> tuple[bytearray, Mapping[str, object]]:
        """Return a new slot key, and the salt that gives it again.

        Raises:
            WrongKeyError: if the file cannot be read, or others may read it too.
        """
        return salted(self._secret(), label=_LABEL)

    def recover(self, parameters: Mapping[str, object]) -> bytearray:
        """Return the slot key that `create` returned with *parameters*.

        Raises:
            TamperedRecordError: if *parameters* are none of a key file.
            WrongKeyError: if the file cannot be read, or others may read it too.
        """
        return resalted(self._secret(), parameters, label=_LABEL)

    def _secret(self) -> bytearray:
        secret = _parsed(read_text(self._path, largest=_LARGEST, private=True).strip())
        if secret is None:
            msg = "the key file does not hold 32 bytes in hex or base64; check its path"
            raise WrongKeyError(msg)
        return secret


def _parsed(text: str) -> bytearray | None:
    secret = unhex(text.lower(), KEY_SIZE)
    if secret is None:
        secret = _base64(text)
    return None if secret is None or len(secret) != KEY_SIZE else bytearray(secret)


def _base64(text: str) -> bytes | None:
    padded = text.translate(_URL_SAFE).rstrip("=") + "="
    try:
        return binascii.a2b_base64(padded, strict_mode=True)
    except ValueError:
        return None


def _write_new(path: Path, text: str) -> SupervisionError | None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        msg = "there is a file already, and a key file is never overwritten; choose another path"
        return SupervisionError(msg)
    except (OSError, ValueError) as error:
        return _unwritten(error)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        # The name of a new file is durable only once its folder is; not every system can be asked.
        with suppress(OSError):
            sync_folder(path.absolute().parent)
    except OSError as error:
        path.unlink(missing_ok=True)
        return _unwritten(error)
    return None


def _unwritten(error: OSError | ValueError) -> BackendUnavailableError:
    return BackendUnavailableError(f"the key file cannot be written: {reason(error)}")

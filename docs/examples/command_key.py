"""A key provider: the key comes out of a program, such as a password manager's."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from supervision.errors import TamperedRecordError, WrongKeyError

_LABEL = b"example.org/supervision-command-key/v1"
_KEY, _SALT = 32, 16


class CommandKey:
    """The 64 hex digits that a command prints.

    Args:
        command: The program and its arguments, such as ``["pass", "show", "supervision"]``.
    """

    kind = "command"

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)

    def create(self) -> tuple[bytearray, Mapping[str, object]]:
        """Return a new slot key, and the salt that gives it again."""
        salt = os.urandom(_SALT)
        return self._derived(salt), {"salt": salt.hex()}

    def recover(self, parameters: Mapping[str, object]) -> bytearray:
        """Return the slot key that `create` returned with *parameters*."""
        salt = _salt(parameters)
        if salt is None:
            # The parameters come from the store, which may be in other hands.
            message = "the slot is not as it was made; restore it from a copy"
            raise TamperedRecordError(message)
        return self._derived(salt)

    def _derived(self, salt: bytes) -> bytearray:
        return bytearray(HKDF(SHA256(), _KEY, salt, _LABEL).derive(self._secret()))

    def _secret(self) -> bytes:
        try:
            done = subprocess.run(self._command, capture_output=True, check=False, timeout=60)
            secret = bytes.fromhex(done.stdout.decode().strip())
        except (OSError, ValueError, subprocess.TimeoutExpired):
            secret = b""
        # Raised outside `except`: the error would keep what the command printed in its context.
        if len(secret) != _KEY:
            message = "the command did not print a key of 64 hex digits; run it by hand and look"
            raise WrongKeyError(message)
        return secret


def _salt(parameters: Mapping[str, object]) -> bytes | None:
    match dict(parameters):
        case {"salt": str(digits), **others} if not others:
            try:
                salt = bytes.fromhex(digits)
            except ValueError:
                return None
            return salt if len(salt) == _SALT else None
    return None

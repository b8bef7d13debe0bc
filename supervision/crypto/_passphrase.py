"""A passphrase as a way in."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from supervision._unseen import typed_unseen
from supervision.crypto._argon2 import INSECURE_FAST, RFC_9106_LOW_MEMORY, Argon2idProfile
from supervision.crypto._json import unhex
from supervision.crypto._key_text import read_text
from supervision.crypto._keys import Secret, alive, wipe
from supervision.crypto._text import encode_text
from supervision.errors import TamperedRecordError, UnsupportedFormatError, WrongKeyError

_SALT = 16
_LARGEST_FILE = 1024 * 1024


class Passphrase(Secret):
    """A passphrase, stretched by Argon2id.

    Any text will do: spaces count, and so does every letter's case. It is taken in Unicode's
    composed form (NFC), so that an "é" typed on one system opens what was sealed on another.

    Args:
        text: The passphrase; not empty.
        profile: What one guess costs in slots made from now on. A slot keeps the costs it was
            made with, so raising them later shuts nobody out.

    Raises:
        WrongKeyError: if *text* is empty, or no valid Unicode.
        UnsupportedFormatError: if *profile* is below 3 passes, 4 lanes and 64 MiB, or above
            4 passes, 8 lanes and 1 GiB. `INSECURE_FAST` is let through, since its name says it.

    Source:
        RFC 9106, section 4; Unicode Standard Annex 15.

    >>> Passphrase("correct horse battery staple")
    <Passphrase>
    """

    __slots__ = ("_profile", "_secret")

    kind = "passphrase"

    def __init__(self, text: str, profile: Argon2idProfile = RFC_9106_LOW_MEMORY) -> None:
        secret = encode_text(unicodedata.normalize("NFC", text))
        if secret is None:
            msg = "the passphrase holds half a character; type it again"
            raise WrongKeyError(msg)
        if not secret:
            msg = "the passphrase is empty; give one"
            raise WrongKeyError(msg)
        if profile is not INSECURE_FAST:
            _check(profile)
        self._secret = bytearray(secret)
        self._profile = profile

    @classmethod
    def ask(
        cls,
        prompt: str = "Passphrase: ",
        *,
        confirm: bool = False,
        profile: Argon2idProfile = RFC_9106_LOW_MEMORY,
    ) -> Self:
        """Ask for the passphrase on the terminal, without showing it.

        Args:
            prompt: What to show.
            confirm: Whether to ask twice, as one does for a new passphrase.
            profile: As for `Passphrase` itself.

        Raises:
            WrongKeyError: if there is no terminal, nothing was typed or the two differ.
        """
        text = _asked(prompt)
        if confirm and _asked(f"{prompt.rstrip(': ')} (again): ") != text:
            msg = "the two passphrases differ; try again"
            raise WrongKeyError(msg)
        return cls(text, profile)

    @classmethod
    def from_file(
        cls, path: str | os.PathLike[str], *, profile: Argon2idProfile = RFC_9106_LOW_MEMORY
    ) -> Self:
        """Read the passphrase from a file of one line.

        Args:
            path: A file in UTF-8; one line break at its end is no part of the passphrase.
            profile: As for `Passphrase` itself.

        Raises:
            WrongKeyError: if the file cannot be read, is not UTF-8, is empty or has two lines.
        """
        text = read_text(Path(path), largest=_LARGEST_FILE)
        line = text.removesuffix("\n").removesuffix("\r")
        if "\n" in line:
            msg = "the passphrase file has more than one line; leave only the passphrase in it"
            raise WrongKeyError(msg)
        return cls(line, profile)

    def create(self) -> tuple[bytearray, Mapping[str, object]]:
        """Return a new slot key, and the salt and costs that give it again."""
        salt = os.urandom(_SALT)
        parameters = {"kdf": "argon2id", "salt": salt.hex(), **self._profile._asdict()}
        return self._derived(self._profile, salt), parameters

    def recover(self, parameters: Mapping[str, object]) -> bytearray:
        """Return the slot key that `create` returned with *parameters*.

        Raises:
            TamperedRecordError: if *parameters* are none of a passphrase.
            UnsupportedFormatError: if they ask for too little or too much work; nothing is
                allocated before that is known.
            WrongKeyError: if the passphrase was wiped.
        """
        profile, salt = _parsed(parameters)
        # Parameters alone must never lower the cost: the store may be in other hands.
        if self._profile is not INSECURE_FAST or profile != INSECURE_FAST:
            _check(profile)
        return self._derived(profile, salt)

    def wipe(self) -> None:
        """Overwrite the passphrase; Python's own copies of the text are out of reach."""
        wipe(self._secret)

    def _derived(self, profile: Argon2idProfile, salt: bytes) -> bytearray:
        return profile.derive(alive(self._secret, "the passphrase"), salt)


def _check(profile: Argon2idProfile) -> None:
    if not profile.within_limits():
        msg = "Argon2id must cost at least 3 passes, 4 lanes, 64 MiB and at most 4, 8, 1 GiB"
        raise UnsupportedFormatError(msg)


def _parsed(parameters: Mapping[str, object]) -> tuple[Argon2idProfile, bytes]:
    match dict(parameters):
        case {
            "kdf": "argon2id",
            "salt": salt_hex,
            "iterations": int(iterations),
            "lanes": int(lanes),
            "memory_kib": int(memory_kib),
            **others,
        }:
            salt = unhex(salt_hex, _SALT)
            costs = (iterations, lanes, memory_kib)
            if salt is not None and not others and not any(isinstance(c, bool) for c in costs):
                return Argon2idProfile(*costs), salt
    msg = "a passphrase slot's parameters are not as they were made; restore it from a copy"
    raise TamperedRecordError(msg)


def _asked(prompt: str) -> str:
    text = typed_unseen(prompt)
    if text is None:
        msg = "no terminal to read the passphrase from unseen; use Passphrase.from_file"
        raise WrongKeyError(msg)
    return text

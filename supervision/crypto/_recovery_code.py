"""A code on paper as a way in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Self

from supervision.crypto._keys import Secret, alive, wipe
from supervision.crypto._salted import resalted, salted
from supervision.errors import WrongKeyError

_LABEL = b"supervision/v1/recovery-code"
_SIZE = 20
_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = f"{_SYMBOLS}*~$=U"
_LENGTH = _SIZE * 8 // 5
_GROUP = 4
# Word processors turn hyphens into dashes, and spaces into ones that do not break.
_READ_AS = str.maketrans("OIL", "011", " \t\r\n\u00a0-\u2010\u2011\u2012\u2013\u2014\u2212")


class RecoveryCode(Secret):
    """A random code of 160 bits, to be printed once and locked away.

    Eight groups of four letters or digits and one check symbol. It is read forgivingly: lower
    case, spaces and dashes anywhere, and O, I and L for 0 and 1.

    Args:
        text: The code, as it was printed or as someone typed it.

    Raises:
        WrongKeyError: if it is no such code; one mistyped or two swapped symbols are noticed.

    Source:
        Crockford, "Base 32", 2002.

    >>> RecoveryCode("0000-0000-0000-0000-0000-0000-0000-oooL-1")
    <RecoveryCode>
    """

    __slots__ = ("_secret", "_shown")

    kind = "recovery-code"

    def __init__(self, text: str) -> None:
        self._secret = _read(text)
        self._shown = True

    @classmethod
    def generate(cls) -> Self:
        """Return a new random code; `reveal` gives its text."""
        code = cls(_spelled(bytearray(os.urandom(_SIZE))))
        code._shown = False
        return code

    def reveal(self) -> str:
        """Return the text of a new code; once, so that it is not printed twice.

        Raises:
            WrongKeyError: if it was shown before, or is not new.
        """
        if self._shown or not self._secret:
            msg = "a recovery code is shown once, when it is new; make another one"
            raise WrongKeyError(msg)
        self._shown = True
        return _spelled(self._secret)

    def create(self) -> tuple[bytearray, Mapping[str, object]]:
        """Return a new slot key, and the salt that gives it again.

        Raises:
            WrongKeyError: if the code was wiped.
        """
        return salted(self._alive(), label=_LABEL)

    def recover(self, parameters: Mapping[str, object]) -> bytearray:
        """Return the slot key that `create` returned with *parameters*.

        Raises:
            TamperedRecordError: if *parameters* are none of a recovery code.
            WrongKeyError: if the code was wiped.
        """
        return resalted(self._alive(), parameters, label=_LABEL)

    def wipe(self) -> None:
        """Overwrite the code; Python's own copies of the text are out of reach."""
        wipe(self._secret)

    def _alive(self) -> bytearray:
        return alive(self._secret, "the recovery code")


def _spelled(secret: bytearray) -> str:
    number = int.from_bytes(secret, "big")
    symbols = "".join(_SYMBOLS[number >> shift & 31] for shift in range(_SIZE * 8 - 5, -1, -5))
    groups = [symbols[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP)]
    return "-".join([*groups, _CHECKS[number % len(_CHECKS)]])


def _read(text: str) -> bytearray:
    symbols = text.upper().translate(_READ_AS)
    if len(symbols) != _LENGTH + 1:
        msg = f"a recovery code has {_LENGTH + 1} letters and digits, and this has {len(symbols)}"
        raise WrongKeyError(msg)
    number = _number(symbols)
    if number is None:
        msg = "the recovery code is mistyped; compare it with the paper, letter by letter"
        raise WrongKeyError(msg)
    return bytearray(number.to_bytes(_SIZE, "big"))


def _number(symbols: str) -> int | None:
    if not set(symbols[:-1]) <= set(_SYMBOLS):
        return None
    number = 0
    for symbol in symbols[:-1]:
        number = number << 5 | _SYMBOLS.index(symbol)
    return number if _CHECKS[number % len(_CHECKS)] == symbols[-1] else None

"""Slot keys made from secrets that are random already."""

from __future__ import annotations

import os
from collections.abc import Mapping

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from supervision.crypto._json import unhex
from supervision.crypto._keys import KEY_SIZE
from supervision.errors import TamperedRecordError

_SALT = 16


def salted(secret: bytearray, *, label: bytes) -> tuple[bytearray, Mapping[str, object]]:
    """Return a new slot key made from *secret*, and the parameters that give it again.

    Salted, so that one key file for two journals makes two keys.
    """
    salt = os.urandom(_SALT)
    return _derived(secret, salt, label), {"kdf": "hkdf-sha256", "salt": salt.hex()}


def resalted(secret: bytearray, parameters: Mapping[str, object], *, label: bytes) -> bytearray:
    """Return the slot key that `salted` returned with *parameters*.

    Raises:
        TamperedRecordError: if `salted` made no such parameters.
    """
    salt = unhex(parameters.get("salt"), _SALT)
    if salt is None or dict(parameters) != {"kdf": "hkdf-sha256", "salt": salt.hex()}:
        msg = "a slot's parameters are not as they were made; restore it from a copy"
        raise TamperedRecordError(msg)
    return _derived(secret, salt, label)


def _derived(secret: bytearray, salt: bytes, label: bytes) -> bytearray:
    material = bytearray(KEY_SIZE)
    HKDF(SHA256(), KEY_SIZE, salt, label).derive_into(secret, material)
    return material

"""Keys that neither show themselves nor travel by accident."""

from __future__ import annotations

from typing import NoReturn, SupportsIndex

from supervision.errors import InvalidRecordError, WrongKeyError

KEY_SIZE = 32
KID_SIZE = 16


class Secret:
    """Something that holds key material: a fixed repr, no pickling, no copying."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        msg = f"a {type(self).__name__} holds key material; it is neither pickled nor copied"
        raise TypeError(msg)


class Key(Secret):
    """A key and the id by which envelopes name it.

    The material is kept in one `bytearray` that `wipe` overwrites. Python, and the libraries
    below, may have made copies that nothing reaches: wiping shortens the time a key lies in
    memory, and promises no more.

    Args:
        kid: The id of the key, 16 bytes; not secret.
        material: The key, 32 bytes; taken over, not copied.

    Raises:
        InvalidRecordError: if either has another length.

    >>> Key(b"k" * 16, bytearray(32))
    <Key>
    """

    __slots__ = ("kid", "material")

    def __init__(self, kid: bytes, material: bytearray) -> None:
        if len(kid) != KID_SIZE or len(material) != KEY_SIZE:
            msg = f"a key has {KEY_SIZE} bytes and an id of {KID_SIZE}"
            raise InvalidRecordError(msg)
        self.kid = kid
        self.material = material

    def wipe(self) -> None:
        """Overwrite the material; from then on the key neither seals nor opens."""
        wipe(self.material)


def alive(material: bytearray, what: str) -> bytearray:
    """Return *material*, or raise `WrongKeyError` if it was wiped."""
    if not material:
        msg = f"{what} was wiped; open the journal again"
        raise WrongKeyError(msg)
    return material


def wipe(material: bytearray) -> None:
    """Overwrite *material* with zeros and empty it.

    Emptied, because thirty-two zeros would still be taken for a key.
    """
    material[:] = bytes(len(material))
    material.clear()

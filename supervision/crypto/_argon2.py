"""How much one guess at a passphrase costs."""

from __future__ import annotations

from typing import NamedTuple

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from supervision.crypto._keys import KEY_SIZE


class Argon2idProfile(NamedTuple):
    """The cost of one guess at a passphrase.

    Attributes:
        iterations: Passes over the memory.
        lanes: Threads that can work at once.
        memory_kib: Memory in KiB.
    """

    iterations: int
    lanes: int
    memory_kib: int

    def within_limits(self) -> bool:
        """Return whether the costs are neither too low to protect nor too high to be honest."""
        return all(
            least <= cost <= most for least, cost, most in zip(_FLOOR, self, _CAP, strict=True)
        )

    def derive(self, secret: bytearray, salt: bytes) -> bytearray:
        """Return the 32 bytes that Argon2id makes of *secret* and *salt*."""
        material = bytearray(KEY_SIZE)
        Argon2id(
            salt=salt,
            length=KEY_SIZE,
            iterations=self.iterations,
            lanes=self.lanes,
            memory_cost=self.memory_kib,
        ).derive_into(secret, material)  # type: ignore[arg-type]  # the stub is narrower than the call
        return material


RFC_9106_LOW_MEMORY = Argon2idProfile(iterations=3, lanes=4, memory_kib=65_536)
"""The second recommended option of RFC 9106, section 4; the default, and the least."""

INSECURE_FAST = Argon2idProfile(iterations=1, lanes=1, memory_kib=8)
"""For tests only: it protects nothing."""

_FLOOR = RFC_9106_LOW_MEMORY
_CAP = Argon2idProfile(iterations=4, lanes=8, memory_kib=1_048_576)

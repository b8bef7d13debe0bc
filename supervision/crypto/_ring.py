"""The ring: every long-lived key of a journal, and what each is for."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable, Mapping
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervision.crypto._keys import KEY_SIZE, KID_SIZE, Key, Secret, alive
from supervision.crypto._pae import pae
from supervision.crypto._text import encode_valid_text
from supervision.errors import InvalidRecordError, WrongKeyError

USES = ("wrap", "log", "name", "event")
STATES = ("primary", "active", "disabled")


class RingKey(Key):
    """One key of the ring.

    Args:
        kid: The id of the key, 16 bytes.
        material: The key, 32 bytes; taken over, not copied.
        use: ``wrap``, ``log``, ``name`` or ``event``.
        state: ``primary`` seals and opens, ``active`` only opens, ``disabled`` does neither.
        created: An RFC 3339 time in UTC.
    """

    __slots__ = ("created", "state", "use")

    def __init__(
        self, kid: bytes, material: bytearray, *, use: str, state: str, created: str
    ) -> None:
        super().__init__(kid, material)
        self.use = use
        self.state = state
        self.created = created

    def twin(self, *, state: str | None = None) -> RingKey:
        """Return the same key in material of its own, in another *state* if one is given."""
        return RingKey(
            self.kid,
            bytearray(alive(self.material, "the ring")),
            use=self.use,
            state=state or self.state,
            created=self.created,
        )


class Ring(Secret):
    """The keys of a journal. A ring never changes: a rotation returns the next one.

    Args:
        journal: The id of the journal, 16 bytes.
        revision: 1 or more; each change of the ring is one more.
        min_version: The oldest version of the format that the journal still accepts.
        keys: The keys; one of each use is primary.
    """

    __slots__ = ("_by_kid", "_primaries", "_signers", "journal", "keys", "min_version", "revision")

    def __init__(
        self, *, journal: bytes, revision: int, min_version: int, keys: Iterable[RingKey]
    ) -> None:
        self.journal = journal
        self.revision = revision
        self.min_version = min_version
        self.keys = tuple(keys)
        self._signers: dict[bytes, Ed25519PrivateKey] = {}
        self._by_kid = {key.kid: key for key in self.keys}
        self._primaries = {key.use: key for key in self.keys if key.state == "primary"}

    @classmethod
    def create(cls, journal: bytes, *, created: str) -> Self:
        """Return the first ring of a journal: one new key of each use.

        Args:
            journal: The id of the journal, 16 bytes.
            created: An RFC 3339 time in UTC.
        """
        keys = [_new_key(use, created=created) for use in USES]
        return cls(journal=journal, revision=1, min_version=1, keys=keys)

    def primary(self, use: str) -> RingKey:
        """Return the key that is used now for ``wrap``, ``log``, ``name`` or ``event``."""
        return self._primaries[use]

    def key(self, kid: bytes) -> RingKey:
        """Return the key with the id *kid*.

        Raises:
            WrongKeyError: if it is not in the ring, or disabled.
        """
        key = self._by_kid.get(kid)
        if key is None or key.state == "disabled":
            msg = "the key that this names is not in the journal's ring"
            raise WrongKeyError(msg)
        return key

    def folder_id(self, label: str) -> bytes:
        """Return the id of the folder that was first known by *label*, 16 bytes.

        Nobody without the ring can tell which label an id stands for.
        """
        return self.named(b"supervision/v1/folder", encode_valid_text(label))

    def named(self, purpose: bytes, what: bytes) -> bytes:
        """Return what stands for *what* in this journal and in no other, 16 bytes.

        Args:
            purpose: What it is used for, such as ``supervision/v1/folder``.
            what: What nobody without the ring is to recognise.
        """
        name_key = alive(self._primaries["name"].material, "the ring")
        return hmac.digest(name_key, pae(purpose, what), "sha256")[:KID_SIZE]

    def rotated(self, use: str, *, created: str) -> Ring:
        """Return the next ring, with a new primary key for *use* and the old one still active.

        Args:
            use: ``wrap``, ``log`` or ``event``.
            created: An RFC 3339 time in UTC.

        Raises:
            InvalidRecordError: if *use* is ``name``, whose key gives every folder its id.
        """
        if use not in USES or use == "name":
            msg = "only the keys for wrap, log and event are rotated"
            raise InvalidRecordError(msg)
        old = self._primaries[use]
        keys = [key.twin(state="active") if key is old else key.twin() for key in self.keys]
        return self._next([*keys, _new_key(use, created=created)])

    def without(self, kid: bytes) -> Ring:
        """Return the next ring, with the key *kid* gone for good.

        Raises:
            InvalidRecordError: if it is the primary of its use; rotate first.
            WrongKeyError: if it is not in the ring.
        """
        gone = self._by_kid.get(kid)
        if gone is None:
            msg = "the key to remove is not in the journal's ring"
            raise WrongKeyError(msg)
        if gone.state == "primary":
            msg = "a key in use cannot be removed; rotate it first"
            raise InvalidRecordError(msg)
        return self._next(key.twin() for key in self.keys if key is not gone)

    def log_public_keys(self) -> Mapping[bytes, bytes]:
        """Return the Ed25519 public key, 32 bytes, of each log key by its id.

        Disabled keys are among them: what they signed long ago must still be checked.
        """
        return {
            key.kid: self._signer(key).public_key().public_bytes_raw()
            for key in self.keys
            if key.use == "log"
        }

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of *message* by the primary log key, 64 bytes.

        Raises:
            WrongKeyError: if the ring was wiped.

        Source:
            RFC 8032, section 5.1.
        """
        return self._signer(self._primaries["log"]).sign(message)

    def wipe(self) -> None:
        """Overwrite the material of every key."""
        self._signers.clear()
        for key in self.keys:
            key.wipe()

    def _next(self, keys: Iterable[RingKey]) -> Ring:
        return Ring(
            journal=self.journal,
            revision=self.revision + 1,
            min_version=self.min_version,
            keys=keys,
        )

    def _signer(self, key: RingKey) -> Ed25519PrivateKey:
        # Kept, because making one costs as much as a signature.
        if key.kid not in self._signers:
            seed = alive(key.material, "the ring")
            self._signers[key.kid] = Ed25519PrivateKey.from_private_bytes(seed)
        return self._signers[key.kid]


def new_ring_key() -> Key:
    """Return a new random key, with a random id, to seal a ring under."""
    return Key(os.urandom(KID_SIZE), bytearray(os.urandom(KEY_SIZE)))


def _new_key(use: str, *, created: str) -> RingKey:
    material = bytearray(os.urandom(KEY_SIZE))
    return RingKey(os.urandom(KID_SIZE), material, use=use, state="primary", created=created)

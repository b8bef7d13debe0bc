"""Folders: the secret from which a folder's two keys come."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from supervision.crypto._envelope import Purpose, seal, unseal
from supervision.crypto._keys import KEY_SIZE, KID_SIZE, Key, Secret, alive, wipe
from supervision.crypto._padding import pad, unpad
from supervision.crypto._pae import pae
from supervision.crypto._text import decode_text, encode_valid_text
from supervision.errors import CorruptRecordError, InvalidRecordError

_LEAST = 128
_FIXED = KEY_SIZE + KID_SIZE


class FolderSecret(Secret):
    """One version of the secret of a folder: the unit of sharing and of shredding.

    Args:
        secret: The secret, 32 bytes; taken over, not copied.
        journal: The id of the journal, 16 bytes.
        folder: The id of the folder, 16 bytes.
        version: 1 or more.
        kid: The id of this version, 16 bytes; both keys carry it.
        label: The pseudonym or code the folder is known by.
    """

    __slots__ = ("_body", "_ledger", "_secret", "folder", "journal", "kid", "label", "version")

    def __init__(
        self,
        secret: bytearray,
        *,
        journal: bytes,
        folder: bytes,
        version: int,
        kid: bytes,
        label: str,
    ) -> None:
        self._secret = secret
        self._body: Key | None = None
        self._ledger: Key | None = None
        self.journal = journal
        self.folder = folder
        self.version = version
        self.kid = kid
        self.label = label

    @property
    def body(self) -> Key:
        """The key of the folder's bodies; derived once."""
        if self._body is None:
            self._body = self._derived(b"supervision/v1/key/body")
        return self._body

    @property
    def ledger(self) -> Key:
        """The key of the folder's ledger; derived once, and opens no body."""
        if self._ledger is None:
            self._ledger = self._derived(b"supervision/v1/key/ledger")
        return self._ledger

    def wipe(self) -> None:
        """Overwrite the secret and both keys."""
        wipe(self._secret)
        for key in (self._body, self._ledger):
            if key is not None:
                key.wipe()

    def wrapped_text(self) -> bytes:
        """Return what `wrap_folder` seals."""
        return bytes(self._alive()) + self.kid + encode_valid_text(self.label)

    def _derived(self, purpose: bytes) -> Key:
        material = bytearray(KEY_SIZE)
        info = pae(purpose, self.journal, self.folder)
        HKDFExpand(SHA256(), KEY_SIZE, info).derive_into(self._alive(), material)
        return Key(self.kid, material)

    def _alive(self) -> bytearray:
        return alive(self._secret, "the folder's secret")


def new_folder_secret(*, journal: bytes, folder: bytes, version: int, label: str) -> FolderSecret:
    """Return a new random secret, with a random id, for *version* of a folder."""
    return FolderSecret(
        bytearray(os.urandom(KEY_SIZE)),
        journal=journal,
        folder=folder,
        version=version,
        kid=os.urandom(KID_SIZE),
        label=label,
    )


def wrap_folder(secret: FolderSecret, *, wrap: Key, journal: bytes) -> bytes:
    """Seal *secret* under the *wrap* key of the ring.

    Raises:
        InvalidRecordError: if *secret* is of another journal.
        WrongKeyError: if *secret* or *wrap* was wiped.
    """
    if secret.journal != journal:
        # Its keys come from its own journal's id: unwrapped there, it would give other ones.
        msg = "the folder's secret is of another journal; make a new one"
        raise InvalidRecordError(msg)
    parts = (secret.folder, secret.version.to_bytes(8, "big"))
    text = pad(secret.wrapped_text(), least=_LEAST)
    return seal(text, key=wrap, purpose=Purpose.FOLDER, journal=journal, parts=parts)


def unwrap_folder(
    envelope: bytes, *, wrap: Key, journal: bytes, folder: bytes, version: int, min_version: int = 1
) -> FolderSecret:
    """Return the secret that `wrap_folder` sealed.

    Raises:
        CorruptRecordError: if it opens, and is no folder secret.
        TamperedRecordError: if it was changed, cut short or moved.
        UnsupportedFormatError: if its version is unknown, or older than *min_version*.
        WrongKeyError: if it names another key, or *wrap* was wiped.
    """
    parts = (folder, version.to_bytes(8, "big"))
    text = unpad(
        unseal(
            envelope,
            key=wrap,
            purpose=Purpose.FOLDER,
            journal=journal,
            parts=parts,
            min_version=min_version,
        )
    )
    label = decode_text(text[_FIXED:])
    if len(text) < _FIXED or label is None:
        msg = "a folder's secret was sealed by something else than supervision"
        raise CorruptRecordError(msg)
    return FolderSecret(
        bytearray(text[:KEY_SIZE]),
        journal=journal,
        folder=folder,
        version=version,
        kid=text[KEY_SIZE:_FIXED],
        label=label,
    )

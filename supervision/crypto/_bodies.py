"""Bodies: the text of one revision of a record, and the digests that bind it."""

from __future__ import annotations

import os
from hashlib import sha256

from supervision.crypto._envelope import Purpose, seal, unseal
from supervision.crypto._keys import Key
from supervision.crypto._padding import MARK, pad
from supervision.crypto._pae import pae
from supervision.crypto._refusals import changed

_BLINDER = 32
_LEAST = 256

# `pae` of label, journal, record, revision and row, whose sizes are known but for the last: it is
# made for every row of a ledger that is read.
_SIXTEEN, _EIGHT = (size.to_bytes(8, "little") for size in (16, 8))
_FACTS = (5).to_bytes(8, "little") + pae(b"supervision/v1/facts")[8:] + _SIXTEEN


def new_blinder() -> bytes:
    """Return 32 random bytes that keep the digests of a body from being guessed."""
    return os.urandom(_BLINDER)


def line_nonce(blinder: bytes) -> str:
    """Return the 32 hex digits that keep a ledger row's digest from being guessed.

    It comes from the *blinder* of the body by a hash, so that whoever reads the row learns
    nothing about the blinder, and whoever reads the body can check the row.

    >>> line_nonce(bytes(32))
    '8af0b525a22737e43fca9eafc3e5b835'
    """
    return sha256(pae(b"supervision/v1/line", blinder)).hexdigest()[:32]


def content_digest(blinder: bytes, body: bytes) -> bytes:
    """Return the 32 bytes by which the log names the text of a revision.

    Resealing under another key leaves it as it is.
    """
    return sha256(pae(b"supervision/v1/content", blinder, body)).digest()


def facts_digest(journal: bytes, record: bytes, revision: int, row: bytes) -> bytes:
    """Return the 32 bytes by which the log names the ledger row of a revision."""
    size = len(row).to_bytes(8, "little")
    place = journal + _SIXTEEN + record + _EIGHT + revision.to_bytes(8, "big")
    return sha256(_FACTS + place + size + row).digest()


def seal_body(
    body: bytes,
    *,
    blinder: bytes,
    key: Key,
    journal: bytes,
    folder: bytes,
    record: bytes,
    revision: int,
) -> bytes:
    """Seal the *body* of one revision.

    Args:
        body: The record as the codec wrote it.
        blinder: What `new_blinder` returned for this revision, 32 bytes.
        key: The body key of the folder.
        journal: The id of the journal, 16 bytes.
        folder: The id of the folder, 16 bytes.
        record: The id of the record, 16 bytes.
        revision: 1 or more.

    Returns:
        The envelope. At least 256 bytes are sealed, whatever the length of *body*.

    Raises:
        InvalidRecordError: if the envelope would be larger than 32 MiB.
        WrongKeyError: if *key* was wiped.
    """
    parts = (folder, record, revision.to_bytes(8, "big"))
    text = pad(blinder + body, least=_LEAST)
    return seal(text, key=key, purpose=Purpose.BODY, journal=journal, parts=parts)


def unseal_body(
    envelope: bytes,
    *,
    key: Key,
    journal: bytes,
    folder: bytes,
    record: bytes,
    revision: int,
    min_version: int = 1,
) -> tuple[bytes, bytes]:
    """Return the blinder and the body that `seal_body` was given.

    Raises:
        TamperedRecordError: if it was changed, cut short or moved.
        UnsupportedFormatError: if its version is unknown, or older than *min_version*.
        WrongKeyError: if it names another key, or *key* was wiped.
    """
    marked = unseal(
        envelope,
        key=key,
        purpose=Purpose.BODY,
        journal=journal,
        parts=(folder, record, revision.to_bytes(8, "big")),
        min_version=min_version,
    ).rstrip(b"\0")
    if len(marked) <= _BLINDER or not marked.endswith(MARK):
        raise changed()
    return marked[:_BLINDER], marked[_BLINDER:-1]

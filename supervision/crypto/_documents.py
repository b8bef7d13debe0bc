"""Documents: what a journal keeps beside its records, one sealed version at a time."""

from __future__ import annotations

from supervision.crypto._envelope import Purpose, seal, unseal
from supervision.crypto._keys import Key
from supervision.crypto._padding import pad, unpad

_LEAST = 256


def seal_document(text: bytes, *, key: Key, journal: bytes, document: bytes, version: int) -> bytes:
    """Seal one version of a document.

    Args:
        text: What to seal; its length shows only roughly.
        key: A key of the ring, of a folder, or the document's own.
        journal: The id of the journal, 16 bytes.
        document: The id of the document, 16 bytes.
        version: From 1.

    Raises:
        InvalidRecordError: if the envelope would be larger than 32 MiB.
        WrongKeyError: if *key* was wiped.
    """
    parts = (document, version.to_bytes(8, "big"))
    text = pad(text, least=_LEAST)
    return seal(text, key=key, purpose=Purpose.DOCUMENT, journal=journal, parts=parts)


def unseal_document(
    envelope: bytes,
    *,
    key: Key,
    journal: bytes,
    document: bytes,
    version: int,
    min_version: int = 1,
) -> bytes:
    """Return the text that `seal_document` sealed.

    Raises:
        TamperedRecordError: if it was changed, cut short or moved.
        UnsupportedFormatError: if its version is unknown, or older than *min_version*.
        WrongKeyError: if it names another key, or *key* was wiped.
    """
    text = unseal(
        envelope,
        key=key,
        purpose=Purpose.DOCUMENT,
        journal=journal,
        parts=(document, version.to_bytes(8, "big")),
        min_version=min_version,
    )
    return unpad(text)

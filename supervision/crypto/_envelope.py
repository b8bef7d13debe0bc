"""The envelope: a header of 20 bytes and one Cobblestone-256 message."""

from __future__ import annotations

from enum import StrEnum

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from supervision.crypto._keys import Key, alive
from supervision.crypto._refusals import changed
from supervision.errors import (
    InvalidRecordError,
    TamperedRecordError,
    UnsupportedFormatError,
    WrongKeyError,
)

MAX_ENVELOPE = 32 * 1024 * 1024
_MAGIC = b"SVN"
_VERSION = 1
_PREFIX = _MAGIC + bytes([_VERSION])
_HEADER = 20
_SMALLEST = 92


class Purpose(StrEnum):
    """What an envelope holds; part of what it is sealed to."""

    BODY = "body"
    LEDGER = "ledger"
    ATTACHMENT = "attachment"
    FOLDER = "folder"
    EVENT = "event"
    RING = "ring"
    SLOT = "slot"
    DOCUMENT = "document"


_MOST_PARTS = 3
_WORDS = tuple(size.to_bytes(8, "little") for size in range(64))


def _context_start(purpose: Purpose, count: int) -> bytes:
    label = f"supervision/v1/{purpose}".encode()
    return _WORDS[3 + count] + _WORDS[len(label)] + label + _WORDS[_HEADER]


_STARTS = [
    {purpose: _context_start(purpose, count) for purpose in Purpose}
    for count in range(_MOST_PARTS + 1)
]


def seal(
    text: bytes, *, key: Key, purpose: Purpose, journal: bytes, parts: tuple[bytes, ...]
) -> bytes:
    """Seal *text* to a key, a purpose and a place.

    Args:
        text: What to seal, padded already.
        key: The key to seal under; its id is written into the envelope.
        purpose: What the text is.
        journal: The id of the journal, 16 bytes.
        parts: The rest of the place, as the purpose asks for it: ids of 16 bytes, numbers as
            eight bytes, big-endian. None of it is stored in the envelope.

    Returns:
        The envelope: 92 bytes more than *text*, and 16 more for every full 16 KiB of it.

    Raises:
        InvalidRecordError: if the envelope would be larger than 32 MiB.
        WrongKeyError: if *key* was wiped.

    Source:
        C2SP chunked-encryption, instance Cobblestone-256.
    """
    header = _PREFIX + key.kid
    encryptor = Cobblestone256Encryptor(
        alive(key.material, "the key"), _context(purpose, header, journal, parts)
    )
    envelope = b"".join((header, encryptor.update(text), encryptor.finalize()))
    if len(envelope) > MAX_ENVELOPE:
        msg = "this is larger than the 32 MiB that can be sealed at once; split it"
        raise InvalidRecordError(msg)
    return envelope


def unseal(
    envelope: bytes,
    *,
    key: Key,
    purpose: Purpose,
    journal: bytes,
    parts: tuple[bytes, ...],
    min_version: int = 1,
) -> bytes:
    """Return the text that `seal` was given, still padded, or raise.

    Args:
        envelope: The bytes that `seal` returned.
        key: The key that the envelope names.
        purpose: The purpose given to `seal`.
        journal: The id of the journal given to `seal`.
        parts: The place given to `seal`.
        min_version: The oldest version of the format that is still accepted.

    Raises:
        TamperedRecordError: if *envelope* is no envelope, is larger than 32 MiB, was changed,
            cut short or moved, or was sealed under other material: one error for all.
        UnsupportedFormatError: if its version is unknown, or older than *min_version*.
        WrongKeyError: if it names another key, or *key* was wiped.
    """
    header = _PREFIX + key.kid
    # The one comparison that nearly every call needs; what is wrong is found out only if it fails.
    if not envelope.startswith(header) or min_version > _VERSION:
        kid_of(envelope, min_version=min_version)
        msg = "this was sealed under another key than the one at hand"
        raise WrongKeyError(msg)
    text = _opened(
        envelope, alive(key.material, "the key"), _context(purpose, header, journal, parts)
    )
    if text is None:
        raise changed()
    return text


def kid_of(envelope: bytes, *, min_version: int = 1) -> bytes:
    """Return the id of the key that *envelope* names, 16 bytes.

    Nothing is opened: the id is as trustworthy as the store it came from.

    Args:
        envelope: The bytes that `seal` returned.
        min_version: The oldest version of the format that is still accepted.

    Raises:
        TamperedRecordError: if *envelope* is too short or does not begin with the magic, as
            plain text and other formats don't.
        UnsupportedFormatError: if its version is unknown, or older than *min_version*.
    """
    if len(envelope) < _SMALLEST or not envelope.startswith(_MAGIC):
        msg = "there is no sealed envelope where one is due; restore it from a copy"
        raise TamperedRecordError(msg)
    version = envelope[3]
    if version != _VERSION or version < min_version:
        raise UnsupportedFormatError(_version_message(version, min_version))
    return envelope[4:_HEADER]


def _context(purpose: Purpose, header: bytes, journal: bytes, parts: tuple[bytes, ...]) -> bytes:
    """Return the `pae` of label, header, journal and parts.

    Put together from pieces made beforehand: it is half of what sealing costs beside the cipher.
    """
    pieces = [_STARTS[len(parts)][purpose], header, _WORDS[len(journal)], journal]
    for part in parts:
        pieces.append(_WORDS[len(part)])
        pieces.append(part)
    return b"".join(pieces)


def _version_message(version: int, min_version: int) -> str:
    if version == _VERSION:
        return f"this is of format {version}, and the journal accepts {min_version} or later"
    return f"this is of format {version}, which this release does not read; upgrade supervision"


def _opened(envelope: bytes, material: bytearray, context: bytes) -> bytes | None:
    if len(envelope) > MAX_ENVELOPE:
        return None
    decryptor = Cobblestone256Decryptor(material, context)
    try:
        return decryptor.update(envelope[_HEADER:]) + decryptor.finalize()
    except InvalidTag:
        return None

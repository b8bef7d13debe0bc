"""Events: when and why something was erased, or a key changed."""

from __future__ import annotations

from typing import NamedTuple

from supervision.crypto._envelope import Purpose, seal, unseal
from supervision.crypto._json import decode_object, encode_object
from supervision.crypto._keys import Key
from supervision.crypto._padding import pad, unpad
from supervision.errors import CorruptRecordError

_LEAST = 256


class Event(NamedTuple):
    """When something was done, and why.

    >>> Event(at="2026-11-20T09:30:00Z", reason="she asked for it")
    Event(at='2026-11-20T09:30:00Z')
    """

    at: str
    reason: str

    def __repr__(self) -> str:
        return f"Event(at={self.at!r})"


def seal_event(*, at: str, reason: str, key: Key, journal: bytes, seq: int) -> bytes:
    """Seal the time and the reason of one entry of the log.

    Args:
        at: An RFC 3339 time in UTC.
        reason: Free text.
        key: The event key of the ring.
        journal: The id of the journal, 16 bytes.
        seq: The number of the log entry.

    Raises:
        InvalidRecordError: if the envelope would be larger than 32 MiB.
        WrongKeyError: if *key* was wiped.
    """
    text = pad(encode_object({"at": at, "reason": reason}), least=_LEAST)
    parts = (seq.to_bytes(8, "big"),)
    return seal(text, key=key, purpose=Purpose.EVENT, journal=journal, parts=parts)


def unseal_event(
    envelope: bytes, *, key: Key, journal: bytes, seq: int, min_version: int = 1
) -> Event:
    """Return the event that `seal_event` sealed.

    Raises:
        CorruptRecordError: if it opens, and is no event.
        TamperedRecordError: if it was changed, cut short or moved.
        UnsupportedFormatError: if its version is unknown, or older than *min_version*.
        WrongKeyError: if it names another key, or *key* was wiped.
    """
    text = unseal(
        envelope,
        key=key,
        purpose=Purpose.EVENT,
        journal=journal,
        parts=(seq.to_bytes(8, "big"),),
        min_version=min_version,
    )
    match decode_object(unpad(text)):
        case {"at": str(at), "reason": str(reason), **others} if not others:
            return Event(at, reason)
    msg = "an event was sealed by something else than supervision; restore it from a copy"
    raise CorruptRecordError(msg)

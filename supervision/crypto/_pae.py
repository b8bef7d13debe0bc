"""Pre-authentication encoding: several byte strings as one, in one way only."""

from __future__ import annotations

from supervision.errors import TamperedRecordError

_WORD = 8


def pae(*parts: bytes) -> bytes:
    r"""Join *parts* so that no other list of parts gives the same bytes.

    Args:
        *parts: Any number of byte strings of any length.

    Returns:
        The number of parts, then each part behind its length; numbers are
        eight bytes, little-endian.

    Source:
        PASETO, "Pre-Authentication Encoding", 2018.

    >>> pae(b"test")
    b'\x01\x00\x00\x00\x00\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00test'
    """
    pieces = [len(parts).to_bytes(_WORD, "little")]
    for part in parts:
        pieces.append(len(part).to_bytes(_WORD, "little"))
        pieces.append(part)
    return b"".join(pieces)


def split_pae(joined: bytes, *, count: int) -> list[bytes]:
    """Return the *count* parts that `pae` joined, or raise.

    Args:
        joined: The bytes that `pae` returned.
        count: How many parts there must be.

    Raises:
        TamperedRecordError: if *joined* is cut short, goes on too long or has
            another number of parts.
    """
    parts: list[bytes] = []
    start = _WORD
    for _ in range(count):
        length = int.from_bytes(joined[start : start + _WORD], "little")
        start += _WORD
        parts.append(joined[start : start + length])
        start += length
    # Joining again is the whole check: a short slice or a stray byte cannot give the same bytes.
    if pae(*parts) != joined:
        msg = "this was cut short or lengthened; restore it from a copy"
        raise TamperedRecordError(msg)
    return parts

"""Segments: ledger rows of one folder, sealed together."""

from __future__ import annotations

from collections.abc import Sequence

from supervision.crypto._envelope import Purpose, seal, unseal
from supervision.crypto._keys import Key
from supervision.crypto._padding import pad_rows, unpad
from supervision.errors import InvalidRecordError

_BREAK = b"\n"


def seal_segment(
    rows: Sequence[bytes], *, key: Key, journal: bytes, folder: bytes, first: int
) -> bytes:
    r"""Seal *rows* of one folder as one segment.

    Args:
        rows: One row or more, each one line without its ``\n``.
        key: The ledger key of the folder.
        journal: The id of the journal, 16 bytes.
        folder: The id of the folder, 16 bytes.
        first: The number of the log entry of the first row.

    Raises:
        InvalidRecordError: if there is no row, a row is empty or not one line, or the envelope
            would be larger than 32 MiB.
        WrongKeyError: if *key* was wiped.
    """
    if not rows or not all(rows) or any(_BREAK in row for row in rows):
        msg = "a segment holds one row or more, and each row is one line"
        raise InvalidRecordError(msg)
    parts = (folder, first.to_bytes(8, "big"))
    text = pad_rows(_BREAK.join(rows))
    return seal(text, key=key, purpose=Purpose.LEDGER, journal=journal, parts=parts)


def unseal_segment(
    envelope: bytes, *, key: Key, journal: bytes, folder: bytes, first: int, min_version: int = 1
) -> list[bytes]:
    """Return the rows that `seal_segment` was given, in their order.

    Raises:
        TamperedRecordError: if it was changed, cut short or moved.
        UnsupportedFormatError: if its version is unknown, or older than *min_version*.
        WrongKeyError: if it names another key, or *key* was wiped.
    """
    text = unseal(
        envelope,
        key=key,
        purpose=Purpose.LEDGER,
        journal=journal,
        parts=(folder, first.to_bytes(8, "big")),
        min_version=min_version,
    )
    return unpad(text).split(_BREAK)

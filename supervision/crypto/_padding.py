"""Padding, so that the size of what is sealed says little about it."""

from __future__ import annotations

from supervision.crypto._refusals import changed

MARK = b"\x80"
_LEDGER_STEP = 512
_LEDGER_STEPS_UP_TO = 4096


def padme(length: int) -> int:
    """Return *length* rounded up so that it tells only its order of magnitude.

    Args:
        length: A number of bytes, 1 or more.

    Returns:
        At least *length*, and at most 12 % more.

    Source:
        Nikitin, Barman, Lueks, Underwood, Hubaux and Ford, "Reducing Metadata Leakage from
        Encrypted Files and Communication with PURBs", 2019, section 4.

    >>> [padme(length) for length in (1, 9, 257, 2200)]
    [1, 10, 272, 2304]
    """
    exponent = length.bit_length() - 1
    step = 1 << max(0, exponent - exponent.bit_length())
    return -(-length // step) * step


def pad(text: bytes, *, least: int) -> bytes:
    """Return *text*, a mark and zeros: *least* bytes, or what `padme` says if that is more."""
    marked = text + MARK
    return marked.ljust(max(least, padme(len(marked))), b"\0")


def pad_rows(rows: bytes) -> bytes:
    """Return *rows* padded in steps of 512 bytes up to 4 KiB, and by `padme` above.

    The steps are coarser than Padmé's because the number of themes in a session would
    otherwise show in the size of its row.
    """
    marked = rows + MARK
    size = -(-len(marked) // _LEDGER_STEP) * _LEDGER_STEP
    if size > _LEDGER_STEPS_UP_TO:
        size = padme(len(marked))
    return marked.ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """Return the text that was padded.

    Raises:
        TamperedRecordError: if *padded* does not end in a mark and zeros.
    """
    marked = padded.rstrip(b"\0")
    if not marked.endswith(MARK):
        raise changed()
    return marked[:-1]

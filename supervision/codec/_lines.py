"""Ledger lines to and from the bytes of a row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from supervision.codec._collector import collector_paused
from supervision.errors import CorruptRecordError, InvalidRecordError
from supervision.records import LedgerLine

T = TypeVar("T")

_NONCE = re.compile(r"[0-9a-f]{32}")
_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder(LedgerLine)


class LineIdentity(msgspec.Struct, frozen=True, gc=False):
    """Which revision of which record a row is about.

    Attributes:
        kind: `session`, `reflection` or `agreement`.
        id: The id of the record, 32 hexadecimal digits.
        revision: The revision, counted from 1.
    """

    kind: str
    id: str
    revision: int = 1


_IDENTITIES = msgspec.json.Decoder(LineIdentity)


def encode_line(line: LedgerLine, nonce: str) -> bytes:
    """Return the row of *line*: compact JSON on one line, the nonce under `n`.

    Fields stand in the order of their names, without those that hold their default; the nonce
    is last.

    Args:
        line: The facts.
        nonce: 32 hexadecimal digits that no two revisions share, so that equal facts do not
            show as equal hashes.

    Raises:
        InvalidRecordError: if *nonce* is anything else.
    """
    if _NONCE.fullmatch(nonce) is None:
        msg = "nonce must be 32 lower-case hexadecimal digits"
        raise InvalidRecordError(msg, field="nonce")
    return b'%b,"n":"%b"}' % (_ENCODER.encode(line)[:-1], nonce.encode())


def decode_line(row: bytes) -> LedgerLine:
    """Return the facts in *row*, which any release may have written.

    Raises:
        CorruptRecordError: if it is not a row of the ledger.

    Examples:
        >>> from supervision.records import line_of
        >>> from supervision.testing import example_session
        >>> line = line_of(example_session())
        >>> decode_line(encode_line(line, "00" * 16)) == line
        True
    """
    return _decoded(_DECODER, [row])[0]


def decode_lines(rows: Iterable[bytes]) -> list[LedgerLine]:
    """Return the facts in each of *rows*, in their order.

    Raises:
        CorruptRecordError: if one of them is not a row of the ledger.
    """
    with collector_paused():
        return _decoded(_DECODER, rows)


def identity_of(row: bytes) -> LineIdentity:
    """Return which revision of which record *row* is about, reading nothing else of it.

    Raises:
        CorruptRecordError: if it is not a row of the ledger.
    """
    return _decoded(_IDENTITIES, [row])[0]


def _decoded(decoder: msgspec.json.Decoder[T], rows: Iterable[bytes]) -> list[T]:
    decode = decoder.decode
    try:
        return [decode(row) for row in rows]
    except (ValueError, RecursionError):
        pass
    msg = "a row of the ledger is not one that this release can read"
    raise CorruptRecordError(msg)

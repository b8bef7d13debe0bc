"""Text to bytes and back, without an error that would hold the text."""

from __future__ import annotations

from supervision.errors import InvalidRecordError


def encode_text(text: str) -> bytes | None:
    """Return *text* in UTF-8, or `None` if it holds half a character (a lone surrogate)."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return None


def encode_valid_text(text: str) -> bytes:
    """Return *text* in UTF-8, or raise `InvalidRecordError`."""
    encoded = encode_text(text)
    if encoded is None:
        msg = "a text holds half a character (a lone surrogate); type it again"
        raise InvalidRecordError(msg)
    return encoded


def decode_text(encoded: bytes, encoding: str = "utf-8") -> str | None:
    """Return the text that *encoded* is, or `None` if it is none."""
    try:
        return encoded.decode(encoding)
    except UnicodeDecodeError:
        return None

"""Records to bytes and back: strict JSON, with a schema in every body.

Nothing here sees a key. Whatever goes wrong, no error holds text of a record.
"""

from __future__ import annotations

from supervision.codec._bodies import Body, decode, decode_all, encode, kind_of
from supervision.codec._border import Problems, from_plain, structured, to_plain, told
from supervision.codec._collector import collector_paused
from supervision.codec._documents import decode_document, encode_document
from supervision.codec._lines import (
    LineIdentity,
    decode_line,
    decode_lines,
    encode_line,
    identity_of,
)
from supervision.codec._schemas import (
    MIGRATIONS,
    Migration,
    Plain,
    kinds,
    schema_of,
    schemas_as_current,
)

__all__ = [
    "MIGRATIONS",
    "Body",
    "LineIdentity",
    "Migration",
    "Plain",
    "Problems",
    "collector_paused",
    "decode",
    "decode_all",
    "decode_document",
    "decode_line",
    "decode_lines",
    "encode",
    "encode_document",
    "encode_line",
    "from_plain",
    "identity_of",
    "kind_of",
    "kinds",
    "schema_of",
    "schemas_as_current",
    "structured",
    "to_plain",
    "told",
]

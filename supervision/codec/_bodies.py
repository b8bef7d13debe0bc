"""Records to and from the bytes of a body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

import attrs
import msgspec

from supervision.codec._border import structured, told
from supervision.codec._collector import collector_paused
from supervision.codec._schemas import (
    MIGRATIONS,
    Migration,
    Plain,
    check_kind,
    kind_in,
    kinds,
    migrated,
    schema_of,
    schemas_as_current,
)
from supervision.errors import CorruptRecordError, InvalidRecordError
from supervision.records import Record

R = TypeVar("R", bound=Record)

# A body of at most this many bytes cannot hold a text of more characters than a record may.
_SHORT = 1_000_000
_RECORDED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)
_BEGIN = re.compile(rb'\{"schema":"([a-z]+/[0-9]+)",')
_KEYS = frozenset({"schema", "recorded", "reason", "record"})


@attrs.frozen(kw_only=True)
class Body(Generic[R]):
    """One revision of a record as it was recorded.

    Attributes:
        schema: The schema it was written in, such as `session/2`.
        recorded: When, in UTC, such as `2026-11-20T09:30:00Z`.
        reason: Why it was amended; None for a first revision.
        record: The record.
    """

    schema: str
    recorded: str
    reason: str | None = attrs.field(repr=False)
    record: R


# "deterministic" sorts sets: equal records must give equal bytes.
_ENCODER = msgspec.json.Encoder(order="deterministic")
_PLAIN = msgspec.json.Decoder(dict[str, Any])
_BEGINNINGS: dict[type[Any], tuple[bytes, ...]] = {
    kind: tuple([f'{{"schema":"{schema}",'.encode() for schema in schemas_as_current(kind)])
    for kind in kinds().values()
}
_STRAIGHT: dict[type[object], msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(Body[kind])  # type: ignore[valid-type]  # a class
    for kind in _BEGINNINGS
}


def encode(record: Record, *, recorded: str, reason: str | None = None) -> bytes:
    """Return the body of *record*: compact JSON, the same bytes for equal records.

    Args:
        record: What to encode; its revision is no part of it.
        recorded: The time of recording, RFC 3339 in UTC, such as `2026-11-20T09:30:00Z`.
        reason: Why it is amended; None for a first revision.

    Raises:
        InvalidRecordError: if *recorded* is no such time, or *reason* not text.

    Examples:
        >>> from supervision.testing import example_reflection
        >>> encode(example_reflection(), recorded="2026-11-22T18:00:00Z")[:60]
        b'{"schema":"reflection/1","recorded":"2026-11-22T18:00:00Z","'
    """
    schema = schema_of(type(record))
    if not isinstance(recorded, str) or _RECORDED.fullmatch(recorded) is None:
        msg = "recorded must be a time in UTC such as 2026-11-20T09:30:00Z"
        raise InvalidRecordError(msg, field="recorded")
    return b'{"schema":"%b","recorded":"%b","reason":%b,"record":%b}' % (
        schema.encode(),
        recorded.encode(),
        _encoded_reason(reason),
        _ENCODER.encode(record),
    )


def _encoded_reason(reason: str | None) -> bytes:
    if reason is None:
        return b"null"
    try:
        if isinstance(reason, str):
            return _ENCODER.encode(reason)
    except UnicodeEncodeError:
        pass
    msg = "reason must be text that UTF-8 can hold"
    raise InvalidRecordError(msg, field="reason")


def decode(
    body: bytes, kind: type[R], *, migrations: Mapping[str, Migration] = MIGRATIONS
) -> Body[R]:
    """Return what `encode` was given.

    Bodies of the current schema, and of one that only lacks what came since, are decoded
    straight to the record, and a field that the record does not have is passed over; those of
    any other are strict about that too.

    Args:
        body: The bytes.
        kind: The class that the record must be of.
        migrations: The way on from older schemas.

    Raises:
        InvalidRecordError: if the body is of another kind.
        CorruptRecordError: if it is not JSON, or breaks a rule of its record; the message
            names path and rule.
        UnsupportedFormatError: if its schema is unknown to this release.

    Examples:
        >>> from supervision.records import Session
        >>> from supervision.testing import example_session
        >>> body = encode(example_session(), recorded="2026-11-20T11:00:00Z")
        >>> decode(body, Session).record == example_session()
        True
    """
    if len(body) <= _SHORT and body.startswith(_BEGINNINGS.get(kind, ())):
        found: Body[R] | None = _attempt(_STRAIGHT[kind], body)
        if found is not None:
            return found
    return _decode_strictly(body, kind, migrations)


def decode_all(bodies: Iterable[bytes], kind: type[R]) -> list[Body[R]]:
    """Return what `decode` returns for each of *bodies*, faster for some hundreds of them."""
    with collector_paused():
        return [decode(body, kind) for body in bodies]


def _decode_strictly(body: bytes, kind: type[R], migrations: Mapping[str, Migration]) -> Body[R]:
    plain = _parsed(body)
    schema = plain["schema"]
    check_kind(schema, kind)
    _check_frame(plain)
    record, wrong = structured(migrated(plain["record"], schema, migrations), kind)
    if record is None:
        msg = f"the record is not a valid {schema}: {told(wrong)}"
        raise CorruptRecordError(msg, field=wrong[0][0], schema=schema)
    return Body(schema=schema, recorded=plain["recorded"], reason=plain["reason"], record=record)


def _check_frame(plain: Plain) -> None:
    reason = plain.get("reason", 0)
    valid = (
        plain.keys() == _KEYS
        and type(plain["recorded"]) is str
        and (reason is None or type(reason) is str)
        and type(plain["record"]) is dict
    )
    if not valid:
        msg = "a body must hold schema, recorded, reason and record, and nothing else"
        raise CorruptRecordError(msg)


def kind_of(body: bytes) -> type[Record]:
    """Return the class of the record in *body*, without decoding it.

    Raises:
        CorruptRecordError: if *body* is not JSON, or does not say its schema.
        UnsupportedFormatError: if this release knows no such kind.

    Examples:
        >>> from supervision.testing import example_session
        >>> kind_of(encode(example_session(), recorded="2026-11-20T11:00:00Z")).__name__
        'Session'
    """
    for kind, beginnings in _BEGINNINGS.items():
        if body.startswith(beginnings):
            return kind
    begin = _BEGIN.match(body)
    return kind_in(begin[1].decode() if begin else _parsed(body)["schema"])


def _parsed(body: bytes) -> Plain:
    plain: Plain | None = _attempt(_PLAIN, body)
    # Raised outside `except`: a parser's own error may hold the text that it failed on.
    if plain is None or "schema" not in plain:
        msg = "the record is not JSON with a schema"
        raise CorruptRecordError(msg)
    return plain


def _attempt(decoder: msgspec.json.Decoder[Any], body: bytes) -> Any:
    try:
        return decoder.decode(body)
    except (ValueError, RecursionError):  # msgspec's errors and UnicodeDecodeError are ValueErrors
        return None

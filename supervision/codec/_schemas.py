"""Names and numbers of schemas, and the way from an older one to the current one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from supervision.errors import CorruptRecordError, InvalidRecordError, UnsupportedFormatError
from supervision.records import Agreement, Record, Reflection, Session

Plain = dict[str, Any]
"""A record as JSON has it: texts, numbers, lists and objects."""

Migration = tuple[str, Callable[[Plain], Plain]]
"""The next schema, and a pure function that takes a record there."""

Broken = type[CorruptRecordError | InvalidRecordError]

MIGRATIONS: Mapping[str, Migration] = MappingProxyType(
    {"session/1": ("session/2", dict), "agreement/1": ("agreement/2", dict)}
)
"""The way on from each older schema."""

_KINDS: dict[str, type[Record]] = {
    "session": Session,
    "reflection": Reflection,
    "agreement": Agreement,
}
_CURRENT: dict[type[object], str] = {
    Session: "session/2",
    Reflection: "reflection/1",
    Agreement: "agreement/2",
}
# Their records are records of the current schema as they stand: what came since has a default.
_AS_CURRENT: dict[type[object], tuple[str, ...]] = {
    Session: ("session/1",),
    Agreement: ("agreement/1",),
}
_SCHEMA = re.compile(r"([a-z]{1,20})/(?:0|[1-9][0-9]{0,8})")


def kinds() -> dict[str, type[Record]]:
    """Return the class of each kind of record, by its name.

    Examples:
        >>> sorted(kinds())
        ['agreement', 'reflection', 'session']
    """
    return dict(_KINDS)


def schema_of(kind: type[object]) -> str:
    """Return the schema that records of *kind* are written in, such as `session/2`.

    Raises:
        InvalidRecordError: if *kind* is not a class of `kinds`.
    """
    schema = _CURRENT.get(kind)
    if schema is None:
        msg = "the class must be Session, Reflection or Agreement"
        raise InvalidRecordError(msg)
    return schema


def schemas_as_current(kind: type[object]) -> tuple[str, ...]:
    """Return the schemas whose records can be read as they stand, the current one first.

    Examples:
        >>> schemas_as_current(Session)
        ('session/2', 'session/1')
    """
    return (schema_of(kind), *_AS_CURRENT.get(kind, ()))


def kind_in(schema: object, *, broken: Broken = CorruptRecordError) -> type[Record]:
    """Return the class that *schema* names.

    Args:
        schema: What stands in the place of the schema.
        broken: The error to raise if it is not the name and number of one.

    Raises:
        UnsupportedFormatError: if this release knows no such kind.
    """
    found = _SCHEMA.fullmatch(schema) if isinstance(schema, str) else None
    # What is not a schema may be anything, a sentence too: only a schema is repeated.
    if found is None:
        msg = "schema must be a name and a number, such as session/2"
        raise broken(msg, field="schema")
    kind = _KINDS.get(found[1])
    if kind is None:
        raise _unknown(found[0])
    return kind


def check_kind(schema: object, kind: type[object], *, broken: Broken = CorruptRecordError) -> None:
    """Refuse a record of another kind than *kind*.

    Raises:
        InvalidRecordError: naming both kinds.
    """
    wanted = schema_of(kind).partition("/")[0]
    current = schema_of(kind_in(schema, broken=broken))
    found = current.partition("/")[0]
    if found != wanted:
        msg = f"the record is of kind {found}, not {wanted}; ask for the class it belongs to"
        raise InvalidRecordError(msg, schema=current)


def migrated(
    plain: Plain,
    schema: str,
    migrations: Mapping[str, Migration],
    *,
    broken: Broken = CorruptRecordError,
) -> Plain:
    """Return *plain* taken from *schema* to the current schema of its kind.

    Args:
        plain: The record as it was in *schema*.
        schema: The schema it is in.
        migrations: The way on from older schemas.
        broken: The error to raise if a migration cannot take the record on.

    Raises:
        UnsupportedFormatError: if no way leads to the current schema.
    """
    current = schema_of(kind_in(schema))
    for _ in range(len(migrations) + 1):
        if schema == current:
            return plain
        if schema not in migrations:
            break
        following, migrate = migrations[schema]
        moved = _applied(migrate, plain)
        if moved is None:
            msg = f"the record cannot be taken from {schema} to {following}"
            raise broken(msg, schema=schema)
        schema, plain = following, moved
    raise _unknown(schema)


def _applied(migrate: Callable[[Plain], Plain], plain: Plain) -> Plain | None:
    try:
        return migrate(plain)
    except Exception:  # noqa: BLE001 - its error may quote the record
        return None


def _unknown(schema: str) -> UnsupportedFormatError:
    msg = f"this release cannot read {schema}; a newer release of the library may"
    return UnsupportedFormatError(msg, schema=schema)

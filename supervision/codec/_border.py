"""Records to and from plain data, for everything that crosses the library's border."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from supervision.codec._schemas import (
    MIGRATIONS,
    Migration,
    Plain,
    check_kind,
    migrated,
    schema_of,
)
from supervision.errors import InvalidRecordError
from supervision.records import Record

R = TypeVar("R", bound=Record)
T = TypeVar("T")
Problems = tuple[tuple[str, str], ...]

_MOST_SHOWN = 10


def to_plain(record: Record) -> Plain:
    """Return *record* as plain data: texts, numbers, lists and objects, ready for JSON.

    Returns:
        The schema, under `schema`, and every field but the revision. Sets become sorted lists,
        days and times ISO 8601 texts.

    Examples:
        >>> from supervision.testing import example_session
        >>> plain = to_plain(example_session())
        >>> plain["schema"], plain["on"], plain["cases"][0]["modes"]
        ('session/2', '2026-11-20', [3, 5])
    """
    return {"schema": schema_of(type(record)), **_converter().unstructure(record)}


def from_plain(
    plain: Mapping[str, Any],
    kind: type[R],
    *,
    migrations: Mapping[str, Migration] = MIGRATIONS,
) -> R:
    """Return the record that *plain* describes, refusing whatever would have to be guessed.

    Args:
        plain: What `to_plain` returns. `schema` may be left out, and so may fields that have
            a default.
        kind: The class of the record.
        migrations: The way on from older schemas.

    Raises:
        InvalidRecordError: if a value breaks a rule, if a field is missing or unknown, or if
            the record is of another kind. It names the path of each such field, up to ten.
        UnsupportedFormatError: if its schema is unknown to this release.

    Examples:
        >>> from supervision.records import Session
        >>> from supervision.testing import example_session
        >>> plain = to_plain(example_session())
        >>> from_plain(plain, Session) == example_session()
        True
        >>> plain["cases"][0]["themes"] = "family.burden"
        >>> from_plain(plain, Session)
        Traceback (most recent call last):
            ...
        supervision.errors.InvalidRecordError: cases[0].themes must be a list
    """
    if not isinstance(plain, Mapping):
        msg = "a record must be an object with named fields"
        raise InvalidRecordError(msg)
    fields = dict(plain)
    schema = fields.pop("schema", schema_of(kind))
    check_kind(schema, kind, broken=InvalidRecordError)
    current = migrated(fields, schema, migrations, broken=InvalidRecordError)
    record, wrong = structured(current, kind)
    if record is None:
        raise InvalidRecordError(told(wrong), field=wrong[0][0], schema=schema)
    return record


def structured(plain: Plain, kind: type[T], *, names: bool = False) -> tuple[T | None, Problems]:
    """Return what *plain* describes, or the paths and rules that it breaks.

    Nothing is raised, since the error of the converter holds what it could not convert.

    Args:
        plain: Plain data without a schema.
        kind: An attrs class. A field whose name is a keyword of Python's ends with an underscore
            in the class, and without one in *plain*.
        names: Whether an unknown field may be named, because *plain* is no part of a record: in a
            record its name may be a sentence that slipped into the wrong place.

    Returns:
        An object of the class and no problems, or None and at least one.
    """
    from supervision.codec._problems import problems  # noqa: PLC0415 - see _converter

    try:
        return _converter().structure(plain, kind), ()
    except Exception as error:  # noqa: BLE001 - whatever it is, it has a path
        return None, tuple(problems(error, names=names))


def told(wrong: Problems) -> str:
    """Return a sentence on the paths and rules of *wrong*, ten at most."""
    shown = [f"{path} {rule}" for path, rule in wrong[:_MOST_SHOWN]]
    more = len(wrong) - len(shown)
    return "; ".join([*shown, f"and {more} more"] if more else shown)


@cache
def _converter() -> Any:
    # Importing cattrs takes longer than all else that reading and writing bodies needs.
    from supervision.codec._converter import strict_converter  # noqa: PLC0415

    return strict_converter()

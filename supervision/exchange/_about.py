"""What a document says of its record besides the record: its kind, and how it came to be."""

from __future__ import annotations

import re
from typing import NoReturn

import attrs

from supervision.codec import kinds, schema_of, schemas_as_current
from supervision.errors import InvalidRecordError
from supervision.records import Record, strict

_KIND = re.compile(r"([a-z]{1,20})(?:/[0-9]{1,9})?")
_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z")


@attrs.frozen(kw_only=True)
class Document:
    """A record to be written to a file, and how this revision of it came to be.

    Attributes:
        record: Any record; it knows its own revision.
        recorded: When the revision was recorded, RFC 3339 in UTC, if that is known.
        reason: Why it was amended, if it was.
    """

    record: Record
    recorded: str | None = None
    reason: str | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True, field_transformer=strict)
class About:
    """A revision of a record, without the record.

    Attributes:
        kind: The kind of record: `session`, or with the number of the schema `session/2`.
        revision: The revision, counted from 1.
        recorded: When it was recorded, RFC 3339 in UTC.
        reason: Why it was amended.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    kind: str
    revision: int = 1
    recorded: str | None = None
    reason: str | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        match = _KIND.fullmatch(self.kind)
        if match is None or match[1] not in kinds():
            _refuse("kind", f"must be one of {', '.join(kinds())}")
        if not 1 <= self.revision < 2**32:
            _refuse("revision", "must be 1 or more")
        if self.recorded is not None and not _UTC.fullmatch(self.recorded):
            _refuse("recorded", "must be a time in UTC such as 2026-11-20T09:30:00Z")

    @property
    def record_type(self) -> type[Record]:
        """The class of the record."""
        return kinds()[self.kind.partition("/")[0]]

    @property
    def is_current(self) -> bool:
        """Whether the fields are those of this release, or some of them."""
        return "/" not in self.kind or self.kind in schemas_as_current(self.record_type)


def about(document: Document) -> About:
    """Return what *document* says besides its record."""
    return About(
        kind=schema_of(type(document.record)),
        revision=document.record.revision,
        recorded=document.recorded,
        reason=document.reason,
    )


def _refuse(field: str, rule: str) -> NoReturn:
    msg = f"{field} {rule}"
    raise InvalidRecordError(msg, field=field)

"""The revision of a record, which is no part of its body."""

from __future__ import annotations

from typing import TypeVar

import attrs

from supervision.records._agreement import Agreement
from supervision.records._reflection import Reflection
from supervision.records._rules import LAST_REVISION, check_range, refuse
from supervision.records._session import Session

R = TypeVar("R", bound=Session | Reflection | Agreement)


def with_revision(record: R, revision: int) -> R:
    """Return *record* as read at *revision*, itself if it is at that one already.

    Raises:
        InvalidRecordError: if *revision* is not a whole number from 1 to 4,294,967,295.
    """
    if type(revision) is not int:
        refuse("revision", "must be a whole number")
    check_range("revision", revision, 1, LAST_REVISION)
    if record.revision == revision:
        return record
    # Every record of an amended revision that is read comes this way: it is valid already, and
    # `attrs.evolve` would check every field again.
    kind = type(record)
    twin = object.__new__(kind)
    for field in attrs.fields(kind):
        object.__setattr__(twin, field.name, getattr(record, field.name))
    object.__setattr__(twin, "_revision", revision)
    return twin

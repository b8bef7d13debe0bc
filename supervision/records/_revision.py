"""The revision of a record, which is no part of its body."""

from __future__ import annotations

import copy
from typing import TypeVar

from supervision.records._agreement import Agreement
from supervision.records._reflection import Reflection
from supervision.records._rules import refuse
from supervision.records._session import Session

R = TypeVar("R", Session, Reflection, Agreement)


def with_revision(record: R, revision: int) -> R:
    """Return *record* as read at *revision*, itself if it is at that one already.

    Raises:
        InvalidRecordError: if *revision* is not a whole number of 1 or more.
    """
    if type(revision) is not int or revision < 1:
        refuse("revision", "must be 1 or more")
    if record.revision == revision:
        return record
    # Valid already, and `attrs.evolve` would check every field again.
    twin = copy.copy(record)
    object.__setattr__(twin, "_revision", revision)
    return twin

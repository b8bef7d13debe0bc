"""A span of days."""

from __future__ import annotations

from datetime import date

import attrs

from supervision.errors import InvalidRecordError
from supervision.records import strict


@attrs.frozen(kw_only=True, field_transformer=strict)
class DaySpan:
    """Days from the first to the last, both included.

    Attributes:
        first: The first day.
        last: The last day; not before the first.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    first: date
    last: date

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            msg = "last must not be before first"
            raise InvalidRecordError(msg, field="last")

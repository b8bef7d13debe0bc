"""Where themes stand in a record, for labels beside them."""

from __future__ import annotations

from supervision.records import Agreement, Record, Session

FIELDS = frozenset({"themes", "primary_theme"})
"""The fields that hold ids of themes, in a record and in its cases."""


def themes_in(record: Record) -> set[str]:
    """Return the ids of all themes in *record*."""
    if isinstance(record, Agreement):
        return set()
    cases = record.cases if isinstance(record, Session) else ()
    return set(record.themes).union(*(case.themes for case in cases))

"""From the beginning of an id to a record."""

from __future__ import annotations

import re
from collections.abc import Iterable

from supervision import Journal
from supervision.cli._exits import RefusedError
from supervision.codec import kinds
from supervision.errors import RecordNotFoundError
from supervision.records import LedgerLine, Record, Session

SHORT = 8
"""How many digits of an id are shown where it need not be whole."""

_BEGINNING = re.compile(r"[0-9a-f]{1,32}")
_WHOLE = 32
_SHOWN = 5


def line_of_record(journal: Journal, beginning: str) -> LedgerLine:
    """Return the ledger line of the one record whose id begins with *beginning*.

    Raises:
        RefusedError: if *beginning* is no beginning of an id, or begins several.
        RecordNotFoundError: if it begins none; `ErasedError` if the record was erased.
    """
    lines = {line.id: line for line in journal.ledger()}
    wanted = beginning.strip().lower()
    if len(wanted) == _WHOLE and wanted not in lines:
        # The journal knows what was erased, and says so.
        journal.read(Session, wanted)
    return lines[the_one(wanted, lines, "records with: supervision list")]


def the_one(beginning: str, ids: Iterable[str], listing: str) -> str:
    """Return the one of *ids* that begins so.

    Args:
        beginning: One to 32 hex digits, in either case.
        ids: Those there are.
        listing: What to list, and how.

    Raises:
        RefusedError: if *beginning* is no beginning of an id, or begins several.
        RecordNotFoundError: if it begins none.

    >>> the_one("5E", ["5e55", "ab00"], "records")
    '5e55'
    """
    wanted = beginning.strip().lower()
    if _BEGINNING.fullmatch(wanted) is None:
        msg = f"an id is made of the digits 0-9 and a-f; list {listing}"
        raise RefusedError(msg)
    found = sorted(each for each in ids if each.startswith(wanted))
    if not found:
        msg = f"no id begins so; list {listing}"
        raise RecordNotFoundError(msg)
    if len(found) > 1:
        several = ", ".join(found[:_SHOWN])
        msg = f"{len(found)} ids begin so, give more digits: {several}"
        raise RefusedError(msg)
    return found[0]


def read(journal: Journal, line: LedgerLine) -> Record:
    """Return the newest revision of the record that *line* is about."""
    return journal.read(kinds()[line.kind], line.id)

"""What is wrong with the ledger of a folder, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from supervision import codec
from supervision.crypto import facts_digest
from supervision.errors import CorruptRecordError, JournalNotFoundError, SupervisionError
from supervision.journal._names import ledger_prefix
from supervision.journal._segments import open_segment
from supervision.journal._state import State
from supervision.proof import Code, Owed

Wrong = tuple[Code, str, str, bytes | None]
"""A code, the name of a blob, what to do, and the record concerned."""


def code_of(error: SupervisionError) -> Code:
    """Return the code by which a report names *error*."""
    if isinstance(error, JournalNotFoundError):
        return Code.HEAD
    return Code(error.code) if error.code else Code.ALTERED


def wrong_rows(state: State, folder: bytes) -> Iterator[Wrong]:
    """Say of each row and segment of a folder what is wrong with it."""
    owed = {(each.record, each.revision): each for each in state.fold.rows_owed(folder)}
    for name, envelope in state.store.scan(ledger_prefix(folder)):
        try:
            rows = open_segment(state, folder, name, envelope)
        except SupervisionError as error:
            yield code_of(error), name, str(error), None
            continue
        for row in rows:
            yield from _wrong_row(state, name, row, owed)
    for record, _ in owed:
        yield Code.MISSING, ledger_prefix(folder), "its ledger row is missing", record


def _wrong_row(
    state: State, name: str, row: bytes, owed: dict[tuple[bytes, int], Owed]
) -> Iterator[Wrong]:
    try:
        line = codec.decode_line(row)
    except CorruptRecordError:
        yield Code.FACTS, name, "a ledger row cannot be read; restore the segment", None
        return
    record = bytes.fromhex(line.id)
    put = owed.pop((record, line.revision), None)
    if put is None:
        yield Code.EXTRA, name, "a ledger row is one too many; restore it", record
    elif facts_digest(state.journal, record, put.revision, row) != put.facts:
        yield Code.FACTS, name, "a ledger row was changed; restore the segment", record

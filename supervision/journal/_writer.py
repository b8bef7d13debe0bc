"""What is put into a journal, corrected and erased."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Sequence
from typing import TypeVar

from supervision.errors import DuplicateRecordError, ErasedError
from supervision.journal import _erasing
from supervision.journal._batch import Batch
from supervision.journal._erasing import ErasureReceipt
from supervision.journal._reader import Reader, parsed_id
from supervision.records import Agreement, Record, Reflection, Session, pseudonym_of

R = TypeVar("R", bound=Session | Reflection | Agreement)
_TOGETHER = 1_000


class Writer(Reader):
    """An open journal, as far as its records are read and changed."""

    def record(self, record: R, *, folder: str | None = None) -> R:
        """Store a new record, durably when this returns.

        Args:
            record: A session, reflection or agreement.
            folder: Whose it is, where that is not plain from the record: a pseudonym or code.

        Returns:
            The record at revision 1.

        Raises:
            DuplicateRecordError: if a record with its id is in the journal; use `amend`.
            ErasedError: if one was and has been erased.
            InvalidRecordError: if it has several supervisees and no group, agreement or folder.
        """
        with self.batch() as batch:
            return batch.record(record, folder=folder)

    def amend(self, record: R, *, reason: str) -> R:
        """Add a revision of a record that is there; the earlier ones are kept.

        Args:
            record: The record as it should read, evolved from one that `read` gave.
            reason: Why, in words; sealed with the revision.

        Returns:
            The record at its new revision.

        Raises:
            RecordNotFoundError: if no record has its id.
            ConflictError: if someone amended it since it was read; nothing was changed.
        """
        with self.batch() as batch:
            return batch.amend(record, reason=reason)

    def batch(self) -> Batch:
        """Return a context manager that commits up to 4,096 changes at once or not at all."""
        return Batch(self._live())

    def record_all(self, records: Iterable[Record], *, folder: str | None = None) -> int:
        """Store many new records, a thousand to a commit, passing over those already there.

        Killed on the way, it is simply run again.

        Args:
            records: Any iterable; it is streamed.
            folder: As for `record`, for all of them.

        Returns:
            How many were added; ids that are in the journal or were erased are passed over.
        """
        queue, added = iter(records), 0
        while part := list(itertools.islice(queue, _TOGETHER)):
            added += self._record_part(part, folder)
        return added

    def _record_part(self, part: Sequence[Record], folder: str | None) -> int:
        state = self._live()
        while True:
            with state.lock:
                state.refresh()
                new = {each.id: each for each in reversed(part) if not state.has_seen(each.id)}
            # Another writer may record one of them meanwhile: then it is passed over as well.
            with contextlib.suppress(DuplicateRecordError, ErasedError), self.batch() as batch:
                for each in part:
                    if new.pop(each.id, None) is not None:
                        batch.record(each, folder=folder)
                return batch.count

    def erase(self, record: str, *, reason: str) -> ErasureReceipt:
        """Erase every revision of a record, and its lines in the ledger.

        Args:
            record: Its id.
            reason: Why, in words; sealed in the log's event.

        Raises:
            RecordNotFoundError: if no record has this id; `ErasedError` if it was erased before.
        """
        return _erasing.erase_record(self._live(), parsed_id(record), reason)

    def erase_folder(self, label: str, *, reason: str) -> ErasureReceipt:
        """Erase every record of a folder and destroy the folder's keys.

        Args:
            label: The folder's label.
            reason: Why, in words; sealed in the log's event.

        Raises:
            RecordNotFoundError: if no folder has this label; `ErasedError` if it was erased before.
        """
        return _erasing.erase_folder(self._live(), pseudonym_of(label), reason)

"""What is put into a journal, corrected and erased."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from supervision.crypto import KeyProvider
from supervision.errors import DuplicateRecordError, ErasedError, InvalidRecordError
from supervision.journal import _book, _drafts, _erasing, _settings_changes
from supervision.journal._access import parsed_id
from supervision.journal._batch import Batch
from supervision.journal._book import Book
from supervision.journal._drafts import Draft
from supervision.journal._erasing import ErasureReceipt
from supervision.journal._reader import Reader
from supervision.records import (
    NO_ID,
    Agreement,
    Record,
    Reflection,
    Session,
    Settings,
    pseudonym_of,
)

R = TypeVar("R", bound=Session | Reflection | Agreement)
_TOGETHER = 1_000


class Writer(Reader):
    """An open journal, as far as its records are read and changed."""

    def record(self, record: R, *, folder: str | None = None, strict: bool = False) -> R:
        """Store a new record, durably when this returns.

        What could tell who somebody is, such as a phone number in the notes, is warned of by an
        `IdentifierWarning`, which says where it stands and not what it is.

        Args:
            record: A session, reflection or agreement.
            folder: Whose it is, where that is not plain from the record: a pseudonym or code.
            strict: Refuse such a record instead of warning of it.

        Returns:
            The record at revision 1.

        Raises:
            DuplicateRecordError: if a record with its id is in the journal; use `amend`.
            ErasedError: if one was and has been erased.
            InvalidRecordError: if it has several supervisees and no group, agreement or folder.
            IdentifierError: if *strict*, and something could tell who somebody is.
        """
        with self.batch() as batch:
            return batch.record(record, folder=folder, strict=strict)

    def amend(self, record: R, *, reason: str, strict: bool = False) -> R:
        """Add a revision of a record that is there; the earlier ones are kept.

        Args:
            record: The record as it should read, evolved from one that `read` gave.
            reason: Why, in words; sealed with the revision.
            strict: As for `record`; the reason is looked at too.

        Returns:
            The record at its new revision.

        Raises:
            RecordNotFoundError: if no record has its id.
            ConflictError: if someone amended it since it was read; nothing was changed.
        """
        with self.batch() as batch:
            return batch.amend(record, reason=reason, strict=strict)

    def batch(self) -> Batch:
        """Return a context manager that commits up to 4,096 changes at once or not at all."""
        return Batch(self._live())

    def record_all(
        self,
        records: Iterable[Record],
        *,
        folder: str | None = None,
        strict: bool = False,
        check: bool = True,
    ) -> int:
        """Store many new records, a thousand to a commit, passing over those already there.

        Killed on the way, it is simply run again.

        Args:
            records: Any iterable; it is streamed.
            folder: As for `record`, for all of them.
            strict: As for `record`; those of the commits before stay.
            check: Whether to look for what could tell who somebody is. Leave it out only where
                that was done before.

        Returns:
            How many were added; ids that are in the journal or were erased are passed over.

        Raises:
            InvalidRecordError: if several come straight from a file and have no id yet; those of
                the thousands before stay.
        """
        queue, added = iter(records), 0
        while part := list(itertools.islice(queue, _TOGETHER)):
            _check_have_ids(part)
            added += self._record_part(part, folder, strict=strict, check=check)
        return added

    def _record_part(
        self, part: Sequence[Record], folder: str | None, *, strict: bool, check: bool
    ) -> int:
        state = self._live()
        while True:
            with state.lock:
                state.refresh()
                new = {each.id: each for each in reversed(part) if not state.has_seen(each.id)}
            # Another writer may record one of them meanwhile: then it is passed over as well.
            with contextlib.suppress(DuplicateRecordError, ErasedError), self.batch() as batch:
                for each in part:
                    if new.pop(each.id, None) is None:
                        continue
                    if check:
                        batch.record(each, folder=folder, strict=strict)
                    else:
                        batch.record_unchecked(each, folder=folder)
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

    # Drafts

    def begin_draft(self, content: Mapping[str, Any], *, folder: str) -> Draft:
        """Keep what somebody has begun to write, durably when this returns.

        Args:
            content: Plain data: texts, numbers, lists and objects.
            folder: The label of the folder that it will belong to, whose key it is sealed under.

        Raises:
            InvalidRecordError: if *content* is anything else, or *folder* no code.
        """
        return _drafts.begin_draft(self._live(), content, folder)

    def keep_draft(self, draft: Draft, content: Mapping[str, Any]) -> Draft:
        """Keep *content* in the place of what *draft* holds.

        Raises:
            ConflictError: if someone else went on with it; nothing was changed.
            RecordNotFoundError: if it was recorded or dropped.
        """
        return _drafts.keep_draft(self._live(), content, draft)

    def drop_draft(self, draft: Draft) -> None:
        """Take a draft away. To record what became of it, use `Batch.drop_draft` beside that."""
        _drafts.drop_draft(self._live(), draft)

    # Settings

    def change_settings(self, settings: Settings) -> Settings:
        """Keep *settings*, evolved from those that `settings` gave.

        Returns:
            The settings at their new version.

        Raises:
            ConflictError: if someone changed them since they were read; nothing was changed.
        """
        return _settings_changes.change_settings(self._live(), settings)

    def rename_theme(self, theme: str, *, into: str, reason: str) -> Settings:
        """Take one theme for another, in all that was recorded and all that will be.

        No record is rewritten: the ledger is read so, and `undo_rename` takes it back. Several
        themes may be taken for the same one.

        Args:
            theme: The theme as it was recorded.
            into: What it is taken for.
            reason: Why, in words; sealed in the settings.

        Raises:
            InvalidRecordError: if it is taken for another already, or would lead back to itself.
        """
        return _settings_changes.rename_theme(self._live(), theme, into, reason)

    def undo_rename(self, theme: str) -> Settings:
        """Take *theme* for itself again; that it was renamed stays in the settings.

        Raises:
            RecordNotFoundError: if it is not taken for another.
        """
        return _settings_changes.undo_rename(self._live(), theme)

    def know_names(self, names: Iterable[str]) -> Settings:
        """Warn of *names* from now on; only keyed hashes of them are kept."""
        return _settings_changes.know_names(self._live(), names)

    def forget_names(self, names: Iterable[str]) -> Settings:
        """Warn of *names* no more."""
        return _settings_changes.forget_names(self._live(), names)

    # The book of pseudonyms

    def create_book(self, key: KeyProvider, *others: KeyProvider) -> Book:
        """Make the book of pseudonyms, which *key* and *others* open and the journal's do not.

        Raises:
            DuplicateRecordError: if the journal has one.
        """
        return _book.create_book(self._live(), (key, *others))

    def open_book(self, key: KeyProvider) -> Book:
        """Open the book of pseudonyms, apart from the notes.

        Raises:
            RecordNotFoundError: if the journal has none.
            WrongKeyError: if *key* does not open it.
        """
        return _book.open_book(self._live(), key)


def _check_have_ids(part: Sequence[Record]) -> None:
    # All but the first would be taken for one that is there, and left out without a word.
    without = [record for record in part if record.id == NO_ID]
    if any(record != without[0] for record in without):
        msg = "records from a file have no id yet; give each row one with its with_id"
        raise InvalidRecordError(msg, field="id")

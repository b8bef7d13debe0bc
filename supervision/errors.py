"""Every error that `supervision` raises on purpose.

A class exists when a caller would act differently. No message, cause or context
holds a value of a field, a passphrase, a key or plain text.
"""

from __future__ import annotations

__all__ = [
    "BackendError",
    "BackendUnavailableError",
    "CatalogueError",
    "ConflictError",
    "CorruptRecordError",
    "DuplicateRecordError",
    "ErasedError",
    "IdentifierError",
    "InvalidRecordError",
    "JournalExistsError",
    "JournalNotFoundError",
    "PluginError",
    "RecordNotFoundError",
    "RollbackError",
    "SupervisionError",
    "TamperedRecordError",
    "UnknownBackendError",
    "UnsupportedFormatError",
    "WrongKeyError",
]


class SupervisionError(Exception):
    """The base of every error raised here on purpose.

    Args:
        message: What failed, where, and what to do next; never a value of a record.
        record: The id of the record, if the failure is about one.
        name: The name of the blob, if the failure is about one.
        code: The code of `verify` that names this failure, such as `E-MISSING`.
        field: The path of the field whose rule was broken.
        schema: The schema that was met, such as `session/2`.
    """

    def __init__(
        self,
        message: str = "",
        *,
        record: str | None = None,
        name: str | None = None,
        code: str | None = None,
        field: str | None = None,
        schema: str | None = None,
    ) -> None:
        super().__init__(message)
        self.record = record
        self.name = name
        self.code = code
        self.field = field
        self.schema = schema


class InvalidRecordError(SupervisionError, ValueError):
    """A value breaks a rule of its record, or the id belongs to another kind of record."""


class IdentifierError(InvalidRecordError):
    """A text may point to a person, and was to be refused for it.

    Args:
        message: Where, and what to do; never what is written there.
        field: The path of the first field concerned.
        findings: Every place: its field, its kind, and its first and last position.
    """

    def __init__(
        self, message: str = "", *, field: str | None = None, findings: tuple[object, ...] = ()
    ) -> None:
        super().__init__(message, field=field)
        self.findings = findings


class CorruptRecordError(SupervisionError):
    """Unsealed bytes are not the record they claim to be."""


class UnsupportedFormatError(SupervisionError):
    """The bytes are of a format newer than this release, or not ours."""


class WrongKeyError(SupervisionError):
    """No key at hand opens this."""


class TamperedRecordError(SupervisionError):
    """Something sealed was changed, cut short, moved, removed or forged."""


class RollbackError(SupervisionError):
    """The store is behind, or no extension of, what was seen before."""


class CatalogueError(SupervisionError, ValueError):
    """A file of prompts, themes, models or rules breaks a rule, or the catalogue has no such entry.

    Args:
        rule: What is wrong, or what it must be.
        file: The file, where there is one.
        entry: The id of the entry, where there is one.
        others: What else is wrong with the file.
    """

    def __init__(
        self,
        rule: str,
        *,
        file: str | None = None,
        entry: str | None = None,
        others: tuple[str, ...] = (),
    ) -> None:
        where = ", ".join(part for part in (file, entry) if part)
        super().__init__("; ".join([f"{where}: {rule}" if where else rule, *others]))
        self.file = file
        self.entry = entry
        self.rule = rule


class RecordNotFoundError(SupervisionError, LookupError):
    """No record has this id."""


class ErasedError(RecordNotFoundError):
    """The record was erased."""


class DuplicateRecordError(SupervisionError):
    """A record with this id is in the journal already."""


class ConflictError(SupervisionError):
    """Someone amended since you read it, or another writer won too often; nothing was changed."""


class JournalNotFoundError(SupervisionError, LookupError):
    """There is no journal in this store."""


class JournalExistsError(SupervisionError):
    """The store holds a journal already."""


class BackendError(SupervisionError):
    """A storage backend failed."""


class UnknownBackendError(BackendError, LookupError):
    """No backend is registered for the scheme of a URL."""


class BackendUnavailableError(BackendError):
    """The disk, the lock or the network said no; the outcome of a commit is unknown."""


class PluginError(SupervisionError):
    """A plugin failed to load, or two claim the same name."""

"""TinyDB over an append log: a write costs what it changes, not what there is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from copy import deepcopy
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from supervision.errors import BackendUnavailableError
from supervision.storage._appendlog import AppendLog
from supervision.storage._tinydb_file import Changes, Document, Tables, chunks, read, read_changes

# Shorter logs are not worth folding into the file, however much of them is out of date.
_SLACK = 1 << 20


class LogStorage(Storage):
    """A storage of TinyDB that keeps its tables in memory and every change in an append log.

    Args:
        path: The TinyDB file; while it is open, ``.log`` beside it holds what came since.
        create: Make the file if there is none, as TinyDB's own storage does.

    Attributes:
        tables: The documents of each table by their id, a string. Not to be changed by others.
        before_change: Called with every change before it shows in *tables*.
    """

    def __init__(self, path: str | PathLike[str], *, create: bool = True) -> None:
        self.tables: Tables = {}
        self.before_change: Callable[[Changes], None] = _ignore
        self._log: AppendLog | None = AppendLog(Path(path), create=create, empty=b"{}\n")
        self._weight = 0
        try:
            self._load(self._log)
        except BaseException:
            self._log.close()
            raise
        self._enough = self._fold_at()
        self._fold_what_was_left()

    def read(self) -> Tables | None:
        """Return all tables, in dicts that may be changed; `None` if there are none."""
        return {name: dict(table) for name, table in self.tables.items()} or None

    def write(self, data: Tables) -> None:
        """Make *data* all there is."""
        changes: dict[str, dict[str, Document | None] | None] = {}
        changes.update((name, None) for name in self.tables.keys() - data.keys())
        for name, table in data.items():
            old = self.tables.get(name)
            if (some := _difference(old or {}, table)) or old is None:
                changes[name] = some
        if changes:
            self.change(changes)

    def change(self, changes: Changes) -> None:
        """Make *changes* durable, all or nothing, and then visible."""
        entry = json.dumps(changes, separators=(",", ":")).encode()
        self.require_open().append(entry, then=partial(self._take_over, entry))
        self._fold_if_long()

    def fold(self) -> None:
        """Fold the log into the file, so that what was changed or removed is nowhere."""
        self.require_open().replace(chunks(self.tables))
        self._enough = self._fold_at()

    def close(self) -> None:
        """Fold the log into the file, unless it is empty, and let go of both."""
        if self._log is None:
            return
        # What cannot be folded now is safe in the log, and is folded another time.
        if self._log.size:
            with suppress(BackendUnavailableError):
                self.fold()
        self._log.close()
        self._log = None

    def require_open(self) -> AppendLog:
        """Return the log; after `close`, raise `BackendUnavailableError`."""
        if self._log is None:
            msg = "the store was closed; open it again"
            raise BackendUnavailableError(msg)
        return self._log

    def _load(self, log: AppendLog) -> None:
        content, entries = log.load()
        self.tables = read(content)
        self._weight = sum(_weight(doc) for table in self.tables.values() for doc in table.values())
        for entry in entries:
            self._apply(read_changes(entry))

    def _take_over(self, entry: bytes) -> None:
        # Read back, so that what shows is what was stored and shares nothing with the caller.
        changes = read_changes(entry)
        self.before_change(changes)
        self._apply(changes)

    def _apply(self, changes: Changes) -> None:
        for name, documents in changes.items():
            if documents is None:
                self._weight -= sum(map(_weight, self.tables.pop(name, {}).values()))
            else:
                self._apply_to(self.tables.setdefault(name, {}), documents)

    def _apply_to(
        self, table: dict[str, Document], documents: Mapping[str, Document | None]
    ) -> None:
        for number, document in documents.items():
            old = table.pop(number, None) if document is None else table.get(number)
            self._weight -= _weight(old)
            if document is not None:
                table[number] = document
                self._weight += _weight(document)

    def _fold_what_was_left(self) -> None:
        # After a failed sync the end of the log may be in memory only, though it reads as if it
        # were on the disk: nothing may be appended behind it.
        log = self.require_open()
        if log.size:
            try:
                self.fold()
            except BackendUnavailableError:
                log.doubt()

    def _fold_at(self) -> int:
        return 2 * self._weight + _SLACK

    def _fold_if_long(self) -> None:
        log = self.require_open()
        if log.size > self._enough:
            # The change was made already: a full disk must not make it look as if it was not.
            self._enough = 2 * log.size
            with suppress(BackendUnavailableError):
                self.fold()


class LogTable(Table):
    """A table of TinyDB whose writes store only the documents that they change.

    Over any other storage than `LogStorage` it is a plain table.
    """

    def next_id(self) -> str:
        """Return an id that no document has."""
        return str(self._get_next_id())  # type: ignore[no-untyped-call]  # TinyDB's, unannotated

    def _read_table(self) -> dict[str, Any]:
        if isinstance(self._storage, LogStorage):
            return self._storage.tables.get(self.name, {})
        return super()._read_table()

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        storage = self._storage
        if not isinstance(storage, LogStorage):
            super()._update_table(updater)
            return
        draft = _Draft(self._read_table(), self.document_id_class)
        updater(draft)
        changes = draft.changes()
        if changes or self.name not in storage.tables:
            storage.change({self.name: changes})
        self.clear_cache()


class LogTinyDB(TinyDB):
    """TinyDB with `LogStorage` and `LogTable` for its parts."""

    table_class = LogTable
    default_storage_class = LogStorage  # type: ignore[assignment]  # annotated too narrowly


class _Draft(MutableMapping[Any, Document]):
    """A table as an updater sees it: it gets copies, and what it does to them is noted."""

    def __init__(self, live: Mapping[str, Document], id_class: Callable[[str], Any]) -> None:
        self._live = live
        self._id_class = id_class
        self._touched: dict[str, Document | None] = {}

    def __getitem__(self, number: Any) -> Document:
        known = str(number)
        if known not in self._touched:
            self._touched[known] = deepcopy(self._live[known])
        document = self._touched[known]
        if document is None:
            raise KeyError(number)
        return document

    def __setitem__(self, number: Any, document: Document) -> None:
        self._touched[str(number)] = document

    def __delitem__(self, number: Any) -> None:
        if number not in self:
            raise KeyError(number)
        self._touched[str(number)] = None

    def __contains__(self, number: object) -> bool:
        known = str(number)
        if known in self._touched:
            return self._touched[known] is not None
        return known in self._live

    def __iter__(self) -> Iterator[Any]:
        for known in dict.fromkeys((*self._live, *self._touched)):
            if known in self:
                yield self._id_class(known)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def changes(self) -> dict[str, Document | None]:
        """Return what the updater made of the table."""
        return _difference_in(self._live, self._touched)


def _difference(
    old: Mapping[str, Document], new: Mapping[Any, Document]
) -> dict[str, Document | None]:
    wanted: dict[str, Document | None] = dict.fromkeys(old)
    wanted.update((str(number), document) for number, document in new.items())
    return _difference_in(old, wanted)


def _difference_in(
    old: Mapping[str, Document], wanted: Mapping[str, Document | None]
) -> dict[str, Document | None]:
    return {number: new for number, new in wanted.items() if not _is_same(old.get(number), new)}


def _is_same(old: Document | None, new: Document | None) -> bool:
    if old is None or new is None:
        return old is new
    # Not `==`: to Python, true is 1 and 1 is 1.0.
    return json.dumps(old) == json.dumps(new)


def _weight(document: Document | None) -> int:
    if document is None:
        return 0
    return 64 + sum(len(value) for value in document.values() if isinstance(value, str))


def _ignore(_: Changes) -> None:
    pass

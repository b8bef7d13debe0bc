"""A backend in one TinyDB file."""

from __future__ import annotations

import os
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock

from supervision.errors import BackendUnavailableError
from supervision.storage._limits import check_commit, check_expected, is_name
from supervision.storage._order import NameOrder
from supervision.storage._tinydb_file import Changes, Document, Tables

# What TinyDB calls its default table in the file.
_TABLE = "_default"


class TinyDBBackend:
    """Blobs as documents ``{"name", "blob"}`` in the default table of a TinyDB file.

    Everything is held in memory. What is written goes to a log beside the file, which is folded
    into it now and then and on closing; from then on any TinyDB can open it. One process at a time
    may have it open, and a process that was forked must open it anew.

    Args:
        path: The file; the blobs in it are base64url. The log has ``.log`` after its name.
        create: Make the file if there is none. A file that exists is opened as it is.

    Attributes:
        db: The TinyDB itself, for other tables in the same file. Whoever uses it keeps other
            threads away meanwhile.

    Raises:
        JournalNotFoundError: if there is no file and *create* is false.
        UnsupportedFormatError: if the file is no TinyDB file.
        BackendUnavailableError: if the file is damaged, open elsewhere or out of reach.
    """

    def __init__(self, path: str | os.PathLike[str], *, create: bool = False) -> None:
        # Imported late: whoever keeps journals in SQLite need not wait for TinyDB.
        from supervision.storage._tinydb_log import LogStorage, LogTinyDB  # noqa: PLC0415

        self._lock = RLock()
        self._process = os.getpid()
        self._storage = LogStorage(path, create=create)
        self._blobs = _Blobs(self._storage.tables)
        self._storage.before_change = self._blobs.note
        self.db = LogTinyDB(storage=lambda: self._storage)

    def get(self, name: str) -> bytes | None:
        """Return the bytes kept under *name*, or `None` if there are none."""
        with self._using():
            return self._blobs.get(name)

    def get_many(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Return the bytes of each of *names*; absent ones are left out."""
        with self._using():
            found = ((name, self._blobs.get(name)) for name in names)
            return {name: blob for name, blob in found if blob is not None}

    def scan(self, prefix: str, *, after: str = "") -> Iterator[tuple[str, bytes]]:
        """Yield names under *prefix* and their bytes, in the order of the names."""
        for name in self.names(prefix, after=after):
            blob = self.get(name)
            if blob is not None:
                yield name, blob

    def names(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """Yield names under *prefix* in order."""
        while page := self._page(prefix, after):
            yield from page
            after = page[-1]

    def commit(
        self,
        changes: Mapping[str, bytes | None],
        *,
        expect: Mapping[str, bytes | None],
        scrub: bool = False,
    ) -> None:
        """Write and remove blobs, all or nothing; durable when it returns."""
        check_commit(changes, expect)
        with self._using():
            check_expected(expect, self._blobs.get)
            documents = dict(self._documents(changes))
            if documents:
                self._storage.change({_TABLE: documents})
                self.db.clear_cache()
            if scrub:
                self._storage.fold()

    def close(self) -> None:
        """Fold the log into the file and let go of both."""
        with self._lock:
            if self._process == os.getpid():
                self._storage.close()

    @contextmanager
    def _using(self) -> Iterator[None]:
        with self._lock:
            if self._process != os.getpid():
                msg = "the store was opened before this process was forked; open it again here"
                raise BackendUnavailableError(msg)
            self._storage.require_open()
            yield

    def _page(self, prefix: str, after: str) -> list[str]:
        with self._using():
            return self._blobs.order.page(prefix, after=after)

    def _documents(
        self, changes: Mapping[str, bytes | None]
    ) -> Iterator[tuple[str, Document | None]]:
        for name, blob in changes.items():
            number = self._blobs.ids.get(name)
            if blob is not None:
                text = urlsafe_b64encode(blob).decode()
                yield number or self.db.next_id(), {"name": name, "blob": text}
            elif number is not None:
                yield number, None


class _Blobs:
    """The documents of the default table by the names in them."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.ids = {
            name: number
            for number, document in tables.get(_TABLE, {}).items()
            if (name := _name(document)) is not None
        }
        self.order = NameOrder(self.ids)

    def get(self, name: str) -> bytes | None:
        number = self.ids.get(name)
        return None if number is None else _bytes(self._tables[_TABLE][number]["blob"])

    def note(self, changes: Changes) -> None:
        """Follow *changes*, which are about to be made to the tables."""
        if _TABLE not in changes:
            return
        table = self._tables.get(_TABLE, {})
        changed = changes[_TABLE]
        for number, document in (dict.fromkeys(table) if changed is None else changed).items():
            self._move(number, _name(table.get(number)), _name(document))

    def _move(self, number: str, old: str | None, new: str | None) -> None:
        if old is not None and old != new and self.ids.get(old) == number:
            del self.ids[old]
            self.order.remove(old)
        if new is not None:
            if new not in self.ids:
                self.order.add(new)
            self.ids[new] = number


def _name(document: Document | None) -> str | None:
    """Return the name in a document, or `None` if it is some other document."""
    if document is None or not isinstance(document.get("blob"), str):
        return None
    name = document.get("name")
    return name if isinstance(name, str) and is_name(name) else None


def _bytes(text: str) -> bytes:
    # Text that is no base64 was put there by someone else. It is handed on as it is, so that
    # whoever asked sees that these are not the bytes that were stored.
    try:
        return b64decode(text, b"-_", validate=True)
    except ValueError:
        return text.encode(errors="surrogatepass")

"""A backend in one table of a SQL database; SQLite stands in for yours."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from supervision.errors import BackendUnavailableError, JournalNotFoundError
from supervision.storage import check_commit, check_expected

_NAME = re.compile(r"[a-z0-9/_-]{1,200}")
_TABLE = "CREATE TABLE IF NOT EXISTS blob (name TEXT PRIMARY KEY, bytes BLOB NOT NULL)"
_PUT = "INSERT INTO blob VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes"
_PAGE = "SELECT name FROM blob WHERE name >= ? AND name > ? AND name < ? ORDER BY name LIMIT 500"


class SQLBackend:
    """Blobs in a table of two columns."""

    def __init__(self, path: Path, *, create: bool) -> None:
        if not create and not path.exists():
            message = "no journal at the path given; check the path, or create a journal"
            raise JournalNotFoundError(message)
        self._lock = RLock()
        self._open = True
        with _explained():
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._database.execute("PRAGMA busy_timeout = 10000")
            # What was removed must be in no file: overwrite it where it stood.
            self._database.execute("PRAGMA secure_delete = ON")
            # Text is compared byte by byte here; elsewhere a collation has to be named.
            self._database.execute(_TABLE)

    def get(self, name: str) -> bytes | None:
        """Return the bytes kept under *name*, or `None`."""
        return self.get_many([name]).get(name)

    def get_many(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Return the bytes of each of *names*; absent ones are left out."""
        with self._using() as database:
            query = "SELECT name, bytes FROM blob WHERE name = ?"
            wanted = [name for name in names if _NAME.fullmatch(name)]
            return dict(row for name in wanted for row in database.execute(query, (name,)))

    def scan(self, prefix: str, *, after: str = "") -> Iterator[tuple[str, bytes]]:
        """Yield names under *prefix* and their bytes, in order."""
        for name in self.names(prefix, after=after):
            blob = self.get(name)
            if blob is not None:
                yield name, blob

    def names(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """Yield names under *prefix* in order: page by page, so that a commit may come between."""
        if prefix and not _NAME.fullmatch(prefix):
            return
        while page := self._page(prefix, after):
            yield from page
            after = page[-1]

    def commit(
        self,
        changes: Mapping[str, bytes | None],
        *,
        expect: Mapping[str, bytes | None],
        scrub: bool = False,  # noqa: ARG002 - `secure_delete` is on for all commits
    ) -> None:
        """Write and remove blobs, all or nothing; durable when it returns."""
        check_commit(changes, expect)
        with self._using() as database, _transaction(database):
            check_expected(expect, self.get)
            for name, blob in changes.items():
                if blob is None:
                    database.execute("DELETE FROM blob WHERE name = ?", (name,))
                else:
                    database.execute(_PUT, (name, blob))

    def close(self) -> None:
        """Give the connection back; calling it again does nothing."""
        with self._lock:
            self._open = False
            self._database.close()

    def _page(self, prefix: str, after: str) -> list[str]:
        with self._using() as database:
            # Greater than any character that a name may have.
            return [name for (name,) in database.execute(_PAGE, (prefix, after, prefix + "~"))]

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if not self._open:
                message = "the store was closed; open it again"
                raise BackendUnavailableError(message)
            with _explained():
                yield self._database


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        message = f"the database said no ({error.sqlite_errorname}); look at the disk"
        raise BackendUnavailableError(message) from error


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def open_sql(url: str, *, create: bool) -> SQLBackend:
    """Open the store at a URL such as ``example-sql:practice.db``: what the entry point names."""
    return SQLBackend(Path(url.partition(":")[2]), create=create)

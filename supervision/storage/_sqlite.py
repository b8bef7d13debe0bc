"""A backend in one SQLite file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from time import monotonic, sleep
from typing import Any

from supervision.errors import BackendUnavailableError, ConflictError
from supervision.storage._limits import check_commit, check_expected, is_name
from supervision.storage._sqlite_file import BUSY_SECONDS, connect, unavailable

_READ = "SELECT name, ifnull(entry.blob, large.blob) FROM entry LEFT JOIN large USING (id) WHERE "
_SCAN = _READ + "name >= ? AND name > ? AND name < ? ORDER BY name"
_NAMES = "SELECT name, NULL FROM entry WHERE name >= ? AND name > ? AND name < ? ORDER BY name"
_PUT = """
INSERT INTO entry (name, id, blob) VALUES (?, ?, ?)
ON CONFLICT (name) DO UPDATE SET id = excluded.id, blob = excluded.blob
"""
# Greater than any character of a name.
_BEYOND = "\x7f"
_CHUNK = 250
_SMALL = 1024
_PAGE_BYTES = 1 << 20


class SQLiteBackend:
    """Blobs in one table of a SQLite file: one writer at a time, any number of readers.

    Several processes may open the same file, but a process that was forked must open it anew.

    Args:
        path: The file. SQLite keeps two more beside it while it is open.
        create: Make the file if there is none. A file that exists is opened as it is.

    Raises:
        JournalNotFoundError: if there is no file and *create* is false.
        UnsupportedFormatError: if the file is not ours, or newer than this release.
        BackendUnavailableError: if the file is damaged, locked or out of reach.
    """

    def __init__(self, path: str | os.PathLike[str], *, create: bool = False) -> None:
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = connect(Path(path), create=create)
        self._process = os.getpid()
        self._in_doubt = False

    def get(self, name: str) -> bytes | None:
        """Return the bytes kept under *name*, or `None` if there are none."""
        return self.get_many((name,)).get(name)

    def get_many(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Return the bytes of each of *names*; absent ones are left out."""
        with self._using() as connection:
            return _look_up(connection, names)

    def scan(self, prefix: str, *, after: str = "") -> Iterator[tuple[str, bytes]]:
        """Yield names under *prefix* and their bytes, in the order of the names."""
        while page := self._page(_SCAN, prefix, after):
            yield from page
            after = page[-1][0]

    def names(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """Yield names under *prefix* in order."""
        while page := self._page(_NAMES, prefix, after):
            yield from (name for name, _ in page)
            after = page[-1][0]

    def commit(
        self,
        changes: Mapping[str, bytes | None],
        *,
        expect: Mapping[str, bytes | None],
        scrub: bool = False,
    ) -> None:
        """Write and remove blobs, all or nothing; durable when it returns."""
        check_commit(changes, expect)
        with self._writing() as connection:
            _check(connection, expect)
            _write(connection, changes, expect)
        if scrub:
            self._scrub()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold other writers back until the first commit inside, or the end of the block."""
        with self._using() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                _roll_back(connection)

    def close(self) -> None:
        """Fold the log into the file, if no one else is using it, and let go of it."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
                self._connection = None

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._usable()
            except sqlite3.Error as error:
                raise unavailable(error) from error

    def _usable(self) -> sqlite3.Connection:
        if self._connection is None:
            msg = "the store was closed; open it again"
            raise BackendUnavailableError(msg)
        if self._process != os.getpid():
            msg = "the store was opened before this process was forked; open it again here"
            raise BackendUnavailableError(msg)
        return self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._using() as connection:
            self._refuse_in_doubt()
            held = connection.in_transaction
            if not held:
                connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except ConflictError:
                if not held:
                    _roll_back(connection)
                raise
            except sqlite3.Error as error:
                self._in_doubt = _is_in_doubt(error)
                _roll_back(connection)
                raise
            except BaseException:
                _roll_back(connection)
                raise

    def _refuse_in_doubt(self) -> None:
        if self._in_doubt:
            msg = "the disk failed an earlier commit; open the store anew and look"
            raise BackendUnavailableError(msg)

    def _page(self, query: str, prefix: str, after: str) -> list[tuple[str, bytes]]:
        if prefix and not is_name(prefix):
            return []
        page: list[tuple[str, bytes]] = []
        room = _PAGE_BYTES
        with self._using() as connection:
            for name, blob in connection.execute(query, (prefix, after, prefix + _BEYOND)):
                page.append((name, blob))
                room -= len(blob or name) + 100
                if room < 0:
                    break
        return page

    def _scrub(self) -> None:
        # Pages are wiped in the log only (`secure_delete`) until a checkpoint that empties the log
        # writes them over the old ones in the file; it waits for those who read.
        until = monotonic() + BUSY_SECONDS
        with self._using() as connection:
            while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if monotonic() > until:
                    msg = "another program kept reading, so removed bytes may still be in the file"
                    raise BackendUnavailableError(msg)
                sleep(0.05)


def _look_up(connection: sqlite3.Connection, names: Sequence[str]) -> dict[str, bytes]:
    wanted = [name for name in names if is_name(name)]
    return dict(_in_chunks(connection, f"{_READ} name IN", wanted))


def _in_chunks(
    connection: sqlite3.Connection, query: str, names: Sequence[str]
) -> Iterator[tuple[str, Any]]:
    for start in range(0, len(names), _CHUNK):
        some = names[start : start + _CHUNK]
        yield from connection.execute(f"{query} ({','.join('?' * len(some))})", some)


def _check(connection: sqlite3.Connection, expect: Mapping[str, bytes | None]) -> None:
    check_expected(expect, _look_up(connection, tuple(expect)).get)


def _write(
    connection: sqlite3.Connection,
    changes: Mapping[str, bytes | None],
    expect: Mapping[str, bytes | None],
) -> None:
    _drop_large(connection, [name for name in changes if expect.get(name, b"") is not None])
    gone = ((name,) for name, blob in changes.items() if blob is None)
    connection.executemany("DELETE FROM entry WHERE name = ?", gone)
    kept = (_row(connection, name, blob) for name, blob in changes.items() if blob is not None)
    connection.executemany(_PUT, kept)


def _drop_large(connection: sqlite3.Connection, names: Sequence[str]) -> None:
    query = "SELECT name, id FROM entry WHERE id IS NOT NULL AND name IN"
    old = [(number,) for _, number in _in_chunks(connection, query, names)]
    connection.executemany("DELETE FROM large WHERE id = ?", old)


def _row(
    connection: sqlite3.Connection, name: str, blob: bytes
) -> tuple[str, int | None, bytes | None]:
    if len(blob) <= _SMALL:
        return name, None, blob
    number = connection.execute("INSERT INTO large (blob) VALUES (?)", (blob,)).lastrowid
    return name, number, None


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _is_in_doubt(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_IOERR

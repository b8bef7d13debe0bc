"""A backend in one SQLite file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, cast
from weakref import WeakSet

from supervision.errors import BackendUnavailableError
from supervision.storage._limits import check_commit, check_expected, is_name, lost_race
from supervision.storage._sqlite_file import connect, unavailable

# Bytes, whatever another program may have put there; no row, if it left a name without its blob.
_READ = """
SELECT name, CAST(ifnull(entry.blob, large.blob) AS BLOB) AS found
FROM entry LEFT JOIN large USING (id) WHERE found NOT NULL
"""
_GET = f"{_READ} AND name = ?"
_SCAN = f"{_READ} AND name >= ? AND name > ? AND name < ? ORDER BY name"
_NAMES = "SELECT name, NULL FROM entry WHERE name >= ? AND name > ? AND name < ? ORDER BY name"
_NEW = "INSERT INTO entry (name, id, blob) VALUES (?, ?, ?)"
_PUT = f"{_NEW} ON CONFLICT (name) DO UPDATE SET id = excluded.id, blob = excluded.blob"
_REMOVE = "DELETE FROM entry WHERE name = ?"
# The copy set aside for this may be large, and holds nothing that was removed.
_REBUILD = "PRAGMA temp_store=FILE; VACUUM; PRAGMA temp_store=MEMORY"
# Greater than any character of a name.
_BEYOND = "\x7f"
_CHUNK = 250
_SMALL = 1024
_PAGE_BYTES = 1 << 20
_ROW_BYTES = 256


_opened: WeakSet[SQLiteBackend] = WeakSet()
# Connections that a fork copied. They are never closed: SQLite would fold a log that is in use.
_copied: list[object] = []


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
        _opened.add(self)

    def get(self, name: str) -> bytes | None:
        """Return the bytes kept under *name*, or `None` if there are none."""
        if not is_name(name):
            return None
        with self._using() as connection:
            row = connection.execute(_GET, (name,)).fetchone()
        return None if row is None else cast("bytes", row[1])

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
            _write(connection, changes, _check(connection, changes, expect))
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
                connection, self._connection = self._connection, None
                connection.close()

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
            try:
                if not connection.in_transaction:
                    connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException as error:
                # Until the way back is found: what cannot be rolled back must not be built upon.
                self._in_doubt = True
                _roll_back(connection)
                self._in_doubt = _is_in_doubt(error)
                raise

    def _refuse_in_doubt(self) -> None:
        if self._in_doubt:
            msg = "the disk failed an earlier commit; open the store anew and look"
            raise BackendUnavailableError(msg)

    def _page(self, query: str, prefix: str, after: str) -> list[tuple[str, bytes]]:
        if prefix and not is_name(prefix):
            return []
        with (
            self._using() as connection,
            closing(connection.execute(query, (prefix, after, prefix + _BEYOND))) as rows,
        ):
            return list(_while_there_is_room(rows))

    def _scrub(self) -> None:
        with self._using() as connection:
            # `secure_delete` wipes what goes, but not the copies that stay in the unused middle of a
            # page when its rows are moved to a neighbour; only building every page anew does.
            connection.executescript(_REBUILD)
            _empty_log(connection)


def _while_there_is_room(rows: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    room = _PAGE_BYTES
    for name, blob in rows:
        yield name, blob
        room -= len(blob or name) + _ROW_BYTES
        if room < 0:
            break


def _look_up(connection: sqlite3.Connection, names: Sequence[str]) -> dict[str, bytes]:
    wanted = [name for name in names if is_name(name)]
    return dict(_in_chunks(connection, f"{_READ} AND name IN", wanted))


def _in_chunks(
    connection: sqlite3.Connection, query: str, names: Sequence[str]
) -> Iterator[tuple[str, Any]]:
    for start in range(0, len(names), _CHUNK):
        some = names[start : start + _CHUNK]
        yield from connection.execute(f"{query} ({','.join('?' * len(some))})", some)


def _check(
    connection: sqlite3.Connection,
    changes: Mapping[str, bytes | None],
    expect: Mapping[str, bytes | None],
) -> set[str]:
    """Check *expect*, but for names to be written that must be absent; return those."""
    absent = {name for name, blob in expect.items() if blob is None}
    absent = {name for name in absent if changes.get(name) is not None}
    rest = {name: blob for name, blob in expect.items() if name not in absent}
    check_expected(rest, _look_up(connection, tuple(rest)).get)
    return absent


def _write(
    connection: sqlite3.Connection, changes: Mapping[str, bytes | None], absent: set[str]
) -> None:
    _drop_large(connection, [name for name in changes if name not in absent])
    for name, blob in changes.items():
        if blob is None:
            connection.execute(_REMOVE, (name,))
        else:
            _put(connection, _NEW if name in absent else _PUT, name, blob)


def _drop_large(connection: sqlite3.Connection, names: Sequence[str]) -> None:
    query = "SELECT name, id FROM entry WHERE id IS NOT NULL AND name IN"
    for _, number in list(_in_chunks(connection, query, names)):
        connection.execute("DELETE FROM large WHERE id = ?", (number,))


def _put(connection: sqlite3.Connection, query: str, name: str, blob: bytes) -> None:
    number = None
    if len(blob) > _SMALL:
        number = connection.execute("INSERT INTO large (blob) VALUES (?)", (blob,)).lastrowid
    try:
        connection.execute(query, (name, number, blob if number is None else None))
    except sqlite3.IntegrityError as error:
        raise lost_race(name) from error


def _empty_log(connection: sqlite3.Connection) -> None:
    """Write the log into the file and empty it, once nobody reads from it any more."""
    is_busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_busy:
        msg = "another program kept reading, so removed bytes may still be in the file"
        raise BackendUnavailableError(msg)


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _is_in_doubt(error: BaseException) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_IOERR


def _keep_copies() -> None:  # pragma: no cover - in a forked process, which is not measured
    _copied.extend(backend._connection for backend in _opened)  # noqa: SLF001 - it is ours


if hasattr(os, "register_at_fork"):  # pragma: no branch - Windows cannot fork
    os.register_at_fork(after_in_child=_keep_copies)

"""Opening a SQLite file of ours, and refusing any other without touching it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import sleep

from supervision.errors import (
    BackendUnavailableError,
    SupervisionError,
    UnsupportedFormatError,
)
from supervision.storage._files import is_missing, require_creation, sync_folder

APPLICATION_ID = 0x53564E31
SCHEMA = 1
PAGE_SIZE = 8192
BUSY_SECONDS = 10.0

# `temp_store`: whatever SQLite sets aside stays out of the system's temporary folder.
_SETTINGS = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
PRAGMA secure_delete=ON;
PRAGMA temp_store=MEMORY;
PRAGMA cache_size=-16384;
PRAGMA wal_autocheckpoint=1000;
PRAGMA trusted_schema=OFF;
"""
# Small blobs live beside their names, so that those which belong together share a page and merging
# them gives whole pages back. Large ones are appended to a table of their own and fill its pages.
_TABLES = (
    "CREATE TABLE entry (name TEXT PRIMARY KEY, id INTEGER, blob BLOB) WITHOUT ROWID",
    "CREATE TABLE large (id INTEGER PRIMARY KEY, blob BLOB NOT NULL)",
)


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open the file at *path*, or make it if there is none and *create* is true.

    Raises:
        JournalNotFoundError: if there is no file and *create* is false.
        UnsupportedFormatError: if the file is not ours, or newer than this release.
        BackendUnavailableError: if the file is damaged, locked or out of reach.
    """
    if is_missing(path):
        require_creation(path, create=create)
    else:
        _check_header(path)
    try:
        return _connect(path, create=create)
    except sqlite3.Error as error:
        raise unavailable(error) from error


def unavailable(error: sqlite3.Error) -> SupervisionError:
    """Return the error to raise for what SQLite said."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    reason = _REASONS.get(code, "SQLite could not do it; look at the disk and try again")
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return BackendUnavailableError(f"{reason} ({name})")


_REASONS = {
    sqlite3.SQLITE_BUSY: "another program holds the store; close it there, or try again later",
    sqlite3.SQLITE_FULL: "the disk is full; make room and try again",
    sqlite3.SQLITE_IOERR: "the disk did not take or give the data; open the store anew and look",
    sqlite3.SQLITE_READONLY: "the store or its folder cannot be written to; check permissions",
    sqlite3.SQLITE_CANTOPEN: "the store cannot be opened; check the path and its permissions",
    sqlite3.SQLITE_PERM: "the store cannot be opened; check its permissions",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore it from a copy",
    sqlite3.SQLITE_NOTADB: "the file is damaged; restore it from a copy",
}


def _check_header(path: Path) -> None:
    problem = _problem(path)
    if isinstance(problem, BackendUnavailableError):
        sleep(_FOLDING_SECONDS)
        problem = _problem(path)
    if problem is not None:
        raise problem


def _problem(path: Path) -> SupervisionError | None:
    try:
        application, schema, expected = _header(path)
    except sqlite3.Error as error:
        return _unreadable(error)
    if application != APPLICATION_ID:
        return UnsupportedFormatError("the file is a SQLite database of another program")
    if schema > SCHEMA:
        msg = "the file was made by a newer release; update clinical-supervision"
        return UnsupportedFormatError(msg)
    if path.stat().st_size < expected and not _has_log(path):
        return BackendUnavailableError("the file was cut short; restore it from a copy")
    return None


def _unreadable(error: sqlite3.Error) -> SupervisionError:
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
        return UnsupportedFormatError("the file is not a store of this library; check the path")
    return unavailable(error)


def _header(path: Path) -> tuple[int, int, int]:
    # Not read with `open`: closing a file descriptor drops every lock that this process holds on
    # the file. Immutable: no lock, no log, no file made. Writable schema: a file that another
    # process is folding its log into may look too short for a moment.
    connection = sqlite3.connect(f"{_uri(path)}?immutable=1", uri=True)
    try:
        connection.execute("PRAGMA writable_schema=ON")
        values = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _HEADER]
    finally:
        connection.close()
    application, schema, page_size, page_count = values
    return application, schema, page_size * page_count


_FOLDING_SECONDS = 0.2
_HEADER = ("application_id", "user_version", "page_size", "page_count")


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _uri(path: Path) -> str:
    return path.absolute().as_uri()


def _connect(path: Path, *, create: bool) -> sqlite3.Connection:
    mode = "rwc" if create else "rw"
    connection = sqlite3.connect(
        f"{_uri(path)}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        if create:
            _make_tables(connection)
            sync_folder(path.parent)
        connection.executescript(_SETTINGS)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size={PAGE_SIZE}")
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
        for table in _TABLES:
            connection.execute(table)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={SCHEMA}")
    connection.execute("COMMIT")

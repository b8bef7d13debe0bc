"""Opening a SQLite file of ours, and refusing any other without touching it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import monotonic, sleep

from supervision._sync import sync_folder
from supervision.errors import (
    BackendUnavailableError,
    JournalNotFoundError,
    SupervisionError,
    UnsupportedFormatError,
)
from supervision.storage._files import is_missing, require_creation

APPLICATION_ID = 0x53564E31
SCHEMA = 1
PAGE_SIZE = 8192
BUSY_SECONDS = 10.0
# What another process needs to fold a log into the file, or to finish a new one.
_FOLDING_SECONDS = 0.2
_PAUSE = 0.01

# `temp_store`: whatever SQLite sets aside stays out of the system's temporary folder.
_SETTINGS = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
PRAGMA fullfsync=ON;
PRAGMA checkpoint_fullfsync=ON;
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
    missing = is_missing(path)
    if missing:
        require_creation(path, create=create)
    else:
        _check_file(path)
    try:
        return _connect(path, make=missing)
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


def _check_file(path: Path) -> None:
    problem = _problem(path)
    if isinstance(problem, BackendUnavailableError):
        sleep(_FOLDING_SECONDS)
        problem = _problem(path)
    if problem is not None:
        raise problem


def _problem(path: Path) -> SupervisionError | None:
    # Not read with `open`: closing a file descriptor drops every lock that this process holds on
    # the file. Immutable: no lock, no log, no file made. Writable schema: a file that another
    # process is folding its log into may look too short for a moment.
    connection = sqlite3.connect(f"{_uri(path)}?immutable=1", uri=True)
    try:
        connection.execute("PRAGMA writable_schema=ON")
        return _stranger(connection) or _cut_short(connection, path)
    except sqlite3.Error as error:
        return _unreadable(error)
    finally:
        connection.close()


def _stranger(connection: sqlite3.Connection) -> SupervisionError | None:
    if _pragma(connection, "application_id") != APPLICATION_ID:
        return UnsupportedFormatError("the file is a SQLite database of another program")
    if _pragma(connection, "user_version") > SCHEMA:
        msg = "the file was made by a newer release; update clinical-supervision"
        return UnsupportedFormatError(msg)
    return None


def _cut_short(connection: sqlite3.Connection, path: Path) -> SupervisionError | None:
    expected = _pragma(connection, "page_size") * _pragma(connection, "page_count")
    # With a log beside it, the rest of the file may be in there.
    if path.stat().st_size < expected and not any(map(_is_used, _beside(path))):
        return BackendUnavailableError("the file was cut short; restore it from a copy")
    return None


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def _beside(path: Path) -> list[Path]:
    return [path.with_name(f"{path.name}{end}") for end in ("-wal", "-journal")]


def _is_used(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _unreadable(error: sqlite3.Error) -> SupervisionError:
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
        return UnsupportedFormatError("the file is not a store of this library; check the path")
    return unavailable(error)


def _uri(path: Path) -> str:
    return path.absolute().as_uri()


def _connect(path: Path, *, make: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{_uri(path)}?mode={'rwc' if make else 'rw'}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        if make:
            _make_tables(connection)
            sync_folder(path.parent)
        _require_whole(connection)
        _set_up(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _require_whole(connection: sqlite3.Connection) -> None:
    if _stranger(connection) is not None:
        # It was ours a moment ago, and SQLite has now taken back a making that was cut off.
        msg = "the store was never finished; create the journal again"
        raise JournalNotFoundError(msg)
    # A trigger that someone put there would run with every commit.
    schema = {row[0] for row in connection.execute("SELECT sql FROM sqlite_schema")}
    if schema != set(_TABLES):
        msg = (
            "the file has been given tables or triggers of another program; restore it from a copy"
        )
        raise UnsupportedFormatError(msg)


def _set_up(connection: sqlite3.Connection) -> None:
    # Turning on the log of a new file fails at once, rather than wait, while others use it.
    until = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.executescript(_SETTINGS)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(_PAUSE)
        else:
            return


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size={PAGE_SIZE}")
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
        for table in _TABLES:
            connection.execute(table)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={SCHEMA}")
    connection.execute("COMMIT")

"""What only the SQLite backend has to get right."""

from __future__ import annotations

import gc
import os
import resource
import sqlite3
import traceback
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from supervision.errors import (
    BackendUnavailableError,
    ConflictError,
    JournalNotFoundError,
    SupervisionError,
    UnsupportedFormatError,
)
from supervision.storage import SQLiteBackend, _sqlite, _sqlite_file

BLOBS = {f"body/{number:02}": b"%02d" % number * 900 for number in range(20)}
CANARY = b"what the client said"


@pytest.fixture
def path(tmp_path):
    """The path of a store with some blobs in it, closed."""
    path = tmp_path / "practice.db"
    with closing(SQLiteBackend(path, create=True)) as backend:
        backend.commit(BLOBS, expect={})
    return path


@pytest.fixture
def backend(path):
    """That store, open."""
    with closing(SQLiteBackend(path)) as backend:
        yield backend


@pytest.fixture
def _impatient(monkeypatch):
    """Nobody waits long for a lock."""
    monkeypatch.setattr(_sqlite_file, "BUSY_SECONDS", 0.2)


def _everything(path):
    with closing(SQLiteBackend(path)) as backend:
        return dict(backend.scan(""))


def _contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    ("pragma", "says"),
    [("application_id=7", "another program"), ("user_version=2", "newer release")],
)
def test_refuses_a_database_that_is_not_ours(path, create, pragma, says):
    """A SQLite file of another program, or of a newer release, is refused untouched."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute(f"PRAGMA {pragma}")
    before = _contents(path.parent)
    with pytest.raises(UnsupportedFormatError, match=says):
        SQLiteBackend(path, create=create)

    assert _contents(path.parent) == before


@pytest.mark.parametrize("create", [False, True])
def test_every_truncation_is_refused(path, create):
    """A file that was cut short anywhere is refused untouched, and never taken for a new one."""
    whole = path.read_bytes()
    for size in [1, 15, 16, 99, 100, *range(511, len(whole), 4801), len(whole) - 1]:
        path.write_bytes(whole[:size])
        with pytest.raises((BackendUnavailableError, UnsupportedFormatError)):
            SQLiteBackend(path, create=create)
        assert _contents(path.parent) == {path.name: whole[:size]}


def test_every_byte_of_the_header_may_be_damaged(path):
    """Whatever byte of the header is flipped, there is an error of ours or nothing is lost."""
    whole = path.read_bytes()
    for place in range(100):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        path.write_bytes(damaged)
        with suppress(SupervisionError):
            assert _everything(path) == BLOBS


def test_damage_in_the_middle_is_named(path):
    """A page that is overwritten gives an error of ours when it is read, and no wrong bytes."""
    whole = bytearray(path.read_bytes())
    whole[8192:] = b"\xa5" * (len(whole) - 8192)
    path.write_bytes(whole)
    with pytest.raises(BackendUnavailableError, match="damaged"):
        _everything(path)


def test_an_empty_file_is_no_store_yet(tmp_path):
    """What a crash left before the first commit is not found, and may be made into a store."""
    path = tmp_path / "practice.db"
    path.touch()
    with pytest.raises(JournalNotFoundError):
        SQLiteBackend(path)
    assert path.read_bytes() == b""
    with closing(SQLiteBackend(path, create=True)) as backend:
        backend.commit(BLOBS, expect={})

    assert _everything(path) == BLOBS


def test_a_store_that_was_never_finished_is_said_to_be(tmp_path, monkeypatch):
    """If SQLite takes the making of a store back while opening it, that is said."""
    path = tmp_path / "practice.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (id)")
    monkeypatch.setattr(_sqlite_file, "_problem", lambda _: None)
    with pytest.raises(JournalNotFoundError, match="never finished"):
        SQLiteBackend(path)


@pytest.mark.parametrize("name", ["a b#c?d%20e.db", "é漢.db", "x.db", ":memory:", "file:x.db"])
def test_any_name_of_a_file_will_do(tmp_path, monkeypatch, name):
    """Characters that mean something in a URI mean nothing in a path, relative or not."""
    monkeypatch.chdir(tmp_path)
    for path in (name, tmp_path / name):
        with closing(SQLiteBackend(path, create=True)) as backend:
            backend.commit({"head": b"1"}, expect={"head": backend.get("head")})

    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("path", "says"),
    [("", "no file"), ("missing/practice.db", "folder"), ("practice.db/x.db", "NOTDIR")],
)
def test_a_path_that_cannot_be_is_refused(path, says, tmp_path):
    """A folder, a missing folder and a file for a folder are each named."""
    (tmp_path / "practice.db").write_bytes(b"x")
    with pytest.raises(BackendUnavailableError, match=says):
        SQLiteBackend(tmp_path / path, create=True)


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system does not show its locks")
def test_opening_again_keeps_the_locks_of_this_process(path, backend):
    """A second handle, opened and closed in one process, takes no lock away from the first."""
    backend.get("head")
    inode = f":{path.stat().st_ino} "
    before = [line for line in Path("/proc/locks").read_text().splitlines() if inode in line]
    with closing(SQLiteBackend(path)) as other:
        other.get("head")
    after = [line for line in Path("/proc/locks").read_text().splitlines() if inode in line]

    assert before
    assert [line.split()[1:] for line in after] == [line.split()[1:] for line in before]


def _in_fork(action):
    process = os.fork()
    if process == 0:
        try:
            action()
            os._exit(0)
        except BaseException:  # noqa: BLE001 - nothing may leave a forked process
            traceback.print_exc()
            os._exit(1)
    assert os.waitpid(process, 0)[1] == 0


def test_a_forked_process_must_open_anew(path):
    """After a fork only the parent may go on; nothing that the child does disturbs it."""
    backend = SQLiteBackend(path)
    backend.commit({"head": b"1"}, expect={})
    handles = [backend]
    del backend

    def child():
        with pytest.raises(BackendUnavailableError, match="fork"):
            handles[0].get("head")
        handles.pop().close()
        gc.collect()
        with closing(SQLiteBackend(path)) as own:
            own.commit({"child": b"1"}, expect={"head": b"1"})

    _in_fork(child)
    backend = handles.pop()
    backend.commit({"head": b"2"}, expect={"head": b"1", "child": b"1"})
    backend.close()

    assert _everything(path) == BLOBS | {"head": b"2", "child": b"1"}


@pytest.fixture
def new_file(tmp_path):
    """A file as it is for a moment while it is made, and someone who is still writing to it."""
    with closing(_connection(tmp_path / "new.db")) as other:
        _sqlite_file._make_tables(other)
        other.execute("BEGIN IMMEDIATE")
        yield other


def _connection(path):
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


def test_waits_for_a_new_file_to_be_finished(tmp_path, new_file):
    """Opening a file that was just made waits for those who are still at it."""
    thread = Thread(target=lambda: (sleep(0.3), new_file.execute("COMMIT")))
    thread.start()
    with closing(SQLiteBackend(tmp_path / "new.db")) as backend:
        backend.commit({"head": b"1"}, expect={})
    thread.join()

    assert _everything(tmp_path / "new.db") == {"head": b"1"}


@pytest.mark.usefixtures("_impatient", "new_file")
def test_does_not_wait_for_ever_for_a_new_file(tmp_path):
    """If they are never finished, that is said."""
    with pytest.raises(BackendUnavailableError, match="another program"):
        SQLiteBackend(tmp_path / "new.db")


def test_a_file_is_made_once(tmp_path):
    """Whoever comes second while a file is made finds the tables and leaves them as they are."""
    with closing(_connection(tmp_path / "new.db")) as connection:
        _sqlite_file._make_tables(connection)
        connection.execute("INSERT INTO entry VALUES ('head', NULL, x'31')")
        _sqlite_file._make_tables(connection)

    assert _everything(tmp_path / "new.db") == {"head": b"1"}


def test_a_copy_from_before_a_fork_is_known(path, backend):
    """In another process than the one that opened it, a backend refuses and closes nothing."""
    backend._process += 1
    with pytest.raises(BackendUnavailableError, match="fork"):
        backend.get("head")
    backend.close()
    backend._process -= 1

    assert backend.get("body/00") == BLOBS["body/00"]


@pytest.mark.usefixtures("_impatient")
def test_a_lock_that_does_not_end_is_an_error(path):
    """Whoever cannot write because another holds the store is told so, and nothing is changed."""
    with (
        closing(SQLiteBackend(path)) as backend,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BackendUnavailableError, match="another program"):
            backend.commit({"head": b"1"}, expect={})
        with pytest.raises(BackendUnavailableError, match="another program"), backend.exclusive():
            pass
        other.execute("ROLLBACK")
        backend.commit({"head": b"1"}, expect={"head": None})


@pytest.mark.usefixtures("_impatient")
def test_a_store_that_is_locked_whole_cannot_be_opened(path):
    """A store that another program holds for itself alone is not opened."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.executescript("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE")
        with pytest.raises(BackendUnavailableError, match="another program"):
            SQLiteBackend(path)
    assert _everything(path) == BLOBS


def test_two_may_make_the_same_store(tmp_path):
    """Of several who make a store at once, all get the same one and nothing is lost."""
    path = tmp_path / "practice.db"

    def make(number):
        with closing(SQLiteBackend(path, create=True)) as backend:
            backend.commit({f"log/{number}": b""}, expect={})

    threads = [Thread(target=make, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(_everything(path)) == 8


def test_exclusive_keeps_others_waiting(path, backend):
    """Who commits through another handle waits until the block has committed."""
    results = []

    def other():
        with closing(SQLiteBackend(path)) as handle:
            try:
                handle.commit({"head": b"other"}, expect={"head": None})
            except ConflictError:
                results.append("late")

    with backend.exclusive():
        thread = Thread(target=other)
        thread.start()
        sleep(0.2)
        backend.commit({"head": b"first"}, expect={"head": None})
        thread.join()

    assert results == ["late"]
    assert backend.get("head") == b"first"


def test_scrubbing_waits_for_readers(path, backend):
    """A reader that ends soon holds scrubbing up, and no more."""
    reader = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM entry").fetchone()
    thread = Thread(target=lambda: (sleep(0.3), reader.close()))
    thread.start()
    backend.commit({"body/00": None}, expect={}, scrub=True)
    thread.join()

    assert Path(f"{path}-wal").stat().st_size == 0


@pytest.mark.usefixtures("_impatient")
def test_scrubbing_cannot_wait_for_ever(path):
    """While someone goes on reading, scrubbing fails with an error; it is made up for later."""
    with (
        closing(SQLiteBackend(path)) as backend,
        closing(sqlite3.connect(path, isolation_level=None)) as reader,
    ):
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entry").fetchone()
        with pytest.raises(BackendUnavailableError, match="may still be in the file"):
            backend.commit({"body/00": None}, expect={}, scrub=True)
        assert backend.get("body/00") is None
        reader.execute("COMMIT")
        backend.commit({}, expect={}, scrub=True)

    assert b"00" * 900 not in path.read_bytes()


@contextmanager
def _files_up_to(size):
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def test_refuses_commits_after_a_failed_one_until_reopened(path, backend):
    """When the disk failed a commit its fate is unknown, and no other is built on top of it."""
    with _files_up_to(100_000), pytest.raises(BackendUnavailableError, match="IOERR"):
        backend.commit({"head": b"x" * 200_000}, expect={})
    with pytest.raises(BackendUnavailableError, match="earlier commit"):
        backend.commit({"head": b"1"}, expect={})
    assert backend.get("body/00") == BLOBS["body/00"]
    backend.close()
    with closing(SQLiteBackend(path)) as again:
        again.commit({"head": b"1"}, expect={"head": None})


def test_a_full_disk_changes_nothing(backend):
    """When SQLite says that there is no room, nothing was changed, and smaller commits go on."""
    backend._connection.execute("PRAGMA max_page_count=20")
    with pytest.raises(BackendUnavailableError, match="full"):
        backend.commit({"head": b"x" * 200_000, "body/00": None}, expect={})
    assert dict(backend.scan("")) == BLOBS
    backend.commit({"head": b"1"}, expect={"head": None})


def test_an_interrupted_commit_changes_nothing(backend, monkeypatch):
    """Ctrl-C in the middle of a commit takes it back, and the next one goes on."""

    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(_sqlite, "_put", interrupt)
        with pytest.raises(KeyboardInterrupt):
            backend.commit({"body/00": None, "head": b"1"}, expect={})
    backend.commit({"head": b"2"}, expect={"head": None})

    assert dict(backend.scan("")) == BLOBS | {"head": b"2"}


def test_errors_hold_no_blob(backend):
    """Whatever fails, what was to be written is in no message, cause or context."""
    backend._connection.execute("PRAGMA max_page_count=20")
    blob = CANARY * 10_000
    errors = []
    for changes, expect in (
        ({"head": blob}, {}),
        ({"body/00": blob}, {"body/00": None}),
        ({"body/00": b""}, {"body/00": blob}),
        ({"Bad": blob}, {}),
        ({"head": blob * 1000}, {}),
    ):
        with pytest.raises((SupervisionError, ValueError)) as caught:
            backend.commit(changes, expect=expect)
        errors.append(caught.value)
    for error in errors:
        chain = [error, error.__cause__, error.__context__]
        assert CANARY.decode() not in "".join(map(repr, chain)) + "".join(map(str, chain))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER spy AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
        "CREATE TABLE other (id)",
        "DROP TABLE large",
    ],
)
def test_a_changed_schema_is_refused(path, statement):
    """A store that was given a trigger or a table, or lost one, is not opened."""
    with closing(sqlite3.connect(path)) as other:
        other.execute(statement)
    with pytest.raises(UnsupportedFormatError, match="another program"):
        SQLiteBackend(path)


def test_what_others_put_there_is_bytes_or_absent(path, backend):
    """A blob that another program made text is bytes; a name that lost its blob is absent."""
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE entry SET id = NULL, blob = 'text' WHERE name = 'body/00'")
        other.execute("UPDATE entry SET id = 999999 WHERE name = 'body/01'")
        other.execute("INSERT INTO entry VALUES (x'626f6479', NULL, x'00')")
    found = dict(backend.scan("body/"))

    assert found["body/00"] == backend.get("body/00") == b"text"
    assert "body/01" not in found
    assert backend.get("body/01") is None
    assert backend.get_many(["body/01"]) == {}
    assert list(found) == sorted(BLOBS.keys() - {"body/01"})


def _append(backend, number):
    """Commit what a journal commits for one record of two kilobytes."""
    names = [f"body/{number * 7919 % 10007:032x}/{number:032x}/00000001", f"log/{number:016x}"]
    ledger = f"ledger/{number % 20:032x}/{number:016x}"
    blobs = {names[0]: bytes(2400), ledger: bytes(604), names[1]: bytes(153)}
    head = backend.get("head")
    blobs["head"] = b"%0700d" % number
    backend.commit(blobs, expect=dict.fromkeys([*names, ledger]) | {"head": head})


def test_an_append_costs_the_same_at_any_size(tmp_path):
    """Statements and log pages of an append are few, and hardly more after thousands."""
    log = tmp_path / "practice.db-wal"
    statements = []
    pages = []
    with closing(SQLiteBackend(tmp_path / "practice.db", create=True)) as backend:
        connection = backend._connection
        connection.executescript("PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=OFF")
        for number in range(3000):
            if number and number % 100 == 0:
                pages.append(log.stat().st_size / 8216 / 100)
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if number == 2900:
                connection.set_trace_callback(statements.append)
            _append(backend, number)
        connection.set_trace_callback(None)

    assert len(statements) / 100 <= 10
    assert max(pages) <= 9
    assert sum(pages[-10:]) / sum(pages[2:12]) <= 1.2


def test_appended_records_take_little_more_than_their_bytes(tmp_path):
    """A thousand appends of 3.2 kB take at most a quarter more than that in the file."""
    path = tmp_path / "practice.db"
    with closing(SQLiteBackend(path, create=True)) as backend:
        backend._connection.execute("PRAGMA synchronous=OFF")
        for number in range(1000):
            _append(backend, number)

    assert path.stat().st_size / 1000 <= 3157 * 1.25

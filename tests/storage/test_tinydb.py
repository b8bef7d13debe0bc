"""What only the TinyDB backend has to get right: it is still TinyDB."""

from __future__ import annotations

import json
import os
import traceback
from base64 import urlsafe_b64encode
from contextlib import closing
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.operations import increment
from tinydb.table import Document

from supervision.errors import (
    BackendUnavailableError,
    JournalNotFoundError,
    SupervisionError,
    UnsupportedFormatError,
)
from supervision.storage import TinyDBBackend, _tinydb_log
from supervision.storage._tinydb_log import LogStorage, LogTinyDB

BLOBS = {"body/1": b"\xff\xfe\xfd" * 100, "head": b"1", "log/1": b""}
CANARY = "what the client said"


@pytest.fixture
def path(tmp_path):
    """The path of a store with some blobs in it, closed."""
    path = tmp_path / "practice.json"
    with closing(TinyDBBackend(path, create=True)) as backend:
        backend.commit(BLOBS, expect={})
    return path


@pytest.fixture
def backend(path):
    """That store, open."""
    with closing(TinyDBBackend(path)) as backend:
        yield backend


def _everything(path):
    with closing(TinyDBBackend(path)) as backend:
        return dict(backend.scan(""))


def _document(name, blob):
    return {"name": name, "blob": urlsafe_b64encode(blob).decode()}


def test_plain_tinydb_reads_the_file(path):
    """After closing there is one file, which TinyDB with its own parts opens."""
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with TinyDB(path) as db:
        assert db.all() == [_document(name, blob) for name, blob in BLOBS.items()]
        assert db.get(where("name") == "head").doc_id == 2


def test_the_file_is_readable(path):
    """The file has a line for each document."""
    lines = path.read_text().splitlines()

    assert '"2": {"name": "head", "blob": "MQ=="},' in lines


def test_reads_what_plain_tinydb_wrote(path):
    """What TinyDB with its own parts writes into the file is there when it is opened again."""
    with TinyDB(path) as db:
        db.insert(_document("new", b"new"))
        db.remove(where("name") == "log/1")
        db.table("notes").insert({"text": "mine"})
    with closing(TinyDBBackend(path)) as backend:
        backend.commit({"newer": b"newer"}, expect={"new": b"new", "log/1": None})
        assert backend.db.table("notes").all() == [{"text": "mine"}]

    found = _everything(path)
    assert found == {"body/1": BLOBS["body/1"], "head": b"1", "new": b"new", "newer": b"newer"}


def test_the_store_follows_every_call_of_tinydb(path, backend):
    """Whatever is done to the documents with TinyDB's calls shows in the names, at once."""
    db = backend.db
    number = db.insert(_document("new/1", b"one"))
    assert backend.get("new/1") == b"one"
    db.update({"name": "new/2"}, doc_ids=[number])
    assert list(backend.names("new/")) == ["new/2"]
    db.update({"text": "kept"}, where("name") == "new/2")
    assert backend.get("new/2") == b"one"
    db.upsert(Document(_document("new/3", b"three"), doc_id=50))
    db.insert_multiple([_document("new/4", b"four"), {"name": "no blob"}, {"blob": "bm8="}])
    assert list(backend.names("new/")) == ["new/2", "new/3", "new/4"]
    db.remove(where("name") == "new/3")
    db.update_multiple([({"name": "new/5"}, where("name") == "new/4")])
    backend.commit({"new/6": b"six", "new/2": None}, expect={"new/5": b"four"})
    assert db.search(where("name").matches("new/")) == [
        _document("new/5", b"four"),
        _document("new/6", b"six"),
    ]
    backend.commit({"new/7": b"seven"}, expect={})
    assert db.count(where("name").matches("new/")) == 3
    backend.close()

    found = _everything(path)
    assert found == BLOBS | {"new/5": b"four", "new/6": b"six", "new/7": b"seven"}


@pytest.mark.parametrize(
    "drop",
    [lambda db: db.drop_tables(), lambda db: db.drop_table("_default"), lambda db: db.truncate()],
    ids=["tables", "table", "documents"],
)
def test_dropping_the_documents_empties_the_store(path, drop):
    """When all documents are dropped there is nothing, and the store goes on."""
    with closing(TinyDBBackend(path)) as backend:
        drop(backend.db)
        assert list(backend.names("")) == []
        assert backend.get("head") is None
        backend.commit({"head": b"2"}, expect={"head": None})

    assert _everything(path) == {"head": b"2"}


def test_names_that_are_there_twice_give_one(path):
    """Of two documents with the same name the later one counts, and removing it is possible."""
    with TinyDB(path) as db:
        db.insert(_document("head", b"2"))
    with closing(TinyDBBackend(path)) as backend:
        assert backend.get("head") == b"2"
        assert list(backend.names("")) == sorted(BLOBS)
        backend.db.remove(doc_ids=[2])
        assert backend.get("head") == b"2"
        backend.commit({"head": None}, expect={"head": b"2"})
        assert backend.get("head") is None


@pytest.mark.parametrize("text", ["not base64", "MQ=", "MQ==\n", "é\ud800", "M!Q=="])
def test_what_is_no_base64_is_not_what_was_stored(path, text):
    """A blob that someone made undecodable comes back as other bytes, not as an error or a guess."""
    with TinyDB(path) as db:
        db.update({"blob": text}, where("name") == "head")
    with closing(TinyDBBackend(path)) as backend:
        assert backend.get("head") == text.encode(errors="surrogatepass")


def test_other_documents_are_left_alone(path):
    """Documents without a name or a blob, in any table, are kept and are no part of the store."""
    others = [
        {"text": "x"},
        {"name": "A", "blob": "MQ=="},
        {"name": 1, "blob": "MQ=="},
        {"name": "b", "blob": 1},
    ]
    with TinyDB(path) as db:
        db.insert_multiple(others)
        db.table("other").insert({"numbers": [1, 2.5, None, True], "é": {"x": "\ud83d\ude00"}})
    with closing(TinyDBBackend(path)) as backend:
        backend.commit({"head": b"2"}, expect={}, scrub=True)
        assert dict(backend.scan("")) == BLOBS | {"head": b"2"}
    with TinyDB(path) as db:
        assert [document for document in db if document in others] == others
        assert db.table("other").all() == [{"numbers": [1, 2.5, None, True], "é": {"x": "😀"}}]


def test_a_kill_loses_nothing(path):
    """What was committed and not folded is read from the log, by any number of openings."""
    handles = []
    for turn in range(3):
        backend = TinyDBBackend(path)
        assert backend.get("head") == (b"1" if turn == 0 else b"turn %d" % (turn - 1))
        backend.commit({"head": b"turn %d" % turn, f"body/{turn}": b"x"}, expect={})
        backend.db.table("notes").insert({"turn": turn})
        os.close(backend._storage._log._descriptor)
        handles.append(backend)
    with closing(TinyDBBackend(path)) as backend:
        assert [document["turn"] for document in backend.db.table("notes")] == [0, 1, 2]

    assert _everything(path)["head"] == b"turn 2"


def test_the_log_is_folded_when_most_of_it_is_out_of_date(path, backend):
    """However often a blob is replaced, the log stays short and nothing is lost."""
    log = Path(f"{path}.log")
    longest = 0
    for turn in range(60):
        backend.commit({"head": b"%06d" % turn * 20_000}, expect={})
        longest = max(longest, log.stat().st_size)

    assert longest < 3_000_000
    assert path.stat().st_size > 100_000
    assert backend.get("head") == b"%06d" % 59 * 20_000


def test_a_log_that_cannot_be_folded_is_no_error(path, backend, monkeypatch):
    """A commit that was made stays made when folding the log fails, now and on closing."""

    def fail(*_):
        raise BackendUnavailableError

    monkeypatch.setattr(_tinydb_log.AppendLog, "replace", fail)
    for turn in range(60):
        backend.commit({"head": b"%06d" % turn * 20_000}, expect={})
    backend.close()
    monkeypatch.undo()

    assert _everything(path)["head"] == b"%06d" % 59 * 20_000


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"1",
        b"x",
        b'"_default"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a": 1}',
        b'{"a": null}',
        b'{"_default": {"1": null}}',
        b'{"_default": {"1": [1]}}',
        b'{"_default": [1]}',
    ],
)
@pytest.mark.parametrize("create", [False, True])
def test_refuses_what_is_no_tinydb_file(tmp_path, content, create):
    """Any other JSON, and anything else, is refused untouched, and leaves no log behind."""
    path = tmp_path / "practice.json"
    path.write_bytes(content)
    with pytest.raises(UnsupportedFormatError, match="not a TinyDB file"):
        TinyDBBackend(path, create=create)

    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_every_truncation_is_refused(path):
    """A file that was cut short is refused untouched, wherever that was, or nothing is missing."""
    whole = path.read_bytes()
    for size in range(1, len(whole)):
        path.write_bytes(whole[:size])
        if whole[size:].isspace():
            assert _everything(path) == BLOBS
            continue
        with pytest.raises(BackendUnavailableError, match="cut short"):
            TinyDBBackend(path)
        assert path.read_bytes() == whole[:size]


def test_an_empty_file_is_no_store_yet(tmp_path):
    """What TinyDB or a crash left empty is not found, and may be made into a store."""
    path = tmp_path / "practice.json"
    path.touch()
    with pytest.raises(JournalNotFoundError):
        TinyDBBackend(path)
    with closing(TinyDBBackend(path, create=True)) as backend:
        backend.commit(BLOBS, expect={})

    assert _everything(path) == BLOBS


@pytest.mark.parametrize("entry", [b"x", b"[]", b'{"_default": {"1": 1}}', b'{"_default": 1}'])
def test_an_entry_that_is_none_of_ours_is_refused(path, entry):
    """A line of the log that is whole but means nothing is damage."""
    with closing(TinyDBBackend(path)) as backend:
        backend._storage._log.append(entry, then=lambda: None)
        os.close(backend._storage._log._descriptor)
        with pytest.raises(BackendUnavailableError, match="damaged"):
            TinyDBBackend(path)
        backend._storage._log = None


def test_errors_of_damaged_files_hold_none_of_their_text(path):
    """What was in a file that cannot be read is in no message, cause or context."""
    path.write_text(f'{{"_default": {{"1": {{"text": "{CANARY}"')
    with pytest.raises(SupervisionError) as caught:
        TinyDBBackend(path)

    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert CANARY not in str(caught.value)


def test_a_forked_process_must_open_anew(path, backend):
    """After a fork only the parent may go on, and closing in the child leaves it in peace."""
    process = os.fork()
    if process == 0:
        try:
            with pytest.raises(BackendUnavailableError, match="fork"):
                backend.get("head")
            backend.close()
            os._exit(0)
        except BaseException:  # noqa: BLE001 - nothing may leave a forked process
            traceback.print_exc()
            os._exit(1)
    assert os.waitpid(process, 0)[1] == 0
    backend.commit({"head": b"2"}, expect={"head": b"1"})
    backend.close()

    assert _everything(path) == BLOBS | {"head": b"2"}


def test_a_copy_from_before_a_fork_is_known(backend):
    """In another process than the one that opened it, a backend refuses and closes nothing."""
    backend._process += 1
    with pytest.raises(BackendUnavailableError, match="fork"):
        backend.get("head")
    backend.close()
    backend._process -= 1

    assert backend.get("head") == b"1"


def test_what_is_stored_shares_nothing_with_the_caller(tmp_path):
    """A document that is changed after it was inserted is not changed in the store."""
    with LogTinyDB(tmp_path / "db.json") as db:
        document = {"list": [1]}
        db.insert(document)
        document["list"].append(2)
        assert db.all() == [{"list": [1]}]


def test_an_update_that_fails_changes_nothing(tmp_path):
    """When one document of an update fails, no document is changed."""
    with LogTinyDB(tmp_path / "db.json") as db:
        db.insert_multiple([{"n": 1}, {"n": "text"}])
        with pytest.raises(TypeError):
            db.update(increment("n"))
        assert db.all() == [{"n": 1}, {"n": "text"}]
        with pytest.raises(TypeError):
            db.insert({"not JSON": object()})
        assert len(db) == 2


def test_kinds_of_values_are_told_apart(tmp_path):
    """An update from 1 to true, or to 1.0, is an update, though Python calls them equal."""
    path = tmp_path / "db.json"
    with LogTinyDB(path) as db:
        db.insert_multiple([{"n": 1}, {"n": 1}])
        db.update({"n": True}, doc_ids=[1])
        db.update({"n": 1.0}, doc_ids=[2])
    with TinyDB(path) as db:
        assert json.dumps([document["n"] for document in db]) == "[true, 1.0]"


def test_an_insert_writes_one_short_line(tmp_path):
    """What TinyDB's insert costs on disk does not depend on how much there is."""
    path = tmp_path / "db.json"
    with LogTinyDB(path) as db:
        db.insert_multiple({"text": "x" * 100} for _ in range(2000))
        before = Path(f"{path}.log").stat().st_size
        db.insert({"text": "x" * 100})
        assert Path(f"{path}.log").stat().st_size - before < 250


def test_works_under_a_middleware(tmp_path):
    """Below one of TinyDB's middlewares the storage is read and written as a whole."""
    path = tmp_path / "db.json"
    with LogTinyDB(path, storage=CachingMiddleware(LogStorage)) as db:
        db.insert({"n": 1})
        db.table("other").insert({"n": 2})
        db.drop_table("other")
        db.update({"n": 3})
    with TinyDB(path) as db:
        assert db.all() == [{"n": 3}]
        assert db.tables() == {"_default"}


def test_removing_a_document_twice_removes_none(tmp_path):
    """As in TinyDB, a list that names one document twice is an error, and nothing is removed."""
    with LogTinyDB(tmp_path / "db.json") as db:
        db.insert_multiple([{"n": 1}, {"n": 2}])
        with pytest.raises(KeyError):
            db.remove(doc_ids=[1, 2, 1])
        assert len(db) == 2


def test_an_updater_sees_what_it_did(tmp_path):
    """A function that updates a table finds its own changes in it, as in a dict."""

    def updater(table):
        table[3] = {"n": 3}
        assert table.pop(1) == {"n": 1}
        assert list(table) == [2, 3]
        assert len(table) == 2
        with pytest.raises(KeyError):
            table[1]
        table.clear()
        table[4] = {"n": 4}

    with LogTinyDB(tmp_path / "db.json") as db:
        db.insert_multiple([{"n": 1}, {"n": 2}])
        db.table("_default")._update_table(updater)
        assert db.all() == [{"n": 4}]


def test_writing_what_is_there_writes_nothing(tmp_path):
    """A storage that is given what it has already leaves the log as it is."""
    path = tmp_path / "db.json"
    storage = LogStorage(path)
    assert storage.read() is None
    storage.write({"a": {1: {"n": 1}}, "b": {}})
    size = Path(f"{path}.log").stat().st_size
    storage.write(storage.read())
    assert Path(f"{path}.log").stat().st_size == size
    assert storage.read() == {"a": {"1": {"n": 1}}, "b": {}}
    storage.close()
    storage.close()

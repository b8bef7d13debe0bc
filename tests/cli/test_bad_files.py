"""Files as people have them: each is logged as meant, or refused in words that help."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

from supervision import KeyFile

HEADER = b"on,minutes,modality,supervisor,supervisees,client,notes\n"
ROW = b"2026-03-04,60,individual,V-01,S-014,C-201,CANARY\n"

AS_MEANT = {
    "BOM": b"\xef\xbb\xbf" + HEADER + ROW,
    "CRLF": (HEADER + ROW).replace(b"\n", b"\r\n"),
    "semicolons": (HEADER + ROW).replace(b",", b";"),
    "all three": b"\xef\xbb\xbf" + (HEADER + ROW).replace(b",", b";").replace(b"\n", b"\r\n"),
    "no last line end": (HEADER + ROW).rstrip(),
    "empty lines": HEADER + b"\n\n" + ROW + b"\n",
}

REFUSED = {
    "29 February": (HEADER + ROW.replace(b"03-04", b"02-29"), "line 2, on: must be a day that"),
    "25:00": (
        b"on,start,minutes,modality,supervisor,supervisees\n2026-03-04,25:00,60,peer,V-01,S-014\n",
        "line 2, start: must be a time",
    ),
    "a number of the NHS": (
        HEADER + ROW.replace(b"C-201", b"943 476 5919"),
        "line 2, client: must be a code",
    ),
    "a name": (HEADER + ROW.replace(b"C-201", b"Maria Jansen"), "line 2, client: must be a code"),
    "empty": (b"", ": is empty"),
    "binary": (bytes(range(256)) * 64, "bad.csv"),
    "UTF-16": ((HEADER + ROW).decode().encode("utf-16"), "UTF-16"),
    "Latin 1": (HEADER + ROW.replace(b"CANARY", b"CANARY caf\xe9"), "not UTF-8"),
    "an open quote": (HEADER + b'2026-03-04,60,individual,V-01,S-014,C-201,"CANARY\n', "quote"),
    "a cell too many": (HEADER + ROW.rstrip() + b",CANARY\n", "line 2"),
    "an unknown column": (HEADER.replace(b"client", b"patient") + ROW, "line 1"),
}


@pytest.mark.parametrize("text", AS_MEANT.values(), ids=AS_MEANT)
def test_spreadsheets_save_the_same_table_in_many_ways(text, run, made, home):
    """Each way gives the same record, once."""
    (home / "plain.csv").write_bytes(HEADER + ROW)
    (home / "saved.csv").write_bytes(text)

    assert run("log", "saved.csv", "--yes", *made).status == 0
    again = run("log", "plain.csv", *made)

    assert again.status == 0
    assert "1 logged before" in again.out


@pytest.mark.parametrize(("text", "says"), REFUSED.values(), ids=REFUSED)
def test_a_bad_file_is_refused_with_its_place_and_no_text(text, says, run, made, home):
    """The rule is told, nothing is logged, and nothing of the file is shown."""
    (home / "bad.csv").write_bytes(text)

    result = run("log", "bad.csv", "--yes", *made)

    shown = result.out + result.err
    assert result.status == 1
    assert says in result.err
    assert not [value for value in ("CANARY", "Maria", "943", "caf") if value in shown]
    assert run("list", "--json", *made).json == []


def test_a_table_without_rows_is_an_empty_month(run, made, home):
    """A header alone is no mistake: nothing is there to log, and that is said."""
    (home / "none.csv").write_bytes(HEADER)

    result = run("log", "none.csv", *made)

    assert result.status == 0
    assert "none.csv: 0 good" in result.out
    assert "nothing was logged" in result.out


@pytest.mark.parametrize("name", ["bad.md", "bad.json", "bad.tsv"])
@pytest.mark.parametrize("text", [b"", bytes(range(256)) * 64, b"CANARY", b"---\nCANARY: [\n---\n"])
def test_other_files_are_refused_as_well(name, text, run, made, home):
    """Pages and exports that are none are refused in the same way."""
    (home / name).write_bytes(text)

    result = run("log", name, "--yes", *made)

    assert result.status == 1
    assert name in result.err
    assert "CANARY" not in result.out + result.err


@pytest.mark.parametrize("name", ["absent.csv", "folder.csv", "letter.docx", "nothing"])
def test_what_is_no_file_of_ours_is_said(name, run, made, home):
    """A file that is not there, is a folder, or is of another sort is a problem by its name."""
    (home / "folder.csv").mkdir()
    (home / "letter.docx").write_bytes(b"PK CANARY")

    result = run("log", name, "--yes", *made)

    assert result.status == 1
    assert name in result.err
    assert "CANARY" not in result.err


def test_a_file_of_100_megabytes_is_refused_at_once(run, made, home):
    """A file far too long is refused by its size, in seconds and without reading it all."""
    with (home / "huge.csv").open("wb") as file:
        file.write(HEADER)
        file.truncate(100 * 1024 * 1024)
    began = time.monotonic()

    result = run("log", "huge.csv", "--yes", *made)

    assert result.status == 1
    assert "longer than" in result.err
    assert time.monotonic() - began < 10


@pytest.fixture
def elsewhere():
    """A folder that other users may enter, and what makes us one of them."""
    # Not below `tmp_path`, which only its owner may enter.
    folder = Path(mkdtemp())
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def as_nobody(*owned):
    """Run the block as a user who owns *owned* and nothing else: to root every folder is open."""
    if os.geteuid() != 0:
        yield
        return
    for path in owned:
        os.chown(path, _NOBODY, -1)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


_NOBODY = 65534


def test_a_store_in_a_read_only_folder_is_said(run, elsewhere):
    """A store that cannot be written to ends in status 4, and is left as it is."""
    store, key = elsewhere / "practice.db", elsewhere / "k.key"
    at = ("--journal", f"sqlite:{store}", "--key-file", key, "--no-pin")
    assert run("init", *at).status == 0
    before = store.read_bytes()
    store.chmod(0o444)
    elsewhere.chmod(0o555)

    with as_nobody(key):
        result = run("keys", "add", "recovery-code", *at)

    assert result.status == 4, result.err
    assert "permission" in result.err
    assert store.read_bytes() == before
    assert sorted(path.name for path in elsewhere.iterdir()) == ["k.key", "practice.db"]


def test_making_a_journal_in_a_read_only_folder_is_said(run, elsewhere):
    """`init` where nothing can be written ends in status 4 and leaves nothing."""
    key = elsewhere / "k.key"
    KeyFile.generate(key)
    elsewhere.chmod(0o555)

    with as_nobody(key):
        at = ("--journal", f"sqlite:{elsewhere / 'new.db'}", "--key-file", key, "--no-pin")
        result = run("init", *at)

    assert result.status == 4, result.err
    assert [path.name for path in elsewhere.iterdir()] == ["k.key"]


def test_a_key_file_in_a_read_only_folder_is_said(run, elsewhere):
    """A key file that cannot be made is said, and no journal is made without it."""
    elsewhere.chmod(0o555)

    with as_nobody():
        at = ("--journal", "sqlite:new.db", "--key-file", elsewhere / "k.key", "--no-pin")
        result = run("init", *at)

    assert result.status == 4
    assert "cannot be written" in result.err
    assert list(elsewhere.iterdir()) == []

"""`export`: all of it in plain text, or nothing that could pass for all of it."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from supervision import Journal
from supervision.cli import _export, _writing
from supervision.cli._attack import swap_bodies
from supervision.errors import ErasedError, TamperedRecordError
from supervision.exchange import read_json, read_markdown


def test_exports_every_record_as_json(run, filled, ids, home, canary):
    """The document holds every record with tags, notes and the wording of prompts."""
    result = run("export", "--out", "all.json", *filled)

    assert result.status == 0
    assert "PLAIN TEXT" in result.err
    assert "complete: 4 of 4 records" in result.out
    parsed = read_json(home / "all.json", name="all.json")
    assert [row.id for row in parsed.rows] == ids
    assert parsed.rows[0].recorded
    text = (home / "all.json").read_text(encoding="utf-8")
    assert canary in text
    assert "How close was the fit?" in text
    assert "family.burden" in text
    assert canary not in result.out + result.err


def test_only_its_owner_can_read_what_was_exported(run, filled, home):
    """Files have mode 0600 and folders 0700, whatever the umask."""
    before = os.umask(0)
    try:
        run("export", "--out", "all.json", *filled)
        run("export", "--format", "markdown", "--out", "pages", *filled)
    finally:
        os.umask(before)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in (home / "pages").iterdir()}
    assert stat.S_IMODE((home / "all.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "pages").stat().st_mode) == 0o700
    assert modes == {0o600}


def test_exports_a_page_for_each_record(run, filled, ids, home):
    """Each Markdown page reads back as its record."""
    assert run("export", "--format", "markdown", "--out", "pages", *filled).status == 0

    pages = sorted((home / "pages").iterdir())
    assert sorted(read_markdown(page, name=page.name).rows[0].id for page in pages) == sorted(ids)
    assert pages[0].name.startswith("2026-03-04-session-")
    assert not (home / "pages.partial").exists()


def test_exports_agreements_under_their_first_day(run, made, home):
    """An agreement has no day but the one it holds from."""
    from supervision.exchange import to_markdown
    from supervision.testing import example_agreement

    (home / "agreement.md").write_text(to_markdown(example_agreement()), encoding="utf-8")
    assert run("log", "agreement.md", "--yes", *made).status == 0

    run("export", "--format", "markdown", "--out", "pages", *made)

    assert [page.name[:20] for page in (home / "pages").iterdir()] == ["2026-01-05-agreement"]


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_exports_all_revisions_if_asked_for(form, run, filled, ids, home):
    """With --all-revisions what was corrected is there as it was, with the reason."""
    run("amend", ids[0], "minutes=75", "--reason", "the clock", *filled)

    result = run("export", "--all-revisions", "--format", form, "--out", "all", *filled)

    assert result.status == 0
    assert "4 of 4" in result.out
    if form == "json":
        assert len(read_json(home / "all", name="all").rows) == 5
    else:
        assert len(list((home / "all").iterdir())) == 5


def test_tells_as_json(run, filled):
    """With --json standard output has the outcome, and the records go to the file."""
    result = run("export", "--out", "all.json", "--json", *filled)

    assert result.json == {
        "complete": True,
        "records": 4,
        "written": 4,
        "erased_meanwhile": 0,
        "failed": [],
    }


def test_prints_the_document_to_be_piped(run, filled):
    """With - the document alone is on standard output, and all else on standard error."""
    result = run("export", "--out", "-", *filled)

    assert result.status == 0
    assert json.loads(result.out)["count"] == 4
    assert "complete: 4 of 4" in result.err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--out", "-", "--json"], "only the JSON document itself"),
        (["--out", "-", "--format", "markdown"], "only the JSON document itself"),
        (["--out", "--json"], "--out must be given"),
        ([], "--out must be given"),
        (["--out", "k.key"], "nothing is overwritten"),
        (["--out", "half"], "delete it first"),
    ],
)
def test_refuses_what_cannot_be_meant(options, says, run, filled, home):
    """Contradictions, and whatever is there already, are refused with status 2."""
    (home / "half.partial").touch()

    result = run("export", *options, *filled)

    assert result.status == 2
    assert says in result.err


def test_a_place_that_cannot_be_written_to_is_said(run, filled):
    """A folder that is not there is refused before anything is opened or warned of."""
    result = run("export", "--out", "absent/all.json", *filled)

    assert result.status == 2
    assert "the folder that --out is in is not there" in result.err
    assert "PLAIN TEXT" not in result.err


# What cannot be opened


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_a_record_that_does_not_open_leaves_nothing_behind(form, run, filled, store, home):
    """One body that was tampered with, and there is no export and no part of one."""
    swap_bodies(store)

    result = run("export", "--format", form, "--out", "all", *filled)

    assert result.status == 1
    assert "verify" in result.err
    assert not [path for path in home.iterdir() if path.name.startswith("all")]


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_the_rest_is_saved_if_asked_for(form, run, filled, store, home):
    """With --keep-partial all else is written, under a name that says it is not all."""
    swap = swap_bodies(store)

    result = run("export", "--keep-partial", "--format", form, "--out", "all", *filled)

    assert result.status == 1
    assert "NOT complete: 3 of 4" in result.out
    assert swap.record in result.err
    assert not (home / "all").exists()
    part = home / "all.partial"
    found = len(list(part.iterdir())) if part.is_dir() else len(read_json(part, name="x").rows)
    assert found == 3


def test_what_failed_is_in_the_json(run, filled, store):
    """The JSON names each record that did not open, with its code."""
    swap = swap_bodies(store)

    result = run("export", "--keep-partial", "--out", "all", "--json", *filled)

    assert result.json["complete"] is False
    assert [(each["record"], each["code"]) for each in result.json["failed"]] == [
        (swap.record, "E-ALTERED")
    ]


def test_what_is_piped_on_ends_in_the_middle(run, filled, store):
    """A document cut short by a record that fails is no JSON, so that nobody takes it for one."""
    swap_bodies(store)

    result = run("export", "--out", "-", *filled)

    assert result.status == 1
    with pytest.raises(json.JSONDecodeError):
        json.loads(result.out)


def test_what_is_piped_on_can_be_what_opens(run, filled, store):
    """With --keep-partial the document is whole, without the record, and the status says so."""
    swap_bodies(store)

    result = run("export", "--keep-partial", "--out", "-", *filled)

    assert result.status == 1
    assert json.loads(result.out)["count"] == 3
    assert "NOT complete: 3 of 4 records written\n" in result.err


def test_a_ledger_that_was_tampered_with_takes_no_other_folder_along(
    run, filled, monkeypatch, home
):
    """What cannot be listed is said, and the other folders are saved."""
    ledger = Journal.ledger

    def tampered(self, *, folder=None, **asked):
        if folder in (None, "S-022"):
            msg = "a row of the ledger is not the one that was recorded"
            raise TamperedRecordError(msg, code="E-FACTS")
        return ledger(self, folder=folder, **asked)

    monkeypatch.setattr(Journal, "ledger", tampered)

    assert run("export", "--out", "none", *filled).status == 1
    result = run("export", "--keep-partial", "--out", "all", *filled)

    assert result.status == 1
    assert "E-FACTS a ledger" in result.err
    assert len(read_json(home / "all.partial", name="x").rows) == 3


def test_a_record_erased_meanwhile_is_no_failure(run, filled, ids, monkeypatch):
    """Another process may erase a record while the export runs: that is told, and complete."""
    revisions = Journal.revisions

    def erased(self, kind, record):
        if record == ids[0]:
            msg = "the record was erased"
            raise ErasedError(msg)
        return revisions(self, kind, record)

    monkeypatch.setattr(Journal, "revisions", erased)

    result = run("export", "--out", "all.json", *filled)

    assert result.status == 0
    assert "1 were erased meanwhile" in result.out


def test_counts_that_never_agree_are_no_export(run, filled, monkeypatch, home):
    """Where records keep being added the two counts differ, and that is said."""
    folders = Journal.folders
    monkeypatch.setattr(Journal, "folders", lambda self: folders(self)[:1])

    result = run("export", "--out", "all.json", *filled)

    assert result.status == 1
    assert "other writers" in result.err
    assert not (home / "all.json").exists()


def test_a_count_that_comes_short_is_no_export(run, filled, monkeypatch, home):
    """If fewer records were written than the log names, there is no export."""
    lines = _export._lines
    monkeypatch.setattr(_export, "_documents", lambda *_args, **_options: iter(()))

    result = run("export", "--out", "all.json", *filled)

    assert lines is _export._lines
    assert result.status == 1
    assert "not that of the log" in result.err
    assert [path.name for path in home.iterdir() if "all" in path.name] == []


def test_a_full_disk_leaves_nothing_behind(run, filled, monkeypatch, home):
    """When the disk takes no more, what was written is deleted again, status 4."""

    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(_writing.os, "fsync", full)

    result = run("export", "--out", "all.json", "--no-pin", *filled)

    assert result.status == 4
    assert "no space left" in result.err
    assert [path.name for path in home.iterdir() if "all" in path.name] == []


def test_what_came_meanwhile_is_not_overwritten(run, filled, monkeypatch, home):
    """A file that appears under the name while the export runs stays as it is."""
    write = _writing.Part.write

    def slow(self, *arguments):
        write(self, *arguments)
        (home / "all.json").write_text("mine", encoding="utf-8")

    monkeypatch.setattr(_writing.Part, "write", slow)

    result = run("export", "--out", "all.json", *filled)

    assert result.status == 2
    assert (home / "all.json").read_text(encoding="utf-8") == "mine"
    assert not (home / "all.json.partial").exists()


def test_a_part_that_someone_else_began_is_left_alone(run, filled, monkeypatch, home):
    """Two exports at once do not delete each other's part."""
    monkeypatch.setattr(_export, "check_free", lambda _out: None)
    (home / "all.json.partial").write_text("theirs", encoding="utf-8")

    result = run("export", "--out", "all.json", *filled)

    assert result.status == 4
    assert (home / "all.json.partial").read_text(encoding="utf-8") == "theirs"


def test_being_ended_by_a_signal_leaves_nothing_behind(filled, home):
    """A termination in the middle deletes what was written, as Ctrl-C does."""
    code = (
        "import sys, os, signal\n"
        "from supervision import Journal\n"
        "from supervision.cli import main\n"
        "real = Journal.revisions\n"
        "def ending(*arguments):\n"
        "    assert os.path.exists('all.json.partial')\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    return real(*arguments)\n"
        "Journal.revisions = ending\n"
        "sys.exit(main())\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, "export", "--out", "all.json", *map(str, filled)],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )

    assert ended.returncode == 128 + signal.SIGTERM, ended.stderr
    assert [path.name for path in Path(home).iterdir() if "all" in path.name] == []

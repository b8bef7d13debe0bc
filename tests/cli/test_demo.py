"""`demo` and the files that it shows."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from supervision import Journal
from supervision.cli import _demo, _examples_folder
from supervision.proof import Report


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Where the demonstration makes its folder."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_everything_goes_as_promised(run, temporary, tmp_path):
    """The demonstration keeps all its promises, in well under 20 s, and leaves nothing."""
    result = run("demo", "--json")

    assert [promise for promise in result.json["promises"] if not promise["kept"]] == []
    assert result.status == 0, result.err
    assert result.json["kept"] is True
    assert len(result.json["promises"]) == 11
    assert result.json["seconds"] < 20
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "state").exists()


def test_it_can_be_watched(run, temporary):
    """Each step says which command it stands for, and the attacks say what was noticed."""
    out = run("demo").out

    for word in ("init", "log", "amend", "hours", "themes", "verify", "E-MOVED", "all kept"):
        assert word in out


def test_a_promise_that_is_broken_is_said(run, temporary, monkeypatch):
    """If verify saw nothing the demonstration would say so, and end with status 1."""
    verify = Journal.verify

    def blind(self, **options):
        report = verify(self, **options)
        return Report(
            findings=(), counts=report.counts, size=report.size, root=report.root, pinned=True
        )

    monkeypatch.setattr(Journal, "verify", blind)

    result = run("demo")

    assert result.status == 1
    assert "NOT  verify names the record" in result.out
    assert "NOT all kept" in result.out


def test_a_journal_that_read_anything_would_be_found_out(run, temporary, monkeypatch):
    """If a moved body could be read, or an old store be opened, that is said too."""
    monkeypatch.setattr(_demo.Tour, "_opened", lambda _self, store: _Trusting.opened(store))

    result = run("demo")

    assert result.status == 1
    assert "NOT  the pin, kept outside the store, refuses it" in result.out
    assert "NOT  reading the record is refused" in result.out


class _Trusting(Journal):
    """A journal that believes whatever it finds."""

    @classmethod
    def opened(cls, store):
        return cls.open(store, _demo.Passphrase(_demo._PASSPHRASE))

    def read(self, kind, record):
        try:
            return super().read(kind, record)
        except _demo.TamperedRecordError:
            return None


def test_the_examples_are_found_in_a_wheel_and_in_the_source(monkeypatch, tmp_path):
    """The copy inside the package comes first, and a source tree will do."""
    inside, beside = tmp_path / "inside", tmp_path / "beside"
    for place in (inside, beside):
        (place / "markdown").mkdir(parents=True)
        (place / "year.csv").touch()
        (place / "markdown" / "one.md").touch()
    monkeypatch.setattr(_examples_folder, "_PLACES", (tmp_path / "absent", beside))
    assert [path.parent for path in _examples_folder.example_files()] == [
        beside,
        beside / "markdown",
    ]

    monkeypatch.setattr(_examples_folder, "_PLACES", (inside, beside))
    assert _examples_folder.example_files()[0] == inside / "year.csv"


def test_there_is_a_year_to_show():
    """About 120 sessions in a table, and a handful of pages."""
    files = _examples_folder.example_files()

    assert len([path for path in files if path.suffix == ".csv"]) == 1
    assert len([path for path in files if path.suffix == ".md"]) > 3
    assert all(isinstance(path, Path) for path in files)

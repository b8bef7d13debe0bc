"""`demo` and the files that it shows."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest

from supervision import Journal
from supervision.catalogue import Catalogue
from supervision.cli import _demo, _demo_questions, _examples_folder
from supervision.proof import Report
from supervision.reports import Exempt, audit, drift, hours


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
    assert len(result.json["promises"]) == 14
    assert result.json["seconds"] < 20
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "state").exists()


def test_it_can_be_watched(run, temporary):
    """Each step says which command it stands for, and the attacks say what was noticed."""
    out = run("demo").out

    for word in ("init", "log", "amend", "hours", "themes", "verify", "E-MOVED", "all kept"):
        assert word in out


def test_it_answers_the_three_questions(run, temporary):
    """Hours by rule, drift from a focus and a pack are shown, each with the command to type."""
    result = run("demo")
    out = " ".join(result.out.split())

    for command in ("hours --rule bacp-accredited", "drift --share", "report --out supervision.md"):
        assert f"supervision {command}" in out
    assert "August 2026: 1 h individual credited 60 min" in out
    assert "resonance: agreed 30 %" in out
    assert "* Short: 1 (August 2026)" in out
    assert "28 h 18 min" in out


@pytest.mark.parametrize(
    ("name", "answer", "broken"),
    [
        ("hours", lambda *_, **__: _silent_hours(), "one month is short"),
        ("drift", lambda lines, focus, **_: drift(lines[:5], focus), "a fall of the share"),
        ("audit", lambda lines, **options: _of_another(lines, options), "the pack adds up"),
    ],
)
def test_an_answer_that_is_wrong_is_said(run, temporary, monkeypatch, *, name, answer, broken):
    """Hours that miss what is short, drift that sees nothing, or a pack of somebody else is no success."""
    monkeypatch.setattr(_demo_questions, name, answer)

    result = run("demo")

    assert result.status == 1
    assert f"NOT  {broken}" in " ".join(result.out.split("\n"))


def _silent_hours():
    return hours(
        [],
        Catalogue.shipped().rule("bacp-accredited"),
        person="S-014",
        since=date(2026, 1, 1),
        until=date(2026, 1, 31),
        exempt=[Exempt(since=date(2026, 1, 1), until=date(2026, 1, 31), reason="leave")],
    )


def _of_another(lines, options):
    return audit(lines, **{**options, "person": "S-022"})


def test_the_files_can_be_had(run, home):
    """The year is copied into a new folder, from where it can be logged, and nothing else is done."""
    result = run("demo", "--examples", "year", "--json")
    names = [Path(name) for name in result.json["files"]]

    assert names[0] == Path("year/year-2026.csv")
    assert all(name.is_file() for name in names)
    assert [name.read_bytes() for name in names] == [
        path.read_bytes() for path in _examples_folder.example_files()
    ]
    assert sorted(path.name for path in home.iterdir()) == ["year"]
    assert "supervision log again/year-2026.csv" in run("demo", "--examples", "again").out


@pytest.mark.parametrize(
    ("name", "why"),
    [("there", "nothing is overwritten"), ("empty", "nothing is overwritten"), ("-x", "./-name")],
)
def test_files_are_copied_into_a_new_folder_only(run, home, name, why):
    """What is there already stays as it is."""
    (home / "there").write_text("mine", encoding="utf-8")
    (home / "empty").mkdir()

    result = run("demo", f"--examples={name}")

    assert result.status == 2
    assert why in " ".join(result.err.split())
    assert (home / "there").read_text(encoding="utf-8") == "mine"
    assert list((home / "empty").iterdir()) == []


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

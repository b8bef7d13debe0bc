"""`supervision report`: a page or a pack in a file, whole or not at all."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from supervision.cli import _labels, _writing

TODAY = ("--today", "2026-05-20")
BACP = ("--rule", "bacp-accredited", "--person", "S-014")


def test_a_page_is_written(run, filled, home, canary):
    """The page has what is in the ledger, no note is opened, and it is said to be plain text."""
    result = run("report", "--out", "report.html", *TODAY, *filled)
    text = (home / "report.html").read_text(encoding="utf-8")

    assert result.status == 0, result.err
    assert text.startswith("<!doctype html>")
    assert "3 sessions, 3 h 15 min." in text
    assert "Made on 20 May 2026" in text
    assert canary not in text
    assert "PLAIN TEXT" in result.err
    assert "written in plain text, for the supervisor" in result.out


def test_only_its_owner_can_read_it(run, filled, home):
    """Nobody else on the machine may read what was written, a pack in a folder too."""
    run("report", "--out", "report.html", *TODAY, *filled)
    run("report", "--out", "pack", "--audit", "bacp", "--person", "S-014", *TODAY, *filled)
    written = [home / "report.html", home / "pack", *(home / "pack").iterdir()]

    assert [stat.S_IMODE(each.stat().st_mode) & 0o077 for each in written] == [0] * len(written)


def test_json_says_what_was_written(run, filled):
    """With --json there is one document and nothing else on standard output."""
    result = run("report", "--out", "a.html", "--for", "service", *TODAY, "--json", *filled)

    assert result.json == {"file": "a.html", "for": "service", "audit": None, "today": "2026-05-20"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--for", "supervisee", *BACP), "For the supervisee."),
        (("--for", "body", *BACP), "For the professional body."),
        (("--for", "service"), "For the service."),
        (("--focus", "family=50"), "at least 50 % family"),
        (("--focus", "formative=50"), "at least 50 % formative"),
        (("--focus", "formative=50", "--focus", "family=60"), "at least 60 % family"),
        (("--focus", "formative=50", "--focus", "family=60"), "at least 50 % formative"),
        (("--since", "2026-03-01", "--until", "2026-03-31"), "1 March 2026 to 31 March 2026"),
        (("--folder", "S-022"), "1 session, 45 min."),
        ((*BACP, "--exempt", "2025-06-01:2026-05-19=leave"), "Nothing is short"),
    ],
)
def test_options_choose_what_is_on_it(run, filled, home, options, told):
    """Reader, rule, focus, days and folder are as they were typed."""
    result = run("report", "--out", "a.html", *options, *TODAY, *filled)

    assert result.status == 0, result.err
    assert told in (home / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("pack", {"supervision.md": "# Supervision of S-014", "sessions.csv": "day,format"}),
        ("pack.md", "# Supervision of S-014"),
        ("pack.csv", "day,format"),
    ],
)
def test_a_pack_is_written(run, filled, home, name, files):
    """A pack for an audit is a folder of both files, or the one that the name asks for."""
    result = run("report", "--out", name, "--audit", "babcp", "--person", "S-014", *TODAY, *filled)

    assert result.status == 0, result.err
    assert "for an audit by BABCP" in result.out
    if isinstance(files, str):
        assert (home / name).read_text(encoding="utf-8").startswith(files)
    else:
        assert sorted(each.name for each in (home / name).iterdir()) == sorted(files)
        for each, begins in files.items():
            assert (home / name / each).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize(
    ("audit", "end"),
    [((), ".html"), (("--audit", "bacp", "--person", "S-014"), ".md")],
    ids=["page", "pack"],
)
def test_nothing_is_overwritten(run, filled, home, audit, end):
    """What is there already stays as it is, and so does a part of an earlier one."""
    (home / f"a{end}").write_text("mine", encoding="utf-8")
    (home / f"b{end}.partial").write_text("a part", encoding="utf-8")

    for name in (f"a{end}", f"b{end}"):
        result = run("report", "--out", name, *audit, *TODAY, *filled)
        assert result.status == 2
        assert "nothing is overwritten" in result.err or "delete it first" in result.err
    assert (home / f"a{end}").read_text(encoding="utf-8") == "mine"
    assert (home / f"b{end}.partial").read_text(encoding="utf-8") == "a part"


@pytest.mark.parametrize("audit", [(), ("--audit", "bacp", "--person", "S-014")])
def test_no_half_of_it_is_left(run, filled, home, monkeypatch, audit):
    """Where the disk says no, nothing is left behind."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_writing, "_fill", full)
    before = sorted(home.iterdir())

    result = run("report", "--out", "out", *audit, *TODAY, *filled)

    assert result.status == 4
    assert sorted(home.iterdir()) == before


def test_what_comes_meanwhile_is_not_overwritten(run, filled, home, monkeypatch):
    """A file that appears while the page is written stays, and the page goes."""
    fill = _writing._fill

    def meanwhile(path, pieces):
        (home / "a.html").write_text("mine", encoding="utf-8")
        fill(path, pieces)

    monkeypatch.setattr(_writing, "_fill", meanwhile)
    result = run("report", "--out", "a.html", *TODAY, *filled)

    assert result.status == 2
    assert (home / "a.html").read_text(encoding="utf-8") == "mine"
    assert not (home / "a.html.partial").exists()


@pytest.mark.parametrize("command", ["report", "export"])
@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_what_comes_at_the_last_moment_is_not_overwritten(
    run, filled, home, monkeypatch, *, command, links
):
    """A file that appears just before the name is given stays, also where a disk has no links."""
    link = os.link

    def late(part, out):
        (home / "a.html").write_text("mine", encoding="utf-8")
        if not links:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        link(part, out)

    monkeypatch.setattr(os, "link", late)
    result = run(command, "--out", "a.html", *filled)

    assert result.status == 2
    assert "nothing is overwritten" in result.err
    assert (home / "a.html").read_text(encoding="utf-8") == "mine"
    assert not (home / "a.html.partial").exists()


def test_a_disk_without_links_has_a_page_too(run, filled, home, monkeypatch):
    """Where a file can have one name only, it is written all the same, and for its owner alone."""

    def never(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", never)
    result = run("report", "--out", "a.html", *TODAY, *filled)

    assert result.status == 0, result.err
    assert (home / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert stat.S_IMODE((home / "a.html").stat().st_mode) & 0o077 == 0
    assert not (home / "a.html.partial").exists()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--for", "everybody"), "--for must be one of"),
        (("--for", "supervisee"), "needs --person"),
        (("--for", "body"), "needs --person"),
        (("--for", "service", "--person", "S-014"), "leave --person, --rule and --focus out"),
        (("--audit", "bacp"), "--audit needs --person"),
        (("--audit", "bacp", "--for", "body", "--person", "S-014"), "leave --for out"),
        (("--audit", "bacp", "--focus", "family=40", "--person", "S-014"), "leave --focus out"),
        (("--floor", "5"), "leave --floor out"),
        (("--for", "service", "--floor", "0"), "floor must be"),
        ((*BACP, "--case", "C-201"), "leave --case out"),
        (("--audit", "bacp", "--person", "S-014", "--case", "C-201"), "leave --case out"),
        (("--audit", "ukcp", "--person", "S-014"), "--audit must be one of"),
        (("--exempt", "2026-01-01=leave"), "need --rule"),
        (("--exempt", "2026-01-01=leave", "--rule", "bacp-accredited"), "need --rule"),
        (("--full-time", "0.5", "--person", "S-014"), "need --rule"),
        (("--focus", "resonanz=40"), "what --focus names; did you mean resonance?"),
        (("--focus", "family"), "--focus must be a family, a theme or a function"),
        (("--focus", "family=500"), "1 to 100 per cent"),
        (("--focus", "family=60", "--focus", "family=50"), "--focus must name each thing once"),
        (("--focus", "family=60", "--focus", "need=60"), "more than 100 per cent together"),
        (("--focus", "family=10", "--focus", "family.burden=10"), "a theme in common"),
        (("--rule", "bacp-acredited"), "did you mean bacp-accredited"),
        (("--since", "2026-06-01"), "since must not be after"),
    ],
)
def test_what_makes_no_sense_is_refused(run, filled, home, options, why):
    """What cannot be meant is refused in a sentence, and nothing is written."""
    before = sorted(home.iterdir())
    name = "a.md" if "--audit" in options else "a.html"
    result = run("report", "--out", name, *options, *TODAY, *filled)

    assert result.status in (1, 2)
    assert why in " ".join(result.err.split())
    assert sorted(home.iterdir()) == before


@pytest.mark.parametrize("name", ["q5.txt", "pack.2026", "pack.html"])
def test_a_pack_gets_a_name_that_says_what_it_is(run, filled, home, name):
    """A pack is no file of another kind, and no folder that looks like one."""
    result = run("report", "--out", name, "--audit", "bacp", "--person", "S-014", *TODAY, *filled)

    assert result.status == 2
    assert "ends in .md or .csv, or a folder" in " ".join(result.err.split())
    assert not (home / name).exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--audit", "bacp"),
        ("--audit", "babcp"),
        ("--for", "body"),
        ("--for", "supervisee"),
        (),
        ("--rule", "bacp-accredited"),
    ],
)
def test_a_slip_in_a_code_makes_no_page(run, filled, home, options, canary):
    """Whom nothing names has no page and no pack, which would be short in every month."""
    before = sorted(home.iterdir())
    for typed, told in (
        ("S-999", "'supervision list' shows the codes"),
        ("s-0144", "did you mean S-014?"),
        ("V-01", "'supervision list' shows the codes"),
    ):
        result = run("report", "--out", "q3", "--person", typed, *options, *TODAY, *filled)
        assert result.status == 2
        assert "so nothing was written" in result.err
        assert told in result.err
        assert typed.upper() not in result.err.replace("S-014", "").upper()
        assert canary not in result.err
    assert sorted(home.iterdir()) == before


def test_a_code_is_looked_for_in_the_folder(run, filled):
    """Who is in another folder only is told so, and is fine without it."""
    options = ("report", "--out", "a.html", "--person", "S-014", *TODAY, *filled)
    result = run(*options, "--folder", "S-022")

    assert result.status == 2
    assert "in this folder" in result.err
    assert run(*options).status == 0


def test_who_only_reflects_has_a_page_and_no_pack(run, made, home):
    """A reflection is enough to be shown, and none of the hours that a body asks for."""
    page = "---\nkind: reflection\non: 2026-03-05\npractitioner: S-031\n---\n## Notes\nText.\n"
    (home / "one.md").write_text(page, encoding="utf-8")
    assert run("log", "one.md", "--yes", *made).status == 0
    mine = ("--person", "S-031", *TODAY, *made)

    assert run("report", "--out", "a.html", "--for", "supervisee", *mine).status == 0
    result = run("report", "--out", "pack", "--audit", "bacp", *mine)
    assert result.status == 2
    assert "no session names this code" in result.err


def test_a_case_can_be_given_where_a_rule_asks_for_each(run, filled, home):
    """A rule that asks for something in each case takes cases."""
    rule = ("--rule", "babcp-training", "--person", "S-014", "--case", "C-201")

    assert run("report", "--out", "a.html", *rule, *TODAY, *filled).status == 0


def test_a_service_is_told_what_shows_more(run, filled):
    """Where most is hidden there is another table to give out, in place of the page."""
    said = run("report", "--out", "a.html", "--for", "service", *TODAY, *filled).err
    one = run("report", "--out", "b.html", *TODAY, *filled).err

    assert "supervision themes --trend --by year --per family --floor 5" in " ".join(said.split())
    assert "--floor" not in one


@pytest.mark.parametrize("name", ["-", "-report.html"])
def test_a_name_that_looks_like_an_option(run, filled, name):
    """A page goes into a file, and one whose name begins with a hyphen is named otherwise."""
    result = run("report", "--out", name, *TODAY, *filled)

    assert result.status == 2
    assert "./-name" in result.err


def test_a_name_is_needed(run, filled):
    """Without --out there is no page."""
    assert "--out must be given" in run("report", *filled).err


def test_the_extra_is_named(run, filled, monkeypatch, home):
    """Without the extra, it says how to install it, and nothing is written."""
    monkeypatch.setattr("supervision.reports._html.find_spec", lambda name: None)
    result = run("report", "--out", "a.html", *TODAY, *filled)

    assert result.status == 1
    assert "pip install 'clinical-supervision[report]'" in result.err
    assert not (home / "a.html").exists()


def test_a_pack_that_is_gone_takes_no_page_along(run, filled, home, monkeypatch):
    """Where a pack of prompts is not installed any more, themes show by what is shipped."""
    from supervision.errors import CatalogueError

    def gone(_):
        msg = "not installed"
        raise CatalogueError(msg, entry="x.own")

    monkeypatch.setattr(_labels, "catalogue_of", gone)

    assert run("report", "--out", "a.html", *TODAY, *filled).status == 0
    assert "The burden carried by relatives" in (home / "a.html").read_text(encoding="utf-8")


def test_it_is_made_today(run, filled, home):
    """Without --today it is that of the machine."""
    assert run("report", "--out", "a.html", *filled).status == 0

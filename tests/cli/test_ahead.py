"""Days to come, nothing at all, and rows that are wider than the terminal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

HEADER = "on,minutes,modality,supervisor,supervisees,client,themes\n"
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """A day to be today."""
    monkeypatch.setattr("supervision.cli._ahead.today_here", lambda: TODAY)


@pytest.fixture
def log(run, made, home):
    """Log a session of an hour on each day: ``log("2026-03-04", …)``; the options that reach it."""

    def log(*days, theme="need.unmet"):
        rows = [f"{day},60,individual,V-01,S-014,C-201,{theme}\n" for day in days]
        (home / "days.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
        assert run("log", "days.csv", "--yes", *made).status == 0
        return made

    return log


def counted(result):
    """Return the sum of what was counted."""
    return sum(each.get("sessions", each.get("count")) for each in result.json)


@pytest.mark.parametrize(
    ("command", "what"),
    [(["hours"], "session"), (["themes"], "record"), (["themes", "--trend"], "record")],
)
def test_days_to_come_are_left_out_and_told(command, what, run, log):
    """No table counts what was not held yet, and each says how many are planned."""
    reach = log("2026-06-01", "2026-06-02", "2026-09-01")
    result = run(*command, *reach)

    assert f"2 {what}s after 2026-06-01: not counted; give --until" in result.err
    if command != ["themes", "--trend"]:
        assert counted(run(*command, "--json", *reach)) == 1


@pytest.mark.parametrize("command", ["hours", "themes"])
def test_days_to_come_are_counted_where_they_are_asked_for(command, run, log):
    """A last day that lies ahead is taken at its word, and it is said how many are planned."""
    result = run(command, "--until", "2026-06-30", "--json", *log("2026-05-31", "2026-06-30"))

    assert counted(result) == 2
    assert "1 " in result.err
    assert "after 2026-06-01: counted, and planned" in result.err


@pytest.mark.parametrize("options", [[], ["--until", "2026-06-01"], ["--until", "2026-05-01"]])
def test_where_nothing_is_planned_nothing_is_said(options, run, log):
    """Of days that are asked for, too."""
    days = ["2026-03-04"] if not options else ["2026-03-04", "2026-07-01"]

    assert run("hours", *options, *log(*days)).err == ""


def test_with_a_floor_no_number_of_what_is_planned_is_told(run, log):
    """It would be a count that the floor hides."""
    reach = log("2026-06-01", "2026-06-02")

    for options in (["--floor", "2"], ["--floor", "2", "--trend"]):
        assert run("themes", *options, *reach).err == ""


# Nothing


@pytest.mark.parametrize("command", ["hours", "themes"])
def test_of_an_empty_journal_there_is_nothing_yet(command, run, made):
    """What to do first is said, and no bare header is shown."""
    result = run(command, *made)

    assert (result.status, result.out) == (0, "")
    assert "the journal has no records yet; add some with: supervision log FILE" in result.err


@pytest.mark.parametrize(("command", "what"), [("hours", "session"), ("themes", "theme")])
def test_where_nothing_fits_it_says_so(command, what, run, log):
    """What was asked for is left out of the sentence."""
    reach = log("2026-03-04")

    assert f"no {what} is as asked for" in run(command, "--since", "2026-05-01", *reach).err
    assert f"no {what} is as asked for" in run(command, "--theme", "need.trauma", *reach).err


def test_sessions_without_a_theme_have_none_yet(run, log):
    """There are records, and none of them names a theme."""
    reach = log("2026-03-04", theme="")

    assert "there is no theme yet" in run("themes", *reach).err
    assert "there is no theme yet" in run("themes", "--floor", "5", *reach).err


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("famly", "did you mean family.*?"),
        ("famly.*", "did you mean family.*?"),
        ("need.unmett", "did you mean need.unmet?"),
        ("x.kent.evening", "did you mean x.kent.evenings?"),
        ("qqqq", "--theme names\n"),
    ],
)
@pytest.mark.parametrize("command", [["themes"], ["themes", "--trend"], ["hours"], ["list"]])
def test_a_theme_that_is_none_is_told(command, typed, hint, run, log):
    """What may be meant is said; it is no fault that nothing fits."""
    result = run(*command, "--theme", typed, *log("2026-03-04", theme="x.kent.evenings"))

    assert result.status == 0
    assert "no theme is called what --theme names" in result.err
    assert hint in result.err


def test_of_a_theme_that_there_is_nothing_is_said(run, log):
    """Nor of a pattern that fits one."""
    reach = log("2026-03-04")

    for theme in ("need.unmet", "need.*", "*"):
        assert run("themes", "--theme", theme, *reach).err == ""
    assert run("list", "--theme", "family.*", *reach).err == ""


# Too wide


@pytest.mark.parametrize("columns", ["70", "80", "100", "131"])
def test_a_row_of_blocks_is_never_broken(columns, run, log, monkeypatch):
    """Ten years by month: the newest that fit stand on one line, and how many these are is said."""
    monkeypatch.setenv("COLUMNS", columns)
    days = [date(2016 + each // 12, each % 12 + 1, 5) for each in range(120)]
    reach = log(*days, theme="resonance.relationship")

    for command in (
        ["themes", "--trend"],
        ["drift", "--share", "resonance=40", "--until", "2026-06-01"],
    ):
        lines = run(*command, *reach).out.splitlines()
        rows = [line for line in lines if "█" in line]
        assert len(rows) == 1
        assert rows[0].count("█") == max(12, int(columns) - 68)
        assert all(len(line) <= int(columns) for line in lines if "│" in line or "█" in line)


def test_marks_that_do_not_fit_are_told(run, made, home, monkeypatch):
    """A row has the newest marks, on one line."""
    monkeypatch.setenv("COLUMNS", "80")
    page = (
        "---\nkind: reflection\non: {on}\npractitioner: S-014\nanswers:\n  - prompt: needs.fit\n"
        "    kind: scale\n    wording: How close?\n    value: 10\n---\n## Notes\ntext\n"
    )
    for each in range(60):
        day = date(2026, 1, 1) + timedelta(days=each)
        (home / f"{each}.md").write_text(page.format(on=day), encoding="utf-8")
    assert run("log", *home.glob("*.md"), "--yes", *made).status == 0

    out = run("needs", *made).out
    assert [line.count("█") for line in out.splitlines() if "█" in line] == [56]
    assert "these are the last 56 of 60 marks" in out


def test_one_is_one(run, log):
    """Nothing is counted as 1 sessions, and of a test of nothing no method is told."""
    out = run("themes", "--trend", *log("2026-03-04", "2026-05-04")).out

    assert "change: 1 session from" in out
    assert "at once" not in out
    assert "none of these came up in enough of them to be compared" in out
    assert (
        "in 1 session or reflection"
        in run("themes", "--trend", "--until", "2026-04-01", *log()).out
    )

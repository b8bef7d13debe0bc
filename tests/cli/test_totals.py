"""`hours`, `themes` and `actions`."""

from __future__ import annotations

import pytest


def test_totals_by_month_format_and_person(run, filled):
    """Minutes are raw, and kept apart by month, format and person unless told otherwise."""
    assert run("hours", "--json", *filled).json == [
        {
            "by": {"month": month, "modality": "individual", "person": person},
            "minutes": minutes,
            "sessions": sessions,
            "cancelled": 0,
            "missed": 0,
        }
        for month, person, minutes, sessions in (
            ("2026-03", "S-014", 150, 2),
            ("2026-04", "S-022", 45, 1),
        )
    ]


def test_totals_are_shown_in_hours_too(run, filled):
    """A total reads in minutes and in hours, and a sum ends the table where it makes sense."""
    by_month = run("hours", "--by", "month", *filled).out
    by_person = run("hours", "--by", "person", *filled).out

    assert "150" in by_month
    assert "2:30" in by_month
    assert "3:15" in by_month.splitlines()[-2]
    # A group session counts for each person: such a sum would count it several times.
    assert "3:15" not in by_person


def test_a_table_leaves_out_what_stands_above(run, filled):
    """What a row has in common with the one above it is not repeated."""
    out = run("hours", "--by", "year", "--by", "month", *filled).out

    assert out.count("2026 ") == 1


def test_totals_of_nothing_are_an_empty_table(run, made):
    """An empty journal has no totals, and that is no error."""
    assert run("hours", "--json", *made).json == []
    assert run("hours", *made).status == 0


def test_counts_themes_by_month(run, filled):
    """Each theme is counted once for a session or reflection, in its month."""
    counts = run("themes", "--json", *filled).json

    found = {(each["period"], each["theme"]): each["count"] for each in counts}
    assert found["2026-03", "family.burden"] == 2
    assert found["2026-04", "need.unmet"] == 1


def test_themes_are_called_by_their_labels(run, made, home):
    """Above its id stands what the catalogue calls a theme; one that it lacks has its id alone."""
    header = "on,minutes,modality,supervisor,supervisees,session_themes\n"
    row = "2026-03-04,60,individual,V-01,S-014,need.unmet|x.kent.kin\n"
    (home / "a.csv").write_text(header + row, encoding="utf-8")
    run("log", "a.csv", "--yes", *made)

    lines = [line.split("  ")[0].strip() for line in run("themes", *made).out.splitlines()]
    labels = {each["theme"]: each["label"] for each in run("themes", "--json", *made).json}

    at = lines.index("need.unmet")
    assert lines[at - 1 : at + 2] == ["A need not met", "need.unmet", "x.kent.kin"]
    assert labels == {"need.unmet": "A need not met", "x.kent.kin": "x.kent.kin"}


@pytest.mark.parametrize(
    ("by", "headings"),
    [("month", ["03", "04"]), ("quarter", ["Q1", "Q2"]), ("year", ["2026"])],
)
def test_themes_are_a_table_a_year(by, headings, run, filled):
    """The periods stand side by side, with a sum at the end."""
    out = run("themes", "--by", by, *filled).out
    heading = next(line for line in out.splitlines() if "theme" in line)

    assert heading.split() == ["theme", *headings, "all"]
    row = next(line for line in out.splitlines() if "A need not met" in line)
    assert row.split()[-1] == "2"


def test_many_years_are_several_tables(run, made, home):
    """Ten years side by side do not fit a terminal, so they follow one another."""
    header = "on,minutes,modality,supervisor,supervisees,client,themes\n"
    rows = [f"20{n}-03-04,60,individual,V-01,S-014,C-201,need.unmet\n" for n in range(14, 24)]
    (home / "a.csv").write_text(header + "".join(rows), encoding="utf-8")
    run("log", "a.csv", "--yes", *made)

    out = run("themes", "--by", "year", *made).out

    assert out.count("theme ") == 2
    assert max(map(len, out.splitlines())) <= 80


# actions


def test_open_actions_have_age_and_what_is_overdue(run, filled):
    """What is not done yet is listed with its age and how long it is overdue."""
    found = run("actions", "--today", "2026-03-20", "--json", *filled).json

    assert [(each["owner"], each["age_days"], each["overdue_days"]) for each in found] == [
        ("S-014", 16, 2)
    ]
    shown = run("actions", "--today", "2026-03-20", *filled).out
    assert "Ask her" in shown
    assert "1 open, 1 overdue" in shown


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--owner", "s-014"], 1),
        (["--owner", "S-022"], 0),
        (["--overdue"], 1),
        (["--overdue", "--today", "2026-03-18"], 0),
        ([], 1),
    ],
)
def test_open_actions_can_be_narrowed(options, count, run, filled):
    """By owner, and to those overdue; today is today unless another day is given."""
    assert len(run("actions", *options, "--json", *filled).json) == count


def test_what_is_done_is_open_no_more(run, filled, ids):
    """The row says which action to amend, and then it is gone."""
    run("amend", ids[0], "actions.0.done=2026-03-18", "--reason", "done", *filled)

    result = run("actions", *filled)

    assert "0 open" in result.out


def test_an_owner_has_a_code(run, filled):
    """A name in place of a code is refused and not repeated."""
    result = run("actions", "--owner", "Maria", *filled)

    assert result.status == 2
    assert "Maria" not in result.err

"""What could tell who somebody is, is warned of before it is sealed: where, and never what."""

from __future__ import annotations

import pytest

PHONE, POSTCODE, NAME = "07700 900456", "SW1A 1AA", "Kanarienvogel"
SECRETS = (PHONE, POSTCODE, NAME, "900456", "SW1A")
TABLE = (
    "on,minutes,modality,supervisor,supervisees,client,notes\n"
    "2026-05-04,60,individual,V-01,S-014,C-201,All was well.\n"
    f"2026-05-05,60,individual,V-01,S-014,C-201,Ring {PHONE} about Mrs {NAME}.\n"
)
PAGE = f"""---
kind: reflection
on: 2026-05-06
practitioner: S-014
---
## Notes
He lives at {POSTCODE}.
"""


@pytest.fixture
def files(home):
    """A table and a page with what nobody should write."""
    (home / "may.csv").write_text(TABLE, encoding="utf-8")
    (home / "one.md").write_text(PAGE, encoding="utf-8")
    return "may.csv", "one.md"


def silent(result):
    """Return whether nothing that a command said holds what it warned of."""
    return not any(secret in result.out + result.err for secret in SECRETS)


def count(run, made):
    """Return how many records there are."""
    return len(run("list", "--json", *made).json)


def test_places_are_shown_before_the_question(terminal, run, made, files):
    """File, line, field and positions are said, then it is asked whether to log."""
    window = terminal("log", *files, *made)
    window.expect(r"may\.csv, line 3, cases\[0\]\.notes 5-17 looks like a phone number")
    window.answer((r"Log 3 records\? ", "n"))

    assert window.finish() == 1
    assert not any(secret in window.seen for secret in SECRETS)
    assert count(run, made) == 0


def test_it_is_logged_all_the_same(run, made, files):
    """A warning is no refusal: with a yes all is logged, status 0."""
    result = run("log", *files, "--yes", *made)

    assert result.status == 0
    assert "may.csv, line 3, cases[0].notes 24-41 looks like a name with a title\n" in result.err
    assert "one.md, line 1, notes 12-20 looks like a postcode\n" in result.err
    assert "put a code such as C-201 in its place" in result.err
    assert silent(result)
    assert count(run, made) == 3


def test_places_are_in_the_json(run, made, files):
    """The JSON has each place of each file."""
    table, page = run("log", *files, "--yes", "--json", *made).json["files"]

    assert [(each["field"], each["kind"]) for each in table["identifiers"]] == [
        ("cases[0].notes", "phone"),
        ("cases[0].notes", "titled-name"),
    ]
    assert page["identifiers"] == [
        {"line": 1, "field": "notes", "kind": "postcode", "start": 12, "end": 20}
    ]


@pytest.mark.parametrize("options", [[], ["--keep-good"], ["--dry-run"]])
def test_strict_takes_them_for_problems(options, run, made, files):
    """With --strict such rows are problems, and nothing of their files is logged, status 1."""
    result = run("log", *files, "--strict", "--yes", *options, *made)

    assert result.status == 1
    assert "may.csv, line 3, cases[0].notes: 5-17 looks like a phone number; put a" in result.err
    assert "may.csv: 1 good, 1 new, 2 problems" in result.out
    assert silent(result)
    assert count(run, made) == (1 if "--keep-good" in options else 0)


def test_strict_problems_are_in_the_json(run, files):
    """They stand among the problems then, and need no journal."""
    table, _ = run("log", *files, "--strict", "--dry-run", "--json").json["files"]

    assert [(each["line"], each["column"]) for each in table["problems"]] == [
        (3, "cases[0].notes")
    ] * 2
    assert table["identifiers"] == []


def test_a_mass_may_be_logged_without_looking(run, made, files):
    """With --no-identifiers nothing is looked for, and nothing said."""
    result = run("log", *files, "--yes", "--no-identifiers", *made)

    assert result.status == 0
    assert "looks like" not in result.err
    assert count(run, made) == 3


def test_files_may_be_checked_without_looking(run, files):
    """Without a journal too."""
    result = run("log", *files, "--dry-run", "--no-identifiers")

    assert result.status == 0
    assert "looks like" not in result.err


def test_strict_must_look(run, made, files):
    """To refuse what is not looked for makes no sense."""
    assert run("log", *files, "--strict", "--no-identifiers", *made).status == 2


def test_what_is_there_already_is_no_news(run, made, files):
    """Rows that were logged before are not warned of again."""
    run("log", *files, "--yes", *made)

    assert "looks like" not in run("log", *files, "--yes", *made).err


@pytest.mark.parametrize("strict", [True, False])
def test_many_places_are_counted(strict, run, home):
    """Of a file that is full of them the first are listed, and the others counted."""
    header, row = TABLE.splitlines()[0], TABLE.splitlines()[2]
    (home / "many.csv").write_text("\n".join([header, *[row] * 80]) + "\n", encoding="utf-8")

    result = run("log", "many.csv", "--dry-run", *(["--strict"] if strict else []))

    assert result.err.count("looks like") == (100 if strict else 20)
    assert f"many.csv: and {60 if strict else 140} more" in result.err


def test_many_problems_leave_no_room_for_places(run, home):
    """Where a hundred other problems are listed, places are only counted."""
    header, _, row = TABLE.splitlines()
    bad = row.replace("60", "x")
    (home / "many.csv").write_text("\n".join([header, row, *[bad] * 101]), encoding="utf-8")

    result = run("log", "many.csv", "--dry-run", "--strict")

    assert "looks like" not in result.err
    assert "and 3 more" in result.err


# add

REFLECTION = ["2026-03-04", "S-014", "", "", "", f"Ring {PHONE}.", "."]


@pytest.mark.parametrize(("answers", "logged"), [([""], 0), (["n"], 0), (["what", "y"], 1)])
def test_add_asks_whether_to_record_it_all_the_same(answers, logged, run, made):
    """The place is said before the last question, and Enter alone records nothing."""
    result = run("add", "--kind", "reflection", *made, answers=[*REFLECTION, *answers])

    assert result.status == (0 if logged else 1)
    assert "notes 5-17 looks like a phone number" in result.err
    assert "Record it all the same? [y/N]" in result.err
    assert result.err.count("looks like") == 1
    assert silent(result)
    assert count(run, made) == logged


# amend


def test_amend_warns_of_what_is_new(run, filled, ids):
    """The change and its reason are looked at; where nobody is there to ask, it is made."""
    change = f"cases.0.notes=Ring {PHONE}."

    result = run("amend", ids[0], change, "--reason", f"Mrs {NAME} rang", *filled)

    assert result.status == 0, result.err
    assert "cases[0].notes 5-17 looks like a phone number" in result.err
    assert "reason 0-17 looks like a name with a title" in result.err
    assert result.err.count("looks like") == 2
    assert silent(result)
    again = run("amend", ids[0], "minutes=61", "--reason", "x", *filled)
    assert "looks like" not in again.err


def test_amend_strictly_refuses(run, filled, ids):
    """With --strict nothing is amended, status 2."""
    change = f"cases.0.notes=Ring {PHONE}."

    result = run("amend", ids[0], change, "--reason", "x", "--strict", *filled)

    assert result.status == 2
    assert "cases[0].notes 5-17 looks like a phone number" in result.err
    assert silent(result)
    assert run("show", ids[0], "--json", *filled).json["revision"] == 1


@pytest.mark.parametrize("answer", ["n", "y"])
def test_amend_asks_whoever_is_there(answer, terminal, run, filled, ids):
    """On a terminal the change is made after a yes only."""
    window = terminal("amend", ids[0], "advice=Mrs Marlow", "--reason", "x", *filled)
    window.answer((r"Amend it all the same\? ", answer))

    assert window.finish() == (0 if answer == "y" else 1)
    revision = run("show", ids[0], "--json", *filled).json["revision"]
    assert revision == (2 if answer == "y" else 1)


@pytest.mark.parametrize("answer", ["n", "y"])
def test_amend_asks_no_more_than_that(answer, run, filled, ids, monkeypatch):
    """What was warned of is not warned of again when it is sealed."""
    monkeypatch.setattr("supervision.cli._looking.interactive", lambda: True)

    result = run("amend", ids[0], "minutes=61", "--reason", "Mrs Marlow", *filled, answers=[answer])

    assert result.status == (0 if answer == "y" else 1)
    assert result.err.count("looks like") == 1


def test_known_names_are_looked_for(run, made, home):
    """Names on the journal's list count, in log, add and amend alike."""
    run("names", "add", *made, answers=["Marisol", ""])
    (home / "a.csv").write_text(TABLE.replace("All was well", "With Marisol"), encoding="utf-8")

    logged = run("log", "a.csv", "--yes", *made)
    added = run(
        *("add", "--kind", "reflection", *made),
        answers=[*REFLECTION[:5], "Marisol came.", ".", "n"],
    )
    record = run("list", "--json", *made).json[0]["id"]
    amended = run("amend", record, "minutes=61", "--reason", "for Marisol", *made)

    assert "line 2, cases[0].notes 5-12 looks like a name on this journal's list" in logged.err
    assert "notes 0-7 looks like a name on this journal's list" in added.err
    assert "reason 4-11 looks like a name on this journal's list" in amended.err

"""`log`: files become records, after a look, all of them or none, once."""

from __future__ import annotations

import pytest

HEADER = "on,minutes,modality,supervisor,supervisees,feedback\n"
GOOD = "2026-03-04,60,individual,V-01,S-014,CANARY one\n"
MORE = "2026-03-05,60,individual,V-01,S-014,CANARY two\n"
BAD = "2026-02-29,60,individual,V-01,S-014,CANARY three\n"


@pytest.fixture
def write(home):
    """Write a file into the folder that the command runs in."""

    def write(name, *lines):
        (home / name).write_text("".join(lines), encoding="utf-8")
        return name

    return write


def test_a_dry_run_shows_facts_and_no_notes_and_logs_nothing(run, made, write):
    """What would be logged is shown row by row, by its facts alone."""
    result = run("log", write("a.csv", HEADER, GOOD, MORE), "--dry-run", *made)

    assert result.status == 0
    assert "2026-03-04" in result.out
    assert "S-014" in result.out
    assert "new" in result.out
    assert "CANARY" not in result.out + result.err
    assert "dry run" in result.out
    assert run("list", "--json", *made).json == []


def test_a_dry_run_needs_no_journal(run, write):
    """Without a journal the file alone is checked, and no key is asked for."""
    good = run("log", write("a.csv", HEADER, GOOD), "--dry-run")
    bad = run("log", write("b.csv", HEADER, BAD), "--dry-run")

    assert good.status == 0
    assert "1 good" in good.out
    assert "new" not in good.out
    assert bad.status == 1


def test_logging_needs_a_journal(run, write):
    """Other than in a dry run it has to be said which journal."""
    result = run("log", write("a.csv", HEADER, GOOD), "--yes")

    assert result.status == 2
    assert "which journal?" in result.err


def test_nothing_is_logged_without_a_yes(run, made, write):
    """No, nothing, or nobody there to answer: in each case nothing is logged."""
    name = write("a.csv", HEADER, GOOD)

    for answers in (["n"], [""], []):
        result = run("log", name, *made, answers=answers)
        assert result.status == 1
        assert "nothing was done" in result.err
    assert run("list", "--json", *made).json == []


def test_a_yes_logs_and_the_question_says_how_many(run, made, write):
    """The question counts what is new; the answer yes logs it."""
    result = run("log", write("a.csv", HEADER, GOOD, MORE), *made, answers=["y"])

    assert result.status == 0
    assert "Log 2 records?" in result.err
    assert "logged 2 records" in result.out
    assert len(run("list", "--json", *made).json) == 2


def test_the_same_file_twice_adds_nothing_and_says_so(run, made, write):
    """A second time all rows stand as logged before, and the status is 0."""
    name = write("a.csv", HEADER, GOOD, MORE)
    run("log", name, "--yes", *made)

    again = run("log", name, *made)

    assert again.status == 0
    assert "2 logged before" in again.out
    assert "nothing was logged" in again.out
    assert len(run("list", "--json", *made).json) == 2


def test_a_file_that_grew_adds_what_is_new(run, made, write):
    """Next month's file may hold last month's rows, in another order of columns."""
    run("log", write("a.csv", HEADER, GOOD), "--yes", *made)
    grown = write(
        "b.csv",
        "minutes;on;feedback;modality;supervisees;supervisor\n",
        "60;2026-03-05;CANARY two;individual;S-014;V-01\n",
        "60;2026-03-04;CANARY one;individual;S-014;V-01\n",
    )

    result = run("log", grown, "--yes", "--json", *made)

    assert result.json["logged"] == 1
    assert result.json["files"][0]["there"] == 1


def test_a_bad_row_is_named_and_nothing_of_its_file_is_logged(run, made, write):
    """A problem names file, line, column and rule; the other file is logged all the same."""
    bad = write("bad.csv", HEADER, GOOD, BAD)
    good = write("good.csv", HEADER, MORE)

    result = run("log", bad, good, "--yes", *made)

    assert result.status == 1
    assert "bad.csv, line 3, on: must be a day that the calendar has" in result.err
    assert "CANARY" not in result.out + result.err
    assert [line["on"] for line in run("list", "--json", *made).json] == ["2026-03-05"]


def test_the_good_rows_are_logged_if_asked_for(run, made, write):
    """With --keep-good the valid rows of a bad file are logged; the status is still 1."""
    result = run("log", write("bad.csv", HEADER, GOOD, BAD), "--yes", "--keep-good", *made)

    assert result.status == 1
    assert len(run("list", "--json", *made).json) == 1


def test_more_problems_than_are_listed_are_counted(run, write):
    """Of a file that is wrong all over only the first hundred problems are listed."""
    result = run("log", write("bad.csv", HEADER, BAD * 150), "--dry-run", "--json")

    assert len(result.json["files"][0]["problems"]) == 100
    assert result.json["files"][0]["unlisted"] == 50
    assert "bad.csv: and 50 more" in result.err


def test_pages_and_tables_go_together(run, filled):
    """A table and a page of a reflection are logged by one command."""
    kinds = [line["kind"] for line in run("list", "--json", *filled).json]

    assert kinds == ["session", "session", "session", "reflection"]


def test_an_export_is_logged_back_under_the_same_ids(run, filled, ids, home):
    """What export wrote comes back as it was, in another journal too."""
    assert run("export", "--out", "all.json", *filled).status == 0
    other = ("--journal", "sqlite:other.db", "--key-file", filled[-1])
    assert run("init", *other).status == 0

    assert run("log", "all.json", "--yes", *other).status == 0
    assert [line["id"] for line in run("list", "--json", *other).json] == ids
    assert run("log", "all.json", *filled).status == 0


def test_of_several_revisions_of_a_record_the_newest_is_logged(run, filled, ids):
    """An export with all revisions brings back each record as it was last."""
    run("amend", ids[0], "minutes=75", "--reason", "clock", *filled)
    run("export", "--all-revisions", "--out", "all.json", *filled)
    other = ("--journal", "sqlite:other.db", "--key-file", filled[-1])
    run("init", *other)

    result = run("log", "all.json", "--yes", "--json", *other)

    assert result.json["logged"] == 4
    assert run("list", "--json", *other).json[0]["minutes"] == 75


def test_a_row_that_changed_under_its_mark_is_pointed_out(run, made, write):
    """A changed row with the same ref is not logged twice, and not passed over in silence."""
    header = f"ref,{HEADER}"
    run("log", write("a.csv", header, f"7,{GOOD}"), "--yes", *made)

    result = run("log", write("a.csv", header, f"7,{GOOD.replace('60', '75')}"), *made)

    assert result.status == 1
    assert "a.csv, line 2: differs from record" in result.err
    assert "amend" in result.err
    assert "CANARY" not in result.err


def test_a_record_amended_since_is_no_change_of_the_file(run, made, write):
    """Rows that stand in the journal in an earlier revision are as they were."""
    name = write("a.csv", HEADER, GOOD)
    run("log", name, "--yes", *made)
    found = run("list", "--json", *made).json[0]["id"]
    run("amend", found, "minutes=75", "--reason", "clock", *made)

    result = run("log", name, *made)

    assert result.status == 0
    assert "1 logged before" in result.out


def test_an_erased_record_stays_erased(run, made, write):
    """A file that is logged again does not bring back what was erased."""
    name = write("a.csv", HEADER, GOOD, MORE)
    run("log", name, "--yes", *made)
    found = run("list", "--json", *made).json[0]["id"]
    run("erase", found, "--reason", "wrong person", "--yes", *made)

    result = run("log", name, "--yes", "--json", *made)

    assert result.status == 0
    assert result.json["logged"] == 0
    assert result.json["files"][0]["erased"] == 1


PAGE = """---
kind: session
id: "{id}"
on: 2026-03-04
minutes: {minutes}
modality: individual
supervisor: V-01
supervisees: [S-014]
---
"""


def test_two_pages_with_one_id_that_differ_are_pointed_out(run, made, write):
    """Of two files that claim one id the second is not lost in silence."""
    pages = [write(f"{n}.md", PAGE.format(id="ab" * 16, minutes=n)) for n in (60, 75)]
    same = write("same.md", PAGE.format(id="ab" * 16, minutes=60))

    result = run("log", *pages, same, "--yes", "--json", *made)

    assert result.status == 1
    assert result.json["logged"] == 1
    assert [each["differs"] for each in result.json["files"]] == [[], [1], []]
    assert result.json["files"][2]["there"] == 1


def test_an_id_of_another_kind_of_record_is_pointed_out(run, filled, ids, write):
    """A session cannot take the id of a reflection."""
    result = run("log", write("a.md", PAGE.format(id=ids[3], minutes=60)), *filled)

    assert result.status == 1
    assert "differs" in result.err


GROUP = "on,minutes,modality,supervisor,supervisees\n2026-03-04,60,group,V-01,S-014|S-022\n"


def test_a_group_without_a_code_needs_a_folder(run, made, write):
    """A record that belongs to nobody in particular is a problem with line and column."""
    name = write("group.csv", GROUP)

    refused = run("log", name, "--yes", *made)
    taken = run("log", name, "--yes", "--folder", "g-02", *made)

    assert refused.status == 1
    assert "group.csv, line 2, group: must be given" in refused.err
    assert taken.status == 0
    assert run("folders", "--json", *made).json == [{"label": "G-02", "records": 1}]


def test_a_folder_has_a_code_and_no_name(run, made, write):
    """The label of a folder keeps the rule of pseudonyms, and is not repeated."""
    result = run("log", write("a.csv", HEADER, GOOD), "--folder", "Maria", *made)

    assert result.status == 2
    assert "--folder must be a code" in result.err
    assert "Maria" not in result.err


def test_a_long_file_is_shown_by_its_beginning(run, made, write):
    """Before the question only the first rows are shown; a dry run shows all."""
    rows = [GOOD.replace("one", str(number)) for number in range(30)]
    name = write("a.csv", HEADER, *rows)

    short = run("log", name, *made, answers=["n"])
    whole = run("log", name, "--dry-run", *made)

    assert "and 10 more" in short.out
    assert short.out.count("2026-03-04") == 20
    assert whole.out.count("2026-03-04") == 30


def test_days_may_be_written_the_other_way_round(run, made, write):
    """With --days dmy the fourth of March is not the third of April."""
    name = write("a.csv", HEADER, GOOD.replace("2026-03-04", "04/03/2026"))

    assert run("log", name, "--dry-run").status == 1
    assert run("log", name, "--days", "dmy", "--yes", *made).status == 0
    assert run("list", "--json", *made).json[0]["on"] == "2026-03-04"


def test_cancelled_sessions_are_shown_as_such(run, write):
    """A cancelled session is no session of no length."""
    name = write(
        "a.csv",
        "on,minutes,modality,supervisor,supervisees,cancelled_by,cancelled_reason\n",
        "2026-03-04,0,individual,V-01,S-014,S-014,CANARY\n",
    )

    result = run("log", name, "--dry-run")

    assert "individual (cancelled)" in " ".join(result.out.split())
    assert "CANARY" not in result.out


def test_shows_progress_only_on_a_terminal(terminal, run, made, write):
    """On a terminal the question is asked there, and its answer logs."""
    name = write("a.csv", HEADER, GOOD, MORE)
    window = terminal("log", name, *made)
    window.answer(("Log 2 records", "y"))

    assert window.finish() == 0
    assert "logged 2 records" in window.seen
    assert "CANARY" not in window.seen

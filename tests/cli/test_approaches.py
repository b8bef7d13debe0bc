"""`supervision approach`, and records that are not of the shape of an approach in use."""

from __future__ import annotations

import pytest

from supervision.catalogue import Catalogue

APPROACHES = list(Catalogue.shipped().approaches)


def test_none_is_in_use_at_first(run, made):
    """Every approach is listed, and nothing is on by default."""
    found = run("approach", "list", "--json", *made).json

    assert [one["id"] for one in found] == APPROACHES
    assert not any(one["in_use"] for one in found)
    assert run("approach", "list", "--json").json == found


def test_one_is_taken_into_use_and_out_of_it(run, made):
    """It is on once it is used, using it again changes nothing, and dropping it is final."""
    assert run("approach", "use", "harm-reduction", "--json", *made).json["changed"]
    again = run("approach", "use", "harm-reduction", *made)
    assert "Harm reduction was in use already" in again.out
    used = [one["id"] for one in run("approach", "list", "--json", *made).json if one["in_use"]]
    assert used == ["harm-reduction"]
    assert "yes" in run("approach", "list", *made).out

    dropped = run("approach", "drop", "harm-reduction", *made)
    assert "harm-reduction is not in use any more" in dropped.out
    gone = run("approach", "drop", "harm-reduction", *made)
    assert (gone.status, "is in use" in gone.err) == (1, True)


@pytest.mark.parametrize("command", ["use", "show"])
def test_an_unknown_approach_names_a_close_one(command, run, made):
    """A slip of the pen is met with what it may have meant."""
    options = made if command == "use" else ()
    result = run("approach", command, "harm-reductoin", *options)

    assert result.status == 1
    assert "did you mean harm-reduction?" in result.err


@pytest.mark.parametrize("approach", APPROACHES)
def test_it_shows_what_it_is_made_of(approach, run):
    """Packs, themes, tags, shapes, source and rights are shown, and whether they were read."""
    found = Catalogue.shipped().approach(approach)
    shown = run("approach", "show", approach)
    plain = run("approach", "show", approach, "--json").json

    assert shown.status == 0
    ids = [*found.packs, *(one.id for one in found.elements)]
    assert all(each in shown.out for each in ids)
    assert all(shape.label in shown.out for shape in found.shapes)
    assert found.source in shown.out
    unread = [one for one in (found, *found.elements) if not one.confirmed]
    assert shown.out.count("general knowledge: not read at a source") == len(unread)
    assert plain["packs"] == list(found.packs)
    assert len(plain["elements"]) == len(found.elements)
    assert [one["record"] for one in plain["shapes"]] == [one.record.value for one in found.shapes]


def test_a_theme_is_shown_by_its_label_and_a_pattern_as_it_is(run):
    """Labels are for people; the ids stand beside them."""
    out = run("approach", "show", "open-dialogue").out

    assert "Not knowing (practitioner.uncertainty)" in out
    assert "themes: family.*," in out


# Shapes


@pytest.fixture
def rows(home):
    """Write a table of sessions: ``rows("individual,…")``."""

    def rows(*lines):
        text = "on,minutes,modality,supervisor,supervisees,client,model,notes\n"
        (home / "a.csv").write_text(text + "\n".join(lines) + "\n", encoding="utf-8")
        return "a.csv"

    return rows


INTERVISION = "2026-03-04,60,intervision,,S-014,C-201,,CANARY"
ALONG = "2026-03-05,60,individual,V-01,S-014,C-201,open-dialogue,CANARY"
OTHER = "2026-03-06,60,individual,V-01,S-014,C-201,,CANARY"


def test_rows_that_are_not_of_the_shape_are_pointed_out(run, made, rows):
    """With an approach in use, line, field and rule are told, and the rows are logged all the same."""
    for approach in ("open-dialogue", "harm-reduction"):
        run("approach", "use", approach, *made)

    result = run("log", rows(INTERVISION, ALONG, OTHER), "--yes", *made)

    assert result.status == 0, result.err
    assert (
        "a.csv, line 2: Open Dialogue, intervision, without case content: cases must" in result.err
    )
    assert "line 3: Open Dialogue, a network meeting, by reference only: cases.notes" in result.err
    assert "cases.stages must be given" in result.err
    assert "line 4" not in result.err
    assert "CANARY" not in result.out + result.err
    assert "logged 3 records" in result.out


def test_without_an_approach_no_shape_is_wanted(run, made, rows):
    """Nothing is on by default."""
    assert run("log", rows(INTERVISION, ALONG), "--yes", *made).err == ""


def test_many_rows_are_counted(run, made, rows):
    """Ten are shown, and how many more there are."""
    run("approach", "use", "open-dialogue", *made)
    lines = [INTERVISION.replace("-04,", f"-{day:02},") for day in range(1, 15)]

    result = run("log", rows(*lines), "--dry-run", *made)

    assert result.err.count("Open Dialogue") == 10
    assert "and 4 more" in result.err


def test_a_reflection_is_held_against_the_questions_that_it_answers(run, made):
    """A reflection that answers what a shape asks for is told what else the shape wants."""
    run("approach", "use", "harm-reduction", *made)
    start = ("--practitioner", "S-014")
    first = run("reflect", "harm", *start, *made, answers=["1", *[""] * 5, "n"])
    other = run("reflect", "driscoll", *start, *made, answers=["a", *[""] * 4, "n"])

    assert "Harm reduction, whose goal it is: themes must be given" in first.err
    assert "must be given" not in other.err


@pytest.mark.parametrize(
    ("answers", "told"),
    [(["her sister", "", "", "", "", "", "n"], True), (["", "y", "a", "", "", "", "n"], False)],
)
def test_a_session_is_held_against_the_question_that_it_answers(answers, told, run, made, rows):
    """An answer that goes into a session makes it one of those that a shape is about."""
    run("approach", "use", "relapse-prevention", *made)
    run("log", rows(OTHER), "--yes", *made)
    [line] = run("list", "--json", *made).json

    result = run("reflect", "relapse-prevention", "--into", line["id"], *made, answers=answers)

    assert "kept as draft" in result.err
    assert ("the family's share: cases.themes must be given" in result.err) is told


def test_what_is_added_by_hand_is_pointed_out_before_it_is_recorded(run, made):
    """`add` tells it before the last question."""
    run("approach", "use", "open-dialogue", *made)
    answers = ["2026-03-04", "", "n", "60", "intervision", "", "", "S-014", "", "", "C-201"]
    answers += ["", "", "", "", "", ""]

    result = run("add", *made, answers=[*answers, *[""] * 12, "y"])

    assert "Open Dialogue, intervision, without case content: cases must stay empty" in result.err

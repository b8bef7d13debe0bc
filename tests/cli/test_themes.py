"""`theme rename`, `undo` and `list`: one theme taken for another, and back."""

from __future__ import annotations

import pytest

ROWS = (
    "on,minutes,modality,supervisor,supervisees,client,themes\n"
    "2026-05-04,60,individual,V-01,S-014,C-201,x.kent.kin|x.kent.family-burdens\n"
    "2026-05-05,60,individual,V-01,S-014,C-201,x.kent.kin\n"
)
WHY = "two names for one thing"


@pytest.fixture
def kent(run, made, home):
    """A journal with themes of its own; the options that reach it."""
    (home / "kent.csv").write_text(ROWS, encoding="utf-8")
    assert run("log", "kent.csv", "--yes", *made).status == 0
    return made


@pytest.fixture
def themes(run, kent):
    """How often each theme came up."""

    def themes():
        counts = run("themes", "--by", "year", "--json", *kent).json
        return {each["theme"]: each["count"] for each in counts}

    return themes


def test_a_theme_is_taken_for_another_and_back(run, kent, themes):
    """Counts and searches read the new theme, and the old one again after that is undone."""
    renamed = run("theme", "rename", "x.kent.kin", "family.burden", "--reason", WHY, *kent)

    assert renamed.out == "x.kent.kin is taken for family.burden, in 2 records so far\n"
    assert "neither the catalogue" not in renamed.err
    assert themes() == {"family.burden": 2, "x.kent.family-burdens": 1}
    assert len(run("list", "--theme", "family.burden", "--json", *kent).json) == 2
    undone = run("theme", "undo", "x.kent.kin", "--json", *kent)
    assert undone.json == {"theme": "x.kent.kin"}
    assert themes() == {"x.kent.kin": 2, "x.kent.family-burdens": 1}


def test_two_themes_are_made_one(run, kent, themes):
    """Several themes may be taken for the same one; a record that had both counts once."""
    for old in ("x.kent.kin", "x.kent.family-burdens"):
        run("theme", "rename", old, "family.burden", "--reason", WHY, *kent)

    assert themes() == {"family.burden": 2}


def test_the_list_says_when_and_why(run, kent):
    """Each renaming is listed with day and reason, those that were undone too."""
    run("theme", "rename", "x.kent.kin", "family.burden", "--reason", WHY, *kent)
    run("theme", "undo", "x.kent.kin", *kent)
    run("theme", "rename", "x.kent.kin", "family.children", "--reason", "better", *kent)

    first, second = run("theme", "list", "--json", *kent).json["renames"]

    assert list(first) == ["theme", "into", "at", "reason", "undone"]
    assert (first["theme"], first["into"], first["reason"]) == ("x.kent.kin", "family.burden", WHY)
    assert first["undone"] >= first["at"]
    assert (second["into"], second["reason"], second["undone"]) == (
        "family.children",
        "better",
        None,
    )
    shown = run("theme", "list", *kent).out
    assert "two names" in shown
    assert first["at"][:10] in shown


def test_the_list_points_out_what_looks_alike(run, kent):
    """A theme in use that looks like one of the catalogue is shown beside it."""
    alike = run("theme", "list", "--json", *kent).json["alike"]
    shown = run("theme", "list", *kent).err

    assert alike == [{"theme": "x.kent.family-burdens", "records": 1, "like": ["family.burden"]}]
    assert "x.kent.family-burdens (1) looks like family.burden" in shown
    assert "theme rename" in shown


def test_nothing_is_said_where_nothing_looks_alike(run, filled):
    """Themes of the catalogue alone are no news."""
    assert run("theme", "list", "--json", *filled).json == {"renames": [], "alike": []}
    assert run("theme", "list", *filled).err == ""


@pytest.mark.parametrize(
    ("new", "hint"),
    [("x.kent.kith", ""), ("family.burdens", "; did you mean family.burden?")],
)
def test_a_theme_that_the_catalogue_lacks_is_warned_of(new, hint, run, kent, themes):
    """It is taken all the same: it may be one of your own."""
    renamed = run("theme", "rename", "x.kent.kin", new, "--reason", WHY, *kent)

    assert renamed.status == 0
    assert f"has the new theme{hint}\n" in renamed.err
    assert themes()[new] == 2


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["rename", "Kin folk", "family.burden", "--reason", WHY], 2, "must be a theme"),
        (["rename", "x.kent.kin", "Kin folk", "--reason", WHY], 2, "must be a theme"),
        (["rename", "x.kent.kin", "x.kent.kin", "--reason", WHY], 2, "another theme"),
        (["rename", "x.kent.kin", "family.burden", "--reason", " "], 2, "say why"),
        (["rename", "x.kent.kin", "family.burden"], 2, "--reason must be given"),
        (["undo", "x.kent.kin"], 1, "not taken for another"),
    ],
)
def test_refuses_what_cannot_be_done(arguments, status, says, run, kent):
    """What is wrong is said, without what was typed, and nothing is changed."""
    result = run("theme", *arguments, *kent)

    assert result.status == status
    assert says in result.err
    assert "Kin folk" not in result.err
    assert run("theme", "list", "--json", *kent).json["renames"] == []

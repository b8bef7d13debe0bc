"""What a record names and nothing is called: it is told before it is logged, and no drift is seen."""

from __future__ import annotations

import pytest

AGREEMENT = """---
kind: agreement
code: A-05
starts: 2026-01-05
supervisor: V-01
supervisees: [S-014]
modality: individual
{more}focus:
  - {{what: formative, percent: 10}}
  - {{what: {what}, percent: 40}}
---
## Purposes
{canary}
"""
TABLE = "on,minutes,modality,supervisor,supervisees,session_themes,notes\n"


@pytest.fixture
def agree(home, canary):
    """Write an agreement on such a focus: ``agree("resonanz")``; its file."""

    def agree(what, more=""):
        text = AGREEMENT.format(what=what, more=more, canary=canary)
        (home / "ag.md").write_text(text, encoding="utf-8")
        return "ag.md"

    return agree


@pytest.fixture
def held(home):
    """Write sessions with such themes: ``held("need.trauma", …)``; their file."""

    def held(*themes):
        rows = [
            f"2026-02-{day:02},60,individual,V-01,S-014,{each},\n"
            for day, each in enumerate(themes, start=1)
        ]
        (home / "held.csv").write_text(TABLE + "".join(rows), encoding="utf-8")
        return "held.csv"

    return held


@pytest.mark.parametrize("options", [["--yes"], ["--dry-run"]])
def test_a_focus_that_names_nothing_is_told_before_it_is_logged(run, made, agree, options):
    """The place is named, and what looks like it; nothing is refused, as it may be your own."""
    result = run("log", agree("resonanz"), *options, *made)

    assert result.status == 0
    told = "focus.1.what names no theme, family or function; did you mean resonance?"
    assert f"ag.md, line 1: {told}" in result.err
    assert "resonanz" not in result.err


def test_a_focus_is_checked_without_a_journal_too(run, agree):
    """A dry run holds it against what is shipped."""
    result = run("log", agree("resonanz"), "--dry-run")

    assert "did you mean resonance?" in result.err


@pytest.mark.parametrize("what", ["resonance", "resonance.relationship", "restorative"])
def test_of_a_focus_that_is_known_nothing_is_said(run, made, agree, what):
    """A family, a theme and a function are."""
    assert run("log", agree(what), "--yes", *made).err == ""


def test_what_is_logged_with_it_or_was_before_is_known(run, made, agree, held):
    """Themes of your own count from the first session that has one."""
    files = (agree("x.kent"), held("x.kent.kin"))
    assert run("log", *files, "--dry-run", *made).err == ""
    assert "names no theme" in run("log", files[0], "--dry-run", *made).err

    assert run("log", held("x.kent.kin"), "--yes", *made).status == 0
    assert run("log", agree("x.kent"), "--yes", *made).err == ""


def test_the_focus_of_an_approach_is_its_own(run, made, agree):
    """Its name is known where it is the approach that the agreement names."""
    own = run("log", agree("harm-reduction", more="focus_approach: harm-reduction\n"), "--dry-run")
    other = run("log", agree("harm-reduction"), "--dry-run")

    assert "names no theme" not in own.err
    assert "names no theme" in other.err


def test_a_focus_with_a_theme_twice_is_for_drift_to_tell(run, home, agree):
    """What an approach and another share have in common is no slip of the pen."""
    page = home / agree("harm-reduction", more="focus_approach: harm-reduction\n")
    text = page.read_text(encoding="utf-8").replace("what: formative", "what: safety")
    page.write_text(text, encoding="utf-8")

    assert run("log", "ag.md", "--dry-run").err == ""


def test_drift_from_a_focus_that_names_nothing_is_none(run, made, agree, held, ids_of):
    """Where the slip is, is said with the command that puts it right; no fall is told of."""
    run("log", agree("resonanz"), held(*["resonance.relationship"] * 28), "--yes", *made)
    result = run("drift", "--until", "2026-03-01", *made)
    (agreement,) = ids_of("agreement")

    assert (result.status, result.out) == (2, "")
    assert "focus.1.what of A-05 names no theme, family or function; did you mean resonance?" in (
        result.err
    )
    assert f"supervision amend {agreement[:8]} focus.1.what=" in result.err
    run("amend", agreement, "focus.1.what=resonance", "--reason", "a slip", *made)
    assert run("drift", "--until", "2026-03-01", *made).status == 0


@pytest.fixture
def ids_of(run, made):
    """Return the ids of a kind of record."""
    return lambda kind: [each["id"] for each in run("list", "--kind", kind, "--json", *made).json]


def test_your_own_family_may_never_have_come_up(run, made, agree, held):
    """It may have been agreed and left alone, unless it looks like one that is known."""
    run("log", agree("x.kent"), held("need.trauma"), "--yes", *made)
    assert run("drift", "--until", "2026-03-01", *made).status == 0

    run("log", held("x.kentt.kin"), "--yes", *made)
    found = run("drift", "--until", "2026-03-01", *made)
    assert (found.status, "did you mean x.kentt?" in found.err) == (2, True)


def test_an_approach_is_no_theme(run, made, held):
    """A share of that name is for its themes only where the approach is named."""
    run("log", held("need.trauma"), "--yes", *made)
    result = run("drift", "--share", "harm-reduction=50", *made)

    assert result.status == 2
    assert "it is an approach: give --approach harm-reduction" in result.err


def test_several_agreements_are_named(run, made, home, agree):
    """Which codes there are to choose from is said."""
    run("log", agree("resonance"), "--yes", *made)
    text = (home / "ag.md").read_text(encoding="utf-8")
    other = text.replace("A-05", "A-11").replace("S-014", "S-022")
    (home / "ag.md").write_text(other, encoding="utf-8")
    run("log", "ag.md", "--yes", *made)

    result = run("drift", "--until", "2026-03-01", *made)
    assert "say which with --agreement: A-05, A-11" in result.err


def test_a_theme_like_one_of_the_catalogue_is_told_once(run, made, held):
    """The line, what may be meant, and how often it comes; it is logged all the same."""
    result = run("log", held(*["resonance.relationshp"] * 3, "need.trauma"), "--yes", *made)

    assert result.status == 0
    assert result.err.count("a theme is not in the catalogue") == 1
    assert "held.csv, line 2: a theme is not in the catalogue" in result.err
    assert "did you mean resonance.relationship? (2 more such)" in result.err
    assert "relationshp" not in result.err


def test_of_other_themes_nothing_is_said(run, made, held):
    """Your own, those like none, and those that were taken for others since."""
    assert run("log", held("x.kent.burden", "gardens.roses"), "--yes", *made).err == ""
    run("log", held("need.traumas"), "--yes", *made)
    run("theme", "rename", "need.traumas", "need.trauma", "--reason", "one thing", *made)

    assert run("log", held("need.trauma", "need.traumas"), "--yes", *made).err == ""


def test_no_more_than_ten_are_told(run, made, held):
    """How many more there are is said."""
    themes = [f"need.trauma{'s' * number}" for number in range(1, 3)]
    themes += [f"family.burden{letter}" for letter in "abcdefghij"]
    result = run("log", held(*themes), "--yes", *made)

    assert result.err.count("did you mean") == 10
    assert "and 2 more\n" in result.err


def test_what_is_amended_is_looked_at_too(run, made, agree, ids_of):
    """The same is said where a record is corrected."""
    run("log", agree("resonance"), "--yes", *made)
    (agreement,) = ids_of("agreement")
    result = run("amend", agreement, "focus.1.what=famly", "--reason", "why", *made)

    assert (result.status, "did you mean family?" in result.err) == (0, True)


def test_what_is_added_is_looked_at_too(run, made):
    """The same is said before a record that was typed is recorded."""
    answers = ["2026-03-04", "S-014", "", "", "practitioner.uncertanty", "text", ".", "y"]
    result = run("add", "--kind", "reflection", *made, answers=answers)

    assert "did you mean practitioner.uncertainty?" in result.err

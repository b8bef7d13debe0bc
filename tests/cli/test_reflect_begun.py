"""`reflect --resume` with questions that have changed: lines are put to their own question only."""

from __future__ import annotations

import pytest

from supervision.cli._begun import Begun
from supervision.cli._sitting import About, _Content
from supervision.records import AnswerKind

START = ("--practitioner", "S-014", "--on", "2026-03-05")
LINE = "the sister stayed away"

PACK = """
id = "x.kent.two"
version = {version}
title = "Two"
text = "Two questions."
source = "Kent, 2026"
rights = "Ours"

[[prompts]]
id = "x.kent.said"
version = {version}
text = "{said}"
purpose = "begin"
function = "formative"
kind = "{kind}"
{more}
"""
SECOND = """
[[prompts]]
id = "x.kent.felt"
text = "What was felt?"
purpose = "go on"
function = "formative"
kind = "text"
{when}
"""
FIRST = """
[[prompts]]
id = "x.kent.home"
text = "Was it at home?"
purpose = "the place"
function = "formative"
kind = "yesno"
"""


@pytest.fixture
def use(run, made, home):
    """Take a pack into use in the place of the last: ``use(version=2, said="…")``."""

    def use(*, version=1, said="What was said?", kind="text", more=""):
        text = PACK.format(version=version, said=said, kind=kind, more=more)
        (home / "two.toml").write_text(text, encoding="utf-8")
        result = run("pack", "use", "two.toml", *made)
        assert result.status == 0, result.err

    return use


@pytest.fixture
def begun(run, made, use):
    """A draft with two lines of an answer to the first question."""
    use(more=SECOND.format(when=""))
    answers = [LINE, "and rang later", "."]
    assert run("reflect", "x.kent.two", *START, *made, answers=answers).status == 0


@pytest.fixture
def resumed(run, made):
    """Go on with the draft: ``resumed(["n", "."])``."""
    return lambda answers: run("reflect", "--resume", *made, answers=answers)


@pytest.fixture
def recorded(run, made):
    """Return prompt, version and value of each answer of the only record."""

    def recorded():
        [line] = run("list", "--json", *made).json
        record = run("show", line["id"], "--json", *made).json["record"]
        return [(one["prompt"], one["version"], one["value"]) for one in record["answers"]]

    return recorded


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2, "said": "What was not said?"},
        {"version": 2, "kind": "list"},
        {"version": 2, "kind": "yesno"},
    ],
    ids=["wording", "list", "kind"],
)
def test_lines_are_not_put_to_a_question_that_changed(change, begun, use, resumed, recorded):
    """What was written to version 1 is shown, and is no part of an answer to version 2."""
    use(**change, more=SECOND.format(when=""))

    result = resumed(["n", "", "other", "", "y"])

    assert result.status == 0, result.err
    assert f"  What was said?\n  > {LINE}\n  > and rang later\n" in result.err
    assert recorded() == [("x.kent.felt", 1, "other")]


def test_they_stay_in_the_draft_until_they_are_dropped(begun, use, resumed):
    """Whoever goes on without dropping them sees them each time; once dropped they are gone."""
    use(version=2, said="What was not said?", more=SECOND.format(when=""))

    shown = [resumed(answers).err for answers in (["."], ["n", "x", "", "."], ["y", "."], ["."])]

    assert [LINE in each for each in shown] == [True, True, True, False]
    assert all("kept as draft" in each for each in shown)


def test_lines_to_a_branch_that_closed_are_not_put_to_the_next(use, run, made, resumed, recorded):
    """A question that newer words ask under a condition only does not hand its lines on."""
    use(more=FIRST + SECOND.format(when=""))
    run("reflect", "x.kent.two", *START, *made, answers=["what", "", "y", LINE, "."])
    when = 'version = 2\nwhen = { prompt = "x.kent.home", is = false }'
    use(version=2, more=FIRST + SECOND.format(when=when))

    # Enter alone drops nothing, and at the end records nothing.
    result = resumed(["", ""])

    assert "goes once this is recorded" in result.err
    assert result.err.count(f"  > {LINE}\n") == 2
    assert resumed(["n", "y"]).status == 0
    assert recorded() == [("x.kent.said", 1, "what"), ("x.kent.home", 1, True)]


def test_a_sitting_without_answers_keeps_them(begun, use, resumed, run, made):
    """Where all else is skipped nothing is recorded, and the draft is not taken away."""
    use(version=2, more=SECOND.format(when=""))

    result = resumed(["n", "", ""])

    assert result.status == 1
    assert len(run("reflect", "--drafts", "--json", *made).json) == 1
    assert LINE in resumed(["."]).err


def test_no_repr_shows_what_was_written():
    """What a draft holds is in no repr: neither its answers nor its lines."""
    one = Begun(
        prompt="x.kent.said", version=1, kind=AnswerKind.TEXT, wording="Of C-201?", lines=(LINE,)
    )
    guide = {"taken": [{"answer": {"value": LINE}}]}
    content = _Content(guide=guide, about=About(on=None), begun=(one,))

    assert not any(text in repr(each) for each in (one, content) for text in (LINE, "C-201"))

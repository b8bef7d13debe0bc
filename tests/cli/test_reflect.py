"""`supervision reflect`: questions, and moves between them."""

from __future__ import annotations

import pytest

from supervision import Journal
from supervision.errors import InvalidRecordError

START = ("--practitioner", "s-014", "--on", "2026-03-05")
SECRET = "the sister stayed away"
# What happened, how sure, safe, which, next, themes, record it.
ALL = [SECRET, "", "4", "y", "2", "one", "two", "", "", "y"]
NAMES = ["x.kent.what", "x.kent.mark", "x.kent.safe", "x.kent.which", "x.kent.next"]


def values(record):
    """Return prompt and value of each answer."""
    return {answer["prompt"]: answer["value"] for answer in record["answers"]}


def test_every_kind_of_answer_is_taken_and_keeps_its_wording(sit, records):
    """Text, mark, yes or no, choice and list are recorded with the words that they answered."""
    result = sit(ALL)

    assert result.status == 0, result.err
    [record] = records()
    assert values(record) == dict(
        zip(NAMES, [SECRET, 4, True, "Tense", ["one", "two"]], strict=True)
    )
    assert record["answers"][1]["wording"] == "How sure are you? (1 = not at all, 5 = entirely)"
    assert (record["on"], record["practitioner"]) == ("2026-03-05", "S-014")
    assert record["functions"] == ["formative", "normative", "restorative"]
    assert SECRET not in result.out + result.err


def test_each_question_says_where_it_stands_and_how_to_answer(sit):
    """Number, wording, purpose, choices and the range of marks are shown, and the rules once."""
    shown = sit(ALL).err

    assert "2 of 5\nHow sure are you? (1 = not at all, 5 = entirely)\n  for: a rating\n" in shown
    assert "A number from 1 to 5:" in shown
    assert "  1  Calm\n  2  Tense\n" in shown
    assert shown.count("Enter alone skips") == 1


def test_a_stage_is_named_and_not_said_twice(run, made):
    """Along a model the stage stands beside the number; a purpose that says the same is left out."""
    result = run("reflect", "gibbs", *START, *made, answers=["a", "", "."])

    assert "1 of 6: Description\n" in result.err
    assert "for: description" not in result.err


def test_the_result_is_told_as_json(sit, records, run, kept):
    """--json says what was recorded: its id, how many answers, themes and reminders."""
    result = sit([*ALL[:3], "n", "the door", "", "2", "", "all", "y"], "--json")

    [line] = run("list", "--json", *kept).json
    assert result.json == {
        "id": line["id"],
        "kind": "reflection",
        "draft": None,
        "answers": 5,
        "themes": ["family.burden", "practitioner.uncertainty"],
        "reminders": ["Ring the duty manager."],
    }


def test_enter_alone_skips_and_no_reason_is_kept(sit, records):
    """What was skipped leaves nothing behind."""
    assert sit(["", "3", "", "", "", "", "y"]).status == 0
    assert values(records()[0]) == {"x.kent.mark": 3}


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        (["", "6", "3", "", "", "", "y"], "must be a whole number from 1 to 5"),
        (["", "0", "3", "", "", "", "y"], "must be a whole number from 1 to 5"),
        (["", "CANARY", "3", "", "", "", "y"], "must be a whole number from 1 to 5"),
        (["", "9" * 5000, "3", "", "", "", "y"], "must be a whole number from 1 to 5"),
        (["", "3", "CANARY", "", "", "", "y"], "must be yes or no"),
        (["", "3", "", "3", "", "", "y"], "must be one of its choices"),
        (["", "3", "", "CANARY", "", "", "y"], "must be one of its choices"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_asked_again_with_the_rule(answers, rule, sit, records):
    """What breaks the rule is told without what was typed, and the question comes again."""
    result = sit(answers)

    assert result.status == 0, result.err
    assert rule in result.err
    assert "CANARY" not in result.out + result.err
    assert values(records()[0]) == {"x.kent.mark": 3}


@pytest.mark.parametrize(
    ("refused", "rule"),
    [
        ("tw\udce9o", "that line is not text in UTF-8; type it again"),
        ("x" * 1_000_000, "must be at most 1,000,000 characters"),
    ],
    ids=["not text", "too long"],
)
@pytest.mark.parametrize(
    "typed", [["{}", "a", "b", ""], ["a", "{}", "b", ""], ["a", "b", "{}", ""]]
)
def test_a_line_that_is_refused_takes_no_other_along(refused, rule, typed, sit, records):
    """What breaks a rule is told by line, and the lines before and after it are the answer."""
    # Alone it is a text of a length that a record takes, and one more character is too much.
    refused = f"{refused}{'x' if typed[0] == '{}' and len(refused) > 9 else ''}"
    result = sit([*(line.format(refused) for line in typed), "", "", "", "", "", "y"])

    assert result.status == 0, result.err
    assert result.err.count(rule) == 1
    assert refused not in result.err
    assert values(records()[0]) == {"x.kent.what": "a\nb"}


def test_a_refused_line_leaves_those_before_it_in_the_draft(sit, run, kept):
    """Whoever stops right after a line that was refused finds the lines before it again."""
    sit(["a", "b", "\udce9", "."])

    resumed = run("reflect", "--resume", *kept, answers=["."])

    assert "> a\n> b\n" in resumed.err


def test_an_item_of_a_list_is_judged_by_itself(sit, records):
    """Each item of a list may be as long as a text, and what is longer is refused alone."""
    longest = "x" * 1_000_000
    result = sit(["", "", "", "", longest, f"{longest}y", "z", "", "", "y"])

    assert "must be at most 1,000,000 characters" in result.err
    assert values(records()[0]) == {"x.kent.next": [longest, "z"]}


def test_what_no_draft_can_hold_is_refused_alone(sit, records, monkeypatch):
    """A line that the journal cannot keep is told, and the next one is taken after those before."""
    keep = Journal.keep_draft

    def kept(self, draft, content):
        if "huge" in str(content):
            msg = "a document is at most so large"
            raise InvalidRecordError(msg)
        return keep(self, draft, content)

    monkeypatch.setattr(Journal, "keep_draft", kept)
    result = sit(["a", "huge", "b", "", "", "", "", "", "", "y"])

    assert "  a document is at most so large\n" in result.err
    assert values(records()[0]) == {"x.kent.what": "a\nb"}


@pytest.mark.parametrize("answer", ["calm", "Calm", "1"])
def test_a_choice_is_made_by_its_number_or_its_words(answer, sit, records):
    """The words of a choice are understood as well, in either case."""
    sit(["", "", "", answer, "", "", "y"])

    assert values(records()[0]) == {"x.kent.which": "Calm"}


def test_text_keeps_its_lines(sit, records):
    """A text of several lines ends with an empty one."""
    sit(["one", "two", "", "", "", "", "", "", "y"])

    assert values(records()[0]) == {"x.kent.what": "one\ntwo"}


def test_a_question_waits_for_the_answer_that_opens_it(sit, records):
    """A no opens one more question; going back and saying yes closes it again."""
    answers = ["", "", "n", "the door", "", "<", "<", "y", "", "", "", "y"]

    assert sit(answers).status == 0
    assert values(records()[0]) == {"x.kent.safe": True}


def test_going_back_shows_the_answer_and_enter_keeps_it(sit, records):
    """Enter alone keeps what was answered before; only - takes it away."""
    result = sit(["", "3", "<", "", "y", "<", "-", "2", "<", "1", "one", "", "<", "", "", "y"])

    assert result.status == 0, result.err
    assert "answered before: 3\n" in result.err
    assert "answered before: yes\n" in result.err
    assert "answered before: Tense\n" in result.err
    assert values(records()[0]) == {
        "x.kent.mark": 3,
        "x.kent.which": "Calm",
        "x.kent.next": ["one"],
    }


def test_a_list_is_shown_as_it_was(sit):
    """A list that is gone back to is shown with its items."""
    assert "answered before: one; two\n" in sit([*ALL[:8], "<", ".", ""]).err


def test_nothing_stands_before_the_first_question(sit):
    """Going back at the first question says so, and asks it again."""
    result = sit(["<", "one", "", "."])

    assert "this is the first question" in result.err
    assert result.err.count("What happened?") == 2


def test_back_in_the_middle_of_a_text_takes_nothing_away(sit, records):
    """Once something is written, < goes nowhere: the lines stay."""
    result = sit(["one", "<", "two", "", "", "", "", "", "", "y"])

    assert "goes back where nothing is written yet" in result.err
    assert values(records()[0]) == {"x.kent.what": "one\ntwo"}


def test_a_reminder_is_shown_at_once_and_at_the_end(sit):
    """A person is reminded to act when the answer is given and again before it is recorded."""
    result = sit(["", "", "n", "", "", "", "", "y"])

    assert result.err.count("for you to act on: Ring the duty manager.") == 2

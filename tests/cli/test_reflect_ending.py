"""`supervision reflect`: what comes of the answers, and about whom they are."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

START = ("--practitioner", "s-014", "--on", "2026-03-05")
SECRET = "the sister stayed away"
PHONE = "ring 07700 900123"
# What happened, how sure, safe, which, next, themes, record it.
ALL = [SECRET, "", "4", "y", "2", "one", "two", "", "", "y"]


def values(record):
    """Return prompt and value of each answer."""
    return {answer["prompt"]: answer["value"] for answer in record["answers"]}


@pytest.mark.parametrize(
    ("typed", "themes"),
    [
        (["1"], ["family.burden"]),
        (["2, 1"], ["family.burden", "practitioner.uncertainty"]),
        (["all"], ["family.burden", "practitioner.uncertainty"]),
        (["none"], []),
        ([""], []),
        (["3", "CANARY", "1 4", "2"], ["practitioner.uncertainty"]),
    ],
)
def test_themes_are_offered_and_chosen(typed, themes, sit, records):
    """The themes of the questions are offered by number; what is no number of them is asked again."""
    result = sit([*ALL[:8], *typed, "y"])

    assert result.status == 0, result.err
    assert "  1  The burden carried by relatives (family.burden)\n" in result.err
    assert ("  give numbers" in result.err) is (len(typed) > 1)
    assert records()[0]["themes"] == themes


def test_going_back_from_the_themes_reaches_the_last_answer(sit, records):
    """Where themes are chosen, < goes back to the last question, and they are offered anew."""
    result = sit([*ALL[:8], "<", "three", "", "all", "<", "-", "1", "y"])

    assert result.status == 0, result.err
    assert result.err.count("themes that these questions touch") == 3
    assert "x.kent.next" not in values(records()[0])
    assert records()[0]["themes"] == ["family.burden"]


@pytest.mark.parametrize("answer", ["n", "no", "."])
def test_nothing_is_recorded_before_the_last_yes(answer, sit, records, run, kept):
    """Whoever says no keeps a draft, with all that was answered."""
    result = sit([*ALL[:9], "what?", answer])

    assert result.status == 0
    assert records() == []
    [draft] = run("reflect", "--drafts", "--json", *kept).json
    assert draft["answers"] == 5


def test_where_nothing_was_answered_nothing_is_kept(sit, run, kept):
    """Skipping everything, or leaving at once, leaves no trace and says so."""
    skipped, left = sit([""] * 5), sit([])

    assert (skipped.status, left.status) == (1, 1)
    assert "nothing was answered, so nothing was recorded" in skipped.err
    assert "nothing was answered, so nothing was kept" in left.err
    assert run("reflect", "--drafts", "--json", *kept).json == []


def test_an_answer_that_was_taken_away_leaves_no_draft(sit, run, kept):
    """Where the only answer was taken away, its draft goes too."""
    result = sit(["one", "", "<", "-", "", "", "", ""])

    assert result.status == 1
    assert run("reflect", "--drafts", "--json", *kept).json == []


def test_leaving_before_the_first_answer_keeps_nothing(sit, monkeypatch):
    """Ctrl-C at the first question has nothing to keep, and says only that it was interrupted."""

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("supervision.cli._screen.Screen.ask", interrupted)
    result = sit([])

    assert result.status == 130
    assert "kept" not in result.err.rpartition("What happened?")[2]


# Who, and about what


def test_the_practitioner_is_asked_for_until_it_is_a_code(run, kept, records):
    """A name is refused, without being shown, and asked for again."""
    answers = ["Maria Marlow", "s-014", "one", "", "", "", "", "", "", "y"]

    result = run("reflect", "x.kent.all", *kept, answers=answers)

    assert result.status == 0, result.err
    assert "must be a code such as 'S-014'" in result.err
    assert "Marlow" not in result.err
    assert records()[0]["practitioner"] == "S-014"


def test_client_and_session_are_kept(run, filled, ids):
    """The client is a code, and the session is named by the beginning of its id."""
    options = ["--client", "c-201", "--session", ids[0][:8]]
    result = run(
        "reflect", "gibbs", *START, *options, "--json", *filled, answers=["one", *[""] * 7, "y"]
    )

    assert result.status == 0, result.err
    record = run("show", result.json["id"], "--json", *filled).json["record"]
    assert (record["client"], record["session"], record["model"]) == ("C-201", ids[0], "gibbs")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], (2, "along what? give a model (")),
        (["gibs"], (1, "did you mean gibbs")),
        (["gibbs", "--resume", "--drafts"], (2, "give one of these only")),
        (["gibbs", "--drafts"], (2, "give one of these only")),
        (["gibbs", "--into", "5e", "--client", "C-201"], (2, "--into keeps day")),
        (["--resume", "--client", "C-201"], (2, "a draft keeps what it is about")),
        (["--drafts", "--into", "5e"], (2, "a draft keeps what it is about")),
        (["gibbs", "--client", "Maria"], (2, "--client must be a code")),
        (["gibbs", "--practitioner", "Maria"], (2, "--practitioner must be a code")),
        (["gibbs", "--session", "REFLECTION"], (2, "a record of another kind: reflection")),
        (["gibbs", "--into", "REFLECTION"], (2, "a record of another kind: reflection")),
        (["--resume"], (1, "there is no draft")),
        (["--resume", "5e"], (1, "no id begins so")),
        (["--drop", "5e", "--yes"], (1, "no id begins so")),
    ],
)
def test_what_makes_no_sense_is_told(arguments, expected, run, filled, ids):
    """Each slip ends in a sentence and an exit status, and without the value."""
    typed = [ids[3] if each == "REFLECTION" else each for each in arguments]

    result = run("reflect", *typed, *filled)

    status, says = expected
    assert result.status == status, result.err
    assert says in result.err
    assert "Maria" not in result.err


def test_answers_go_into_a_session(run, filled, ids):
    """With --into a session gets another revision, with the answers, functions and themes."""
    answers = ["one", *[""] * 7, "y"]
    result = run("reflect", "gibbs", "--into", ids[0], "--json", *filled, answers=answers)

    assert result.status == 0, result.err
    assert (result.json["id"], result.json["kind"]) == (ids[0], "session")
    shown = run("show", ids[0], "--json", *filled).json
    assert shown["revision"] == 2
    assert values(shown["record"]) == {"gibbs.1-description": "one"}
    assert run("reflect", "--drafts", "--json", *filled).json == []


def test_the_draft_of_a_session_is_in_its_folder(run, filled, ids):
    """What is to go into a session is sealed under the key of the folder that it is in."""
    run("reflect", "gibbs", "--into", ids[2], *filled, answers=["one", "", "."])

    assert run("erase", "--folder", "S-022", "--reason", "x", "--yes", *filled).status == 0
    assert run("reflect", "--drafts", "--json", *filled).json == []


# What may say who somebody is


def test_what_may_say_who_somebody_is_is_told_before_it_is_recorded(sit, records):
    """The question and the positions are shown, never the text, and it is for a person to decide."""
    result = sit([PHONE, "", "", "", "", PHONE, "", "", "y"])

    assert result.status == 0, result.err
    assert "the answer to x.kent.what 5-17 looks like a phone number" in result.err
    assert "the answer to x.kent.next[0] 5-17 looks like a phone number" in result.err
    assert "900123" not in result.out + result.err
    assert "Warning" not in result.err
    assert len(records()) == 1


def test_where_something_was_found_enter_alone_does_not_record_it(sit, records, run, kept):
    """As with `add`, only a yes records what may say who somebody is; the draft is kept."""
    result = sit([PHONE, "", "", "", "", "", "", ""])

    assert "Record it all the same? [y/N" in result.err
    assert records() == []
    assert len(run("reflect", "--drafts", "--json", *kept).json) == 1


def test_strict_refuses_and_keeps_the_draft(sit, records, run, kept):
    """With --strict such answers are not recorded; the draft stays, and the status is 2."""
    result = sit([PHONE, "", "", "", "", "", "", "n"], "--strict")

    assert result.status == 2
    assert "looks like a phone number" in result.err
    assert "go on with: supervision reflect --resume" in result.err
    assert records() == []
    [draft] = run("reflect", "--drafts", "--json", *kept).json
    assert draft["answers"] == 1


def test_strict_refuses_where_nobody_is_there_to_answer(sit, records):
    """A script that has no more to say gets the refusal, and not a success."""
    assert sit([PHONE, "", "", "", "", "", ""], "--strict").status == 2
    assert records() == []


def test_strict_lets_one_go_back_and_write_something_else(sit, records):
    """Whoever goes back and leaves the number out gets the record."""
    answers = [PHONE, "", "", "", "", "", "", "<", "<", "<", "<", "<", "I rang", "", "", "y"]

    result = sit(answers, "--strict")

    assert result.status == 0, result.err
    assert values(records()[0]) == {"x.kent.what": "I rang"}


def test_what_a_session_says_already_is_not_told_again(run, made, home):
    """With --into only the new answers are looked at: the rest was told when it was recorded."""
    (home / "a.csv").write_text(
        "on,minutes,modality,supervisor,supervisees,notes,client\n"
        f"2026-03-04,60,individual,V-01,S-014,{PHONE},C-201\n",
        encoding="utf-8",
    )
    run("log", "a.csv", "--yes", *made)
    [line] = run("list", "--json", *made).json

    result = run(
        "reflect", "gibbs", "--into", line["id"], "--strict", *made, answers=["one", *[""] * 7, "y"]
    )

    assert result.status == 0, result.err
    assert "phone" not in result.err
    assert run("show", line["id"], "--json", *made).json["revision"] == 2


TYPED = ["", "", "<", ".", "-", "y", "n", "1", "3", "9", "all", SECRET, PHONE]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.lists(st.sampled_from(TYPED), max_size=30))
def test_whatever_is_typed_is_kept_or_recorded_and_nothing_else(typed, sit, run, kept):
    """Any lines end in a record, a draft, or nothing where nothing was answered."""
    before = len(run("list", "--json", *kept).json)

    result = sit(typed, "--json")

    records = len(run("list", "--json", *kept).json) - before
    drafts = run("reflect", "--drafts", "--json", *kept).json
    told = result.json
    for draft in drafts:
        run("reflect", "--drop", draft["id"], "--yes", *kept)
    if result.status == 0:
        assert (records, len(drafts)) == (int(bool(told["id"])), int(bool(told["draft"])))
        assert records + len(drafts) == 1
    else:
        assert (result.status, told["error"]["type"]) == (1, "DeclinedError")
        assert (records, drafts) == (0, [])

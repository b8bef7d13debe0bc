"""`add`: one record, asked field by field, each until it keeps its rule."""

from __future__ import annotations

import pytest

SESSION = [
    ("Day", "2026-03-04"),
    ("Time it began", "09:30"),
    ("Was it cancelled", ""),
    ("Minutes", "60"),
    ("Format", ""),
    ("Held in-person", "video"),
    ("Supervisor's code", "v-01"),
    ("Supervisees' codes", "S-014"),
    ("Agreement's code", ""),
    ("Agenda", "One thing | Another"),
    ("Client's code", "C-201"),
    ("Setting", "community"),
    ("For what", "formative|normative"),
    ("Model followed", "seven-eyed"),
    ("Themes", "family.burden|need.unmet"),
    ("Mostly about", "need.unmet"),
    ("as many lines", "CANARY one"),
    (">", "CANARY two"),
    (">", "."),
    ("another; Enter if that is all", ""),
    ("A risk", "safety.overdose"),
    ("Client's code, if", ""),
    ("as many lines", "CANARY three"),
    (">", "."),
    ("Code of who acts", "S-014"),
    ("By which day", "2026-03-05"),
    ("in the client's record", "yes"),
    ("another; Enter if that is all", ""),
    ("Code of who will do", "S-014"),
    ("What they will do", "Ask her"),
    ("By which day", ""),
    ("another; Enter if that is all", ""),
    ("recommended", ""),
    ("instructed", ""),
    ("learned", ""),
    ("What will be different", ""),
    ("What was said", ""),
    ("Record it", "y"),
]


# Asked for the session as a whole where there is no case.
NO_THEMES = ["", ""]


def lines(script, **changed):
    """Return the answers of a script; by keyword, others in place of one."""
    answers = []
    for question, answer in script:
        words = question.replace(" ", "_")
        start = next((each for each in changed if words.startswith(each)), None)
        answers += changed[start] if start else [answer]
    return answers


def newest(run, at):
    """Return the record that was added last, as plain data."""
    found = run("list", "--json", *at).json[-1]["id"]
    return run("show", found, "--json", *at).json["record"]


def test_asks_for_a_whole_session_on_a_terminal(terminal, run, made):
    """Every question is shown in its order, and the record is as it was typed."""
    window = terminal("add", *made)
    window.answer(*SESSION)

    assert window.finish() == 0
    assert "recorded session" in window.seen
    record = newest(run, made)
    assert record["minutes"] == 60
    assert record["delivery"] == "video"
    assert record["supervisor"] == "V-01"
    assert record["agenda"] == ["One thing", "Another"]
    case = record["cases"][0]
    assert case["functions"] == ["formative", "normative"]
    assert case["primary_theme"] == "need.unmet"
    assert case["notes"] == "CANARY one\nCANARY two"
    assert record["risks"][0]["decision"] == "CANARY three"
    assert record["risks"][0]["in_client_record"] is True
    assert record["actions"][0]["what"] == "Ask her"


def test_answers_may_come_from_elsewhere(run, made):
    """The same answers through a pipe give the same record, and notes are not repeated."""
    result = run("add", "--json", *made, answers=lines(SESSION))

    assert result.status == 0
    assert result.json["kind"] == "session"
    assert newest(run, made)["id"] == result.json["id"]
    assert "CANARY" not in result.out + result.err


def test_a_single_theme_is_the_one_it_was_about(run, made):
    """Which theme it was mostly about is asked only where there are several."""
    answers = lines(SESSION, Themes=["family.burden"], Mostly=[])

    result = run("add", *made, answers=answers)

    assert result.status == 0, result.err
    assert newest(run, made)["cases"][0]["themes"] == ["family.burden"]


def test_what_breaks_a_rule_is_asked_again(run, made):
    """The rule is told, the value is not, and the question comes again until it is kept."""
    answers = lines(
        SESSION,
        Day=["2026-02-29", "CANARY", "2026-03-04"],
        Time=["25:00", "09:30"],
        Minutes=["", "0", "CANARY", "60"],
        What_they=["", "Ask her"],
        Format=["CANARY", "individual"],
        Supervisor=["CANARY", "", "V-01"],
        Supervisees=["Maria Jansen", "V-01", "S-014"],
        Themes=["CANARY", "family.burden|need.unmet"],
        Mostly=["family.children", "need.unmet"],
    )
    result = run("add", *made, answers=answers)

    assert result.status == 0, result.err
    for rule in (
        "on must be a day",
        "must be given",
        "start must be a time",
        "minutes must be from 1 to 1440",
        "minutes must be a whole number",
        "modality must be one of",
        "supervisor must be",
        "must be a code such as",
        "supervisor must not be one of the supervisees",
        "primary_theme must be one of the themes",
    ):
        assert rule in result.err, rule
    assert "CANARY" not in result.err
    assert "Maria" not in result.err


@pytest.mark.parametrize(("answer", "status"), [(["n"], 1), (["perhaps", "y"], 0), ([], 1)])
def test_nothing_is_recorded_before_the_last_yes(answer, status, run, made):
    """No at the end, or the end of the input, leaves the journal as it was."""
    result = run("add", *made, answers=lines(SESSION, Record=answer))

    assert result.status == status
    assert len(run("list", "--json", *made).json) == (1 if status == 0 else 0)


def test_leaving_in_the_middle_leaves_no_trace(terminal, run, made):
    """Ctrl-C ends with nothing recorded and no traceback."""
    window = terminal("add", *made)
    window.answer(*SESSION[:9])
    window.expect("Agenda")

    assert window.interrupt() == 130
    assert "Traceback" not in window.seen
    assert run("list", "--json", *made).json == []


def test_a_cancelled_session_has_no_length(run, made):
    """Who cancelled and why is asked for, and the length is nothing unless said."""
    answers = lines(SESSION[:10], Was=["y", "S-014", "CANARY", "."], Minutes=[""])
    answers += ["", *NO_THEMES, "", "", "", "", "", "", "", "y"]

    result = run("add", *made, answers=answers)

    assert result.status == 0, result.err
    record = newest(run, made)
    assert record["minutes"] == 0
    assert record["cancelled"] == {"by": "S-014", "reason": "CANARY"}


@pytest.mark.parametrize(
    ("answers", "themes", "primary"),
    [
        (["need.unmet"], ["need.unmet"], None),
        (
            ["need.unmet|practitioner.emotional-load", "family.burden", "need.unmet"],
            ["need.unmet", "practitioner.emotional-load"],
            "need.unmet",
        ),
        (["Sad", ""], [], None),
    ],
    ids=["one", "several", "none"],
)
def test_a_session_without_a_case_is_asked_for_its_own_themes(answers, themes, primary, run, made):
    """Where no case was brought, functions and themes of the whole session are asked for."""
    script = [*lines(SESSION[:10]), "", "CANARY", "restorative", *answers, *[""] * 7, "y"]

    result = run("add", *made, answers=script)

    assert result.status == 0, result.err
    record = newest(run, made)
    assert (record["cases"], record["functions"]) == ([], ["restorative"])
    assert (record["themes"], record["primary_theme"]) == (themes, primary)
    assert "CANARY" not in result.err


def _group(*answers):
    script = lines(
        SESSION[:9], Format=["group"], Supervisees=["S-014|S-022"], Agreement=["", *answers]
    )
    return [*script, "", "", *NO_THEMES, "", "", "", "", "", "", "", "y"]


def test_a_group_needs_a_code(run, made):
    """Where nobody could say to which folder it belongs, the group's code is asked for again."""
    result = run("add", *made, answers=_group("", "G-02", "6", "yes"))

    assert result.status == 0, result.err
    record = newest(run, made)
    assert (record["group"], record["group_size"], record["facilitated"]) == ("G-02", 6, True)


def test_a_group_needs_no_code_where_the_folder_is_given(run, made):
    """With --folder the record has its place, and the code may be left out."""
    result = run("add", "--folder", "g-07", *made, answers=_group("", "", ""))

    assert result.status == 0, result.err
    assert newest(run, made)["group"] is None
    assert run("folders", "--json", *made).json == [{"label": "G-07", "records": 1}]


def test_a_group_needs_no_code_where_there_is_an_agreement(run, made):
    """The agreement's code does as well."""
    answers = lines(SESSION[:9], Format=["peer"], Supervisees=["S-014|S-022"], Supervisor=[""])
    answers = [*answers[:-1], "A-03", *[""] * 5, *NO_THEMES, *[""] * 7, "y"]

    result = run("add", *made, answers=answers)

    assert result.status == 0, result.err
    assert newest(run, made)["supervisor"] is None


def test_adds_a_reflection(run, made):
    """A reflection needs a practitioner and notes; the rest may be left out."""
    answers = ["2026-03-05", "", "S-014", "gibbs", "", "practitioner.uncertainty"]
    answers += ["", "CANARY", ".", ""]

    result = run("add", "--kind", "reflection", "--json", *made, answers=answers)

    assert result.status == 0, result.err
    record = newest(run, made)
    assert record["notes"] == "CANARY"
    assert record["model"] == "gibbs"
    assert "CANARY" not in result.err


def test_today_is_the_day_if_none_is_given(run, made):
    """Enter alone takes today, which is shown in the question."""
    answers = ["", "S-014", "", "", "", "CANARY", ".", "y"]

    result = run("add", "--kind", "reflection", *made, answers=answers)

    assert result.status == 0, result.err
    assert f"[{newest(run, made)['on']}]" in result.err


@pytest.mark.parametrize("length", [1023, 1024, 4095])
def test_a_line_that_the_terminal_may_have_cut_off_is_asked_for_again(
    length, run, made, monkeypatch
):
    """A terminal cuts long lines off in silence: what may have lost its end is not taken."""
    monkeypatch.setattr("supervision.cli._screen.interactive", lambda: True)
    answers = ["", "S-014", "", "", "", "x" * length, "shorter", ".", "y"]

    result = run("add", "--kind", "reflection", *made, answers=answers)

    assert result.status == 0
    assert "cut that line off" in result.err
    assert newest(run, made)["notes"] == "shorter"


def test_a_long_line_through_a_pipe_is_whole(run, made):
    """Only a terminal cuts lines off."""
    answers = ["", "S-014", "", "", "", "x" * 100_000, ".", "y"]

    assert run("add", "--kind", "reflection", *made, answers=answers).status == 0
    assert len(newest(run, made)["notes"]) == 100_000


def test_a_long_line_on_a_terminal_is_whole(terminal, run, made):
    """Where lines are edited, a pasted text longer than 4,096 characters is kept whole."""
    window = terminal("add", "--kind", "reflection", *made, TERM="dumb")
    window.answer(
        ("Day", ""), ("Practitioner", "S-014"), ("Model", ""), ("Client", ""), ("Themes", "")
    )
    window.expect(r"(?s)as many lines.*\n> $")
    window.type("x" * 5000)
    window.answer((r"\n> $", "."), ("Record it", "y"))

    assert window.finish() == 0
    assert len(newest(run, made)["notes"]) == 5000

"""`hours --rule`."""

from __future__ import annotations

import pytest

TABLE = """on,minutes,modality,supervisor,supervisees,agreement,group,group_size,facilitated,client,themes
2026-05-04,90,individual,V-01,S-014,A-01,,,,C-201,family.burden
2026-06-04,120,group,V-01,S-014|S-022,,G-02,6,yes,C-202,
2026-06-11,60,individual,V-01,S-022,A-02,,,,C-203,
"""

RULE = """
id = "x.kent.domains"
title = "Two domains"
text = "An hour each."
body = "Kent"
jurisdiction = "Kent"
source = "Our handbook"
read_on = 2026-11-26
rights = "Ours"
confirmed = false

[[each]]
id = "domains"
text = "An hour in each."
of = "domain"
minutes = 60
parts = [{ id = "a", label = "Families", themes = ["family.*"] }, { id = "b", label = "Ethics" }]
"""

BACP = ("--rule", "bacp-accredited", "--person", "s-014")
TWO_MONTHS = ("--since", "2026-05-01", "--until", "2026-06-30")


@pytest.fixture
def logged(run, made, home):
    """A journal of individual and group sessions; the options that reach it."""
    (home / "spring.csv").write_text(TABLE, encoding="utf-8")
    (home / "own.toml").write_text(RULE, encoding="utf-8")
    result = run("log", "spring.csv", "--yes", *made)
    assert result.status == 0, result.err
    return made


def statuses(document):
    """Return name and status of each outcome."""
    return [(one["name"], one["status"]) for one in document["outcomes"]]


def test_what_is_short_is_told_and_is_a_problem(run, logged):
    """A table shows each month, a sentence says what is short, and the exit status is 1."""
    result = run("hours", *BACP, *TWO_MONTHS, *logged)

    assert result.status == 1
    assert "June 2026: 2 h in a group of 6 credited 20 min; short by 70 min" in result.out
    assert "May 2026:" not in result.out
    row = next(line for line in result.out.splitlines() if "2026-05" in line)
    assert row.split() == ["2026-05", "monthly", "90", "min", "90", "min", "met"]
    assert "Check with your body: BACP may have changed this" in result.out
    assert "to look at yourself: Every setting" in result.out


def test_what_is_enough_is_no_problem(run, logged):
    """Where nothing is short the exit status is 0; --explain says what counted all the same."""
    days = ("--since", "2026-05-01", "--until", "2026-05-31")

    quiet = run("hours", *BACP, *days, *logged)
    told = run("hours", *BACP, *days, "--explain", *logged)

    assert (quiet.status, told.status) == (0, 0)
    assert "credited 90 min" not in quiet.out
    assert "May 2026: 90 min individual credited 90 min; 90 min asked for, met" in told.out


def test_sessions_that_are_left_out_are_told(run, logged, home):
    """How many are of other days or people is said, and what does not count in a month that is met."""
    adhoc = TABLE.splitlines()[0] + "\n2026-05-20,60,individual,V-01,S-014,,,,,,\n"
    (home / "adhoc.csv").write_text(adhoc, encoding="utf-8")
    assert run("log", "adhoc.csv", "--yes", *logged).status == 0

    may = run("hours", *BACP, "--since", "2026-05-01", "--until", "2026-05-31", *logged)
    june = run("hours", *BACP, "--since", "2026-06-01", "--until", "2026-06-30", *logged)

    assert "sessions that do not count: 1 h individual on 2026-05-20 (no agreement" in may.out
    assert "sessions that were left out: 1 after 2026-05-31, 1 of other people" in may.out
    assert "sessions that were left out: 2 before 2026-06-01, 1 of other people" in june.out
    assert "sessions that do not count:" not in june.out
    assert "names this code" not in june.err


def test_a_code_that_no_session_names_is_told(run, logged):
    """A slip in the code is no shortage that anybody has to believe."""
    result = run("hours", "--rule", "bacp-accredited", "--person", "S-041", *TWO_MONTHS, *logged)

    assert result.status == 1
    assert "no session names this code as a supervisee; check --person" in result.err


def test_json_is_the_report(run, logged):
    """With --json there is one document, with every session and why it counts so."""
    result = run("hours", *BACP, *TWO_MONTHS, "--json", *logged)

    assert result.status == 1
    assert statuses(result.json) == [("2026-05", "met"), ("2026-06", "short")]
    assert [
        (one["minutes"], one["credited"], one["reason"]) for one in result.json["sessions"]
    ] == [
        (90, 90, "counted"),
        (120, 20, "shared"),
    ]
    assert (result.json["short"], result.json["others"]) == (1, 1)


def test_ways_of_which_one_is_enough_stand_side_by_side(run, logged):
    """A month is a row with a column for each way, and what became of it has a heading."""
    supervisor = ("--rule", "babcp-supervisor", "--person", "V-01")

    result = run("hours", *supervisor, *TWO_MONTHS, *logged)
    rows = [line.split() for line in result.out.splitlines()]

    assert "One hour a month, or five hundredths of the supervision that one gives." in result.out
    assert "One of these is enough: “An hour of supervision of supervision" in result.out
    assert ["when", "there", "is", "monthly", "share", "result"] in rows
    assert [row[0] for row in rows if row and row[0][:5] == "2026-"] == ["2026-05", "2026-06"]
    assert "May 2026: no session; short by 4 1/2 min; monthly: 60 min asked for" in result.out


def test_months_before_the_first_session_are_counted_out(run, logged):
    """Who began in May is told how much of what is short was over before."""
    spring = ("--since", "2026-03-01", "--until", "2026-06-30")

    result = run("hours", *BACP, *spring, *logged)

    assert result.status == 1
    assert "of what is short: 2 before the first session of 4 May 2026" in result.out


def test_breaks_are_typed_as_days_and_a_reason(run, logged):
    """A break is given by its first and last day, or by one day, with a reason."""
    leave = ("--exempt", "2026-06-01:2026-06-29=leave", "--exempt", "2026-06-30=sickness, one day")

    result = run("hours", *BACP, *TWO_MONTHS, *leave, "--json", *logged)

    assert result.status == 0
    assert statuses(result.json)[-1] == ("2026-06", "exempt")
    assert result.json["outcomes"][-1]["remarks"] == [
        "leave (1 June 2026 to 29 June 2026)",
        "sickness, one day (30 June 2026)",
    ]


def test_client_hours_come_from_a_table(run, logged, home):
    """Hours with clients are read by month or by week, exactly, from two columns."""
    (home / "clients.csv").write_text("month,hours\n2026-05,12.5\n\n2026-06,\t75/10\n", "utf-8")
    student = ("--rule", "bacp-student", "--person", "S-014", "--client-hours", "clients.csv")

    result = run("hours", *student, *TWO_MONTHS, "--json", *logged)

    (ratio,) = [one for one in result.json["outcomes"] if one["requirement"] == "ratio"]
    assert (ratio["needed"], ratio["found"], ratio["short"]) == (150, 110, 40)


def test_weeks_and_a_byte_order_mark(run, logged, home):
    """A table by week is read too, as some programs write it."""
    (home / "weeks.csv").write_text("\ufeffWeek,Hours\r\n2026-W23,8\r\n", "utf-8")
    student = ("--rule", "napcp-training", "--person", "S-014", "--client-hours", "weeks.csv")
    week = ("--since", "2026-06-01", "--until", "2026-06-07")

    result = run("hours", *student, *week, "--json", *logged)

    assert [one["needed"] for one in result.json["outcomes"] if one["requirement"] == "ratio"] == [
        96
    ]


def test_what_cannot_be_told_is_said(run, logged):
    """Without client hours a ratio is not judged, and nobody is left to think it was."""
    days = ("--since", "2026-05-01", "--until", "2026-05-31")

    result = run("hours", "--rule", "napcp-experienced", "--person", "S-014", *days, *logged)

    assert result.status == 0
    assert "could not be told" in result.err
    assert "cannot be told; no client hours were given" in result.out


def test_a_rule_of_ones_own_with_domains(run, logged, home):
    """A file ending in .toml is a rule; the domains of a session may be said in a table."""
    own = ("--rule", "own.toml", "--person", "S-014", *TWO_MONTHS)

    by_theme = run("hours", *own, "--json", *logged)
    ids = [one["session"] for one in by_theme.json["sessions"]]
    (home / "domains.csv").write_text(f"session,domain\n{ids[0]},a\n{ids[0]},b\n", "utf-8")
    by_hand = run("hours", *own, "--domains", "domains.csv", "--json", *logged)

    assert [one["found"] for one in by_theme.json["outcomes"]] == [90, 0]
    assert [one["found"] for one in by_hand.json["outcomes"]] == [45, 45]


def test_numbers_cases_and_part_time(run, logged):
    """What a rule leaves open is given by name; full time is a fraction, and cases are codes."""
    family = ("--rule", "icrc-adc", "--person", "S-014", "--number", "total=90")
    months = run("hours", *family, *TWO_MONTHS, "--json", *logged).json["outcomes"]
    training = ("--rule", "babcp-training", "--person", "S-014", "--case", "c-201")
    cases = run("hours", *training, *TWO_MONTHS, "--json", *logged).json["outcomes"]
    part = ("--rule", "babcp-accredited", "--person", "S-014", "--full-time", "0.3")
    mean = run("hours", *part, *TWO_MONTHS, "--json", *logged).json["outcomes"]

    assert (months[0]["needed"], months[0]["status"]) == (90, "met")
    assert [one["part"] for one in cases if one["part"]][:2] == ["C-201", "A further case"]
    assert [one["needed"] for one in mean if one["requirement"] == "monthly-average"] == [90]


def test_the_days_are_the_last_twelve_months_unless_given(run, logged):
    """Without days it is the month of today and the eleven before; --today is for other days."""
    asked = run("hours", *BACP, "--today", "2026-06-20", "--json", *logged).json

    assert (asked["since"], asked["until"]) == ("2025-07-01", "2026-06-20")
    assert statuses(asked)[-2:] == [("2026-05", "met"), ("2026-06", "open")]
    assert run("hours", *BACP, "--json", *logged).json["closes"] >= "2026-11-26"


def test_a_folder_can_be_asked_about(run, logged):
    """A folder narrows what is looked at, such as to supervision of supervision."""
    group = run("hours", *BACP, *TWO_MONTHS, "--folder", "G-02", "--json", *logged).json

    assert [one["minutes"] for one in group["sessions"]] == [120]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--person", "S-014"], "need --rule"),
        (["--exempt", "2026-06-01=leave"], "need --rule"),
        (["--rule", "bacp-accredited"], "a rule needs --person"),
        ([*BACP, "--theme", "family.*"], "leave --theme and --client out"),
        ([*BACP, "--client", "C-201"], "leave --theme and --client out"),
        ([*BACP, "--exempt", "2026-06-01:2026-06-30"], "--exempt must be days and a reason"),
        ([*BACP, "--exempt", "2026-13-01=leave"], "--exempt must be days and a reason"),
        ([*BACP, "--exempt", "2026-06-02:2026-06-01=leave"], "exempt must end on the day"),
        ([*BACP, "--full-time", "half"], "--full-time must be a number such as"),
        ([*BACP, "--full-time", "1/0"], "--full-time must be a number such as"),
        ([*BACP, "--full-time", "1.1"], "full_time must be 1, or a fraction"),
        ([*BACP, "--number", "total"], "--number must be a name and a whole number"),
        (["--rule", "bacp-accredited", "--person", "Maria"], "must be a code"),
        ([*BACP, "--until", "0001-03-01"], "in the years 1900 to 9998"),
        ([*BACP, "--since", "2026-06-02", "--until", "2026-06-01"], "must be on the day of since"),
    ],
)
def test_what_makes_no_sense_is_refused(options, says, run, logged):
    """What was typed is refused with what to type instead, and without the value."""
    result = run("hours", *options, *logged)

    assert result.status == 2
    assert says in result.err
    assert "Maria" not in result.err


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (b"", "line 1: must be the columns month or week, and hours"),
        (b"day,hours\n2026-05,3\n", "line 1: must be the columns"),
        (b"month,hours,x\n", "line 1: must be the columns"),
        (b"month,hours\n2026-05,many\n", "line 2, hours must be a number such as"),
        (b"month,hours\n2026-05,1e9\n", "line 2, hours must be a number such as"),
        (b"month,hours\n2026-05\n", "line 2: must have two cells"),
        (b"month,hours\n2026-05,\n", "line 2: must have two cells"),
        (b"month,hours\n2026-05,3\n2026-05,3\n", "line 3: no month or week may stand twice"),
        (b"month,hours\nMay,3\n", "client_hours must be by month"),
        (b"month,hours\n\xff,3\n", "must be UTF-8"),
        (b"month,hours\n2026-05," + b"7" * 140_000, "line 2: must be cells of a table"),
        (b"month,hours\n" + b"#" * 2**20, "no longer than 1,048,576 bytes"),
    ],
)
def test_a_table_that_is_none_is_refused(table, says, run, logged, home):
    """A broken table is named with its line and the rule, and never with a cell."""
    (home / "clients.csv").write_bytes(table)

    result = run("hours", *BACP, "--client-hours", "clients.csv", *TWO_MONTHS, *logged)

    assert result.status == 2
    assert says in result.err
    assert "many" not in result.err


def test_a_table_that_is_not_there(run, logged):
    """A file that cannot be read is said to be so before a journal is opened."""
    for option in ("--client-hours", "--domains"):
        result = run("hours", *BACP, option, "none.csv", *TWO_MONTHS, *logged)

        assert result.status == 2
        assert "none.csv cannot be read: no such file or directory; check the path" in result.err


def test_a_table_of_which_there_can_be_none(run, logged):
    """A name that no system knows is no fault of the program."""
    result = run("hours", *BACP, "--client-hours", "a\0b.csv", *TWO_MONTHS, *logged)

    assert (result.status, "there can be no such path" in result.err) == (2, True)


def test_a_break_outside_of_the_days_asked_about_is_told(run, logged):
    """It changes nothing, which is most often a slip in a year."""
    may = ("--since", "2026-05-01", "--until", "2026-05-31")
    outside = run("hours", *BACP, *may, "--exempt", "2025-05-01:2025-05-09=leave", *logged)
    inside = run("hours", *BACP, *may, "--exempt", "2026-05-31:2026-06-09=leave", *logged)

    told = "--exempt 2025-05-01:2025-05-09 lies outside of 2026-05-01 to 2026-05-31"
    assert told in outside.err
    assert "lies outside" not in inside.err


@pytest.mark.parametrize("name", ["bacp-acredited", "none.toml"])
def test_a_rule_that_there_is_not(name, run, logged):
    """A slip of the pen is answered by the rule that is meant; a file, by what is wrong with it."""
    result = run("hours", "--rule", name, "--person", "S-014", *logged)

    assert result.status == 2
    assert ("did you mean bacp-accredited" in result.err) or ("none.toml" in result.err)
    assert "; see: supervision rules " in result.err


@pytest.mark.parametrize(
    ("rule", "numbers", "says"),
    [
        (
            "icrc-adc",
            [],
            "icrc-adc leaves a number to your board, and has to be given --number total",
        ),
        ("icrc-adc", [], "total=15000 (All that your board asks for, in minutes"),
        ("icrc-adc", ["totl=3"], "has to be given --number total=15000"),
        ("icrc-adc", ["total=3", "more=3"], "has to be given --number total=15000"),
        ("icrc-adc", ["total=3", "total=4"], "--number total was given twice; leave one out"),
        ("icrc-adc", ["total=0"], "icrc-adc: numbers must be whole, and 1 or more"),
        (
            "bacp-accredited",
            ["total=3"],
            "bacp-accredited leaves no number open; leave --number out",
        ),
    ],
)
def test_numbers_that_the_rule_does_not_leave_open(rule, numbers, says, run, logged):
    """Which number is wanted, and what it is, is said before a journal is opened."""
    options = [part for each in numbers for part in ("--number", each)]
    result = run("hours", "--rule", rule, "--person", "S-014", *options, *logged)

    assert (result.status, result.out) == (2, "")
    assert says in " ".join(result.err.split())

"""Tables of sessions."""

from __future__ import annotations

import csv
import io
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.exchange import COLUMNS, read_csv
from supervision.records import (
    NO_ID,
    Action,
    Attendance,
    AttendanceStatus,
    CaseDiscussion,
    Function,
    LiveSample,
    Modality,
    RiskDecision,
    SampleKind,
)

HEADER = "on,minutes,modality,supervisor,supervisees"
ROW = "2026-03-04,60,individual,V-01,S-014"


def read(text, **options):
    """Read *text* as a file."""
    return read_csv(text.encode(), name="year.csv", **options)


def read_row(**cells):
    """Read a table of one row, which has *cells* besides those that it must have."""
    basic = dict(zip(HEADER.split(","), ROW.split(","), strict=True))
    table = io.StringIO()
    writer = csv.DictWriter(table, {**basic, **cells})
    writer.writeheader()
    writer.writerow({**basic, **cells})
    return read(table.getvalue())


def session_of(**cells):
    """Return the session in a row with *cells*."""
    parsed = read_row(**cells)
    assert parsed.problems == ()
    return parsed.rows[0].record


def told(parsed):
    """Return the problems of *parsed* as text."""
    return [str(problem).removeprefix("year.csv, ") for problem in parsed.problems]


def test_a_row_is_a_session():
    """The least that a row can say is day, length, format and people."""
    parsed = read(f"{HEADER}\n{ROW}\n")

    (row,) = parsed.rows
    assert (row.line, row.id, row.record.id, parsed.unlisted) == (2, None, NO_ID, 0)
    assert (row.record.on, row.record.minutes) == (date(2026, 3, 4), 60)
    assert (row.record.modality, row.record.supervisees) == (Modality.INDIVIDUAL, ("S-014",))


def test_facts_of_the_session():
    """Each column of the session itself fills the field of its name."""
    session = session_of(
        start="9:30",
        delivery="Video",
        modality="group",
        supervisees="s-014 | S-022",
        group="G-02",
        agreement="A-05",
        group_size="5",
        facilitated="yes",
        attendance="S-022 late: no bus | S-014 present",
        agenda="Who is in charge | The bank card",
        advice="Wait.",
        directives="Ring today.",
        learning="One question.|Then wait.",
        impact_on_practice="I wait.",
        feedback="Slow.",
    )

    assert (session.start, session.delivery.value) == (time(9, 30), "video")
    assert session.supervisees == ("S-014", "S-022")
    assert (session.group, session.agreement) == ("G-02", "A-05")
    assert (session.group_size, session.facilitated) == (5, True)
    assert session.attendance == (
        Attendance(person="S-022", status=AttendanceStatus.LATE, reason="no bus"),
        Attendance(person="S-014"),
    )
    assert session.agenda == ("Who is in charge", "The bank card")
    assert (session.advice, session.directives) == (("Wait.",), ("Ring today.",))
    assert session.learning == ("One question.", "Then wait.")
    assert (session.impact_on_practice, session.feedback) == ("I wait.", "Slow.")


def test_cases_risks_and_actions_repeat_with_a_number():
    """Numbered columns make further cases, risks and actions, in the order of their numbers."""
    session = session_of(
        client_3="C-203",
        client="C-201",
        setting="community",
        functions="formative|restorative",
        model="seven-eyed",
        stages="focus|space",
        modes="1|3",
        themes="family.burden|need.unmet",
        primary_theme="need.unmet",
        notes="First line.\r\nSecond line.",
        risk="safety.child",
        risk_client="C-201",
        risk_discussed="no",
        risk_decision="Ask.",
        risk_owner="S-014",
        risk_due="2026-03-05",
        risk_in_client_record="TRUE",
        action_2="Ring.",
        action_owner_2="V-01",
        action="Write.",
        action_owner="S-014",
        action_due="2026-03-18",
        action_done="2026-03-11",
    )

    assert session.cases == (
        CaseDiscussion(
            client="C-201",
            setting="community",
            functions={Function.FORMATIVE, Function.RESTORATIVE},
            model="seven-eyed",
            stages=["focus", "space"],
            modes={1, 3},
            themes={"family.burden", "need.unmet"},
            primary_theme="need.unmet",
            notes="First line.\nSecond line.",
        ),
        CaseDiscussion(client="C-203"),
    )
    assert session.risks == (
        RiskDecision(
            kind="safety.child",
            client="C-201",
            discussed=False,
            decision="Ask.",
            owner="S-014",
            due=date(2026, 3, 5),
            in_client_record=True,
        ),
    )
    assert session.actions == (
        Action(what="Write.", owner="S-014", due=date(2026, 3, 18), done=date(2026, 3, 11)),
        Action(what="Ring.", owner="V-01"),
    )


def test_themes_of_the_session_as_a_whole():
    """A session without a case has themes and functions in columns of its own, and no case."""
    session = session_of(
        session_functions="restorative | Formative",
        session_themes="practitioner.emotional-load|need.unmet",
        session_primary_theme="need.unmet",
    )

    assert (session.cases, session.primary_theme) == ((), "need.unmet")
    assert session.functions == {Function.RESTORATIVE, Function.FORMATIVE}
    assert session.themes == {"practitioner.emotional-load", "need.unmet"}


def test_a_look_at_the_work_itself():
    """The columns of a live sample make one."""
    session = session_of(
        sample="audio",
        sample_minutes="12",
        sample_tool="own sheet",
        sample_consent="yes",
        sample_feedback="One question at a time.",
    )

    assert session.live_sample == LiveSample(
        kind=SampleKind.AUDIO,
        minutes=12,
        tool="own sheet",
        client_consent_recorded=True,
        feedback="One question at a time.",
    )


def test_a_cancelled_session_has_no_minutes_and_a_reason():
    """Either column of a cancellation makes a session a cancelled one."""
    session = session_of(minutes="0", cancelled_by="V-01", cancelled_reason="Unwell.")

    assert (session.minutes, session.cancelled.by, session.cancelled.reason) == (
        0,
        "V-01",
        "Unwell.",
    )
    assert session_of(minutes="0", cancelled_reason="Leave.").cancelled.by is None


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_separators_line_ends_and_marks_make_no_difference(separator, end, mark):
    """Whatever a spreadsheet wrote, the row and its identity are the same."""
    plain = read(f"{HEADER},notes,client\n{ROW},one; two\tthree,C-201\n").rows
    table = [[*HEADER.split(","), "notes", "client"], [*ROW.split(","), "one; two\tthree", "C-201"]]
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(table)

    parsed = read(mark + text.getvalue())

    assert parsed.rows == plain
    assert parsed.rows[0].identity == plain[0].identity


def test_quoted_cells_may_hold_anything():
    """Separators, quotes and line ends inside quotes belong to the cell, and lines are counted."""
    text = f'{HEADER},client,notes\n{ROW},C-201,"He said ""no"",\r\nand left; so\n\ndid I."\n{ROW},C-202,\n'

    first, second = read(text).rows

    assert first.record.cases[0].notes == 'He said "no",\nand left; so\n\ndid I.'
    assert (first.line, second.line) == (2, 6)


def test_empty_rows_and_spaces_are_passed_over():
    """Rows of a spreadsheet without a cell are none, and spaces around a cell say nothing."""
    parsed = read(f"\n{HEADER}\n,,,,\n\n 2026-03-04 , 60,individual,V-01, S-014 \n")

    assert [row.line for row in parsed.rows] == [5]
    assert parsed.rows[0].identity == read(f"{HEADER}\n{ROW}").rows[0].identity


def test_a_table_without_rows_is_a_table():
    """A header alone is no problem and no session."""
    assert (read(HEADER).rows, read(HEADER).problems) == ((), ())


def test_a_header_may_be_written_in_other_ways():
    """Capitals, spaces and hyphens in the name of a column make no difference."""
    parsed = read(f"On,Minutes,MODALITY,Supervisor, supervisees ,Group Size,action-owner\n{ROW},5,")

    assert parsed.rows[0].record.group_size == 5


@pytest.mark.parametrize(
    ("days", "cell", "expected"),
    [
        ("ymd", "2026-03-04", date(2026, 3, 4)),
        ("dmy", "04/03/2026", date(2026, 3, 4)),
        ("dmy", "4.3.2026", date(2026, 3, 4)),
        ("mdy", "3/4/2026", date(2026, 3, 4)),
        ("dmy", "2026-03-04", date(2026, 3, 4)),
        ("ymd", "2028-02-29", date(2028, 2, 29)),
    ],
)
def test_days_are_read_as_they_are_said_to_be_written(days, cell, expected):
    """A day with slashes is understood only if its order was given; the ISO form always is."""
    parsed = read(f"{HEADER}\n{ROW.replace('2026-03-04', cell)}", days=days)

    assert parsed.rows[0].record.on == expected


_LENGTH = "minutes: must be from 1 to 1440, or 0 if the session was cancelled"
CASES = {
    "29 February": ({"on": "2026-02-29"}, "on: must be a day that the calendar has"),
    "month 13": ({"on": "2026-13-01"}, "on: must be a day that the calendar has"),
    "slashes": ({"on": "04/03/2026"}, "on: must be a day such as 2026-03-04: year, month, day"),
    "no day": ({"on": ""}, "on: must be given"),
    "25:00": ({"start": "25:00"}, "start: must be a time such as 09:30, from 00:00 to 23:59"),
    "half past": (
        {"start": "half past"},
        "start: must be a time such as 09:30, from 00:00 to 23:59",
    ),
    "no number": ({"minutes": "1h"}, "minutes: must be a whole number"),
    "a long day": ({"minutes": "1441"}, _LENGTH),
    "held for nothing": ({"minutes": "0"}, _LENGTH),
    "below zero": ({"minutes": "-60"}, _LENGTH),
    "perhaps": ({"facilitated": "perhaps"}, "facilitated: must be yes or no"),
    "a name": (
        {"supervisees": "Maria"},
        "supervisees: must be a code such as 'S-014', not a name or a number",
    ),
    "a health number": (
        {"client_2": "943 476 5919"},
        "client_2: must be a code such as 'S-014', not a name or a number",
    ),
    "notes without a client": (
        {"notes_2": "x"},
        "client_2: must be among the columns, for the case that has notes_2",
    ),
    "themes without a client": (
        {"client": "", "themes": "need.unmet", "notes": "x"},
        (
            "client: must be given, for the case that has themes, notes; without a case, write "
            "session_themes"
        ),
    ),
    "an action of nobody": ({"action": "x"}, "action_owner: must be given"),
    "a mark without an action": ({"action_owner_3": "S-014"}, "action_3: must be given"),
    "a primary theme alone": (
        {"client": "C-201", "primary_theme": "need.unmet"},
        "primary_theme: must be one of the themes",
    ),
    "a free theme": (
        {"client_9": "C-201", "themes_9": "Families"},
        "themes_9: must be a theme such as 'family.part-of-solution', or your own under 'x.<org>.'",
    ),
    "a primary theme of the session alone": (
        {"session_primary_theme": "need.unmet"},
        "session_primary_theme: must be one of the themes",
    ),
    "a free theme of the session": (
        {"session_themes": "Families"},
        (
            "session_themes: must be a theme such as 'family.part-of-solution', "
            "or your own under 'x.<org>.'"
        ),
    ),
    "a mode too many": ({"client": "C-201", "modes": "1|8"}, "modes: must be from 1 to 7"),
    "attendance": (
        {"attendance": "everyone"},
        "attendance: must be a code and a word, such as 'S-022 absent: on leave'",
    ),
    "a state of attendance": (
        {"attendance": "S-014 asleep"},
        "attendance: must be one of present, late, absent, cancelled",
    ),
    "nobody": ({"supervisees": "|"}, "supervisees: must name at least one person"),
    "no supervisor": (
        {"supervisor": ""},
        "supervisor: must be given unless the session was among peers",
    ),
    "a sample of nothing": ({"sample_minutes": "10"}, "sample: must be given"),
}


@pytest.mark.parametrize(("cells", "rule"), CASES.values(), ids=CASES)
def test_a_bad_cell_is_told_by_line_column_and_rule(cells, rule):
    """Every refusal says where and what is asked for."""
    parsed = read_row(**cells)

    assert parsed.rows == ()
    assert told(parsed) == [f"line 2, {rule}"]


def test_a_column_that_is_missing_is_told_once():
    """Of 30 rows that need it the first is named, and what else is wrong with each is told."""
    header = "on,minutes,modality,supervisor,supervisees,themes,functions\n"
    rows = [
        f"2026-03-{day:02},60,individual,V-01,S-014,need.unmet,formative\n" for day in range(1, 31)
    ]
    rows[7] = "2026-03-08,60,individual,V-01,S-014,,\n"
    rows[9] = "2026-03-10,-1,individual,V-01,S-014,need.unmet,\n"
    parsed = read_csv((header + "".join(rows)).encode(), name="year.csv")

    assert [row.line for row in parsed.rows] == [9]
    assert told(parsed) == [
        (
            "line 2, client: must be among the columns, for the case that has functions, themes; "
            "without a case, write session_functions, session_themes (29 rows)"
        ),
        f"line 11, {_LENGTH}",
    ]


def test_a_format_that_is_none():
    """A closed list is told in full."""
    known = "individual, group, peer, live, triadic, intervision, restorative"

    assert told(read_row(modality="chat")) == [f"line 2, modality: must be one of {known}"]


def test_all_problems_are_collected_and_good_rows_kept():
    """One bad row hides neither the others nor the good ones."""
    bad = "2026-02-29,x,chat,V-01,Maria"

    parsed = read(f"{HEADER}\n{ROW}\n{bad}\n{ROW}\n{bad}\n")

    assert [row.line for row in parsed.rows] == [2, 4]
    assert [(problem.line, problem.column) for problem in parsed.problems] == [
        (3, "on"),
        (3, "minutes"),
        (3, "modality"),
        (5, "on"),
        (5, "minutes"),
        (5, "modality"),
    ]


def test_only_the_first_hundred_problems_are_listed():
    """A file of nonsense gives a list that one can read, and a count of the rest."""
    bad = ROW.replace("60", "x")

    parsed = read("\n".join([HEADER, *[bad] * 130, ROW]))

    assert (len(parsed.problems), parsed.unlisted, len(parsed.rows)) == (100, 30, 1)


@pytest.mark.parametrize(
    ("row", "cells"), [(f"{ROW},", 6), ("2026-03-04,60", 2)], ids=["long", "short"]
)
def test_rows_must_fit_the_header(row, cells):
    """A row with too many or too few cells is not guessed at."""
    assert told(read(f"{HEADER}\n{row}")) == [f"line 2: has {cells} cells where the header has 5"]


@pytest.mark.parametrize(
    ("header", "problems"),
    [
        ("on,minutes,modality", ["line 1, supervisees: must be among the columns"]),
        (f"{HEADER},on", ["line 1, on: must not be given twice"]),
        (f"{HEADER},notse", ["line 1, notse: is no known column; did you mean 'notes'?"]),
        (f"{HEADER},Duration", ["line 1, duration: is no known column; did you mean 'minutes'?"]),
        (f"{HEADER},", ["line 1, column 6: must have a name"]),
        (
            f"{HEADER},client_10",
            ["line 1, client_10: is no known column; did you mean 'client_9'?"],
        ),
    ],
    ids=["missing", "twice", "near", "other word", "nameless", "too many"],
)
def test_the_header_must_be_known(header, problems):
    """A missing, repeated or unknown column is named, and a near one suggested."""
    parsed = read(f"{header}\n{ROW}")

    assert parsed.rows == ()
    assert told(parsed) == problems


def test_an_unknown_column_lists_the_known_ones():
    """Without anything near, every column is listed."""
    (problem,) = read(f"{HEADER},zzz\n{ROW},").problems

    assert problem.column == "zzz"
    assert all(name in problem.rule for name in COLUMNS)


def test_a_file_without_a_header_is_told_so_and_not_quoted():
    """If no column is known, the first line may be a row: none of it is repeated."""
    parsed = read(f"{ROW}\n")

    assert told(parsed) == [
        "line 1: must name the columns, with on, minutes, modality, supervisees among them"
    ]


def test_a_sentence_in_the_header_is_not_quoted():
    """What does not look like the name of a column is told by its position."""
    (problem,) = read(f"{HEADER},He said that his brother left.\n{ROW},").problems

    assert problem.column == "column 6"


def test_a_header_with_an_open_quote_is_no_header():
    """A header that cannot be read is one that names nothing."""
    assert "must name the columns" in told(read(f'"{HEADER}\n{ROW}\n'))[0]


@pytest.mark.parametrize(
    "cell", ['"never closed', '"closed" too soon', "x" * 140_000], ids=["open", "early", "endless"]
)
def test_broken_quotes_stop_the_reading(cell):
    """From where quotes no longer make sense nothing is taken for a session."""
    parsed = read(f"{HEADER},client,notes\n{ROW},C-201,fine\n{ROW},C-201,{cell}\n{ROW},C-201,x\n")

    assert [row.line for row in parsed.rows] == [2]
    (problem,) = parsed.problems
    assert (problem.line, problem.column) == (3, "")
    assert problem.rule.startswith("must close every quote")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_told(text):
    """Nothing that is text makes the reader raise."""
    parsed = read(f"{HEADER},notes\n{text}")

    assert all(problem.rule for problem in parsed.problems)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told(found):
    """Nothing that is a file makes the reader raise."""
    assert read_csv(found, name="x").rows == ()

"""Figures from ledger lines and sessions."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.errors import InvalidRecordError
from supervision.records import (
    NO_ID,
    Action,
    Attendance,
    AttendanceStatus,
    Cancellation,
    CaseDiscussion,
    Modality,
    Reflection,
    Session,
    line_of,
)
from supervision.reports import (
    DEFAULT_FLOOR,
    audit,
    minutes_by,
    open_actions,
    theme_counts,
    theme_trend,
)
from supervision.testing import ledger_lines, sessions

TODAY = date(2026, 11, 20)
LINES = st.lists(ledger_lines(), max_size=5)


def session(**changes):
    """Return an individual session of an hour, with *changes*."""
    given = {
        "on": date(2026, 3, 4),
        "minutes": 60,
        "modality": Modality.INDIVIDUAL,
        "supervisor": "V-01",
        "supervisees": ["S-014"],
    }
    return Session(**{**given, **changes})


def group(**changes):
    """Return a group session of two, with *changes*."""
    people = {"supervisees": ["S-014", "S-022"], "group": "G-02", "modality": Modality.GROUP}
    return session(**{**people, **changes})


def figures(row):
    """Return the numbers of *row*."""
    return row.minutes, row.sessions, row.cancelled, row.missed


def test_minutes_are_kept_apart_by_month_format_and_person():
    """Each person of a group has its minutes, and months and formats are not mixed."""
    held = [session(), session(minutes=45), group(minutes=90), session(on=date(2026, 4, 1))]

    rows = minutes_by(map(line_of, held))

    assert [(*row.by.values(), *figures(row)) for row in rows] == [
        ("2026-03", "group", "S-014", 90, 1, 0, 0),
        ("2026-03", "group", "S-022", 90, 1, 0, 0),
        ("2026-03", "individual", "S-014", 105, 2, 0, 0),
        ("2026-04", "individual", "S-014", 60, 1, 0, 0),
    ]


def test_a_group_counts_once_unless_persons_are_asked_for():
    """Totals without persons add up to the time that the supervisor gave."""
    (row,) = minutes_by([line_of(group(minutes=90))], by=["month"])

    assert figures(row) == (90, 1, 0, 0)


def test_cancelled_sessions_are_counted_apart():
    """A cancelled session has no minutes, even if its planned length was kept."""
    cancelled = session(minutes=60, cancelled=Cancellation(reason="leave"))

    (row,) = minutes_by([line_of(cancelled), line_of(session())])

    assert figures(row) == (60, 1, 1, 0)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (AttendanceStatus.PRESENT, (90, 1, 0, 0)),
        (AttendanceStatus.LATE, (90, 1, 0, 0)),
        (AttendanceStatus.ABSENT, (0, 0, 0, 1)),
        (AttendanceStatus.CANCELLED, (0, 0, 0, 1)),
    ],
)
def test_who_was_not_there_has_no_minutes(status, expected):
    """A person who missed a session that was held gets a count and no time."""
    missed = group(minutes=90, attendance=[Attendance(person="S-022", status=status)])

    rows = minutes_by([line_of(missed)], by=["person"])

    assert [figures(row) for row in rows] == [(90, 1, 0, 0), expected]


@pytest.mark.parametrize(
    ("dimension", "value"),
    [
        ("month", "2026-03"),
        ("quarter", "2026-Q1"),
        ("year", "2026"),
        ("modality", "individual"),
        ("delivery", "in-person"),
        ("person", "S-014"),
        ("supervisor", "V-01"),
        ("group", ""),
    ],
)
def test_every_dimension_has_a_value(dimension, value):
    """A session is found under each dimension; what it has none of is empty."""
    (row,) = minutes_by([line_of(session())], by=[dimension])

    assert row.by == {dimension: value}


def test_among_peers_there_is_no_supervisor():
    """A session without a supervisor is totalled under an empty one."""
    peers = session(supervisor=None, modality=Modality.PEER)

    (row,) = minutes_by([line_of(peers)], by=["supervisor"])

    assert row.by == {"supervisor": ""}


@settings(max_examples=30, deadline=None)
@given(LINES)
def test_minutes_equal_their_naive_definition(lines):
    """The total is the sum over sessions that were held, whatever else is among the lines."""
    total = sum(line.minutes for line in lines if line.kind == "session" and not line.cancelled)

    assert sum(row.minutes for row in minutes_by(lines, by=["modality"])) == total
    assert sum(row.minutes for row in minutes_by(iter(lines), by=[])) == total


@settings(max_examples=30, deadline=None)
@given(LINES)
def test_minutes_of_persons_equal_their_naive_definition(lines):
    """A person's total is the sum over the sessions they came to."""
    naive = Counter()
    for line in lines:
        if line.kind == "session" and not line.cancelled:
            naive.update({who: line.minutes for who in line.people if who not in line.absent})

    rows = minutes_by(lines, by=["person"])

    assert {row.by["person"]: row.minutes for row in rows if row.minutes} == +naive


@settings(max_examples=30, deadline=None)
@given(LINES, st.sampled_from(["month", "year"]), st.integers(0, 3))
def test_theme_counts_equal_their_naive_definition(lines, by, floor):
    """A theme's count is how many records of the period name it and took place, unless below the floor."""
    length = {"month": 7, "year": 4}[by]
    newest = {line.id: line for line in sorted(lines, key=lambda line: line.revision)}
    naive = Counter(
        (str(line.on)[:length], theme)
        for line in newest.values()
        for theme in line.themes
        if not line.cancelled
    )

    counts = theme_counts(iter(lines), by=by, floor=floor)

    assert counts == {pair: count for pair, count in naive.items() if count >= floor}
    assert list(counts) == sorted(counts)


def test_records_without_an_id_are_each_counted():
    """Records that come straight from a file share the id that says they have none."""
    case = CaseDiscussion(client="C-201", themes={"family.burden"})
    lines = [line_of(session(id=NO_ID, cases=[case], minutes=50)) for _ in range(3)]

    assert list(theme_counts(lines).values()) == [3]
    assert [one.count for one in theme_trend(lines).series] == [3]
    with pytest.raises(InvalidRecordError, match="record them in a journal first"):
        audit(lines, style="bacp", person=lines[0].people[0], today=date(2026, 12, 1))


def test_a_floor_hides_small_counts():
    """What came up less often than the floor is left out, not shown as a small number."""
    cases = [CaseDiscussion(client="C-201", themes={"family.burden"})]
    rare = CaseDiscussion(client="C-202", themes={"safety.child"})
    lines = [line_of(session(cases=cases)) for _ in range(DEFAULT_FLOOR)]
    lines.append(line_of(session(cases=[rare])))

    counts = theme_counts(lines, by="quarter", floor=DEFAULT_FLOOR)

    assert counts == {("2026-Q1", "family.burden"): DEFAULT_FLOOR}


def test_reflections_count_for_themes_and_not_for_minutes():
    """A reflection adds to its themes and has no length."""
    reflection = Reflection(
        on=date(2026, 3, 4), practitioner="S-014", notes="-", themes={"need.unmet"}
    )

    assert theme_counts([line_of(reflection)]) == {("2026-03", "need.unmet"): 1}
    assert minutes_by([line_of(reflection)]) == []


def action(**changes):
    """Return an open action, with *changes*."""
    return Action(**{"what": "Ask about Fridays.", "owner": "S-014", **changes})


def test_open_actions_age_and_run_over():
    """Days count from the session and from the due day; what is not due yet is not overdue."""
    actions = [
        action(),
        action(due=TODAY + timedelta(days=1)),
        action(due=TODAY),
        action(due=TODAY - timedelta(days=3)),
        action(due=TODAY, done=TODAY),
        action(done=TODAY + timedelta(days=1)),
    ]
    held = session(on=TODAY - timedelta(days=10), actions=actions)

    found = open_actions([held], TODAY)

    assert [(one.number, one.age_days, one.overdue_days) for one in found] == [
        (3, 10, 3),
        (0, 10, 0),
        (1, 10, 0),
        (2, 10, 0),
        (5, 10, 0),
    ]
    assert {one.session for one in found} == {held.id}


def test_the_longest_overdue_comes_first_and_then_the_oldest():
    """The order tells where to begin."""
    due = TODAY - timedelta(days=2)
    later = session(on=TODAY - timedelta(days=5), actions=[action(), action(due=due)])
    earlier = session(on=TODAY - timedelta(days=9), actions=[action(), action(due=due)])

    found = open_actions(iter([later, earlier]), TODAY)

    assert [(one.age_days, one.overdue_days) for one in found] == [(9, 2), (5, 2), (9, 0), (5, 0)]


@settings(max_examples=25, deadline=None)
@given(st.lists(sessions(), max_size=4))
def test_open_actions_are_those_that_are_not_done(held):
    """Every action agreed by the day and not done on it is listed once, and no other."""
    found = open_actions(held, TODAY)

    naive = [
        one.what
        for each in held
        for one in each.actions
        if each.on <= TODAY and not (one.done and one.done <= TODAY)
    ]
    assert sorted(one.what for one in found) == sorted(naive)


def test_what_is_to_be_done_stays_out_of_reprs():
    """The text of an action is not printed by accident."""
    held = session(actions=[action(what="canary sings")])

    assert "canary" not in repr(open_actions([held], TODAY))


def test_rows_cannot_be_changed():
    """A report is not a place to correct a figure."""
    (row,) = minutes_by([line_of(session())])

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        row.minutes = 1

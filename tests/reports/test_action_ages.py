"""How old open actions are, and how often they were carried over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from cover_kit import DAYS, TODAY, agreed, met
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision.records import ActionFacts, line_of
from supervision.reports import action_ages, open_actions
from supervision.testing import sessions


def action(due=None, done=None, owner="S-014"):
    """Return an action without its text."""
    return ActionFacts(owner=owner, due=due, done=done)


def agreed_on(on, *actions, **changes):
    """Return a session with these actions."""
    return met(on, actions=actions or (action(),), **changes)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(sessions(actions=st.just([])) | sessions(), max_size=5), st.dates())
def test_open_actions_are_the_same_from_lines_and_from_sessions(held, today):
    """On any day, lines say what the sessions say but the text."""
    listed = open_actions({one.id: one for one in held}.values(), today)
    aged = action_ages(map(line_of, held), today=today).actions

    assert {_facts(one) for one in aged} == {_facts(one) for one in listed}
    assert len(aged) == len(listed)


def _facts(one):
    return one.session, one.number, one.owner, one.due, one.age_days, one.overdue_days


def test_an_action_of_a_cancelled_session_is_open_and_carried_by_none_that_was_cancelled():
    """What was noted with a session that did not take place is to be done all the same."""
    lines = [agreed_on("2026-05-01", cancelled=True), met("2026-05-08", cancelled=True), met()]
    (found,) = action_ages(lines, today=TODAY).actions

    assert (found.on, found.carried) == (date(2026, 5, 1), 1)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(DAYS),
            st.sampled_from(["V-01", "V-02", None]),
            st.sampled_from([("S-1",), ("S-2",), ("S-1", "S-2"), ("S-2", "S-1")]),
            st.sampled_from([None, "G-1"]),
            st.booleans(),
        ),
        max_size=8,
    ),
    st.sampled_from(DAYS),
)
def test_an_action_is_carried_by_each_later_session_of_the_same_people(told, today):
    """Supervisor and group, or supervisor and supervisees, in whatever order, make the same."""
    lines = [
        agreed_on(on.isoformat(), supervisor=above, people=people, group=group, cancelled=cancelled)
        for on, above, people, group, cancelled in told
    ]
    held = [line for line in lines if not line.cancelled and line.on <= today]

    def same(one, other):
        people = (one.group, other.group) if one.group else (set(one.people), set(other.people))
        grouped = bool(one.group) == bool(other.group)
        return grouped and one.supervisor == other.supervisor and people[0] == people[1]

    assert {one.session: one.carried for one in action_ages(lines, today=today).actions} == {
        line.id: sum(
            same(line, other) and (other.on, other.id) > (line.on, line.id) for other in held
        )
        for line in lines
        if line.on <= today
    }


@given(st.lists(st.integers(0, 120), max_size=8))
def test_bands_hold_each_open_action_once(ages):
    """Every age is in one band, and the bands say how many are overdue and carried."""
    lines = [
        agreed_on((TODAY - timedelta(days=age)).isoformat(), action(due=TODAY - timedelta(days=1)))
        for age in ages
    ]
    found = action_ages(lines, today=TODAY)

    assert [band.open for band in found.bands] == [
        sum(first <= age <= last for age in ages)
        for first, last in ((0, 14), (15, 28), (29, 56), (57, 999))
    ]
    assert sum(band.overdue for band in found.bands) == len(ages)
    assert sum(band.carried for band in found.bands) == max(len(ages) - 1, 0)


@pytest.mark.parametrize(
    ("done", "is_open"), [(None, True), ("2026-06-02", True), ("2026-06-01", False)]
)
def test_what_was_done_later_was_still_open(done, is_open):
    """The report is of its day: what is done by then is done."""
    day = None if done is None else date.fromisoformat(done)
    found = action_ages([agreed_on("2026-05-20", action(done=day))], today=TODAY)

    assert bool(found.actions) is is_open


def test_sessions_to_come_and_agreements_say_nothing():
    """What is planned was not agreed yet."""
    lines = [agreed_on("2026-06-02"), agreed()]
    found = action_ages(lines, today=TODAY)

    assert found.text() == "0 actions open on 2026-06-01."
    assert [band.open for band in found.bands] == [0, 0, 0, 0]


def test_actions_of_one_person_are_counted_alone():
    """What others are to do is left out, and carrying is counted as before."""
    lines = [agreed_on("2026-05-20", action(), action(owner="V-01")), agreed_on("2026-05-25")]
    found = action_ages(lines, today=TODAY, owner="V-01")

    assert [(one.number, one.carried) for one in found.actions] == [(1, 1)]
    assert sum(band.open for band in found.bands) == 1


def test_actions_are_told_by_age():
    """The oldest stands first, and bands without any are left out of the text."""
    lines = [
        agreed_on("2026-05-25", action(due=date(2026, 5, 31)), action()),
        agreed_on("2026-01-05", action(due=date(2026, 7, 1), owner="V-01")),
    ]
    found = action_ages(lines, today=TODAY)

    assert [
        (one.owner, one.number, one.age_days, one.overdue_days, one.carried)
        for one in found.actions
    ] == [
        ("V-01", 0, 147, 0, 1),
        ("S-014", 0, 7, 1, 0),
        ("S-014", 1, 7, 0, 0),
    ]
    assert found.text().splitlines() == [
        "3 actions open on 2026-06-01.",
        "0 to 14 days old: 2; 1 overdue, 0 carried.",
        "57 days or more old: 1; 0 overdue, 1 carried.",
    ]

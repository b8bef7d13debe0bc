"""Hours of risk against hours of provision."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from supervision.errors import InvalidRecordError
from supervision.reports import uncovered

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
OFFICE = range(9 * 60, 17 * 60)
CLOCK = st.integers(0, 1439)
STRETCHES = st.lists(
    st.tuples(st.sampled_from(range(7)), CLOCK, CLOCK).filter(lambda one: one[1] != one[2]),
    max_size=6,
)


def written(stretches):
    """Return *stretches* as a person would write them."""
    return [
        f"{DAYS[day]} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
        for day, start, end in stretches
    ]


def lives(stretches):
    """Return the minutes of the week, each as (day, minute of the day), in *stretches*."""
    lived = set()
    for day, start, end in stretches:
        today, minute = day, start
        while True:
            lived.add((today, minute))
            minute += 1
            if minute == 1440:
                today, minute = (today + 1) % 7, 0
            if minute == end:
                break
    return lived


def parts(line):
    """Return the figures of one day."""
    return line.risk, line.day, line.evening, line.weekend


@settings(max_examples=100, deadline=None)
@given(STRETCHES, STRETCHES)
@example([(6, 1439, 1)], [(0, 0, 1)])
def test_uncovered_equals_walking_through_the_week_minute_by_minute(risk, provision):
    """Living through every minute of the week gives the same figures."""
    expected = {}
    covered = lives(provision)
    for day, minute in lives(risk):
        figures = expected.setdefault(day, [0, 0, 0, 0])
        figures[0] += 1
        if (day, minute) not in covered:
            figures[3 if day > 4 else 1 if minute in OFFICE else 2] += 1

    lines = uncovered(written(risk), written(provision))

    assert {line.weekday: parts(line) for line in lines} == {
        DAYS[day]: tuple(figures) for day, figures in expected.items()
    }
    assert [line.weekday for line in lines] == [DAYS[day] for day in sorted(expected)]


def test_what_goes_on_past_midnight_is_the_next_days():
    """Sunday night runs into Monday, at the end of the week too."""
    lines = uncovered(["sun 22:00-02:00"], [])

    assert [(line.weekday, *parts(line)) for line in lines] == [
        ("mon", 120, 0, 120, 0),
        ("sun", 120, 0, 0, 120),
    ]


def test_provision_in_office_hours_leaves_evenings_and_weekends():
    """Five days of nine to five leave every evening and the whole weekend."""
    lines = uncovered(["daily 16:00-24:00"], ["mon-fri 09:00-17:00"])

    assert sum(line.day for line in lines) == 0
    assert sum(line.evening for line in lines) == 5 * 7 * 60
    assert sum(line.weekend for line in lines) == 2 * 8 * 60
    assert {line.minutes for line in lines} == {420, 480}


def test_overlaps_count_once():
    """Two stretches that overlap are as long as what they cover together."""
    (line,) = uncovered(["tue 10:00-12:00", "tue 11:00-13:00"], ["tue 12:30-13:00"])

    assert parts(line) == (180, 150, 0, 0)


def test_nothing_at_risk_is_no_line():
    """Without hours of risk there is nothing to cover."""
    assert uncovered([], ["daily 00:00-24:00"]) == []


def test_a_service_says_what_its_office_hours_are():
    """Day is what the service calls day."""
    (line,) = uncovered(["wed 08:00-20:00"], [], office="08:00-20:00")

    assert parts(line) == (720, 720, 0, 0)


@pytest.mark.parametrize(
    ("short", "days"),
    [("sat-mon", ["mon", "sat", "sun"]), ("Thu", ["thu"]), ("daily", DAYS), ("fri-fri", ["fri"])],
)
def test_several_days_can_be_written_at_once(short, days):
    """A range of days may go round the end of the week; capitals do not matter."""
    lines = uncovered([f" {short}  10:00-11:00 "], [])

    assert [line.weekday for line in lines] == days


@pytest.mark.parametrize(
    "stretch",
    [
        "",
        "fri",
        "18:00-23:00",
        "friday 18:00-23:00",
        "fry 18:00-23:00",
        "fri-fry 18:00-23:00",
        "fri-sat-sun 18:00-23:00",
        "fri 18-23",
        "fri 18:00",
        "fri 18.00-23.00",
        "fri 18:00-25:00",
        "fri 18:60-23:00",
        "fri 24:00-23:00",
        "fri 8:00-9:00",
        "fri 18:00-18:00",
        "fri 18:00 - 23:00",
        "fri 18:00-23:00 sat",
        "fri \u0661\u0668:00-23:00",
        5,
        None,
    ],
)
def test_anything_else_is_refused_without_repeating_it(stretch):
    """A stretch that is none is refused: which one is said, what was written is not."""
    for given_as in ("risk", "provision"):
        lists = {"risk": ["mon 10:00-11:00"], "provision": ["mon 10:00-11:00"]}
        lists[given_as] = ["mon 10:00-11:00", stretch]
        with pytest.raises(InvalidRecordError) as caught:
            uncovered(**lists)

        assert caught.value.field == f"{given_as}[1]"
        assert str(caught.value) == (
            f"{given_as}[1] must be days and hours such as 'fri 18:00-23:00', "
            "'mon-fri 09:00-17:00' or 'daily ...'"
        )


def test_a_lone_text_is_not_taken_for_a_list():
    """A text in place of a list is refused as such, not letter by letter."""
    with pytest.raises(InvalidRecordError, match="risk must be a list of stretches, not a text"):
        uncovered("fri 18:00-23:00", [])


@pytest.mark.parametrize("office", ["", "9-5", "22:00-06:00", "09:00-09:00"])
def test_office_hours_lie_within_one_day(office):
    """Office hours that are none, or run past midnight, are refused."""
    with pytest.raises(InvalidRecordError, match="office must be hours of one day"):
        uncovered([], [], office=office)

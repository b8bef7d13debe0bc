"""Minima for weeks, months and years, and averages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hours_kit import YEAR, held, line, only, rule, said

from supervision.catalogue import (
    Average,
    Minimum,
    PartTime,
    Per,
)
from supervision.reports import Exempt, HoursStatus


def minimum(**changes):
    """Return a rule with one minimum."""
    return rule(minimum=[Minimum(id="some", text="Some.", **changes)])


def average(**changes):
    """Return a rule with one average of 90 minutes."""
    given = {"id": "mean", "text": "Some.", "months": 3, "minutes": 90}
    return rule(average=[Average(**{**given, **changes})])


# Minima: weeks, months, years, all


def test_a_minimum_for_each_week():
    """Weeks begin on Monday; the first and last are judged only in full."""
    sessions = [line("2026-06-07"), line("2026-06-08"), line("2026-06-21")]

    report = held(sessions, minimum(per=Per.WEEK, sessions=1))

    assert said(report) == [
        ("2026-W23", "met"), ("2026-W24", "met"), ("2026-W25", "met"),
        ("2026-W26", "short"), ("2026-W27", "open"),
    ]  # fmt: skip
    assert report.outcomes[-2].text() == "Week 26 of 2026: no session; short by 1 session"


def test_weeks_have_the_year_of_the_calendar():
    """The week of New Year has the number that the calendar gives it."""
    report = held(
        [], minimum(per=Per.WEEK, sessions=1), since=date(2025, 12, 29), until=date(2026, 1, 4)
    )

    assert said(report) == [("2026-W01", "short")]


def test_a_year_begins_on_the_first_day():
    """Years are twelve months from the first day that is asked about; the last may be open."""
    sessions = [line("2026-02-28", 60), line("2026-03-01", 30)]

    report = held(
        sessions, minimum(per=Per.YEAR, minutes=60), since=date(2025, 3, 1), until=date(2027, 2, 1)
    )

    assert said(report) == [("2025-03-01..2026-02-28", "met"), ("2026-03-01..2027-02-01", "open")]


def test_years_from_a_leap_day_lose_no_day():
    """Years that begin on 29 February follow one another without a gap or an overlap."""
    report = held(
        [], minimum(per=Per.YEAR, minutes=60), since=date(2024, 2, 29), until=date(2029, 2, 28)
    )

    assert [(one.first.isoformat(), one.last.isoformat()) for one in report.outcomes] == [
        ("2024-02-29", "2025-02-28"), ("2025-03-01", "2026-02-28"), ("2026-03-01", "2027-02-28"),
        ("2027-03-01", "2028-02-28"), ("2028-02-29", "2029-02-28"),
    ]  # fmt: skip


def test_the_whole_is_judged_unless_it_is_not_over():
    """A total of all is short on the last day, and open before it."""
    asked = minimum(per=Per.WHOLE, minutes=120)

    assert only(held([line()], asked)).status is HoursStatus.SHORT
    assert only(held([line()], asked, today=date(2026, 6, 29))).status is HoursStatus.OPEN


@pytest.mark.parametrize(
    ("share", "minutes"),
    [(1, 90), (Fraction(1, 2), 90), (Fraction(49, 100), 45), (Fraction(1, 10), 45)],
)
def test_part_time_below_a_half_has_a_floor(share, minutes):
    """Under half of full time the share is asked for, and never less than the floor."""
    asked = minimum(per=Per.MONTH, minutes=90, part_time=PartTime(below=50, floor=45))

    assert only(held([], asked, full_time=share)).needed == minutes


def test_part_time_in_proportion():
    """Where there is no floor the share of full time is exact."""
    asked = minimum(per=Per.WEEK, minutes=60, part_time=PartTime(below=100))

    assert held([], asked, full_time=Fraction(1, 7)).outcomes[0].needed == Fraction(60, 7)


def test_what_is_asked_of_full_time_only():
    """Who works less than the share that a requirement is for is not asked."""
    asked = minimum(per=Per.MONTH, sessions=1, full_time_from=100)

    assert only(held([], asked)).status is HoursStatus.SHORT
    assert only(held([], asked, full_time=Fraction(4, 5))).status is HoursStatus.NOT_ASKED


@pytest.mark.parametrize(
    ("worked", "status"), [(400, "short"), (399, "not-asked"), (None, "unknown")]
)
def test_what_is_asked_from_so_many_client_hours(worked, status):
    """A requirement for those with many clients needs to know how many hours they were."""
    hours = None if worked is None else {"2026-06": worked}
    asked = minimum(per=Per.MONTH, minutes=60, client_hours_from=400)

    outcome = only(held([], asked, client_hours=hours))

    assert outcome.status.value == status
    assert (worked is not None) or "no client hours were given" in outcome.text()


def test_a_month_that_is_not_over_may_yet_have_the_client_hours():
    """Before the end nobody knows whether a requirement for many client hours applies."""
    asked = minimum(per=Per.MONTH, minutes=60, client_hours_from=400)

    outcome = only(held([], asked, client_hours={"2026-06": 9}, today=date(2026, 6, 29)))

    assert outcome.status is HoursStatus.OPEN


# Averages


def test_an_average_over_each_run_of_months():
    """Every run of so many months must have enough; one lean month is no fault."""
    sessions = [line(f"2026-{month:02}-04", 90) for month in (1, 2, 4, 5, 6)] + [line("2026-02-05")]

    report = held(sessions, average(), since=date(2026, 1, 1), until=date(2026, 6, 30))

    assert said(report) == [
        ("2026-01..2026-03", "short"), ("2026-02..2026-04", "short"),
        ("2026-03..2026-05", "short"), ("2026-04..2026-06", "met"),
    ]  # fmt: skip
    assert [one.short for one in report.outcomes] == [30, 30, 90, 0]
    assert report.outcomes[0].text() == (
        "January 2026 to March 2026: 1 h individual credited 60 min, "
        "2 times 90 min individual credited 180 min; short by 30 min"
    )


def test_an_average_passes_over_months_that_are_exempt():
    """A month of break is not averaged over, and what was held in it does not count."""
    leave = Exempt(since=date(2026, 2, 1), until=date(2026, 2, 28), reason="leave")
    sessions = [line("2026-01-05", 90), line("2026-02-05", 30), line("2026-03-05", 90)]

    outcome = only(
        held(sessions, average(), since=date(2026, 1, 1), until=date(2026, 3, 31), exempt=[leave])
    )

    assert (outcome.needed, outcome.found, outcome.status) == (180, 180, "met")
    assert "1 of 3 months are exempt" in outcome.text()


def test_an_average_of_breaks_alone_is_exempt():
    """Where all months are exempt nothing is asked."""
    leave = Exempt(since=date(2026, 1, 1), until=date(2026, 12, 31), reason="leave")

    outcome = held([], average(), **YEAR, exempt=[leave]).outcomes[0]

    assert outcome.status is HoursStatus.EXEMPT


def test_too_few_months_are_no_average():
    """Fewer months than the run are shown and not judged short; no whole month is no average."""
    short = only(held([line()], average()))
    days = {"since": date(2026, 6, 2), "until": date(2026, 6, 20)}

    assert (short.name, short.needed, short.status) == ("2026-06..2026-06", 90, "open")
    assert only(held([line(minutes=90)], average())).status is HoursStatus.MET
    assert "no whole month was asked about" in only(held([line()], average(), **days)).text()

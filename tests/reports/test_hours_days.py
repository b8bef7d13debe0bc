"""Hours by rule: which day and revision, months in part, and breaks."""

from __future__ import annotations

from datetime import date

import pytest
from hours_kit import held, line, only, said
from msgspec.structs import replace

from supervision.reports import Exempt, HoursStatus

MAY_TO_JULY = {"since": date(2026, 5, 1), "until": date(2026, 7, 31)}


def test_a_session_belongs_to_the_day_on_which_it_began():
    """What goes on past midnight, for a whole day even, belongs to the month it began in."""
    night = line("2026-06-30", minutes=1440)

    report = held([night], "bacp-accredited", **MAY_TO_JULY)

    assert [one.found for one in report.outcomes] == [0, 1440, 0]


def test_the_newest_revision_counts_once():
    """A line that comes twice, or with an older revision, counts once as it is now."""
    now = line(revision=2, minutes=45)
    before = replace(now, revision=1, minutes=600)

    for lines in ([now, before], [before, now], [now, now, before]):
        assert held(lines, "bacp-accredited").credited == 45


def test_an_amendment_changes_the_month_it_is_about():
    """A session that is amended to another month, or person, is short there and not here."""
    before = line("2026-05-31", minutes=90)
    moved = replace(before, revision=2, on=date(2026, 6, 1))
    given = replace(before, revision=2, people=("S-022",))

    assert said(held([before, moved], "bacp-accredited", **MAY_TO_JULY)) == [
        ("2026-05", "short"), ("2026-06", "met"), ("2026-07", "short"),
    ]  # fmt: skip
    assert held([before, given], "bacp-accredited", **MAY_TO_JULY).sessions == ()


def test_two_supervisors_on_one_day():
    """Two sessions on one day count both, in the order of the clock."""
    early = line(minutes=30, supervisor="V-02", start=None)
    late = line(minutes=60)

    report = held([late, early], "bacp-accredited")

    assert report.credited == 90
    assert len({one.session for one in report.sessions}) == 2


@pytest.mark.parametrize("sessions", [[], [line()]], ids=["none", "one"])
def test_no_session_and_one(sessions):
    """Nothing at all is short by all of it, under every rule; one session is no fault either."""
    for name in ("bacp-accredited", "bacp-student", "babcp-training", "iapt-hi"):
        report = held(sessions, name)
        assert report.short
        assert report.text().endswith("the day on which it was read.")


def test_a_month_of_february_has_its_days():
    """The 29th of February belongs to February, and one year later there is none."""
    leap = line("2028-02-29", minutes=90)

    report = held([leap], "bacp-accredited", since=date(2028, 2, 1), until=date(2028, 3, 31))

    assert said(report) == [("2028-02", "met"), ("2028-03", "short")]


def test_a_month_that_was_not_asked_about_in_full_is_open():
    """The first and last month are judged only if all of their days are asked about."""
    days = {"since": date(2026, 5, 2), "until": date(2026, 7, 30)}

    report = held([line("2026-07-02", minutes=95)], "bacp-accredited", **days)

    assert said(report) == [("2026-05", "open"), ("2026-06", "short"), ("2026-07", "met")]
    assert "May 2026, from 2 May 2026 to 31 May 2026 only: no session; 0 of 90" in report.text()


# Exempt times


def test_a_break_makes_a_month_exempt():
    """A month within a break is asked nothing; its reason is told."""
    leave = Exempt(since=date(2026, 6, 1), until=date(2026, 6, 30), reason="no clients")

    outcome = only(held([], "bacp-accredited", exempt=[leave]))

    assert outcome.status is HoursStatus.EXEMPT
    assert outcome.short == 0
    assert "exempt; no clients (1 June 2026 to 30 June 2026)" in outcome.text()


def test_breaks_may_overlap_and_touch():
    """Breaks that overlap or follow one another cover a month together."""
    one = Exempt(since=date(2026, 5, 20), until=date(2026, 6, 12), reason="leave")
    two = Exempt(since=date(2026, 6, 10), until=date(2026, 6, 20), reason="sickness")
    three = Exempt(since=date(2026, 6, 21), until=date(2026, 6, 30), reason="leave")

    assert only(held([], "bacp-accredited", exempt=[three, one, two])).status == "exempt"
    assert only(held([], "bacp-accredited", exempt=[one, three])).status == "short"
    but_for_a_day = Exempt(since=date(2026, 6, 14), until=date(2026, 6, 30), reason="leave")
    assert only(held([], "bacp-accredited", exempt=[one, but_for_a_day])).status == "short"
    inside = Exempt(since=date(2026, 6, 11), until=date(2026, 6, 11), reason="a day")
    assert only(held([], "bacp-accredited", exempt=[one, two, three, inside])).status == "exempt"


def test_a_break_of_some_days_excuses_nothing_and_is_told():
    """A month of which a break covers a part is asked in full, and says so."""
    leave = Exempt(since=date(2026, 6, 1), until=date(2026, 6, 29), reason="leave")

    outcome = only(held([], "bacp-accredited", exempt=[leave]))

    assert outcome.status is HoursStatus.SHORT
    assert outcome.remarks == ("for part of it: leave (1 June 2026 to 29 June 2026)",)


def test_a_month_without_clients_must_be_given_as_a_break():
    """Where no hours were worked, the report says how to document a break, and goes on asking."""
    outcome = only(held([], "bacp-accredited", client_hours={"2026-06": 0}))

    assert outcome.status is HoursStatus.SHORT
    assert "give it with its reason" in outcome.text()


def test_a_break_with_clients_is_no_break():
    """Whoever worked in a month has no break in it, whatever reason is given."""
    leave = Exempt(since=date(2026, 6, 1), until=date(2026, 6, 30), reason="leave")

    worked = only(held([], "bacp-accredited", exempt=[leave], client_hours={"2026-06": 3}))
    rested = only(held([], "bacp-accredited", exempt=[leave], client_hours={"2026-06": 0}))

    assert worked.status is HoursStatus.SHORT
    assert "so it is no break" in worked.text()
    assert rested.status is HoursStatus.EXEMPT


def test_enough_in_a_break_is_enough():
    """A month that has what is asked for is met, break or not."""
    leave = Exempt(since=date(2026, 6, 1), until=date(2026, 6, 30), reason="leave")

    assert only(held([line(minutes=90)], "bacp-accredited", exempt=[leave])).status == "met"

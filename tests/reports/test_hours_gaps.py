"""The days from one session to the next, and between the times that a case comes."""

from __future__ import annotations

from datetime import date

from hours_kit import held, line, only, rule

from supervision.catalogue import Gap
from supervision.reports import Exempt, HoursStatus, HoursUnit


def gap(days=14, **changes):
    """Return a rule with one gap."""
    return rule(gap=[Gap(id="gap", text="x", days=days, **changes)])


def test_every_gap_that_is_too_long_is_told():
    """Each gap over the most has an outcome; where none is, the longest is told."""
    sessions = [line("2026-06-03"), line("2026-06-18"), line("2026-06-30")]

    late = only(held(sessions, gap()))
    fine = only(held(sessions, gap(15)))

    assert (late.unit, late.found, late.short, late.status) == (HoursUnit.DAYS, 15, 1, "short")
    assert late.text() == "4 June 2026 to 18 June 2026: 15 days from one to the next, 14 at most"
    assert (fine.found, fine.short, fine.status) == (15, 0, "met")


def test_gaps_at_both_ends_are_as_short_as_can_be():
    """Before the first session and after the last, only what is certain counts against one."""
    sessions = [line("2026-06-14"), line("2026-06-17")]

    assert only(held(sessions, gap())).status is HoursStatus.MET
    assert [one.found for one in held(sessions, gap(13)).outcomes] == [14, 14]
    assert only(held([], gap())).found == 31


def test_a_gap_without_any_session_says_so():
    """Where there was no session there is nothing that two of them are apart."""
    none = only(held([line(cancelled=True)], gap()))
    last = only(held([line("2026-06-30")], gap(40)))
    first = only(held([line("2026-06-01")], gap(40)))

    assert none.text() == (
        "1 June 2026 to 30 June 2026: no session; 31 days at best from one to the next, 14 at most"
    )
    assert none.no_session
    assert not last.no_session
    assert not first.no_session


def test_days_of_a_break_are_no_gap():
    """Exempt days are not counted from one session to the next, and overlaps only once."""
    leave = [
        Exempt(since=date(2026, 6, 5), until=date(2026, 6, 20), reason="leave"),
        Exempt(since=date(2026, 6, 18), until=date(2026, 6, 22), reason="sickness"),
    ]
    sessions = [line("2026-06-04"), line("2026-06-25")]

    assert only(held(sessions, gap(), exempt=leave)).found == 6
    assert only(held(sessions, gap())).found == 21


def test_a_session_that_does_not_count_ends_no_gap():
    """What was cancelled or missed leaves the gap as it is."""
    sessions = [line("2026-06-02"), line("2026-06-12", cancelled=True), line("2026-06-20")]

    assert only(held(sessions, gap())).found == 18


def test_each_case_comes_back():
    """A case that comes again is held to the gap; one that comes once, or ends, is not."""
    sessions = [
        line("2026-06-01", clients=("C-201", "C-202", "C-203")),
        line("2026-06-15", clients=("C-202",)),
        line("2026-06-30", clients=("C-201",)),
    ]

    found = held(sessions, gap(of_each_case=True)).outcomes

    assert [(one.part, one.found, one.status.value) for one in found] == [
        ("C-201", 29, "short"), ("C-202", 14, "met"),
    ]  # fmt: skip
    mine = held(sessions, gap(of_each_case=True), cases=["C-202"]).outcomes
    assert [one.part for one in mine] == ["C-202"]

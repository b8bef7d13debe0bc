"""Hours by rule: what counts, what does not and why, and the worked examples of the bodies."""

from __future__ import annotations

from datetime import date

import pytest
from hours_kit import ME, YEAR, every, group, held, line, only, peers, shipped
from msgspec.structs import replace

from supervision.records import LedgerLine, Modality
from supervision.reports import CreditReason, HoursStatus


def credited(session, asked="bacp-accredited"):
    """Return how many minutes of one session count, and why."""
    (credit,) = held([session], asked).sessions
    return credit.credited, credit.reason.value


# Worked examples


@pytest.mark.parametrize(
    ("session", "asked", "minutes"),
    [
        (group(4), "bacp-accredited", 60),
        (group(6), "bacp-accredited", 20),
        (group(5), "bacp-accredited", 24),
        (group(2), "bacp-accredited", 60),
        (peers(4), "bacp-accredited", 60),
        (peers(6), "bacp-accredited", 20),
        (group(4), "babcp-training", 60),
        (group(3, minutes=105), "babcp-training", 70),
        (group(2), "babcp-training", 120),
        (group(6), "babcp-accredited", 120),
        (group(9), "napcp-training", 120),
    ],
    ids=lambda value: value if isinstance(value, (str, int)) else f"{value.group_size}",
)
def test_groups_are_credited_as_the_bodies_work_out(session, asked, minutes):
    """The examples of each body come out to the minute; from four to five there is a cliff."""
    assert credited(session, asked)[0] == minutes


def test_a_group_of_one_has_all_of_its_time():
    """Twice the time is never credited, and a leader to oneself is no group."""
    assert credited(group(1), "babcp-training") == (120, "counted")
    assert credited(group(1), "bacp-accredited") == (120, "counted")
    assert shipped("babcp-training").credit[0].of(120, size=1) == 120


def test_the_sentence_says_what_counted_and_what_is_short():
    """A month reads as a person would say it."""
    assert only(held([group(6)], "bacp-accredited")).text() == (
        "June 2026: 2 h in a group of 6 credited 20 min; short by 70 min"
    )


@pytest.mark.parametrize(
    ("minutes", "days"), [(60, 21), (120, 42)], ids=["an hour in three weeks", "two in six weeks"]
)
def test_bacp_never_averages(minutes, days):
    """An hour every three weeks, or two every six weeks, is enough on average and fails."""
    sessions = every(days, minutes=minutes)

    report = held(sessions, "bacp-accredited", **YEAR)

    assert report.credited / 12 >= 85
    assert report.short


def test_formats_are_added_together():
    """Individual, group and peer supervision of all settings make up a month together."""
    mixed = [line(minutes=40), group(4, minutes=60), peers(3, minutes=40, delivery=None)]

    assert only(held(mixed, "bacp-accredited")).found == 90
    assert held(mixed, "bacp-accredited").short == ()


def test_settings_are_added_together():
    """Two agreements with two supervisors, for two settings, are one and a half hours in all."""
    here, there = line(minutes=45), line(minutes=45, supervisor="V-02", agreement="A-07")

    assert only(held([here, there], "bacp-accredited")).status is HoursStatus.MET


# What does not count


@pytest.mark.parametrize(
    ("session", "asked", "reason"),
    [
        (line(cancelled=True), "bacp-accredited", "cancelled"),
        (line(minutes=0, cancelled=True), "bacp-accredited", "cancelled"),
        (line(minutes=0), "bacp-accredited", "no-time"),
        (line(absent=(ME,)), "bacp-accredited", "absent"),
        (line(agreement=None), "bacp-accredited", "ad-hoc"),
        (peers(3), "bacp-student", "format"),
        (peers(3, modality=Modality.INTERVISION), "bacp-student", "format"),
        (group(4, facilitated=False), "bacp-student", "not-led"),
        (group(4, facilitated=None), "bacp-student", "not-led"),
        (group(2, modality=Modality.TRIADIC, facilitated=False), "bacp-student", "not-led"),
        (group(None), "bacp-accredited", "no-size"),
        (line(people=(ME, "S-022")), "bacp-accredited", "no-size"),
        (group(2, people=(ME, "S-022", "S-031")), "bacp-accredited", "bad-size"),
        (peers(1), "bacp-accredited", "bad-size"),
        (group(7), "babcp-accredited", "too-large"),
        (group(5), "babcp-training", "too-large"),
        (group(2), "babcp-trainer", "too-large"),
    ],
)
def test_what_does_not_count_says_why(session, asked, reason):
    """A session that counts for nothing has a reason, and a sentence in the report."""
    assert credited(session, asked) == (0, reason)
    report = held([session], asked)
    assert report.sessions[0].why in report.text()
    assert not report.sessions[0].counts


def test_every_reason_is_met():
    """Each reason there is can come about."""
    sessions = [
        line(), line(cancelled=True), line(minutes=0), line(absent=(ME,)), line(agreement=None),
        peers(3), group(4, facilitated=False), group(4), group(None), group(1, people=(ME, "S-022")),
    ]  # fmt: skip
    found = {one.reason for one in held(sessions, "bacp-student").sessions}
    found |= {one.reason for one in held([group(5)], "babcp-training").sessions}

    assert found == set(CreditReason)


def test_a_pair_needs_no_size():
    """Triadic supervision is of two by its name; a group's size is never guessed."""
    pair = group(None, modality=Modality.TRIADIC, facilitated=None, people=(ME, "S-022"))

    assert credited(pair, "bacp-student") == (60, "shared")
    assert credited(replace(pair, group_size=3)) == (60, "shared")


def test_a_contracted_size_makes_a_group_of_any_format():
    """What was contracted for several is shared, even if one came or it is called individual."""
    assert credited(line(minutes=120, group_size=6)) == (20, "shared")


def test_other_peoples_sessions_are_left_out():
    """Sessions of others, and those that the person gave, are counted and nothing else."""
    others = [line(people=("S-022",)), line(supervisor=ME, people=("S-031",))]
    notes = [LedgerLine(kind="reflection", id="b" * 32, on=date(2026, 6, 5), people=(ME,))]

    report = held([line(), *others, *notes], "bacp-accredited")

    assert (len(report.sessions), report.others) == (1, 2)
    assert "2 of other people" in report.text()


def test_sessions_outside_the_days_are_counted_apart():
    """What was before the first day, or is still to come, counts for nothing."""
    sessions = [line("2026-05-31"), line("2026-06-01"), line("2026-06-30"), line("2026-07-01")]

    report = held(sessions, "bacp-accredited")

    assert (report.before, report.after, report.credited) == (1, 1, 120)
    assert "1 before 2026-06-01, 1 after 2026-06-30" in report.text()


def test_nothing_counts_that_is_still_to_come():
    """Sessions after today are left out, and a month that is not over is not judged."""
    sessions = [line("2026-06-04"), line("2026-06-20")]

    report = held(sessions, "bacp-accredited", today=date(2026, 6, 10))

    assert (report.closes, report.after, report.credited) == (date(2026, 6, 10), 1, 60)
    assert only(report).status is HoursStatus.OPEN
    assert only(report).text().endswith("1 h individual credited 60 min; 60 of 90 min so far")

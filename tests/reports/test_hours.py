"""Hours by rule: what counts, what does not and why, and the worked examples of the bodies."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import attrs
import pytest
from hours_kit import JUNE, ME, YEAR, every, group, held, line, only, peers, rule, said, shipped

from supervision.catalogue import Minimum, Only, Per
from supervision.errors import InvalidRecordError
from supervision.records import Function, LedgerLine, Modality
from supervision.reports import CreditReason, Exempt, HoursStatus, hours

MAY_TO_JULY = {"since": date(2026, 5, 1), "until": date(2026, 7, 31)}


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
    assert credited(attrs.evolve(pair, group_size=3)) == (60, "shared")


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


# Which day, which revision


def test_a_session_belongs_to_the_day_on_which_it_began():
    """What goes on past midnight, for a whole day even, belongs to the month it began in."""
    night = line("2026-06-30", minutes=1440)

    report = held([night], "bacp-accredited", **MAY_TO_JULY)

    assert [one.found for one in report.outcomes] == [0, 1440, 0]


def test_the_newest_revision_counts_once():
    """A line that comes twice, or with an older revision, counts once as it is now."""
    now = line(revision=2, minutes=45)
    before = attrs.evolve(now, revision=1, minutes=600)

    for lines in ([now, before], [before, now], [now, now, before]):
        assert held(lines, "bacp-accredited").credited == 45


def test_an_amendment_changes_the_month_it_is_about():
    """A session that is amended to another month, or person, is short there and not here."""
    before = line("2026-05-31", minutes=90)
    moved = attrs.evolve(before, revision=2, on=date(2026, 6, 1))
    given = attrs.evolve(before, revision=2, people=("S-022",))

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


# What is refused


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"since": date(2026, 7, 1)}, "until"),
        ({"since": date(1899, 12, 31)}, "until"),
        ({"until": date(9999, 1, 1)}, "until"),
        ({"today": date(2026, 5, 31)}, "since"),
        ({"full_time": 0}, "full_time"),
        ({"full_time": Fraction(11, 10)}, "full_time"),
        ({"full_time": 0.5}, "full_time"),
        ({"full_time": True}, "full_time"),
        ({"person": "Maria"}, "pseudonym"),
        ({"cases": ["Maria"]}, "cases"),
        ({"domains": {"a" * 32: ["ethics"]}}, "domains"),
        ({"client_hours": {"June": 3}}, "client_hours"),
        ({"client_hours": {"2026-13": 3}}, "client_hours"),
        ({"client_hours": {"2026-W54": 3}}, "client_hours"),
        ({"client_hours": {"2026-06": -1}}, "client_hours"),
        ({"client_hours": {"2026-06": 1.5}}, "client_hours"),
        ({"client_hours": {"2026-06": 1, "2026-W23": 1}}, "client_hours"),
        ({"client_hours": {6: 1}}, "client_hours"),
    ],
)
def test_what_is_impossible_is_refused(changes, field):
    """Whatever is given and cannot be is refused by its name, without its value."""
    with pytest.raises(InvalidRecordError) as caught:
        held([], "bacp-accredited", **changes)

    assert caught.value.field == field
    assert "Maria" not in str(caught.value)


@pytest.mark.parametrize(
    "changes", [{"until": date(2026, 5, 31)}, {"reason": " "}], ids=["backwards", "no reason"]
)
def test_a_break_has_days_and_a_reason(changes):
    """A break that ends before it begins, or has no reason, is refused."""
    given = {"since": date(2026, 6, 1), "until": date(2026, 6, 30), "reason": "leave"}

    with pytest.raises(InvalidRecordError, match="exempt must"):
        Exempt(**{**given, **changes})


# How it is told


def test_the_report_is_plain_data():
    """For JSON, days are texts, what is over a whole number is a text, sessions stand once."""
    report = held([group(7, minutes=100), line(cancelled=True)], "bacp-accredited")

    plain = json.loads(json.dumps(report.plain()))

    assert plain["credited"] == "100/7"
    assert plain["outcomes"][0]["found"] == "100/7"
    assert plain["outcomes"][0]["needed"] == 90
    assert plain["outcomes"][0]["status"] == "short"
    assert plain["since"] == "2026-06-01"
    assert plain["outcomes"][0]["sessions"] == [one["session"] for one in plain["sessions"]]
    assert (plain["short"], plain["unknown"]) == (1, 0)


def test_the_report_is_a_table():
    """A row says when, what, how much is asked for and found, what is missing, and the verdict."""
    assert held([group(6)], "bacp-accredited").rows() == [
        ("2026-06", "monthly", "90 min", "20 min", "70 min", "short")
    ]
    assert held([line(minutes=90)], "bacp-accredited").rows()[0][-2:] == ("", "met")


def test_the_report_says_where_the_rule_is_from():
    """Source, what to look at oneself, and to check with one's body always stand below."""
    text = held([line()], "bacp-accredited").text()

    assert "Source: BACP pages" in text
    assert "To look at yourself: Every setting must be supervised" in text
    assert text.splitlines()[-1].startswith("Check with your body: BACP may have changed")


def test_sessions_alike_are_told_together():
    """Several sessions of one sort are one phrase, and so are several that do not count."""
    sessions = [line(), line(), line(cancelled=True), line(cancelled=True), line(absent=(ME,))]

    assert only(held(sessions, "bacp-accredited")).text() == (
        "June 2026: 2 times 1 h individual credited 120 min; not counted: 2 times 1 h individual "
        "(cancelled), 1 h individual on 2026-06-04 (S-014 was absent); 90 min asked for, met"
    )


def test_any_iterable_of_lines_is_enough():
    """Lines are taken once, one at a time, and a pseudonym may be typed in lower case."""
    report = hours(iter([line(minutes=90)]), shipped("bacp-accredited"), person="s-014", **JUNE)

    assert (report.person, report.short) == (ME, ())


@pytest.mark.parametrize(
    ("chosen", "number"),
    [
        (Only(sampled=True), 2),
        (Only(formats=[Modality.INDIVIDUAL, Modality.LIVE]), 3),
        (Only(functions=[Function.FORMATIVE]), 1),
        (Only(functions=[Function.FORMATIVE], sampled=True), 0),
    ],
)
def test_requirements_look_at_some_sessions_only(chosen, number):
    """A requirement sees the sessions of its formats and functions, or with the work itself."""
    sessions = [
        line(modality=Modality.LIVE),
        line(live_sample=True),
        line(functions=(Function.FORMATIVE, Function.NORMATIVE)),
        group(4),
    ]
    asked = Minimum(id="some", text="Some.", per=Per.MONTH, sessions=4, only=chosen)

    assert only(held(sessions, rule(minimum=[asked]))).found == number

"""Hours by rule: how a report is told, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest
from hours_kit import JUNE, ME, group, held, line, only, rule, shipped

from supervision.catalogue import Gap, Minimum, Only, Per
from supervision.errors import InvalidRecordError
from supervision.records import Function, Modality
from supervision.reports import Exempt, hours


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
        ({"client_hours": {"2026-06": 721}}, "client_hours"),
        ({"client_hours": {"2026-W23": Fraction(337, 2)}}, "client_hours"),
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


def test_a_month_and_a_week_can_be_work_throughout():
    """All hours of a month, or of a week, are allowed; no more are."""
    week = {"since": date(2026, 6, 1), "until": date(2026, 6, 7)}

    assert held([], "napcp-training", client_hours={"2026-06": 720}).unknown == ()
    assert held([], "napcp-training", client_hours={"2026-W23": 168}, **week).unknown == ()
    with pytest.raises(InvalidRecordError, match="no more hours than the month or week has"):
        held([], "napcp-training", client_hours={"2026-06": 721})


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


class Foreign(date):
    """A day that writes its month as another locale would."""

    def __format__(self, spec):
        """Write it so."""
        return "Juni" if "%B" in spec else super().__format__(spec)


def test_months_have_the_same_names_everywhere():
    """The words of a report are English in any locale, in months and in days."""
    leave = Exempt(since=Foreign(2026, 6, 2), until=Foreign(2026, 6, 3), reason="leave")
    days = {"since": Foreign(2026, 6, 1), "until": Foreign(2026, 6, 30)}

    report = held([], "bacp-accredited", exempt=[leave], **days)

    assert "Juni" not in report.text()
    assert "June 2026: no session" in report.text()


def test_a_code_that_no_session_names_is_told():
    """Who stands in no session may be written wrong; who stands in one of another day is not."""
    nobody = held([line(supervisor=ME, people=("S-022",))], "bacp-accredited")
    before = held([line("2026-05-04")], "bacp-accredited")

    assert "No session names S-014 as a supervisee: check the code." in nobody.text()
    assert "No session names" not in before.text()
    assert (nobody.unnamed, before.unnamed) == (True, False)


def test_sessions_that_do_not_count_are_told_once():
    """What counts for nothing is told with its month, or else by itself."""
    gap = rule(gap=[Gap(id="gap", text="x", days=14)])
    sessions = [line(), line(cancelled=True)]

    monthly, between = held(sessions, "bacp-accredited"), held(sessions, gap)

    why = "1 h individual on 2026-06-04 (cancelled)"
    assert monthly.text().count(why) == 1
    assert f"Sessions that do not count: {why}." in between.text()
    assert monthly.not_counted() == why
    assert monthly.not_counted(told=monthly.outcomes) == ""


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
        (Only(groups=True), 1),
        (Only(groups=False), 3),
        (Only(groups=True, formats=[Modality.LIVE]), 0),
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

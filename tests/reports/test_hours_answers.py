"""Ways of which one is enough are told together, stretch by stretch."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hours_kit import ME, held, line, rule, shipped

from supervision.catalogue import Gap, Minimum, Only, Per, Ratio
from supervision.records import Modality
from supervision.reports import Exempt, HoursStatus, hours

YEAR = {"since": date(2026, 1, 1), "until": date(2026, 7, 15)}
GIVEN = {1: 540, 2: 540, 3: 540, 4: 1680, 5: 540}
"""How many minutes of supervision were given in each month."""
HAD = {1: 60, 2: 30, 3: 15, 4: 50, 6: 20}


@pytest.fixture(scope="module")
def report():
    """Half a year of somebody who gives supervision, under a rule with two ways."""
    given = [
        line(f"2026-{month:02}-03", minutes, supervisor=ME, people=("S-022",))
        for month, minutes in GIVEN.items()
    ]
    had = [line(f"2026-{month:02}-10", minutes) for month, minutes in HAD.items()]
    return hours([*given, *had], shipped("babcp-supervisor"), person=ME, **YEAR)


def test_each_month_is_told_once(report):
    """A month has one answer, in the order of time, with what became of it by the nearest way."""
    assert [(one.where[:9].strip(), one.verdict) for one in report.answers] == [
        ("January 2", "met"),
        ("February", "met by the other way"),
        ("March 202", "short by 12 min"),
        ("April 202", "short by 10 min"),
        ("May 2026", "short by 27 min"),
        ("June 2026", "short by 40 min; the other way cannot be told"),
        ("July 2026", "0 of 60 min so far"),
    ]
    assert [one.missing[0].requirement for one in report.answers if one.missing] == [
        "share", "monthly", "share", "monthly",
    ]  # fmt: skip


def test_both_ways_stand_side_by_side(report):
    """The table has a row for each month and a column for each way; what is asked for is never 0."""
    (table,) = report.tables()

    assert list(table.columns) == ["when", "there is", "monthly", "share", "result"]
    assert table.rows[1] == (
        "2026-02", "30 min", "60 min asked for, 30 min missing", "27 min asked for, met",
        "met by the other way",
    )  # fmt: skip
    assert table.rows[5][3] == "cannot be told"
    assert "0 min asked for" not in str(table.rows).replace("60 min asked for", "")


def test_rows_are_by_time_too(report):
    """In the one table of all outcomes the ways of a month stand below each other, in words."""
    assert [row[:3] + row[-1:] for row in report.rows()[4:6]] == [
        ("2026-03", "monthly", "60 min", "short this way too"),
        ("2026-03", "share", "27 min", "short"),
    ]
    assert report.rows()[-1][2:] == ("cannot be told", "0 min", "", "still open")


def test_it_is_said_what_is_asked_for(report):
    """The rule's own sentences are told, and that one of the ways is enough, once."""
    told = report.text()

    assert report.asks in told
    assert "One hour a month, or five hundredths" in report.asks
    assert told.count("ne of these is enough") == 1
    assert "".join(report.alternatives) == (
        "One of these is enough: “An hour of supervision of supervision each month.” or "
        "“An hour for each twenty of the supervision given.”"
    )
    assert "March 2026: 15 min individual credited 15 min; short by 12 min; monthly: 60 min" in told


def test_a_need_that_cannot_be_told_is_not_none_at_all():
    """Without client hours nobody knows how much is asked for, so it is not told as 0."""
    found = held([line()], "bacp-student").rows()
    monthly = rule(ratio=[Ratio(id="share", text="x", per=Per.MONTH, work=20)])
    (part,) = held([line()], monthly, until=date(2026, 6, 15)).outcomes

    assert [row[2] for row in found if row[1] == "ratio"] == ["cannot be told"]
    assert (part.asked, part.verdict) == ("cannot be told", "60 min so far")


def test_a_break_is_no_way_that_was_met():
    """A month that is exempt, or in which nothing is asked for, says so for all of the ways."""
    leave = Exempt(since=date(2026, 6, 1), until=date(2026, 6, 30), reason="leave")
    (answer,) = held([], "babcp-supervisor", exempt=[leave]).answers

    assert (answer.status, answer.verdict) == (HoursStatus.EXEMPT, "exempt")
    assert [answer.side(way) for way in answer.ways] == ["exempt", "exempt"]


def test_three_ways_of_several_kinds():
    """Sessions, minutes and days between sessions can stand beside each other, recommended or not."""
    only = Only(formats=(Modality.GROUP,))
    asked = rule(
        minimum=[
            Minimum(id="two", text="x", per=Per.MONTH, sessions=2, either="way"),
            Minimum(id="led", text="x", per=Per.MONTH, minutes=30, either="way", only=only),
            Minimum(id="much", text="x", per=Per.MONTH, minutes=60, either="way", advised=True),
        ],
        gap=[Gap(id="gap", text="x", days=14)],
    )
    (met, *_), (short, *_) = (held([line(minutes=each)], asked).answers for each in (60, 45))
    table = held([line(minutes=45)], asked).tables()[1]

    assert met.verdict == "met by another way"
    assert short.verdict == "short by 30 min"
    assert [short.side(way) for way in short.ways] == [
        "2 sessions asked for, 1 session missing",
        "30 min asked for, 30 min missing",
        "60 min asked for, 15 min missing, as a recommendation",
    ]
    assert table.rows[0][1] == "1 session / 0 min / 45 min"


def test_nothing_is_asked_for_by_any_way():
    """Of who works less than full time no way may be asked, and that is said."""
    asked = rule(
        minimum=[
            Minimum(id=each, text="x", per=Per.MONTH, minutes=60, either="way", full_time_from=100)
            for each in ("a", "b")
        ]
    )
    (answer,) = held([], asked, full_time=Fraction(1, 2)).answers

    assert answer.status is HoursStatus.NOT_ASKED
    assert (answer.verdict, answer.side("a"), answer.missing) == (
        "not asked for",
        "not asked for",
        (),
    )


def test_what_was_over_before_the_first_session_is_set_apart():
    """How much of what is short was over before the person's first session is told beside it."""
    spring = {"since": date(2026, 3, 1), "until": date(2026, 6, 30)}
    new = held([line("2026-05-10")], "bacp-accredited", **spring)
    known = held([line("2026-02-10"), line("2026-05-10")], "bacp-accredited", **spring)
    nobody = held([line("2026-05-10", cancelled=True)], "bacp-accredited", **spring)

    assert [one.name for one in new.early] == ["2026-03", "2026-04"]
    assert "Of what is short: 2 before the first session of 10 May 2026." in new.text()
    assert (known.early, known.early_told) == ((), "")
    assert (nobody.first_session, nobody.early) == (None, ())


def test_the_days_between_sessions_can_be_a_way():
    """Days are told by how many there were at best, never as what is missing."""
    ways = rule(
        gap=[Gap(id="gap", text="x", days=14, either="way")],
        ratio=[Ratio(id="share", text="x", per=Per.WHOLE, work=20)],
    )
    answers = held([line("2026-06-01"), line("2026-06-29")], ways).answers

    assert all(len(one.outcomes) == 1 for one in answers)
    assert any(
        one.side("gap") == "28 days, 14 days at most" for one in answers if "gap" in one.ways
    )

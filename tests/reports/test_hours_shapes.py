"""Ratios, each case and domain, shares and gaps."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hours_kit import ME, group, held, line, only, rule, said

from supervision.catalogue import (
    Each,
    Gap,
    Only,
    Part,
    PartKind,
    Per,
    Ratio,
    Share,
    Whose,
)
from supervision.records import Modality
from supervision.reports import Exempt, HoursStatus

GROUPS = Only(formats=[Modality.GROUP])
HOURS = {f"2026-{month:02}": 40 for month in range(1, 13)}
WHOLE_YEAR = "2026-01-01..2026-12-31"


def ratio(**changes):
    """Return a rule with one ratio, one hour for eight unless told otherwise."""
    given = {"id": "ratio", "text": "Some.", "per": Per.WHOLE, "work": 8}
    return rule(ratio=[Ratio(**{**given, **changes})])


# Ratios


@pytest.mark.parametrize(("worked", "short"), [(8, 0), (16, 60), (9, Fraction(15, 2)), (0, 0)])
def test_a_ratio_is_exact(worked, short):
    """An hour for eight is held against the hours of work to the last fraction."""
    outcome = only(held([line()], ratio(), client_hours={"2026-06": worked}))

    assert outcome.short == short
    assert outcome.needed == Fraction(worked * 60, 8)


@pytest.mark.parametrize(
    ("hours", "why"),
    [
        (None, "no client hours were given"),
        ({"2026-05": 40}, "no client hours were given for 1 June 2026"),
        ({"2026-W23": 9, "2026-W24": 9}, "no client hours were given for 15 June 2026"),
        ({f"2026-W{week}": 9 for week in range(23, 28)}, "lie only partly in it"),
    ],
    ids=["none", "another month", "some weeks", "a week of two months"],
)
def test_a_ratio_needs_all_client_hours(hours, why):
    """Hours that are missing, or that only partly lie in the time, are not made up."""
    report = held([line()], ratio(), client_hours=hours)

    assert report.unknown == report.outcomes
    assert why in report.text()
    assert report.short == ()


@pytest.mark.parametrize("since", [date(2026, 6, 2), date(2026, 5, 31)])
def test_client_hours_lie_in_the_days_that_are_asked_about(since):
    """Hours of a month that begins before the first day, or is missing before it, are not cut."""
    report = held([line()], ratio(), since=since, client_hours={"2026-06": 8})

    assert only(report).status is HoursStatus.UNKNOWN


def test_client_hours_by_week():
    """Weeks from Monday to Sunday can be held against client hours by week."""
    days = {"since": date(2026, 6, 1), "until": date(2026, 6, 14)}

    report = held(
        [line()], ratio(per=Per.WEEK), client_hours={"2026-W24": 9, "2026-W23": 8}, **days
    )

    assert said(report) == [("2026-W23", "met"), ("2026-W24", "short")]


def test_breaks_need_no_client_hours():
    """The hours of months that are exempt need not be given."""
    leave = Exempt(since=date(2026, 6, 1), until=date(2026, 6, 30), reason="leave")
    days = {"since": date(2026, 5, 1), "until": date(2026, 7, 31)}
    sessions = [line("2026-05-04"), line("2026-07-06")]

    worked = {"2026-05": 8, "2026-07": Fraction(17, 2)}

    assert only(
        held(sessions, ratio(), exempt=[leave], client_hours=worked, **days)
    ).needed == Fraction(33 * 60, 16)


def test_a_ratio_that_is_not_over_is_open():
    """Client hours that are not complete yet leave a ratio open."""
    outcome = only(held([line()], ratio(), client_hours={}, today=date(2026, 6, 20)))

    assert outcome.status is HoursStatus.OPEN


def test_a_ratio_to_the_supervision_that_one_gave():
    """A supervisor's own supervision is held against what they gave, without what was cancelled."""
    given = [
        line("2026-06-03", 600, supervisor=ME, people=("S-022",)),
        line("2026-06-30", 600, supervisor=ME, people=("S-022", "S-031")),
        line("2026-07-01", 600, supervisor=ME, people=("S-022",)),
        line("2026-06-04", 600, supervisor=ME, people=("S-022",), cancelled=True),
    ]
    asked = ratio(work=20, whose=Whose.GIVEN, per=Per.MONTH)

    assert only(held([*given, line(minutes=50)], asked)).short == 10


# Each case and domain


def test_a_case_shares_the_session_with_the_others():
    """The time of a session is shared equally by the cases it names; none is lost or doubled."""
    sessions = [line(clients=("C-201", "C-202", "C-203")), line(clients=("C-201",)), line()]
    asked = rule(each=[Each(id="cases", text="x", of=PartKind.CASE, count=4, minutes=70)])

    report = held(sessions, asked)

    assert [(one.part, one.found, one.status.value) for one in report.outcomes] == [
        ("C-201", 80, "met"), ("C-202", 20, "short"), ("C-203", 20, "short"),
        ("A further case", 0, "short"),
    ]  # fmt: skip
    assert "60 min could be put down to none" in report.text()


def test_the_cases_of_a_group_are_its_members():
    """In a group only the person's own cases share the credit, and without them none does."""
    session = group(2, minutes=60, people=(ME, "S-022"), clients=("C-201", "C-301"))
    asked = rule(each=[Each(id="cases", text="x", of=PartKind.CASE, count=1, minutes=60)])

    mine = only(held([session], asked, cases=["c-201", "C-202"]))
    unsaid = only(held([session], asked))

    assert (mine.part, mine.found) == ("C-201", 60)
    assert (unsaid.part, unsaid.found) == ("A further case", 0)


def test_own_cases_are_the_ones_that_are_asked_for():
    """Where cases are given, others are not taken for them, and still have their share."""
    session = line(clients=("C-201", "C-202"))
    asked = rule(each=[Each(id="cases", text="x", of=PartKind.CASE, count=1, minutes=60)])

    assert only(held([session], asked, cases=["C-202"])).found == 30
    assert only(held([session], asked, cases=["C-202"])).part == "C-202"


def test_domains_are_told_by_theme_or_by_hand():
    """A session covers the domains that its themes tell, unless it is said which."""
    parts = [
        Part(id="ethics", label="Ethics", themes=["practitioner.boundaries"]),
        Part(id="family", label="Families", themes=["family.*"]),
    ]
    asked = rule(each=[Each(id="of", text="x", of=PartKind.DOMAIN, minutes=60, parts=parts)])
    both = line(themes=("family.burden", "family.early-signs", "practitioner.boundaries"))
    said_so = line(themes=("family.burden",))
    none = line(themes=("familyx.burden",))

    report = held([both, said_so, none], asked, domains={said_so.id: ["ethics"]})

    assert [(one.part, one.found) for one in report.outcomes] == [("Ethics", 90), ("Families", 30)]
    assert report.outcomes[0].remarks == ("60 min could be put down to none",)


@pytest.mark.parametrize(
    "shapes",
    [
        {"each": [Each(id="cases", text="x", of=PartKind.CASE, count=3, minutes=70)]},
        {"gap": [Gap(id="back", text="x", days=14, of_each_case=True)]},
    ],
    ids=["each", "gap"],
)
def test_cases_can_be_numbered(shapes):
    """For whoever has no business with codes, cases are numbered as they first come."""
    sessions = [
        line("2026-06-01", clients=("C-999", "C-203")),
        line("2026-06-02", clients=("C-202", "C-301")),
        line("2026-06-30", 180, clients=("C-202", "C-203")),
    ]

    named = held(sessions, rule(**shapes), cases=["C-202", "C-203"])
    numbered = held(sessions, rule(**shapes), cases=["C-202", "C-203"], name_cases=False)

    called = {"C-203": "case 1", "C-202": "case 2"}
    assert [one.part for one in numbered.outcomes] == [
        called.get(one.part, one.part) for one in named.outcomes
    ]
    assert {"case 1", "case 2"} <= {one.part for one in numbered.outcomes}
    assert "C-" in f"{named.plain()}{named.text()}"
    assert "C-" not in f"{numbered.plain()}{numbered.text()}{numbered.rows()}"


# Shares


@pytest.mark.parametrize(
    ("alone", "together", "short"),
    [(180, 60, 0), (179, 60, 1), (0, 60, 180), (60, 0, 0), (0, 0, 0)],
)
def test_a_format_takes_up_its_share_at_most(alone, together, short):
    """Over a cap, what is missing is the time of other sessions that would restore it."""
    sessions = [line(minutes=alone), group(3, minutes=together)]
    asked = rule(share=[Share(id="cap", text="x", per=Per.MONTH, at_most=25, only=GROUPS)])

    outcome = only(held(sessions, asked))

    assert outcome.short == short
    assert (alone + together == 0) == ("no time counted" in outcome.text())


@pytest.mark.parametrize(("alone", "together", "short"), [(60, 60, 0), (60, 90, 30), (0, 0, 0)])
def test_a_format_takes_up_its_share_at_least(alone, together, short):
    """Under a floor, what is missing is the time of the format itself."""
    sessions = [line(minutes=alone), group(3, minutes=together)]
    wanted = Only(formats=[Modality.INDIVIDUAL])
    asked = rule(share=[Share(id="floor", text="x", per=Per.WHOLE, at_least=50, only=wanted)])

    outcome = only(held(sessions, asked))

    assert outcome.short == short
    assert "50 % at least" in outcome.text()

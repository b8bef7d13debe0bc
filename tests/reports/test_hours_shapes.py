"""Each shape of a requirement, by itself and with others, and the rules that are shipped."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from hours_kit import ME, YEAR, every, group, held, line, only, rule, said, shipped

from supervision.catalogue import (
    Accepts,
    Average,
    Each,
    Gap,
    Minimum,
    Only,
    Part,
    PartKind,
    PartTime,
    Per,
    Ratio,
    Share,
    Whose,
)
from supervision.errors import CatalogueError
from supervision.records import Function, Modality
from supervision.reports import Exempt, HoursStatus, HoursUnit

GROUPS = Only(formats=[Modality.GROUP])
HOURS = {f"2026-{month:02}": 40 for month in range(1, 13)}
WHOLE_YEAR = "2026-01-01..2026-12-31"


def minimum(**changes):
    """Return a rule with one minimum."""
    return rule(minimum=[Minimum(id="some", text="Some.", **changes)])


def average(**changes):
    """Return a rule with one average of 90 minutes."""
    given = {"id": "mean", "text": "Some.", "months": 3, "minutes": 90}
    return rule(average=[Average(**{**given, **changes})])


def ratio(**changes):
    """Return a rule with one ratio, one hour for eight unless told otherwise."""
    given = {"id": "ratio", "text": "Some.", "per": Per.WHOLE, "work": 8}
    return rule(ratio=[Ratio(**{**given, **changes})])


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


# Gaps


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


# Together


def test_requirements_are_held_one_by_one():
    """A rule may ask for any number of each shape; each has its outcomes, in order."""
    asked = rule(
        minimum=[Minimum(id=name, text="x", per=Per.MONTH, minutes=60) for name in ("a", "b")],
        average=[Average(id="c", text="x", months=2, minutes=60)],
        ratio=[Ratio(id="d", text="x", per=Per.WHOLE, work=8)],
        share=[Share(id="e", text="x", per=Per.WHOLE, at_most=50, only=GROUPS)],
        gap=[Gap(id="f", text="x", days=30)],
    )

    report = held([line()], asked, client_hours={"2026-06": 8})

    assert [one.requirement for one in report.outcomes] == ["a", "b", "c", "d", "e", "f"]
    assert report.short == ()


def test_one_of_several_is_enough():
    """Requirements that share a word are met by one of them, month by month."""
    asked = rule(
        minimum=[Minimum(id="much", text="x", per=Per.MONTH, minutes=60, either="way")],
        ratio=[Ratio(id="share", text="x", per=Per.MONTH, work=20, either="way")],
    )
    worked = {"2026-05": 10, "2026-06": 100, "2026-07": 100}
    sessions = [line("2026-05-04", 30), line("2026-06-04", 60), line("2026-07-06", 30)]

    report = held(
        sessions, asked, since=date(2026, 5, 1), until=date(2026, 7, 31), client_hours=worked
    )

    assert said(report, "much") == [
        ("2026-05", "instead"), ("2026-06", "met"), ("2026-07", "short"),
    ]  # fmt: skip
    assert said(report, "share") == [
        ("2026-05", "met"), ("2026-06", "instead"), ("2026-07", "short"),
    ]  # fmt: skip
    assert "another way is met" in report.text()
    # What cannot be told is not missed either, where another way is met.
    assert held([line(minutes=60)], asked).unknown == ()


def test_what_is_recommended_is_never_short():
    """A recommendation that is not followed is told, and is nothing that is missing."""
    asked = rule(minimum=[Minimum(id="a", text="x", per=Per.MONTH, minutes=60, advised=True)])

    report = held([], asked)

    assert only(report).status is HoursStatus.SHORT
    assert report.short == ()
    assert "short by 60 min, as a recommendation" in report.text()


def test_numbers_of_a_board_must_be_given_first():
    """A rule of a family is not applied before its numbers are there, and then it is."""
    family = shipped("icrc-adc")

    with pytest.raises(
        CatalogueError, match="icrc-adc: numbers must be given to it first \\(total"
    ):
        held([], family)
    assert held([], family.with_numbers(total=15_000)).outcomes[0].needed == 15_000


def test_a_group_must_be_led_where_the_rule_says_so():
    """Facilitated groups alone count where that is asked; individual sessions are not touched."""
    asked = attrs.evolve(minimum(per=Per.MONTH, minutes=60), accepts=Accepts(facilitated=True))

    assert held([line()], asked).short == ()
    assert held([group(4)], asked).short == ()
    assert held([group(4, facilitated=False)], asked).short


# Rules that are shipped, for a person who does as they ask


@pytest.mark.parametrize(
    ("name", "sessions"),
    [
        ("bacp-accredited", every(14)),
        ("bacp-student", every(4)),
        ("babcp-accredited", every(15, live_sample=True)),
        ("babcp-training", every(5, clients=tuple(f"C-{n}" for n in range(8)))),
        ("babcp-trainer", every(100)),
        ("napcp-training", every(3)),
        ("napcp-pre-accredited", every(7)),
        ("napcp-accredited", every(15)),
        ("napcp-experienced", every(15)),
        ("qca-provisional", every(20)),
        ("qca-clinical", every(20)),
        ("iapt-hi", every(7, clients=("C-201",))),
        ("iapt-pwp", every(7, functions=(Function.FORMATIVE,))),
    ],
)
def test_a_rule_that_is_shipped_can_be_met_and_missed(name, sessions):
    """Whoever does what a rule asks for is short of nothing, and whoever does nothing is short."""
    enough = held(sessions, name, **YEAR, client_hours=HOURS)

    assert [one.text() for one in enough.short] == []
    assert enough.unknown == ()
    assert held([], name, **YEAR, client_hours=HOURS).short


@pytest.mark.parametrize(
    ("name", "hours"),
    [("icrc-adc", 250), ("icrc-delaware-cadc", 250), ("icrc-rhode-island-aadc", 100)],
)
def test_boards_ask_for_totals_and_domains(name, hours):
    """The hours of a board are met in all and in each domain; one domain alone is not enough."""
    asked = shipped(name)
    if asked.numbers:
        asked = asked.with_numbers(total=hours * 60)
    sessions = every(1)[:hours]
    names = ("assessment", "planning", "counselling", "ethics")
    spread = {one.id: [names[n % 4]] for n, one in enumerate(sessions)}

    assert held(sessions, asked, **YEAR, domains=spread).short == ()
    assert held(sessions[1:], asked, **YEAR, domains=spread).short
    one_domain = dict.fromkeys(spread, ("ethics",))
    short = held(sessions, asked, **YEAR, domains=one_domain).short
    assert [one.short for one in short] == [600, 600, 600]


def test_five_hundredths_of_the_supervision_given_are_enough():
    """A supervisor who gives little needs less than the hour of each month."""
    given = [
        line(f"2026-{month:02}-03", 300, supervisor=ME, people=("S-022",)) for month in range(1, 13)
    ]
    had = [line(f"2026-{month:02}-04", 15) for month in range(1, 13)]

    assert held([*given, *had], "babcp-supervisor", **YEAR).short == ()
    assert len(held([*given, *had[1:]], "babcp-supervisor", **YEAR).short) == 2


def test_groups_alone_are_not_enough_for_full_time():
    """Under BABCP's rule groups of six count in full, and full time needs individual sessions."""
    groups = every(20, modality=Modality.GROUP, group_size=6, live_sample=True)

    full = held(groups, "babcp-accredited", **YEAR)
    part = held(groups, "babcp-accredited", **YEAR, full_time=Fraction(4, 5))

    assert [one.requirement for one in full.short] == ["not-groups-alone"]
    assert part.short == ()


def test_less_than_four_hundred_client_hours_are_asked_nothing_by_qca():
    """The yearly hours are asked of those with four hundred client hours; others have no number."""
    few = dict.fromkeys(HOURS, 30)

    report = held([], "qca-clinical", **YEAR, client_hours=few)

    assert said(report, "yearly") == [(WHOLE_YEAR, "not-asked")]
    assert "there were 360 client hours, and it is asked from 400 on" in report.text()

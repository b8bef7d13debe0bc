"""Requirements together, and the rules that are shipped."""

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
    PartKind,
    Per,
    Ratio,
    Share,
)
from supervision.errors import CatalogueError
from supervision.records import Function, Modality
from supervision.reports import Exempt, HoursStatus

GROUPS = Only(formats=[Modality.GROUP])
HOURS = {f"2026-{month:02}": 40 for month in range(1, 13)}
WHOLE_YEAR = "2026-01-01..2026-12-31"


def minimum(**changes):
    """Return a rule with one minimum."""
    return rule(minimum=[Minimum(id="some", text="Some.", **changes)])


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
        ("2026-05", "met"), ("2026-06", "instead"), ("2026-07", "further"),
    ]  # fmt: skip
    assert "the other way" in report.text()
    assert report.short[0].text().endswith("short by 30 min; one of these is enough: much, share")
    assert "short by 30 min; much: 60 min asked for, 30 min missing; share: " in report.text()
    assert len(report.short) == 1
    # What cannot be told is not missed either, where another way is met.
    assert held([line(minutes=60)], asked).unknown == ()


def two_ways(**changes):
    """Return a rule of an hour a month, or an hour for twenty with clients."""
    much = {"id": "much", "text": "x", "per": Per.MONTH, "minutes": 60, "either": "way"}
    share = Ratio(id="share", text="x", per=Per.MONTH, work=20, either="way")
    return rule(minimum=[Minimum(**{**much, **changes})], ratio=[share])


def test_a_way_that_asks_for_nothing_stands_for_no_other():
    """Where there was no work, an hour for twenty asks for nothing, and the hour is missing."""
    report = held([], two_ways(), client_hours={"2026-06": 0})

    assert [one.status.value for one in report.outcomes] == ["short", "not-asked"]
    assert [one.short for one in report.short] == [60]


def test_a_recommendation_is_not_the_nearest_way():
    """What is required stays short, however near one is to what is recommended."""
    report = held([line(minutes=50)], two_ways(advised=True), client_hours={"2026-06": 40})

    assert [one.status.value for one in report.outcomes] == ["further", "short"]
    assert [one.short for one in report.short] == [70]


def test_a_way_is_met_if_all_of_it_is():
    """One case of three is not enough to stand for another way, which is nearer by minutes."""
    cases = {"of": PartKind.CASE, "count": 3, "text": "x", "either": "way"}
    asked = rule(
        each=[Each(id="long", minutes=60, **cases), Each(id="longer", minutes=90, **cases)]
    )

    report = held([line(clients=("C-201",))], asked)

    assert said(report, "long") == [
        ("2026-06-01..2026-06-30", s) for s in ("met", "short", "short")
    ]
    assert {status for _, status in said(report, "longer")} == {"further"}


def test_ways_in_an_exempt_month_are_not_asked_for():
    """A month off is exempt every way, though nobody gave figures for it."""
    leave = Exempt(since=date(2026, 6, 1), until=date(2026, 6, 30), reason="leave")

    report = held([], two_ways(), exempt=[leave])

    assert [one.status.value for one in report.outcomes] == ["exempt", "exempt"]


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
    [("icrc-adc", 250), ("icrc-cadc-de", 250), ("icrc-aadc-ri", 100)],
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
    (january,) = held([*given, *had[1:]], "babcp-supervisor", **YEAR).short
    assert (january.requirement, january.short) == ("share", 15)


def test_no_supervision_given_excuses_nobody_from_the_hour():
    """A log without supervision that the person gave cannot tell the share; the hour is short."""
    months = {"since": date(2026, 1, 1), "until": date(2026, 3, 31)}

    nothing = held([], "babcp-supervisor", **months)
    hour = held([line("2026-02-04")], "babcp-supervisor", **months)

    assert [one.short for one in nothing.short] == [60, 60, 60]
    assert {status for _, status in said(nothing, "share")} == {"unknown"}
    assert "cannot be told; no session that the person gave is in these lines" in nothing.text()
    assert said(hour) == [
        ("2026-01", "short"), ("2026-02", "met"), ("2026-03", "short"),
        ("2026-01", "unknown"), ("2026-02", "instead"), ("2026-03", "unknown"),
    ]  # fmt: skip


def test_groups_alone_are_not_enough_for_full_time():
    """Under BABCP's rule groups of six count in full, and full time needs individual sessions."""
    groups = every(20, modality=Modality.GROUP, group_size=6, live_sample=True)

    full = held(groups, "babcp-accredited", **YEAR)
    part = held(groups, "babcp-accredited", **YEAR, full_time=Fraction(4, 5))

    assert [one.requirement for one in full.short] == ["not-groups-alone"]
    assert part.short == ()


@pytest.mark.parametrize("modality", [Modality.INDIVIDUAL, Modality.LIVE, Modality.RESTORATIVE])
@pytest.mark.parametrize(
    ("name", "requirement"),
    [
        ("babcp-accredited", "not-groups-alone"),
        ("iapt-pwp", "case-management"),
        ("napcp-accredited", "groups"),
        ("napcp-pre-accredited", "groups"),
        ("napcp-training", "groups"),
        ("qca-clinical", "individual"),
        ("qca-provisional", "individual"),
    ],
)
def test_a_group_is_one_whatever_its_format(name, requirement, modality):
    """Six people are a group, and never individual time, however the session is called."""
    sessions = every(7, minutes=90, modality=modality, group_size=6)

    report = held(sessions, name, **YEAR, client_hours=HOURS)

    assert "short" in {status for _, status in said(report, requirement)}


def test_less_than_four_hundred_client_hours_are_asked_nothing_by_qca():
    """The yearly hours are asked of those with four hundred client hours; others have no number."""
    few = dict.fromkeys(HOURS, 30)

    report = held([], "qca-clinical", **YEAR, client_hours=few)

    assert said(report, "yearly") == [(WHOLE_YEAR, "not-asked")]
    assert "there were 360 client hours, and it is asked from 400 on" in report.text()

"""Each shape against a plain restatement of it: day by day, with no code of the report's."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hours_kit import held, rule
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_hours import (
    BACP,
    BREAKS,
    FAMILY,
    FIRST,
    GROUPS,
    LAST,
    NEED,
    PERS,
    SESSIONS,
    all_days,
    is_cut,
    is_free,
    lines,
    naive_credit,
    naive_groups,
    naive_status,
    total,
)

from supervision.catalogue import (
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

steady = settings(max_examples=60, deadline=None)


def told(report):
    """Return what the report says of each stretch."""
    return [(one.first, one.last, one.found, one.status.value) for one in report.outcomes]


def applied(sessions, breaks=(), **shapes):
    """Hold sessions against a rule with the credit of halves and shares."""
    asked = rule(credit=BACP, **shapes)
    return held(sessions, asked, since=FIRST, until=LAST, exempt=breaks)


@steady
@given(SESSIONS)
def test_credit_is_that_of_the_restatement(sessions):
    """Every session counts for what the plain rule says, and the sum is theirs."""
    report = applied(sessions, gap=[Gap(id="a", text="x", days=1)])

    plain = {one.id: naive_credit(one) for one in sessions}
    assert all(plain[one.session] == one.credited for one in report.sessions)
    assert report.credited == sum(plain.values(), Fraction(0))


@steady
@given(SESSIONS, BREAKS, PERS, st.integers(1, 3000))
def test_a_minimum_of_minutes(sessions, breaks, per, minutes):
    """Minutes in each week, month or year, or in all, are those of the days."""
    report = applied(
        sessions, breaks, minimum=[Minimum(id="a", text="x", per=per, minutes=minutes)]
    )

    expected = []
    for days in naive_groups(per):
        found = total(sessions, days)
        status = naive_status(days, per, breaks, enough=found >= minutes)
        expected.append((days[0], days[-1], found, status))
    assert told(report) == expected


@steady
@given(SESSIONS, BREAKS, PERS, st.integers(1, 4))
def test_a_minimum_of_sessions(sessions, breaks, per, number):
    """Sessions in each week, month or year, or in all, are those that count for something."""
    report = applied(
        sessions, breaks, minimum=[Minimum(id="a", text="x", per=per, sessions=number)]
    )

    expected = []
    for days in naive_groups(per):
        found = len([one for one in sessions if one.on in days and naive_credit(one) > 0])
        status = naive_status(days, per, breaks, enough=found >= number)
        expected.append((days[0], days[-1], found, status))
    assert told(report) == expected


@steady
@given(SESSIONS, BREAKS, st.integers(2, 3), st.integers(1, 2000))
def test_an_average(sessions, breaks, size, minutes):
    """Each run of whole months has the mean that is asked for in those that are not exempt."""
    report = applied(
        sessions, breaks, average=[Average(id="a", text="x", months=size, minutes=minutes)]
    )

    months = [days for days in naive_groups(Per.MONTH) if not is_cut(days, Per.MONTH)]
    expected = []
    for start in range(len(months) - size + 1):
        run = months[start : start + size]
        asked = [days for days in run if not all(is_free(day, breaks) for day in days)]
        mean = Fraction(sum(total(sessions, days) for days in asked), max(len(asked), 1))
        status = "exempt" if not asked else "met" if mean >= minutes else "short"
        expected.append((run[0][0], run[-1][-1], mean * len(asked), status))
    assert told(report) == expected


@steady
@given(SESSIONS, st.lists(st.integers(0, 90), min_size=6, max_size=6), st.integers(1, 30))
def test_a_ratio(sessions, worked, work):
    """Supervision in proportion to the hours of work of all whole months."""
    first, last = date(2027, 12, 1), date(2028, 3, 31)
    names = ["2027-12", "2028-01", "2028-02", "2028-03"]
    asked = rule(credit=BACP, ratio=[Ratio(id="a", text="x", per=Per.WHOLE, work=work)])

    report = held(
        sessions,
        asked,
        since=first,
        until=last,
        client_hours=dict(zip(names, worked, strict=False)),
    )

    had = sum((naive_credit(one) for one in sessions if first <= one.on <= last), Fraction(0))
    (outcome,) = report.outcomes
    assert (outcome.status == "met") == (had * work >= sum(worked[:4]) * 60)
    assert outcome.short == max(Fraction(sum(worked[:4]) * 60, work) - had, 0)


@steady
@given(SESSIONS, st.integers(1, 99), st.booleans())
def test_a_share(sessions, hundredths, at_most):
    """A format takes up so many hundredths of the credited time, at most or at least."""
    bound = {"at_most": hundredths} if at_most else {"at_least": hundredths}
    wanted = Only(formats=list(GROUPS))
    report = applied(sessions, share=[Share(id="a", text="x", per=Per.WHOLE, only=wanted, **bound)])

    whole = sum((naive_credit(one) for one in sessions), Fraction(0))
    part = sum((naive_credit(one) for one in sessions if one.modality in GROUPS), Fraction(0))
    share = part * 100 / whole if whole else Fraction(hundredths)
    (outcome,) = report.outcomes
    assert (outcome.status == "met") == (share <= hundredths if at_most else share >= hundredths)
    # What is missing, once it is there, leaves nothing missing.
    more = part if at_most else part + outcome.short
    assert outcome.status == "met" or more * 100 == hundredths * (whole + outcome.short)


@steady
@given(SESSIONS, BREAKS, st.integers(1, 60))
def test_a_gap(sessions, breaks, most):
    """From one day with a session to the next, without exempt days, nothing is over the most."""
    report = applied(sessions, breaks, gap=[Gap(id="a", text="x", days=most)])

    met_on = {one.on for one in sessions if naive_credit(one) > 0}
    lengths, length = [], 0
    for day in [*all_days(), LAST + timedelta(days=1)]:
        length += not is_free(day, breaks)
        if day in met_on or day > LAST:
            lengths.append(length)
            length = 0
    expected = [each for each in lengths if each > most] or [max(lengths)]
    assert [one.found for one in report.outcomes] == expected
    assert (report.short == ()) == (max(lengths) <= most)


@steady
@given(SESSIONS, st.integers(1, 2000))
def test_each_domain(sessions, minutes):
    """Each domain has its equal part of every session that its themes tell."""
    asked = Each(id="a", text="x", of=PartKind.DOMAIN, minutes=minutes, parts=[FAMILY, NEED])
    report = applied(sessions, each=[asked])

    family, need = Fraction(0), Fraction(0)
    for one in sessions:
        both = len(one.themes) == 2
        family += naive_credit(one) / (2 if both else 1) if one.themes else 0
        need += naive_credit(one) / 2 if both else 0
    assert [one.found for one in report.outcomes] == [family, need]
    assert [one.status == "met" for one in report.outcomes] == [family >= minutes, need >= minutes]


@steady
@given(SESSIONS, st.integers(1, 4), st.integers(1, 2000))
def test_each_case(sessions, number, minutes):
    """The cases with most time are held to the minimum, and each that is missing is short."""
    asked = Each(id="a", text="x", of=PartKind.CASE, minutes=minutes, count=number)
    report = applied(sessions, each=[asked])

    times = dict.fromkeys(["C-201", "C-202", "C-203", "", "-"], Fraction(0))
    for one in sessions:
        for client in one.clients:
            times[client] += naive_credit(one) / len(one.clients)
    best = sorted(times.values(), reverse=True)[:number]
    assert [one.found for one in report.outcomes] == best
    assert [one.short for one in report.outcomes] == [max(minutes - each, 0) for each in best]


@steady
@given(SESSIONS, BREAKS, st.lists(st.integers(1, 2000), min_size=2, max_size=3, unique=True))
def test_one_way_of_several(sessions, breaks, ways):
    """Of several minima the least decides: it alone is short, by what is missing of it alone."""
    several = [
        Minimum(id=f"w{n}", text="x", per=Per.MONTH, minutes=minutes, either="way")
        for n, minutes in enumerate(ways)
    ]
    least = [Minimum(id="least", text="x", per=Per.MONTH, minutes=min(ways))]

    many, one = applied(sessions, breaks, minimum=several), applied(sessions, breaks, minimum=least)

    assert [(each.name, each.short) for each in sorted(many.short, key=_name)] == [
        (each.name, each.short) for each in one.short
    ]


def _name(outcome):
    return outcome.name


@steady
@given(SESSIONS, st.integers(1, 3000), st.randoms(use_true_random=False))
def test_the_order_of_lines_is_nothing(sessions, minutes, random):
    """However lines come, and however often, the report is one and the same."""
    shapes = {"minimum": [Minimum(id="a", text="x", per=Per.MONTH, minutes=minutes)]}
    mixed = random.sample(sessions, len(sessions)) + sessions[:3]

    assert applied(mixed, **shapes) == applied(sessions, **shapes)


@steady
@given(SESSIONS, lines(), st.integers(1, 3000))
def test_more_supervision_is_never_less(sessions, another, minutes):
    """A session more never turns what was met into what is short."""
    shapes = {
        "minimum": [Minimum(id="a", text="x", per=Per.MONTH, minutes=minutes)],
        "average": [Average(id="b", text="x", months=3, minutes=minutes)],
    }

    before, after = applied(sessions, **shapes), applied([*sessions, another], **shapes)

    assert {one.name for one in after.short} <= {one.name for one in before.short}

"""Themes over time, and which of them meet."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.records import LedgerLine
from supervision.reports import co_occurrence, suppressed, theme_trend

START = date(2026, 12, 1)
THEMES = ["family.burden", "family.children", "need.stigma", "x.kent.evenings", "x.kent.a.b"]
PERIODS = ["week", "month", "quarter", "year"]
PER = ["theme", "family", "supervisee", "group"]


def line(day=0, *themes, **changes):
    """Return the line of a session, *day* days after the start, with *themes*."""
    line.made += 1
    given = {"kind": "session", "id": f"{line.made:032x}", "on": START + timedelta(days=day)}
    return LedgerLine(**{**given, "themes": tuple(sorted(themes)), **changes})


line.made = 0

LINES = st.lists(
    st.builds(
        line,
        st.integers(0, 120),
        kind=st.sampled_from(["session", "session", "reflection", "agreement"]),
        id=st.integers(1, 13).map("{:032x}".format),
        revision=st.integers(1, 3),
        cancelled=st.booleans(),
        themes=st.sets(st.sampled_from(THEMES), max_size=3).map(lambda some: tuple(sorted(some))),
        people=st.permutations(["S-014", "S-022"]).map(tuple),
        absent=st.sampled_from([(), ("S-014",)]),
        group=st.sampled_from([None, "G-01", "G-02"]),
    ),
    max_size=12,
)


def that_took_place(lines, until=None):
    """Restate which lines count: the newest of each record, if it was held and is no agreement."""
    records = {one.id for one in lines}
    newest = [
        max((o for o in reversed(lines) if o.id == r), key=lambda o: o.revision) for r in records
    ]
    return [
        one
        for one in newest
        if not one.cancelled
        and one.kind in {"session", "reflection"}
        and (until is None or one.on <= until)
    ]


def name_of(on, by):
    """Restate the name of a period."""
    return {
        "week": on.strftime("%G-W%V"),
        "month": on.strftime("%Y-%m"),
        "quarter": f"{on.year}-Q{1 + (on.month - 1) // 3}",
        "year": on.strftime("%Y"),
    }[by]


def names_in(one, per, sought):
    """Restate what a line counts for."""
    themes = [theme for theme in one.themes if sought is None or theme.startswith(sought[:-1])]
    if per == "theme":
        return set(themes)
    if per == "family":
        return {".".join(theme.split(".")[:-1]) for theme in themes}
    return everyone_in(one, per) if themes else set()


def everyone_in(one, per):
    """Restate which persons or groups a line is of."""
    return set(one.people) - set(one.absent) if per == "supervisee" else {one.group} - {None}


@settings(max_examples=60, deadline=None)
@given(LINES, st.sampled_from(PERIODS), st.sampled_from(PER), st.sampled_from([None, "family.*"]))
def test_a_trend_equals_its_naive_definition(lines, by, per, sought):
    """Each count, what it is out of, and the days are what a plain loop finds."""
    counted = that_took_place(lines)
    days = sorted(one.on for one in counted)
    span = (days[-1] - days[0]).days + 1 if days else 0
    periods = list(dict.fromkeys(name_of(days[0] + timedelta(n), by) for n in range(span)))

    trend = theme_trend(iter(lines), by=by, per=per, theme=sought)

    assert list(trend.periods) == periods
    assert list(trend.lines) == [sum(name_of(o.on, by) == p for o in counted) for p in periods]
    having = {name for one in counted for name in names_in(one, per, sought)}
    assert [one.name for one in trend.series] == sorted(having)
    for series in trend.series:
        found = [one for one in counted if series.name in names_in(one, per, sought)]
        base = [o for o in counted if per in PER[:2] or series.name in everyone_in(o, per)]
        assert series.counts == tuple(sum(name_of(o.on, by) == p for o in found) for p in periods)
        assert series.out_of == tuple(sum(name_of(o.on, by) == p for o in base) for p in periods)
        assert (series.first, series.last) == (found_days(found)[0], found_days(found)[-1])
        assert series.count == len(found)


def found_days(lines):
    """Return the days of *lines*, in order."""
    return sorted(one.on for one in lines)


@settings(max_examples=40, deadline=None)
@given(LINES, st.integers(0, 120))
def test_what_is_dated_later_is_yet_to_come(lines, day):
    """With a last day, the trend is that of the lines up to it, of their newest revisions."""
    until = START + timedelta(days=day)
    earlier = that_took_place(lines, until)

    assert theme_trend(lines, until=until) == theme_trend(earlier)
    assert co_occurrence(lines, until=until) == co_occurrence(earlier)


def test_periods_in_which_nothing_took_place_are_shown():
    """A gap shows as zeros, out of nothing, and has no share."""
    trend = theme_trend([line(0, "need.stigma"), line(90, "need.stigma"), line(91)])

    assert trend.periods == ("2026-12", "2027-01", "2027-02", "2027-03")
    (series,) = trend.series
    assert series.counts == (1, 0, 0, 1)
    assert series.out_of == (1, 0, 0, 2)
    assert series.shares == (1, None, None, Fraction(1, 2))


def test_weeks_are_those_of_the_standard():
    """The days about New Year 2027 lie in week 53 of 2026, and no week is left out."""
    days = [line((date(2026, 12, 28) - START).days), line((date(2027, 1, 11) - START).days)]

    assert theme_trend(days, by="week").periods == ("2026-W53", "2027-W01", "2027-W02")


def test_a_family_counts_once_a_session():
    """Two themes of a family in one session make one session with that family."""
    trend = theme_trend([line(0, "family.burden", "family.children")], per="family")

    assert [(one.name, one.count) for one in trend.series] == [("family", 1)]


def test_who_did_not_come_is_not_counted():
    """A person's sessions are those they came to, and the rest is not held against them."""
    there = line(0, "need.stigma", people=("S-014", "S-022"), absent=("S-022",))

    (series,) = theme_trend([there], per="supervisee").series

    assert (series.name, series.counts, series.out_of) == ("S-014", (1,), (1,))


def test_ten_years_of_one_theme():
    """A theme that is always there has a share of all in every period, and every week is named."""
    lines = [line(7 * week, "resonance.relationship") for week in range(522)]

    trend = theme_trend(lines, by="week")

    assert len(trend.periods) == 522
    assert set(trend.series[0].shares) == {1}


@pytest.mark.parametrize("lines", [[], [line(0, kind="agreement")], [line(0, cancelled=True)]])
def test_nothing_to_count(lines):
    """Without a session or reflection there are no periods, and the text says so."""
    trend = theme_trend(lines)

    assert (trend.periods, trend.lines, trend.series) == ((), (), ())
    assert trend.text() == "There is no session or reflection to count."


@pytest.mark.parametrize(
    ("per", "theme", "heading"),
    [
        ("theme", None, "Themes by month, 2026-12 to 2027-01, in 3 sessions and reflections."),
        ("family", None, "Families of themes by month, 2026-12 to 2027-01, in 3 "),
        ("supervisee", "need.*", "Supervisees with need.* by month, 2026-12 to 2027-01, in 3 "),
    ],
)
def test_the_text_says_what_was_counted(per, theme, heading):
    """The first line says what, by what, when and in how many; a line for each follows."""
    lines = [line(day, "need.stigma", people=("S-014",)) for day in (0, 1, 40)]

    text = theme_trend(lines, per=per, theme=theme).text().splitlines()

    assert text[0].startswith(heading)
    assert text[1].endswith("3 of 3 (100 %), first on 2026-12-01, last on 2027-01-10; 2, 1")


def test_a_trend_is_plain_data():
    """All but its days goes into JSON as it stands, and days are written as ISO has them."""
    plain = json.loads(json.dumps(attrs.asdict(theme_trend([line(0, "need.stigma")])), default=str))

    assert plain["series"][0]["first"] == "2026-12-01"
    assert plain["periods"] == ["2026-12"]


def test_a_trend_can_be_shown_to_others():
    """Its table holds every period, and `suppressed` takes it as it is."""
    trend = theme_trend(
        [*(line(day, "need.stigma") for day in range(9)), line(40, "family.burden")]
    )

    assert trend.table() == {
        ("family.burden", "2026-12"): 0,
        ("family.burden", "2027-01"): 1,
        ("need.stigma", "2026-12"): 9,
        ("need.stigma", "2027-01"): 0,
    }
    assert suppressed(trend.table()).cells[0] == (0, None)


@settings(max_examples=60, deadline=None)
@given(LINES, st.sampled_from(["theme", "family"]))
def test_pairs_equal_their_naive_definition(lines, per):
    """A pair's count is the number of records that have both, the most frequent first."""
    counted = [names_in(one, per, None) for one in that_took_place(lines)]
    both = Counter(pair for names in counted for pair in combinations(sorted(names), 2))

    pairs = co_occurrence(iter(lines), per=per)

    assert {(one.first, one.second): one.count for one in pairs} == both
    assert pairs == sorted(pairs, key=lambda one: (-one.count, one.first, one.second))
    for one in pairs:
        assert one.of_first == sum(one.first in names for names in counted)
        assert one.of_second == sum(one.second in names for names in counted)
        assert one.out_of == len(counted)


def test_a_pair_says_itself():
    """The text gives the count, the share, and how often each came up at all."""
    lines = [line(0, "family.burden", "need.stigma"), line(1, "need.stigma"), line(2)]

    assert [pair.text() for pair in co_occurrence(lines)] == [
        "family.burden and need.stigma: together in 1 of 3 (33 %); 1 have the one, 2 the other"
    ]

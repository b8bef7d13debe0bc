"""Whether a theme comes up more than it did: right for small counts, and silent on too little."""

from __future__ import annotations

import importlib.util
import random
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from supervision.catalogue import Catalogue
from supervision.errors import InvalidRecordError
from supervision.records import LedgerLine
from supervision.reports import (
    LEVEL,
    MINIMUM_COUNT,
    MINIMUM_SESSIONS,
    DaySpan,
    Verdict,
    _exact,
    change_test,
)
from supervision.reports._exact import fisher, holm

START = date(2026, 1, 5)
TABLES = st.integers(1, 6).flatmap(
    lambda first: st.integers(1, 6).flatmap(
        lambda second: st.tuples(
            st.integers(0, first), st.just(first), st.integers(0, second), st.just(second)
        )
    )
)


def session(number, themes, **changes):
    """Return the line of a session, *number* days after the start."""
    given = {"kind": "session", "id": f"{number + 1:032x}", "on": START + timedelta(days=number)}
    return LedgerLine(**{**given, "themes": tuple(sorted(themes)), **changes})


def sessions(*themes):
    """Return a session a day, each with the one theme given for it."""
    return [session(number, {theme} - {None}) for number, theme in enumerate(themes)]


def dealt(drawn, finds, whole):
    """Deal *drawn* of *whole* sessions in every way; count the ways by how many finds they hold."""
    return Counter(sum(one < finds for one in deal) for deal in combinations(range(whole), drawn))


@settings(deadline=None)
@given(TABLES)
def test_p_is_the_share_of_deals_as_unlikely(table):
    """Dealing the sessions in every possible way gives the same p, to the last digit."""
    first, first_of, second, second_of = table
    ways = dealt(first_of, first + second, first_of + second_of)
    as_unlikely = sum(count for count in ways.values() if count <= ways[first])

    assert fisher(*table) == Fraction(as_unlikely, sum(ways.values()))
    assert 0 < fisher(*table) <= 1


@given(TABLES)
def test_p_does_not_mind_which_side_is_which(table):
    """Swapping the spans, or having with lacking, changes nothing."""
    first, first_of, second, second_of = table
    p = fisher(*table)

    assert fisher(second, second_of, first, first_of) == p
    assert fisher(first_of - first, first_of, second_of - second, second_of) == p


@pytest.mark.parametrize(("right", "p"), [(4, "1/35"), (3, "17/35"), (2, "1"), (0, "1/35")])
def test_the_lady_tasting_tea(right, p):
    """Of eight cups, four and four, telling all has one chance in 70, and as much for none."""
    assert fisher(right, 4, 4 - right, 4) == Fraction(p)


@settings(deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.data())
def test_a_small_p_is_as_rare_as_it_says(first_of, second_of, data):
    """Where nothing changed, the chance of a p of at most any level is at most that level."""
    finds = data.draw(st.integers(0, first_of + second_of))
    ways = dealt(first_of, finds, first_of + second_of)
    all_ways = sum(ways.values())
    p = {seen: fisher(seen, first_of, finds - seen, second_of) for seen in ways}

    for level in p.values():
        assert Fraction(sum(ways[seen] for seen in ways if p[seen] <= level), all_ways) <= level


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 150), st.integers(1, 150), st.data())
def test_long_numbers_are_spared_without_a_difference_that_counts(first_of, second_of, data):
    """What is computed for very many sessions agrees with the exact p."""
    first = data.draw(st.integers(0, first_of))
    second = data.draw(st.integers(0, second_of))
    table = first, first_of, first + second, first_of + second_of

    exact, near = _exact._exactly(*table), _exact._nearly(*table)

    assert float(near) == pytest.approx(float(exact), rel=1e-6)


def test_very_many_sessions_are_compared_without_long_numbers(monkeypatch):
    """Above the limit floats are used, and p is never 0, however clear the change."""
    monkeypatch.setattr(_exact, "_exactly", None)

    assert 0 < fisher(0, 50_000, 50_000, 50_000) <= Fraction(1, 10**299)
    assert fisher(10_000, 50_000, 10_000, 50_000) == pytest.approx(1)


def stepped_down(values, level):
    """Restate Holm's procedure: go on from the smallest while each is small enough."""
    left = sorted(range(len(values)), key=lambda number: values[number])
    found = set()
    while left and values[left[0]] * len(left) <= level:
        found.add(left.pop(0))
    return found


@given(
    st.lists(st.fractions(Fraction(1, 1000), 1), max_size=8),
    st.fractions(Fraction(1, 100), Fraction(99, 100)),
)
def test_correction_finds_what_holms_procedure_finds(values, level):
    """A corrected p is at most the level where the step-down procedure rejects, and only there."""
    corrected = holm(values)

    assert {n for n, p in enumerate(corrected) if p <= level} == stepped_down(values, level)
    assert all(old <= new <= 1 for old, new in zip(values, corrected, strict=True))


def test_the_fewest_sessions_are_those_with_which_something_could_be_found():
    """Seven a span can tell the starkest change among all shipped themes, and six cannot."""
    shipped = len(Catalogue.shipped().themes)

    assert fisher(7, 7, 0, 7) == Fraction(2, 3432)
    assert fisher(MINIMUM_SESSIONS, MINIMUM_SESSIONS, 0, MINIMUM_SESSIONS) * shipped <= LEVEL
    fewer = MINIMUM_SESSIONS - 1
    assert fisher(fewer, fewer, 0, fewer) * shipped > LEVEL


def test_the_fewest_finds_are_those_that_could_differ():
    """Among many sessions, five finds on one side are no alarm, and six are."""
    assert fisher(MINIMUM_COUNT - 1, 5000, 0, 5000) == pytest.approx(Fraction(1, 16), rel=0.01)
    assert fisher(MINIMUM_COUNT - 1, 500, 0, 500) > LEVEL
    assert fisher(MINIMUM_COUNT, 500, 0, 500) < LEVEL


LINES = st.lists(
    st.builds(
        session,
        st.integers(0, 60),
        st.sets(st.sampled_from(["family.burden", "family.children", "need.stigma"])),
        kind=st.sampled_from(["session", "session", "session", "reflection"]),
        cancelled=st.sampled_from([False, False, False, True]),
        people=st.sampled_from([("S-014",), ("S-014",), ("S-022",)]),
        group=st.sampled_from([None, None, "G-01"]),
    ),
    min_size=30,
    max_size=50,
    unique_by=lambda line: line.id,
)


def as_one(name, parts, per):
    """Restate how many sessions count as one, from noughts and ones in the order of days."""
    products, squares, pairs, sessions = 0, 0, 0, 0
    for part in parts:
        has = [float(name in names_of(line, per)) for line in part]
        mean = sum(has) / len(has)
        squares, sessions = squares + sum((one - mean) ** 2 for one in has), sessions + len(has)
        for who in {line.group or line.people for line in part}:
            own = [
                one - mean
                for one, line in zip(has, part, strict=True)
                if (line.group or line.people) == who
            ]
            products += sum(a * b for a, b in pairwise(own))
            pairs += len(own) - 1
    if not pairs or not squares:
        return 1
    length, found = sessions / len(parts), (products / pairs) / (squares / sessions)
    unbiased = min((length * found + 1) / (length - 4), 1)
    error = ((1 - max(unbiased, 0) ** 2) / pairs) ** 0.5
    alike = min(max(unbiased + error / 2, 0), 0.95)
    return (1 + alike) / (1 - alike)


def names_of(line, per):
    """Restate what is compared."""
    return {theme.split(".")[0] if per == "family" else theme for theme in line.themes}


SPANS = st.sampled_from([(0, 29, 29, 60), (0, 20, 30, 60), (5, 40, 40, 55), (0, 3, 9, 60)])


def span(first, last):
    """Return the span of days from number *first* to number *last*."""
    return DaySpan(first=START + timedelta(days=first), last=START + timedelta(days=last))


@settings(max_examples=60, deadline=None)
@given(LINES, SPANS, st.sampled_from(["theme", "family"]))
def test_the_test_equals_its_naive_definition(lines, days, per):
    """Counts are those of a plain loop, p is Fisher's, and too little is said to be."""
    before, after = span(days[0], days[1]), span(days[2] + 1, days[3] + 1)
    parts = [
        [
            line
            for line in sorted(lines, key=lambda line: line.on)
            if line.kind == "session" and not line.cancelled and each.first <= line.on <= each.last
        ]
        for each in (before, after)
    ]
    bare = sum(not line.themes for part in parts for line in part)
    parts = [[line for line in part if line.themes] for part in parts]
    of = [len(part) for part in parts]

    report = change_test(iter(lines), per=per, before=before, after=after)

    assert [report.sessions_before, report.sessions_after] == of
    assert report.bare == bare
    having = {name for part in parts for line in part for name in names_of(line, per)}
    assert [one.name for one in report.changes] == sorted(having)
    for one in report.changes:
        counts = [sum(one.name in names_of(line, per) for line in part) for part in parts]
        assert [one.before, one.after] == counts
        if little(counts, of):
            assert (one.verdict, one.p) == (Verdict.TOO_LITTLE, None)
            continue
        assert float(one.count_as_one) == pytest.approx(as_one(one.name, parts, per), rel=0.01)
        fewer = [
            [int(n / one.count_as_one + Fraction(1, 2)) for n in each] for each in (counts, of)
        ]
        assert (one.verdict is Verdict.TOO_LITTLE) == little(*fewer)
        expected = max(p_of(counts, of), p_of(*fewer))
        assert one.p == (1 if little(*fewer) else expected)
    assert report.tested == sum(one.p is not None for one in report.changes)


def little(counts, of):
    """Restate when there is too little to say."""
    return min(of) < 7 or sum(counts) < 6 or sum(of) - sum(counts) < 6


def p_of(counts, of):
    """Return Fisher's p of counts out of the sessions of each span."""
    return fisher(counts[0], of[0], counts[1], of[1])


@settings(max_examples=40, deadline=None)
@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_lines_and_the_names_of_sessions_change_nothing(lines, chance):
    """Shuffled lines, and sessions under other ids, give the same report."""
    shuffled = [replace(one, id=f"{999 - (one.on - START).days:032x}") for one in lines]
    chance.shuffle(shuffled)

    assert change_test(shuffled) == change_test(lines)


def mirrored(lines):
    """Return *lines* with time running backwards."""
    return [replace(one, on=START + timedelta(days=60) - (one.on - START)) for one in lines]


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_time_backwards_turns_more_into_less(lines):
    """The same change the other way round has the same p, and the other verdict."""
    turned = {Verdict.MORE: Verdict.LESS, Verdict.LESS: Verdict.MORE}
    held = [line for line in lines if not line.cancelled]

    there = change_test(held, before=span(0, 29), after=span(31, 60)).changes
    back = change_test(mirrored(held), before=span(0, 29), after=span(31, 60)).changes

    assert [(one.name, one.p, turned.get(one.verdict, one.verdict)) for one in there] == [
        (one.name, one.p, one.verdict) for one in back
    ]


def made_up(seed, before, after, length=24):
    """Return *length* sessions before and as many after, with themes as likely as is given."""
    chance = random.Random(seed)
    return [
        session(number, {theme for theme, likely in part.items() if chance.random() < likely})
        for number, part in enumerate([before] * length + [after] * length)
    ]


STEADY = {f"family.t{number}": 0.08 + 0.08 * number for number in range(11)}


def test_where_nothing_changed_alarms_are_as_rare_as_stated():
    """Of 400 made-up journals without a change, fewer than one in twenty has any alarm."""
    alarms = sum(bool(change_test(made_up(seed, STEADY, STEADY)).found) for seed in range(400))

    assert alarms <= 400 * LEVEL


@pytest.mark.parametrize(("length", "stay", "most"), [(24, 2, 0.05), (24, 4, 0.05), (48, 8, 0.05)])
def test_themes_that_stay_raise_no_more_alarms(length, stay, most):
    """Where nothing changed but themes come for several sessions on end, alarms stay rare."""
    alarms = 0
    for seed in range(100):
        blocks = made_up(seed, STEADY, STEADY, length=length // stay)
        lines = [
            session(stay * n + k, one.themes) for n, one in enumerate(blocks) for k in range(stay)
        ]
        alarms += bool(change_test(lines).found)

    assert alarms <= 100 * most


THEMES = [f"family.t{number}" for number in range(9)]


def drawn_again(seed, length, share, stay):
    """Return sessions in which each theme stays with chance *stay*, and else is drawn again."""
    chance = random.Random(seed)
    there = {theme: chance.random() < share for theme in THEMES}
    lines = []
    for number in range(length):
        for theme in THEMES:
            if chance.random() >= stay:
                there[theme] = chance.random() < share
        lines.append(session(number, {"need.fit", *(theme for theme in THEMES if there[theme])}))
    return lines


def case_by_case(seed, length, share, least, most):
    """Return sessions on one case after the other, each with its own themes to its end."""
    chance = random.Random(seed)
    lines = []
    while len(lines) < length:
        themes = {"need.fit", *(theme for theme in THEMES if chance.random() < share)}
        stay = chance.randint(least, most)
        lines += [session(len(lines) + more, themes) for more in range(stay)]
    return lines[:length]


@pytest.mark.parametrize(
    ("make", "options"),
    [
        (drawn_again, (30, 0.5, 0.5)),
        (drawn_again, (60, 0.5, 0.5)),
        (drawn_again, (52, 0.5, 0.75)),
        (drawn_again, (60, 0.3, 0.7)),
        (case_by_case, (52, 0.3, 2, 8)),
        (case_by_case, (104, 0.5, 2, 8)),
    ],
)
def test_where_themes_stay_by_chance_alarms_are_about_as_rare(make, options):
    """Of 200 made-up journals no more have an alarm than one in twenty, and what chance adds."""
    alarms = sum(bool(change_test(make(seed, *options)).found) for seed in range(200))

    assert alarms <= 200 * LEVEL + 2 * (200 * 0.05 * 0.95) ** 0.5


def test_sessions_without_a_theme_recorded_are_left_out():
    """What nobody wrote down is no session without the theme, and the text says how many."""
    lines = [
        session(number, {"need.stigma" if number % 2 else "need.trauma"} if number >= 20 else set())
        for number in range(40)
    ]

    report = change_test(lines)

    assert (report.sessions_before, report.sessions_after, report.bare) == (0, 20, 20)
    assert not report.found
    assert report.text().splitlines() == [
        (
            "0 sessions from 2026-01-05 to 2026-01-24 against 20 from 2026-01-25 to 2026-02-13; "
            "20 more have no theme recorded."
        ),
        "Of 2 there is too little to say.",
    ]


@pytest.mark.parametrize(
    ("theme", "per", "names"),
    [
        ("need.*", "theme", ["need.stigma", "need.trauma"]),
        ("need.trauma", "theme", ["need.trauma"]),
        ("need.*", "family", ["need"]),
    ],
)
def test_one_theme_can_be_looked_for(theme, per, names):
    """Only it is tested, and sessions with other themes are sessions without it."""
    lines = sessions(*["need.stigma", "family.burden"] * 8, *["need.trauma", "family.burden"] * 8)

    report = change_test(lines, theme=theme, per=per)

    assert [one.name for one in report.changes] == names
    assert (report.sessions_before, report.sessions_after, report.bare) == (16, 16, 0)


def test_what_stays_counts_as_less():
    """A theme that comes for eight sessions at a time is too little, where one scattered is not."""
    having = [True] * 8 + [False] * 22 + [True] * 16 + [False] * 14
    scattered = [True, False, False, False] * 7 + [True, False] * 16
    lines = [
        session(n, {"need.fit", *(["need.trauma"] if a else []), *(["need.stigma"] if b else [])})
        for n, (a, b) in enumerate(zip(having, scattered, strict=True))
    ]

    _, stigma, trauma = change_test(lines).changes

    assert stigma.count_as_one == 1
    assert trauma.count_as_one > 5
    assert (trauma.verdict, trauma.p) == (Verdict.TOO_LITTLE, 1)
    assert trauma.text() == (
        "need.trauma: 8 before, 16 after: too little to say, as it comes in long stretches"
    )
    assert change_test(lines).text().splitlines()[1:] == [
        "Of 1, no change can be told from chance.",
        "Too little to say, as they come in long stretches: need.trauma.",
        "Of 1 there is too little to say.",
    ]


def test_staying_is_seen_between_sessions_with_the_same_people():
    """Two supervisees taking turns are followed each for themselves."""
    turns = [("S-014",), ("S-022",)] * 40
    stays = [n // 8 % 3 == 0 if n % 2 else n // 10 % 2 == 0 for n in range(80)]
    lines = [
        session(n, {"need.fit", *(["need.trauma"] if there else [])}, people=people)
        for n, (there, people) in enumerate(zip(stays, turns, strict=True))
    ]

    _, change = change_test(lines).changes
    _, mixed = change_test([replace(line, people=("S-014",)) for line in lines]).changes

    assert change.count_as_one > 2 * mixed.count_as_one


def test_a_change_that_is_there_is_found():
    """A theme that goes from one session in ten to six is told in most made-up journals."""
    before, after = {**STEADY, "need.stigma": 0.1}, {**STEADY, "need.stigma": 0.6}

    reports = [change_test(made_up(seed, before, after, length=30)) for seed in range(100)]

    found = [[(one.name, one.verdict) for one in report.found] for report in reports]
    assert sum(("need.stigma", Verdict.MORE) in each for each in found) >= 75


@pytest.mark.parametrize(
    "lines",
    [
        [],
        sessions("need.stigma"),
        [session(0, {"need.stigma"}, id=f"{number:032x}") for number in range(40)],
    ],
    ids=["no session", "one session", "one day"],
)
def test_there_have_to_be_two_days(lines):
    """Without two days there are no halves, and the text says that it is too little."""
    report = change_test(lines)

    assert (report.before, report.after, report.changes) == (None, None, ())
    assert report.text() == "There are no two days of sessions to compare: too little to say."


@pytest.mark.parametrize(
    "themes",
    [
        ["need.stigma"] * 6 + ["need.trauma"] * 6,
        ["need.fit"] * 20 + ["need.stigma"] * 5 + ["need.fit"] * 15,
        ["need.stigma"] * 3650,
    ],
    ids=["six sessions a span", "a theme five times", "ten years of one theme"],
)
def test_too_little_is_no_trend(themes):
    """Where no outcome could be told from chance, none is."""
    report = change_test(sessions(*themes))

    assert {one.verdict for one in report.changes} == {Verdict.TOO_LITTLE}
    assert report.tested == 0
    assert "too little to say" in report.text()
    assert report.changes[0].text().endswith("after: too little to say")


def test_halves_are_halves_of_the_days():
    """Of an odd number of days, the one in the middle is in the second half; no day is in both."""
    report = change_test(sessions("need.stigma", None, None, None, None))

    assert (report.before, report.after) == (span(0, 1), span(2, 4))


def test_reflections_and_the_future_are_left_out():
    """A reflection would count its session twice, and what is to come has not been talked of."""
    lines = sessions(*["need.stigma"] * 8)
    lines += [session(n, {"need.trauma"}, kind="reflection") for n in range(20, 30)]
    lines += [session(n, {"need.voice"}) for n in range(900, 930)]

    report = change_test(lines, until=START + timedelta(days=100))

    assert [one.name for one in report.changes] == ["need.stigma"]


def test_duplicates_count_once():
    """The same line twice, and an older revision, make no session more."""
    lines = sessions(*["need.stigma"] * 10, *["need.trauma"] * 10)
    older = [session(number, {"need.voice"}, revision=1) for number in range(20)]
    newer = [session(number, line.themes, revision=2) for number, line in enumerate(lines)]

    assert change_test(older + newer + newer) == change_test(newer) == change_test(lines)


def test_the_text_says_what_changed_and_what_cannot_be_told():
    """Spans, changes with their corrected p, and the rest in words."""
    themes = [["need.stigma"]] * 13 + [["family.burden"]] * 14
    themes = [[*each, *["system.caseload"] * (n % 2)] for n, each in enumerate(themes)]
    themes[6], themes[20] = [*themes[6], "safety.child"], [*themes[20], "safety.child"]
    lines = [session(number, each) for number, each in enumerate(themes)]

    assert change_test(lines).text().splitlines() == [
        "13 sessions from 2026-01-05 to 2026-01-17 against 14 from 2026-01-18 to 2026-01-31.",
        "family.burden: 0 before, 14 after: more than before (p under 0.0001)",
        "need.stigma: 13 before, 0 after: less than before (p under 0.0001)",
        "Of 1, no change can be told from chance.",
        "Of 1 there is too little to say.",
    ]


def test_the_text_has_no_rest_where_there_is_none():
    """If all that came up changed, nothing more is said; and without themes, that there are none."""
    both = change_test(sessions(*["need.stigma"] * 8, *["need.trauma"] * 8))

    assert len(both.text().splitlines()) == 1 + len(both.found) == 3
    assert change_test(sessions(*[None] * 20)).text().endswith("No theme came up.")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"before": span(0, 5)}, "after"),
        ({"after": span(0, 5)}, "before"),
        ({"before": span(0, 5), "after": span(5, 9)}, "after"),
        ({"level": Fraction(0)}, "level"),
        ({"level": Fraction(7, 3)}, "level"),
        ({"level": 0.05}, "level"),
    ],
)
def test_spans_and_level_have_rules(changes, field):
    """A refusal names the argument and its rule, and not what was given."""
    with pytest.raises(InvalidRecordError, match=f"^{field} must") as caught:
        change_test([], **changes)

    assert caught.value.field == field
    assert "7/3" not in str(caught.value)


def test_a_span_does_not_end_before_it_begins():
    """The last day of a span is not before its first."""
    with pytest.raises(InvalidRecordError, match="last must not be before first"):
        span(3, 2)


def test_the_script_that_measured_the_rates_still_runs(capsys):
    """The table of the docs can be made again."""
    path = Path(__file__).parents[1] / "benchmarks" / "change_rates.py"
    spec = importlib.util.spec_from_file_location("change_rates", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    script.main(["--runs", "2"])

    printed = Counter(line.count("|") for line in capsys.readouterr().out.splitlines())
    assert printed == {5: 17}

"""Ratings over time, and how they are drawn."""

from __future__ import annotations

from datetime import date, time

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.errors import InvalidRecordError
from supervision.records import Answer, AnswerKind, CaseDiscussion, Reflection, line_of
from supervision.reflection import ratings, sparkline
from supervision.testing import example_session, ledger_lines

ON = date(2026, 3, 4)


def fit(value, prompt="needs.fit"):
    """Return a rating as an answer."""
    return Answer(prompt=prompt, wording="How close?", kind=AnswerKind.SCALE, value=value)


def session(*answers, **changes):
    """Return a session with *answers*, and without cases."""
    return attrs.evolve(example_session(), answers=answers, cases=[], risks=[], **changes)


def test_a_rating_says_whose_it_is_and_where_it_stands():
    """Day, people, client, value and record are those of the answer."""
    reflection = Reflection(on=ON, practitioner="S-014", client="C-201", answers=[fit(4)])

    (rated,) = ratings([line_of(reflection)])

    assert (rated.on, rated.people, rated.client) == (ON, ("S-014",), "C-201")
    assert (rated.value, rated.record) == (4, reflection.id)


def test_a_client_is_named_only_where_there_is_one():
    """With several clients in a record nobody can tell whom a rating is about."""
    cases = [CaseDiscussion(client="C-201", answers=[fit(3)]), CaseDiscussion(client="C-202")]

    (rated,) = ratings([line_of(attrs.evolve(session(), cases=cases))])
    (alone,) = ratings([line_of(attrs.evolve(session(), cases=cases[:1]))])
    (nobody,) = ratings([line_of(session(fit(3)))])

    assert (rated.client, alone.client, nobody.client) == (None, "C-201", None)


def test_ratings_come_in_the_order_of_time():
    """Days go before times of day, and a session without one comes first on its day."""
    given = [
        session(fit(4), on=ON, start=time(14), id="4" * 32),
        session(fit(3), on=ON, start=time(9), id="3" * 32),
        session(fit(5), fit(6), on=date(2026, 4, 1), start=None, id="5" * 32),
        session(fit(2), on=ON, start=None, id="2" * 32),
        session(fit(1), on=ON, start=None, id="1" * 32),
    ]

    assert [one.value for one in ratings(map(line_of, given))] == [1, 2, 3, 4, 5, 6]


def test_one_prompt_at_a_time():
    """Other ratings of the same record are left out, and so is what is no rating."""
    line = line_of(session(fit(4), fit(9, "functions.load")))

    assert [one.value for one in ratings([line])] == [4]
    assert [one.value for one in ratings(iter([line]), "functions.load")] == [9]
    assert ratings([line], "needs.unmet") == []
    assert ratings([]) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(ledger_lines(), max_size=4), st.data())
def test_ratings_equal_their_naive_definition(lines, data):
    """Every rating of the prompt is listed once, sorted by day, and no other."""
    known = sorted({one.prompt for line in lines for one in line.ratings}) or ["needs.fit"]
    prompt = data.draw(st.sampled_from(known))
    naive = [
        (line.on, line.id, one.value)
        for line in lines
        for one in line.ratings
        if one.prompt == prompt
    ]

    found = ratings(lines, prompt)

    assert sorted((one.on, one.record, one.value) for one in found) == sorted(naive)
    assert [one.on for one in found] == sorted(on for on, _, _ in naive)


def test_a_sparkline_has_a_block_for_each_value():
    """The lowest mark is the lowest block and the highest the highest, on any scale."""
    assert sparkline(range(11)) == "▁▂▂▃▄▅▅▆▇▇█"
    assert sparkline([1, 7], low=1, high=7) == "▁█"
    assert sparkline([0, 1], high=1) == "▁█"
    assert sparkline([]) == ""


@given(st.lists(st.integers(0, 10), max_size=20))
def test_a_higher_value_is_never_drawn_lower(values):
    """Blocks rise with values, and equal values look equal whatever stands beside them."""
    drawn = sparkline(iter(values))

    assert len(drawn) == len(values)
    assert sorted(drawn) == [sparkline([value]) for value in sorted(values)]


@pytest.mark.parametrize(("low", "high"), [(1, 1), (5, 4)])
def test_a_scale_has_two_ends(low, high):
    """A scale from one to one is none."""
    with pytest.raises(InvalidRecordError, match="high must be above low"):
        sparkline([1], low=low, high=high)


@pytest.mark.parametrize("value", [-1, 11])
def test_what_is_off_the_scale_is_not_drawn(value):
    """A value beyond the ends is refused, without being repeated."""
    with pytest.raises(InvalidRecordError, match=r"values must be from 0 to 10$"):
        sparkline([3, value])

"""All lines of a journal at one moment, and how often each theme came up in them."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision.records import (
    Ledger,
    LedgerLine,
    MonthTally,
    ThemeTally,
    added_up,
    line_of,
    tally_of,
)
from supervision.testing import (
    agreements,
    example_agreement,
    example_reflection,
    example_session,
    ledger_lines,
    reflections,
    sessions,
)

# A busy machine is not a fault of what is tested.
steady = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

DAY = date(2026, 1, 30)
NONE_YET = ThemeTally(months={}, first={}, last={})

# So few days and themes that records share them, over the end of a month and of a year.
DAYS = st.sampled_from([date(2025, 12, 31), date(2026, 1, 1), DAY, date(2026, 2, 1)])
THEMES = st.frozensets(st.sampled_from(["family.burden", "need.stigma", "x.kent.evenings"]))
LINES = st.lists(
    st.one_of(
        sessions(on=DAYS, themes=THEMES, cases=[], answers=[]),
        reflections(on=DAYS, themes=THEMES),
        agreements(starts=DAYS, review_on=None, ends=None),
    ).map(line_of)
    | ledger_lines(),
    max_size=6,
)


class Store:
    """Counts how often its lines, and its tally, are read."""

    def __init__(self, lines=(), tally=NONE_YET):
        self.lines, self.of_lines = list(lines), tally
        self.read = self.tallied = 0

    def lines_read(self):
        """Return the lines."""
        self.read += 1
        return self.lines

    def tally_read(self):
        """Return the tally."""
        self.tallied += 1
        return self.of_lines


def examples():
    """Return the lines of an example of each kind of record."""
    return [line_of(one()) for one in (example_session, example_reflection, example_agreement)]


def held(on=DAY, **changes):
    """Return the line of a session in which one theme came up."""
    given = {"kind": "session", "id": "5e551000", "on": on, "themes": ("family.burden",)}
    return LedgerLine(**{**given, **changes})


def test_a_ledger_is_a_sequence_of_its_lines():
    """Whatever can be asked of a list of lines, short of changing it, can be asked of a ledger."""
    lines = examples()
    ledger = Ledger(lambda: lines)

    assert isinstance(ledger, Sequence)
    assert len(ledger) == 3
    assert list(ledger) == list(ledger) == lines
    assert list(reversed(ledger)) == lines[::-1]
    assert [ledger[0], ledger[-1]] == [lines[0], lines[2]]
    assert ledger[1:] == tuple(lines[1:])
    assert (lines[1] in ledger, held() in ledger) == (True, False)
    assert (ledger.index(lines[2]), ledger.count(lines[0])) == (2, 1)
    assert not Ledger(list)
    with pytest.raises(IndexError):
        ledger[3]


def test_no_line_is_read_before_one_is_needed():
    """A ledger that is made, shown and asked for nothing costs nothing."""
    store = Store(examples())
    repr(Ledger(store.lines_read, store.tally_read))

    assert (store.read, store.tallied) == (0, 0)


def test_lines_are_read_once():
    """However often and for whatever a ledger is asked, its lines are read one time."""
    store = Store(examples())
    ledger = Ledger(store.lines_read)
    for _ in range(2):
        assert (len(ledger), ledger[0], list(ledger)) == (3, store.lines[0], store.lines)
        assert ledger.tally() == tally_of(store.lines)

    assert store.read == 1


def test_lines_that_could_not_be_read_are_tried_again():
    """What failed once may go well later, and is no ledger without lines."""
    tries = []

    def read():
        tries.append(1)
        if len(tries) == 1:
            raise OSError
        return examples()

    ledger = Ledger(read)
    with pytest.raises(OSError):
        len(ledger)

    assert len(ledger) == 3


def test_a_tally_that_is_given_spares_the_lines():
    """How often themes came up is asked once of what knows it, and no line is read for it."""
    store = Store(examples())
    ledger = Ledger(store.lines_read, store.tally_read)

    assert ledger.tally() is ledger.tally() is store.of_lines
    assert (store.read, store.tallied) == (0, 1)


def test_lines_that_were_read_spare_the_tally():
    """Where the lines are there already they are counted, and nothing else is opened."""
    store = Store(examples())
    ledger = Ledger(store.lines_read, store.tally_read)

    assert len(ledger) == 3
    assert ledger.tally() is ledger.tally()
    assert ledger.tally() == tally_of(store.lines)
    assert (store.read, store.tallied) == (1, 0)


def test_a_ledger_travels_as_a_list():
    """What is pickled is the lines; what reads them, which may hold keys, stays."""
    lines = examples()
    ledger = Ledger(lambda: lines, lambda: NONE_YET)
    ledger.once("a question", lambda: lambda: "no pickle takes this")
    travelled = pickle.loads(pickle.dumps(ledger))

    assert travelled == lines
    assert type(travelled) is list


def test_what_a_ledger_shows_of_itself_is_no_fact():
    """Its text says how many lines were read, and never what is in them or was said of them."""
    ledger = Ledger(lambda: [held(supervisor="V-01", people=("S-014",))])
    before = repr(ledger)
    ledger.once("S-014", lambda: "V-01")

    assert (before, len(ledger), repr(ledger)) == ("<Ledger>", 1, "<Ledger of 1 lines>")


def test_what_was_asked_once_is_not_made_again():
    """Each question is answered once, by what makes the answer first; None is an answer."""
    ledger, calls = Ledger(list), []
    for _ in range(2):
        assert ledger.once("one", lambda: calls.append("one")) is None
        assert ledger.once(("other", 2), lambda: calls.append("other") or 7) == 7

    assert calls == ["one", "other"]


def test_an_answer_that_failed_is_made_again():
    """An error is nobody's answer: whoever asks again has it tried again."""
    ledger = Ledger(list)
    with pytest.raises(ZeroDivisionError):
        ledger.once("a question", lambda: 1 // 0)

    assert ledger.once("a question", lambda: 1) == 1


def test_a_ledger_remembers_sixty_four_answers():
    """With the sixty-fifth it begins anew, so whoever asks without end fills no memory."""
    ledger, calls = Ledger(list), []

    def answer(number):
        calls.append(number)
        return number

    def asked(numbers):
        calls.clear()
        assert [ledger.once(one, partial(answer, one)) for one in numbers] == list(numbers)
        return len(calls)

    assert asked(range(64)) == 64
    assert asked(range(64)) == 0
    assert asked([64]) == 1
    assert asked([64]) == 0
    assert asked([0]) == 1


def naive(lines):
    """Return the tally of *lines*, counted month by month, theme by theme and line by line."""
    took_place = [line for line in lines if line.kind != "agreement" and not line.cancelled]
    days = {
        theme: [line.on for line in took_place if theme in line.themes]
        for theme in {theme for line in took_place for theme in line.themes}
    }
    months = {}
    for month in sorted({line.on.isoformat()[:7] for line in took_place}):
        inside = [line for line in took_place if line.on.isoformat().startswith(month)]
        counts = {theme: sum(theme in line.themes for line in inside) for theme in days}
        themes = {theme: count for theme, count in counts.items() if count}
        months[month] = MonthTally(len(inside), themes)
    return ThemeTally(
        months=months,
        first={theme: min(seen) for theme, seen in days.items()},
        last={theme: max(seen) for theme, seen in days.items()},
    )


@steady
@given(LINES)
def test_a_tally_is_what_counting_one_by_one_gives(lines):
    """Months, themes, first days and last are those of the naive count, the months in order."""
    found = tally_of(iter(lines))

    assert found == naive(lines)
    assert list(found.months) == sorted(found.months)


@steady
@given(LINES, st.data())
def test_the_tallies_of_parts_add_up_to_that_of_the_whole(lines, data):
    """However records are dealt out, their tallies come to one sum, and none of them changes."""
    piles = [[], [], []]
    for line in lines:
        piles[data.draw(st.integers(0, 2))].append(line)
    parts = [tally_of(pile) for pile in piles]
    whole = added_up(iter(parts))

    assert whole == tally_of(lines)
    assert list(whole.months) == sorted(whole.months)
    assert added_up([whole]) == whole
    assert parts == [tally_of(pile) for pile in piles]


def test_nothing_adds_up_to_nothing():
    """Of no lines, and of no tallies, there is a tally without months and themes."""
    assert tally_of([]) == added_up([]) == added_up([NONE_YET, NONE_YET]) == NONE_YET


def test_what_did_not_take_place_is_no_talk():
    """Agreements and cancelled sessions are not counted, not even as lines of the month."""
    earlier, later = DAY - timedelta(days=60), DAY + timedelta(days=60)
    lines = [
        held(),
        held(cancelled=True),
        held(on=earlier, cancelled=True),
        held(on=later, kind="agreement"),
    ]

    assert tally_of(lines) == ThemeTally(
        months={"2026-01": MonthTally(1, {"family.burden": 1})},
        first={"family.burden": DAY},
        last={"family.burden": DAY},
    )


def test_a_month_without_themes_has_its_lines():
    """What took place counts for its month, though no theme was recorded."""
    assert tally_of([held(themes=())] * 2).months == {"2026-01": MonthTally(2, {})}

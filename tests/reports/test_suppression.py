"""Small counts are hidden, and cannot be computed: tried by an attacker who knows what may be."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.errors import InvalidRecordError
from supervision.reports import SuppressedTable, suppressed
from supervision.reports._suppression import suppressed_together


def table_of(rows):
    """Return *rows* of counts as a table."""
    return {
        (f"r{number:02}", f"c{name:03}"): count
        for number, row in enumerate(rows)
        for name, count in enumerate(row)
    }


def published(table):
    """Return all that is shown, totals last: a grid in which None is hidden."""
    rows = [[*cells, total] for cells, total in zip(table.cells, table.row_totals, strict=True)]
    return [*rows, [*table.column_totals, table.total]]


def whole(rows):
    """Return *rows* with their totals."""
    wide = [[*row, sum(row)] for row in rows]
    return [*wide, [sum(column) for column in zip(*wide, strict=True)]]


def naively_published(rows, floor):
    """Return what hiding the small counts and totals alone would show."""
    return [
        [count if count == 0 or count >= floor else None for count in row] for row in whole(rows)
    ]


def could_be(grid, highest):
    """Return the values that each number could have, for all that is shown."""
    found = {}
    for full in fitting(grid, highest):
        for r, row in enumerate(full):
            for c, value in enumerate(row):
                found.setdefault((r, c), set()).add(value)
    return found


def fitting(grid, highest):
    """Try every table; yield those that fit what is shown, with their totals.

    The attacker knows that what is hidden is not 0, and tries counts up to *highest*.
    """
    inner = [(r, c) for r, row in enumerate(grid[:-1]) for c in range(len(row) - 1)]
    choices = [range(1, highest + 1) if grid[r][c] is None else [grid[r][c]] for r, c in inner]
    width = len(grid[0]) - 1
    for guess in product(*choices):
        rows = [list(guess[start : start + width]) for start in range(0, len(guess), width)]
        full = whole(rows)
        if fits(full, grid):
            yield full


def fits(full, grid):
    """Return whether a whole table agrees with what is shown."""
    return all(
        value >= 1 if shown is None else value == shown
        for row, line in zip(full, grid, strict=True)
        for value, shown in zip(row, line, strict=True)
    )


def given_away(rows, grid, floor, highest):
    """Return the small numbers of which the attacker can tell that they are under the floor."""
    possible = could_be(grid, highest)
    return [
        (r, c)
        for r, row in enumerate(whole(rows))
        for c, count in enumerate(row)
        if 0 < count < floor and max(possible[r, c]) < floor
    ]


SMALL = st.sampled_from([(2, 2), (2, 3), (3, 2), (1, 3), (3, 1), (1, 1)]).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 4), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


@settings(max_examples=100, deadline=None)
@given(SMALL, st.integers(2, 3))
def test_no_small_number_can_be_computed_to_be_one(rows, floor):
    """Trying every table that fits what is shown, each small number could be the floor or more."""
    grid = published(suppressed(table_of(rows), floor=floor))

    assert fits(whole(rows), grid)
    assert given_away(rows, grid, floor, highest=6) == []


@settings(max_examples=150, deadline=None)
@given(SMALL, st.integers(1, 5))
def test_what_is_shown_is_true_and_not_small(rows, floor):
    """Every number that is shown is the right one, and is 0 or at the floor; zeros are shown."""
    table = suppressed(table_of(rows), floor=floor)

    shown = published(table)
    for row, line in zip(whole(rows), shown, strict=True):
        for count, seen in zip(row, line, strict=True):
            assert seen in {None, count}
            assert seen is None or seen == 0 or seen >= floor
            assert not (count == 0 and seen is None)
    assert table.hidden == sum(seen is None for line in shown for seen in line)


def test_the_attacker_reads_what_only_small_counts_are_hidden_in():
    """The attack is a real one: without further hiding it finds the count itself."""
    rows = [[9, 2], [7, 8]]
    naive = naively_published(rows, 5)

    assert could_be(naive, highest=9)[0, 1] == {2}
    assert given_away(rows, naive, 5, highest=9) == [(0, 1)]
    assert given_away(rows, published(suppressed(table_of(rows))), 5, highest=18) == []


@pytest.mark.parametrize(
    "rows",
    [[[1, 4], [3, 2]], [[1, 1], [1, 1]], [[4, 0], [0, 9]], [[2, 2, 2]], [[3]]],
    ids=["small totals", "all ones", "alone in row and column", "one row", "one cell"],
)
def test_totals_are_hidden_where_they_would_tell(rows):
    """Where cells alone do not do, totals go too: of ten in four cells, none can be told."""
    grid = published(suppressed(table_of(rows)))

    assert given_away(rows, grid, 5, highest=12) == []
    assert any(None in (line[-1], *grid[-1]) for line in grid)


# What is known from elsewhere, and what is of few people.


def test_a_bound_is_allowed_for():
    """Five in six sessions are shown: what is hidden has room to be the floor under the bound."""
    rows = [[4, 6], [6, 6]]
    sessions = dict.fromkeys(table_of(rows), 6)

    alone = published(suppressed(table_of(rows)))
    bounded = published(suppressed(table_of(rows), at_most=sessions))

    # Without the bound, 4 hides behind a 6 of its own row and column, as 5 would with a 7.
    assert could_be_within(alone, 6)[0, 0] == {4}
    assert could_be_within(bounded, 6)[0, 0] >= {4, 5}


def could_be_within(grid, bound):
    """Return what each count could be if none is above *bound*."""
    return {(r, c): seen for (r, c), seen in could_be(grid, highest=bound).items()}


SESSIONS = st.lists(
    st.tuples(
        st.sampled_from(["p1", "p2", "p3"]),
        st.sampled_from(["alone", "group"]),
        st.sampled_from(["q1", "q2"]),
        st.sampled_from([(), ("f1",), ("f1", "f2"), ("f1", "f2"), ("f2",)]),
    ),
    max_size=6,
)


def counted(sessions, names):
    """Return how many *sessions* have each of *names* in each quarter, and who was there."""
    rows = sorted({name for one in sessions for name in names(one)})
    columns = sorted({quarter for _, _, quarter, _ in sessions})
    found = {
        (row, column): [one[0] for one in sessions if one[2] == column and row in names(one)]
        for row in rows
        for column in columns
    }
    return {pair: len(who) for pair, who in found.items()}, {k: set(v) for k, v in found.items()}


def both(sessions, floor):
    """Return the grids of the two tables, hidden in together, and the true ones with people."""
    formats, in_formats = counted(sessions, lambda one: {one[1]})
    families, in_families = counted(sessions, lambda one: one[3])
    tables = suppressed_together(
        formats,
        families,
        floor=floor,
        sessions_people=in_formats,
        parts_people=in_families,
    )
    return [published(table) for table in tables], [
        (grid_of(formats), people_of(in_formats)),
        (grid_of(families), people_of(in_families)),
    ]


def grid_of(table):
    """Return a table as rows of counts with their totals."""
    columns = sorted({column for _, column in table})
    rows = sorted({row for row, _ in table})
    return whole([[table[row, column] for column in columns] for row in rows])


def people_of(table):
    """Return how many people are in each count and total, row by row."""
    columns = sorted({column for _, column in table})
    rows = [[table[row, column] for column in columns] for row in sorted({row for row, _ in table})]
    wide = [[*row, set().union(*row)] for row in rows]
    wide.append([set().union(*column) for column in zip(*wide, strict=True)])
    return [[len(who) for who in row] for row in wide]


def needs(full):
    """Return the fewest sessions that each column must have had, or how many it had."""
    return [max(column[:-1], default=0) for column in list(zip(*full, strict=True))[:-1]]


def joint(grids, highest):
    """Return what each number of both tables could be, no column having more of a row than sessions."""
    firsts, seconds = (list(fitting(grid, highest)) for grid in grids)
    totals = {tuple(full[-1][:-1]) for full in firsts}
    needed = {tuple(needs(full)) for full in seconds}
    able = [full for full in firsts if any(enough(full[-1], need) for need in needed)]
    held = [full for full in seconds if any(enough(total, needs(full)) for total in totals)]
    return able, held


def enough(totals, need):
    """Return whether every column had the sessions that are needed."""
    return all(a >= b for a, b in zip(totals, need, strict=False))


@settings(max_examples=40, deadline=None)
@given(SESSIONS, st.integers(2, 3))
def test_no_small_number_can_be_computed_from_two_tables_of_the_same_sessions(sessions, floor):
    """Trying all pairs of tables, what is small could be the floor, what is of few people more."""
    sessions = [*sessions, ("p1", "alone", "q1", ("f1",)), ("p2", "alone", "q2", ("f1",))]
    grids, truths = both(sessions, floor)
    highest = max(count for true, _ in truths for row in true[:-1] for count in row[:-1]) + 4

    for grid, (true, people), possible in zip(grids, truths, joint(grids, highest), strict=True):
        assert fits(true, grid)
        for r, row in enumerate(true):
            for c, count in enumerate(row):
                most = max(full[r][c] for full in possible)
                if 0 < count < floor:
                    assert most >= floor
                elif count and people[r][c] < floor:
                    assert grid[r][c] is None
                    assert most > count


def test_one_table_is_read_with_the_other():
    """The attack is a real one: hidden in each for itself, a count that bounds pin is found."""
    formats = {("alone", "q1"): 6, ("alone", "q2"): 6}
    families = table_of([[4, 6], [6, 6]])
    apart = [published(suppressed(formats)), published(suppressed(families))]

    _, possible = joint(apart, 6)

    assert {full[0][0] for full in possible} == {4}


def test_what_is_of_few_people_is_hidden():
    """Eight sessions of one person in a quarter are no count to show, nor to subtract."""
    table = {("alone", "q1"): 8, ("alone", "q2"): 15, ("group", "q1"): 0, ("group", "q2"): 20}
    many = [f"S-{number:03}" for number in range(6)]
    people = {("alone", "q1"): ["S-001"], ("alone", "q2"): many, ("group", "q2"): many}

    shown = suppressed(table, people=people)
    possible = could_be(published(shown), highest=30)

    assert shown.cells[0][0] is None
    assert shown.column_totals[0] is None
    assert max(possible[0, 0]) >= 8 + 5
    assert "counts under 5 or of fewer than 5 people, in which" in shown.text()


def test_whoever_is_not_named_is_not_there():
    """A count without its people is hidden."""
    assert suppressed({("a", "x"): 9}, people={}).cells == ((None,),)


def test_two_small_counts_are_not_each_other_s_only_cover():
    """A larger number is hidden with them, so that running the rules backwards finds many tables."""
    table = suppressed(table_of([[5, 4, 4]]))
    alike = [
        row
        for row in product(range(14), repeat=3)
        if sum(row) == 13 and suppressed(table_of([row])) == table
    ]

    assert table.cells == ((None, None, None),)
    assert {row[1] for row in alike} >= set(range(1, 10))


@pytest.mark.parametrize("bound", [3, 4])
def test_a_bound_must_not_tell_by_itself(bound):
    """What is known to be under the floor cannot be hidden, and that is said."""
    with pytest.raises(InvalidRecordError, match=r"^at_most must leave each count room"):
        suppressed({("a", "x"): 4, ("b", "x"): 9}, at_most={("a", "x"): bound})


def test_a_bound_on_what_is_not_there_says_nothing():
    """A bound of 0 on a count of 0 is kept to, and one on no count is left alone."""
    table = {("a", "x"): 0, ("b", "x"): 9}

    bounded = suppressed(table, at_most={("a", "x"): 0, ("c", "x"): 1, ("a", "y"): 1})

    assert bounded == suppressed(table)


def narrowed(grid):
    """Return bounds of every number, narrowed by each sum in turn until nothing moves.

    It is how a patient reader without a computer would go about it; exact on no large table, but
    what it finds is true.
    """
    low = [[1 if one is None else one for one in row] for row in grid]
    high = [[10**6 if one is None else one for one in row] for row in grid]
    rows, columns = range(len(grid)), range(len(grid[0]))
    sums = [[(r, c) for c in columns] for r in rows] + [[(r, c) for r in rows] for c in columns]
    moved = True
    while moved:
        moved = False
        for *parts, total in sums:
            moved |= narrow(low, high, parts, total)
    return low, high


def narrow(low, high, parts, total):
    """Narrow the bounds of one sum; return whether any moved."""
    before = [(low[r][c], high[r][c]) for r, c in (*parts, total)]
    least, most = (sum(side[r][c] for r, c in parts) for side in (low, high))
    top_r, top_c = total
    low[top_r][top_c] = max(low[top_r][top_c], least)
    high[top_r][top_c] = min(high[top_r][top_c], most)
    for r, c in parts:
        others_least = sum(low[a][b] for a, b in parts) - low[r][c]
        others_most = sum(high[a][b] for a, b in parts) - high[r][c]
        high[r][c] = min(high[r][c], high[top_r][top_c] - others_least)
        low[r][c] = max(low[r][c], low[top_r][top_c] - others_most)
    return before != [(low[r][c], high[r][c]) for r, c in (*parts, total)]


@pytest.mark.parametrize("seed", range(12))
def test_large_tables_withstand_a_patient_reader(seed):
    """Narrowing bounds sum by sum never gets a small number of a large table under the floor."""
    chance = random.Random(seed)
    mean = chance.choice([0.5, 2, 6])
    rows = [[int(chance.expovariate(1 / mean)) for _ in range(12)] for _ in range(9)]

    low, high = narrowed(published(suppressed(table_of(rows))))

    small = [(r, c) for r, row in enumerate(whole(rows)) for c, n in enumerate(row) if 0 < n < 5]
    assert all(high[r][c] >= 5 for r, c in small)
    assert all(
        low[r][c] <= n <= high[r][c] for r, row in enumerate(whole(rows)) for c, n in enumerate(row)
    )


def test_a_patient_reader_would_find_something():
    """The narrowing finds small counts in tables in which nothing further is hidden."""
    rows = [[9, 2, 6], [7, 8, 1], [5, 6, 7]]

    _, high = narrowed(naively_published(rows, 5))

    assert (high[0][1], high[1][2]) == (2, 1)


def test_a_table_without_small_counts_is_shown_whole():
    """Where nothing is small, nothing is hidden, and the text says so."""
    table = suppressed(table_of([[5, 0], [7, 12]]))

    assert table.cells == ((5, 0), (7, 12))
    assert (table.row_totals, table.column_totals, table.total) == ((5, 19), (12, 12), 24)
    assert table.text() == "Nothing is hidden."


def test_an_empty_table_is_shown_as_one():
    """Without rows there is nothing but a total of 0."""
    assert suppressed({}) == SuppressedTable(
        floor=5, rows=(), columns=(), cells=(), row_totals=(), column_totals=(), total=0, hidden=0
    )


def test_what_is_left_out_is_nought():
    """A pair that is not in the table counts as 0, and rows and columns are in order."""
    table = suppressed({("b", "y"): 5, ("a", "x"): 6})

    assert (table.rows, table.columns) == (("a", "b"), ("x", "y"))
    assert table.cells == ((6, 0), (0, 5))


def test_no_more_is_hidden_than_a_rectangle_needs():
    """One small count among large ones takes three more, and no total."""
    rows = [[20 + row * 3 + column for column in range(4)] for row in range(4)]
    rows[1][2] = 3

    table = suppressed(table_of(rows))

    assert table.hidden == 4
    assert None not in (*table.row_totals, *table.column_totals, table.total)


def test_the_text_says_why():
    """Whoever reads the table learns the floor, how many are hidden, and that none is 0."""
    text = suppressed(table_of([[9, 2], [7, 8]])).text()

    assert "4 numbers are hidden: counts under 5" in text
    assert text.endswith("None of them is 0.")


@pytest.mark.parametrize(
    ("table", "floor", "field"),
    [
        ({("a", "b"): -7741}, 5, "table"),
        ({("a", "b"): 7741.5}, 5, "table"),
        ({("a", "b"): True}, 5, "table"),
        ({}, 0, "floor"),
        ({}, 2.5, "floor"),
    ],
)
def test_counts_and_floor_have_rules(table, floor, field):
    """A refusal names the argument and its rule, and not what was given."""
    with pytest.raises(InvalidRecordError, match=f"^{field} must") as caught:
        suppressed(table, floor=floor)

    assert caught.value.field == field
    assert "7741" not in str(caught.value)

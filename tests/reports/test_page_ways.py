"""Hours on the page: ways of which one is enough, what is short and what shows it."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import attrs
import pytest
from page_kit import TODAY, page_of, rule, year

from supervision.records import LedgerLine, Modality
from supervision.reports import HoursStatus, html
from supervision.reports._page_months import MonthOfHours, gathered

ME = "S-014"
GIVEN = {1: 540, 2: 540, 3: 540, 4: 1680, 5: 540}
"""How many minutes of supervision were given in each month: a twentieth of it would be enough."""
HAD = {1: 60, 2: 30, 3: 15, 4: 50, 6: 20}
DAYS = {"since": date(2026, 1, 1), "until": date(2026, 6, 30), "today": TODAY}
MINUTES = "Minutes that count, month by month; in brackets what is short"


def session(month, minutes, *, supervisor="V-01", people=(ME,), day=10, **changes):
    """Return the line of an individual session."""
    given = {
        "kind": "session",
        "id": f"{month:02x}{day:02x}{supervisor[-1]}{people[0][-1]}".ljust(32, "0"),
        "on": date(2026, month, day),
        "minutes": minutes,
        "modality": Modality.INDIVIDUAL,
        "supervisor": supervisor,
        "people": people,
        "agreement": "A-01",
    }
    return LedgerLine(**{**given, **changes})


LINES = [
    *(session(month, of, supervisor=ME, people=("S-022",), day=3) for month, of in GIVEN.items()),
    *(session(month, of) for month, of in HAD.items()),
]


@pytest.fixture(scope="module")
def text():
    """The page for a body under a rule with two ways."""
    return html(LINES, audience="body", person=ME, rule=rule("babcp-supervisor"), **DAYS)


@pytest.fixture(scope="module")
def page(text):
    """The same, read back."""
    return page_of(text)


def drawn(text, name="hours"):
    """Return the drawing of that name."""
    return next(
        each
        for each in re.findall(r"<svg.*?</svg>", text, re.DOTALL)
        if f'aria-labelledby="{name}-title' in each
    )


def marks(drawing):
    """Return how many full triangles, hollow triangles and circles stand in a drawing."""
    uses = re.findall(r"<use [^>]*>", drawing)
    full = sum('fill="var(--warn)"' in each for each in uses)
    hollow = sum('fill-opacity="0"' in each and "--warn" in each for each in uses)
    return full, hollow, sum("--aim" in each for each in uses)


def test_the_rule_is_shown(page):
    """What the rule asks for stands on the page, and that one of its ways is enough."""
    told = page.sections["hours"]

    assert "One hour a month, or five hundredths of the supervision that one gives." in told
    assert (
        "One of these is enough: “An hour of supervision of supervision each month.” or "
        "“An hour for each twenty of the supervision given.”"
    ) in told


def test_each_month_stands_once_and_in_order(page):
    """The sentence is in the order of time, with the figure of the nearest way and no other."""
    told = page.sections["hours"]

    assert (
        "Short: March 2026 (short by 12 min); April 2026 (short by 10 min); May 2026 (short by 27 min); "
        "June 2026 (short by 40 min; the other way cannot be told)."
    ) in told
    assert "Met by the other way: February 2026." in told
    assert "Cannot be told" not in told
    assert "this way" not in told


def test_a_month_has_one_figure(page):
    """In the table of months, what is asked for is what the easier way asks for."""
    assert page.tables["Month by month"] == [
        ["month", "held", "counts", "asked for", "result"],
        ["January 2026", "1 h", "1 h", "27 min", "met"],
        ["February 2026", "30 min", "30 min", "27 min", "met by the other way"],
        ["March 2026", "15 min", "15 min", "27 min", "short by 12 min"],
        ["April 2026", "50 min", "50 min", "1 h", "short by 10 min"],
        ["May 2026", "0 min", "0 min", "27 min", "short by 27 min"],
        ["June 2026", "20 min", "20 min", "1 h", "short by 40 min; the other way cannot be told"],
    ]


def test_both_ways_stand_side_by_side(page):
    """One row has what each way asks for; what cannot be told is not told as nothing at all."""
    table = page.tables["Each way, of which one is enough"]

    assert table[2][1:] == [
        "1 h asked for, 30 min missing", "27 min asked for, met", "met by the other way",
    ]  # fmt: skip
    assert table[6][2] == "cannot be told"
    assert "What the rule asks for, and what became of it" not in page.tables
    assert not [cell for row in table for cell in row if cell.startswith("0 min")]


def test_the_line_is_at_the_easier_way(text, page):
    """The chart says where it lies, and a mark stands above what another way has met."""
    drawing = drawn(text)

    assert "asked for each month: from 27 min to 1 h" in drawing
    assert "short: March 2026 by 12 min, April 2026 by 10 min" in drawing
    assert drawing.count(">short</text>") == 4
    assert marks(drawing) == (0, 0, 1)
    assert "by the way that is easier at the time" in page.sections["hours"]
    assert "met by another way than the first named" in page.sections["hours"]
    # Where there is room, the word stands there itself.
    assert "short of what is asked for" not in page.sections["hours"]


def test_everybody_has_one_figure_too():
    """In the table of all people what is short is short of the easier way."""
    page = page_of(html(LINES, rule=rule("babcp-supervisor"), **DAYS))

    table = page.tables[MINUTES]
    assert table[1] == ["S-014", "60", "30", "15 (12)", "50 (10)", "0 (27)", "20 (40)"]
    assert "One of these is enough: " in page.sections["hours"]


def test_a_month_with_nothing_is_marked():
    """In charts side by side each short month has a mark, also where no bar stands, and a legend."""
    text = html(year(), today=TODAY, rule=rule())
    page = page_of(text)
    short = {row[0]: sum("(" in cell for cell in row) for row in page.tables[MINUTES][1:]}

    assert short["S-063"] == 11
    for person, count in short.items():
        full, hollow, other = marks(drawn(text, f"hours-{person.lower()}"))
        assert (full + hollow, other) == (count, 0), person
    assert marks(drawn(text, "hours-s-058")) == (3, 4, 0)
    assert "short of what is asked for" in page.sections["hours"]


def test_months_before_the_first_session_are_set_apart():
    """How many of the short months were over before somebody's first session is told, with its day."""
    everybody = page_of(html(year(), today=TODAY, rule=rule())).sections["hours"]
    text = html(year(), today=TODAY, rule=rule(), person="S-058")
    one = page_of(text).sections["hours"]

    assert "S-058 (7, of these 4 before the first session of 17 April 2026)" in everybody
    assert "V-05 (11)" in everybody
    assert "Short: June 2026 (short by 30 min); August 2026" in one
    assert (
        "Short before the first session of 17 April 2026: December 2025 (short by 90 min);" in one
    )
    assert marks(drawn(text)) == (3, 4, 0)
    assert "short, and over before the first session" in one


def test_all_that_is_short_can_be_early():
    """Where only what was before the first session is short, nothing else is said to be."""
    lines = [session(month, 90) for month in range(3, 7)]
    told = page_of(html(lines, rule=rule(), person=ME, **DAYS)).sections["hours"]

    assert (
        "Short before the first session of 10 March 2026: January 2026 (short by 90 min); " in told
    )
    assert "Short: " not in told
    assert "Nothing is short" not in told


def test_the_table_of_sessions_does_not_repeat_itself():
    """Why a session counts is told where less than its time does, and the size of a group beside it."""
    group = {"modality": Modality.GROUP, "group": "G-01", "group_size": 5, "facilitated": True}
    lines = [session(1, 60), session(2, 90, **group)]
    caption = "Each session, and what it counts for"
    whole, shared = (
        page_of(html(lines, rule=rule(name), person=ME, **DAYS)).tables[caption]
        for name in ("babcp-accredited", "bacp-accredited")
    )

    assert whole[0] == ["day", "session", "counts"]
    assert whole[2] == ["2026-02-10", "group of 5, 1 h 30 min", "1 h 30 min"]
    assert shared[1][-1] == ""
    assert shared[2][-1] == "90 min in a group of 5 credited 18 min"


def test_a_need_that_cannot_be_told_is_said_to_be():
    """Without client hours the page does not say that nothing is needed."""
    page = page_of(html(LINES, rule=rule("bacp-student"), person=ME, **DAYS))
    rows = page.tables["What the rule asks for, and what became of it"]

    assert {row[2] for row in rows if row[-1] == "cannot be told"} == {"cannot be told"}


def test_a_month_of_which_nothing_can_be_told():
    """A month in which the one thing that is asked for is not known has no line, and says so."""
    only = attrs.evolve(rule("babcp-supervisor"), minimum=())
    page = page_of(html([session(1, 60)], rule=only, person=ME, **DAYS))

    assert [row[3] for row in page.tables["Month by month"][1:]] == ["cannot be told"] * 6
    assert "Cannot be told: January 2026; February 2026" in page.sections["hours"]


def test_many_months_are_drawn_by_quarter_or_year():
    """Three years are quarters, ten are years; the tables keep the months, and short is what has a short month."""
    lines = [session(month, 90) for month in range(1, 7)]
    text = html(lines, rule=rule(), person=ME, today=TODAY, since=date(2023, 1, 1))
    page = page_of(text)

    assert "S-014: hours quarter by quarter, and what the rule asks for" in text
    assert len(page.tables["Month by month"]) == 48
    assert "short of what is asked for, in a month or more of the quarter" in page.sections["hours"]
    # Of 2026 two quarters are whole, one is short, and the last is not over.
    assert marks(drawn(text)) == (2, 12, 0)


def test_months_gathered():
    """What was held, counts, was asked for and is short adds up, and a month that is met hides none."""
    months = [
        MonthOfHours(month="2026-01", held=60, credited=Fraction(60)),
        MonthOfHours(
            month="2026-02", held=30, credited=Fraction(15), needed=Fraction(60), short=Fraction(45),
            status=HoursStatus.SHORT, early=True,
        ),
        MonthOfHours(
            month="2026-04", held=30, credited=Fraction(30), needed=Fraction(27),
            status=HoursStatus.INSTEAD,
        ),
    ]  # fmt: skip
    first, second = gathered(months, "quarter")
    (year_,) = gathered(months, "year")

    assert (first.month, first.held, first.credited, first.needed) == ("2026-Q1", 90, 75, 60)
    assert (first.short, first.is_short, first.early) == (45, True, True)
    assert second.status is HoursStatus.INSTEAD
    assert (year_.month, year_.needed, year_.is_short) == ("2026", 87, True)
    assert gathered(months, "month") == tuple(months)

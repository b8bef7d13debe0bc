"""The figures of the page for the example year, worked out again from the table of it alone."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from fractions import Fraction

import pytest
from page_kit import SINCE, TODAY, YEAR, page_of, rule, year

from supervision.catalogue import Catalogue
from supervision.reports import Focus, html

ME = "S-014"
FOCUS = Focus.on_themes({"resonance": 40})


@pytest.fixture(scope="module")
def rows():
    """The rows of the table, without what was cancelled."""
    with YEAR.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not row["cancelled_by"]]


@pytest.fixture(scope="module")
def page():
    """The page of the year on one person."""
    options = {"today": TODAY, "since": SINCE, "person": ME, "rule": rule(), "focus": FOCUS}
    return page_of(html(year(), **options))


@pytest.fixture(scope="module")
def everybody():
    """The page of the year on everybody."""
    return page_of(html(year(), today=TODAY, since=SINCE, rule=rule(), focus=FOCUS))


def minutes_in(words):
    """Return how many minutes words such as `2 h 18 min` say."""
    parts = re.findall(r"(\d+(?: \d+/\d+)?) (h|min)", words)
    return sum(
        sum(map(Fraction, number.split())) * (60 if unit == "h" else 1) for number, unit in parts
    )


def people_of(row):
    """Return who was expected and came."""
    away = set(re.findall(r"(\S+) absent", row["attendance"]))
    return [person for person in row["supervisees"].split("|") if person not in away]


def credit(row):
    """Return what BACP counts of a session: half for up to four, else the time by the members."""
    minutes, size = int(row["minutes"]), int(row["group_size"] or 0)
    if row["modality"] == "triadic":
        size = size or 2
    if size < 2:
        return Fraction(minutes)
    return Fraction(minutes, 2) if size <= 4 else Fraction(minutes, size)


def themes_of(row):
    """Return the themes of a session."""
    return set(filter(None, f"{row['themes']}|{row['themes_2']}".split("|")))


def test_hours_month_by_month(rows, page):
    """What was held and what counts, each month, is what the table gives."""
    held, counts = Counter(), defaultdict(Fraction)
    for row in rows:
        if ME in people_of(row):
            held[row["on"][:7]] += int(row["minutes"])
            counts[row["on"][:7]] += credit(row)
    months = [f"2025-{at}" for at in (11, 12)] + [f"2026-{at:02}" for at in range(1, 12)]
    shown = page.tables["Month by month"][1:]

    assert len(shown) == len(months)
    for month, cells in zip(months, shown, strict=True):
        assert minutes_in(cells[1]) == held[month]
        assert minutes_in(cells[2]) == counts[month]
        assert minutes_in(cells[3]) == 90
        open_month = month == "2026-11"
        assert minutes_in(cells[4]) == (0 if open_month else max(90 - counts[month], 0))


def test_everybody_s_minutes(rows, everybody):
    """The table of everybody has each person's minutes, and in brackets what is short."""
    counts = defaultdict(Fraction)
    for row in rows:
        for person in people_of(row):
            counts[person, row["on"][:7]] += credit(row)
    shown = everybody.tables["Minutes that count, month by month; in brackets what is short"]
    months = [f"2025-{at}" for at in (11, 12)] + [f"2026-{at:02}" for at in range(1, 12)]

    for person, *cells in shown[1:]:
        for month, cell in zip(months, cells, strict=True):
            found = re.fullmatch(r"(\d+(?: \d+/\d+)?)(?: \((\d+(?: \d+/\d+)?)\))?", cell)
            assert sum(map(Fraction, found[1].split())) == counts[person, month], (person, month)


def test_families_of_themes(rows, everybody):
    """In how many sessions each family came up, each month and in all, is what the table gives."""
    names = {family.id: family.label for family in Catalogue.shipped().families.values()}
    counts = Counter()
    for row in rows:
        for family in {theme.partition(".")[0] for theme in themes_of(row)}:
            counts[names[family], row["on"][:7]] += 1
            counts[names[family], "all"] += 1
    # To the end of the days that are shown, as hours are, with sessions or without.
    months = [f"2025-{at}" for at in (11, 12)] + [f"2026-{at:02}" for at in range(1, 12)]
    shown = everybody.tables["Families of themes, month by month"][1:-1]

    assert {name for name, *_ in shown} == {name for name, _ in counts}
    for name, *cells in shown:
        assert [int(cell) for cell in cells] == [counts[name, month] for month in (*months, "all")]


def test_each_theme(rows, everybody):
    """Each theme's count, first and last day are those of the table."""
    label = Catalogue.shipped().label
    days = defaultdict(list)
    for row in rows:
        for theme in themes_of(row):
            days[label(theme)].append(row["on"])
    shown = everybody.tables["Each theme, the most frequent first"][1:]

    assert len(shown) == len(days)
    for name, count, _, first, last in shown:
        assert (int(count), first, last) == (len(days[name]), min(days[name]), max(days[name]))


def test_the_share_of_the_focus(rows, everybody):
    """The mean share of each month's sessions that was in the focus is what the table gives."""
    shares = defaultdict(list)
    for row in rows:
        if themes := themes_of(row):
            inside = sum(theme.startswith("resonance.") for theme in themes)
            shares[row["on"][:7]].append(Fraction(inside, len(themes)))
    shown = everybody.tables["The person and their drug of choice: agreed 40 %"][1:]

    assert [(int(count), share) for _, count, share in shown] == [
        (len(found), f"{int(sum(found) / len(found) * 100 + Fraction(1, 2))} %")
        for _, found in sorted(shares.items())
    ]


def test_open_actions(rows, everybody):
    """Each action that the table has without a day on which it was done is on the page."""
    expected = sorted(
        (row["on"], row["action_owner"], row["action_due"])
        for row in rows
        if row["action"] and not row["action_done"]
    )
    shown = everybody.tables["Each action that is not done, the oldest first"][1:]

    assert sorted(tuple(cells[:3]) for cells in shown) == expected
    for agreed, _, due, age, overdue, _ in shown:
        assert int(age.split()[0]) == (TODAY - TODAY.fromisoformat(agreed)).days
        late = (TODAY - TODAY.fromisoformat(due)).days
        assert overdue == (f"{late} days" if late > 1 else "1 day" if late == 1 else "")

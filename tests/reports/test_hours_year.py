"""The example year under rules of several bodies, against figures worked out by other means."""

from __future__ import annotations

import independent_hours as plain
import pytest
from hours_kit import rule, shipped

from supervision.catalogue import Gap
from supervision.exchange import read_csv, read_markdown
from supervision.records import Session, line_of
from supervision.reports import hours

SPAN = {"since": plain.FIRST, "until": plain.LAST}


@pytest.fixture(scope="module")
def lines():
    """Return the lines of the example year, table and pages."""
    table = plain.EXAMPLES / "year-2026.csv"
    pages = sorted((plain.EXAMPLES / "markdown").glob("*.md"))
    read = [read_csv(table, name="year"), *(read_markdown(page, name="page") for page in pages)]
    rows = [row for parsed in read for row in parsed.rows]
    records = [row.with_id(f"{number:032x}") for number, row in enumerate(rows)]
    assert sum(isinstance(one, Session) for one in records) == len(plain.rows())
    return [line_of(one) for one in records]


@pytest.mark.parametrize("person", plain.people())
@pytest.mark.parametrize("name", ["bacp-accredited", "babcp-accredited"])
def test_every_month_of_everybody(name, person, lines):
    """What counts in each month for each person is what the other script finds, to the fraction."""
    credit = {"bacp-accredited": plain.bacp, "babcp-accredited": plain.babcp}[name]

    report = hours(lines, shipped(name), person=person, **SPAN)

    found = dict.fromkeys(plain.months(), 0)
    for one in report.sessions:
        found[f"{one.on:%Y-%m}"] += one.credited
    assert found == plain.by_month(person, credit)


@pytest.mark.parametrize("person", plain.people())
def test_every_month_that_is_short(person, lines):
    """The months that are short, and by how much, are those that the other script finds."""
    report = hours(lines, shipped("bacp-accredited"), person=person, **SPAN)

    assert {one.name: one.short for one in report.short} == plain.short(person)


@pytest.mark.parametrize("person", plain.people())
def test_every_gap_of_more_than_a_fortnight(person, lines):
    """The gaps of more than two weeks are those that the other script finds."""
    asked = rule(credit=shipped("bacp-accredited").credit, gap=[Gap(id="a", text="x", days=14)])

    report = hours(lines, asked, person=person, **SPAN)

    assert [one.found for one in report.short] == plain.longest_gaps(person, 14)


def test_the_year_has_something_to_find():
    """Most have months that are short and months that are not: the comparison is of both."""
    short = [len(plain.short(person)) for person in plain.people()]

    assert sum(0 < months < 12 for months in short) >= 4


def test_the_other_script_uses_nothing_of_the_project():
    """The figures come from the files by another way: nothing of the project is imported there."""
    script = plain.EXAMPLES.parents[1] / "tests" / "reports" / "independent_hours.py"

    assert "import supervision" not in script.read_text(encoding="utf-8")
    assert "from supervision" not in script.read_text(encoding="utf-8")

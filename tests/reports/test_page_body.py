"""The page for a body names no client, also where a rule asks for each case."""

from __future__ import annotations

import re
from datetime import date

import pytest
from page_kit import CODES, page_of, rule

from supervision.records import LedgerLine, Modality
from supervision.reports import html

LINES = [
    LedgerLine(
        kind="session",
        id=f"{month:032x}",
        on=date(2026, month, 3),
        minutes=60,
        modality=Modality.INDIVIDUAL,
        supervisor="V-01",
        people=("S-014",),
        clients=("C-201", "C-202"),
    )
    for month in range(1, 7)
]


def page(audience, name):
    """Return the page of half a year with two cases."""
    days = {"since": date(2026, 1, 1), "today": date(2026, 6, 30)}
    return html(LINES, audience=audience, person="S-014", rule=rule(name), **days)


@pytest.mark.parametrize("name", ["babcp-training", "iapt-hi"])
def test_cases_have_numbers(name):
    """A body sees them counted, in words, tables and drawings, and is told so."""
    text = page("body", name)

    assert set(re.findall(CODES, text)) == {"S-014"}
    assert "case 1" in text
    assert "cases have numbers" in page_of(text).sections["left-out"]


@pytest.mark.parametrize("audience", ["supervisor", "supervisee"])
def test_those_who_know_the_codes_see_them(audience):
    """To whoever was there a case is known by its code."""
    assert "C-201" in page(audience, "iapt-hi")

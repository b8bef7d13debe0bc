"""However a text is made, the time to search it grows with its length and no faster."""

from __future__ import annotations

from time import process_time

import pytest
from nhs_number import validate

from supervision.identifiers import find, known_forms

UNITS = [
    "a",
    "Aa",
    "1",
    "1 ",
    "0 ",
    "1.",
    "1-",
    "(1",
    "+1 ",
    "12-10-2026 ",
    "@",
    "a@",
    "a@a.",
    "a@a . ",
    "a" * 64 + "@",
    "Mr ",
    "Mr A. ",
    "Mr Aa ",
    "Mr van ",
    "born ",
    "born 1 1 ",
    "born 12/3/85 ",
    "aged 34 ",
    "aged 34 in Margate 12 March ",
    "in Aa ",
    " 1AA",
    "SW1A 1AA ",
    "\n",
    " ",
    "\u200b",
    "1\u200b",
    "e\u0301",
    "\u0301",
    "\u05d0 ",
    "\uff14",
    "\u202e1",
    "\ufdfa",
]
LONGEST = 1_000_000


class Anna:
    """A list of one name, with as many words as may be."""

    forms = frozenset(known_forms("Aa Aa Aa Ab"))

    def has(self, form):
        """Return whether the form is on the list."""
        return form in self.forms


def cost(unit, length):
    """Return the seconds of processor time that a text of a unit takes, the least of three."""
    text = (unit * (length // len(unit) + 1))[:length]
    spent = []
    for _ in range(3):
        start = process_time()
        find(text, known=Anna())
        spent.append(process_time() - start)
    return min(spent)


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_time_grows_with_length(unit):
    """A text ten times as long takes about ten times as long, where a square would take a hundred."""
    short, long = 2_000, 20_000

    assert cost(unit, long) < 40 * max(cost(unit, short), 0.0005)


def test_what_no_region_issues_is_refused_before_the_dear_question(monkeypatch):
    """Each group of zeros begins ten digits whose check digit is right: few comparisons end them."""
    asked = []
    valid = validate.is_valid
    monkeypatch.setattr(validate, "is_valid", lambda digits: asked.append(digits) or valid(digits))

    assert find("0 " * 1000) == []
    assert find("999 999 9999") == []
    assert asked == []
    assert [one.kind for one in find("401 023 2137")] == ["nhs-number"]
    assert asked == ["4010232137"]


@pytest.mark.parametrize("unit", ["Mr van ", "1 a", "e\u0301", "a"])
def test_the_longest_text_is_searched(unit):
    """A million characters that look like much and are nothing are searched to their end."""
    text = (unit * LONGEST)[: LONGEST - 20] + " m@example.org."

    assert [(one.start, one.end) for one in find(text)][-1:] == [(LONGEST - 19, LONGEST - 6)]

"""Results as plain data."""

from __future__ import annotations

import json
from datetime import date, time
from fractions import Fraction

import attrs
import pytest
from msgspec.structs import fields, replace

from supervision.cli._plain import plain_data, plain_value
from supervision.records import FocusShare, LedgerLine, Rating, line_of
from supervision.reports import Verdict
from supervision.testing import example_session


@attrs.frozen(kw_only=True)
class Outer:
    """Something with parts."""

    parts: tuple
    by: dict


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (date(2026, 3, 4), "2026-03-04"),
        (time(9, 30), "09:30:00"),
        (Verdict.MORE, "more than before"),
        (Fraction(45, 2), "45/2"),
        (Fraction(-1, 3), "-1/3"),
        (Fraction(20), 20),
        (True, True),
        (0.25, 0.25),
        (None, None),
        ("S-014", "S-014"),
    ],
)
def test_values_are_plain(value, plain):
    """Each kind of value has one form, and no more than JSON can hold."""
    found = plain_value(value)

    assert (found, type(found)) == (plain, type(plain))
    assert json.loads(json.dumps(found)) == plain


def test_the_facts_of_a_record_are_plain():
    """Every field of a line is there in its order, whatever it holds, and so are its parts."""
    focus = (FocusShare(what="family", percent=40),)
    line = replace(
        line_of(example_session()), focus=focus, ratings=(Rating(prompt="x.y", value=7),)
    )
    plain = json.loads(json.dumps(plain_data(Outer(parts=(line,), by={}))))["parts"][0]

    assert list(plain) == [field.name for field in fields(LedgerLine)]
    assert (plain["revision"], plain["group"], plain["risks"]) == (1, None, ["safety.overdose"])
    assert (plain["on"], plain["start"], plain["delivery"]) == (
        "2026-11-20",
        "09:30:00",
        "in-person",
    )
    assert plain["actions"] == [{"owner": "S-014", "due": "2026-12-04", "done": None}]
    assert plain["ratings"] == [{"prompt": "x.y", "value": 7}]
    assert plain["focus"] == [{"what": "family", "percent": 40}]


def test_parts_are_plain_too():
    """What is inside of a result, of a tuple or of a mapping is plain like the rest."""
    inner = Outer(parts=(Fraction(1, 2), date(2026, 3, 4)), by={})
    result = Outer(parts=(inner,), by={"a": Verdict.LESS})

    assert json.loads(json.dumps(plain_data(result))) == {
        "parts": [{"parts": ["1/2", "2026-03-04"], "by": {}}],
        "by": {"a": "less than before"},
    }

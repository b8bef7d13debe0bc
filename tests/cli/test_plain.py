"""Results as plain data."""

from __future__ import annotations

import json
from datetime import date, time
from fractions import Fraction

import attrs
import pytest

from supervision.cli._plain import plain_data, plain_value
from supervision.reports import Verdict


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


def test_parts_are_plain_too():
    """What is inside of a result, of a tuple or of a mapping is plain like the rest."""
    inner = Outer(parts=(Fraction(1, 2), date(2026, 3, 4)), by={})
    result = Outer(parts=(inner,), by={"a": Verdict.LESS})

    assert json.loads(json.dumps(plain_data(result))) == {
        "parts": [{"parts": ["1/2", "2026-03-04"], "by": {}}],
        "by": {"a": "less than before"},
    }

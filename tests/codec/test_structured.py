"""The strict converter, for classes that are no records."""

from __future__ import annotations

import attrs
import pytest

from supervision.codec import structured, told

CANARY = "the red bicycle"


@attrs.frozen(kw_only=True)
class _Part:
    is_: bool | str
    note: str = ""


@attrs.frozen(kw_only=True)
class _Whole:
    parts: tuple[_Part, ...] = ()
    ends: tuple[str, str] | None = None


def test_any_attrs_class_is_structured():
    """Plain data becomes an object of the class, without problems."""
    plain = {"parts": [{"is": True}, {"is": "a", "note": "b"}], "ends": ["c", "d"]}

    assert structured(plain, _Whole) == (
        _Whole(parts=(_Part(is_=True), _Part(is_="a", note="b")), ends=("c", "d")),
        (),
    )


@pytest.mark.parametrize(
    ("plain", "problem"),
    [
        ({"parts": [{}]}, ("parts[0].is", "must be given")),
        ({"parts": [{"is": 1}]}, ("parts[0].is", "must be true or false")),
        ({"parts": [{"is": None}]}, ("parts[0].is", "must be true or false")),
        ({"parts": [{"is_": True, "is": True}]}, ("parts[0]", "must have no other fields than is, note")),
        ({"parts": [{"is": True, CANARY: 1}]}, ("parts[0]", "must have no other fields than is, note")),
        ({"parts": CANARY}, ("parts", "must be a list")),
        ({"parts": [CANARY]}, ("parts[0]", "must be an object with named fields")),
        ({"ends": [1, "a"]}, ("ends[0]", "must be text")),
    ],
)  # fmt: skip
def test_what_is_wrong_has_a_path_and_a_rule(plain, problem):
    """Problems name the fields as plain data has them, and repeat no value or unknown name."""
    found, problems = structured(plain, _Whole)

    assert found is None
    assert problems == (problem,)
    assert CANARY not in told(problems)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("noted", "has no field 'noted'; did you mean 'note'?"),
        ("bicycle", "has no field 'bicycle'; must have no other fields than is, note"),
        (CANARY, "must have no other fields than is, note"),
        (1, "must have no other fields than is, note"),
    ],
)
def test_of_what_is_no_record_an_unknown_field_is_named(name, rule):
    """A name that could be one of a field is repeated, and a sentence is not."""
    _, problems = structured({"parts": [{"is": True, name: CANARY}]}, _Whole, names=True)

    assert problems == (("parts[0]", rule),)


def test_problems_are_told_in_a_sentence():
    """Ten problems are told at most, and how many more there are."""
    _, problems = structured({"parts": [{}] * 12}, _Whole)

    assert told(problems[:2]) == "parts[0].is must be given; parts[1].is must be given"
    assert told(problems).endswith("parts[9].is must be given; and 2 more")

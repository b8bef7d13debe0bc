"""Which agreement holds on which day."""

from __future__ import annotations

from datetime import date

import naive_cover
import pytest
from cover_kit import DAYS, agreed, agreement_lines, met
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from supervision.reports._agreements import agreements, by_person


def held(lines, on):
    """Return the codes of those that hold on a day."""
    return [one.code for one in agreements(lines) if one.holds(date.fromisoformat(on))]


@given(agreement_lines(), st.sampled_from(DAYS))
def test_what_holds_on_a_day_is_what_no_other_replaced(lines, day):
    """First day, end, codes and supersedes give what looking at each pair gives, circles too."""
    found = {one.record for one in agreements(lines) if one.holds(day)}

    assert found == {line.id for line in naive_cover.holding(lines, day)}


def test_an_agreement_holds_from_its_first_day_to_its_last():
    """Both days count, and one without an end holds for good."""
    lines = [agreed("A-01", "2026-01-05", "2026-02-01"), agreed("A-02", "2026-02-01")]

    assert held(lines, "2026-01-04") == []
    assert held(lines, "2026-01-05") == ["A-01"]
    assert held(lines, "2026-02-01") == ["A-01", "A-02"]
    assert held(lines, "2026-02-02") == ["A-02"]
    assert held(lines, "9999-12-31") == ["A-02"]


def test_the_newest_of_a_code_holds():
    """A version with a later first day takes the place of the one before; of one day, the last."""
    lines = [
        agreed(on="2026-02-02", review_on="2026-07-01"),
        agreed(on="2026-01-05", review_on="2026-05-01"),
        agreed(on="2026-02-02", review_on="2026-08-01"),
    ]

    (first,) = [one for one in agreements(lines) if one.holds(date(2026, 2, 1))]
    (second,) = [one for one in agreements(lines) if one.holds(date(2026, 2, 2))]

    assert (first.review_on, first.last) == (date(2026, 5, 1), date(2026, 2, 1))
    assert second.review_on == date(2026, 8, 1)


@given(agreement_lines(), st.randoms())
def test_the_order_of_the_lines_says_nothing(lines, random):
    """Agreements of one code and day too are told apart by their ids."""
    mixed = random.sample(lines, len(lines))

    assert agreements(mixed) == agreements(lines)


@pytest.mark.parametrize(
    ("changes", "replaced"),
    [
        ({"people": ("S-022",)}, False),
        ({"people": ("S-022", "S-014")}, True),
        ({"people": ("S-022",), "group": "G-02"}, True),
        ({"people": ("S-022",), "group": "G-03"}, False),
        ({"people": ("S-014",), "supervisor": "V-02"}, True),
    ],
)
def test_a_code_of_other_people_takes_no_place(changes, replaced):
    """Where nobody and no group is in common, one code is a slip, and both hold."""
    old = agreed(group="G-02")
    lines = [old, agreed(on="2026-03-01", **changes)]

    assert held(lines, "2026-02-01") == ["A-03"]
    assert len(held(lines, "2026-03-01")) == (1 if replaced else 2)


def test_what_is_superseded_holds_until_the_other_begins():
    """The one that supersedes may have another code, and may be dated back."""
    old = agreed("A-01")
    new = agreed("A-02", "2026-03-01", supersedes=old.id)
    back = agreed("A-03", "2026-01-01", supersedes=old.id)

    assert held([new, old], "2026-02-28") == ["A-01"]
    assert held([new, old], "2026-03-01") == ["A-02"]
    assert held([old, back], "2026-01-05") == ["A-03"]
    assert [one.replaced_by for one in agreements([old, new])] == [new.id, None]


def test_a_circle_of_agreements_replaces_none():
    """Where each says that it replaces the other, nobody can tell, and both hold."""
    one, two = agreed("A-01"), agreed("A-02")
    one, two = replace(one, supersedes=two.id), replace(two, supersedes=one.id)

    assert held([one, two], "2026-02-01") == ["A-01", "A-02"]


def test_the_newest_revision_counts():
    """An amended agreement is one agreement."""
    line = agreed(ends="2026-02-01")
    lines = [replace(line, revision=2, ends=None), line]

    assert held(lines, "2026-06-01") == ["A-03"]


def test_an_agreement_that_was_replaced_on_the_first_day_there_is():
    """The first day of the calendar has none before it, and that is no fault."""
    lines = [agreed(on="0001-01-01"), agreed(on="0001-01-01")]

    assert held(lines, "2026-01-01") == ["A-03"]


@pytest.mark.parametrize(
    ("agreement", "session", "fits"),
    [
        ({}, {}, True),
        ({}, {"supervisor": "V-02"}, False),
        ({"other_supervisors": ("V-02",)}, {"supervisor": "V-02"}, True),
        ({}, {"supervisor": None}, False),
        ({"supervisor": None}, {"supervisor": None}, True),
        ({}, {"agreement": "A-03", "supervisor": "V-02"}, True),
        ({}, {"agreement": "A-04"}, False),
        ({"group": "G-02"}, {"group": "G-02", "supervisor": "V-02"}, True),
        ({"group": "G-02"}, {"group": "G-03"}, False),
        ({"group": "G-02"}, {}, True),
        ({}, {"group": "G-02"}, True),
    ],
)
def test_a_session_is_for_the_agreement_that_it_names_or_that_fits_it(agreement, session, fits):
    """The code that a session names decides, then the group, then the supervisor."""
    (one,) = agreements([agreed(**agreement)])

    assert one.is_for(met(**session)) is fits


def test_agreements_stand_with_each_supervisee():
    """An agreement of two people is found under both."""
    found = by_person(agreements([agreed(people=("S-014", "S-022"), group="G-02"), met()]))

    assert {person: [one.code for one in known] for person, known in found.items()} == {
        "S-014": ["A-03"],
        "S-022": ["A-03"],
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "A-03 (V-01 with S-014)"),
        ({"people": ("S-1", "S-2")}, "A-03 (V-01 with S-1 and S-2)"),
        ({"supervisor": None, "people": ("S-1", "S-2")}, "A-03 (S-1 and S-2, as peers)"),
    ],
)
def test_an_agreement_is_called_by_code_and_people(changes, said):
    """One can tell which it is."""
    assert agreements([agreed(**changes)])[0].text() == said

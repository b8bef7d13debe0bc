"""Agreements and sessions for tests of cover, and small worlds of them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from hypothesis import strategies as st

from supervision.records import LedgerLine, Modality

TODAY = date(2026, 6, 1)

_NUMBERS = count(1)


def day(text):
    """Return the day that *text* says, or None for none."""
    return None if text is None else date.fromisoformat(text)


def agreed(code="A-03", on="2026-01-05", ends=None, review_on=None, **changes):
    """Return the line of an agreement of V-01 with S-014."""
    given = {
        "kind": "agreement",
        "id": f"a{next(_NUMBERS):031x}",
        "on": day(on),
        "modality": Modality.INDIVIDUAL,
        "supervisor": "V-01",
        "people": ("S-014",),
        "agreement": code,
        "ends": day(ends),
        "review_on": day(review_on),
    }
    return LedgerLine(**{**given, **changes})


def met(on="2026-05-20", **changes):
    """Return the line of a session of V-01 with S-014, which names no agreement."""
    given = {
        "kind": "session",
        "id": f"b{next(_NUMBERS):031x}",
        "on": day(on),
        "minutes": 60,
        "modality": Modality.INDIVIDUAL,
        "supervisor": "V-01",
        "people": ("S-014",),
    }
    return LedgerLine(**{**given, **changes})


PEOPLE = ("S-1", "S-2", "V-1", "V-2")
IDS = tuple(f"{number:032x}" for number in range(5))
DAYS = tuple(TODAY + timedelta(days=number) for number in range(-6, 7))


@st.composite
def agreement_lines(draw):
    """Make up to five agreements of four people on thirteen days, with all that can go wrong."""
    found = []
    for own in IDS[: draw(st.integers(0, len(IDS)))]:
        first = draw(st.sampled_from(DAYS))
        people = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True))
        later = st.sampled_from([None, *[one for one in DAYS if one >= first]])
        others = [None, *[one for one in PEOPLE if one not in people]]
        found.append(
            LedgerLine(
                kind="agreement",
                id=own,
                on=first,
                ends=draw(later),
                review_on=draw(later),
                supervisor=draw(st.sampled_from(others)),
                other_supervisors=tuple(
                    draw(st.lists(st.sampled_from(PEOPLE), max_size=1, unique=True))
                ),
                people=tuple(people),
                agreement=draw(st.sampled_from(["A-1", "A-2", "A-3"])),
                group=draw(st.sampled_from([None, None, "G-1", "G-2"])),
                supersedes=draw(st.sampled_from([None, None, *[one for one in IDS if one != own]])),
                line_managed=draw(st.sampled_from([None, True, False])),
            )
        )
    return found


@st.composite
def session_lines(draw):
    """Make up to eight sessions of the same people on the same days."""
    return [
        met(
            on=draw(st.sampled_from(DAYS)).isoformat(),
            people=(
                people := tuple(
                    draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True))
                )
            ),
            absent=draw(st.sampled_from([(), (), people[:1]])),
            supervisor=draw(st.sampled_from([None, *[one for one in PEOPLE if one not in people]])),
            agreement=draw(st.sampled_from([None, None, "A-1", "A-2", "A-9"])),
            group=draw(st.sampled_from([None, None, "G-1"])),
            cancelled=draw(st.sampled_from([False, False, False, True])),
        )
        for _ in range(draw(st.integers(0, 8)))
    ]

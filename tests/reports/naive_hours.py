"""Sessions of all sorts, and a plain restatement of what counts, with no code of the report's."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import count

from hours_kit import ME
from hypothesis import strategies as st

from supervision.catalogue import (
    Part,
    Per,
)
from supervision.records import LedgerLine, Modality
from supervision.reports import Exempt

FIRST, LAST = date(2027, 11, 20), date(2028, 4, 10)
SPAN = (LAST - FIRST).days
DAYS = st.integers(-10, SPAN + 10).map(lambda each: FIRST + timedelta(days=each))
GROUPS = (Modality.GROUP, Modality.PEER)
BACP = [{"up_to": 4, "parts": 2}, {"by_size": True}]
FAMILY = Part(id="family", label="Families", themes=["family.*"])
NEED = Part(id="need", label="Needs", themes=["need.unmet"])

_numbers = count(1)


@st.composite
def lines(draw):
    """Make a session of individual, group or peer supervision."""
    modality = draw(st.sampled_from([Modality.INDIVIDUAL, *GROUPS]))
    return LedgerLine(
        kind="session",
        id=f"{next(_numbers):032x}",
        on=draw(DAYS),
        minutes=draw(st.integers(0, 1440)),
        modality=modality,
        supervisor="V-01",
        people=draw(st.sampled_from([(ME,), ("S-022",)])),
        agreement="A-01",
        group_size=draw(st.sampled_from([None, 2, 4, 5, 7])) if modality in GROUPS else None,
        facilitated=modality is Modality.GROUP,
        cancelled=draw(st.booleans()) and draw(st.booleans()),
        absent=draw(st.sampled_from([(), (), (ME,)])),
        clients=draw(st.sampled_from([(), ("C-201",), ("C-201", "C-202"), ("C-202", "C-203")])),
        themes=draw(st.sampled_from([(), ("family.burden",), ("family.burden", "need.unmet")])),
    )


SESSIONS = st.lists(lines(), max_size=40)
BREAKS = st.lists(
    st.tuples(DAYS, st.integers(0, 70)).map(
        lambda pair: Exempt(since=pair[0], until=pair[0] + timedelta(days=pair[1]), reason="leave")
    ),
    max_size=3,
)
PERS = st.sampled_from(list(Per))


# The plain restatement: everything is asked of each day


def naive_credit(session):
    """Return what a session counts for under the rule of halves and shares."""
    mine = ME in session.people and not session.cancelled and ME not in session.absent
    if not mine or not FIRST <= session.on <= LAST:
        return Fraction(0)
    if session.modality not in GROUPS:
        return Fraction(session.minutes)
    if session.group_size is None:
        return Fraction(0)
    if session.group_size <= 4:
        return Fraction(session.minutes) / 2
    return Fraction(session.minutes) / session.group_size


def naive_name(day, per):
    """Return what the week, month or year of a day is called, in any words that tell them apart."""
    if per is Per.WEEK:
        return (day - timedelta(days=day.weekday())).isoformat()
    if per is Per.MONTH:
        return f"{day:%Y-%m}"
    return "all"


def all_days():
    """Return every day that is asked about."""
    return [FIRST + timedelta(days=each) for each in range(SPAN + 1)]


def naive_groups(per):
    """Return the days of each week, month or year."""
    found = {}
    for day in all_days():
        found.setdefault(naive_name(day, per), []).append(day)
    return list(found.values())


def is_cut(days, per):
    """Return whether the first or last day of a week or month is not asked about."""
    if per is Per.WHOLE:
        return False
    if per is Per.YEAR:
        return True
    before, after = days[0] - timedelta(days=1), days[-1] + timedelta(days=1)
    return naive_name(before, per) == naive_name(days[0], per) or (
        naive_name(after, per) == naive_name(days[0], per)
    )


def is_free(day, breaks):
    """Return whether a day is exempt."""
    return any(one.since <= day <= one.until for one in breaks)


def naive_status(days, per, breaks, *, enough):
    """Return what becomes of a minimum on these days."""
    if enough:
        return "met"
    if all(is_free(day, breaks) for day in days):
        return "exempt"
    return "open" if is_cut(days, per) else "short"


def total(sessions, days):
    """Return the credited minutes of these days."""
    return sum((naive_credit(one) for one in sessions if one.on in set(days)), Fraction(0))

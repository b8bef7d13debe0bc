"""Sessions and rules for tests of hours by rule."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from supervision.catalogue import Catalogue, Credit, HourRule
from supervision.records import LedgerLine, Modality
from supervision.reports import hours

ME = "S-014"
JUNE = {"since": date(2026, 6, 1), "until": date(2026, 6, 30)}
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}

_NUMBERS = count(1)


def line(on="2026-06-04", minutes=60, **changes):
    """Return the line of an individual session with `ME`, under an agreement."""
    given = {
        "kind": "session",
        "id": f"{next(_NUMBERS):032x}",
        "on": date.fromisoformat(on),
        "minutes": minutes,
        "modality": Modality.INDIVIDUAL,
        "supervisor": "V-01",
        "people": (ME,),
        "agreement": "A-01",
    }
    return LedgerLine(**{**given, **changes})


def group(size, on="2026-06-04", minutes=120, **changes):
    """Return the line of a session of a led group, contracted for *size* members."""
    given = {"modality": Modality.GROUP, "group": "G-02", "facilitated": True, "group_size": size}
    return line(on, minutes, **{**given, **changes})


def peers(size, on="2026-06-04", minutes=120, **changes):
    """Return the line of a session among *size* peers."""
    given = {"modality": Modality.PEER, "facilitated": False, "supervisor": None}
    return group(size, on, minutes, **{**given, **changes})


def rule(**changes):
    """Return a rule of nobody's: groups count in full, and *changes* say what is asked for."""
    given = {
        "id": "x.test.rule",
        "title": "A rule",
        "text": "For tests.",
        "body": "Nobody",
        "jurisdiction": "Nowhere",
        "source": "A page",
        "read_on": date(2026, 11, 26),
        "rights": "None",
        "confirmed": False,
        "credit": [{}],
    }
    parts = {**given, **changes}
    parts["credit"] = [_of(Credit, one) for one in parts["credit"]]
    return HourRule(**parts)


def shipped(name):
    """Return a rule that is shipped."""
    return Catalogue.shipped().rule(name)


def held(lines, asked, **changes):
    """Hold *lines* against *asked* for `ME`; a name is that of a shipped rule."""
    named = shipped(asked) if isinstance(asked, str) else asked
    return hours(lines, named, **{"person": ME, **JUNE, **changes})


def only(report, requirement=None):
    """Return the one outcome of a report, or of one of its requirements."""
    (found,) = [one for one in report.outcomes if requirement in (None, one.requirement)]
    return found


def said(report, requirement=None):
    """Return name and status of each outcome."""
    return [
        (one.name, one.status.value)
        for one in report.outcomes
        if requirement in (None, one.requirement)
    ]


def every(days, *, since=YEAR["since"], until=YEAR["until"], **changes):
    """Return a session every so many days."""
    spaces = range(0, (until - since).days + 1, days)
    return [line((since + timedelta(days=each)).isoformat(), **changes) for each in spaces]


def _of(kind, value):
    return value if isinstance(value, kind) else kind(**value)

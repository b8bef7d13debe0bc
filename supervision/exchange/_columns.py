"""The columns of a table of sessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import attrs

SEPARATOR = "|"
MAX_REPEATS = 9


@attrs.frozen
class Column:
    """Where the cells of a column go.

    Attributes:
        field: The field of the session, or of the part of it, that they fill.
        meaning: What to write there.
        part: The field of the session that holds the part; empty for the session itself.
        listed: Whether a cell holds a list, separated by `SEPARATOR`.
        number: Which of several parts, counted from 0.
    """

    field: str
    meaning: str
    part: str = ""
    listed: bool = False
    number: int = 0


_PARTS_IN_LISTS = frozenset({"cases", "risks", "actions"})

_SESSION: dict[str, Column] = {
    "ref": Column("ref", "your own mark for the row, such as its number; need not be given"),
    "on": Column("on", "the day, such as 2026-03-04"),
    "start": Column("start", "the time it began, such as 09:30"),
    "minutes": Column("minutes", "the length; 0 if it was cancelled"),
    "modality": Column(
        "modality", "individual, group, peer, live, triadic, intervision or restorative"
    ),
    "delivery": Column("delivery", "in-person, video, phone or email; in-person if empty"),
    "supervisor": Column("supervisor", "the supervisor's code; may be empty among peers"),
    "supervisees": Column("supervisees", "the codes of the supervisees", listed=True),
    "group": Column("group", "the group's code"),
    "agreement": Column("agreement", "the code of the agreement"),
    "group_size": Column("group_size", "how many people are contracted to the group"),
    "facilitated": Column("facilitated", "yes if someone leads the group who is no member"),
    "attendance": Column(
        "attendance", "who came late or not, such as S-022 absent: on leave", listed=True
    ),
    "cancelled_by": Column("by", "the code of who cancelled it", "cancelled"),
    "cancelled_reason": Column("reason", "why it was cancelled", "cancelled"),
    "agenda": Column("agenda", "what was to be talked about", listed=True),
    "session_functions": Column(
        "functions", "what the session as a whole was for, such as restorative", listed=True
    ),
    "session_themes": Column(
        "themes", "the themes of the session as a whole, such as one without a case", listed=True
    ),
    "session_primary_theme": Column(
        "primary_theme", "the one of these that the session was most about"
    ),
    "client": Column("client", "the client's code", "cases"),
    "setting": Column("setting", "where the work happens", "cases"),
    "functions": Column("functions", "normative, formative, restorative", "cases", listed=True),
    "model": Column("model", "the model followed, such as seven-eyed", "cases"),
    "stages": Column("stages", "the stages of the model", "cases", listed=True),
    "modes": Column("modes", "the modes of the seven-eyed model, 1 to 7", "cases", listed=True),
    "themes": Column("themes", "the themes, such as family.part-of-solution", "cases", listed=True),
    "primary_theme": Column("primary_theme", "the theme that it was most about", "cases"),
    "notes": Column("notes", "what was said and thought", "cases"),
    "risk": Column("kind", "the kind of risk, such as safety.child", "risks"),
    "risk_client": Column("client", "the client's code", "risks"),
    "risk_discussed": Column("discussed", "whether it was talked through; yes if empty", "risks"),
    "risk_decision": Column("decision", "what was decided", "risks"),
    "risk_owner": Column("owner", "the code of who acts", "risks"),
    "risk_due": Column("due", "the day by which they act", "risks"),
    "risk_in_client_record": Column(
        "in_client_record", "whether it was copied to the client's record; no if empty", "risks"
    ),
    "advice": Column("advice", "what the supervisor recommended", listed=True),
    "directives": Column("directives", "what the supervisor instructed", listed=True),
    "action": Column("what", "what someone will do", "actions"),
    "action_owner": Column("owner", "the code of who does it", "actions"),
    "action_due": Column("due", "the day by which it is to be done", "actions"),
    "action_done": Column("done", "the day it was done; empty while open", "actions"),
    "learning": Column("learning", "what was learned", listed=True),
    "sample": Column("kind", "observed, joint, audio, video or transcript", "live_sample"),
    "sample_minutes": Column("minutes", "the length of the sample", "live_sample"),
    "sample_tool": Column("tool", "the form or scale that was used", "live_sample"),
    "sample_consent": Column(
        "client_consent_recorded", "whether the client's consent is on record", "live_sample"
    ),
    "sample_feedback": Column("feedback", "what the supervisor said of it", "live_sample"),
    "impact_on_practice": Column("impact_on_practice", "what will be different"),
    "feedback": Column("feedback", "what the parties said of the session"),
}


def _repeated() -> Iterator[tuple[str, Column]]:
    for name, column in _SESSION.items():
        yield name, column
        if column.part in _PARTS_IN_LISTS:
            for number in range(1, MAX_REPEATS):
                yield f"{name}_{number + 1}", attrs.evolve(column, number=number)


ALL: Mapping[str, Column] = dict(_repeated())

REQUIRED = ("on", "minutes", "modality", "supervisees")

COLUMNS: Mapping[str, str] = {name: column.meaning for name, column in _SESSION.items()}
"""Each column of a table of sessions, with what to write there.

A session with several cases, risks or actions repeats their columns with a number: `client`,
`client_2` and so on to `client_9`. Lists in one cell are separated by `|`.
"""


@cache
def columns_of(part: str, number: int) -> Mapping[str, str]:
    """Return field → column for one part of a session."""
    return {
        column.field: name
        for name, column in ALL.items()
        if column.part == part and column.number == number
    }

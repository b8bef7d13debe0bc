"""`supervision add`."""

from __future__ import annotations

from typing import Literal

from supervision import Journal, Reflection, Session
from supervision.cli._exits import DeclinedError
from supervision.cli._find import SHORT
from supervision.cli._looking import show_findings
from supervision.cli._options import REACH, Reach
from supervision.cli._questions import Form
from supervision.cli._screen import Screen
from supervision.cli._shapes import tell_shapes
from supervision.cli._telling import gathered
from supervision.cli._today import today_here
from supervision.cli._unlocking import opened
from supervision.cli._vocabulary import tell_unknown
from supervision.errors import InvalidRecordError
from supervision.records import Record, folder_label, pseudonym_of

_AMONG_PEERS = ("peer", "intervision")


def add(
    *,
    kind: Literal["session", "reflection"] = "session",
    folder: str | None = None,
    reach: Reach = REACH,
) -> None:
    """Add one record, asked field by field on the terminal.

    What breaks a rule is asked again. Enter alone leaves a field out. Nothing is recorded before
    the last question, and Ctrl-C leaves without a trace. What could tell who somebody is, is warned
    of before that question.

    Args:
        kind: What to add; a session if not given.
        folder: The label of the folder, such as S-014, where the record does not say.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    label = None if folder is None else pseudonym_of(folder, field="--folder")
    with opened(screen, reach) as journal:
        record = _reflection(screen) if kind == "reflection" else _session(screen, folder=label)
        recorded = _record(screen, journal, record, label)
    screen.say(f"recorded {kind} {recorded.id[:SHORT]}")
    screen.document({"id": recorded.id, "kind": kind})


def _record(screen: Screen, journal: Journal, record: Record, folder: str | None) -> Record:
    doubtful = show_findings(screen, journal, record)
    tell_unknown(screen, journal, record)
    tell_shapes(screen, journal, record)
    question = "Record it all the same? [y/N]" if doubtful else "Record it? [Y/n]"
    while True:
        answer = screen.ask(question).strip().lower() or ("n" if doubtful else "y")
        if answer in ("y", "yes"):
            with gathered():
                return journal.record(record, folder=folder)
        if answer in ("n", "no"):
            msg = "nothing was recorded"
            raise DeclinedError(msg)


def _session(screen: Screen, *, folder: str | None) -> Record:
    form = Form(screen, Session)
    form.ask("on", "Day", default=_today(), needed=True)
    form.ask("start", "Time it began, such as 09:30")
    _length(screen, form)
    form.ask("modality", "Format, such as individual or group", default="individual")
    form.ask("delivery", "Held in-person, or by video, phone or email", default="in-person")
    alone = form.plain["modality"] in _AMONG_PEERS
    form.ask("supervisor", "Supervisor's code, such as V-01", needed=not alone)
    form.ask("supervisees", "Supervisees' codes, such as S-014", needed=True)
    form.ask("agreement", "Agreement's code")
    if len(form.plain["supervisees"]) > 1:
        _group(form, folder=folder)
    form.ask("agenda", "Agenda")
    _several(form, "cases")
    if not form.plain.get("cases"):
        _whole(form)
    for part in ("risks", "actions"):
        _several(form, part)
    for field, question in _AFTERWARDS.items():
        form.ask(field, question)
    return form.record()


def _length(screen: Screen, form: Form) -> None:
    cancelled = screen.ask("Was it cancelled? [y/N]").strip().lower() in ("y", "yes")
    if cancelled:
        form.plain["cancelled"] = {}
        form.ask("cancelled.by", "By whom, if by a person")
        form.ask("cancelled.reason", "Why")
    form.ask("minutes", "Minutes", default="0" if cancelled else "", needed=True)


def _group(form: Form, *, folder: str | None) -> None:
    form.ask("group", "Group's code, such as G-02", needed=_homeless(form) and folder is None)
    form.ask("group_size", "How many are contracted to the group")
    form.ask("facilitated", "Is it led by someone who is no member (yes or no)")


def _whole(form: Form) -> None:
    form.ask("functions", "What the session was for: normative, formative, restorative")
    form.ask("themes", "Themes of the session, such as practitioner.emotional-load")
    if len(form.plain.get("themes", ())) > 1:
        form.ask("primary_theme", "Mostly about which of these themes")


def _homeless(form: Form) -> bool:
    try:
        folder_label(form.record())
    except InvalidRecordError:
        return True
    return False


_AFTERWARDS = {
    "advice": "What the supervisor recommended",
    "directives": "What the supervisor instructed",
    "learning": "What was learned",
    "impact_on_practice": "What will be different in practice",
    "feedback": "What was said of the session",
}

# The first field of each part says whether there is one.
_PARTS: dict[str, dict[str, str]] = {
    "cases": {
        "client": "Client's code, such as C-201",
        "setting": "Setting, in a few words",
        "functions": "For what: normative, formative, restorative",
        "model": "Model followed, such as seven-eyed",
        "themes": "Themes, such as family.part-of-solution",
        "primary_theme": "Mostly about which of these themes",
        "notes": "Notes",
    },
    "risks": {
        "kind": "A risk that was weighed, such as safety.overdose",
        "client": "Client's code, if it is about one",
        "decision": "What was decided",
        "owner": "Code of who acts",
        "due": "By which day",
        "in_client_record": "Is it in the client's record too (yes or no)",
    },
    "actions": {
        "owner": "Code of who will do something",
        "what": "What they will do",
        "due": "By which day",
    },
}
_NEEDED = ("what",)


def _several(form: Form, part: str) -> None:
    (first, question), *others = _PARTS[part].items()
    number = 0
    while form.ask(f"{part}.{number}.{first}", question):
        for field, asked in others:
            if field != "primary_theme" or len(form.plain[part][number].get("themes", ())) > 1:
                form.ask(f"{part}.{number}.{field}", asked, needed=field in _NEEDED)
        question = f"{_PARTS[part][first]} (another; Enter if that is all)"
        number += 1


def _reflection(screen: Screen) -> Record:
    form = Form(screen, Reflection)
    form.ask("on", "Day", default=_today(), needed=True)
    form.ask("practitioner", "Practitioner's code, such as S-014", needed=True)
    form.ask("model", "Model followed, such as gibbs")
    form.ask("client", "Client's code, if it is about one")
    form.ask("themes", "Themes, such as practitioner.uncertainty")
    form.ask("notes", "Notes", needed=True)
    return form.record()


def _today() -> str:
    return today_here().isoformat()

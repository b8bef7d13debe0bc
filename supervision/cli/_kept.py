"""Drafts of guided reflections: listed, chosen and dropped, without their text."""

from __future__ import annotations

import attrs

from supervision import Journal
from supervision.cli._exits import RefusedError
from supervision.cli._find import SHORT, the_one
from supervision.cli._screen import Screen
from supervision.cli._sitting import summary_of
from supervision.errors import RecordNotFoundError
from supervision.journal import Draft

_LISTING = "drafts with: supervision reflect --drafts"


def list_drafts(screen: Screen, journal: Journal) -> None:
    """List the drafts, those that were begun first in front."""
    found = [summary_of(draft) for draft in journal.drafts()]
    rows = [(each.id[:SHORT], each.on, each.what, each.answers) for each in found]
    screen.table({"id": False, "day": False, "along": False, "answers": True}, rows)
    screen.say(f"{len(rows)} draft{'' if len(rows) == 1 else 's'}")
    screen.document([attrs.asdict(each) for each in found])


def drop_one(screen: Screen, journal: Journal, beginning: str, *, yes: bool) -> None:
    """Drop the draft whose id begins so, if whoever is asked says yes."""
    draft = _named(journal.drafts(), beginning)
    screen.confirm(f"Drop the draft {_told(draft)}, for good?", yes=yes)
    journal.drop_draft(draft)
    screen.say(f"dropped the draft {draft.id[:SHORT]}")
    screen.document({"dropped": draft.id})


def the_draft(screen: Screen, journal: Journal, beginning: str | None) -> Draft:
    """Return the draft whose id begins so; the only one, or the one that is chosen, unless given.

    Raises:
        RecordNotFoundError: if there is none.
    """
    found = journal.drafts()
    if beginning is not None:
        return _named(found, beginning)
    if not found:
        msg = "there is no draft; begin with: supervision reflect MODEL_OR_PACK"
        raise RecordNotFoundError(msg)
    return found[0] if len(found) == 1 else _chosen(screen, found)


def _chosen(screen: Screen, found: list[Draft]) -> Draft:
    for draft in found:
        screen.note(f"  {_told(draft)}")
    while True:
        try:
            return _named(found, screen.ask("Which draft? Its id, or the beginning of it:"))
        except (RefusedError, RecordNotFoundError) as error:
            screen.note(f"  {error}")


def _named(found: list[Draft], beginning: str) -> Draft:
    drafts = {draft.id: draft for draft in found}
    return drafts[the_one(beginning, drafts, _LISTING)]


def _told(draft: Draft) -> str:
    known = summary_of(draft)
    answers = f"{known.answers} answer{'' if known.answers == 1 else 's'}"
    return f"{known.id[:SHORT]} of {known.on}, {known.what or 'unknown'}, {answers}"

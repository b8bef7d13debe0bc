"""What was agreed and is not done yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from supervision.records import Action, Session


@attrs.frozen(kw_only=True)
class OpenAction:
    """An action that is not done, or was not on the day of the report.

    Attributes:
        session: The id of the session it was agreed in.
        number: Which action of that session it is, counted from 0.
        on: The day of the session.
        what: What is to be done.
        owner: The pseudonym of who does it.
        due: The day by which it is to be done, if one was agreed.
        age_days: How many days ago it was agreed.
        overdue_days: How many days ago it was due; 0 if it is not overdue.
    """

    session: str
    number: int
    on: date
    what: str = attrs.field(repr=False)
    owner: str
    due: date | None
    age_days: int
    overdue_days: int


def is_open(done: date | None, today: date) -> bool:
    """Return whether an action that was done on the day *done*, if ever, is open on *today*.

    What was done after the day was still open on it.
    """
    return done is None or done > today


def open_actions(sessions: Iterable[Session], today: date) -> list[OpenAction]:
    """List the actions of *sessions* that are open on *today*, the longest overdue first.

    What was done after that day is open on it. What is agreed in a session after it is yet to
    come, and left out. What was noted with a session that was cancelled is not.

    Args:
        sessions: The newest revision of each; taken one at a time.
        today: The day to count from.

    Returns:
        Actions by days overdue, then by age, then as they came.

    Examples:
        >>> from supervision.records import Modality
        >>> action = Action(what="Ask about Fridays.", owner="S-014", due=date(2026, 3, 18))
        >>> session = Session(on=date(2026, 3, 4), minutes=60, modality=Modality.INDIVIDUAL,
        ...                   supervisor="V-01", supervisees=["S-014"], actions=[action])
        >>> found = open_actions([session], today=date(2026, 3, 20))
        >>> [(one.age_days, one.overdue_days) for one in found]
        [(16, 2)]
    """
    found = [
        _open_action(session, number, action, today)
        for session in sessions
        if session.on <= today
        for number, action in enumerate(session.actions)
        if is_open(action.done, today)
    ]
    return sorted(found, key=lambda one: (-one.overdue_days, -one.age_days))


def _open_action(session: Session, number: int, action: Action, today: date) -> OpenAction:
    overdue = (today - action.due).days if action.due else 0
    return OpenAction(
        session=session.id,
        number=number,
        on=session.on,
        what=action.what,
        owner=action.owner,
        due=action.due,
        age_days=(today - session.on).days,
        overdue_days=max(overdue, 0),
    )

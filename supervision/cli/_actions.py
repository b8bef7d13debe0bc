"""`supervision actions`."""

from __future__ import annotations

from datetime import date

from supervision import Session
from supervision.cli._exits import RefusedError
from supervision.cli._find import SHORT
from supervision.cli._options import REACH, Reach
from supervision.cli._plain import plain_data
from supervision.cli._screen import Screen
from supervision.cli._today import today_here
from supervision.cli._unlocking import opened
from supervision.records import pseudonym_of
from supervision.reports import ActionAges, AgeBand, OpenAction, action_ages, open_actions


def actions(
    *,
    owner: str | None = None,
    overdue: bool = False,
    by_age: bool = False,
    today: date | None = None,
    reach: Reach = REACH,
) -> None:
    """List what was agreed and is not done yet, or was not on another day.

    The longest overdue comes first. An action is carried by each session that the same people held
    since. When something is done: supervision amend ID actions.0.done=2026-03-18 --reason done

    Args:
        owner: Only what this person is to do.
        overdue: Only what is overdue.
        by_age: Count how many there are of each age; no note is opened for it.
        today: The day to count from; what is agreed after it is left out, and what was done after
            it was still open; today unless given.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    if by_age and overdue:
        msg = "--by-age counts those overdue beside the others; leave --overdue out"
        raise RefusedError(msg)
    day = today or today_here()
    who = None if owner is None else pseudonym_of(owner, field="--owner")
    with opened(screen, reach) as journal:
        ages = action_ages(journal.ledger(), today=day, owner=who)
        held = () if by_age else journal.all(Session)
        found = [
            each
            for each in open_actions(held, day)
            if who in (None, each.owner) and (each.overdue_days or not overdue)
        ]
    if by_age:
        _show_ages(screen, ages)
    else:
        _show(screen, found, {(one.session, one.number): one.carried for one in ages.actions})


def _show(screen: Screen, found: list[OpenAction], carried: dict[tuple[str, int], int]) -> None:
    columns = {
        "due": False,
        "overdue": True,
        "age": True,
        "carried": True,
        "who": False,
        "where": False,
        "what": False,
    }
    # A session that was recorded since the ledger was read is in the other list alone.
    counts = [carried.get((each.session, each.number), 0) for each in found]
    screen.table(columns, [_row(*each) for each in zip(found, counts, strict=True)])
    late = sum(each.overdue_days > 0 for each in found)
    screen.say(f"{len(found)} open, {late} overdue; overdue and age are in days")
    screen.document(
        [
            plain_data(action) | {"carried": count}
            for action, count in zip(found, counts, strict=True)
        ]
    )


def _row(action: OpenAction, carried: int) -> tuple[object, ...]:
    return (
        None if action.due is None else action.due.isoformat(),
        action.overdue_days or None,
        action.age_days,
        carried or None,
        action.owner,
        f"{action.session[:SHORT]} {action.number}",
        action.what,
    )


def _show_ages(screen: Screen, ages: ActionAges) -> None:
    columns = {"days old": True, "open": True, "overdue": True, "carried": True}
    screen.table(columns, [_age_row(band) for band in ages.bands])
    screen.say(f"{len(ages.actions)} open on {ages.today.isoformat()}")
    screen.document([plain_data(band) for band in ages.bands])


def _age_row(band: AgeBand) -> tuple[object, ...]:
    last = " or more" if band.last_day is None else f"-{band.last_day}"
    return f"{band.first_day}{last}", band.open, band.overdue or None, band.carried or None

"""`supervision suggest`."""

from __future__ import annotations

from datetime import date

from supervision.catalogue import Audience
from supervision.cli._catalogue import catalogue_of, packs_in_use
from supervision.cli._exits import RefusedError
from supervision.cli._options import REACH, Reach
from supervision.cli._screen import Screen
from supervision.cli._today import today_here
from supervision.cli._unlocking import opened
from supervision.reflection import Suggestion
from supervision.reflection import suggest as suggested


def suggest(
    *,
    pack: tuple[str, ...] = (),
    audience: Audience | None = None,
    limit: int = 5,
    today: date | None = None,
    reach: Reach = REACH,
) -> None:
    """Suggest what to ask next, each with its reason.

    What was recorded decides: which action is ageing, which theme has gone quiet, which mode or
    function was never looked at, what was not asked lately. The same records give the same list,
    and no note is opened.

    Args:
        pack: The id of a pack to choose from; may be given several times. If not given: the packs
            in use and those of the approaches in use, or else all that are for everyone.
        audience: Only questions for these.
        limit: How many to suggest; 5 if not given.
        today: The day to count from; today unless given.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    if limit < 1:
        msg = "--limit must be 1 or more"
        raise RefusedError(msg)
    with opened(screen, reach) as journal:
        catalogue = catalogue_of(journal)
        found = suggested(
            journal.ledger(),
            today=today or today_here(),
            catalogue=catalogue,
            packs=pack or packs_in_use(journal.settings(), catalogue) or None,
            limit=limit,
            audience=audience,
        )
    rows = [_row(number, one) for number, one in enumerate(found, start=1)]
    screen.table({"": True, "why": False, "ask": False, "prompt": False}, rows)
    screen.document([_plain(one) for one in found])


def _row(number: int, one: Suggestion) -> tuple[object, ...]:
    prompt = one.prompt
    return (number, one.why, *((None, None) if prompt is None else (prompt.text, prompt.id)))


def _plain(one: Suggestion) -> dict[str, object]:
    return {
        "prompt": None if one.prompt is None else one.prompt.id,
        "wording": None if one.prompt is None else one.prompt.wording,
        "why": one.why,
        "kind": one.kind.value,
        "since": None if one.since is None else one.since.isoformat(),
    }

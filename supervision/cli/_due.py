"""`supervision due`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from supervision._counted import counted
from supervision.cli._exits import RefusedError
from supervision.cli._options import REACH, Reach
from supervision.cli._plain import plain_data
from supervision.cli._screen import Screen
from supervision.cli._today import today_here
from supervision.cli._unlocking import opened
from supervision.records import LedgerLine, pseudonym_of
from supervision.reports import Chains, Due, NextDue, chains
from supervision.reports import due as found_due

_ALLOWED = "days allowed: see --longest, and --rhythm for one agreement"
_RHYTHM = re.compile(r"([^=]+)=([0-9]{1,4})")


def due(
    *,
    within: int = 30,
    longest: int = 35,
    rhythm: tuple[str, ...] = (),
    since: date | None = None,
    today: date | None = None,
    reach: Reach = REACH,
) -> None:
    """Show what is due: reviews, agreements that run out, gaps in cover, and who is next.

    Agreements and sessions say it, and no note is opened. Sessions that were held while no
    agreement held, people who supervise each other, and supervisors without a supervisor are
    pointed out. All of it stands by day or by code: nobody is ranked.

    Args:
        within: How many days ahead to look for reviews and ends; 30 if not given.
        longest: Most days between two sessions of a supervisee; 35 if not given.
        rhythm: The same for one agreement, such as A-03=21; may be given several times.
        since: Leave alone what ended before this day, a year before today if not given; and tell
            of each supervisee the longest gap between two sessions that ended since, not only the
            one up to today.
        today: The day to count from; today unless given.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    day = today or today_here()
    rhythms = _rhythms(rhythm)
    with opened(screen, reach) as journal:
        lines = list(journal.ledger())
    _check_codes(rhythms, lines)
    found = found_due(
        lines, today=day, within=within, longest=longest, since=since, rhythms=rhythms
    )
    above = chains(lines, today=day)
    _show(screen, found, above)
    screen.document({**plain_data(found), "chains": plain_data(above)})


def _rhythms(given: Iterable[str]) -> dict[str, int]:
    found = {}
    for each in given:
        match = _RHYTHM.fullmatch(each)
        if match is None:
            msg = "--rhythm must be the code of an agreement and a number of days, such as A-03=21"
            raise RefusedError(msg)
        found[pseudonym_of(match[1], field="--rhythm")] = int(match[2])
    return found


def _check_codes(rhythms: Iterable[str], lines: Iterable[LedgerLine]) -> None:
    recorded = {line.agreement for line in lines if line.kind == "agreement"}
    if missing := [code for code in rhythms if code not in recorded]:
        msg = f"--rhythm is for agreements that are recorded; there is none with the code {missing[0]}"
        raise RefusedError(msg)


def _show(screen: Screen, found: Due, above: Chains) -> None:
    told = [*found.to_see_to(), *(("supervision", each) for each in above.to_look_at())]
    agreements = counted(found.recorded, "agreement")
    screen.say(f"{agreements}, {len(found.in_force)} in force on {found.today}")
    if told:
        screen.table({"what": False, "says": False}, told)
        if any(gap.longest is not None for gap in found.gaps):
            screen.say(_ALLOWED)
    else:
        screen.say("nothing is due")
    if found.next:
        columns = ("who", "last", "days ago", "next", "review", "agreements")
        numeric = {"days ago"}
        screen.table({name: name in numeric for name in columns}, [_row(one) for one in found.next])


def _row(one: NextDue) -> tuple[object, ...]:
    return (
        one.person,
        _iso(one.last),
        one.days_since,
        _iso(one.planned),
        _iso(one.review_on),
        " ".join(one.agreements),
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

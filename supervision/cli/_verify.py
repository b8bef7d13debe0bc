"""`supervision verify`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from supervision.cli._exits import Exit
from supervision.cli._options import REACH, Reach
from supervision.cli._screen import Screen
from supervision.cli._unlocking import opened
from supervision.proof import Report

_UNPINNED = (
    "without a pin from before, a store that was put back as a whole would look just like this"
)


def verify(
    *,
    recount: Annotated[
        bool, Parameter(negative="", help="Count the tallies of themes anew before.")
    ] = False,
    reach: Reach = REACH,
) -> Exit:
    """Prove that nothing was altered, moved, removed or added.

    This walks over the whole journal. The exit status is 1 if anything is wrong. Where a tally
    of themes is damaged, `--recount` makes it anew from the ledger.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        if recount:
            journal.recount()
        with screen.progress("verifying") as tick:
            report = journal.verify(progress=tick)
    show_report(screen, report)
    screen.document(plain_report(report))
    return Exit.OK if report.ok else Exit.PROBLEM


def show_report(screen: Screen, report: Report) -> None:
    """Show what `verify` found."""
    counts = ", ".join(f"{count} {sort}" for sort, count in report.counts.items())
    screen.say(f"looked at {counts}; root {report.root.hex()[:16]}")
    if report.ok:
        screen.say("nothing is wrong")
    else:
        rows = [(each.code.value, (each.record or "")[:8], each.says) for each in report.findings]
        screen.table({"code": False, "record": False, "what is wrong": False}, rows)
        screen.say(f"{len(report.findings)} wrong")
    if not report.pinned:
        screen.note(_UNPINNED)


def plain_report(report: Report) -> dict[str, object]:
    """Return what `verify` found as plain data."""
    return {
        "ok": report.ok,
        "findings": [
            {"code": each.code.value, "name": each.name, "record": each.record, "says": each.says}
            for each in report.findings
        ],
        "counts": dict(report.counts),
        "size": report.size,
        "root": report.root.hex(),
        "pinned": report.pinned,
    }

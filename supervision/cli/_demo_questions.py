"""The demonstration's three questions: enough supervision, still on the focus, and what to hand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import attrs

from supervision.catalogue import Catalogue
from supervision.cli._hours_shown import show_report
from supervision.cli._screen import Screen
from supervision.cli._writing import write_whole
from supervision.records import LedgerLine
from supervision.reports import AuditPack, Focus, HoursReport, audit, drift, hours

_PERSON = "S-014"
_SINCE, _UNTIL, _TODAY = date(2025, 11, 1), date(2026, 10, 31), date(2026, 11, 1)
_OF_THE_YEAR = "--since 2025-11-01 --until 2026-10-31"
_SHORT = {"2026-08": 30}
"""In the month of leave a session and a group were cancelled."""
_SHARE = 30


@attrs.frozen
class Promise:
    """Something that was said, and whether it came true."""

    says: str
    kept: bool


def three_questions(screen: Screen, lines: Sequence[LedgerLine], folder: Path) -> Iterator[Promise]:
    """Ask them of the year that *lines* are of, and yield what was promised of each answer.

    Args:
        screen: Where to show the answers.
        lines: The ledger of the year; no note is opened.
        folder: Where to write what is handed in.
    """
    report = _enough(screen, lines)
    found = {one.name: one.short for one in report.short}
    yield Promise("one month is short, August by 30 min, and no other", kept=found == _SHORT)
    yield _still_on_the_focus(screen, lines)
    pack = _handed_in(screen, lines, folder / "supervision.md")
    yield Promise(
        "the pack adds up to the same minutes, and names no client and nobody else's supervision",
        kept=pack.report.credited == report.credited and _is_of_one(pack, lines),
    )


def _enough(screen: Screen, lines: Sequence[LedgerLine]) -> HoursReport:
    asked = f"--rule bacp-accredited --person {_PERSON} {_OF_THE_YEAR}"
    screen.say(f"\n== Enough supervision? supervision hours {asked}")
    rule = Catalogue.shipped().rule("bacp-accredited")
    report = hours(lines, rule, person=_PERSON, since=_SINCE, until=_UNTIL, today=_TODAY)
    show_report(screen, report, explain=False)
    return report


def _still_on_the_focus(screen: Screen, lines: Sequence[LedgerLine]) -> Promise:
    screen.say(f"\n== Still on what was agreed? supervision drift --share resonance={_SHARE}")
    report = drift(lines, Focus.on_themes({"resonance": _SHARE}), until=_UNTIL)
    (aim,) = report.aims
    screen.say(aim.text())
    return Promise(
        "a fall of the share is noticed, with its day and the sessions that moved it",
        kept=any(fall.since <= fall.noticed and fall.moved_by for fall in aim.falls),
    )


def _handed_in(screen: Screen, lines: Sequence[LedgerLine], out: Path) -> AuditPack:
    asked = f"--out {out.name} --audit bacp --person {_PERSON} {_OF_THE_YEAR}"
    screen.say(f"\n== What a body asks for: supervision report {asked}")
    pack = audit(lines, style="bacp", person=_PERSON, since=_SINCE, until=_UNTIL, today=_TODAY)
    write_whole(out, pack.markdown())
    for line in out.read_text(encoding="utf-8").splitlines():
        if line.startswith(("# ", "* Held", "* Of these", "* Short")):
            screen.say(line)
    screen.say("(a page with charts, from the extra report: supervision report --out report.html)")
    return pack


def _is_of_one(pack: AuditPack, lines: Sequence[LedgerLine]) -> bool:
    """Say whether no client and no other supervisee of *lines* is named in *pack*."""
    # Who supervises may be supervised too, and signs the pack.
    named = {_PERSON, *(line.supervisor for line in lines if _PERSON in line.people)}
    others = {code for line in lines for code in (*line.clients, *line.people)} - named
    text = pack.markdown() + pack.csv()
    return bool(others) and not any(code in text for code in others)

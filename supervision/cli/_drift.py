"""`supervision drift`: what the work is about, against what was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from supervision._counted import counted
from supervision.catalogue import Catalogue
from supervision.cli._drift_words import (
    aim_label,
    aim_row,
    coverage_rows,
    fall_sentences,
    not_recorded,
    place_row,
    what_month_blocks_are,
)
from supervision.cli._focus import AskedFocus, Basis, check_known, shares_of
from supervision.cli._labels import label_of, to_read_with
from supervision.cli._options import REACH, Reach
from supervision.cli._plain import plain_data
from supervision.cli._screen import Screen
from supervision.cli._today import today_here
from supervision.cli._unlocking import opened
from supervision.records import LedgerLine
from supervision.reports import Coverage, DriftReport, Fall
from supervision.reports import drift as measured

_FOCUS = {
    "focus": False,
    "agreed": True,
    "in fact": True,
    "over time": False,
    "what can be said": False,
}
_PLACE = {"in its place": False, "before": True, "since": True}
_COVERAGE = {"visited": False, "sessions": True, "last": False}
_MOST = 5
_ABOUT_WORK = (
    "this is about the work and measures nobody: the focus may be what has to change. Of series of "
    "fifty sessions that keep to it, at most one in twenty is told of a fall; more where themes stay"
)


def drift(
    *,
    agreement: str | None = None,
    approach: str | None = None,
    share: tuple[str, ...] = (),
    folder: str | None = None,
    until: date | None = None,
    reach: Reach = REACH,
) -> None:
    """Show whether the work keeps to its focus, when it left it, and what took the place.

    The focus is that of the agreement in force, or what --share says. Sessions under an agreement are
    looked at from its first day. Only falls are looked for, and more than agreed is none. It
    describes the work and measures nobody: a fall is a question for the next session, and the
    exit status is 0 all the same. No note is opened.

    Args:
        agreement: The code of an agreement, such as A-03; may be left out where one only has a focus.
        approach: The id of an approach: the share of that name is then for all of its themes.
        share: What each session is to be about, such as resonance=40, in per cent: a family, a theme or
            a function; may be given several times.
        folder: Only sessions in this folder.
        until: The last day; today if not given.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    asked = AskedFocus(agreement=agreement, approach=approach, shares=shares_of(share))
    day = until or today_here()
    with opened(screen, reach) as journal:
        agreements = list(journal.ledger(kind="agreement"))
        sessions = list(journal.ledger(kind="session", folder=folder))
        catalogue = to_read_with(journal)
    basis = asked.basis(agreements, day, catalogue)
    check_known(basis, _met(sessions), catalogue)
    reports = [measured(basis.sessions(sessions), each, until=day) for each in basis.foci]
    _show(screen, basis, reports, catalogue)
    screen.document(_plain(basis, reports, catalogue))


def _met(lines: Iterable[LedgerLine]) -> set[str]:
    return {theme for line in lines for theme in line.themes}


def _show(
    screen: Screen, basis: Basis, reports: Sequence[DriftReport], catalogue: Catalogue
) -> None:
    if basis.agreed is not None:
        screen.say(f"{basis.agreed.text()}, its sessions from {basis.agreed.first} on")
    for report in reports:
        _show_focus(screen, report, catalogue)
    # It is of the same sessions, whatever the focus is on.
    _show_coverage(screen, reports[0].coverage, catalogue)
    screen.say(_ABOUT_WORK)


def _show_focus(screen: Screen, report: DriftReport, catalogue: Catalogue) -> None:
    screen.say(_heading(report))
    rows = [aim_row(aim, catalogue) for aim in report.aims]
    screen.table(_FOCUS, rows, whole=("over time",))
    if report.sessions:
        screen.say(what_month_blocks_are(report.aims[0].points))
    for aim in report.aims:
        for fall in aim.falls:
            for sentence in fall_sentences(fall, aim_label(aim.aim, catalogue)):
                screen.say(sentence)
            _show_place(screen, fall, catalogue)


def _show_place(screen: Screen, fall: Fall, catalogue: Catalogue) -> None:
    if not fall.in_its_place:
        screen.say("nothing came up more than before")
        return
    screen.table(_PLACE, [place_row(one, catalogue) for one in fall.in_its_place[:_MOST]])
    if len(fall.in_its_place) > _MOST:
        screen.say(f"and {len(fall.in_its_place) - _MOST} more; --json has all")


def _heading(report: DriftReport) -> str:
    days = "" if report.first is None else f" from {report.first} to {report.last}"
    bare = f"; {report.bare} more have none recorded" if report.bare else ""
    return f"{counted(report.sessions, 'session')} with {report.focus.kind}{days}{bare}"


def _show_coverage(screen: Screen, seen: Coverage, catalogue: Catalogue) -> None:
    rows = list(coverage_rows(seen, catalogue))
    if rows:
        screen.table(_COVERAGE, rows)
    for what in not_recorded(seen):
        screen.say(f"{what}: no session records any")


def _plain(basis: Basis, reports: Sequence[DriftReport], catalogue: Catalogue) -> dict[str, Any]:
    aims = [aim for report in reports for aim in report.aims]
    places = {one.name for aim in aims for fall in aim.falls for one in fall.in_its_place}
    return {
        "agreement": None if basis.agreed is None else plain_data(basis.agreed),
        "reports": [plain_data(report) for report in reports],
        "labels": {
            **{name: label_of(name, catalogue) for name in sorted(places)},
            **{aim.aim.name: aim_label(aim.aim, catalogue) for aim in aims},
        },
    }

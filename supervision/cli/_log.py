"""`supervision log`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import Parameter

from supervision import Journal
from supervision._counted import counted
from supervision.cli._exits import Exit, RefusedError
from supervision.cli._find import SHORT
from supervision.cli._looking import look_through, show_places
from supervision.cli._options import REACH, Reach, no_journal
from supervision.cli._plan import Item, Plan, Settler, Standing, read_plan
from supervision.cli._screen import Screen, Tick
from supervision.cli._shapes import tell_shapes_of
from supervision.cli._unlocking import opened
from supervision.cli._vocabulary import tell_unknown_of
from supervision.exchange import DayOrder
from supervision.records import Record, line_of, pseudonym_of

MOST_ROWS = 20
_COLUMNS = {
    "line": True,
    "day": False,
    "min": True,
    "what": False,
    "people": False,
    "clients": False,
    "themes": True,
    "": False,
}


def log(
    files: Annotated[tuple[Path, ...], Parameter(name="FILE", required=True)],
    /,
    *,
    dry_run: bool = False,
    yes: bool = False,
    keep_good: bool = False,
    days: DayOrder = "ymd",
    folder: str | None = None,
    strict: bool = False,
    identifiers: Annotated[bool, Parameter(negative="--no-identifiers")] = True,
    reach: Reach = REACH,
) -> Exit:
    """Log files of sessions.

    These are tables (.csv), pages (.md with front matter) and exports (.json).

    What would be logged is shown first, without notes, and nothing is logged before a yes. A
    problem names file, line, column and rule, and nothing of that file is logged; the exit status
    is 1 then. Logging the same file again adds nothing. Where a table has a column `ref`, a row
    keeps its identity when it is changed; a changed row is pointed out and not logged: correct
    the record with `supervision amend`.

    What could tell who somebody is, such as a phone number or a name on the list of this journal, is
    warned of before the question: by file, line, field and position, and never with the text. So is
    a focus that names nothing, and a theme that looks like one of the catalogue.

    Args:
        files: The files, each a year, a month or a day, in any order.
        dry_run: Show what would be logged, and log nothing. Without --journal only the files are
            checked.
        yes: Do not ask.
        keep_good: Log the good rows of a file that has bad ones.
        days: How days such as 04/03/2026 are written, dmy or mdy; 2026-03-04 is always understood.
        folder: The label of the folder for all of it, such as S-014, where the records do not say.
        strict: Take a row that could tell who somebody is for a problem.
        identifiers: Look for what could tell who somebody is; done unless --no-identifiers, for a
            mass of files that were looked through before.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    label = None if folder is None else pseudonym_of(folder, field="--folder")
    if not reach.journal and not dry_run:
        raise no_journal()
    if strict and not identifiers:
        msg = "--strict refuses what --no-identifiers does not look for; give one of them"
        raise RefusedError(msg)
    plans = _read(screen, files, days, label)
    logged = 0
    if reach.journal:
        with opened(screen, reach) as journal:
            _settle(journal, plans)
            if identifiers:
                look_through(screen, plans, journal.known_names(), strict=strict)
            _show_plans(screen, plans, whole=dry_run)
            tell_unknown_of(screen, journal, plans)
            tell_shapes_of(screen, journal, plans)
            if not dry_run:
                logged = _log(screen, journal, plans, label, keep_good=keep_good, yes=yes)
    else:
        if identifiers:
            look_through(screen, plans, None, strict=strict)
        _show_plans(screen, plans, whole=True)
        tell_unknown_of(screen, None, plans)
    _sum_up(screen, plans, logged, dry_run=dry_run)
    troubled = any(plan.problems or plan.with_standing(Standing.DIFFERS) for plan in plans)
    return Exit.PROBLEM if troubled else Exit.OK


def _read(screen: Screen, files: Sequence[Path], days: DayOrder, folder: str | None) -> list[Plan]:
    with screen.progress("reading") as tick:
        plans = []
        for count, path in enumerate(files):
            tick(count, len(files))
            plans.append(read_plan(path, days=days, folder=folder))
    return plans


def _settle(journal: Journal, plans: Sequence[Plan]) -> None:
    settler = Settler(journal)
    for plan in plans:
        settler.settle(plan)


def _log(
    screen: Screen,
    journal: Journal,
    plans: Sequence[Plan],
    folder: str | None,
    *,
    keep_good: bool,
    yes: bool,
) -> int:
    records = [record for plan in plans for record in plan.records(keep_good=keep_good)]
    if not records:
        return 0
    screen.confirm(f"Log {counted(len(records), 'record')}?", yes=yes)
    with screen.progress("logging") as tick:
        # It was looked at before the question, or left out by choice.
        return journal.record_all(_ticking(records, tick), folder=folder, check=False)


def _ticking(records: Sequence[Record], tick: Tick) -> Iterator[Record]:
    for count, record in enumerate(records):
        tick(count, len(records))
        yield record


def _show_plans(screen: Screen, plans: Sequence[Plan], *, whole: bool) -> None:
    for plan in plans:
        show_items(screen, plan, whole=whole)
        for problem in plan.problems:
            screen.note(str(problem))
        if plan.unlisted:
            screen.note(f"{plan.name}: and {plan.unlisted} more")
        for item in plan.with_standing(Standing.DIFFERS):
            screen.note(
                f"{plan.name}, line {item.row.line}: differs from record {item.record.id[:SHORT]} "
                "that was logged from it; correct that with amend"
            )
    show_places(screen, plans)


def show_items(screen: Screen, plan: Plan, *, whole: bool) -> None:
    """Show what a file would add, by its facts alone: all of it, or the beginning."""
    shown = plan.items if whole else plan.items[:MOST_ROWS]
    if not shown:
        return
    screen.table(_COLUMNS, [_row(item) for item in shown], title=plan.name)
    if len(shown) < len(plan.items):
        screen.say(f"… and {len(plan.items) - len(shown)} more; --dry-run shows all")


def _row(item: Item) -> tuple[object, ...]:
    line = line_of(item.record)
    what = line.kind if line.modality is None else line.modality.value
    return (
        item.row.line or None,
        line.on.isoformat(),
        line.minutes or None,
        f"{what} (cancelled)" if line.cancelled else what,
        " ".join(line.people),
        " ".join(line.clients),
        len(line.themes) or None,
        None if item.standing is None else item.standing.value,
    )


def _sum_up(screen: Screen, plans: Sequence[Plan], logged: int, *, dry_run: bool) -> None:
    for plan in plans:
        screen.say(_sentence(plan))
    if dry_run:
        screen.say("nothing was logged: this was a dry run")
    else:
        screen.say(f"logged {counted(logged, 'record')}" if logged else "nothing was logged")
    files = [_plain(plan) for plan in plans]
    screen.document({"dry_run": dry_run, "logged": logged, "files": files})


def _sentence(plan: Plan) -> str:
    parts = [f"{len(plan.items)} good"]
    for standing in Standing:
        count = len(plan.with_standing(standing))
        if count:
            parts.append(f"{count} {standing.value}")
    wrong = len(plan.problems) + plan.unlisted
    parts += [counted(wrong, "problem")] if wrong else []
    return f"{plan.name}: {', '.join(parts)}"


def _plain(plan: Plan) -> dict[str, object]:
    return {
        "file": plan.name,
        "good": len(plan.items),
        "new": len(plan.with_standing(Standing.NEW)),
        "there": len(plan.with_standing(Standing.THERE)),
        "erased": len(plan.with_standing(Standing.ERASED)),
        "differs": [item.row.line for item in plan.with_standing(Standing.DIFFERS)],
        "problems": [
            {"line": each.line, "column": each.column, "rule": each.rule} for each in plan.problems
        ],
        "unlisted": plan.unlisted,
        "identifiers": [
            {"line": place.line, **attrs.asdict(place.finding)} for place in plan.places
        ],
    }

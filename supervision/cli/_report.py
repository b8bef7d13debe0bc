"""`supervision report`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from supervision.cli._focus import foci_of, shares_of
from supervision.cli._hours_files import rule_of
from supervision.cli._labels import to_read_with
from supervision.cli._options import REACH, Reach
from supervision.cli._report_checks import (
    check_cases,
    check_focus,
    check_name,
    check_options,
    check_person,
)
from supervision.cli._rule_inputs import INPUTS, RuleInputs
from supervision.cli._screen import Screen
from supervision.cli._unlocking import opened
from supervision.cli._writing import write_whole
from supervision.reports import (
    DEFAULT_FLOOR,
    AuditPack,
    AuditStyle,
    PageFor,
    audit,
    html,
)

_MORE = (
    "where most of it is hidden, give years out in its place, and not beside it: "
    "supervision themes --trend --by year --per family --floor 5"
)


def report(
    *,
    out: Annotated[Path, Parameter(allow_leading_hyphen=True)],
    audience: Annotated[PageFor | None, Parameter(name="--for")] = None,
    pack: Annotated[AuditStyle | None, Parameter(name="--audit")] = None,
    since: date | None = None,
    until: date | None = None,
    folder: str | None = None,
    focus: tuple[str, ...] = (),
    floor: int | None = None,
    inputs: RuleInputs = INPUTS,
    reach: Reach = REACH,
) -> None:
    """Write a page to look at or print, or a pack for an audit, in PLAIN TEXT.

    The page has hours against a rule, themes, the agreed focus, marks, actions and agreements, as
    charts and as tables. It is one file for any browser, asks for nothing from anywhere, and no note
    is opened for it. Whoever has it can read it. Nothing is ever overwritten.

    With --for supervisee it is about --person and tells nothing of others; for a service it has
    totals by the quarter, with what is small or of few people hidden; for a body it has the hours of
    --person, and no themes. With --audit it is one person's sessions against the rule, with room to
    countersign, in a layout of our own and no body's form. A page needs another extra, and a pack does
    not: pip install 'clinical-supervision[report]'

    A code that nothing names is refused, since every month of it would be short.

    Args:
        out: The file to write. With --audit a file that ends in .md or .csv, or a folder of both, whose name has no dot.
        audience: Who is to read it; the supervisor if not given.
        pack: Write what a body asks for in an audit, in place of a page.
        since: The first day; if not given, the months of a year are shown.
        until: The last day; today if not given.
        folder: Only what is in this folder.
        focus: What was agreed to be the focus, such as resonance=50, in per cent of the themes or functions of a session; may be given several times. If not given, those of the agreements.
        floor: The smallest count that a service may see, 3 or more; 5 if not given.
        inputs: Which rule; with --audit that of accredited members, if not given.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    check_name(out, pack)
    check_options(inputs, audience, pack, focus, floor)
    agreed, given, today = foci_of(shares_of(focus, option="--focus")), inputs.given(), inputs.day()
    rule = None if inputs.rule is None else rule_of(inputs.rule, inputs.number)
    check_cases(inputs, rule)
    with opened(screen, reach) as journal:
        lines, catalogue = list(journal.ledger(folder=folder)), to_read_with(journal)
    of_hours = pack is not None or audience == "body" or rule is not None
    check_person(inputs.person, lines, hours=of_hours, folder=folder)
    check_focus(agreed, lines, catalogue)
    screen.warn("PLAIN TEXT: whoever has what this writes can read it")
    given |= {"person": inputs.person, "since": since, "until": until, "today": today, "rule": rule}
    if pack is None:
        given |= {"focus": agreed, "catalogue": catalogue, "floor": _floor(floor)}
        write_whole(out, html(lines, audience=audience or "supervisor", **given))
    else:
        write_whole(out, _pages(out, audit(lines, style=pack, **given)))
    screen.say(f"written in plain text, for {_readers(audience, pack)}")
    if audience == "service":
        screen.note(_MORE)
    screen.document({"file": str(out), "for": audience, "audit": pack, "today": today.isoformat()})


def _floor(floor: int | None) -> int:
    return DEFAULT_FLOOR if floor is None else floor


def _pages(out: Path, pack: AuditPack) -> str | dict[str, str]:
    if out.suffix == ".csv":
        return pack.csv()
    if out.suffix == ".md":
        return pack.markdown()
    return {"supervision.md": pack.markdown(), "sessions.csv": pack.csv()}


def _readers(audience: PageFor | None, pack: AuditStyle | None) -> str:
    return f"the {audience or 'supervisor'}" if pack is None else f"an audit by {pack.upper()}"

"""What `supervision report` refuses, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from supervision.catalogue import Catalogue, HourRule, PartKind
from supervision.cli._exits import RefusedError
from supervision.cli._focus import Basis, check_known
from supervision.cli._rule_inputs import RuleInputs
from supervision.cli._writing import check_free
from supervision.records import LedgerLine, pseudonym_of
from supervision.reports import AuditStyle, Focus, PageFor

_OF_A_PACK = (".md", ".csv")
_ALIKE = 0.75
_CODES = "'supervision list' shows the codes that there are"


def check_name(out: Path, pack: AuditStyle | None) -> None:
    """Refuse a name that is taken, looks like an option, or is no name for what is written.

    Raises:
        RefusedError: if so.
    """
    if str(out).startswith("-"):
        _refuse("--out must be given; a name that begins with a hyphen is written ./-name")
    if pack is not None and out.suffix not in ("", *_OF_A_PACK):
        _refuse(
            "a pack for an audit is a file that ends in .md or .csv, or a folder of both, whose "
            "name has no dot in it: give --out another name"
        )
    check_free(out)


def check_options(
    inputs: RuleInputs,
    audience: PageFor | None,
    pack: AuditStyle | None,
    focus: Sequence[str],
    floor: int | None,
) -> None:
    """Refuse options that say nothing together.

    Raises:
        RefusedError: if they do; it says which to leave out, or to give.
    """
    if pack is not None and audience is not None:
        _refuse("a pack for an audit is for one reader: leave --for out")
    if pack is not None and inputs.person is None:
        _refuse("whose supervision? --audit needs --person, such as --person S-014")
    if pack is not None and focus:
        _refuse("a pack for an audit has hours and no themes: leave --focus out")
    if floor is not None and audience != "service":
        _refuse("small counts are hidden from a service only: leave --floor out")
    if audience == "service" and (inputs.person or inputs.rule or focus):
        _refuse("a page for a service has totals only: leave --person, --rule and --focus out")
    if audience in ("supervisee", "body") and inputs.person is None:
        _refuse(f"whose page? --for {audience} needs --person, such as --person S-014")
    if audience == "body" and focus:
        _refuse("a page for a body has hours and no themes: leave --focus out")
    if inputs.are_given and (inputs.person is None or (inputs.rule is None and pack is None)):
        _refuse("the options of rules need --rule, such as --rule bacp-accredited, and --person")


def check_cases(inputs: RuleInputs, rule: HourRule | None) -> None:
    """Refuse cases where *rule* asks for nothing in each.

    Raises:
        RefusedError: if so.
    """
    asked = () if rule is None else rule.each
    if inputs.case and not any(one.of is PartKind.CASE for one in asked):
        _refuse("this rule asks for nothing in each case: leave --case out")


def check_focus(foci: Sequence[Focus], lines: Iterable[LedgerLine], catalogue: Catalogue) -> None:
    """Refuse a focus of what nothing is called: all work would look like a fall.

    Raises:
        RefusedError: if it is one.
    """
    met = {theme for line in lines for theme in line.themes}
    check_known(Basis(foci=tuple(foci)), met, catalogue, option="--focus")


def check_person(
    person: str | None, lines: Iterable[LedgerLine], *, hours: bool, folder: str | None
) -> None:
    """Refuse a person whom nothing names: of a code with a slip in it, every month would be short.

    Args:
        person: Whose page or pack it is, if it is one person's.
        lines: Where they are looked for.
        hours: Whether hours are held against a rule, so that only sessions will do.
        folder: The one folder that was looked into.

    Raises:
        RefusedError: if so. Whoever opened the journal may see its codes, and those that look
            alike are named.
    """
    if person is None:
        return
    who = pseudonym_of(person)
    known = {one for line in lines if line.kind == "session" or not hours for one in line.people}
    if who in known:
        return
    near = get_close_matches(who, sorted(known), n=3, cutoff=_ALIKE)
    meant = f"did you mean {' or '.join(near)}?" if near else _CODES
    what = "session names this code as a supervisee" if hours else "record is of this code"
    where = "" if folder is None else " in this folder"
    _refuse(f"no {what}{where}, so nothing was written; check --person: {meant}")


def _refuse(sentence: str) -> NoReturn:
    raise RefusedError(sentence)

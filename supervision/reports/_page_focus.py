"""The focus that agreements name, to compare the work with where no other is given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from supervision.catalogue import Catalogue
from supervision.errors import InvalidRecordError
from supervision.records import Function, LedgerLine
from supervision.reports._agreements import agreements
from supervision.reports._focus import Aim, Focus


def agreed_focus(lines: Iterable[LedgerLine], on: date, catalogue: Catalogue) -> Focus | None:
    """Return the focus of the agreements that hold on a day; None if they have none, or several.

    Args:
        lines: Those of the agreements, and any others.
        on: The day.
        catalogue: Where the themes of an approach stand.
    """
    known = {line.id: line for line in lines if line.kind == "agreement"}
    holding = [known[one.record] for one in agreements(known.values()) if one.holds(on)]
    found = {_of(line, catalogue) for line in holding if line.focus}
    return found.pop() if len(found) == 1 else None


def _of(line: LedgerLine, catalogue: Catalogue) -> Focus | None:
    shares = {each.what: each.percent for each in line.focus}
    functions = set(shares) & set(Function)
    try:
        if functions == set(shares):
            return Focus.on_functions(shares)
        aims = [_aim(what, share, line, catalogue) for what, share in shares.items()]
        # Shares of functions and of themes are of two different wholes.
        return None if functions else Focus(aims=aims)
    except InvalidRecordError:
        # A theme beside its own family can be agreed on, and not be told apart.
        return None


def _aim(what: str, percent: int, line: LedgerLine, catalogue: Catalogue) -> Aim:
    if what == line.focus_approach and what in catalogue.approaches:
        return Aim(name=what, percent=percent, of=catalogue.approach(what).themes)
    return Aim(name=what, percent=percent, of=(what, f"{what}.*"))

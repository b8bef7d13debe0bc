"""Which focus the work is held against: one that was agreed, or one that is typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NoReturn

import attrs

from supervision.catalogue import Approach, Catalogue
from supervision.cli._exits import RefusedError
from supervision.cli._find import SHORT
from supervision.cli._near import did_you_mean
from supervision.errors import InvalidRecordError
from supervision.records import Function, LedgerLine, pseudonym_of
from supervision.reports import Agreed, Aim, Focus, due, focus_names

_IN_COMMON = "two of the shares have a theme in common, so that it would count twice; leave one out"
_SHARE = re.compile(r"([a-z][a-z0-9.-]*)=([0-9]{1,4})")
_ALL = 100


@attrs.frozen(kw_only=True)
class Basis:
    """What the work is held against.

    Attributes:
        foci: One on themes, one on functions, or both.
        agreed: The agreement whose sessions are looked at; None if it is all sessions.
        shares: What the shares of that agreement name, in order; nothing if others were typed.
    """

    foci: tuple[Focus, ...]
    agreed: Agreed | None = None
    shares: tuple[str, ...] = ()

    def sessions(self, lines: Iterable[LedgerLine]) -> list[LedgerLine]:
        """Return those of *lines* to look at: nobody departs from a focus before it is agreed."""
        if self.agreed is None:
            return list(lines)
        return [line for line in lines if self.agreed.is_over(line)]


@attrs.frozen(kw_only=True)
class AskedFocus:
    """What was typed.

    Attributes:
        agreement: The code of an agreement.
        approach: The id of an approach, for whose themes the share of that name is.
        shares: A family, a theme or a function → per cent.
    """

    agreement: str | None
    approach: str | None
    shares: Mapping[str, int]

    def basis(self, lines: Sequence[LedgerLine], on: date, catalogue: Catalogue) -> Basis:
        """Return what the work is held against.

        Args:
            lines: All agreements.
            on: The day on which an agreement has to hold.
            catalogue: Where approaches stand.

        Raises:
            RefusedError: if it is not said which, or there is none.
            CatalogueError: if there is no such approach.
        """
        approach = None if self.approach is None else catalogue.approach(self.approach)
        if approach is not None and approach.id not in self.shares:
            _refuse(
                f"how much of each session is to be of the approach? add --share {approach.id}=40"
            )
        if self.agreement is not None:
            agreed = _agreement(self.agreement, lines, on)
            typed = foci_of(self.shares, approach)
            return Basis(foci=typed, agreed=agreed) if typed else _of(agreed, lines, catalogue)
        if self.shares:
            return Basis(foci=foci_of(self.shares, approach))
        return _only(lines, on, catalogue)


def shares_of(typed: Sequence[str], *, option: str = "--share") -> dict[str, int]:
    """Return shares that were typed such as ``resonance=40``.

    Args:
        typed: What was typed, one share each.
        option: The option that they were typed after.

    Raises:
        RefusedError: if one is none, or names what another names.
    """
    found: dict[str, int] = {}
    for each in typed:
        match = _SHARE.fullmatch(each)
        if match is None or not 1 <= int(match[2]) <= _ALL:
            _refuse(
                f"{option} must be a family, a theme or a function and 1 to 100 per cent, such as "
                "resonance=40"
            )
        if match[1] in found:
            _refuse(f"{option} must name each thing once; leave one out")
        found[match[1]] = int(match[2])
    return found


def foci_of(shares: Mapping[str, int], approach: Approach | None = None) -> tuple[Focus, ...]:
    """Return a focus on themes, one on functions, or both; nothing of no shares.

    Args:
        shares: A family, a theme or a function → per cent.
        approach: For whose themes the share of that name is.

    Raises:
        RefusedError: if they are more than all, or two have a theme in common.
    """
    functions = {what: one for what, one in shares.items() if what in set(Function)}
    themes = {what: one for what, one in shares.items() if what not in functions}
    for together in (functions, themes):
        if sum(together.values()) > _ALL:
            _refuse("the shares come to more than 100 per cent together; make them smaller")
    found = [_on_themes(themes, approach)] if themes else []
    return (*found, Focus.on_functions(functions)) if functions else tuple(found)


def check_known(
    basis: Basis, met: Collection[str], catalogue: Catalogue, *, option: str = "--share"
) -> None:
    """Refuse shares of what neither the catalogue nor any session has: a slip of the pen.

    What is your own and looks like nothing that is known may have been agreed and never come up.

    Raises:
        RefusedError: if one is; it says where it stands, and what looks like it.
    """
    for aim in (aim for focus in basis.foci for aim in focus.unnamed(catalogue, met=met)):
        hint = _hint(aim.name, met, catalogue)
        if basis.agreed is None or not basis.shares:
            _refuse(f"no theme, family or function is called what {option} names{hint}")
        if hint or not aim.name.startswith("x."):
            place = f"focus.{basis.shares.index(aim.name)}.what"
            _refuse(
                f"{place} of {basis.agreed.code} names no theme, family or function{hint}; "
                f"put it right with: supervision amend {basis.agreed.record[:SHORT]} {place}=…"
            )


def _hint(name: str, met: Collection[str], catalogue: Catalogue) -> str:
    if name in catalogue.approaches:
        return f"; it is an approach: give --approach {name}, or put it in focus_approach"
    return did_you_mean(name, focus_names(catalogue, met=met))


def _on_themes(shares: Mapping[str, int], approach: Approach | None) -> Focus:
    try:
        # Made before it is handed over: a refusal inside a generator would be lost.
        return Focus(aims=[_aim(*each, approach) for each in shares.items()])
    except InvalidRecordError:
        _refuse(_IN_COMMON)


def _aim(what: str, share: int, approach: Approach | None) -> Aim:
    own = None if approach is None or approach.id != what else approach.themes
    return Aim(name=what, percent=share, of=own or (what, f"{what}.*"))


def _agreement(code: str, lines: Sequence[LedgerLine], on: date) -> Agreed:
    """Return the newest agreement with *code* that holds on the day."""
    wanted = pseudonym_of(code, field="--agreement")
    if all(line.agreement != wanted for line in lines):
        _refuse("no agreement has this code; see supervision list --kind agreement")
    found = [one for one in due(lines, today=on).in_force if one.code == wanted]
    if not found:
        _refuse(f"the agreement does not hold on {on}; give --until a day on which it did")
    if len(found) > 1:
        _refuse(f"{len(found)} agreements that hold on {on} have this code; see supervision due")
    return found[0]


def _of(agreed: Agreed, lines: Iterable[LedgerLine], catalogue: Catalogue) -> Basis:
    line = next(line for line in lines if line.id == agreed.record)
    foci = _foci(line, catalogue)
    if not foci:
        _refuse("no focus with shares was agreed there; give one, such as --share resonance=40")
    return Basis(foci=foci, agreed=agreed, shares=tuple(share.what for share in line.focus))


def _foci(line: LedgerLine, catalogue: Catalogue) -> tuple[Focus, ...]:
    approach = catalogue.approaches.get(line.focus_approach or "")
    try:
        return Focus.of(line, approach=approach)
    except InvalidRecordError:
        _refuse(_IN_COMMON)


def _only(lines: Sequence[LedgerLine], on: date, catalogue: Catalogue) -> Basis:
    """Return the focus of the one agreement that holds and has one."""
    with_focus = {line.id for line in lines if line.focus}
    found = [one for one in due(lines, today=on).in_force if one.record in with_focus]
    if not found:
        _refuse(f"no agreement that holds on {on} has a focus; give one: --share resonance=40")
    if len(found) > 1:
        codes = ", ".join(sorted({one.code for one in found}))
        _refuse(f"{len(found)} agreements have a focus; say which with --agreement: {codes}")
    return _of(found[0], lines, catalogue)


def _refuse(sentence: str) -> NoReturn:
    raise RefusedError(sentence)

"""What the page compares the work with: a focus that it was given, or those of agreements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

import attrs

from supervision.catalogue import Catalogue
from supervision.errors import InvalidRecordError
from supervision.records import LedgerLine
from supervision.reports._agreements import Agreed, agreements
from supervision.reports._focus import Focus


@attrs.frozen(kw_only=True)
class FocusOf:
    """A focus, and whose sessions are compared with it.

    Attributes:
        focus: The focus.
        agreed: The agreements that name it; none if it was given, for all sessions.
    """

    focus: Focus
    agreed: tuple[Agreed, ...] = ()

    def sessions(self, lines: Iterable[LedgerLine]) -> list[LedgerLine]:
        """Return those of *lines* to look at: nobody departs from a focus before it is agreed."""
        return [
            line
            for line in lines
            if not self.agreed or any(one.is_over(line) for one in self.agreed)
        ]


@attrs.frozen(kw_only=True)
class Foci:
    """What the work is compared with.

    Attributes:
        parts: Each focus once; shares of themes and of functions are of two wholes.
        unclear: The agreements whose shares have a theme in common, so that it would count twice.
        unknown: Those with a share that no theme, family or function is called, which never comes up.
    """

    parts: tuple[FocusOf, ...] = ()
    unclear: tuple[Agreed, ...] = ()
    unknown: tuple[Agreed, ...] = ()

    @property
    def agreed(self) -> tuple[Agreed, ...]:
        """The agreements that name a focus, by first day and code."""
        found = {one.record: one for part in self.parts for one in part.agreed}
        return tuple(sorted(found.values(), key=lambda one: (one.first, one.code, one.record)))

    @property
    def differ(self) -> bool:
        """Whether some agreement has a focus that another has not."""
        return any(len(part.agreed) < len(self.agreed) for part in self.parts)


def agreed_foci(lines: Iterable[LedgerLine], on: date, catalogue: Catalogue) -> Foci:
    """Return what the agreements that hold on a day say the work is to be about.

    Args:
        lines: Those of the agreements, and of the sessions.
        on: The day.
        catalogue: Where families, themes and approaches stand.
    """
    given = list(lines)
    known = {line.id: line for line in given if line.kind == "agreement"}
    met = {theme for line in given for theme in line.themes}
    found: defaultdict[object, list[FocusOf]] = defaultdict(list)
    unclear, unknown = [], []
    for one in (each for each in agreements(known.values()) if each.holds(on)):
        foci = _foci(known[one.record], catalogue)
        if foci is None:
            unclear.append(one)
        elif any(_is_unknown(focus, catalogue, met) for focus in foci):
            unknown.append(one)
        else:
            for focus in foci:
                # The same shares in another order are the same.
                found[frozenset(focus.aims)].append(FocusOf(focus=focus, agreed=(one,)))
    parts = tuple(map(_together, found.values()))
    return Foci(parts=parts, unclear=tuple(unclear), unknown=tuple(unknown))


def _is_unknown(focus: Focus, catalogue: Catalogue, met: Collection[str]) -> bool:
    # What is your own may have been agreed and never have come up.
    return any(not aim.name.startswith("x.") for aim in focus.unnamed(catalogue, met=met))


def _foci(line: LedgerLine, catalogue: Catalogue) -> tuple[Focus, ...] | None:
    try:
        return Focus.of(line, approach=catalogue.approaches.get(line.focus_approach or ""))
    except InvalidRecordError:
        return None


def _together(parts: Sequence[FocusOf]) -> FocusOf:
    return attrs.evolve(parts[0], agreed=tuple(one for each in parts for one in each.agreed))

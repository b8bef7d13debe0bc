"""What a record names and neither the catalogue nor the journal has: slips of the pen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cached_property

import attrs

from supervision import Journal
from supervision.catalogue import Catalogue
from supervision.cli._labels import to_read_with
from supervision.cli._near import did_you_mean
from supervision.cli._plan import Plan, Standing
from supervision.cli._screen import Screen
from supervision.errors import InvalidRecordError
from supervision.exchange import themes_in
from supervision.records import Agreement, Record, line_of
from supervision.reports import Focus, focus_names

_MOST_SHOWN = 10
_OWN = "x."

Named = tuple[str, Record]
"""Where a record stands, such as a file and a line; and the record."""


@attrs.frozen(slots=False)
class Vocabulary:
    """The words of the catalogue, and those that a journal has met besides."""

    catalogue: Catalogue
    journal: Journal | None = None

    @cached_property
    def met(self) -> frozenset[str]:
        """The themes that records of the journal have; looked up only if something is unknown."""
        lines = () if self.journal is None else self.journal.ledger()
        return frozenset(theme for line in lines for theme in line.themes)

    @cached_property
    def taken(self) -> frozenset[str]:
        """The themes that are taken for others, which it was decided about."""
        renames = () if self.journal is None else self.journal.settings().renames
        return frozenset(each.theme for each in renames)

    def near_theme(self, theme: str) -> str | None:
        """Return which theme was meant by one that is unknown; None if it may be your own."""
        if theme in self.catalogue.themes or theme.startswith(_OWN) or theme in self.taken:
            return None
        return next(iter(get_close_matches(theme, self.catalogue.themes, n=1, cutoff=0.8)), None)

    def slips_in(self, agreement: Agreement, met: Collection[str]) -> Iterator[tuple[int, str]]:
        """Yield the number and the name of each share of its focus that names nothing.

        Args:
            agreement: Where they were agreed.
            met: Themes that came up elsewhere, such as in what is logged with it.
        """
        if not self._unnamed(agreement, met):
            return
        slips = self._unnamed(agreement, {*met, *self.met})
        for number, share in enumerate(agreement.focus):
            if share.what in slips:
                yield number, share.what

    def _unnamed(self, agreement: Agreement, met: Collection[str]) -> set[str]:
        line = line_of(agreement)
        approach = self.catalogue.approaches.get(line.focus_approach or "")
        try:
            foci = Focus.of(line, approach=approach)
        except InvalidRecordError:
            # Two shares have a theme in common, so that both are known.
            return set()
        return {aim.name for focus in foci for aim in focus.unnamed(self.catalogue, met=met)}


def tell_unknown(screen: Screen, journal: Journal, record: Record) -> None:
    """Show what *record* names that looks like a slip of the pen; nothing is refused."""
    _tell(screen, Vocabulary(to_read_with(journal), journal), [("", record)])


def tell_unknown_of(screen: Screen, journal: Journal | None, plans: Sequence[Plan]) -> None:
    """Show the same of the rows that are about to be logged, each theme once."""
    catalogue = Catalogue.shipped() if journal is None else to_read_with(journal)
    _tell(screen, Vocabulary(catalogue, journal), list(_new(plans)))


def _new(plans: Iterable[Plan]) -> Iterator[Named]:
    for plan in plans:
        for item in plan.items:
            if item.standing in (None, Standing.NEW):
                line = f", line {item.row.line}" if item.row.line else ""
                yield f"{plan.name}{line}: ", item.record


def _tell(screen: Screen, words: Vocabulary, named: Sequence[Named]) -> None:
    places: dict[str, list[str]] = {}
    for where, record in named:
        for theme in sorted(themes_in(record)):
            places.setdefault(theme, []).append(where)
    told = [*_of_foci(words, named, places), *_of_themes(words, places)]
    for line in told[:_MOST_SHOWN]:
        screen.warn(line)
    if len(told) > _MOST_SHOWN:
        screen.warn(f"and {len(told) - _MOST_SHOWN} more")


def _of_foci(words: Vocabulary, named: Iterable[Named], met: Collection[str]) -> Iterator[str]:
    for where, record in named:
        if isinstance(record, Agreement):
            for number, what in words.slips_in(record, met):
                hint = did_you_mean(what, focus_names(words.catalogue, met={*met, *words.met}))
                yield f"{where}focus.{number}.what names no theme, family or function{hint}"


def _of_themes(words: Vocabulary, places: dict[str, list[str]]) -> Iterator[str]:
    for theme, wheres in places.items():
        near = words.near_theme(theme)
        if near is not None:
            more = f" ({len(wheres) - 1} more such)" if len(wheres) > 1 else ""
            yield f"{wheres[0]}a theme is not in the catalogue; did you mean {near}?{more}"

"""Why there is nothing to show."""

from __future__ import annotations

from fnmatch import fnmatchcase

from supervision import Journal
from supervision.cli._choice import EVERYTHING, Choice
from supervision.cli._labels import to_read_with
from supervision.cli._near import did_you_mean
from supervision.cli._screen import Screen


def tell_nothing(screen: Screen, journal: Journal, choice: Choice, what: str) -> None:
    """Say why there is no *what*: no record yet, a theme that nothing is called, or none that fits."""
    screen.note(_why(journal, choice, what))


def tell_unknown_theme(screen: Screen, journal: Journal, choice: Choice) -> None:
    """Say that --theme names nothing, if so; a pattern of a family ends in a dot and a star."""
    hint = _of_theme(journal, choice)
    if hint is not None:
        screen.note(hint)


def _why(journal: Journal, choice: Choice, what: str) -> str:
    if not journal.folders():
        return "the journal has no records yet; add some with: supervision log FILE"
    hint = _of_theme(journal, choice)
    if hint is not None:
        return hint
    return f"there is no {what} yet" if choice == EVERYTHING else f"no {what} is as asked for"


def _of_theme(journal: Journal, choice: Choice) -> str | None:
    """Return what to say of a theme, or a pattern, that is none; None if there is such a theme."""
    if choice.theme is None:
        return None
    met = {theme for line in journal.ledger() for theme in line.themes}
    known = met.union(to_read_with(journal).themes)
    if any(fnmatchcase(theme, choice.theme) for theme in known):
        return None
    families = {f"{theme.rpartition('.')[0]}.*" for theme in known}
    return f"no theme is called what --theme names{did_you_mean(choice.theme, known | families)}"

"""Trying again while a store is busy or out of reach, so that nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from supervision.cli._exits import DeclinedError, sentence_of
from supervision.cli._screen import Screen
from supervision.errors import BackendUnavailableError, ConflictError, SupervisionError

T = TypeVar("T")

_NO = ("n", "no", ".")


def tried(screen: Screen, step: Callable[[], T]) -> T:
    """Return what *step* returns; while the store fails, ask whether to try again.

    Raises:
        BackendUnavailableError: if the store failed, and whoever is asked gives up.
        ConflictError: if others kept writing, or went on with the same draft, likewise.
    """
    while True:
        try:
            return step()
        except (BackendUnavailableError, ConflictError) as error:
            if not wants(screen, error, "Try again?"):
                raise


def wants(screen: Screen, error: SupervisionError, question: str) -> bool:
    """Show what went wrong and ask what to do; nobody there is a no."""
    screen.warn(f"  {sentence_of(error)}")
    screen.note("  what you typed is held here")
    try:
        return screen.ask(f"{question} [Y/n]").strip().lower() not in _NO
    except DeclinedError:
        return False

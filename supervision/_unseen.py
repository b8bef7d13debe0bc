"""Asking for what must not show while it is typed."""

from __future__ import annotations

import warnings
from getpass import GetPassWarning, getpass


def typed_unseen(prompt: str) -> str | None:
    """Return the line that is typed; None if nobody can type one, or it would show."""
    with warnings.catch_warnings():
        # Where it cannot hide what is typed, `getpass` warns and shows it: rather not at all.
        warnings.simplefilter("error", GetPassWarning)
        try:
            return getpass(prompt)
        except (GetPassWarning, EOFError, OSError, UnicodeDecodeError):
            return None

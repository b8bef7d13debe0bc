"""How the command says numbers."""

from __future__ import annotations


def counted(count: int, what: str) -> str:
    """Return *count* with *what* it counts.

    Examples:
        >>> counted(1, "session"), counted(0, "session")
        ('1 session', '0 sessions')
    """
    return f"{count} {what}{'' if count == 1 else 's'}"

"""How a number of things is said."""

from __future__ import annotations


def counted(count: int, one: str, several: str | None = None) -> str:
    """Return how many there are of something.

    Examples:
        >>> counted(1, "session"), counted(2, "session"), counted(0, "mark")
        ('1 session', '2 sessions', '0 marks')
    """
    return f"{count} {one if count == 1 else several or f'{one}s'}"

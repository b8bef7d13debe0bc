"""What no journal writes is refused, wherever it stands in the log."""

from __future__ import annotations

from typing import TypeVar, cast

from supervision.errors import TamperedRecordError

_T = TypeVar("_T")


def demand(holds: object, seq: int, otherwise: str) -> None:
    """Raise unless *holds*; *otherwise* says what entry *seq* of the log does.

    Raises:
        TamperedRecordError: with the code ``E-FORK``.
    """
    if not holds:
        msg = f"entry {seq} of the log {otherwise}, which no journal does; restore it from a copy"
        raise TamperedRecordError(msg, code="E-FORK")


def demanded(value: _T | None, seq: int, otherwise: str) -> _T:
    """Return *value*, or raise as `demand` does where there is none."""
    demand(value is not None, seq, otherwise)
    return cast("_T", value)

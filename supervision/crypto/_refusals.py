"""Errors that several parts raise in the very same words."""

from __future__ import annotations

from supervision.errors import TamperedRecordError


def changed() -> TamperedRecordError:
    """Return the one error for whatever kept an envelope from opening.

    One, so that who tries forged envelopes learns nothing from the difference.
    """
    msg = "this was changed, cut short or moved since it was sealed; restore it from a copy"
    return TamperedRecordError(msg)

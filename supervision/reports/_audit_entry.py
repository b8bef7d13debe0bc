"""One session in what is handed in."""

from __future__ import annotations

from typing import Literal

import attrs

from supervision.records import Delivery, SampleKind
from supervision.reports._hours_credit import CreditReason, SessionCredit

AuditStyle = Literal["babcp", "bacp"]
"""Whose questions a pack answers."""

NOT_HELD = frozenset({CreditReason.CANCELLED, CreditReason.ABSENT, CreditReason.NO_TIME})
"""Why a session was none for the person."""


@attrs.frozen(kw_only=True)
class AuditEntry:
    """One session to which the person was expected.

    Attributes:
        credit: What it was, and what it counts for.
        supervisor: The supervisor's pseudonym; None among peers.
        group: The group's code.
        delivery: How people met.
        sample: How the work itself was seen or heard, if it was.
        sample_minutes: For how long, if that was recorded.
    """

    credit: SessionCredit
    supervisor: str | None
    group: str | None
    delivery: Delivery | None
    sample: SampleKind | None
    sample_minutes: int | None

    @property
    def held(self) -> bool:
        """Whether it took place, with the person there."""
        return self.credit.reason not in NOT_HELD

    @property
    def party(self) -> str:
        """Whom it was with, as far as a code can say."""
        return self.supervisor or f"peers{f' of {self.group}' if self.group else ''}"

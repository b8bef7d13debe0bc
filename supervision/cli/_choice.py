"""Which records a command is about."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import attrs
from cyclopts import Parameter

from supervision import Journal
from supervision.records import Ledger


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Choice:
    """Which records; what is left out is not asked."""

    since: Annotated[date | None, Parameter(help="The first day.")] = None
    until: Annotated[date | None, Parameter(help="The last day.")] = None
    theme: Annotated[str | None, Parameter(help="A theme, or several: 'family.*'.")] = None
    client: Annotated[str | None, Parameter(help="The code of a client.")] = None
    folder: Annotated[str | None, Parameter(help="The label of a folder.")] = None

    def lines(self, journal: Journal, kind: str | None = None) -> Ledger:
        """Return the ledger lines that are asked for."""
        client = None if self.client is None else self.client.strip().upper()
        asked = attrs.asdict(attrs.evolve(self, client=client))
        return journal.ledger(kind=kind, **asked)


EVERYTHING = Choice()

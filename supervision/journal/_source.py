"""A journal that is opened where it is counted."""

from __future__ import annotations

import attrs

from supervision.crypto import KeyProvider
from supervision.journal._journal import Journal
from supervision.records import LedgerLine


@attrs.frozen
class LedgerSource:
    """Where a journal is and what opens it; called, it gives the facts of its records.

    It is made for `supervision.reports.service`: pickled, it goes to another process or machine,
    and the journal is opened, read and closed there. No note is opened. A `KeyFile` travels as
    the path of its file, which has to be there for the worker too; what holds a secret itself, such as
    a `Passphrase`, refuses to be pickled, so give a function of your own that reads it from
    where it lies.

    Two are equal if their *store* is.

    Args:
        store: The URL of a store, or the path of a SQLite file. It is in no repr, since the URL
            of a server may hold a password.
        key: One of the journal's keys.
    """

    store: str = attrs.field(repr=False)
    key: KeyProvider = attrs.field(repr=False, eq=False)

    def __call__(self) -> list[LedgerLine]:
        """Open the journal, and return the newest line of each record.

        Raises:
            SupervisionError: whatever `Journal.open` and `Journal.ledger` raise.
        """
        with Journal.open(self.store, self.key) as journal:
            return list(journal.ledger())

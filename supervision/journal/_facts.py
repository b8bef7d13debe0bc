"""What a journal has read of its ledger, and may give again until something changes it."""

from __future__ import annotations

from supervision.proof import ENTRY_SIZE, Op
from supervision.records import Ledger, LedgerLine

_ERASING = frozenset({Op.ERASE, Op.SHRED})
_CHANGING = _ERASING | {Op.PUT, Op.REDACT}


class Facts:
    """Facts in memory. Whoever uses them holds the lock of the journal.

    Attributes:
        changes: How often the ledger changed since the journal was opened: while this number
            stays, the lines do.
        lines: By folder, with how many rows and erasures there were then.
        recent: The lines that this process recorded, by the number of their entry, as long as the
            tally of their stretch may need them.
        ledger: The ledger of all lines that was given last, with what it depends on.
    """

    def __init__(self) -> None:
        self.changes = 0
        self.lines: dict[bytes, tuple[object, dict[bytes, LedgerLine]]] = {}
        self.recent: dict[int, LedgerLine] = {}
        self.ledger: tuple[object, Ledger] | None = None

    def follow(self, entries: bytes) -> None:
        """Take note of entries that came to the log: what was erased is forgotten."""
        ops = set(entries[::ENTRY_SIZE])
        if ops & _CHANGING:
            self.changes += 1
        if ops & _ERASING:
            self.forget()

    def forget_recent(self, *, before: int) -> None:
        """Forget what was recorded before an entry: tallies answer for it."""
        self.recent = {seq: line for seq, line in self.recent.items() if seq >= before}

    def forget(self) -> None:
        """Forget every fact."""
        self.lines, self.recent, self.ledger = {}, {}, None

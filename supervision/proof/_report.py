"""What `verify` found, in words that hold no content."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import attrs


class Code(StrEnum):
    """The kinds of damage that `verify` tells apart."""

    MISSING = "E-MISSING"
    EXTRA = "E-EXTRA"
    STALE = "E-STALE"
    ALTERED = "E-ALTERED"
    MOVED = "E-MOVED"
    FACTS = "E-FACTS"
    FORK = "E-FORK"
    ROLLBACK = "E-ROLLBACK"
    HEAD = "E-HEAD"
    RING = "E-RING"
    SLOT = "E-SLOT"
    SIG = "E-SIG"


@attrs.frozen
class Finding:
    """One thing that is wrong.

    Args:
        code: Which kind of damage.
        name: The name of the blob it was found at.
        record: The id of the record concerned, if it is about one.
        says: What it means and what to do, in plain words; never content.
    """

    code: Code
    name: str
    record: str | None
    says: str

    def __str__(self) -> str:
        about = "" if self.record is None else f" (record {self.record})"
        return f"{self.code} {self.name}{about}: {self.says}"


@attrs.frozen
class Report:
    """The outcome of a full walk over a journal.

    Args:
        findings: Everything that is wrong; empty where nothing is.
        counts: How many of each sort were looked at, such as ``{"records": 120}``.
        size: The number of log entries that the head names.
        root: The root of the log, 32 bytes.
        pinned: Whether the head was compared with a pin; without one, a store that was rolled
            back as a whole looks whole.

    >>> print(Report(findings=(), counts={"records": 2}, size=3, root=bytes(32), pinned=True))
    nothing wrong: 2 records; log of 3 entries, root 0000000000000000, held against a pin
    """

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    size: int
    root: bytes
    pinned: bool

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def __str__(self) -> str:
        counts = ", ".join(f"{count} {sort}" for sort, count in self.counts.items())
        pin = "held against a pin" if self.pinned else "no pin to hold it against"
        log = f"log of {self.size} entries, root {self.root.hex()[:16]}, {pin}"
        if self.ok:
            return f"nothing wrong: {counts}; {log}"
        return "\n".join([f"{len(self.findings)} wrong: {counts}; {log}", *map(str, self.findings)])

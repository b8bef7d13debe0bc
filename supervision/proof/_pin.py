"""A pin: a head kept outside the store, which the store must extend."""

from __future__ import annotations

from supervision.errors import RollbackError
from supervision.proof._entry import ENTRY_SIZE, leaf_hashes
from supervision.proof._head import Head


def verify_extension(pin: Head, head: Head, entries: bytes) -> None:
    """Check that the log of *head* extends that of *pin*, a head seen before.

    Both are taken as they are: check their signatures first.

    Args:
        pin: The head seen before.
        head: The head of the store.
        entries: The entries of the store from ``pin.size`` up to ``head.size``, back to back;
            ignored where the store is smaller than the pin.

    Raises:
        RollbackError: if the store is another journal, smaller than the pin, at an older key ring,
            or has another history; code ``E-ROLLBACK``.
    """
    if pin.journal != head.journal:
        msg = "this is another journal than the one that was pinned; check the URL and the pin"
        raise RollbackError(msg, code="E-ROLLBACK", name="head")
    if head.size < pin.size or head.ring_revision < pin.ring_revision:
        msg = "the store is older than what was seen before; find the newer copy of it"
        raise RollbackError(msg, code="E-ROLLBACK", name="head")
    if not _leads(pin, head, entries):
        msg = "the store has another history than the one seen before; compare it with a copy"
        raise RollbackError(msg, code="E-ROLLBACK", name="head")


def _leads(pin: Head, head: Head, entries: bytes) -> bool:
    if len(entries) != (head.size - pin.size) * ENTRY_SIZE:
        return False
    after = pin.range.extended(leaf_hashes(pin.journal, pin.size, entries))
    # The root a pin names must follow from its range, or a made-up range could lead anywhere.
    return pin.range.root() == pin.root and after.root() == head.root

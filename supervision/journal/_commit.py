"""One commit under construction: entries, blobs, and the head that signs for them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from supervision.crypto import FolderSecret, Ring, seal_event
from supervision.journal._access import Access, log_key
from supervision.journal._names import HEAD, event_name
from supervision.proof import Entry, Fold, Head, Op, Tail, log_changes, sign_head
from supervision.records import LedgerLine

NOTHING = bytes(32)
NOBODY = bytes(16)


class Commit:
    """What one atomic commit is going to change.

    Args:
        fold: The log as it stands; the commit counts only if it still stands so.
        tail: The end of the log.
        note: The head as stored.
        head: The head as read.
        ring: The keys that sign and seal; a change of keys replaces it, and sets `access`.
    """

    def __init__(self, fold: Fold, tail: Tail, note: bytes, head: Head, ring: Ring) -> None:
        self.fold = fold
        self.tail = tail
        self.head = head
        self.ring = ring
        self.access: Access | None = None
        self.ring_digest = head.ring_digest
        self.slots_digest = head.slots_digest
        self.entries: list[bytes] = []
        self.created: dict[bytes, FolderSecret] = {}
        self.small: dict[bytes, list[tuple[int, list[bytes]]]] = {}
        self.lines: dict[int, LedgerLine] = {}
        self.changes: dict[str, bytes | None] = {}
        self.expect: dict[str, bytes | None] = {HEAD: note}

    @property
    def seq(self) -> int:
        """The number that the next entry will have."""
        return self.fold.size + len(self.entries)

    def create(self, name: str, blob: bytes) -> None:
        """Write a blob under a name that must be free."""
        self.changes[name] = blob
        self.expect[name] = None

    def replace(self, name: str, blob: bytes) -> None:
        """Write a blob over the one that is there."""
        self.changes[name] = blob

    def remove(self, name: str) -> None:
        """Remove a blob."""
        self.changes[name] = None

    def log(
        self,
        op: Op,
        *,
        subject: bytes,
        kid: bytes = NOBODY,
        revision: int = 0,
        digest: bytes = NOTHING,
        content: bytes = NOTHING,
        facts: bytes = NOTHING,
    ) -> int:
        """Append an entry and return its number."""
        seq = self.seq
        actor = self.ring.primary("log").kid
        entry = Entry(int(op), subject, kid, revision, digest, content, facts, actor)
        self.entries.append(entry.pack())
        return seq

    def log_event(
        self,
        op: Op,
        *,
        subject: bytes,
        at: str,
        reason: str,
        kid: bytes = NOBODY,
        revision: int = 0,
    ) -> int:
        """Append an entry whose time and reason are sealed beside it."""
        event = seal_event(
            at=at,
            reason=reason,
            key=self.ring.primary("event"),
            journal=self.head.journal,
            seq=self.seq,
        )
        self.create(event_name(self.seq), event)
        digest = hashlib.sha256(event).digest()
        return self.log(op, subject=subject, kid=kid, revision=revision, digest=digest)

    def wipe_unused(self, used: Mapping[bytes, tuple[FolderSecret, bytes]]) -> None:
        """Overwrite the new secrets that are not among those *used*: another try makes others."""
        for secret in self.created.values():
            if secret.kid not in used or used[secret.kid][0] is not secret:
                secret.wipe()

    def finish(self) -> tuple[bytes, Head]:
        """Add the log's blobs and the signed head; return the head as stored and as read."""
        for name, blob in log_changes(self.tail, b"".join(self.entries)).items():
            self.changes[name] = blob
            if blob is not None and name not in self.tail.blobs:
                self.expect[name] = None
        head = self._next_head()
        note = sign_head(head, sign=self.ring.sign, public_key=log_key(self.ring))
        self.changes[HEAD] = note
        return note, head

    def _next_head(self) -> Head:
        # What the fold would refuse must never be signed: nobody could open the journal again.
        grown = self.fold.trial(b"".join(self.entries))
        return Head.of(
            self.head.journal,
            grown,
            ring_revision=self.ring.revision,
            ring_digest=self.ring_digest,
            slots_digest=self.slots_digest,
        )

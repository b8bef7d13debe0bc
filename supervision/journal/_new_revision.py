"""One revision on its way into the journal."""

from __future__ import annotations

import hashlib

from supervision import codec
from supervision.crypto import (
    FolderSecret,
    content_digest,
    facts_digest,
    line_nonce,
    new_blinder,
    seal_body,
)
from supervision.journal._commit import Commit
from supervision.journal._names import body_name
from supervision.proof import Op
from supervision.records import Record, line_of


class NewRevision:
    """A revision encoded, committed to by its digests, and sealed at most once per secret.

    Args:
        journal: The id of the journal.
        record: The record, its `revision` the one that it will be.
        recorded: The time of recording, RFC 3339 in UTC.
        reason: Why it is amended; `None` for a first revision.
        folder: The id of the folder it belongs to.
        label: The label of the folder, should it have to be created.
    """

    def __init__(
        self,
        journal: bytes,
        record: Record,
        *,
        recorded: str,
        reason: str | None = None,
        folder: bytes,
        label: str,
    ) -> None:
        self.id = bytes.fromhex(record.id)
        self.revision = record.revision
        self.folder = folder
        self.label = label
        self._journal = journal
        self._blinder = new_blinder()
        self._body = codec.encode(record, recorded=recorded, reason=reason)
        self._line = line_of(record)
        self.row = codec.encode_line(self._line, line_nonce(self._blinder))
        self._sealed: tuple[bytes, bytes] = (b"", b"")

    def sealed(self, secret: FolderSecret) -> bytes:
        """Return the body sealed under the folder's body key."""
        if self._sealed[0] != secret.kid:
            envelope = seal_body(
                self._body,
                blinder=self._blinder,
                key=secret.body,
                journal=self._journal,
                folder=secret.folder,
                record=self.id,
                revision=self.revision,
            )
            self._sealed = secret.kid, envelope
        return self._sealed[1]

    def put(self, commit: Commit, secret: FolderSecret) -> int:
        """Add the body and its entry to *commit*; return the number of the entry."""
        envelope = self.sealed(secret)
        commit.create(body_name(secret.folder, self.id, self.revision), envelope)
        commit.lines[commit.seq] = self._line
        return commit.log(
            Op.PUT,
            subject=self.id,
            kid=secret.kid,
            revision=self.revision,
            digest=hashlib.sha256(envelope).digest(),
            content=content_digest(self._blinder, self._body),
            facts=facts_digest(self._journal, self.id, self.revision, self.row),
        )

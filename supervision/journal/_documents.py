"""Documents: what a journal keeps beside its records, each version bound by the log.

The settings, unfinished drafts and the book of pseudonyms are documents. A new version takes the
place of the one before, in one commit; an older one put back is refused like an older record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from supervision.crypto import Key, seal_document, unseal_document
from supervision.errors import TamperedRecordError
from supervision.journal._commit import Commit
from supervision.journal._folders import secret_of
from supervision.journal._names import document_name
from supervision.journal._state import State
from supervision.proof import Document, Op

T = TypeVar("T")


def document_id(state: State, what: str) -> bytes:
    """Return the id of the one document of a journal that is *what*, such as ``settings``."""
    return state.access.ring.named(b"supervision/v1/document", what.encode())


def reading(state: State, step: Callable[[], T]) -> T:
    """Return what *step* reads at the newest head."""
    with state.lock:
        return state.steadily(step)


def blob_of(state: State, document: bytes) -> bytes | None:
    """Return a document as it is sealed, or `None` if there is none.

    Raises:
        TamperedRecordError: if the blob is missing, or is not the one that the log names.
    """
    found = state.fold.document(document)
    if found is None:
        return None
    name = document_name(document, found.version)
    blob = state.store.get(name)
    if blob is None:
        msg = "a document of the journal is missing; restore it from a backup"
        raise TamperedRecordError(msg, name=name, code="E-MISSING")
    if hashlib.sha256(blob).digest() != found.digest:
        msg = "a document of the journal is not the one that was kept; run verify"
        raise TamperedRecordError(msg, name=name, code="E-ALTERED")
    return blob


def text_of(state: State, document: bytes, key: Key | None = None) -> bytes | None:
    """Return what a document says, or `None` if there is none.

    Args:
        state: The open journal.
        document: The id of the document.
        key: The document's own key, if neither ring nor folder has it.
    """
    found, blob = state.fold.document(document), blob_of(state, document)
    if found is None or blob is None:
        return None
    return unseal_document(
        blob,
        key=key or _key_of(state, found),
        journal=state.journal,
        document=document,
        version=found.version,
        min_version=state.access.ring.min_version,
    )


def keep(state: State, planned: Commit, document: bytes, text: bytes, key: Key) -> None:
    """Add the next version of a document to a commit, in the place of the one before."""
    version = state.fold.last_version(document) + 1
    blob = seal_document(text, key=key, journal=state.journal, document=document, version=version)
    keep_blob(state, planned, document, blob, key.kid)


def keep_blob(state: State, planned: Commit, document: bytes, blob: bytes, kid: bytes) -> None:
    """Add the next version of a document that is sealed already."""
    version = state.fold.last_version(document) + 1
    _remove(state, planned, document)
    planned.create(document_name(document, version), blob)
    digest = hashlib.sha256(blob).digest()
    planned.log(Op.KEEP, subject=document, kid=kid, revision=version, digest=digest)


def drop(state: State, planned: Commit, document: bytes) -> None:
    """Take a document away, which must be there."""
    found = state.fold.document(document)
    if found is None:
        raise KeyError(document)
    _remove(state, planned, document)
    planned.log(Op.DROP, subject=document, kid=found.kid, revision=found.version)


def _remove(state: State, planned: Commit, document: bytes) -> None:
    found = state.fold.document(document)
    if found is not None:
        planned.remove(document_name(document, found.version))


def _key_of(state: State, found: Document) -> Key:
    if found.folder is not None:
        return secret_of(state, found.kid).body
    return state.access.ring.key(found.kid)

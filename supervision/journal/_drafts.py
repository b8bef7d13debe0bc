"""Drafts: what somebody has begun to write, sealed at every step until it is recorded."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import attrs

from supervision import codec
from supervision.errors import (
    ConflictError,
    InvalidRecordError,
    RecordNotFoundError,
    SupervisionError,
)
from supervision.journal._access import parsed_id
from supervision.journal._commit import Commit
from supervision.journal._documents import drop, keep, reading, text_of
from supervision.journal._folders import secret_for_writing, secret_of
from supervision.journal._state import State
from supervision.journal._writing import commit
from supervision.proof import Document
from supervision.records import pseudonym_of

_SCHEMA = "draft/1"
_MOST_DRAFTS = 1_000


@attrs.frozen(kw_only=True)
class Draft:
    """What somebody has begun to write.

    Args:
        id: 32 hex digits.
        version: How often it was kept.
        folder: The label of the folder whose key it is sealed under.
        kept: When it was kept last, RFC 3339 in UTC.
        content: Plain data: texts, numbers, lists and objects.
    """

    id: str
    version: int
    folder: str
    kept: str
    content: Mapping[str, Any] = attrs.field(repr=False)


def drafts_of(state: State) -> list[Draft]:
    """Return the drafts, those that were begun first in front."""

    def step() -> list[Draft]:
        # Settings and book have keys of their own: what is sealed under a folder's is a draft.
        return [
            _opened(state, document, found)
            for document, found in state.fold.documents.items()
            if found.folder is not None
        ]

    return reading(state, step)


def _opened(state: State, document: bytes, found: Document) -> Draft:
    text = text_of(state, document) or b""
    plain = codec.decode_document(text, _SCHEMA, dict)
    return Draft(
        id=document.hex(),
        version=found.version,
        folder=secret_of(state, found.kid).label,
        kept=str(plain.get("kept")),
        content=plain.get("content") or {},
    )


def begin_draft(state: State, content: Mapping[str, Any], folder: str) -> Draft:
    """Keep a new draft in the folder with this label."""
    label = pseudonym_of(folder, field="folder")
    first = Draft(id=os.urandom(16).hex(), version=0, folder=label, kept="", content={})
    return keep_draft(state, content, first)


def keep_draft(state: State, content: Mapping[str, Any], draft: Draft) -> Draft:
    """Keep *content* in the place of *draft*.

    Raises:
        ConflictError: if someone kept or dropped it since it was read; nothing was changed.
        InvalidRecordError: if *content* is no plain data, or too long.
    """
    document, now = _document_of(draft), state.now()
    if not isinstance(content, Mapping):
        msg = "the content of a draft must be an object with named parts"
        raise InvalidRecordError(msg, field="content")
    text = codec.encode_document(_SCHEMA, {"kept": now, "content": content})

    def plan(planned: Commit) -> None:
        folder = state.access.ring.folder_id(draft.folder)
        _check_newest(state, draft)
        if not draft.version:
            _check_room(state, folder)
        secret = secret_for_writing(state, planned, folder, draft.folder)
        keep(state, planned, document, text, secret.body)

    commit(state, plan)
    kept = codec.decode_document(text, _SCHEMA, dict)["content"]
    return attrs.evolve(draft, version=draft.version + 1, kept=now, content=kept)


def drop_draft(state: State, draft: Draft) -> None:
    """Take a draft away, out of every file of the store."""
    commit(state, lambda planned: plan_drop(state, planned, draft), scrub=True)


def plan_drop(state: State, planned: Commit, draft: Draft) -> None:
    """Add the end of *draft* to a commit."""
    _check_newest(state, draft)
    drop(state, planned, _document_of(draft))


def _document_of(draft: Draft) -> bytes:
    return parsed_id(draft.id)


def _check_newest(state: State, draft: Draft) -> None:
    document = _document_of(draft)
    version, found = state.fold.last_version(document), state.fold.document(document)
    if draft.version and (found is None or found.folder is None):
        msg = "the draft is gone: it was recorded or dropped; list those there are with drafts()"
        raise RecordNotFoundError(msg, record=draft.id)
    if version != draft.version:
        msg = "someone went on with the draft since you read it; read it again with drafts()"
        raise ConflictError(msg, record=draft.id)


def _check_room(state: State, folder: bytes) -> None:
    # They are removed together with their folder, in one commit.
    if len(state.fold.documents_in(folder)) >= _MOST_DRAFTS:
        msg = f"a folder holds at most {_MOST_DRAFTS:,} drafts; finish some, or drop them"
        raise SupervisionError(msg)

"""Folders: whose records, under which secret."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import attrs

from supervision.crypto import FolderSecret, kid_of, new_folder_secret, unwrap_folder, wrap_folder
from supervision.errors import ConflictError, TamperedRecordError
from supervision.journal._commit import Commit
from supervision.journal._names import (
    BODIES,
    FOLDERS,
    document_name,
    folder_name,
    ledger_prefix,
)
from supervision.journal._state import State
from supervision.proof import Op


@attrs.frozen(kw_only=True)
class Folder:
    """One folder of a journal.

    Args:
        label: Whose it is: a supervisee's pseudonym, or a group's or agreement's code.
        records: How many records it holds, erased ones left out.
        version: How many secrets it has had.
    """

    label: str
    records: int
    version: int


def secret_of(state: State, kid: bytes) -> FolderSecret:
    """Return the folder secret that the log names *kid*.

    Raises:
        TamperedRecordError: if its blob is missing or holds another secret.
    """
    if kid not in state.secrets:
        state.secrets[kid] = _unwrapped(state, kid)
    return state.secrets[kid][0]


def _unwrapped(state: State, kid: bytes) -> tuple[FolderSecret, bytes]:
    folder, version = state.home_of(kid)
    name = folder_name(folder, version)
    blob = state.store.get(name)
    if blob is None:
        msg = "the secret of a folder is missing; restore the store from a backup"
        raise TamperedRecordError(msg, name=name, code="E-MISSING")
    # The log names the very bytes: no other label, key or version can stand in their place.
    if hashlib.sha256(blob).digest() != state.fold.wrapped_digest(kid):
        msg = "the secret of a folder is not the one that the log names; restore it from a backup"
        raise TamperedRecordError(msg, name=name, code="E-ALTERED")
    ring = state.access.ring
    wrap = ring.key(kid_of(blob, min_version=ring.min_version))
    secret = unwrap_folder(blob, wrap=wrap, journal=state.journal, folder=folder, version=version)
    if secret.kid != kid:
        msg = "the secret of a folder is not the one that the log names"
        raise TamperedRecordError(msg, name=name, code="E-STALE")
    return secret, wrap.kid


def secret_for_writing(state: State, commit: Commit, folder: bytes, label: str) -> FolderSecret:
    """Return the secret that new records of a folder are sealed under.

    A folder comes into being on first use. Where its secret was wrapped by a key that has been
    retired since, it gets a new one, so that who left with the old key reads nothing new.
    """
    if folder in commit.created:
        return commit.created[folder]
    found = state.fold.folders.get(folder)
    if found is None:
        return _created(commit, folder, label, 1)
    if found.shredded is not None:
        _check_swept(state, folder)
        return _created(commit, folder, label, found.version + 1)
    secret = secret_of(state, found.kid)
    if state.secrets[found.kid][1] == commit.ring.primary("wrap").kid:
        return secret
    return _created(commit, folder, label, found.version + 1)


def _check_swept(state: State, folder: bytes) -> None:
    # New rows beside those of an erasure that was cut short would make a ledger of neither.
    if folder_blobs(state, folder):
        msg = "the folder is being erased; finish that with erase_folder, then record again"
        raise ConflictError(msg)


def folder_blobs(state: State, folder: bytes) -> list[str]:
    """Return the names of a folder's blobs, its keys first: without them the rest is noise."""
    keys = list(state.store.names(f"{FOLDERS}{folder.hex()}/"))
    prefixes = (f"{BODIES}{folder.hex()}/", ledger_prefix(folder))
    others = [name for prefix in prefixes for name in state.store.names(prefix)]
    return [*keys, *document_names(state, folder), *others]


def secret_names(state: State) -> Iterator[str]:
    """Yield the names of the secrets that there must be: those that no erasure destroyed."""
    fold = state.fold
    shreds = (entry for entry in map(fold.entry, fold.events) if entry.op == Op.SHRED)
    destroyed = {entry.subject: entry.revision for entry in shreds}
    for folder, each in fold.folders.items():
        for version in each.kids.values():
            if version > destroyed.get(folder, 0):
                yield folder_name(folder, version)


def document_names(state: State, folder: bytes | None = None) -> list[str]:
    """Return the names of the documents of a folder, or of all there are."""
    documents = state.fold.documents
    wanted = documents if folder is None else state.fold.documents_in(folder)
    return [document_name(each, documents[each].version) for each in wanted]


def _created(commit: Commit, folder: bytes, label: str, version: int) -> FolderSecret:
    journal = commit.head.journal
    secret = new_folder_secret(journal=journal, folder=folder, version=version, label=label)
    blob = wrap_folder(secret, wrap=commit.ring.primary("wrap"), journal=journal)
    commit.create(folder_name(folder, version), blob)
    digest = hashlib.sha256(blob).digest()
    commit.log(Op.FOLDER, subject=folder, kid=secret.kid, revision=version, digest=digest)
    commit.created[folder] = secret
    return secret


def folders_of(state: State) -> list[Folder]:
    """Return the folders that are not erased, by label."""

    def step() -> list[Folder]:
        return [
            Folder(
                label=secret_of(state, each.kid).label,
                records=len(state.fold.records_in(folder)),
                version=each.version,
            )
            for folder, each in state.fold.folders.items()
            if each.shredded is None
        ]

    with state.lock:
        return sorted(state.steadily(step), key=lambda folder: folder.label)

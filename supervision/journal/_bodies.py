"""Opening bodies: every one is looked up in the fold of the log before it is believed."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TypeVar

import attrs

from supervision import codec
from supervision.crypto import content_digest, unseal_body
from supervision.errors import ErasedError, RecordNotFoundError, TamperedRecordError
from supervision.journal._folders import secret_of
from supervision.journal._names import body_name
from supervision.journal._state import State
from supervision.proof import Put
from supervision.records import Agreement, Reflection, Session, with_revision

R = TypeVar("R", bound=Session | Reflection | Agreement)
_TOGETHER = 256


def newest_put(state: State, record: bytes) -> Put:
    """Return what the log says of the newest revision of *record*.

    Raises:
        RecordNotFoundError: if there is none.
        ErasedError: if it was erased.
    """
    put = state.fold.newest(record)
    if put is not None:
        return put
    if record in state.fold.erased:
        seq = state.fold.erased[record]
        msg = f"the record was erased by entry {seq} of the log; its event says why"
        raise ErasedError(msg, record=record.hex())
    msg = "no record has this id in this journal; list them with ledger()"
    raise RecordNotFoundError(msg, record=record.hex())


def name_of(state: State, record: bytes, put: Put) -> str:
    """Return the name of the body that *put* wrote."""
    folder, _ = state.home_of(put.kid)
    return body_name(folder, record, put.revision)


def open_body(state: State, record: bytes, put: Put, blob: bytes | None) -> bytes:
    """Return the text of a body: exactly the bytes that *put* committed to.

    Raises:
        TamperedRecordError: if *blob* is missing or is anything else.
    """
    name = name_of(state, record, put)
    if blob is None:
        msg = "the body of a record is missing; restore the store from a backup"
        raise TamperedRecordError(msg, record=record.hex(), name=name, code="E-MISSING")
    if hashlib.sha256(blob).digest() != put.digest:
        msg = "the body of a record is not the one that was recorded; run verify"
        raise TamperedRecordError(msg, record=record.hex(), name=name, code="E-ALTERED")
    return _unsealed(state, record, put, blob, name)


def _unsealed(state: State, record: bytes, put: Put, blob: bytes, name: str) -> bytes:
    secret = secret_of(state, put.kid)
    blinder, body = unseal_body(
        blob,
        key=secret.body,
        journal=state.journal,
        folder=secret.folder,
        record=record,
        revision=put.revision,
        min_version=state.access.ring.min_version,
    )
    # The digest proves who wrote the envelope; this, that resealing kept the text.
    if content_digest(blinder, body) != put.content:
        msg = "the text of a record is not the one that was recorded; run verify"
        raise TamperedRecordError(msg, record=record.hex(), name=name, code="E-ALTERED")
    return body


def read_revisions(
    state: State, kind: type[R], record: bytes, puts: Iterable[Put]
) -> list[codec.Body[R]]:
    """Return the given revisions of one record, opened."""
    puts = list(puts)
    names = [name_of(state, record, put) for put in puts]
    blobs = state.store.get_many(names)
    return [
        _decoded(kind, put, open_body(state, record, put, blobs.get(name)))
        for put, name in zip(puts, names, strict=True)
    ]


def _decoded(kind: type[R], put: Put, text: bytes) -> codec.Body[R]:
    body = codec.decode(text, kind)
    if put.revision == 1:
        return body
    return attrs.evolve(body, record=with_revision(body.record, put.revision))


def stream(state: State, kind: type[R], records: Iterable[bytes]) -> Iterator[R]:
    """Yield the newest revision of each of *records* that is of *kind*, some hundreds at a time.

    What is erased meanwhile is left out.
    """
    queue = iter(records)
    while chunk := list(itertools.islice(queue, _TOGETHER)):
        with state.lock:
            found = state.steadily(partial(_read_chunk, state, kind, chunk))
        yield from found


def _read_chunk(state: State, kind: type[R], records: list[bytes]) -> list[R]:
    puts = [(record, put) for record in records if (put := state.fold.newest(record))]
    names = [name_of(state, record, put) for record, put in puts]
    blobs = state.store.get_many(names)
    texts = [
        (put, open_body(state, record, put, blobs.get(name)))
        for (record, put), name in zip(puts, names, strict=True)
    ]
    return [_decoded(kind, put, text).record for put, text in texts if codec.kind_of(text) is kind]

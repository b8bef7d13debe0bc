"""Opening bodies: every one is looked up in the fold of the log before it is believed."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
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


def open_body(
    state: State, record: bytes, put: Put, blob: bytes | None, *, thoroughly: bool = False
) -> bytes:
    """Return the text of a body: exactly the bytes that *put* committed to.

    Args:
        state: The open journal.
        record: The id of the record.
        put: What the log says of the revision.
        blob: What the store has under its name.
        thoroughly: Check the commitment to the text even where that of the envelope implies it.

    Raises:
        TamperedRecordError: if *blob* is missing or is anything else.
    """
    if blob is None:
        raise _refused(state, record, put, "E-MISSING", "is missing; restore it from a backup")
    if hashlib.sha256(blob).digest() != put.digest:
        raise _refused(state, record, put, "E-ALTERED", "is not the one recorded; run verify")
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
    # The digest proves the envelope that was put; this, that sealing it anew kept the text.
    if (put.resealed or thoroughly) and content_digest(blinder, body) != put.content:
        raise _refused(state, record, put, "E-ALTERED", "has not the text recorded; run verify")
    return body


def _refused(state: State, record: bytes, put: Put, code: str, why: str) -> TamperedRecordError:
    msg = f"the body of a record {why}"
    name = name_of(state, record, put)
    return TamperedRecordError(msg, record=record.hex(), name=name, code=code)


def read_revisions(
    state: State, kind: type[R], record: bytes, puts: Sequence[Put]
) -> list[codec.Body[R]]:
    """Return the given revisions of one record, opened."""
    names = [name_of(state, record, put) for put in puts]
    blobs = state.store.get_many(names)
    texts = [
        open_body(state, record, put, blobs.get(name))
        for put, name in zip(puts, names, strict=True)
    ]
    return _decoded(kind, puts, texts)


def _decoded(kind: type[R], puts: Sequence[Put], texts: Sequence[bytes]) -> list[codec.Body[R]]:
    return [
        body
        if put.revision == 1
        else attrs.evolve(body, record=with_revision(body.record, put.revision))
        for put, body in zip(puts, codec.decode_all(texts, kind), strict=True)
    ]


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
    opened = [
        (put, open_body(state, record, put, blobs.get(name)))
        for (record, put), name in zip(puts, names, strict=True)
    ]
    chosen = [(put, text) for put, text in opened if codec.kind_of(text) is kind]
    bodies = _decoded(kind, [put for put, _ in chosen], [text for _, text in chosen])
    return [body.record for body in bodies]

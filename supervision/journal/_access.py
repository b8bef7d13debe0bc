"""Unlocking a journal: from one key provider to the ring."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from supervision.crypto import (
    MAX_SLOTS,
    Key,
    KeyProvider,
    Ring,
    open_slot,
    parse_slot,
    slots_digest,
    unseal_ring,
)
from supervision.errors import (
    ConflictError,
    InvalidRecordError,
    JournalNotFoundError,
    RollbackError,
    SupervisionError,
    TamperedRecordError,
    WrongKeyError,
)
from supervision.journal._names import HEAD, RING, SLOTS
from supervision.proof import Head, read_head, verify_head
from supervision.storage import Backend

_TRIES = 50
_SLOT = re.compile(r"slot/[0-9a-f]{32}")
_LARGEST_SLOT = 32 * 1024


class HeldKey:
    """A slot key that is in memory already, in the shape of a key provider."""

    def __init__(self, kind: str, key: Key) -> None:
        self.kind = kind
        self.key = key

    def create(self) -> tuple[bytearray, Mapping[str, object]]:
        """Refuse: a held key opens the slot it came from and makes no other."""
        msg = "a held key opens its own slot only"
        raise SupervisionError(msg)

    def recover(self, parameters: Mapping[str, object]) -> bytearray:  # noqa: ARG002 - the key is known
        """Return a copy of the slot key, for its receiver to overwrite."""
        return bytearray(self.key.material)


class _Lent:
    """A key provider, and the key that it gave: overwritten again where it opens nothing."""

    def __init__(self, provider: KeyProvider) -> None:
        self.kind = provider.kind
        self.create = provider.create
        self._recover = provider.recover
        self.material: object = None

    def recover(self, parameters: Mapping[str, object]) -> bytearray:
        """Return the key, and remember where it lies."""
        material = self.material = self._recover(parameters)
        return material

    def wipe(self) -> None:
        """Overwrite the key; what a plugin gave that is none cannot be."""
        if isinstance(self.material, bytearray):
            self.material[:] = bytes(len(self.material))
            self.material.clear()


@contextlib.contextmanager
def wiping_on_error(*wipes: Callable[[], None]) -> Iterator[None]:
    """Call *wipes* if the block fails: the keys that it was about to hand on are nobody's then."""
    try:
        yield
    except BaseException:
        for wipe in wipes:
            wipe()
        raise


@attrs.define(repr=False)
class Access:
    """The keys of an unlocked journal.

    Args:
        ring_key: Opens the ring.
        ring: Every key of the journal.
        slot: The id of the slot that was opened.
        held: The slot keys known by now: of the slot that was opened and of those added since.
    """

    ring_key: Key
    ring: Ring
    slot: bytes
    held: dict[bytes, HeldKey]

    def wipe(self) -> None:
        """Overwrite the keys."""
        self.ring_key.wipe()
        self.ring.wipe()
        for held in self.held.values():
            held.key.wipe()


def unlock(store: Backend, providers: Sequence[KeyProvider]) -> tuple[Access, bytes, Head]:
    """Return the keys, the head as stored and the head as read, each checked by the others.

    Args:
        store: Where the journal is.
        providers: Tried in turn.

    Raises:
        JournalNotFoundError: if the store holds no journal.
        WrongKeyError: if no slot opens.
        TamperedRecordError: if head, ring and slots do not belong together.
    """
    for _ in range(_TRIES):
        note = store.get(HEAD)
        if note is None:
            msg = "no journal in this store; check the URL, or use Journal.create"
            raise JournalNotFoundError(msg)
        try:
            return _unlock_at(store, note, providers)
        except (TamperedRecordError, WrongKeyError) as error:
            found = error
        # Another process may have changed the keys between our reads.
        if store.get(HEAD) == note:
            raise found
    raise never_still()


def never_still() -> ConflictError:
    """Return the error of a reader whom other writers gave no rest."""
    msg = "other writers kept changing the journal while it was read; try again"
    return ConflictError(msg)


def _unlock_at(
    store: Backend, note: bytes, providers: Sequence[KeyProvider]
) -> tuple[Access, bytes, Head]:
    head = read_head(note)
    slots = read_slots(store, head)
    slot, ring_key, held = _open_any(slots, head.journal, providers)
    with wiping_on_error(ring_key.wipe, held.key.wipe):
        ring = _read_ring(store, head, ring_key)
        with wiping_on_error(ring.wipe):
            _check_ring(ring, head, note)
    return Access(ring_key=ring_key, ring=ring, slot=slot, held={slot: held}), note, head


def log_key(ring: Ring) -> bytes:
    """Return the public key that signs heads now; earlier ones sign no more."""
    return ring.log_public_keys()[ring.primary("log").kid]


def check_successor(old: Ring, new: Ring) -> None:
    """Raise unless *new* is a later revision of *old*, made by someone who held it.

    Whoever was removed may hold an earlier ring and put it back under a head that they sign: it
    cannot hold the log key that came since.
    """
    if new.revision < old.revision:
        msg = "the keys in the store are older than those seen before; restore the newer copy"
        raise RollbackError(msg, name=RING, code="E-ROLLBACK")
    if new.revision == old.revision or log_key(old) not in new.log_public_keys().values():
        msg = "the ring is no successor of the one seen before; restore the store from a backup"
        raise TamperedRecordError(msg, name=RING, code="E-RING")


def read_slots(store: Backend, head: Head) -> dict[str, bytes]:
    """Return every slot by name, checked against *head*."""
    # One more than there may be: nothing here is authenticated yet, so nothing may be large.
    slots = dict(itertools.islice(store.scan(SLOTS), MAX_SLOTS + 1))
    if not _are_slots(slots) or slots_digest(slots) != head.slots_digest:
        msg = "the slots are not those of the head; restore the store from a backup"
        raise TamperedRecordError(msg, code="E-SLOT")
    return slots


def _are_slots(slots: Mapping[str, bytes]) -> bool:
    return len(slots) <= MAX_SLOTS and all(
        _SLOT.fullmatch(name) and len(blob) <= _LARGEST_SLOT for name, blob in slots.items()
    )


def _read_ring(store: Backend, head: Head, ring_key: Key) -> Ring:
    blob = store.get(RING)
    if blob is None or hashlib.sha256(blob).digest() != head.ring_digest:
        msg = "the ring is not that of the head; restore the store from a backup"
        raise TamperedRecordError(msg, name=RING, code="E-RING")
    return unseal_ring(blob, key=ring_key, journal=head.journal)


def _check_ring(ring: Ring, head: Head, note: bytes) -> None:
    if ring.revision != head.ring_revision:
        msg = "the ring is of another revision than the head says; restore the store"
        raise TamperedRecordError(msg, name=RING, code="E-RING")
    verify_head(note, [log_key(ring)])


def _open_any(
    slots: Mapping[str, bytes], journal: bytes, providers: Sequence[KeyProvider]
) -> tuple[bytes, Key, HeldKey]:
    msg = "no slot opened: wrong key, or the slot was changed"
    found = WrongKeyError(msg)
    for provider in providers:
        for name, blob in slots.items():
            if _kind_of(name, blob, journal) != provider.kind:
                continue
            try:
                return _open_one(name, blob, journal, provider)
            except WrongKeyError as error:
                # It may say more: that a key file lets others read it, or a slot was damaged.
                found = error
    raise found


def try_slot(
    name: str, blob: bytes, journal: bytes, provider: KeyProvider
) -> tuple[bytes, Key, HeldKey] | None:
    """Return the slot's id, the ring key and the slot key, or `None` where it does not open."""
    try:
        return _open_one(name, blob, journal, provider)
    except WrongKeyError:
        return None


def _kind_of(name: str, blob: bytes, journal: bytes) -> str:
    slot = bytes.fromhex(name.removeprefix(SLOTS))
    return parse_slot(blob, slot_id=slot, journal=journal).kind


def _open_one(
    name: str, blob: bytes, journal: bytes, provider: KeyProvider
) -> tuple[bytes, Key, HeldKey]:
    slot = bytes.fromhex(name.removeprefix(SLOTS))
    lent = _Lent(provider)
    with wiping_on_error(lent.wipe):
        ring_key, slot_key = open_slot(blob, slot_id=slot, journal=journal, provider=lent)
    return slot, ring_key, HeldKey(provider.kind, slot_key)


def derived_id(ring: Ring, identity: bytes) -> bytes:
    """Return the id that *identity* always gives in this journal: 16 bytes, keyed."""
    return ring.named(b"supervision/v1/import", identity)


def parsed_id(text: str) -> bytes:
    """Return the bytes of an id."""
    with contextlib.suppress(ValueError, TypeError):
        found = bytes.fromhex(text)
        if found.hex() == text and len(found) == 16:  # noqa: PLR2004 - format.md: ids are 16 bytes
            return found
    msg = "an id is 32 lower-case hex digits; list them with ledger() or keys()"
    raise InvalidRecordError(msg)

"""The ways into a journal: adding one, removing one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import attrs

from supervision.crypto import (
    MAX_SLOTS,
    KeyProvider,
    Ring,
    make_slot,
    new_ring_key,
    parse_slot,
    rewrap_slot,
    seal_ring,
    slots_digest,
)
from supervision.errors import RecordNotFoundError, SupervisionError, WrongKeyError
from supervision.journal._access import Access, HeldKey, read_slots, try_slot, wiping_on_error
from supervision.journal._book import check_not_of_book
from supervision.journal._commit import Commit
from supervision.journal._names import RING, SLOTS, slot_name
from supervision.journal._settings_changes import carry_over
from supervision.journal._state import State
from supervision.journal._writing import commit
from supervision.proof import Op


@attrs.frozen(kw_only=True)
class KeySlot:
    """One way into a journal.

    Args:
        id: The id of the slot, 32 hex digits.
        kind: The kind of key: ``passphrase``, ``key-file``, ``recovery-code`` or a plugin's.
        opened_with: Whether it is the one that opened this journal.
    """

    id: str
    kind: str
    opened_with: bool


def key_slots(state: State) -> list[KeySlot]:
    """Return the ways into the journal, in the order of their ids."""
    with state.lock:
        slots = state.steadily(lambda: read_slots(state.store, state.head))
        return [_key_slot(state, name, blob) for name, blob in slots.items()]


def _key_slot(state: State, name: str, blob: bytes) -> KeySlot:
    slot = _slot_id(name)
    kind = parse_slot(blob, slot_id=slot, journal=state.journal).kind
    return KeySlot(id=slot.hex(), kind=kind, opened_with=slot == state.access.slot)


def _slot_id(name: str) -> bytes:
    return bytes.fromhex(name.removeprefix(SLOTS))


def add_key(state: State, provider: KeyProvider) -> str:
    """Make a slot for *provider* and return its id."""
    made, blob, key = make_slot(provider, ring_key=state.access.ring_key, journal=state.journal)
    at = state.now()

    def plan(planned: Commit) -> None:
        slots = read_slots(state.store, state.head)
        if len(slots) >= MAX_SLOTS:
            msg = f"a journal has at most {MAX_SLOTS} keys; remove one first"
            raise SupervisionError(msg)
        if made.ring_kid != state.access.ring_key.kid:
            msg = "another process changed the keys meanwhile; add the key again"
            raise SupervisionError(msg)
        planned.create(slot_name(made.id), blob)
        planned.slots_digest = slots_digest({**slots, slot_name(made.id): blob})
        planned.log_event(Op.KEY_ADDED, subject=made.id, at=at, reason=f"{made.kind} added")

    with wiping_on_error(key.wipe):
        check_not_of_book(state, provider)
        commit(state, plan)
    state.access.held[made.id] = HeldKey(made.kind, key)
    return made.id.hex()


def remove_key(state: State, slot: bytes, keep: Sequence[KeyProvider]) -> None:
    """Remove a slot; change ring key, wrap key, log key and event key with it."""
    with state.lock:
        slots = state.steadily(lambda: read_slots(state.store, state.head))
    _check_removable(slots, slot)
    held = _keys_that_stay(state, slots, slot, keep)
    at = state.now()
    ring, ring_key = _renewed(state.access.ring, at), new_ring_key()
    sealed = seal_ring(ring, key=ring_key)
    access = Access(ring_key=ring_key, ring=ring, slot=_stays(state, held), held=held)

    def plan(planned: Commit) -> None:
        if read_slots(state.store, state.head) != slots:
            msg = "another process changed the keys meanwhile; remove the key again"
            raise SupervisionError(msg)
        planned.ring = ring
        planned.ring_digest = hashlib.sha256(sealed).digest()
        planned.replace(RING, sealed)
        rewrapped = {
            slot_name(each): rewrap_slot(
                slots[slot_name(each)],
                slot_id=each,
                journal=state.journal,
                slot_key=key.key,
                ring_key=ring_key,
            )
            for each, key in held.items()
        }
        for name, blob in rewrapped.items():
            planned.replace(name, blob)
        planned.remove(slot_name(slot))
        planned.slots_digest = slots_digest(rewrapped)
        planned.access = access
        carry_over(state, planned)
        planned.log_event(Op.KEY_REMOVED, subject=slot, at=at, reason="key removed")

    try:
        commit(state, plan, scrub=True)
    finally:
        _wipe_unused(state, access)


def _wipe_unused(state: State, access: Access) -> None:
    """Overwrite what a removal made or opened, and the journal did not take over."""
    if state.access is not access:
        access.ring_key.wipe()
        access.ring.wipe()
    for slot, held in access.held.items():
        if state.access.held.get(slot) is not held:
            held.key.wipe()


def _check_removable(slots: Mapping[str, bytes], slot: bytes) -> None:
    if slot_name(slot) not in slots:
        msg = "no key has this id; list them with keys()"
        raise RecordNotFoundError(msg)
    if len(slots) == 1:
        msg = "the last key cannot be removed; add another first"
        raise SupervisionError(msg)


def _keys_that_stay(
    state: State, slots: Mapping[str, bytes], gone: bytes, keep: Sequence[KeyProvider]
) -> dict[bytes, HeldKey]:
    """Return a slot key for every slot that stays: only with it can the new ring key go there."""
    staying = {_slot_id(name): blob for name, blob in slots.items() if _slot_id(name) != gone}
    found = {slot: key for slot, key in state.access.held.items() if slot in staying}
    for slot, blob in staying.items():
        for provider in keep if slot not in found else ():
            opened = try_slot(slot_name(slot), blob, state.journal, provider)
            if opened is not None:
                _, ring_key, found[slot] = opened
                ring_key.wipe()
    missing = sorted(slot.hex() for slot in staying.keys() - found.keys())
    if missing:
        for slot in found.keys() - state.access.held.keys():
            found[slot].key.wipe()
        msg = (
            "every key that stays must be shown once, so that the new ring key can be wrapped for "
            f"it: give it in keep=, or remove it first: {', '.join(missing)}"
        )
        raise WrongKeyError(msg)
    return found


def _stays(state: State, held: Mapping[bytes, HeldKey]) -> bytes:
    return state.access.slot if state.access.slot in held else next(iter(held))


def _renewed(ring: Ring, at: str) -> Ring:
    # Who left may hold a copy of the old ring: what it could wrap, sign or read ends here.
    first = ring.rotated("wrap", created=at)
    second = first.rotated("log", created=at)
    third = second.rotated("event", created=at)
    first.wipe()
    second.wipe()
    return third

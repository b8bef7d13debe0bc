"""Slots: the ring key, sealed once for each way in."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from supervision.crypto._envelope import Purpose, seal, unseal
from supervision.crypto._json import decode_object, encode_object
from supervision.crypto._keys import KEY_SIZE, KID_SIZE, Key, alive
from supervision.crypto._pae import pae, split_pae
from supervision.crypto._provider import KeyProvider
from supervision.errors import PluginError, TamperedRecordError, WrongKeyError

MAX_SLOTS = 16
"""How many ways in a journal may have."""

_MAX_PARAMETERS = 16 * 1024
_MAX_BLOB = 32 * 1024
_LABEL = b"supervision/v1/slot-file"
_KIND = re.compile(r"[a-z0-9-]{1,40}")
_NO_SLOT = "no slot opened: wrong key, or the slot was changed"


class Slot(NamedTuple):
    """One way in, as it is stored; nothing in it is secret.

    Attributes:
        id: The id of the slot, 16 bytes.
        kind: The kind of key provider that opens it.
        ring_kid: The id of the ring key inside, 16 bytes.
        parameters: What the provider stored, as bytes of JSON.
        envelope: The sealed ring key.
    """

    id: bytes
    kind: str
    ring_kid: bytes
    parameters: bytes
    envelope: bytes

    @property
    def parameters_mapping(self) -> Mapping[str, object]:
        """What the provider stored.

        Raises:
            TamperedRecordError: if it is not one JSON object.
        """
        fields = decode_object(self.parameters)
        if fields is None:
            msg = "the parameters of a slot are not as they were made; restore it from a copy"
            raise TamperedRecordError(msg)
        return fields


def make_slot(provider: KeyProvider, *, ring_key: Key, journal: bytes) -> tuple[Slot, bytes, Key]:
    """Make a new way in to *ring_key*.

    Args:
        provider: Makes the slot key.
        ring_key: The key to seal into the slot.
        journal: The id of the journal, 16 bytes.

    Returns:
        The slot, the bytes to store for it, and its key, whose id is the slot's.

    Raises:
        PluginError: if *provider* breaks its contract.
        WrongKeyError: if *provider* has no key to give, or *ring_key* was wiped.
    """
    material, parameters = provider.create()
    slot_key = Key(os.urandom(KID_SIZE), _checked(material))
    stored = _stored(parameters)
    if _KIND.fullmatch(provider.kind) is None or stored is None:
        msg = "the key provider's kind or parameters are not as a slot can hold them"
        raise PluginError(msg)
    slot = _sealed(provider.kind, stored, journal=journal, slot_key=slot_key, ring_key=ring_key)
    return slot, _blob(slot, journal), slot_key


def parse_slot(blob: bytes, *, slot_id: bytes, journal: bytes) -> Slot:
    """Return the slot in *blob*, unopened.

    Sizes are checked first; nothing that the slot asks for is done.

    Args:
        blob: The bytes that `make_slot` returned.
        slot_id: The id under which they were stored, 16 bytes.
        journal: The id of the journal, 16 bytes.

    Raises:
        TamperedRecordError: if *blob* is larger than a slot can be, cut short, lengthened, of
            another journal or otherwise not as it was made.
    """
    if len(blob) > _MAX_BLOB:
        raise TamperedRecordError(_not_as_made())
    label, owner, ring_kid, kind, parameters, envelope = split_pae(blob, count=6)
    if (
        (label, owner, len(ring_kid)) != (_LABEL, journal, KID_SIZE)
        or len(parameters) > _MAX_PARAMETERS
        or _KIND.fullmatch(kind.decode("latin-1")) is None
    ):
        raise TamperedRecordError(_not_as_made())
    return Slot(slot_id, kind.decode(), ring_kid, parameters, envelope)


def open_slot(
    blob: bytes, *, slot_id: bytes, journal: bytes, provider: KeyProvider
) -> tuple[Key, Key]:
    """Return the ring key in a slot, and the slot key that opened it.

    Args:
        blob: The bytes that `make_slot` returned.
        slot_id: The id under which they were stored, 16 bytes.
        journal: The id of the journal, 16 bytes.
        provider: Recovers the slot key.

    Raises:
        PluginError: if *provider* breaks its contract.
        TamperedRecordError: if *blob* is not as it was made.
        UnsupportedFormatError: if the slot asks for what *provider* does not do, or was sealed in
            a version that this release does not know.
        WrongKeyError: if *provider* is of another kind than the slot or its key does not open
            it, or a part of the slot that only its key can check was changed.
    """
    slot = parse_slot(blob, slot_id=slot_id, journal=journal)
    if slot.kind != provider.kind:
        msg = f"the slot is opened by a key of the kind {slot.kind!r}, not {provider.kind!r}"
        raise WrongKeyError(msg)
    slot_key = Key(slot_id, _checked(provider.recover(slot.parameters_mapping)))
    return Key(slot.ring_kid, _opened(slot, journal, slot_key)), slot_key


def rewrap_slot(
    blob: bytes, *, slot_id: bytes, journal: bytes, slot_key: Key, ring_key: Key
) -> bytes:
    """Return the bytes of the same slot, with its parameters as they are, around *ring_key*.

    Args:
        blob: The bytes that `make_slot` returned.
        slot_id: The id under which they were stored, 16 bytes.
        journal: The id of the journal, 16 bytes.
        slot_key: The key that `make_slot` or `open_slot` returned for this slot.
        ring_key: The key to seal into it now.

    Raises:
        TamperedRecordError: if *blob* is not as it was made.
        WrongKeyError: if *slot_key* does not open it, or *ring_key* was wiped.
    """
    old = parse_slot(blob, slot_id=slot_id, journal=journal)
    # Opened only to be sure that the parameters about to be sealed again are the owner's.
    _opened(old, journal, slot_key)
    new = _sealed(old.kind, old.parameters, journal=journal, slot_key=slot_key, ring_key=ring_key)
    return _blob(new, journal)


def slots_digest(slots: Mapping[str, bytes]) -> bytes:
    """Return the 32 bytes by which head names all *slots*, given as name and stored bytes."""
    parts = [part for name in sorted(slots) for part in (name.encode(), slots[name])]
    return sha256(pae(*parts)).digest()


def _sealed(kind: str, parameters: bytes, *, journal: bytes, slot_key: Key, ring_key: Key) -> Slot:
    envelope = seal(
        bytes(alive(ring_key.material, "the ring key")),
        key=slot_key,
        purpose=Purpose.SLOT,
        journal=journal,
        parts=_parts(kind, parameters),
    )
    return Slot(slot_key.kid, kind, ring_key.kid, parameters, envelope)


def _opened(slot: Slot, journal: bytes, slot_key: Key) -> bytearray:
    try:
        text = unseal(
            slot.envelope,
            key=slot_key,
            purpose=Purpose.SLOT,
            journal=journal,
            parts=_parts(slot.kind, slot.parameters),
        )
    except (TamperedRecordError, WrongKeyError):
        text = b""
    if len(text) != KEY_SIZE:
        raise WrongKeyError(_NO_SLOT)
    return bytearray(text)


def _parts(kind: str, parameters: bytes) -> tuple[bytes, bytes]:
    return kind.encode(), sha256(parameters).digest()


def _blob(slot: Slot, journal: bytes) -> bytes:
    kind = slot.kind.encode()
    return pae(_LABEL, journal, slot.ring_kid, kind, slot.parameters, slot.envelope)


def _stored(parameters: Mapping[str, object]) -> bytes | None:
    try:
        stored = encode_object(dict(parameters))
    except (TypeError, ValueError, RecursionError):
        return None
    return stored if len(stored) <= _MAX_PARAMETERS else None


def _checked(material: object) -> bytearray:
    if not isinstance(material, bytearray) or len(material) != KEY_SIZE:
        msg = f"the key provider did not give a bytearray of {KEY_SIZE} bytes; tell its authors"
        raise PluginError(msg)
    return material


def _not_as_made() -> str:
    return "a slot is not as it was made; restore it from a copy"

"""The sealed form of a ring."""

from __future__ import annotations

from supervision.crypto._envelope import Purpose, kid_of, seal, unseal
from supervision.crypto._json import decode_object, encode_object, is_number, unhex
from supervision.crypto._keys import KEY_SIZE, KID_SIZE, Key, alive
from supervision.crypto._padding import pad, unpad
from supervision.crypto._ring import STATES, USES, Ring, RingKey
from supervision.errors import CorruptRecordError

_LEAST = 256


def seal_ring(ring: Ring, *, key: Key) -> bytes:
    """Seal *ring* under the ring key.

    Raises:
        WrongKeyError: if *ring* or *key* was wiped.
    """
    fields = {
        "journal": ring.journal.hex(),
        "revision": ring.revision,
        "min_version": ring.min_version,
        "keys": [_key_fields(each) for each in ring.keys],
    }
    text = pad(encode_object(fields), least=_LEAST)
    return seal(text, key=key, purpose=Purpose.RING, journal=ring.journal, parts=())


def unseal_ring(envelope: bytes, *, key: Key, journal: bytes) -> Ring:
    """Return the ring that `seal_ring` sealed.

    Raises:
        CorruptRecordError: if it opens, and is no ring that this release knows.
        TamperedRecordError: if it was changed, cut short or moved.
        UnsupportedFormatError: if its version is unknown, or older than the ring itself accepts.
        WrongKeyError: if it names another ring key, or *key* was wiped.
    """
    text = unseal(envelope, key=key, purpose=Purpose.RING, journal=journal, parts=())
    ring = _parsed(decode_object(unpad(text)))
    if ring is None or ring.journal != journal:
        msg = "the ring is not one that this release knows; upgrade, or restore it from a copy"
        raise CorruptRecordError(msg)
    kid_of(envelope, min_version=ring.min_version)
    return ring


def _key_fields(key: RingKey) -> dict[str, object]:
    return {
        "kid": key.kid.hex(),
        "use": key.use,
        "state": key.state,
        "created": key.created,
        "material": alive(key.material, "the ring").hex(),
    }


def _parsed(fields: object) -> Ring | None:
    match fields:
        case {
            "journal": journal,
            "revision": int(revision),
            "min_version": int(min_version),
            "keys": list(entries),
            **others,
        } if not others and is_number(revision) and is_number(min_version):
            return _ring(unhex(journal, KID_SIZE), revision, min_version, entries)
    return None


def _ring(
    journal: bytes | None, revision: int, min_version: int, entries: list[object]
) -> Ring | None:
    keys = [key for entry in entries if (key := _key(entry)) is not None]
    primaries = sorted(key.use for key in keys if key.state == "primary")
    if (
        journal is None
        or len(keys) < len(entries)
        or len({key.kid for key in keys}) < len(keys)
        or primaries != sorted(USES)
    ):
        return None
    return Ring(journal=journal, revision=revision, min_version=min_version, keys=keys)


def _key(entry: object) -> RingKey | None:
    match entry:
        case {
            "kid": kid,
            "use": str(use),
            "state": str(state),
            "created": str(created),
            "material": material,
            **others,
        } if not others and use in USES and state in STATES:
            return _ring_key(unhex(kid, KID_SIZE), unhex(material, KEY_SIZE), use, state, created)
    return None


def _ring_key(
    kid: bytes | None, material: bytes | None, use: str, state: str, created: str
) -> RingKey | None:
    if kid is None or material is None:
        return None
    return RingKey(kid, bytearray(material), use=use, state=state, created=created)

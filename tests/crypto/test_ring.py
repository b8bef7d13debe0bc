"""The ring of long-lived keys."""

from __future__ import annotations

import hmac
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from supervision.crypto import (
    Key,
    Purpose,
    Ring,
    RingKey,
    new_ring_key,
    seal,
    seal_ring,
    unseal,
    unseal_ring,
)
from supervision.crypto._padding import pad, unpad
from supervision.errors import (
    CorruptRecordError,
    InvalidRecordError,
    TamperedRecordError,
    UnsupportedFormatError,
    WrongKeyError,
)

CREATED = "2026-01-01T00:00:00Z"
LATER = "2027-01-01T00:00:00Z"
USES = ("wrap", "log", "name", "event")


@pytest.fixture
def ring(journal):
    """A new ring."""
    return Ring.create(journal, created=CREATED)


@pytest.fixture
def ring_key():
    """The key it is sealed under."""
    return new_ring_key()


@pytest.fixture
def fields(ring, ring_key):
    """The JSON of a ring, to be broken."""
    return _fields(seal_ring(ring, key=ring_key), ring_key, ring.journal)


def _fields(envelope, ring_key, journal):
    text = unseal(envelope, key=ring_key, purpose=Purpose.RING, journal=journal, parts=())
    return json.loads(unpad(text))


def _sealed(fields, ring_key, journal):
    text = pad(json.dumps(fields).encode(), least=256)
    return seal(text, key=ring_key, purpose=Purpose.RING, journal=journal, parts=())


def _shape(ring):
    return [(key.kid, key.use, key.state, key.created, bytes(key.material)) for key in ring.keys]


def test_a_new_ring_has_one_primary_of_each_use(ring):
    """Every use has a random key of its own."""
    assert [(key.use, key.state, key.created) for key in ring.keys] == [
        (use, "primary", CREATED) for use in USES
    ]
    assert len({bytes(key.material) for key in ring.keys}) == 4
    assert len({key.kid for key in ring.keys}) == 4
    assert (ring.revision, ring.min_version) == (1, 1)
    assert all(ring.primary(key.use) is key is ring.key(key.kid) for key in ring.keys)


def test_unsealing_undoes_sealing(ring, ring_key, journal):
    """A ring comes back with every key and state."""
    for each in (ring, ring.rotated("wrap", created=LATER).rotated("log", created=LATER)):
        again = unseal_ring(seal_ring(each, key=ring_key), key=ring_key, journal=journal)

        assert _shape(again) == _shape(each)
        assert (again.journal, again.revision) == (journal, each.revision)


def test_the_json_is_as_specified(fields, ring, journal):
    """The sealed text has exactly the fields of the format."""
    first = ring.keys[0]

    assert list(fields) == ["journal", "revision", "min_version", "keys"]
    assert (fields["journal"], fields["revision"], fields["min_version"]) == (journal.hex(), 1, 1)
    assert fields["keys"][0] == {
        "kid": first.kid.hex(),
        "use": "wrap",
        "state": "primary",
        "created": CREATED,
        "material": first.material.hex(),
    }


def test_a_ring_opens_in_its_journal_only(ring, ring_key, other):
    """Another journal does not open it."""
    with pytest.raises(TamperedRecordError):
        unseal_ring(seal_ring(ring, key=ring_key), key=ring_key, journal=other)


def test_a_ring_opens_under_its_key_only(ring, ring_key, journal):
    """Another ring key is told so."""
    with pytest.raises(WrongKeyError):
        unseal_ring(seal_ring(ring, key=ring_key), key=new_ring_key(), journal=journal)


def _change(path, value):
    def change(fields):
        *way, last = path
        for step in way:
            fields = fields[step]
        fields[last] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        _change(["journal"], "ff" * 16),
        _change(["journal"], "00"),
        _change(["revision"], 0),
        _change(["revision"], value=True),
        _change(["revision"], 1.0),
        _change(["revision"], 2**64),
        _change(["min_version"], "1"),
        _change(["keys"], {}),
        _change(["keys"], []),
        _change(["keys", 0], None),
        _change(["keys", 0, "use"], "sign"),
        _change(["keys", 0, "use"], "log"),
        _change(["keys", 0, "state"], "active"),
        _change(["keys", 0, "state"], "retired"),
        _change(["keys", 0, "material"], "aa" * 31),
        _change(["keys", 0, "material"], "AA" * 32),
        _change(["keys", 0, "kid"], 7),
        _change(["keys", 0, "x-unknown"], 1),
        _change(["x-unknown"], 1),
        lambda fields: fields["keys"].append(fields["keys"][0] | {"state": "active"}),
        lambda fields: fields.pop("revision"),
    ],
)
def test_what_is_no_ring_is_refused(fields, ring_key, journal, change, holds_nothing_of):
    """A ring with anything missing, added, doubled or out of range is refused, unquoted."""
    material = fields["keys"][1]["material"]
    change(fields)

    with pytest.raises(CorruptRecordError, match="not one that this release knows") as caught:
        unseal_ring(_sealed(fields, ring_key, journal), key=ring_key, journal=journal)

    holds_nothing_of(caught.value, material)


def test_a_ring_that_retired_this_version_is_refused(fields, ring_key, journal):
    """A ring that asks for a later format than its own envelope's is not read on."""
    fields["min_version"] = 2

    with pytest.raises(UnsupportedFormatError, match="accepts 2 or later"):
        unseal_ring(_sealed(fields, ring_key, journal), key=ring_key, journal=journal)


@pytest.mark.parametrize("use", ["wrap", "log", "event"])
def test_rotation_keeps_the_old_key(ring, use):
    """A rotation gives a new primary, and the old key still opens."""
    old, newer = ring.primary(use), ring.rotated(use, created=LATER)

    assert newer.revision == ring.revision + 1
    assert newer.primary(use).kid != old.kid
    assert newer.primary(use).created == LATER
    assert newer.key(old.kid).state == "active"
    assert newer.key(old.kid).material == old.material
    assert ring.primary(use) is old
    assert old.state == "primary"


def test_wiping_a_ring_leaves_the_next_one_whole(ring):
    """Rings share no bytes, so that the old one can be wiped after a rotation."""
    shape, newer = _shape(ring), ring.rotated("wrap", created=LATER)
    ring.wipe()

    assert [key[4] for key in _shape(newer)][:4] == [key[4] for key in shape]


@pytest.mark.parametrize("use", ["name", "sign"])
def test_the_naming_key_does_not_rotate(ring, use):
    """Folders keep their ids, so their key stays; unknown uses are refused alike."""
    with pytest.raises(InvalidRecordError, match="only the keys for wrap, log and event"):
        ring.rotated(use, created=LATER)


def test_a_retired_key_can_be_taken_out(ring):
    """A key out of use can go; then nothing opens with it."""
    old = ring.primary("wrap").kid
    newest = ring.rotated("wrap", created=LATER).without(old)

    assert newest.revision == 3
    assert len(newest.keys) == 4
    with pytest.raises(WrongKeyError, match="not in the journal's ring"):
        newest.key(old)


def test_a_key_in_use_or_unknown_is_not_taken_out(ring, other):
    """Primaries stay, and a stranger's id is an error."""
    with pytest.raises(InvalidRecordError, match="rotate it first"):
        ring.without(ring.primary("log").kid)
    with pytest.raises(WrongKeyError, match="the key to remove"):
        ring.without(other)


def test_a_disabled_key_opens_nothing_and_still_vouches(ring, journal):
    """A disabled log key is not handed out; its public key is, for what it once signed."""
    disabled = RingKey(
        b"d" * 16, bytearray(b"k" * 32), use="log", state="disabled", created=CREATED
    )
    both = Ring(journal=journal, revision=2, min_version=1, keys=[*ring.keys, disabled])

    with pytest.raises(WrongKeyError):
        both.key(disabled.kid)
    assert set(both.log_public_keys()) == {disabled.kid, ring.primary("log").kid}


def test_signatures_verify(ring):
    """The primary log key signs, and its public key checks it."""
    signature = ring.rotated("log", created=LATER).sign(b"head")
    newer = ring.rotated("log", created=LATER)
    public = newer.log_public_keys()[newer.primary("log").kid]

    assert len(signature) == 64
    assert len(public) == 32
    Ed25519PublicKey.from_public_bytes(public).verify(newer.sign(b"head"), b"head")
    assert len(newer.log_public_keys()) == 2


def test_folder_ids_are_as_specified(independent, ring):
    """A folder's id is the HMAC of its first label under the naming key."""
    message = independent.pae(b"supervision/v1/folder", b"S-014")
    expected = hmac.digest(ring.primary("name").material, message, "sha256")[:16]

    assert ring.folder_id("S-014") == expected
    assert ring.rotated("wrap", created=LATER).folder_id("S-014") == expected
    assert ring.folder_id("S-015") != expected


def test_a_wiped_ring_does_nothing(ring, ring_key, journal):
    """After wiping a ring neither signs nor names folders nor seals."""
    ring.sign(b"before")
    ring.wipe()

    assert all(not key.material for key in ring.keys)
    for refused in (
        lambda: ring.sign(b"head"),
        ring.log_public_keys,
        lambda: ring.folder_id("S-014"),
        lambda: seal_ring(ring, key=ring_key),
        lambda: ring.rotated("wrap", created=LATER),
    ):
        with pytest.raises(WrongKeyError, match="wiped; open the journal again"):
            refused()


def test_ring_keys_are_random():
    """Each ring key has an id and material of its own."""
    one, two = new_ring_key(), new_ring_key()

    assert isinstance(one, Key)
    assert one.kid != two.kid
    assert one.material != two.material

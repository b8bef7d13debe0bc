"""What holds a key shows none of it and does not travel."""

from __future__ import annotations

import copy
import pickle

import pytest

from supervision.crypto import (
    INSECURE_FAST,
    FolderSecret,
    Key,
    Passphrase,
    RecoveryCode,
    Ring,
    RingKey,
)
from supervision.errors import InvalidRecordError

CANARY = b"canary--canary--canary--canary--"
CODE = "0000-0000-0000-0000-0000-0000-0000-0001-1"


@pytest.fixture(
    params=["Key", "RingKey", "Ring", "FolderSecret", "Passphrase", "RecoveryCode"],
)
def secret(request, journal, folder):
    """Each thing that holds key material, with the canary in it."""
    ring_key = RingKey(b"k" * 16, bytearray(CANARY), use="wrap", state="primary", created="x")
    return {
        "Key": Key(b"k" * 16, bytearray(CANARY)),
        "RingKey": ring_key,
        "Ring": Ring(journal=journal, revision=1, min_version=1, keys=[ring_key]),
        "FolderSecret": FolderSecret(
            bytearray(CANARY),
            journal=journal,
            folder=folder,
            version=1,
            kid=b"k" * 16,
            label="S-014",
        ),
        "Passphrase": Passphrase(CANARY.decode(), INSECURE_FAST),
        "RecoveryCode": RecoveryCode(CODE),
    }[request.param]


def test_a_repr_is_fixed(secret):
    """Neither `repr` nor `str` nor formatting shows more than the class."""
    shown = f"<{type(secret).__name__}>"

    assert repr(secret) == str(secret) == f"{secret}" == shown


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickling_is_refused(secret, protocol):
    """A key never lands in a pickle, also not inside something else."""
    for held in (secret, [secret]):
        with pytest.raises(TypeError, match="neither pickled nor copied") as caught:
            pickle.dumps(held, protocol)
        assert "canary" not in str(caught.value)


@pytest.mark.parametrize("make", [copy.copy, copy.deepcopy])
def test_copying_is_refused(secret, make):
    """There is one place to wipe."""
    with pytest.raises(TypeError, match="neither pickled nor copied"):
        make(secret)


def test_nothing_is_kept_beside_the_slots(secret):
    """No attribute dictionary holds what the repr hides."""
    with pytest.raises(TypeError):
        vars(secret)


def test_wiping_overwrites_the_bytes_in_place():
    """The very bytes that were given are overwritten, and the key is empty after."""
    material = bytearray(CANARY)
    view = bytes(material)
    Key(b"k" * 16, material).wipe()

    assert view == CANARY
    assert material == bytearray()


@pytest.mark.parametrize(("kid", "size"), [(15, 32), (17, 32), (16, 31), (16, 33), (0, 0)])
def test_a_key_has_its_sizes(kid, size):
    """A key or an id of another length is refused."""
    with pytest.raises(InvalidRecordError, match="a key has 32 bytes and an id of 16"):
        Key(bytes(kid), bytearray(size))

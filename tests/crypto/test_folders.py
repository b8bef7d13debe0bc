"""Folder secrets and the two keys that come from each."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.crypto import (
    Key,
    Purpose,
    new_blinder,
    new_folder_secret,
    padme,
    seal,
    seal_body,
    seal_segment,
    unseal_body,
    unseal_segment,
    unwrap_folder,
    wrap_folder,
)
from supervision.crypto._padding import pad
from supervision.errors import (
    CorruptRecordError,
    InvalidRecordError,
    TamperedRecordError,
    UnsupportedFormatError,
    WrongKeyError,
)


@pytest.fixture
def place(journal, folder):
    """The folder of these tests."""
    return {"journal": journal, "folder": folder, "version": 3}


@pytest.fixture
def secret(place):
    """A new secret for it."""
    return new_folder_secret(**place, label="S-014")


@settings(max_examples=60, deadline=None)
@given(label=st.text(max_size=200), version=st.integers(1, 2**32 - 1))
def test_unwrapping_undoes_wrapping(label, version):
    """A secret comes back with its id, its label and both keys."""
    place = {"journal": b"j" * 16, "folder": b"f" * 16, "version": version}
    secret, wrap = new_folder_secret(**place, label=label), Key(b"w" * 16, bytearray(b"k" * 32))
    envelope = wrap_folder(secret, wrap=wrap, journal=b"j" * 16)
    again = unwrap_folder(envelope, wrap=wrap, **place)

    assert (again.kid, again.label, again.version) == (secret.kid, label, version)
    assert (again.folder, again.journal) == (secret.folder, secret.journal)
    assert again.body.material == secret.body.material
    assert again.ledger.material == secret.ledger.material
    assert len(envelope) - 92 == max(128, padme(32 + 16 + len(label.encode()) + 1))


def test_both_keys_are_as_specified(independent, secret, place, key):
    """Each key is HKDF-Expand of the secret, under the secret's id."""
    envelope = wrap_folder(secret, wrap=key, journal=place["journal"])
    context = (place["journal"], place["folder"], (3).to_bytes(8, "big"))
    text = independent.open(
        envelope[20:],
        key.material,
        independent.pae(b"supervision/v1/folder", envelope[:20], *context),
    )

    for name, derived in (("body", secret.body), ("ledger", secret.ledger)):
        label = f"supervision/v1/key/{name}".encode()
        info = independent.pae(label, place["journal"], place["folder"])
        # HKDF-Expand of one block is one HMAC.
        assert derived.material == hmac.digest(text[:32], info + b"\x01", "sha256")
        assert derived.kid == secret.kid == text[32:48]


def test_keys_are_derived_once(secret):
    """Asking twice gives the very same key."""
    assert secret.body is secret.body
    assert secret.ledger is secret.ledger


def test_the_ledger_key_opens_no_body(secret, place):
    """Whoever holds only the ledger key reads no note."""
    where = {"journal": place["journal"], "folder": place["folder"]}
    envelope = seal_body(
        b"note", blinder=new_blinder(), key=secret.body, record=b"r" * 16, revision=1, **where
    )

    with pytest.raises(TamperedRecordError):
        unseal_body(envelope, key=secret.ledger, record=b"r" * 16, revision=1, **where)


def test_without_the_body_key_the_ledger_still_works(secret, place):
    """Destroying the body key leaves the ledger readable and writable."""
    where = {"journal": place["journal"], "folder": place["folder"], "first": 1}
    secret.body.wipe()
    envelope = seal_segment([b"row"], key=secret.ledger, **where)

    assert unseal_segment(envelope, key=secret.ledger, **where) == [b"row"]


@pytest.mark.parametrize(
    "elsewhere", [{"journal": b"x" * 16}, {"folder": b"x" * 16}, {"version": 2}], ids=str
)
def test_a_secret_opens_in_its_place_only(secret, place, key, elsewhere):
    """An old version, another folder and another journal do not open."""
    envelope = wrap_folder(secret, wrap=key, journal=place["journal"])

    with pytest.raises(TamperedRecordError, match="changed, cut short or moved"):
        unwrap_folder(envelope, wrap=key, **{**place, **elsewhere})


def test_a_secret_of_another_journal_is_not_wrapped(secret, key, other):
    """A secret cannot be carried over, since its keys would change on the way."""
    with pytest.raises(InvalidRecordError, match="another journal"):
        wrap_folder(secret, wrap=key, journal=other)


@pytest.mark.parametrize(
    "text", [b"", b"s" * 47, b"s" * 48 + b"\xff"], ids=["none", "short", "no text"]
)
def test_what_is_no_secret_is_refused(place, key, text):
    """What opens and is no folder secret is refused."""
    envelope = seal(
        pad(text, least=128),
        key=key,
        purpose=Purpose.FOLDER,
        journal=place["journal"],
        parts=(place["folder"], (3).to_bytes(8, "big")),
    )

    with pytest.raises(CorruptRecordError) as caught:
        unwrap_folder(envelope, wrap=key, **place)
    assert caught.value.__context__ is None


def test_a_label_of_half_a_character_is_refused(place, key, holds_nothing_of):
    """A label that is no valid Unicode is refused, unquoted."""
    secret = new_folder_secret(**place, label="S-014\ud800")
    with pytest.raises(InvalidRecordError) as caught:
        wrap_folder(secret, wrap=key, journal=place["journal"])

    holds_nothing_of(caught.value, "S-014")


def test_a_retired_version_is_refused(secret, place, key):
    """The least accepted version reaches the envelope."""
    envelope = wrap_folder(secret, wrap=key, journal=place["journal"])

    with pytest.raises(UnsupportedFormatError):
        unwrap_folder(envelope, wrap=key, **place, min_version=2)


def test_wiping_takes_the_secret_and_both_keys(secret, place, key):
    """After wiping nothing is derived or wrapped any more."""
    body, ledger = secret.body, secret.ledger
    secret.wipe()

    assert body.material == ledger.material == bytearray()
    with pytest.raises(WrongKeyError, match="wiped"):
        wrap_folder(secret, wrap=key, journal=place["journal"])


def test_wiping_an_unused_secret_leaves_no_key(secret):
    """A secret that is wiped before its keys are asked for gives none."""
    secret.wipe()

    for derived in ("body", "ledger"):
        with pytest.raises(WrongKeyError, match="the folder's secret was wiped"):
            getattr(secret, derived)

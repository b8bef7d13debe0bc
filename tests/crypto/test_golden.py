"""Golden files of format 1: what was sealed once opens for ever."""

from __future__ import annotations

import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from supervision.crypto import (
    Event,
    Key,
    KeyFile,
    Passphrase,
    Purpose,
    RecoveryCode,
    content_digest,
    facts_digest,
    line_nonce,
    open_slot,
    parse_slot,
    slots_digest,
    unseal,
    unseal_body,
    unseal_document,
    unseal_event,
    unseal_ring,
    unseal_segment,
    unwrap_folder,
)
from supervision.errors import TamperedRecordError

SLOTS = ("slot-passphrase", "slot-key-file", "slot-recovery-code")
SEALED = ("body", "ledger", "attachment", "folder", "event", "ring", "document", *SLOTS)


def _bytes(file, *names):
    return [bytes.fromhex(file[name]) for name in names]


def _key(file):
    kid, material = _bytes(file, "kid", "key")
    return Key(kid, bytearray(material))


@pytest.mark.parametrize("name", SEALED)
def test_each_opens(golden, name):
    """Every sealed purpose opens to the text that was sealed."""
    file = golden(name)
    envelope, journal, text = _bytes(file, "envelope", "journal", "text")
    parts = tuple(bytes.fromhex(part) for part in file["parts"])
    place = {"key": _key(file), "journal": journal, "parts": parts}

    assert unseal(envelope, purpose=Purpose(file["purpose"]), **place) == text


@pytest.mark.parametrize("name", ["envelope", *SEALED])
def test_each_opens_for_another_implementation(independent, golden, name):
    """Every envelope opens by the specification alone."""
    file = golden(name)
    envelope, journal, text, key, kid = _bytes(file, "envelope", "journal", "text", "key", "kid")
    parts = [bytes.fromhex(part) for part in file["parts"]]
    label = f"supervision/v1/{file['purpose']}".encode()
    context = independent.pae(label, envelope[:20], journal, *parts)

    assert envelope[:20] == b"SVN\x01" + kid
    assert independent.open(envelope[20:], key, context) == text


def test_every_purpose_has_a_file(golden):
    """No sealed purpose is without one."""
    assert {golden(name)["purpose"] for name in SEALED} == set(Purpose)


def test_the_known_envelope_can_be_made_again(independent, golden):
    """With its salt given, the known envelope comes out byte for byte."""
    file = golden("envelope")
    envelope, journal, text, key, salt = _bytes(file, "envelope", "journal", "text", "key", "salt")
    parts = [bytes.fromhex(part) for part in file["parts"]]
    context = independent.pae(b"supervision/v1/record", envelope[:20], journal, *parts)

    assert envelope[:20] + independent.seal(text, key, context, salt) == envelope
    assert hashlib.sha256(envelope).hexdigest() == file["sha256"]


def test_the_body(golden):
    """A body comes back with its blinder, and its digests are the same."""
    file, means = golden("body"), golden("body")["means"]
    envelope, journal = _bytes(file, "envelope", "journal")
    folder, record, blinder = _bytes(means, "folder", "record", "blinder")
    body, row = means["body"].encode(), means["row"].encode()
    place = {"journal": journal, "folder": folder, "record": record, "revision": 2}

    assert unseal_body(envelope, key=_key(file), **place) == (blinder, body)
    assert line_nonce(blinder) == means["line_nonce"]
    assert content_digest(blinder, body).hex() == means["content"]
    assert facts_digest(journal, record, 2, row).hex() == means["facts"]


def test_the_segment(golden):
    """Ledger rows come back in order."""
    file, means = golden("ledger"), golden("ledger")["means"]
    envelope, journal = _bytes(file, "envelope", "journal")
    place = {"journal": journal, "folder": bytes.fromhex(means["folder"]), "first": 300}

    rows = unseal_segment(envelope, key=_key(file), **place)
    assert [row.decode() for row in rows] == means["rows"]


def test_the_folder(golden):
    """A folder's secret gives the same two keys, which open the body and the segment."""
    file, means = golden("folder"), golden("folder")["means"]
    envelope, journal = _bytes(file, "envelope", "journal")
    place = {"journal": journal, "folder": bytes.fromhex(means["folder"]), "version": 3}
    secret = unwrap_folder(envelope, wrap=_key(file), **place)

    assert (secret.label, secret.kid.hex()) == (means["label"], means["kid"])
    assert secret.body.material.hex() == means["body_key"] == golden("body")["key"]
    assert secret.ledger.material.hex() == means["ledger_key"] == golden("ledger")["key"]


def test_the_event(golden):
    """Time and reason come back."""
    file, means = golden("event"), golden("event")["means"]
    envelope, journal = _bytes(file, "envelope", "journal")

    event = unseal_event(envelope, key=_key(file), journal=journal, seq=17)
    assert event == Event(means["at"], means["reason"])


def test_the_document(golden):
    """A document comes back, at its version only."""
    file, means = golden("document"), golden("document")["means"]
    envelope, journal = _bytes(file, "envelope", "journal")
    place = {"journal": journal, "document": bytes.fromhex(means["document"])}

    text = unseal_document(envelope, key=_key(file), version=3, **place)
    assert text.decode() == means["body"]
    with pytest.raises(TamperedRecordError):
        unseal_document(envelope, key=_key(file), version=2, **place)


def test_the_ring(golden):
    """Every key comes back, signs as it did and names folders as it did."""
    file, means = golden("ring"), golden("ring")["means"]
    envelope, journal = _bytes(file, "envelope", "journal")
    ring = unseal_ring(envelope, key=_key(file), journal=journal)
    message, signature = means["message"].encode(), bytes.fromhex(means["signature"])
    public = ring.log_public_keys()

    assert (ring.revision, ring.min_version) == (means["revision"], means["min_version"])
    assert [
        {
            "kid": key.kid.hex(),
            "use": key.use,
            "state": key.state,
            "created": key.created,
            "material": key.material.hex(),
        }
        for key in ring.keys
    ] == means["keys"]
    assert {kid.hex(): key.hex() for kid, key in public.items()} == means["log_public_keys"]
    assert ring.sign(message) == signature
    Ed25519PublicKey.from_public_bytes(public[ring.primary("log").kid]).verify(signature, message)
    assert {label: ring.folder_id(label).hex() for label in ("S-014",)} == means["folder_ids"]


def _provider(kind, secret, tmp_path):
    if kind == "key-file":
        path = tmp_path / "journal.key"
        path.touch(0o600)
        path.write_text(secret)
        return KeyFile(path)
    return {"passphrase": Passphrase, "recovery-code": RecoveryCode}[kind](secret)


@pytest.mark.parametrize("name", SLOTS)
def test_the_slots(golden, tmp_path, name):
    """Each way in opens the ring; the passphrase at its real cost."""
    file, means = golden(name), golden(name)["means"]
    blob, slot_id, journal = *_bytes(means, "blob", "slot"), bytes.fromhex(file["journal"])
    provider = _provider(means["kind"], means["secret"], tmp_path)
    place = {"slot_id": slot_id, "journal": journal}
    ring_key, slot_key = open_slot(blob, provider=provider, **place)
    ring = golden("ring")

    assert (ring_key.kid.hex(), ring_key.material.hex()) == (ring["kid"], ring["key"])
    assert (slot_key.kid.hex(), slot_key.material.hex()) == (file["kid"], file["key"])
    assert parse_slot(blob, **place).parameters_mapping == json.loads(means["parameters"])


def test_the_digest_of_the_slots(golden):
    """All slots together have the digest that a head would name."""
    file = golden("slots")
    slots = {name: bytes.fromhex(blob) for name, blob in file["names"].items()}

    assert slots_digest(slots).hex() == file["digest"]

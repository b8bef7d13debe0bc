"""The envelope: what it is made of, and everything that must not open."""

from __future__ import annotations

import hashlib
import json

import pytest
from cryptography.fernet import Fernet
from hypothesis import example, given, settings
from hypothesis import strategies as st

from supervision.crypto import MAX_ENVELOPE, Key, Purpose, kid_of, pae, seal, unseal
from supervision.crypto._envelope import _opened
from supervision.crypto._padding import pad
from supervision.errors import (
    InvalidRecordError,
    TamperedRecordError,
    UnsupportedFormatError,
    WrongKeyError,
)

TEXT = b"left the room"
FOLDER, RECORD, REVISION = b"f" * 16, b"r" * 16, (7).to_bytes(8, "big")


@pytest.fixture
def place(key, journal):
    """Where the text of these tests belongs."""
    return {
        "key": key,
        "purpose": Purpose.BODY,
        "journal": journal,
        "parts": (FOLDER, RECORD, REVISION),
    }


@pytest.fixture
def envelope(place):
    """A text, sealed."""
    return seal(TEXT, **place)


def test_the_known_answer(independent, journal, record, key):
    """The envelope layer gives the published bytes."""
    header = b"SVN\x01" + key.kid
    context = pae(b"supervision/v1/record", header, journal, b"session", record, (1).to_bytes(8))
    text = pad(b'{"text":"golden"}', least=256)
    envelope = header + independent.seal(text, key.material, context, bytes(range(0x60, 0x78)))

    assert len(envelope) == 348
    assert envelope[:76].hex() == (
        "53564e01202122232425262728292a2b2c2d2e2f606162636465666768696a6b6c6d6e6f7071727374757677"
        "abde36ff4f3bc887e83ac1b8b182165f55d45416797a92592eb4e502a12f7244"
    )
    assert (
        hashlib.sha256(envelope).hexdigest()
        == "cfe9710d5719b2e95a720f20b7429f323dde313d3fb530ec3cec4c83314c6b8f"
    )
    assert _opened(envelope, key.material, context) == text


@settings(max_examples=60, deadline=None)
@given(text=st.binary(max_size=400), purpose=st.sampled_from(Purpose))
@example(text=bytes(16 * 1024 - 1), purpose=Purpose.BODY)
@example(text=bytes(16 * 1024), purpose=Purpose.BODY)
@example(text=bytes(40 * 1024), purpose=Purpose.LEDGER)
def test_unsealing_undoes_sealing(independent, text, purpose):
    """Any text comes back, natively and independently, and its envelope has the stated size."""
    key, journal, parts = Key(b"i" * 16, bytearray(b"k" * 32)), b"j" * 16, (FOLDER, REVISION)
    envelope = seal(text, key=key, purpose=purpose, journal=journal, parts=parts)
    context = independent.pae(
        f"supervision/v1/{purpose.value}".encode(), envelope[:20], journal, *parts
    )

    assert unseal(envelope, key=key, purpose=purpose, journal=journal, parts=parts) == text
    assert independent.open(envelope[20:], key.material, context) == text
    assert len(envelope) == len(text) + 92 + 16 * (len(text) // (16 * 1024))
    assert kid_of(envelope) == key.kid


def test_sealing_twice_gives_nothing_in_common(place):
    """Two envelopes of one text share the header only."""
    one, two = seal(TEXT, **place), seal(TEXT, **place)

    assert one[:20] == two[:20]
    assert one[20:44] != two[20:44]
    assert one[-16:] != two[-16:]


def test_every_changed_bit_is_noticed(envelope, place):
    """No single bit of an envelope can change unseen."""
    for bit in range(len(envelope) * 8):
        changed = bytearray(envelope)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises((TamperedRecordError, UnsupportedFormatError, WrongKeyError)):
            unseal(bytes(changed), **place)


def test_behind_the_header_every_changed_bit_is_the_same_error(envelope, place):
    """Salt, commitment, text and tag fail alike, in the same words."""
    words = set()
    for byte in range(20, len(envelope)):
        changed = bytearray(envelope)
        changed[byte] ^= 0x10
        with pytest.raises(TamperedRecordError) as caught:
            unseal(bytes(changed), **place)
        words.add(str(caught.value))

    assert len(words) == 1


def test_every_truncation_and_extension_is_noticed(envelope, place):
    """Not a byte can be cut off or added at either end."""
    cut = [envelope[:size] for size in range(len(envelope))]
    behind = [envelope[size:] for size in range(1, len(envelope))]

    for broken in [*cut, *behind, envelope + b"\0", b"\0" + envelope, envelope * 2]:
        with pytest.raises(TamperedRecordError):
            unseal(broken, **place)


def test_a_large_text_cut_at_a_chunk_is_noticed(place):
    """Chunks cannot be dropped, swapped or repeated."""
    whole = seal(bytes(range(256)) * 200, **place)
    head, size = 76, 16 * 1024 + 16
    one, two = whole[head : head + size], whole[head + size : head + 2 * size]
    rest = whole[head + 2 * size :]

    for chunks in ([one], [one, two], [two, one, rest], [one, one, rest], [one, rest], [rest]):
        with pytest.raises(TamperedRecordError):
            unseal(whole[:head] + b"".join(chunks), **place)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"purpose": Purpose.LEDGER},
        {"purpose": Purpose.ATTACHMENT},
        {"journal": b"J" * 16},
        {"parts": (b"F" * 16, RECORD, REVISION)},
        {"parts": (FOLDER, b"R" * 16, REVISION)},
        {"parts": (FOLDER, RECORD, (8).to_bytes(8, "big"))},
        {"parts": (RECORD, FOLDER, REVISION)},
        {"parts": (FOLDER, RECORD)},
        {"parts": (FOLDER + RECORD, REVISION)},
    ],
    ids=[
        "ledger",
        "attachment",
        "journal",
        "folder",
        "record",
        "revision",
        "order",
        "fewer",
        "joined",
    ],
)
def test_what_was_moved_does_not_open(envelope, place, elsewhere):
    """An envelope opens for its own purpose, journal, folder, record and revision only."""
    with pytest.raises(TamperedRecordError, match="changed, cut short or moved"):
        unseal(envelope, **{**place, **elsewhere})


def test_other_material_under_the_same_id_does_not_open(envelope, place, key):
    """A key is more than its id."""
    impostor = Key(key.kid, bytearray(32))

    with pytest.raises(TamperedRecordError, match="changed, cut short or moved"):
        unseal(envelope, **{**place, "key": impostor})


def test_an_envelope_of_another_key_is_told_apart(envelope, place, key):
    """Where the envelope names another key, the error says so."""
    stranger = Key(b"s" * 16, bytearray(key.material))

    with pytest.raises(WrongKeyError, match="another key"):
        unseal(envelope, **{**place, "key": stranger})


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        TEXT * 20,
        json.dumps({"schema": "session/1", "record": "text" * 50}).encode(),
        Fernet(Fernet.generate_key()).encrypt(TEXT * 10),
        b"SVN\x01" + bytes(87),
        b"svn\x01" + bytes(200),
        bytes(400),
    ],
    ids=["empty", "text", "JSON", "Fernet", "one byte short", "wrong case", "zeros"],
)
def test_what_is_no_envelope_is_refused(place, blob):
    """Plain text and other formats are refused where an envelope is due."""
    for refused in (lambda: unseal(blob, **place), lambda: kid_of(blob)):
        with pytest.raises(TamperedRecordError, match="no sealed envelope where one is due"):
            refused()


@pytest.mark.parametrize("version", [0, 2, 255])
def test_other_versions_are_refused_by_name(envelope, place, version):
    """A version that this release does not know is named, and nothing is opened."""
    other = envelope[:3] + bytes([version]) + envelope[4:]

    for refused in (lambda: unseal(other, **place), lambda: kid_of(other)):
        with pytest.raises(UnsupportedFormatError, match=f"format {version}, which this release"):
            refused()


def test_a_version_that_the_journal_retired_is_refused(envelope, place):
    """Below the least accepted version nothing opens, however well it was sealed."""
    for refused in (
        lambda: unseal(envelope, **place, min_version=2),
        lambda: kid_of(envelope, min_version=2),
    ):
        with pytest.raises(UnsupportedFormatError, match="accepts 2 or later"):
            refused()


def test_checks_come_in_their_order(envelope, place):
    """Magic comes before version, and version before key."""
    stranger = {**place, "key": Key(b"s" * 16, bytearray(32))}

    with pytest.raises(TamperedRecordError):
        unseal(b"XXX\xff" + envelope[4:], **stranger)
    with pytest.raises(UnsupportedFormatError):
        unseal(b"SVN\xff" + envelope[4:], **stranger)
    with pytest.raises(WrongKeyError):
        unseal(envelope, **stranger)


def test_nothing_larger_than_32_mib_is_sealed_or_opened(place):
    """The largest text passes, one byte more is refused, and larger envelopes are not read."""
    most = MAX_ENVELOPE - 92 - 16 * ((MAX_ENVELOPE - 76) // (16 * 1024 + 16))
    largest = seal(bytes(most), **place)

    assert len(largest) == MAX_ENVELOPE == 33_554_432
    assert unseal(largest, **place) == bytes(most)
    with pytest.raises(InvalidRecordError, match="32 MiB"):
        seal(bytes(most + 1), **place)
    with pytest.raises(TamperedRecordError, match="changed, cut short or moved"):
        unseal(largest + b"\0", **place)


def test_a_wiped_key_neither_seals_nor_opens(envelope, place, key):
    """Zeros are never taken for a key."""
    key.wipe()

    for refused in (lambda: seal(TEXT, **place), lambda: unseal(envelope, **place)):
        with pytest.raises(WrongKeyError, match="the key was wiped; open the journal again"):
            refused()


def test_errors_hold_neither_text_nor_key(envelope, place, key, holds_nothing_of):
    """What goes wrong while opening says nothing about the text or the key."""
    with pytest.raises(TamperedRecordError) as caught:
        unseal(envelope[:-1] + b"\0", **place)

    holds_nothing_of(caught.value, TEXT.decode(), key.material.hex(), str(bytes(key.material)))

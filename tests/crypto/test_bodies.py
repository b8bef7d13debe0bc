"""Bodies and the digests that bind them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.crypto import (
    Key,
    Purpose,
    content_digest,
    facts_digest,
    line_nonce,
    new_blinder,
    padme,
    seal,
    seal_body,
    unseal_body,
)
from supervision.errors import TamperedRecordError, UnsupportedFormatError

BODY = b'{"schema":"session/1","record":{"notes":"left the room"}}'
IDS = st.binary(min_size=16, max_size=16)


@pytest.fixture
def place(key, journal, folder, record):
    """Where the body of these tests belongs."""
    return {"key": key, "journal": journal, "folder": folder, "record": record, "revision": 1}


@settings(max_examples=60, deadline=None)
@given(
    body=st.binary(max_size=600),
    journal=IDS,
    folder=IDS,
    record=IDS,
    revision=st.integers(1, 2**64 - 1),
)
def test_unsealing_undoes_sealing(body, journal, folder, record, revision):
    """Any body comes back with its blinder, and its size is one of few."""
    place = {"journal": journal, "folder": folder, "record": record, "revision": revision}
    blinder, key = new_blinder(), Key(b"i" * 16, bytearray(b"k" * 32))
    envelope = seal_body(body, blinder=blinder, key=key, **place)

    assert unseal_body(envelope, key=key, **place) == (blinder, body)
    assert len(envelope) - 92 == max(256, padme(32 + len(body) + 1))


def test_what_looks_like_padding_comes_back():
    """A body that ends in marks and zeros keeps every one of them."""
    key, place = Key(b"i" * 16, bytearray(32)), {"journal": b"j" * 16, "folder": b"f" * 16}
    for body in (b"", b"\0", b"\x80", b"\x80\0\0", b"\0\x80", b"text\x80\x80\0"):
        for blinder in (bytes(32), b"\x80" * 32):
            envelope = seal_body(
                body, blinder=blinder, key=key, record=b"r" * 16, revision=1, **place
            )
            opened = unseal_body(envelope, key=key, record=b"r" * 16, revision=1, **place)
            assert opened == (blinder, body)


@pytest.mark.parametrize("part", ["journal", "folder", "record"])
def test_a_body_opens_in_its_place_only(place, other, part):
    """Moved over another record, into another folder or another journal, a body stays shut."""
    envelope = seal_body(BODY, blinder=new_blinder(), **place)

    with pytest.raises(TamperedRecordError, match="changed, cut short or moved"):
        unseal_body(envelope, **{**place, part: other})


def test_a_body_opens_as_its_own_revision_only(place):
    """An old revision cannot stand in for a newer one."""
    envelope = seal_body(BODY, blinder=new_blinder(), **place)

    with pytest.raises(TamperedRecordError):
        unseal_body(envelope, **{**place, "revision": 2})


def test_a_retired_version_is_refused(place):
    """The least accepted version reaches the envelope."""
    envelope = seal_body(BODY, blinder=new_blinder(), **place)

    with pytest.raises(UnsupportedFormatError):
        unseal_body(envelope, **place, min_version=2)


@pytest.mark.parametrize(
    "text", [b"", b"\x80", b"b" * 31 + b"\x80", b"b" * 40 + b"\x80X\0", b"b" * 256, bytes(256)]
)
def test_a_body_framed_by_others_is_refused(place, text):
    """What opens and has no room for a blinder, or no mark, is refused like what doesn't open."""
    parts = (place["folder"], place["record"], (1).to_bytes(8, "big"))
    envelope = seal(
        text, key=place["key"], purpose=Purpose.BODY, journal=place["journal"], parts=parts
    )

    with pytest.raises(TamperedRecordError, match="cut short"):
        unseal_body(envelope, **place)


def test_blinders_are_random():
    """Each revision has 32 bytes of its own."""
    blinders = {new_blinder() for _ in range(100)}

    assert {len(each) for each in blinders} == {32}
    assert len(blinders) == 100


def test_digests_are_as_specified(independent, journal, record):
    """Line nonce, content and facts are the published hashes."""
    blinder, row = bytes(range(32)), b'{"day":"2026-11-20"}'

    def digest(*parts):
        return hashlib.sha256(independent.pae(*parts))

    facts = (b"supervision/v1/facts", journal, record, (3).to_bytes(8, "big"), row)
    assert line_nonce(blinder) == digest(b"supervision/v1/line", blinder).hexdigest()[:32]
    assert (
        content_digest(blinder, BODY) == digest(b"supervision/v1/content", blinder, BODY).digest()
    )
    assert facts_digest(journal, record, 3, row) == digest(*facts).digest()


def test_digests_change_with_all_that_they_bind(journal, record, other):
    """Another blinder, text, journal, record, revision or row gives another digest."""
    contents = {content_digest(blinder, text) for blinder in (b"1", b"2") for text in (b"", b"t")}
    facts = {
        facts_digest(journal, record, 1, b"row"),
        facts_digest(other, record, 1, b"row"),
        facts_digest(journal, other, 1, b"row"),
        facts_digest(journal, record, 2, b"row"),
        facts_digest(journal, record, 1, b"now"),
    }

    assert len(contents) == 4
    assert len(facts) == 5


def test_errors_hold_no_text(place, holds_nothing_of):
    """What goes wrong while opening a body says nothing of it."""
    envelope = seal_body(BODY, blinder=new_blinder(), **place)
    with pytest.raises(TamperedRecordError) as caught:
        unseal_body(envelope[:-1] + b"\0", **place)

    holds_nothing_of(caught.value, "left the room")

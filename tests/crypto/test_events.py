"""Events: the sealed reasons of erasures and key changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.crypto import Event, Key, Purpose, padme, seal, seal_event, unseal_event
from supervision.crypto._padding import pad
from supervision.errors import (
    CorruptRecordError,
    InvalidRecordError,
    TamperedRecordError,
    UnsupportedFormatError,
)

AT = "2026-11-20T09:30:00Z"


@pytest.fixture
def place(key, journal):
    """Where the event of these tests belongs."""
    return {"key": key, "journal": journal, "seq": 9}


@settings(max_examples=60, deadline=None)
@given(at=st.text(), reason=st.text(max_size=400))
def test_unsealing_undoes_sealing(at, reason):
    """Any reason comes back, and its size is one of few."""
    place = {"key": Key(b"i" * 16, bytearray(32)), "journal": b"j" * 16, "seq": 1}
    envelope = seal_event(at=at, reason=reason, **place)

    assert unseal_event(envelope, **place) == Event(at, reason)
    assert (size := len(envelope) - 92) == max(256, padme(size))


@pytest.mark.parametrize("elsewhere", [{"journal": b"x" * 16}, {"seq": 10}], ids=str)
def test_an_event_opens_in_its_place_only(place, elsewhere):
    """An event belongs to one entry of one log."""
    envelope = seal_event(at=AT, reason="asked", **place)

    with pytest.raises(TamperedRecordError, match="changed, cut short or moved"):
        unseal_event(envelope, **{**place, **elsewhere})


def test_half_a_character_is_refused(place, holds_nothing_of):
    """A reason that is no valid Unicode is refused, unquoted."""
    with pytest.raises(InvalidRecordError, match="half a character") as caught:
        seal_event(at=AT, reason="left the room \ud800", **place)

    holds_nothing_of(caught.value, "left the room")


@pytest.mark.parametrize(
    "text",
    [
        b"left the room",
        b'["left the room"]',
        b'{"at":"left the room"}',
        b'{"at":"left the room","reason":1}',
        b'{"at":"x","reason":"y","left the room":1}',
        b'{"at":"x","at":"y","reason":"left the room"}',
        b'{"at":NaN,"reason":"left the room"}',
        b'{"at":"\xff","reason":"left the room"}',
        b'{"at":' + b"[" * 100_000,
    ],
    ids=["text", "list", "short", "type", "field", "twice", "NaN", "bytes", "deep"],
)
def test_what_is_no_event_is_refused(place, text, holds_nothing_of):
    """What opens and is no event is refused, and nothing of it is quoted."""
    envelope = seal(
        pad(text, least=256),
        key=place["key"],
        purpose=Purpose.EVENT,
        journal=place["journal"],
        parts=((9).to_bytes(8, "big"),),
    )

    with pytest.raises(CorruptRecordError, match="something else than supervision") as caught:
        unseal_event(envelope, **place)

    holds_nothing_of(caught.value, "left the room")


def test_a_retired_version_is_refused(place):
    """The least accepted version reaches the envelope."""
    with pytest.raises(UnsupportedFormatError):
        unseal_event(seal_event(at=AT, reason="asked", **place), **place, min_version=2)


def test_a_repr_hides_the_reason():
    """The time shows, the reason doesn't."""
    event = Event(AT, "left the room")

    assert repr(event) == str(event) == f"Event(at='{AT}')"

"""Segments of ledger rows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.crypto import Key, seal_segment, unseal_segment
from supervision.errors import InvalidRecordError, TamperedRecordError, UnsupportedFormatError

ROWS = [b'{"day":"2026-11-20","minutes":90}', b'{"day":"2026-11-27","minutes":60}']


@pytest.fixture
def place(key, journal, folder):
    """Where the segment of these tests belongs."""
    return {"key": key, "journal": journal, "folder": folder, "first": 41}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.binary(min_size=1, max_size=200).filter(lambda row: b"\n" not in row),
        min_size=1,
        max_size=30,
    )
)
def test_unsealing_undoes_sealing(rows):
    """Any rows come back in their order, byte for byte."""
    place = {"key": Key(b"i" * 16, bytearray(32)), "journal": b"j" * 16, "folder": b"f" * 16}

    assert unseal_segment(seal_segment(rows, **place, first=1), **place, first=1) == rows


@pytest.mark.parametrize(
    "elsewhere", [{"journal": b"x" * 16}, {"folder": b"x" * 16}, {"first": 42}], ids=str
)
def test_a_segment_opens_in_its_place_only(place, elsewhere):
    """Neither another journal nor another folder nor another number opens it."""
    envelope = seal_segment(ROWS, **place)

    with pytest.raises(TamperedRecordError, match="changed, cut short or moved"):
        unseal_segment(envelope, **{**place, **elsewhere})


@pytest.mark.parametrize("rows", [[], [b""], [b"a", b""], [b"left\nroom"]], ids=repr)
def test_what_would_not_come_back_is_not_sealed(place, rows, holds_nothing_of):
    """No rows, an empty row or a row of two lines is refused, unquoted."""
    with pytest.raises(InvalidRecordError, match="each row is one line") as caught:
        seal_segment(rows, **place)

    holds_nothing_of(caught.value, "left")


def test_sizes_are_steps(place):
    """A short segment is sealed as 512 bytes."""
    assert len(seal_segment(ROWS, **place)) == 512 + 92


def test_a_retired_version_is_refused(place):
    """The least accepted version reaches the envelope."""
    with pytest.raises(UnsupportedFormatError):
        unseal_segment(seal_segment(ROWS, **place), **place, min_version=2)

"""Pre-authentication encoding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.crypto import pae
from supervision.crypto._pae import split_pae
from supervision.errors import TamperedRecordError

PARTS = st.lists(st.binary(max_size=40), max_size=8)


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        ([], "00" * 8),
        ([b""], "01" + "00" * 7 + "00" * 8),
        ([b"test"], "01" + "00" * 7 + "04" + "00" * 7 + "74657374"),
    ],
    ids=["nothing", "one empty part", "one part"],
)
def test_known_answers(parts, joined):
    """The published answers come out."""
    assert pae(*parts).hex() == joined


@settings(max_examples=60, deadline=None)
@given(PARTS)
def test_agrees_with_another_implementation(independent, parts):
    """Any parts are joined as the specification says."""
    assert pae(*parts) == independent.pae(*parts)


@settings(max_examples=60, deadline=None)
@given(PARTS)
def test_splitting_undoes_joining(parts):
    """Any parts come back, so no two lists share their bytes."""
    assert split_pae(pae(*parts), count=len(parts)) == parts


@settings(max_examples=60, deadline=None)
@given(PARTS, st.data())
def test_a_cut_or_a_longer_one_is_refused(parts, data):
    """Truncation at any byte and any trailing bytes are noticed."""
    joined = pae(*parts)
    cut = joined[: data.draw(st.integers(0, len(joined) - 1))]
    longer = joined + data.draw(st.binary(min_size=1, max_size=20))

    for broken in (cut, longer):
        with pytest.raises(TamperedRecordError, match="cut short or lengthened"):
            split_pae(broken, count=len(parts))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_another_number_of_parts_is_refused(count):
    """Two parts are neither fewer nor more."""
    with pytest.raises(TamperedRecordError):
        split_pae(pae(b"a", b"b"), count=count)


def test_a_length_beyond_all_memory_allocates_nothing():
    """A part that claims 2^64 - 1 bytes is refused at once."""
    with pytest.raises(TamperedRecordError):
        split_pae((1).to_bytes(8, "little") + b"\xff" * 8 + b"short", count=1)

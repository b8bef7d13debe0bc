"""Padding and what sizes tell."""

from __future__ import annotations

from math import floor, log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.crypto import padme
from supervision.crypto._padding import pad, pad_rows, unpad
from supervision.errors import TamperedRecordError


def _padme_as_published(length):
    exponent = floor(log2(length))
    bits = floor(log2(exponent)) + 1 if exponent else 0
    mask = (1 << (exponent - bits)) - 1 if exponent > bits else 0
    return (length + mask) & ~mask


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 1 << 26))
def test_padme_is_the_published_function(length):
    """Any length is rounded as the paper says, by 12 % at most."""
    padded = padme(length)

    assert padded == _padme_as_published(length)
    assert length <= padded <= length * 1.12 + 1


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=3000), st.sampled_from([128, 256]))
def test_unpadding_undoes_padding(text, least):
    """Any text comes back, whatever it ends with, and its size is one of few."""
    padded = pad(text, least=least)

    assert unpad(padded) == text
    assert len(padded) == max(least, padme(len(text) + 1))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=9000))
def test_unpadding_undoes_the_padding_of_rows(rows):
    """Any rows come back."""
    assert unpad(pad_rows(rows)) == rows


@pytest.mark.parametrize(
    ("length", "size"),
    [
        (0, 512),
        (511, 512),
        (512, 1024),
        (3584, 4096),
        (4095, 4096),
        (4096, padme(4097)),
        (10_000, padme(10_001)),
    ],
)
def test_rows_are_padded_in_steps(length, size):
    """Rows take a multiple of 512 bytes up to 4 KiB, and Padmé's size above."""
    assert len(pad_rows(b"r" * length)) == size


def test_a_theme_more_does_not_show():
    """Rows with one theme and with eight are sealed at the same size."""
    row = b'{"kind":"session","day":"2026-11-20","minutes":90,"themes":[%b]}'
    themes = [row % b",".join([b'"family.part-of-solution"'] * count) for count in range(1, 9)]

    assert {len(pad_rows(each)) for each in themes} == {512}


@pytest.mark.parametrize("padded", [b"", b"\0" * 256, b"text", b"text\x80\0\x01", b"text\x80X"])
def test_what_was_not_padded_is_refused(padded):
    """Text without the mark at its end is noticed."""
    with pytest.raises(TamperedRecordError, match="changed, cut short or moved"):
        unpad(padded)

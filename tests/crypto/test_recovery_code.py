"""Recovery codes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.crypto import RecoveryCode
from supervision.errors import WrongKeyError

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS = f"{SYMBOLS}*~$=U"


def _code(number):
    symbols = "".join(SYMBOLS[number >> shift & 31] for shift in range(155, -1, -5))
    return f"{'-'.join(re.findall('....', symbols))}-{CHECKS[number % 37]}"


CODES = st.integers(0, 2**160 - 1).map(_code)


def _opens(one, two):
    key, parameters = RecoveryCode(one).create()
    return RecoveryCode(two).recover(parameters) == key


def test_a_new_code_can_be_typed_again():
    """A generated code is eight groups of four and a check symbol, and opens what it sealed."""
    code = RecoveryCode.generate()
    key, parameters = code.create()
    text = code.reveal()

    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-Z*~$=]", text)
    assert RecoveryCode(text).recover(parameters) == key


def test_codes_are_random():
    """No two codes begin alike: all 160 bits are drawn."""
    codes = [RecoveryCode.generate().reveal() for _ in range(50)]

    assert len({code[:9] for code in codes}) == 50
    assert len({code[-11:-2] for code in codes}) == 50


def test_the_text_is_shown_once():
    """A code is revealed when it is new, once; a typed one never."""
    code = RecoveryCode.generate()
    text = code.reveal()

    for shown in (code, RecoveryCode(text)):
        with pytest.raises(WrongKeyError, match="shown once, when it is new"):
            shown.reveal()


@settings(max_examples=60, deadline=None)
@given(CODES)
def test_every_code_is_read_as_specified(code):
    """Any 160 bits with Crockford's check symbol are a code."""
    assert _opens(code, code)


@settings(max_examples=60, deadline=None)
@given(CODES)
def test_reading_is_forgiving(code):
    """Case, grouping, dashes, spaces and look-alikes do not matter."""
    bare = code.replace("-", "")
    lines = "\n".join(code.split("-"))

    for typed in (
        bare,
        code.lower(),
        f"  {code.replace('-', ' ')}\t",
        lines,
        code.replace("-", "\u2013"),
        code.replace("-", " \u2014\u00a0"),
        code.replace("0", "O").replace("1", "I"),
        code.replace("0", "o").replace("1", "l"),
    ):
        assert _opens(code, typed)


@settings(max_examples=60, deadline=None)
@given(CODES, st.integers(0, 31), st.sampled_from(SYMBOLS))
def test_one_wrong_symbol_is_noticed(code, at, symbol):
    """Any single mistyped symbol is caught by the check symbol."""
    bare = code.replace("-", "")
    typed = bare[:at] + symbol + bare[at + 1 :]
    if typed == bare:
        assert _opens(code, typed)
        return

    with pytest.raises(WrongKeyError, match="the recovery code is mistyped"):
        RecoveryCode(typed)


@settings(max_examples=60, deadline=None)
@given(CODES, st.integers(0, 30))
def test_two_swapped_symbols_are_noticed(code, at):
    """Any two neighbours that change places are caught by the check symbol."""
    bare = code.replace("-", "")
    typed = bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :]
    if typed == bare:
        assert _opens(code, typed)
        return

    with pytest.raises(WrongKeyError, match="the recovery code is mistyped"):
        RecoveryCode(typed)


@pytest.mark.parametrize(
    "text",
    ["", "left the room", "0" * 32, "0" * 34, "0000-0000"],
    ids=["empty", "words", "no check", "one more", "short"],
)
def test_a_code_of_another_length_is_refused(text, holds_nothing_of):
    """The error says how many symbols are due, and none of those that were typed."""
    with pytest.raises(WrongKeyError, match="has 33 letters and digits, and this has") as caught:
        RecoveryCode(text)

    holds_nothing_of(caught.value, "EFT", "left", "0000")


@pytest.mark.parametrize(
    "text",
    ["0" * 31 + "U" + "0", "0" * 31 + "É" + "0", "0" * 31 + "*0", "0" * 32 + "1", "0" * 32 + "É"],
    ids=["U inside", "accent", "check inside", "wrong check", "accent at the end"],
)
def test_a_code_with_other_symbols_is_refused(text, holds_nothing_of):
    """Letters that no code has are refused, unquoted."""
    with pytest.raises(WrongKeyError, match="compare it with the paper") as caught:
        RecoveryCode(text)

    holds_nothing_of(caught.value, "0000", "É")


def test_a_wiped_code_is_refused():
    """After wiping, a code neither shows nor opens anything."""
    code = RecoveryCode.generate()
    _, parameters = code.create()
    code.wipe()

    for refused in (code.reveal, code.create, lambda: code.recover(parameters)):
        with pytest.raises(WrongKeyError):
            refused()

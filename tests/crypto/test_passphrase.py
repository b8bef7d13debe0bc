"""Passphrases, and what a guess at one costs."""

from __future__ import annotations

import inspect
import os
import resource
import subprocess
import sys
import unicodedata
import warnings
from getpass import GetPassWarning

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.crypto import (
    INSECURE_FAST,
    RFC_9106_LOW_MEMORY,
    Argon2idProfile,
    Passphrase,
)
from supervision.errors import TamperedRecordError, UnsupportedFormatError, WrongKeyError

TEXT = "left the room"
CAP = Argon2idProfile(iterations=4, lanes=8, memory_kib=1_048_576)
REAL = {"kdf": "argon2id", "salt": "00" * 16, "iterations": 3, "lanes": 4, "memory_kib": 65_536}


def _fast(text):
    return Passphrase(text, INSECURE_FAST)


def _opens(one, two):
    key, parameters = _fast(one).create()
    return _fast(two).recover(parameters) == key


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_text_will_do(text):
    """Any valid text recovers its key, also in another process."""
    assert _opens(text, text)


@pytest.mark.parametrize(
    "text",
    [" ", "   ", "\u00a0", "\0", "🗝️ 🧑‍🤝‍🧑", "x" * 10_000, "🗝" * 10_000, "a\nb"],
    ids=["space", "spaces", "no-break", "NUL", "emoji", "10,000", "10,000 emoji", "lines"],
)
def test_odd_text_will_do(text):
    """Spaces, emoji and great length are all part of a passphrase."""
    assert _opens(text, text)
    assert not _opens(text, f"{text} ")


def test_composed_and_decomposed_are_one():
    """What two systems type differently for the same letters is the same passphrase."""
    composed = unicodedata.normalize("NFC", "Åse Müller")

    assert _opens(composed, unicodedata.normalize("NFD", composed))


def test_look_alikes_are_two():
    """Compatibility forms and letter case still count."""
    assert not _opens("ﬁne", "fine")
    assert not _opens("Fine", "fine")


def test_the_key_is_as_specified():
    """The slot key is Argon2id of the text in NFC, with the stored salt and costs."""
    key, parameters = _fast("e\u0301").create()
    salt = bytes.fromhex(parameters["salt"])

    assert parameters == {
        "kdf": "argon2id",
        "salt": salt.hex(),
        "iterations": 1,
        "lanes": 1,
        "memory_kib": 8,
    }
    argon = Argon2id(salt=salt, length=32, iterations=1, lanes=1, memory_cost=8)
    assert key == argon.derive("\u00e9".encode())
    assert len(salt) == 16


def test_the_default_is_the_recommended_profile():
    """Without a word, a guess costs what RFC 9106 recommends where memory is short."""
    for made in (Passphrase, Passphrase.from_file, Passphrase.ask):
        default = inspect.signature(made).parameters["profile"].default
        assert default is RFC_9106_LOW_MEMORY
    assert RFC_9106_LOW_MEMORY == (3, 4, 65_536)


def test_an_empty_passphrase_is_refused():
    """Nothing is no passphrase."""
    with pytest.raises(WrongKeyError, match="the passphrase is empty; give one"):
        Passphrase("")


def test_half_a_character_is_refused(holds_nothing_of):
    """A lone surrogate is refused, and nothing around it is quoted."""
    with pytest.raises(WrongKeyError, match="half a character") as caught:
        Passphrase(f"{TEXT}\ud800")

    holds_nothing_of(caught.value, TEXT)


@pytest.mark.parametrize(
    "profile",
    [
        Argon2idProfile(2, 4, 65_536),
        Argon2idProfile(3, 3, 65_536),
        Argon2idProfile(3, 4, 65_535),
        Argon2idProfile(5, 4, 65_536),
        Argon2idProfile(3, 9, 65_536),
        Argon2idProfile(3, 4, 1_048_577),
        Argon2idProfile(1, 1, 8),
    ],
    ids=str,
)
def test_a_profile_out_of_range_is_refused(profile):
    """Too cheap and too dear are refused when the passphrase is built, names apart."""
    with pytest.raises(UnsupportedFormatError, match="at least 3 passes, 4 lanes, 64 MiB"):
        Passphrase(TEXT, profile)


@pytest.mark.parametrize("profile", [RFC_9106_LOW_MEMORY, CAP], ids=["least", "most"])
def test_a_profile_at_the_limits_is_taken(profile):
    """Floor and cap themselves are within."""
    assert repr(Passphrase(TEXT, profile)) == "<Passphrase>"


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": 64 * 1024 * 1024},
        {"memory_kib": 1},
        {"memory_kib": 0},
        {"memory_kib": -65_536},
        {"memory_kib": 10**4000},
        {"iterations": 2},
        {"iterations": 2**32},
        {"lanes": 255},
        {"iterations": 1, "lanes": 1, "memory_kib": 8},
    ],
    ids=str,
)
def test_absurd_costs_are_refused_unspent(change):
    """A slot that asks for 64 GiB, for 1 KiB, or for the tests' profile gets nothing."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(UnsupportedFormatError, match="at most 4, 8, 1 GiB"):
        Passphrase(TEXT).recover({**REAL, **change})
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024


def test_the_profile_of_tests_opens_nothing_cheaper_either():
    """Even a passphrase built for tests takes no costs but the real ones and its own."""
    with pytest.raises(UnsupportedFormatError):
        _fast(TEXT).recover({**REAL, "iterations": 1, "lanes": 1, "memory_kib": 16})


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": True},
        {"lanes": 4.0},
        {"iterations": "3"},
        {"iterations": None},
        {"kdf": "argon2i"},
        {"salt": "00" * 15},
        {"salt": "00" * 17},
        {"salt": "zz" * 16},
        {"salt": "AA" * 16},
        {"salt": 7},
        {"secret": TEXT},
    ],
    ids=str,
)
def test_parameters_of_another_shape_are_refused(change, holds_nothing_of):
    """Wrong types, a broken salt or a field more are not guessed at."""
    with pytest.raises(TamperedRecordError, match="not as they were made") as caught:
        Passphrase(TEXT).recover({**REAL, **change})

    holds_nothing_of(caught.value, TEXT)


@pytest.mark.parametrize("missing", REAL)
def test_parameters_short_of_a_field_are_refused(missing):
    """Nothing is filled in."""
    with pytest.raises(TamperedRecordError):
        Passphrase(TEXT).recover({name: REAL[name] for name in REAL if name != missing})


def test_a_wiped_passphrase_is_refused():
    """After wiping, a passphrase makes no key."""
    passphrase = _fast(TEXT)
    _, parameters = passphrase.create()
    passphrase.wipe()

    for refused in (passphrase.create, lambda: passphrase.recover(parameters)):
        with pytest.raises(WrongKeyError, match="the passphrase was wiped"):
            refused()


@pytest.mark.parametrize(
    "content",
    [b"hut", b"hut\n", b"hut\r\n", b"\xef\xbb\xbfhut\n"],
    ids=["bare", "line", "CRLF", "BOM"],
)
def test_a_file_of_one_line_is_read(tmp_path, content):
    """A line break at the end and a byte order mark are no part of the passphrase."""
    file = tmp_path / "passphrase"
    file.write_bytes(content)
    key, parameters = _fast("hut").create()

    assert Passphrase.from_file(file, profile=INSECURE_FAST).recover(parameters) == key


def test_spaces_in_a_file_count(tmp_path):
    """Only the line break goes."""
    file = tmp_path / "passphrase"
    file.write_bytes(b" hut \n")
    key, parameters = _fast(" hut ").create()

    assert Passphrase.from_file(str(file), profile=INSECURE_FAST).recover(parameters) == key


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the passphrase is empty"),
        (b"\n", "the passphrase is empty"),
        (b"left the room\nhut\n", "more than one line"),
        (b"left the room\xff", "not text in UTF-8"),
        (b"x" * (1024 * 1024 + 1), "far larger"),
    ],
    ids=["empty", "line break", "two lines", "bytes", "large"],
)
def test_a_file_that_is_no_passphrase_is_refused(tmp_path, content, says, holds_nothing_of):
    """Each kind of wrong file has its own words, and none of its text."""
    file = tmp_path / "passphrase"
    file.write_bytes(content)

    with pytest.raises(WrongKeyError, match=says) as caught:
        Passphrase.from_file(file)
    holds_nothing_of(caught.value, TEXT, "passphrase'")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("left the room", "no such file or directory"),
        (".", "is a directory"),
        ("left\0the room", "this can be no path"),
    ],
)
def test_a_file_that_cannot_be_read_is_not_named(tmp_path, path, says, holds_nothing_of):
    """Someone who gives the passphrase in place of its file does not find it in the error."""
    with pytest.raises(WrongKeyError, match=says) as caught:
        Passphrase.from_file(tmp_path / path)

    holds_nothing_of(caught.value, "the room", str(tmp_path))


def test_a_pipe_is_read(tmp_path):
    """A shell's `<(…)` works in place of a file."""
    reader, writer = os.pipe()
    os.write(writer, b"hut\n")
    os.close(writer)
    key, parameters = _fast("hut").create()

    try:
        passphrase = Passphrase.from_file(f"/dev/fd/{reader}", profile=INSECURE_FAST)
    finally:
        os.close(reader)
    assert passphrase.recover(parameters) == key


ASK = """
import sys
from supervision.crypto import INSECURE_FAST, Passphrase
from supervision.errors import WrongKeyError
try:
    asked = Passphrase.ask("Word: ", confirm=sys.argv[1] == "twice", profile=INSECURE_FAST)
    print("same" if asked.recover(eval(sys.argv[2])).hex() == sys.argv[3] else "other")
except WrongKeyError as error:
    assert error.__context__ is None
    print(error)
"""


def _ask(*lines, confirm="once", terminal=True):
    """Run `Passphrase.ask` in a process of its own; return what it says and what it showed."""
    key, parameters = _fast("hütte").create()
    arguments = [sys.executable, "-c", ASK, confirm, repr(parameters), key.hex()]
    ours, theirs = os.openpty() if terminal else os.pipe()[::-1]
    process = subprocess.Popen(
        arguments,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    try:
        for line in lines:
            # Only once the prompt is there is the terminal silent, and what came before dropped.
            while terminal and not shown.endswith(b": "):
                shown += process.stderr.read(1)
            os.write(ours, line.encode() + b"\n")
            shown += b"|"
        said, rest = process.communicate(timeout=30)
    finally:
        process.kill()
        os.close(ours)
    return said.decode().strip(), (shown + rest).decode()


def test_asking_hides_what_is_typed():
    """A passphrase typed on a terminal is taken, and never shown."""
    said, shown = _ask("hütte")

    assert said == "same"
    assert "Word:" in shown
    assert "hütte" not in shown


def test_asking_twice_accepts_the_same():
    """A new passphrase is typed twice."""
    said, shown = _ask("hütte", "hütte", confirm="twice")

    assert said == "same"
    assert "Word (again):" in shown


def test_asking_twice_refuses_two():
    """A typing mistake in a new passphrase is noticed, and neither of the two is quoted."""
    said, _ = _ask("hutte", "hurte", confirm="twice")

    assert said == "the two passphrases differ; try again"


def test_without_a_terminal_nothing_is_asked():
    """Where what is typed would show, asking is refused."""
    said, _ = _ask("hut", terminal=False)

    assert said == "no terminal to read the passphrase from unseen; use Passphrase.from_file"


@pytest.fixture
def typing(monkeypatch):
    """Let the next calls of `getpass` find these lines, or this trouble."""

    def type_in(*lines):
        waiting = iter(lines)

        def answer(_prompt):
            line = next(waiting)
            if isinstance(line, BaseException):
                raise line
            if line is None:
                warnings.warn("it would show", GetPassWarning, stacklevel=1)
            return line

        monkeypatch.setattr("supervision._unseen.getpass", answer)

    return type_in


def test_asking_takes_what_was_typed(typing):
    """What `getpass` read is the passphrase."""
    key, parameters = _fast("hut").create()
    typing("hut", "hut")

    assert Passphrase.ask(confirm=True, profile=INSECURE_FAST).recover(parameters) == key


@pytest.mark.parametrize(
    "trouble",
    [None, EOFError(TEXT), OSError(5, TEXT), UnicodeDecodeError("utf-8", TEXT.encode(), 0, 1, "x")],
    ids=["it would show", "end of input", "no terminal", "no text"],
)
def test_trouble_with_the_terminal_is_one_error(typing, trouble, holds_nothing_of):
    """Whatever keeps the passphrase from being read unseen, none of it is quoted."""
    typing(trouble)

    with pytest.raises(WrongKeyError, match="no terminal to read the passphrase") as caught:
        Passphrase.ask()
    holds_nothing_of(caught.value, TEXT)


def test_two_that_differ_are_not_quoted(typing, holds_nothing_of):
    """A typing mistake says that the two differ, and neither of them."""
    typing(TEXT, f"{TEXT}s")

    with pytest.raises(WrongKeyError, match="the two passphrases differ") as caught:
        Passphrase.ask(confirm=True)
    holds_nothing_of(caught.value, TEXT)

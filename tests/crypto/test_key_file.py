"""Key files."""

from __future__ import annotations

import base64
import os
import resource
import stat
from pathlib import Path

import pytest

from supervision.crypto import KeyFile
from supervision.errors import (
    BackendUnavailableError,
    SupervisionError,
    TamperedRecordError,
    WrongKeyError,
)

KEY = bytes(range(200, 232))


@pytest.fixture
def path(tmp_path):
    """Where the key file of these tests is."""
    return tmp_path / "journal.key"


def _write(path, content, mode=0o600):
    path.write_bytes(content)
    path.chmod(mode)
    return KeyFile(path)


def test_a_new_file_is_for_its_owner_only(path):
    """A new key file has 32 random bytes in hex and lets nobody else in."""
    KeyFile.generate(path)
    KeyFile.generate(path.with_name("other.key"))
    text = path.read_text()

    assert len(bytes.fromhex(text)) == 32
    assert text.endswith("\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert text != path.with_name("other.key").read_text()


def test_a_new_file_opens_again(path):
    """The key of a slot comes back from the file."""
    key, parameters = KeyFile.generate(path).create()

    assert KeyFile(str(path)).recover(parameters) == key


def test_a_file_is_never_overwritten(path):
    """Where there is a file already, it stays as it is."""
    _write(path, b"kept")

    with pytest.raises(SupervisionError, match="never overwritten; choose another path") as caught:
        KeyFile.generate(path)
    # No key was tried, and no disk said no: what to do is in the message alone.
    assert type(caught.value) is SupervisionError
    assert path.read_bytes() == b"kept"
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("name", "says"),
    [("none/journal.key", "no such file or directory"), ("a\0b", "this can be no path")],
)
def test_a_file_that_cannot_be_written_is_refused(tmp_path, name, says, holds_nothing_of):
    """A missing folder or an impossible path is said, and the path is not."""
    with pytest.raises(BackendUnavailableError, match=f"cannot be written: {says}") as caught:
        KeyFile.generate(tmp_path / name)

    holds_nothing_of(caught.value, str(tmp_path))


def test_a_full_disk_leaves_no_half_key(path):
    """Where the key does not fit, the error says so and no file stays behind."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        with pytest.raises(BackendUnavailableError, match="written: file too large") as caught:
            KeyFile.generate(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert not path.exists()
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "content",
    [
        KEY.hex().encode(),
        KEY.hex().upper().encode() + b"\r\n",
        b"\xef\xbb\xbf" + KEY.hex().encode(),
        base64.b64encode(KEY),
        b"  " + base64.b64encode(KEY).rstrip(b"=") + b"\n\n",
        base64.urlsafe_b64encode(KEY),
    ],
    ids=["hex", "upper", "BOM", "base64", "unpadded", "url-safe"],
)
def test_hex_and_base64_are_one_key(path, content):
    """However 32 bytes are written, they give the same key."""
    _, parameters = _write(path, KEY.hex().encode()).create()
    expected = KeyFile(path).recover(parameters)

    assert _write(path, content).recover(parameters) == expected


def test_a_key_may_stand_in_a_kilobyte_of_white_space(path):
    """The largest file is read whole."""
    padded = KEY.hex().encode().ljust(1024)

    assert len(_write(path, padded).create()[0]) == 32


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "does not hold 32 bytes"),
        (KEY.hex()[:-2].encode(), "does not hold 32 bytes"),
        (KEY.hex().encode() + b"00", "does not hold 32 bytes"),
        (base64.b64encode(KEY[:-1]), "does not hold 32 bytes"),
        (base64.b64encode(KEY + b"1"), "does not hold 32 bytes"),
        (base64.b64encode(KEY)[:-8] + b"\n" + base64.b64encode(KEY)[-8:], "does not hold 32"),
        (("é" * 32).encode(), "does not hold 32 bytes"),
        (KEY, "not text in UTF-8"),
        (b"0" * 1025, "far larger than a key"),
    ],
    ids=["empty", "31 hex", "33 hex", "31 base64", "33 base64", "lines", "letters", "raw", "large"],
)
def test_a_file_that_is_no_key_is_refused(path, content, says, holds_nothing_of):
    """Anything but 32 bytes in hex or base64 is refused, and not quoted."""
    with pytest.raises(WrongKeyError, match=says) as caught:
        _write(path, content).create()

    holds_nothing_of(caught.value, KEY.hex()[:16], str(path))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o610, 0o644, 0o777], ids=oct)
def test_a_file_that_others_can_reach_is_refused(path, mode):
    """One bit for group or others is enough, and the error says what to run."""
    _, parameters = _write(path, KEY.hex().encode()).create()
    provider = _write(path, KEY.hex().encode(), mode)

    for refused in (provider.create, lambda: provider.recover(parameters)):
        with pytest.raises(WrongKeyError, match="run chmod 600 on it"):
            refused()


@pytest.mark.parametrize("mode", [0o600, 0o400], ids=oct)
def test_a_file_of_its_owner_alone_is_taken(path, mode):
    """Read-only is fine."""
    assert len(_write(path, KEY.hex().encode(), mode).create()[0]) == 32


def test_a_missing_file_is_refused_when_it_is_needed(path, holds_nothing_of):
    """A provider can be built before its file is there, not used."""
    with pytest.raises(WrongKeyError, match="no such file or directory") as caught:
        KeyFile(path).create()

    holds_nothing_of(caught.value, str(path))


def test_what_is_no_regular_file_is_refused(path, tmp_path):
    """Folders, links and pipes are refused, and none is waited for."""
    _write(path, KEY.hex().encode())
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(path)
    os.mkfifo(pipe, 0o600)

    for wrong, says in (
        (tmp_path, "is a directory"),
        (link, "is a symbolic link; give the path of the file itself"),
        (pipe, "not that of a file"),
    ):
        with pytest.raises(WrongKeyError, match=says):
            KeyFile(wrong).create()


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"kdf": "hkdf-sha256"},
        {"kdf": "hkdf-sha512", "salt": "00" * 16},
        {"kdf": "hkdf-sha256", "salt": "00" * 8},
        {"kdf": "hkdf-sha256", "salt": "00" * 16, "x": 1},
    ],
    ids=str,
)
def test_parameters_of_others_are_refused(path, parameters):
    """Only what `create` gave is taken."""
    with pytest.raises(TamperedRecordError, match="not as they were made"):
        _write(path, KEY.hex().encode()).recover(parameters)


def test_no_descriptor_stays_open(path, tmp_path):
    """Whatever goes wrong, the file is closed again."""
    _write(path, KEY.hex().encode(), 0o644)
    before = len(list(Path("/dev/fd").iterdir()))
    for wrong in (path, tmp_path, tmp_path / "none"):
        for _ in range(3):
            with pytest.raises(WrongKeyError):
                KeyFile(wrong).create()

    assert len(list(Path("/dev/fd").iterdir())) == before

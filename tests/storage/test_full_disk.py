"""A disk that is really full."""

from __future__ import annotations

import os
import subprocess
from contextlib import closing

import pytest

from supervision.errors import BackendUnavailableError
from supervision.storage import open_backend


@pytest.fixture
def small_disk(tmp_path):
    """A file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not (is_root and _run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder)):
        pytest.skip("a file system can be mounted by root only, and not everywhere")
    yield folder
    assert _run("umount", folder)


def _go_on(backend, blobs):
    for number in range(1000):
        new = {f"body/{number}": os.urandom(2000), "head": b"%d" % number}
        backend.commit(new, expect={"head": blobs.get("head")})
        blobs.update(new)


def _run(*command):
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("url", ["sqlite:{}/practice.db", "tinydb:{}/practice.json"])
def test_a_full_disk_loses_nothing(small_disk, url):
    """On a full disk a commit is refused whole; with room again the same store goes on."""
    filler = small_disk / "filler"
    filler.write_bytes(bytes(400_000))
    blobs = {}
    with closing(open_backend(url.format(small_disk), create=True)) as backend:
        with pytest.raises(BackendUnavailableError, match="full"):
            _go_on(backend, blobs)
        assert len(blobs) > 10
        assert dict(backend.scan("")) == dict(sorted(blobs.items()))
        filler.unlink()
        backend.commit({"head": b"next"}, expect={"head": blobs["head"]})

    with closing(open_backend(url.format(small_disk), create=False)) as backend:
        assert dict(backend.scan("")) == blobs | {"head": b"next"}


@pytest.mark.parametrize("url", ["sqlite:{}/practice.db", "tinydb:{}/practice.json"])
def test_a_store_that_cannot_be_made_leaves_room_for_another_try(small_disk, url):
    """Where there is no room for a new store that is said, and with room it can be made."""
    filler = small_disk / "filler"
    with pytest.raises(OSError):
        filler.write_bytes(bytes(2_000_000))
    with pytest.raises(BackendUnavailableError, match="full"):
        _make(url.format(small_disk))
    filler.unlink()
    _make(url.format(small_disk))


def _make(url):
    with closing(open_backend(url, create=True)) as backend:
        backend.commit({"head": b"1"}, expect={"head": None})

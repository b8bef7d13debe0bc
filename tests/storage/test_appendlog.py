"""The engine under the TinyDB backend: a file, its log, and every way in which a disk can fail."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

import pytest

from supervision import _sync
from supervision.errors import BackendUnavailableError, JournalNotFoundError
from supervision.storage import _appendlog, _files
from supervision.storage._appendlog import AppendLog

ENTRIES = [b"one", b"", b"three " * 900]


class Crash(BaseException):
    """The machine stops."""


class Disk:
    """Stands for `os` and stops the machine at its n-th call, before, within or after it."""

    CALLS = ("write", "fdatasync", "fsync", "ftruncate")

    def __init__(self, stop_at, when):
        self.left = stop_at
        self.when = when

    def __getattr__(self, name):
        call = getattr(os, name)
        return (lambda *args: self._do(call, *args)) if name in self.CALLS else call

    def _do(self, call, *args):
        self.left -= 1
        if self.left > 0:
            return call(*args)
        if self.left == 0 and self.when == "within" and call is os.write:
            os.write(args[0], args[1][: len(args[1]) // 2])
        if self.left == 0 and self.when == "after":
            call(*args)
        raise Crash


@pytest.fixture
def path(tmp_path):
    """Where a log may be."""
    return tmp_path / "store"


@pytest.fixture
def log(path):
    """A log with some entries."""
    log = _opened(path, create=True)
    for entry in ENTRIES:
        log.append(entry, then=_nothing)
    yield log
    with suppress(OSError):
        log.close()


def _opened(path, *, create=False):
    return AppendLog(path, create=create, empty=b"empty")


def _nothing():
    pass


def _loaded(path):
    log = _opened(path)
    loaded = log.load()
    log.close()
    return loaded


def _abandon(log):
    """Leave a log as a process does that is killed."""
    os.close(log._descriptor)


def _refusing(monkeypatch, name, code):
    """Let a call of the operating system fail."""

    def fail(*_):
        raise OSError(code, "no")

    for module in (_appendlog, _files):
        monkeypatch.setattr(module.os, name, fail)


def test_entries_come_back_in_order(path, log):
    """What was appended is read back with what the file held, after closing or after a kill."""
    assert log.load() == (b"empty", ENTRIES)
    log.close()
    assert _loaded(path) == (b"empty", ENTRIES)


def test_opening_creates_nothing(path):
    """Without a file nothing is opened and nothing is made."""
    with pytest.raises(JournalNotFoundError):
        _opened(path)

    assert list(path.parent.iterdir()) == []


def test_an_empty_log_leaves_no_file(path):
    """After closing, only the file is there if the log had nothing in it."""
    _opened(path, create=True).close()

    assert [file.name for file in path.parent.iterdir()] == ["store"]


def test_replacing_empties_the_log(path, log):
    """`replace` puts new content in the place of all, and the log goes on."""
    log.replace([b"new ", b"content"])
    assert log.load() == (b"new content", [])
    log.append(b"next", then=_nothing)
    log.close()

    assert _loaded(path) == (b"new content", [b"next"])


def test_replacing_keeps_the_mode_of_the_file(path, log):
    """Who may read the file stays as it was set."""
    path.chmod(0o640)
    log.replace([b"new"])

    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(tmp_path, path, log):
    """Opened through a symbolic link, it is the same file, taken once and replaced in its place."""
    link = tmp_path / "link"
    link.symlink_to(path)
    with pytest.raises(BackendUnavailableError, match="open already"):
        _opened(link)
    log.close()
    linked = _opened(link)
    linked.replace([b"new"])
    linked.close()

    assert link.is_symlink()
    assert path.read_bytes() == b"new"


def test_every_truncation_of_the_log_drops_the_last_entries_only(path, log):
    """Cut short anywhere, the log holds all entries before the cut and none that was cut."""
    _abandon(log)
    beside = Path(f"{path}.log")
    whole = beside.read_bytes()
    ends = [0]
    for entry in ENTRIES:
        ends.append(ends[-1] + len(entry) + 34)
    for size in [*range(120), *range(120, len(whole), 97), len(whole) - 1, len(whole)]:
        beside.write_bytes(whole[:size])
        kept = sum(end <= size for end in ends) - 1
        log = _opened(path)
        assert log.load() == (b"empty", ENTRIES[:kept])
        log.append(b"next", then=_nothing)
        _abandon(log)
        assert beside.read_bytes()[: ends[kept]] == whole[: ends[kept]]
        assert _loaded(path) == (b"empty", [*ENTRIES[:kept], b"next"])


@pytest.mark.parametrize("place", [-2, -3000, -5425])
def test_a_last_entry_with_a_hole_is_dropped(path, log, place):
    """A last entry whose end reached the disk before its middle is taken as never written."""
    _abandon(log)
    beside = Path(f"{path}.log")
    torn = bytearray(beside.read_bytes())
    torn[place] = 0
    beside.write_bytes(torn)

    assert _loaded(path) == (b"empty", ENTRIES[:2])


@pytest.mark.parametrize("place", [0, 20, 33, 34, 36, 68])
def test_damage_before_the_end_is_refused(path, log, place):
    """A damaged entry that is not the last is an error, and both files stay as they are."""
    _abandon(log)
    beside = Path(f"{path}.log")
    damaged = bytearray(beside.read_bytes())
    damaged[place] ^= 1
    beside.write_bytes(damaged)
    with pytest.raises(BackendUnavailableError, match="damaged"):
        _opened(path)

    assert beside.read_bytes() == damaged
    assert path.read_bytes() == b"empty"


def test_a_log_without_its_file_is_refused(path, log):
    """Entries whose file is gone are neither lost nor put into a new file."""
    _abandon(log)
    path.unlink()
    for create in (False, True):
        with pytest.raises((BackendUnavailableError, JournalNotFoundError)):
            _opened(path, create=create)

    assert not path.exists()
    assert Path(f"{path}.log").stat().st_size > 0


@pytest.mark.parametrize("when", ["before", "within", "after"])
@pytest.mark.parametrize(
    ("action", "calls", "may_be"),
    [
        (lambda log: log.append(b"two", then=_nothing), 2, [(b"empty", [b"one", b"two"])]),
        (lambda log: log.replace([b"one"]), 4, [(b"one", [b"one"]), (b"one", [])]),
    ],
    ids=["append", "replace"],
)
def test_survives_a_crash_at_every_call(tmp_path, monkeypatch, *, action, calls, may_be, when):
    """Wherever the machine stops, what was there is there, and what was going on is whole or not."""
    for stop_at in range(1, calls + 2):
        path = tmp_path / str(stop_at)
        log = _opened(path, create=True)
        log.append(b"one", then=_nothing)
        disk = Disk(stop_at, when)
        with monkeypatch.context() as patch, suppress(Crash):
            for module in (_appendlog, _files, _sync):
                patch.setattr(module, "os", disk)
            action(log)
        _abandon(log)

        assert (disk.left > 0) == (stop_at > calls)
        assert _loaded(path) in ([(b"empty", [b"one"])] if stop_at <= calls else []) + may_be
        assert not Path(f"{path}.new").exists()


def test_nothing_is_taken_after_a_failed_sync(path, log, monkeypatch):
    """After a sync that failed, the fate of the entry is unknown and nothing is put on top."""
    with monkeypatch.context() as patch:
        _refusing(patch, "fdatasync", errno.EIO)
        with pytest.raises(BackendUnavailableError, match="EIO"):
            log.append(b"lost?", then=_nothing)
    for call in (lambda: log.append(b"next", then=_nothing), lambda: log.replace([b"x"])):
        with pytest.raises(BackendUnavailableError, match="earlier commit"):
            call()
    log.close()

    assert _loaded(path)[1][:3] == ENTRIES


def test_a_write_without_room_is_taken_back(path, log, monkeypatch):
    """When there is no room for an entry, the log is as before and takes the next one."""
    real = os.write

    def short(descriptor, content):
        if len(content) > 50:
            return real(descriptor, content[:50])
        raise OSError(errno.ENOSPC, "no")

    with monkeypatch.context() as patch:
        patch.setattr(_appendlog.os, "write", short)
        with pytest.raises(BackendUnavailableError, match="disk is full"):
            log.append(b"x" * 100, then=_nothing)
    log.append(b"next", then=_nothing)
    log.close()

    assert _loaded(path) == (b"empty", [*ENTRIES, b"next"])


def test_a_write_that_cannot_be_taken_back_ends_it(log, monkeypatch):
    """When a half-written entry cannot be removed either, nothing more is taken."""
    with monkeypatch.context() as patch:
        _refusing(patch, "write", errno.EDQUOT)
        _refusing(patch, "ftruncate", errno.EIO)
        log.size -= 1
        patch.setattr(log, "_write_all", lambda _: _half(log))
        with pytest.raises(BackendUnavailableError, match="quota"):
            log.append(b"x", then=_nothing)
    with pytest.raises(BackendUnavailableError, match="earlier commit"):
        log.append(b"x", then=_nothing)


def _half(log):
    log.size += 1
    raise OSError(errno.EDQUOT, "no")


def test_an_error_in_what_follows_ends_it(log):
    """If what an entry leads to was not taken over, nothing more is put on top."""

    def fail():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        log.append(b"x", then=fail)
    with pytest.raises(BackendUnavailableError, match="earlier commit"):
        log.append(b"y", then=_nothing)


@pytest.mark.parametrize("name", ["fsync", "ftruncate"])
def test_a_replacement_that_fails_loses_nothing(path, log, monkeypatch, name):
    """When the disk refuses the new file or the emptying of the log, everything is still there."""
    with monkeypatch.context() as patch:
        _refusing(patch, name, errno.ENOSPC)
        with pytest.raises(BackendUnavailableError, match="disk is full"):
            log.replace([b"new"])
    log.append(b"next", then=_nothing)
    _abandon(log)

    content, entries = _loaded(path)
    assert content == (b"empty" if name == "fsync" else b"new")
    assert entries == [*ENTRIES, b"next"]
    assert not Path(f"{path}.new").exists()


def test_what_a_crash_left_half_written_is_removed(path, log):
    """A successor of the file that was never finished goes when the file is opened."""
    _abandon(log)
    Path(f"{path}.new").write_bytes(b"half")

    assert _loaded(path) == (b"empty", ENTRIES)
    assert not Path(f"{path}.new").exists()


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO, 9999])
def test_says_why_it_cannot_be_opened(path, log, monkeypatch, code):
    """What the operating system says on opening becomes an error of ours."""
    log.close()
    _refusing(monkeypatch, "open", code)
    with pytest.raises(BackendUnavailableError):
        _opened(path)


def _open_files():
    shown = Path("/proc/self/fd")
    return len(list(shown.iterdir())) if shown.exists() else 0


def test_says_why_it_cannot_be_locked(path, log, monkeypatch):
    """A file system without locks is named as the reason, and no descriptor stays open."""
    log.close()
    before = _open_files()

    def fail(*_):
        raise OSError(errno.ENOLCK, "no")

    with monkeypatch.context() as patch:
        patch.setattr(_files.fcntl, "flock", fail)
        with pytest.raises(BackendUnavailableError, match="ENOLCK"):
            _opened(path)
    after = _open_files()

    assert before == after


def test_says_why_it_cannot_be_read(path, log, monkeypatch):
    """A file that can be taken but not read is an error of ours."""
    monkeypatch.setattr(Path, "read_bytes", lambda _: _half(log))
    with pytest.raises(BackendUnavailableError, match="quota"):
        log.load()
    log.close()
    with pytest.raises(BackendUnavailableError, match="quota"):
        _opened(path)


@pytest.mark.parametrize("state", ["gone", "another"])
def test_a_log_that_its_holder_removed_is_not_taken(path, log, monkeypatch, state):
    """Whoever locks a log that was removed meanwhile tries again with the one that is there now."""
    log.close()
    real = _files._lock
    turns = []

    def lock(descriptor):
        real(descriptor)
        turns.append(descriptor)
        if len(turns) == 1:
            beside = Path(f"{path}.log")
            # Kept under another name, so that its number is not given to a new file.
            beside.rename(f"{path}.old")
            if state == "another":
                beside.touch()

    monkeypatch.setattr(_files, "_lock", lock)
    again = _opened(path)
    again.append(b"x", then=_nothing)
    _abandon(again)

    assert len(turns) == 2
    assert Path(f"{path}.log").stat().st_size > 0


def test_a_folder_is_no_file(tmp_path):
    """A path that leads to a folder is refused."""
    with pytest.raises(BackendUnavailableError, match="no file"):
        _opened(tmp_path, create=True)

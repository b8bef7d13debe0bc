"""What the backends on disk share: durable files, one holder, and what a disk says."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from supervision._sync import sync_folder
from supervision.errors import BackendUnavailableError, JournalNotFoundError

_REASONS = {
    errno.ENOSPC: "the disk is full; make room and try again",
    errno.EDQUOT: "the disk quota is used up; make room and try again",
    errno.EFBIG: "the file may not grow any more; make room and try again",
    errno.EACCES: "the store or its folder cannot be written to; check permissions",
    errno.EPERM: "the store or its folder cannot be written to; check permissions",
    errno.EROFS: "the store is on a read-only disk; copy it elsewhere",
    errno.EISDIR: "the path is a folder; name a file in it",
}


def unavailable(error: OSError) -> BackendUnavailableError:
    """Return the error to raise for what the operating system said."""
    code = error.errno or 0
    reason = _REASONS.get(code, "the disk could not do it; look at it and try again")
    return BackendUnavailableError(f"{reason} ({errno.errorcode.get(code, 'OSError')})")


def is_missing(path: Path) -> bool:
    """Return whether there is no file at *path*, or an empty one.

    An empty file is what a crash leaves that came before the first commit.

    Raises:
        BackendUnavailableError: if it cannot be looked at, or is no file.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return True
    except OSError as error:
        raise unavailable(error) from error
    if not path.is_file():
        msg = "the path is no file; check it"
        raise BackendUnavailableError(msg)
    return size == 0


def require_creation(path: Path, *, create: bool) -> None:
    """Refuse to make a store at *path* unless that was asked for and can be done."""
    if not create:
        msg = "no journal at the path given; check the path, or create a journal"
        raise JournalNotFoundError(msg)
    if not path.parent.is_dir():
        msg = "the folder to create the store in does not exist; check the path, or make the folder"
        raise BackendUnavailableError(msg)


def replace_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Put a new file in the place of *path*, so that a crash leaves the old one or the new one."""
    beside = leftover(path)
    try:
        _write_new(beside, path, chunks)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def leftover(path: Path) -> Path:
    """Return where a crash may leave a half-written successor of *path*."""
    return path.with_name(f"{path.name}.new")


def _write_new(beside: Path, path: Path, chunks: Iterable[bytes]) -> None:
    with beside.open("wb") as file:
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        file.writelines(chunks)
        file.flush()
        os.fsync(file.fileno())


def take(path: Path) -> int:
    """Open a file for appending, made if need be, that no one else has taken.

    Returns:
        Its descriptor; the file is taken until that is closed.

    Raises:
        BackendUnavailableError: if someone else has taken it.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o666)
        if not _locks(descriptor):
            os.close(descriptor)
            msg = (
                "the store is open already, in another program or elsewhere in this one; close it "
                "there, or use a store that takes several, such as sqlite"
            )
            raise BackendUnavailableError(msg)
        if _is_at(path, descriptor):
            return descriptor
        # Its holder removed it between our opening and locking it.
        os.close(descriptor)


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _locks(descriptor: int) -> bool:
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EAGAIN}:
            return False
        os.close(descriptor)
        raise
    return True


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    _BINARY = os.O_BINARY
    # Such a lock keeps others from reading too, so it covers a byte where none is ever written.
    _FAR = 1 << 40

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    sync = os.fsync
else:
    import fcntl

    _BINARY = 0

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def sync(descriptor: int) -> None:
        """Make durable what was written to a file."""
        if sys.platform == "darwin":  # pragma: no cover
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        else:
            os.fdatasync(descriptor)

"""One file and a log of what came since: `append` is short and durable, `replace` is whole.

What the file and the entries hold is their owner's business. A line of the log is the hexadecimal
BLAKE2b-128 of an entry, a space, the entry and a line feed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from supervision._sync import sync_folder
from supervision.errors import BackendUnavailableError
from supervision.storage._files import (
    is_missing,
    leftover,
    replace_file,
    require_creation,
    sync,
    take,
    unavailable,
)

_DIGEST = 16
# In hexadecimal, and a space.
_MARK = 2 * _DIGEST + 1


class AppendLog:
    """A file and its log, held by one process at a time.

    Reading the log twice must give what reading it once gives: a crash on the way through
    `replace` may leave entries behind that are in the new file already.

    Args:
        path: The file. The log is kept beside it, with ``.log`` after its name.
        create: Make the file if there is none.
        empty: What a new file holds.

    Attributes:
        size: How many bytes the log has.

    Raises:
        JournalNotFoundError: if there is no file and *create* is false.
        BackendUnavailableError: if another holds the file, its log is damaged, or the disk said no.
    """

    def __init__(self, path: Path, *, create: bool, empty: bytes) -> None:
        self._path = Path(os.path.realpath(path))
        self._log = self._path.with_name(f"{self._path.name}.log")
        self._in_doubt = False
        if is_missing(self._path):
            require_creation(self._path, create=create)
        try:
            self._descriptor = take(self._log)
            self.size = os.fstat(self._descriptor).st_size
        except OSError as error:
            raise unavailable(error) from error
        try:
            self._recover(empty)
        except BaseException:
            self.close()
            raise

    def load(self) -> tuple[bytes, list[bytes]]:
        """Return what the file holds, and the entries since in their order."""
        try:
            return self._path.read_bytes(), _entries(self._log.read_bytes())
        except OSError as error:
            raise unavailable(error) from error

    def append(self, entry: bytes, *, then: Callable[[], None]) -> None:
        """Add *entry*, one line without a line feed, and call *then* once it is durable.

        Raises:
            BackendUnavailableError: if the disk said no. Unless the entry could be taken back, its
                fate is unknown and nothing more is taken until the file is opened anew.
        """
        self._refuse_in_doubt()
        self._in_doubt = True
        self._write(_line(entry))
        then()
        self._in_doubt = False

    def replace(self, chunks: Iterable[bytes]) -> None:
        """Put *chunks* in the place of the file, and empty the log.

        They must hold all that the file and the log held: a crash leaves the old file or the
        new one, and the log in either case.
        """
        self._refuse_in_doubt()
        try:
            replace_file(self._path, chunks)
            os.ftruncate(self._descriptor, 0)
            self.size = 0
            sync(self._descriptor)
        except OSError as error:
            raise unavailable(error) from error

    def doubt(self) -> None:
        """Take nothing more until the file is opened anew."""
        self._in_doubt = True

    def close(self) -> None:
        """Let go of the file, and remove the log if it is empty."""
        if self.size == 0:
            with suppress(OSError):
                self._log.unlink()
        os.close(self._descriptor)

    def _recover(self, empty: bytes) -> None:
        """Drop what a crash left behind: a half-written file, the half-written end of the log."""
        lost = is_missing(self._path)
        if lost and self.size:
            msg = "there is a log, but its file is missing; restore the file, or move the log away"
            raise BackendUnavailableError(msg)
        try:
            leftover(self._path).unlink(missing_ok=True)
            if lost:
                replace_file(self._path, [empty])
            # A new log must still have its name after a power cut.
            sync_folder(self._path.parent)
            self._cut(sum(_MARK + len(entry) + 1 for entry in _entries(self._log.read_bytes())))
        except OSError as error:
            raise unavailable(error) from error

    def _write(self, line: bytes) -> None:
        size = self.size
        try:
            self._write_all(line)
        except OSError as error:
            with suppress(OSError):
                self._cut(size)
                self._in_doubt = False
            raise unavailable(error) from error
        try:
            sync(self._descriptor)
        except OSError as error:
            raise unavailable(error) from error

    def _write_all(self, line: bytes) -> None:
        rest = memoryview(line)
        while rest:
            written = os.write(self._descriptor, rest)
            self.size += written
            rest = rest[written:]

    def _cut(self, size: int) -> None:
        if self.size != size:
            os.ftruncate(self._descriptor, size)
            self.size = size
            sync(self._descriptor)

    def _refuse_in_doubt(self) -> None:
        if self._in_doubt:
            msg = "the disk failed an earlier commit; open the store anew and look"
            raise BackendUnavailableError(msg)


def _line(entry: bytes) -> bytes:
    return _mark(entry) + entry + b"\n"


def _mark(entry: bytes) -> bytes:
    return blake2b(entry, digest_size=_DIGEST).hexdigest().encode() + b" "


def _entries(log: bytes) -> list[bytes]:
    """Return the entries of a log without a half-written last one."""
    lines = log.split(b"\n")
    if lines.pop() == b"" and lines and not _is_whole(lines[-1]):
        lines.pop()
    if not all(map(_is_whole, lines)):
        msg = "the log of the store is damaged; restore the file and its log from a copy"
        raise BackendUnavailableError(msg)
    return [line[_MARK:] for line in lines]


def _is_whole(line: bytes) -> bool:
    return line[:_MARK] == _mark(line[_MARK:])

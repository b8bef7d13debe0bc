"""A backend in memory, for tests and for trying things out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from threading import Lock

from supervision.errors import BackendUnavailableError
from supervision.storage._limits import check_commit, lost_race


class MemoryBackend:
    """Blobs in a dict, gone when the process ends.

    >>> backend = MemoryBackend()
    >>> backend.commit({"log/1": b"one", "log/2": b"two"}, expect={"log/1": None})
    >>> list(backend.scan("log/", after="log/1"))
    [('log/2', b'two')]
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._blobs: dict[str, bytes] = {}
        self._order: list[str] = []
        self._closed = False

    def get(self, name: str) -> bytes | None:
        """Return the bytes kept under *name*, or `None` if there are none."""
        with self._lock:
            return self._open_blobs().get(name)

    def get_many(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Return the bytes of each of *names*; absent ones are left out."""
        with self._lock:
            blobs = self._open_blobs()
            return {name: blobs[name] for name in names if name in blobs}

    def scan(self, prefix: str, *, after: str = "") -> Iterator[tuple[str, bytes]]:
        """Yield names under *prefix* and their bytes, in the order of the names."""
        while (found := self._next(prefix, after)) is not None:
            yield found
            after = found[0]

    def names(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """Yield names under *prefix* in order."""
        return (name for name, _ in self.scan(prefix, after=after))

    def commit(
        self,
        changes: Mapping[str, bytes | None],
        *,
        expect: Mapping[str, bytes | None],
        scrub: bool = False,  # noqa: ARG002 - no file, so nothing to scrub
    ) -> None:
        """Write and remove blobs, all or nothing."""
        check_commit(changes, expect)
        with self._lock:
            blobs = self._open_blobs()
            for name, blob in expect.items():
                if blobs.get(name) != blob:
                    raise lost_race(name)
            for name, blob in changes.items():
                self._change(name, blob)

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._closed = True
            self._blobs = {}
            self._order = []

    def _open_blobs(self) -> dict[str, bytes]:
        if self._closed:
            msg = "the store was closed; open it again"
            raise BackendUnavailableError(msg)
        return self._blobs

    def _next(self, prefix: str, after: str) -> tuple[str, bytes] | None:
        with self._lock:
            blobs = self._open_blobs()
            start = max(bisect_left(self._order, prefix), bisect_right(self._order, after))
            if start == len(self._order) or not self._order[start].startswith(prefix):
                return None
            name = self._order[start]
            return name, blobs[name]

    def _change(self, name: str, blob: bytes | None) -> None:
        if blob is not None:
            if name not in self._blobs:
                insort(self._order, name)
            self._blobs[name] = blob
        elif self._blobs.pop(name, None) is not None:
            del self._order[bisect_left(self._order, name)]

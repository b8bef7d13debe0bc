"""A backend in memory, for tests and for trying things out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from threading import Lock

from supervision.errors import BackendUnavailableError
from supervision.storage._limits import check_commit, check_expected
from supervision.storage._order import NameOrder


class MemoryBackend:
    """Blobs in a dict, gone when the backend is closed.

    >>> backend = MemoryBackend()
    >>> backend.commit({"log/1": b"one", "log/2": b"two"}, expect={"log/1": None})
    >>> list(backend.scan("log/", after="log/1"))
    [('log/2', b'two')]
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._blobs: dict[str, bytes] | None = {}
        self._order = NameOrder()

    def get(self, name: str) -> bytes | None:
        """Return the bytes kept under *name*, or `None` if there are none."""
        with self._lock:
            return self._usable().get(name)

    def get_many(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Return the bytes of each of *names*; absent ones are left out."""
        with self._lock:
            blobs = self._usable()
            return {name: blobs[name] for name in names if name in blobs}

    def scan(self, prefix: str, *, after: str = "") -> Iterator[tuple[str, bytes]]:
        """Yield names under *prefix* and their bytes, in the order of the names."""
        for name in self.names(prefix, after=after):
            blob = self.get(name)
            if blob is not None:
                yield name, blob

    def names(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """Yield names under *prefix* in order."""
        while page := self._page(prefix, after):
            yield from page
            after = page[-1]

    def commit(
        self,
        changes: Mapping[str, bytes | None],
        *,
        expect: Mapping[str, bytes | None],
        scrub: bool = False,  # noqa: ARG002 - there is no file to scrub
    ) -> None:
        """Write and remove blobs, all or nothing."""
        check_commit(changes, expect)
        with self._lock:
            blobs = self._usable()
            check_expected(expect, blobs.get)
            for name, blob in changes.items():
                self._change(blobs, name, blob)

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._blobs = None

    def _usable(self) -> dict[str, bytes]:
        if self._blobs is None:
            msg = "the store was closed; open it again"
            raise BackendUnavailableError(msg)
        return self._blobs

    def _page(self, prefix: str, after: str) -> list[str]:
        with self._lock:
            self._usable()
            return self._order.page(prefix, after=after)

    def _change(self, blobs: dict[str, bytes], name: str, blob: bytes | None) -> None:
        if blob is not None:
            if name not in blobs:
                self._order.add(name)
            blobs[name] = blob
        elif blobs.pop(name, None) is not None:
            self._order.remove(name)

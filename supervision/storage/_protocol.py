"""What a storage backend promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, runtime_checkable


@runtime_checkable
class Backend(Protocol):
    """An ordered map from names to bytes, with atomic commits.

    Names match ``[a-z0-9/_-]{1,200}`` and are ordered by byte. A blob has 0 bytes to
    33 MiB, and a commit at most 10,000 changes. Any thread may call; every call sees every
    commit that returned before it began. A call on a closed backend raises
    `BackendUnavailableError`. `supervision.testing.BackendContract` is the full statement
    of these promises, as tests.
    """

    def get(self, name: str) -> bytes | None:
        """Return the bytes kept under *name*, or `None` if there are none."""
        ...

    def get_many(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Return the bytes of each of *names*; absent ones are left out."""
        ...

    def scan(self, prefix: str, *, after: str = "") -> Iterator[tuple[str, bytes]]:
        """Yield the names that begin with *prefix*, each with its bytes, ascending.

        Each name comes at most once. Names present from beginning to end do come; a commit on
        the way, even by the consumer, breaks nothing and may or may not show.

        Args:
            prefix: Any string; one that no name can begin with yields nothing.
            after: Only names greater than this one are yielded.
        """
        ...

    def names(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """Yield what `scan` yields, without the bytes."""
        ...

    def commit(
        self,
        changes: Mapping[str, bytes | None],
        *,
        expect: Mapping[str, bytes | None],
        scrub: bool = False,
    ) -> None:
        """Write and remove blobs, all or nothing; durable when it returns.

        Args:
            changes: The new bytes of each name, or `None` to remove it; a name that is absent
                already may be removed.
            expect: What each of these names must hold for anything to be done, or `None` if
                it must be absent.
            scrub: Also see to it that removed and replaced bytes are in no file of the
                backend when this returns. With no changes it scrubs what earlier commits left.

        Raises:
            ConflictError: if a name does not hold what *expect* says; nothing was changed.
            BackendUnavailableError: if the disk, a lock or the network said no. The outcome
                is unknown: open the store anew and look.
            ValueError: if a name, a blob or the number of changes is out of bounds; nothing
                was changed.
        """
        ...

    def close(self) -> None:
        """Give back files and connections; calling it again does nothing."""
        ...


@runtime_checkable
class SupportsExclusive(Protocol):
    """A backend that can keep other writers waiting, so that a large commit does not starve."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Hold other writers back until the first commit inside, or the end of the block.

        Correctness never rests on it: what a commit must find unchanged goes in *expect*.
        """
        ...


def exclusive(backend: Backend) -> AbstractContextManager[None]:
    """Hold other writers of *backend* back, if it can do that; else do nothing.

    >>> from supervision.storage import MemoryBackend
    >>> backend = MemoryBackend()
    >>> with exclusive(backend):
    ...     backend.commit({"head": b"1"}, expect={"head": None})
    """
    if isinstance(backend, SupportsExclusive):
        return backend.exclusive()
    return nullcontext()

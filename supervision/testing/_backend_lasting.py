"""The part of the backend contract about what outlives a process, a crash and a bad disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from supervision.errors import BackendError, ConflictError, UnsupportedFormatError
from supervision.storage import Backend
from supervision.testing._backend_base import ContractBase, all_in, finished
from supervision.testing._backend_machine import BackendMachine

_needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
_BLOBS = {f"body/{number:03}": b"%03d" % number * 800 for number in range(40)}
_DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut in half": lambda content: content[: len(content) // 2],
    "cut to 60 bytes": lambda content: content[:60],
    "random bytes": lambda content: Random(1).randbytes(len(content)),  # noqa: S311 - no key
    "a letter": lambda _: b"Dear supervisor,\nthis is no store.\n",
    "zeros": lambda content: bytes(len(content)),
}


class LastingContract(ContractBase):
    """What survives, and how it is said that something did not."""

    def test_agrees_with_a_dict(self, tmp_path: Path) -> None:
        """After any sequence of calls, reopening among them, a store holds what a dict would."""
        folders: list[Path] = []

        def make() -> Backend:
            folders.append(Path(mkdtemp(dir=tmp_path)))
            return self.open_in(folders[-1])

        def reopen(backend: Backend) -> Backend:
            backend.close()
            return self.open_in(folders[-1])

        run_state_machine_as_test(
            cast("Any", lambda: BackendMachine(make, reopen if self.durable else None)),
            settings=settings(
                max_examples=30,
                stateful_step_count=20,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )

    def test_survives_reopening(self, durable_folder: Path) -> None:
        """What was committed is there after closing and opening, however often."""
        blobs: dict[str, bytes] = {}
        for turn in range(5):
            backend = self.open_in(durable_folder)
            assert all_in(backend) == blobs
            changes = {f"body/{turn}": b"x" * turn * 3000, "head": b"%d" % turn}
            backend.commit(changes, expect={"head": blobs.get("head")})
            blobs.update(changes)
            backend.close()

    def test_two_handles_see_each_other(self, shared_folder: Path) -> None:
        """What one handle committed the other sees at once, and its commits respect it."""
        one, other = self.open_in(shared_folder), self.open_in(shared_folder)
        one.commit({"head": b"1"}, expect={"head": None})
        assert other.get("head") == b"1"
        with pytest.raises(ConflictError):
            other.commit({"head": b"2"}, expect={"head": None})
        other.commit({"head": b"2"}, expect={"head": b"1"})
        assert list(one.scan("")) == [("head", b"2")]
        one.close()
        assert other.get("head") == b"2"
        other.close()

    @_needs_fork
    def test_two_processes_lose_no_update(self, shared_folder: Path) -> None:
        """Two processes that count together count every step."""
        self.open_in(shared_folder).close()
        children = [self.start_child("count_up", shared_folder, times=200) for _ in range(2)]
        for child in children:
            finished(child)

        backend = self.open_in(shared_folder)
        assert backend.get("counter") == b"400"
        backend.close()

    @_needs_fork
    def test_a_second_process_is_told(self, durable_folder: Path) -> None:
        """A store that takes one process at a time says so to the second, and to no one after."""
        if self.shared:
            pytest.skip("the backend takes several processes")
        backend = self.open_in(durable_folder)
        backend.commit({"head": b"1"}, expect={})
        self.in_child("refuse_second", durable_folder)
        backend.commit({"head": b"2"}, expect={"head": b"1"})
        backend.close()
        self.in_child("count_up", durable_folder, times=1)

    @_needs_fork
    @pytest.mark.slow
    def test_survives_kills(self, durable_folder: Path) -> None:
        """Wherever a writer is killed, a commit is whole or absent, and there if it returned."""
        self.in_child("survive_kills", durable_folder, rounds=self.kills, seed=1)

    @_needs_fork
    @pytest.mark.slow
    def test_survives_a_full_disk(self, durable_folder: Path) -> None:
        """When the disk takes no more that is said, and what was committed is still there."""
        self._require_files(durable_folder)
        self.in_child("fill_disk", durable_folder)

    @_needs_fork
    @pytest.mark.parametrize("blobs", [{}, _BLOBS], ids=["new", "existing"])
    def test_says_that_it_may_not_write(
        self, durable_folder: Path, blobs: dict[str, bytes]
    ) -> None:
        """In a read-only folder nothing is made or changed, and that is said."""
        self._require_files(durable_folder)
        # Not below `tmp_path`, which only its owner may enter.
        folder = Path(mkdtemp())
        try:
            if blobs:
                self._fill(folder, blobs)
            before = _contents(folder)
            for path in (*folder.iterdir(), folder):
                path.chmod(0o555 if path.is_dir() else 0o444)
            self.in_child("refuse_read_only", folder)
            assert _contents(folder) == before
        finally:
            folder.chmod(0o755)
            rmtree(folder)

    @pytest.mark.parametrize("damage", _DAMAGES.values(), ids=_DAMAGES.keys())
    def test_refuses_what_is_damaged(
        self, durable_folder: Path, damage: Callable[[bytes], bytes]
    ) -> None:
        """A file that is damaged or something else is refused, and left as it is."""
        self._fill(durable_folder, _BLOBS)
        self._require_files(durable_folder)
        for path, content in _contents(durable_folder).items():
            path.write_bytes(damage(content))
            before = _contents(durable_folder)
            with pytest.raises((BackendError, UnsupportedFormatError)):
                self._read_all(durable_folder)
            assert _contents(durable_folder) == before
            path.write_bytes(content)
        assert self._read_all(durable_folder) == _BLOBS

    @pytest.fixture
    def shared_folder(self, durable_folder: Path) -> Path:
        """The folder of a store that several processes may have open."""
        if not self.shared:
            pytest.skip("the backend takes one process at a time")
        return durable_folder

    def _fill(self, folder: Path, blobs: dict[str, bytes]) -> None:
        backend = self.open_in(folder)
        backend.commit(blobs, expect={})
        backend.close()

    def _read_all(self, folder: Path) -> dict[str, bytes]:
        backend = self.open_in(folder)
        try:
            return all_in(backend)
        finally:
            backend.close()

    def _require_files(self, folder: Path) -> None:
        self.open_in(folder).close()
        if not _contents(folder):
            pytest.skip("the backend keeps no file in the folder")


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

"""The part of the backend contract about committing, closing and holding others back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from supervision.errors import BackendUnavailableError, ConflictError, JournalNotFoundError
from supervision.storage import Backend, SupportsExclusive, exclusive, open_backend
from supervision.testing._backend_base import Blobs, ContractBase, add_one, all_in

_BAD_NAMES = ("", "A", "a b", "a.b", "a\n", "\x00", "é", "../a", "a%", "\ud800", "a" * 201)
_START: Blobs = {"head": b"1", "log/1": b"one", "body/1": b"x" * 5000}
_NOT_THERE: dict[str, Blobs] = {
    "other bytes": {"head": b"2"},
    "a part of the bytes": {"body/1": b"x" * 4999},
    "no bytes": {"head": b""},
    "there, but should not be": {"log/1": None},
    "there and large, but should not be": {"body/1": None},
    "not there": {"log/2": b""},
    "one of several": {"head": b"1", "body/1": b"x" * 5000, "log/2": None, "log/1": b"two"},
}
_CALLS: dict[str, Callable[[Backend], object]] = {
    "get": lambda backend: backend.get("head"),
    "get_many": lambda backend: backend.get_many(["head"]),
    "scan": lambda backend: list(backend.scan("")),
    "names": lambda backend: list(backend.names("")),
    "commit": lambda backend: backend.commit({"new": b"1"}, expect={}),
    "scrub": lambda backend: backend.commit({}, expect={}, scrub=True),
}


class CommittingContract(ContractBase):
    """What `commit` and `close` promise."""

    def test_writes_replaces_and_removes_at_once(self, backend: Backend) -> None:
        """One commit may write, replace and remove, small blobs and large ones."""
        backend.commit({"a": b"1", "b": b"2", "c": b"3" * 9000, "d": b"4" * 9000}, expect={})
        backend.commit({"a": b"5" * 9000, "b": None, "c": b"6", "d": None, "e": b"7"}, expect={})

        assert all_in(backend) == {"a": b"5" * 9000, "c": b"6", "e": b"7"}

    def test_removing_what_is_absent_does_nothing(self, backend: Backend) -> None:
        """An absent name may be removed, and so may a name that must be absent."""
        backend.commit({"a": None, "b": b"1"}, expect={"a": None, "b": None})

        assert all_in(backend) == {"b": b"1"}

    def test_an_empty_commit_only_checks(self, backend: Backend) -> None:
        """A commit without changes returns if what it expects is there, and raises otherwise."""
        backend.commit(_START, expect={})
        backend.commit({}, expect={})
        backend.commit({}, expect={**_START, "log/2": None})
        with pytest.raises(ConflictError):
            backend.commit({}, expect={"head": b"2"})

    @pytest.mark.parametrize("expect", _NOT_THERE.values(), ids=_NOT_THERE.keys())
    @pytest.mark.parametrize("scrub", [False, True])
    def test_a_failed_expectation_changes_nothing(
        self, backend: Backend, expect: Blobs, *, scrub: bool
    ) -> None:
        """Where one name does not hold what is expected, no part of the commit is done."""
        backend.commit(_START, expect={})
        changes = {"head": b"9", "log/2": b"9", "log/1": None, "new": b"9" * 5000, "body/1": b"9"}
        with pytest.raises(ConflictError):
            backend.commit(changes, expect=expect, scrub=scrub)

        assert all_in(backend) == _START

    def test_goes_on_after_a_conflict(self, backend: Backend) -> None:
        """A conflict leaves nothing behind that keeps the next commit away."""
        backend.commit(_START, expect={})
        with pytest.raises(ConflictError):
            backend.commit({"new": b"1"}, expect={"head": b"2"})
        backend.commit({"new": b"1"}, expect={"head": b"1", "new": None})

        assert backend.get("new") == b"1"

    @pytest.mark.parametrize("name", _BAD_NAMES, ids=ascii)
    def test_refuses_bad_names(self, backend: Backend, name: str) -> None:
        """A name out of bounds is refused before anything is done."""
        backend.commit(_START, expect={})
        for changes, expect in (
            ({"new": b"1", name: b"1"}, {}),
            ({"new": b"1", name: None}, {}),
            ({"new": b"1"}, {name: None}),
        ):
            with pytest.raises(ValueError):  # noqa: PT011 - the wording is free
                backend.commit(changes, expect=expect)

        assert all_in(backend) == _START

    @pytest.mark.parametrize("blob", ["text", 1, [1], bytearray(b"1")], ids=repr)
    def test_refuses_what_is_not_bytes(self, backend: Backend, blob: bytes) -> None:
        """A blob of another type than bytes is refused before anything is done."""
        with pytest.raises(TypeError):
            backend.commit({"new": b"1", "other": blob}, expect={})

        assert all_in(backend) == {}

    def test_takes_ten_thousand_changes_and_no_more(self, backend: Backend) -> None:
        """A commit of 10,000 changes is done whole; one more change and none is done."""
        names = [f"log/{number:05}" for number in range(10_001)]
        with pytest.raises(ValueError):  # noqa: PT011 - the wording is free
            backend.commit(dict.fromkeys(names, b"1"), expect={})
        assert all_in(backend) == {}

        backend.commit(dict.fromkeys(names[1:], b"1"), expect=dict.fromkeys(names))
        assert list(backend.names("")) == names[1:]

        backend.commit(dict.fromkeys(names[1:]), expect=dict.fromkeys(names[1:], b"1"))
        assert all_in(backend) == {}

    def test_threads_lose_no_update(self, backend: Backend) -> None:
        """Threads that count together count every step, and see what returned before."""

        def count(_: int) -> bool:
            return all(add_one(backend) <= int(backend.get("counter") or b"") for _ in range(25))

        with ThreadPoolExecutor(4) as pool:
            assert all(pool.map(count, range(4)))

        assert backend.get("counter") == b"100"

    def test_threads_read_while_one_writes(self, backend: Backend) -> None:
        """Blobs of one commit appear together to whoever asks for them one after the other."""

        def write() -> None:
            for number in range(200):
                blob = b"%05d" % number
                backend.commit({"first": blob, "last": blob * 1000}, expect={})

        with ThreadPoolExecutor(2) as pool:
            writing = pool.submit(write)
            while not writing.done():
                first = backend.get("first") or b""
                last = backend.get("last") or b""
                assert last[:5] >= first
            writing.result()

    def test_closing_twice_is_closing_once(self, backend: Backend) -> None:
        """`close` may be called again."""
        backend.close()
        backend.close()

    @pytest.mark.parametrize("call", _CALLS.values(), ids=_CALLS.keys())
    def test_nothing_works_after_closing(
        self, backend: Backend, call: Callable[[Backend], object]
    ) -> None:
        """Every call on a closed store raises the same clear error."""
        backend.commit(_START, expect={})
        backend.close()
        with pytest.raises(BackendUnavailableError, match="closed"):
            call(backend)

    def test_a_scan_ends_with_closing(self, backend: Backend) -> None:
        """Closing in the middle of a scan ends it with an error, not with less than all."""
        backend.commit({f"a/{number:04}": b"x" * 5000 for number in range(600)}, expect={})
        scan = backend.scan("")
        next(scan)
        backend.close()
        with pytest.raises(BackendUnavailableError, match="closed"):
            list(scan)

    def test_is_a_backend(self, backend: Backend) -> None:
        """It has the methods of the protocol, and is handed through where a URL is expected."""
        assert open_backend(backend, create=False) is backend

    def test_commits_while_others_are_held_back(self, backend: Backend) -> None:
        """Where others can be held back, reading and committing work meanwhile and afterwards."""
        with exclusive(backend):
            backend.commit({"a": b"1"}, expect={"a": backend.get("a")})
            backend.commit({"b": b"1"}, expect={"b": None})
        with exclusive(backend), pytest.raises(ConflictError):
            backend.commit({"a": b"2"}, expect={"a": b"3"})
        backend.commit({"a": b"2"}, expect={"a": b"1"})

        assert all_in(backend) == {"a": b"2", "b": b"1"}

    def test_holding_back_ends_with_an_error(self, backend: Backend, folder: Path) -> None:
        """An error in the block lets the others go on."""
        with pytest.raises(KeyError), exclusive(backend):
            raise KeyError
        with ThreadPoolExecutor(1) as pool:
            pool.submit(backend.commit, {"a": b"1"}, expect={}).result()
        if self.shared and isinstance(backend, SupportsExclusive):
            other = self.open_in(folder)
            other.commit({"a": b"2"}, expect={"a": b"1"})
            other.close()
        assert backend.get("a") in {b"1", b"2"}

    def test_opening_creates_nothing(self, folder: Path, url: str) -> None:
        """A URL that leads nowhere is refused, and nothing is made, not even an empty file."""
        with pytest.raises(JournalNotFoundError):
            open_backend(url, create=False)
        assert list(folder.iterdir()) == []

    def test_creating_keeps_what_is_there(self, durable_folder: Path, url: str) -> None:
        """Asking for a store to be made where there is one opens that one."""
        for create in (True, True, False):
            backend = open_backend(url, create=create)
            backend.commit({"head": b"1"}, expect={"head": backend.get("head")})
            backend.close()
            assert list(durable_folder.iterdir())

    @pytest.fixture
    def url(self, folder: Path) -> str:
        """The URL of a store in that folder."""
        url = self.url_in(folder)
        if url is None:
            pytest.skip("the backend has no URL of its own for each folder")
        return url

"""The part of the backend contract about reading."""

from __future__ import annotations

import tracemalloc
from threading import Thread

import pytest

from supervision.storage import Backend
from supervision.testing._backend_base import ContractBase, all_in

_LARGEST = 33 * 1024 * 1024
_TRICKY = (
    "a",
    "a-",
    "a--b",
    "a/",
    "a/b",
    "a/b/c",
    "a0",
    "a00",
    "a_",
    "a_b",
    "aa",
    "ab",
    "b-",
    "b/0",
)
_BAD_NAMES = ("", "A", "a b", "a.b", "a\n", "\x00", "é", "../a", "a%", "\ud800", "a" * 201)
_PREFIXES = ("", "a", "a-", "a/", "a/b", "a0", "a_", "b", "c", "zzz", "a" * 200)
_NO_PREFIXES = ("%", "a%", "*", "a*", "?", "[a]", "A", "a.", "é", "\x00", "a'", "\ud800", "a" * 201)


class ReadingContract(ContractBase):
    """What `get`, `get_many`, `scan` and `names` promise."""

    @pytest.mark.parametrize(
        "blob",
        [b"", b"\x00", b"\n", b'"', bytes(range(256)), b"\xff" * 1025, b"x" * 70_000],
        ids=lambda blob: f"{len(blob)} bytes",
    )
    def test_returns_the_bytes_it_was_given(self, backend: Backend, blob: bytes) -> None:
        """Any byte string comes back unchanged, as bytes, by every way of reading."""
        backend.commit({"body/1": blob}, expect={"body/1": None})

        got = backend.get("body/1")
        assert type(got) is bytes
        assert got == blob
        assert backend.get_many(["body/1"]) == {"body/1": blob}
        assert list(backend.scan("body/")) == [("body/1", blob)]

    @pytest.mark.slow
    def test_takes_the_largest_blob_and_none_larger(self, backend: Backend) -> None:
        """A blob of 33 MiB comes back; one byte more is refused and changes nothing."""
        blob = bytes(range(256)) * (_LARGEST // 256)
        backend.commit({"body/1": blob}, expect={})
        with pytest.raises(ValueError):  # noqa: PT011 - the wording is free
            backend.commit({"body/1": blob + b"x"}, expect={})

        # Not `==` in the assertion: nobody wants to see the difference printed.
        same = backend.get("body/1") == blob
        assert same

    @pytest.mark.parametrize("name", ["a", "a" * 200, *_BAD_NAMES], ids=ascii)
    def test_an_absent_name_holds_nothing(self, backend: Backend, name: str) -> None:
        """Whatever name is asked for, one that no blob is kept under gives `None`."""
        backend.commit({"b": b"1"}, expect={})

        assert backend.get(name) is None
        assert backend.get_many([name, "b"]) == {"b": b"1"}

    def test_many_at_once(self, backend: Backend) -> None:
        """`get_many` returns those that are there, however many are asked for, twice or not."""
        blobs = {f"body/{number:04}": b"%d" % number for number in range(0, 3000, 2)}
        backend.commit(blobs, expect={})
        asked = [f"body/{number:04}" for number in range(3000)]

        assert dict(backend.get_many([*asked, *asked[:10]])) == blobs
        assert dict(backend.get_many([])) == {}

    @pytest.mark.parametrize("prefix", _PREFIXES)
    def test_scans_in_the_order_of_bytes(self, backend: Backend, prefix: str) -> None:
        """Exactly the names under a prefix come, each once, in the order of their bytes."""
        backend.commit({name: name.encode() for name in reversed(_TRICKY)}, expect={})
        expected = sorted(name for name in _TRICKY if name.startswith(prefix))

        assert list(backend.names(prefix)) == expected
        assert list(backend.scan(prefix)) == [(name, name.encode()) for name in expected]

    @pytest.mark.parametrize("prefix", _NO_PREFIXES, ids=ascii)
    def test_a_prefix_is_a_plain_string(self, backend: Backend, prefix: str) -> None:
        """What would be a wildcard elsewhere, or is in no name at all, finds nothing."""
        backend.commit(dict.fromkeys(_TRICKY, b""), expect={})

        assert list(backend.names(prefix)) == []
        assert list(backend.scan(prefix)) == []

    @pytest.mark.parametrize("after", ["", "a", "a-", "a/a", "a/b", "a0", "a_b", "b/0", "zz", "-"])
    @pytest.mark.parametrize("prefix", ["", "a", "a/", "b"])
    def test_goes_on_after_a_name(self, backend: Backend, prefix: str, after: str) -> None:
        """A scan begins behind *after*, whether or not that name is there."""
        backend.commit(dict.fromkeys(_TRICKY, b""), expect={})
        expected = sorted(name for name in _TRICKY if name.startswith(prefix) and name > after)

        assert list(backend.names(prefix, after=after)) == expected
        assert [name for name, _ in backend.scan(prefix, after=after)] == expected

    def test_long_scans_are_complete(self, backend: Backend) -> None:
        """However many names there are, each comes exactly once and in order."""
        blobs = {f"log/{number:016x}": b"%d" % number for number in range(5000)}
        backend.commit(blobs, expect={})

        assert list(backend.names("log/")) == list(blobs)
        assert list(backend.scan("")) == list(blobs.items())

    def test_scans_stream(self, backend: Backend) -> None:
        """A scan never holds more than a few blobs at once."""
        size = 1 << 20
        for number in range(24):
            backend.commit({f"body/{number:02}": bytes(size)}, expect={})
        tracemalloc.start()
        total = sum(len(blob) for _, blob in backend.scan("body/"))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert total == 24 * size
        assert peak < 12 * size

    @pytest.mark.parametrize("count", [3, 1000])
    def test_the_consumer_may_commit_while_scanning(self, backend: Backend, count: int) -> None:
        """A scan that removes what it gets, and adds before and behind, still gets everything."""
        names = [f"body/{number:05}" for number in range(count)]
        backend.commit(dict.fromkeys(names, b"old"), expect={})
        seen = []
        for name, _ in backend.scan("body/"):
            seen.append(name)
            if name in names and (count < 10 or name.endswith("0")):
                changes = {name: None, f"{name}/new": b"new", "body/0": b"before", "head": b"x"}
                backend.commit(changes, expect={})

        assert sorted(set(seen)) == seen
        assert set(names) <= set(seen)

    def test_what_lies_ahead_may_go(self, backend: Backend) -> None:
        """A scan that removes the names to come ends without them, and without an error."""
        names = [f"body/{number:05}" for number in range(1000)]
        backend.commit(dict.fromkeys(names, b"old"), expect={})
        seen = []
        for name, blob in backend.scan("body/"):
            assert blob == b"old"
            seen.append(name)
            if len(seen) == 1:
                backend.commit(dict.fromkeys(names[5:]), expect={})

        assert sorted(set(seen)) == seen
        assert set(names[:5]) <= set(seen)

    def test_others_may_commit_while_one_scans(self, backend: Backend) -> None:
        """A commit by another thread in the middle of a scan disturbs nothing that stays."""
        names = [f"body/{number:05}" for number in range(2000)]
        backend.commit(dict.fromkeys(names, b"old"), expect={})
        stays = names[::2]
        scan = backend.names("body/")
        seen = [next(scan) for _ in range(3)]
        other = Thread(
            target=backend.commit, args=(dict.fromkeys(names[1::2]),), kwargs={"expect": {}}
        )
        other.start()
        other.join()
        seen.extend(scan)

        assert sorted(set(seen)) == seen
        assert set(stays) <= set(seen)

    def test_a_scan_may_be_left(self, backend: Backend) -> None:
        """Whoever stops in the middle of a scan leaves nothing behind that is in the way."""
        backend.commit({f"a/{number:04}": b"x" * 5000 for number in range(600)}, expect={})
        scans = [backend.scan("a/"), backend.names("a/")]
        for scan in scans:
            next(scan)
        backend.commit({"a/0000": None, "b": b"1"}, expect={"b": None}, scrub=True)

        assert len(all_in(backend)) == 600

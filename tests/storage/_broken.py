"""Backends that break one promise each; `test_contract_catches.py` runs the contract on them."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from time import sleep

from supervision.errors import BackendUnavailableError, ConflictError
from supervision.storage import MemoryBackend, SQLiteBackend, _sqlite
from supervision.storage._files import is_missing
from supervision.testing import BackendContract


class OfMemory(BackendContract):
    durable = False
    shared = False
    backend_class = MemoryBackend

    def open_in(self, folder):
        return self.backend_class()


class OfSQLite(BackendContract):
    kills = 60
    backend_class = SQLiteBackend

    def open_in(self, folder):
        return self.backend_class(folder / "practice.db", create=True)

    def url_in(self, folder):
        return f"sqlite:{folder}/practice.db"


class _ExpectsNothing(MemoryBackend):
    def commit(self, changes, *, expect, scrub=False):
        super().commit(changes, expect={})


class TestExpectsNothing(OfMemory):
    backend_class = _ExpectsNothing


class _ChecksTooLate(MemoryBackend):
    def commit(self, changes, *, expect, scrub=False):
        new = {name: blob for name, blob in changes.items() if name not in expect}
        super().commit(new, expect={})
        super().commit(changes, expect=expect)


class TestChecksTooLate(OfMemory):
    backend_class = _ChecksTooLate


class _SortsAsPeopleDo(MemoryBackend):
    def names(self, prefix, *, after=""):
        names = super().names(prefix, after=after)
        return iter(sorted(names, key=lambda name: name.replace("-", "").replace("/", "")))


class TestSortsAsPeopleDo(OfMemory):
    backend_class = _SortsAsPeopleDo


class _TakesWildcards(MemoryBackend):
    def names(self, prefix, *, after=""):
        pattern = prefix.replace("%", "*") + "*"
        return (name for name in super().names("", after=after) if fnmatchcase(name, pattern))


class TestTakesWildcards(OfMemory):
    backend_class = _TakesWildcards


class _IncludesAfter(MemoryBackend):
    def names(self, prefix, *, after=""):
        if after.startswith(prefix) and self.get(after) is not None:
            yield after
        yield from super().names(prefix, after=after)


class TestIncludesAfter(OfMemory):
    backend_class = _IncludesAfter


class _ScansInPlace(MemoryBackend):
    def names(self, prefix, *, after=""):
        blobs = self._usable()
        yield from (name for name in blobs if name.startswith(prefix) and name > after)


class TestScansInPlace(OfMemory):
    backend_class = _ScansInPlace


class _ScansAllAtOnce(MemoryBackend):
    def scan(self, prefix, *, after=""):
        return iter(
            [(name, bytes(bytearray(blob))) for name, blob in super().scan(prefix, after=after)]
        )


class TestScansAllAtOnce(OfMemory):
    backend_class = _ScansAllAtOnce


class _TakesAnything(MemoryBackend):
    def commit(self, changes, *, expect, scrub=False):
        with self._lock:
            if any(self._usable().get(name) != blob for name, blob in expect.items()):
                raise ConflictError
            for name, blob in changes.items():
                self._change(self._blobs, name, blob)


class TestTakesAnything(OfMemory):
    backend_class = _TakesAnything


class _ForgetsToClose(MemoryBackend):
    def close(self):
        pass


class TestForgetsToClose(OfMemory):
    backend_class = _ForgetsToClose


class _LosesUpdates(MemoryBackend):
    def commit(self, changes, *, expect, scrub=False):
        super().commit({}, expect=expect)
        sleep(0.002)
        super().commit(changes, expect={})


class TestLosesUpdates(OfMemory):
    backend_class = _LosesUpdates


class _OnlyWipes(SQLiteBackend):
    """What SQLite's `secure_delete` and a checkpoint do, and no more."""

    def _scrub(self):
        with self._using() as connection:
            _sqlite._empty_log(connection)


class TestOnlyWipes(OfSQLite):
    backend_class = _OnlyWipes


class _ScrubsNothing(SQLiteBackend):
    def _scrub(self):
        pass


class TestScrubsNothing(OfSQLite):
    backend_class = _ScrubsNothing


class _CommitsOneByOne(SQLiteBackend):
    def commit(self, changes, *, expect, scrub=False):
        super().commit({}, expect=expect)
        for name, blob in changes.items():
            super().commit({name: blob}, expect={})


class TestCommitsOneByOne(OfSQLite):
    backend_class = _CommitsOneByOne


class _CommitsLater(MemoryBackend):
    """One JSON file, written on closing."""

    def __init__(self, path, **_):
        super().__init__()
        self.path = path
        if not is_missing(path):
            blobs = {name: blob.encode() for name, blob in json.loads(path.read_text()).items()}
            super().commit(blobs, expect={})

    def save(self):
        blobs = {name: blob.decode() for name, blob in self._usable().items()}
        self.path.write_text(json.dumps(blobs))

    def close(self):
        if self._blobs is not None:
            self.save()
        super().close()


class TestCommitsLater(OfSQLite):
    backend_class = _CommitsLater


class _RewritesInPlace(_CommitsLater):
    """One JSON file, written over with every commit, as TinyDB does."""

    def commit(self, changes, *, expect, scrub=False):
        super().commit(changes, expect=expect)
        self.save()


class TestRewritesInPlace(OfSQLite):
    backend_class = _RewritesInPlace
    shared = False


class _CreatesAlways(SQLiteBackend):
    def __init__(self, path, *, create):
        super().__init__(path, create=True)


class TestCreatesAlways(OfSQLite):
    backend_class = _CreatesAlways

    def url_in(self, folder):
        _CreatesAlways(folder / "practice.db", create=False).close()
        return super().url_in(folder)


class _StartsAfresh(SQLiteBackend):
    """Takes a damaged file away and makes a new one."""

    def __init__(self, path, *, create):
        try:
            super().__init__(path, create=create)
        except Exception:  # noqa: BLE001 - that is what is wrong with it
            path.unlink()
            super().__init__(path, create=create)


class TestStartsAfresh(OfSQLite):
    backend_class = _StartsAfresh


class TestTakesEveryone(OfSQLite):
    # It says that it takes one process at a time, and takes any number.
    shared = False


class _HidesFailure(SQLiteBackend):
    def commit(self, changes, *, expect, scrub=False):
        try:
            super().commit(changes, expect=expect, scrub=scrub)
        except BackendUnavailableError:
            return


class TestHidesFailure(OfSQLite):
    backend_class = _HidesFailure

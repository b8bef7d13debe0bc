"""Writers that are killed, and disks that are full: afterwards a commit is whole or absent."""

from __future__ import annotations

import os
import resource
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from supervision.errors import BackendUnavailableError
from supervision.storage import Backend

Open = Callable[[Path], Backend]
Report = Callable[[int], None]

_LOGS = 20
_SLOTS = 7
_FEW = 100
_MANY = 1000
_LARGE = 2**20


def state(step: int) -> dict[str, bytes]:
    """Return all that a store holds after so many steps."""
    first = max(1, step - _LOGS + 1)
    return {
        name: blob
        for each in range(first, step + 1)
        for name, blob in _changes(each).items()
        if blob is not None
    }


def _changes(step: int) -> dict[str, bytes | None]:
    """Return what a step changes: some of it is new, some replaced, some removed."""
    return {
        f"body/{step % _SLOTS}": b"body %d " % step * (step * 977 % 1200),
        f"log/{step:08x}": b"log %d " % step * 20,
        f"log/{max(0, step - _LOGS):08x}": None,
        "head": _head(step),
    }


def _head(step: int) -> bytes | None:
    return b"head %d " % step * 80 if step else None


def _go_on(backend: Backend, done: int, *, scrub_every: int = 11) -> int:
    step = done + 1
    expect = {"head": _head(done), f"log/{step:08x}": None}
    backend.commit(_changes(step), expect=expect, scrub=step % scrub_every == 0)
    return step


def _go_on_until(backend: Backend, done: int, last: int) -> int:
    while done < last:
        done = _go_on(backend, done)
    return done


def _found_among(backend: Backend, *steps: int) -> int:
    """Return which of *steps* the store is at; it must be exactly at one of them."""
    found = dict(backend.scan(""))
    for step in steps:
        if found == state(step):
            return step
    names = ", ".join(sorted(found.keys() ^ state(steps[0]).keys())[:8])
    msg = f"the store is at none of the steps {steps}; names that should (not) be there: {names}"
    raise AssertionError(msg)


def fill_disk(open_in: Open, folder: Path) -> None:
    """Commit until the disk takes no more; then whatever is there must be whole."""
    backend = open_in(folder)
    done = _go_on_until(backend, 0, 30)
    with _full_soon(_largest(folder) + 50_000):
        done = _go_on_until_refused(backend, done)
        done = _found_among(backend, done, done + 1)
        backend.close()
    backend = open_in(folder)
    done = _go_on_until(backend, _found_among(backend, done), done + 30)
    backend.close()
    backend = open_in(folder)
    _found_among(backend, done)
    backend.close()


def _go_on_until_refused(backend: Backend, done: int) -> int:
    for _ in range(_FEW):
        try:
            # Scrubbing gives room back.
            done = _go_on(backend, done, scrub_every=_MANY)
        except BackendUnavailableError:
            return done
    # A store that uses its room again is never full of little.
    with suppress(BackendUnavailableError):
        backend.commit({"large": os.urandom(_LARGE)}, expect={})
        msg = "the disk was never full"
        raise AssertionError(msg)
    return done


def _largest(folder: Path) -> int:
    return max((path.stat().st_size for path in folder.rglob("*")), default=0)


@contextmanager
def _full_soon(size: int) -> Iterator[None]:
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def survive_kills(open_in: Open, folder: Path, *, rounds: int, seed: int) -> None:
    """Kill a writer so many times; each time, each of its commits must be whole or absent."""
    random = Random(seed)  # noqa: S311 - no key is made of it
    ways = (_before, _after, _inside, _at_any_time)
    done = 0
    for turn in range(rounds):
        returned = ways[turn % len(ways)](Writer(open_in, folder, done), random)
        backend = open_in(folder)
        done = _found_among(backend, returned, returned + 1)
        backend.close()


class Writer:
    """A process that commits step after step until it is killed.

    Args:
        open_in: Opens the store in a folder.
        folder: Where the store is.
        done: The step that the store is at.
    """

    def __init__(self, open_in: Open, folder: Path, done: int) -> None:
        self._open_in = open_in
        self.folder = folder
        self.done = done

    def run(self, work: Callable[[Backend, int, Report], None], *, seconds: float | None) -> int:
        """Do *work* in a process, killed after so many seconds unless it kills itself.

        Returns:
            The last step whose commit returned.
        """
        reader, writer = os.pipe()
        process = os.fork()
        if process == 0:
            self._live(work, writer)  # pragma: no cover - in a process that is killed
        os.close(writer)
        if seconds is not None:
            time.sleep(seconds)
            os.kill(process, signal.SIGKILL)
        with os.fdopen(reader, "rb") as reports:
            said = reports.read()
        _, status = os.waitpid(process, 0)
        assert os.WIFSIGNALED(status), "the writer was not killed; see above"
        return int.from_bytes(said[-4:], "big") if said else self.done

    def open(self) -> Backend:  # pragma: no cover - in a process that is killed
        """Open the store."""
        return self._open_in(self.folder)

    def _live(
        self, work: Callable[[Backend, int, Report], None], writer: int
    ) -> None:  # pragma: no cover - in a process that is killed
        try:
            work(self.open(), self.done, lambda step: _report(writer, step))
        except BaseException:  # noqa: BLE001 - nothing may leave a forked process
            traceback.print_exc()
        finally:
            os._exit(1)


def _report(writer: int, step: int) -> None:  # pragma: no cover - in a process that is killed
    os.write(writer, step.to_bytes(4, "big"))


def _die() -> None:  # pragma: no cover - in a process that is killed
    os.kill(os.getpid(), signal.SIGKILL)


def _before(writer: Writer, random: Random) -> int:
    steps = random.randrange(4)

    def work(
        backend: Backend, done: int, report: Report
    ) -> None:  # pragma: no cover - in a process that is killed
        report(_go_on_until(backend, done, done + steps))
        _die()

    return writer.run(work, seconds=None)


def _after(writer: Writer, random: Random) -> int:
    steps = random.randrange(4)

    def work(
        backend: Backend, done: int, report: Report
    ) -> None:  # pragma: no cover - in a process that is killed
        report(_go_on_until(backend, done, done + steps))
        _go_on(backend, done + steps)
        _die()

    # Only a kill *inside* may leave either state: here the commit returned, so it must be there.
    return writer.run(work, seconds=None) + 1


def _inside(writer: Writer, random: Random) -> int:
    more = random.randrange(40_000)

    def work(
        backend: Backend, done: int, report: Report
    ) -> None:  # pragma: no cover - in a process that is killed
        # The kernel cuts the write short at this size, and kills the process at the next one.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        limit = _largest(writer.folder) + more
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        for _ in range(_FEW):
            done = _go_on(backend, done)
            report(done)
        _die()

    return writer.run(work, seconds=None)


def _at_any_time(writer: Writer, random: Random) -> int:
    def work(
        backend: Backend, done: int, report: Report
    ) -> None:  # pragma: no cover - in a process that is killed
        while True:
            done = _go_on(backend, done)
            report(done)
            if done % 13 == 0:
                backend.close()
                backend = writer.open()

    return writer.run(work, seconds=random.random() * 0.04)

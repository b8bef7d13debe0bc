"""The part of the backend contract about removing for good."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from supervision.errors import ConflictError
from supervision.testing._backend_base import Blobs, ContractBase

# In another process: SQLite's locks on a file end when any other handle on it is closed.
_SEARCH = """
import json, pathlib, sys
files = [path for path in pathlib.Path(sys.argv[1]).rglob("*") if path.is_file()]
content = b"\\n".join(path.read_bytes() for path in files)
marks = json.load(sys.stdin)
print(json.dumps([any(bytes.fromhex(text) in content for text in texts) for texts in marks]))
"""


class ScrubbingContract(ContractBase):
    """What `commit` with `scrub` promises."""

    @pytest.mark.parametrize("size", [2, 40, 300, 4000])
    def test_scrubbed_bytes_are_in_no_file(self, folder: Path, size: int) -> None:
        """Removed and replaced bytes are in no file when a commit with `scrub` returns."""
        removed, replaced, kept = (mark(number) for number in range(3))
        backend = self.open_in(folder)
        backend.commit({"a": removed * size, "b": replaced * size, "c": kept * size}, expect={})
        if not any(in_files(folder, [removed, replaced, kept])):
            pytest.skip("nothing is kept in the folder as it was given")
        backend.commit({"a": None, "b": b"new"}, expect={}, scrub=True)

        assert in_files(folder, [removed, replaced, kept]) == [False, False, True]
        backend.close()
        assert in_files(folder, [removed, replaced, kept]) == [False, False, True]

    def test_scrubs_what_earlier_commits_left(self, folder: Path) -> None:
        """A commit with `scrub` and no changes scrubs what was removed before."""
        backend = self.open_in(folder)
        backend.commit({f"body/{each}": mark(each) * 50 for each in range(60)}, expect={})
        backend.commit({f"body/{each}": None for each in range(0, 60, 2)}, expect={})
        with pytest.raises(ConflictError):
            backend.commit({}, expect={"body/0": b""}, scrub=True)
        backend.commit({}, expect={}, scrub=True)

        assert not any(in_files(folder, [mark(each) for each in range(0, 60, 2)]))
        backend.close()

    @pytest.mark.parametrize("seed", range(3))
    def test_scrubs_after_any_history(self, folder: Path, seed: int) -> None:
        """However much was written, moved about and removed before, no trace is left of it."""
        random = Random(seed)  # noqa: S311 - no key is made of it
        backend = self.open_in(folder)
        marks: dict[str, bytes] = {}
        gone: list[bytes] = []
        for step in range(60):
            changes, old = _shuffle(random, marks, first=step * 1000)
            gone += old
            backend.commit(changes, expect={}, scrub=step % 20 == 19)
            if step % 20 == 19:
                assert not any(in_files(folder, gone))
        backend.close()


def mark(number: int) -> bytes:
    """Return 24 bytes like no others."""
    return Random(number).randbytes(24)  # noqa: S311 - no key is made of it


def in_files(folder: Path, marks: Iterable[bytes]) -> list[bool]:
    """Return of each mark whether it is in a file under *folder*, in any usual spelling."""
    found = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", "-c", _SEARCH, str(folder)],
        input=json.dumps([[text.hex() for text in _spellings(each)] for each in marks]),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return list(json.loads(found.stdout))


def _spellings(text: bytes) -> Iterable[bytes]:
    yield text
    yield text.hex().encode()
    yield text.hex().upper().encode()
    for shift in range(3):
        # What comes before decides how a text falls into the groups of three that are encoded.
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(bytes(shift) + text)[4:-4]


def _shuffle(random: Random, marks: dict[str, bytes], *, first: int) -> tuple[Blobs, list[bytes]]:
    """Return changes that add, replace and remove, and the marks that they do away with."""
    changes: dict[str, bytes | None] = {}
    gone = []
    for number in range(first, first + random.randint(1, 40)):
        name = f"{random.choice(['body', 'ledger', 'log'])}/{random.randrange(16**6):06x}"
        if marks and random.random() < 0.45:
            name = random.choice(list(marks))
            gone.append(marks.pop(name))
        if name in changes or random.random() < 0.2:
            changes[name] = None
            continue
        marks[name] = mark(number)
        changes[name] = marks[name] * random.choice([1, 4, 12, 25, 37, 42, 46, 125, 375, 1250])
    return changes, gone

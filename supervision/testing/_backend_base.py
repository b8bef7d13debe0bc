"""What all parts of the backend contract stand on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from supervision.errors import ConflictError
from supervision.storage import Backend

# Not `-m`, which warns where the package has imported the module already.
_CHILD = "import sys; from supervision.testing._backend_child import main; main(sys.argv[1])"
Blobs = Mapping[str, bytes | None]


class ContractBase:
    """How a contract gets at the backend that it tests."""

    durable: bool = True
    """Whether what was committed is there after closing and opening again."""

    shared: bool = True
    """Whether two processes may have the same store open."""

    kills: int = 200
    """How many writers are killed."""

    def open_in(self, folder: Path) -> Backend:
        """Open the store that belongs to *folder*, or make an empty one.

        It is also called in other processes, on a new instance of the class.
        """
        raise NotImplementedError

    def url_in(self, folder: Path) -> str | None:  # noqa: ARG002 - for those who override it
        """Return the URL of a store in *folder*, or `None` if it has none."""
        return None

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """An empty folder, and so an empty store."""
        folder = tmp_path / "store"
        folder.mkdir()
        return folder

    @pytest.fixture
    def backend(self, folder: Path) -> Iterator[Backend]:
        """An empty store, closed in the end."""
        backend = self.open_in(folder)
        yield backend
        backend.close()

    @pytest.fixture
    def durable_folder(self, folder: Path) -> Path:
        """The folder of a store that outlives its closing."""
        if not self.durable:
            pytest.skip("the backend promises nothing after closing")
        return folder

    def start_child(self, action: str, folder: Path, **arguments: Any) -> subprocess.Popen[str]:
        """Start another process that does *action* to the store in *folder*."""
        order = {
            "file": sys.modules[type(self).__module__].__file__,
            "class": type(self).__qualname__,
            "action": action,
            "folder": str(folder),
            "arguments": arguments,
        }
        return subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-c", _CHILD, json.dumps(order)],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def in_child(self, action: str, folder: Path, **arguments: Any) -> str:
        """Do *action* in another process and return what it printed."""
        return finished(self.start_child(action, folder, **arguments))


def finished(child: subprocess.Popen[str]) -> str:
    """Wait for a child, and fail with what it said if it failed."""
    output, errors = child.communicate(timeout=600)
    if child.returncode:
        pytest.fail(errors.strip(), pytrace=False)
    return output


def all_in(backend: Backend) -> dict[str, bytes]:
    """Return everything in a store."""
    return dict(backend.scan(""))


def add_one(backend: Backend) -> int:
    """Add one to the counter, however often others are faster, and return what it is then."""
    while True:
        old = backend.get("counter")
        new = int(old or b"0") + 1
        try:
            backend.commit({"counter": b"%d" % new}, expect={"counter": old})
        except ConflictError:
            continue
        return new

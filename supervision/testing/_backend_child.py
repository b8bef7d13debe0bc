"""What the backend contract does in other processes.

Run as a program with one argument, JSON: where the contract's class is, and what to do with it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from supervision.errors import BackendUnavailableError
from supervision.storage import Backend
from supervision.testing._backend_base import add_one
from supervision.testing._backend_kills import Open, fill_disk, survive_kills

_NOBODY = 65534


def count_up(open_in: Open, folder: Path, *, times: int) -> None:
    """Add one to the counter so many times, against others who do the same."""
    backend = open_in(folder)
    for _ in range(times):
        add_one(backend)
    backend.close()


def refuse_second(open_in: Open, folder: Path) -> None:
    """Make sure that a store which takes one process at a time says so to the second."""
    _must_refuse(lambda: open_in(folder), "a second process opened the store")


def refuse_read_only(open_in: Open, folder: Path) -> None:
    """Make sure that nothing can be written where nothing may be written."""
    # Whatever is imported late is imported while it can be read.
    with TemporaryDirectory() as elsewhere:
        open_in(Path(elsewhere)).close()
    _drop_privileges()
    _must_refuse(lambda: _write(open_in(folder)), "a commit to a read-only folder returned")


def _must_refuse(action: Callable[[], object], otherwise: str) -> None:
    try:
        action()
    except BackendUnavailableError:
        return
    raise AssertionError(otherwise)


def _write(backend: Backend) -> None:
    backend.commit({"new": b"new"}, expect={})


def _drop_privileges() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)


_ACTIONS: dict[str, Callable[..., None]] = {
    action.__name__: action
    for action in (count_up, refuse_second, refuse_read_only, fill_disk, survive_kills)
}


def _load(file: str, name: str) -> Any:
    # By its file: the modules of a test suite cannot always be imported by name.
    spec = spec_from_file_location("contract_under_test", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)()


def main(order: str) -> None:
    """Do what *order* says."""
    given = json.loads(order)
    contract = _load(given["file"], given["class"])
    action = _ACTIONS[given["action"]]
    action(cast("Open", contract.open_in), Path(given["folder"]), **given["arguments"])

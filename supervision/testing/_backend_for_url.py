"""The backend contract for the store that a URL names; collected by `run_contract` only."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from supervision.storage import Backend, open_backend
from supervision.testing._backend_contract import BackendContract
from supervision.testing._contract_subject import Subject

_SUBJECT = Subject.handed_over()


class TestBackend(BackendContract):
    """Every promise, kept by the store that the URL names."""

    durable = _SUBJECT.durable
    shared = _SUBJECT.shared
    kills = _SUBJECT.kills

    def open_in(self, folder: Path) -> Backend:
        """Open the store that belongs to *folder*; the first time it is emptied."""
        backend = open_backend(_SUBJECT.in_folder(folder), create=True)
        if not _SUBJECT.has_place and _is_first_time(folder):
            empty(backend)
        return backend

    def url_in(self, folder: Path) -> str | None:
        """Return the URL of a store in *folder*, if its place is up to us."""
        return _SUBJECT.in_folder(folder) if _SUBJECT.has_place else None


def _is_first_time(folder: Path) -> bool:
    mark = Path(_SUBJECT.opened) / sha256(str(folder).encode()).hexdigest()
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def empty(backend: Backend) -> None:
    """Remove everything from a store."""
    while names := [name for _, name in zip(range(1000), backend.names(""), strict=False)]:
        backend.commit(dict.fromkeys(names), expect={})

"""From a URL to a backend."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from supervision.errors import BackendError, UnknownBackendError
from supervision.storage._memory import MemoryBackend
from supervision.storage._plugins import Factory, claims, load
from supervision.storage._protocol import Backend
from supervision.storage._sqlite import SQLiteBackend
from supervision.storage._tinydb import TinyDBBackend

# Two characters or more: `C:\x` is a path.
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(.*)", re.DOTALL)
_DRIVE = re.compile(r"/[A-Za-z]:")


def open_backend(url: str | os.PathLike[str] | Backend, *, create: bool) -> Backend:
    """Open the store that *url* names.

    Args:
        url: ``scheme:rest``, such as ``sqlite:practice.db``; or the path of a SQLite file; or a
            backend, which is returned as it is.
        create: Make the store if there is none.

    Raises:
        JournalNotFoundError: if there is no such file and *create* is false.
        UnknownBackendError: if no backend is registered for the scheme.
        PluginError: if the backend fails to load, or if two claim the scheme.
        BackendUnavailableError: if the disk, a lock or the network said no.

    >>> backend = open_backend("memory:", create=True)
    >>> open_backend(backend, create=False) is backend
    True
    """
    if isinstance(url, os.PathLike):
        return _open_path(os.fspath(url), create=create)
    if not isinstance(url, str):
        return _passed_through(url)
    scheme, _ = _split(url)
    if scheme is None:
        return _open_path(url, create=create)
    return _factory(scheme)(url, create=create)


def schemes() -> tuple[str, ...]:
    """Return the schemes that `open_backend` knows, in order.

    >>> schemes()[:2]
    ('memory', 'sqlite')
    """
    return tuple(sorted(claims()))


def open_memory(url: str, *, create: bool) -> Backend:  # noqa: ARG001 - always new and empty
    """Open a new, empty store in memory; the URL is ``memory:``."""
    if _split(url)[1]:
        msg = "the URL of a store in memory is 'memory:' and nothing more"
        raise BackendError(msg)
    return MemoryBackend()


def open_sqlite(url: str, *, create: bool) -> Backend:
    """Open a SQLite file; the URL is ``sqlite:`` and a path."""
    return _open_path(_path(url), create=create)


def open_tinydb(url: str, *, create: bool) -> Backend:
    """Open a TinyDB file; the URL is ``tinydb:`` and a path."""
    return TinyDBBackend(_path(url), create=create)


def _open_path(path: str, *, create: bool) -> Backend:
    return SQLiteBackend(Path(path), create=create)


def _passed_through(backend: object) -> Backend:
    if not isinstance(backend, Backend):
        msg = "a store is a URL, a path, or an object with the methods of Backend"
        raise TypeError(msg)
    return backend


def _split(url: str) -> tuple[str | None, str]:
    match = _URL.fullmatch(url)
    return (match[1].lower(), match[2]) if match else (None, url)


def _path(url: str) -> str:
    rest = _split(url)[1]
    if rest.startswith("///"):
        rest = rest[2:]
    if _DRIVE.match(rest):
        rest = rest[1:]
    if not rest or rest.startswith("//"):
        msg = "the URL names no file; write 'sqlite:practice.db' or 'sqlite:/folder/practice.db'"
        raise BackendError(msg)
    return rest


def _factory(scheme: str) -> Factory:
    known = claims()
    if scheme not in known:
        msg = (
            "no backend is registered for the scheme of the URL; install the package that brings "
            f"it, or use one of {', '.join(sorted(known))}; a path with a colon begins with './'"
        )
        raise UnknownBackendError(msg)
    return _BUILT_IN[scheme] if scheme in _BUILT_IN else load(known[scheme])


_BUILT_IN: Mapping[str, Factory] = {
    "memory": open_memory,
    "sqlite": open_sqlite,
    "tinydb": open_tinydb,
}

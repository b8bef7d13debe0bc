"""Where blobs are kept: the promise of a backend, three backends, and their URLs."""

from __future__ import annotations

from supervision.storage._limits import check_commit, check_expected
from supervision.storage._memory import MemoryBackend
from supervision.storage._protocol import Backend, SupportsExclusive, exclusive
from supervision.storage._registry import (
    open_backend,
    open_memory,
    open_sqlite,
    open_tinydb,
    schemes,
)
from supervision.storage._sqlite import SQLiteBackend
from supervision.storage._tinydb import TinyDBBackend

__all__ = [
    "Backend",
    "MemoryBackend",
    "SQLiteBackend",
    "SupportsExclusive",
    "TinyDBBackend",
    "check_commit",
    "check_expected",
    "exclusive",
    "open_backend",
    "open_memory",
    "open_sqlite",
    "open_tinydb",
    "schemes",
]

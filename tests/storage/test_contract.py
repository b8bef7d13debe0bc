"""Our three backends keep every promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervision.storage import Backend, MemoryBackend, SQLiteBackend, TinyDBBackend
from supervision.testing import BackendContract


class TestMemory(BackendContract):
    durable = False
    shared = False

    def open_in(self, folder: Path) -> Backend:  # noqa: D102 - inherited
        return MemoryBackend()


class TestSQLite(BackendContract):
    def open_in(self, folder: Path) -> Backend:  # noqa: D102 - inherited
        return SQLiteBackend(folder / "journal.db", create=True)

    def url_in(self, folder: Path) -> str:  # noqa: D102 - inherited
        return f"sqlite:{folder}/journal.db"


class TestTinyDB(BackendContract):
    shared = False

    def open_in(self, folder: Path) -> Backend:  # noqa: D102 - inherited
        return TinyDBBackend(folder / "journal.json", create=True)

    def url_in(self, folder: Path) -> str:  # noqa: D102 - inherited
        return f"tinydb:{folder}/journal.json"


def test_a_contract_needs_a_backend(tmp_path):
    """Whoever does not say how to open a backend is told so by Python's own error."""
    with pytest.raises(NotImplementedError):
        BackendContract().open_in(tmp_path)

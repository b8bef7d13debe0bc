"""The backend that the page on writing one shows keeps every promise of a backend."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from supervision import Journal, Session
from supervision.errors import JournalNotFoundError
from supervision.testing import BackendContract, example_session, unsafe_passphrase

_EXAMPLE = runpy.run_path(str(Path(__file__).parents[2] / "docs/examples/sql_backend.py"))


class TestSQL(BackendContract):
    kills = 20

    def open_in(self, folder):
        """Open the example's store."""
        return _EXAMPLE["SQLBackend"](folder / "store.db", create=True)


def test_a_journal_lives_in_it(tmp_path):
    """A journal is made in the example's store, closed and read again; opening makes none."""
    url = f"example-sql:{tmp_path}/store.db"
    open_sql = _EXAMPLE["open_sql"]
    with pytest.raises(JournalNotFoundError):
        open_sql(url, create=False)
    assert list(tmp_path.iterdir()) == []

    with Journal.create(open_sql(url, create=True), unsafe_passphrase()) as journal:
        session = journal.record(example_session())
    with Journal.open(open_sql(url, create=False), unsafe_passphrase()) as journal:
        assert journal.read(Session, session.id) == session
        assert journal.verify().ok

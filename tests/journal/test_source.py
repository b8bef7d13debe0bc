"""A journal that is opened where it is counted."""

from __future__ import annotations

import pickle

import pytest
from journal_kit import KEY, reflection, session

from supervision import Journal, KeyFile
from supervision.errors import JournalNotFoundError, WrongKeyError
from supervision.journal import LedgerSource


@pytest.fixture
def source(tmp_path):
    """Where a journal of two records is, with the file that opens it."""
    key = KeyFile.generate(tmp_path / "journal.key")
    url = f"sqlite:{tmp_path / 'journal.db'}"
    with Journal.create(url, key) as journal:
        journal.record_all([session(1), reflection(2)])
    return LedgerSource(url, key)


def test_called_it_gives_the_lines_of_the_journal(source):
    """The lines are those that the open journal gives, and the journal is closed again."""
    with Journal.open(source.store, source.key) as journal:
        lines = list(journal.ledger())

    assert source() == lines
    assert [line.kind for line in lines] == ["session", "reflection"]


def test_it_travels_and_its_key_does_not(source, tmp_path):
    """Pickled, it holds the path of the key file; opened elsewhere, it gives the same lines."""
    travels = pickle.dumps(source)

    key = (tmp_path / "journal.key").read_text().strip()
    assert key.encode() not in travels
    assert bytes.fromhex(key) not in travels
    assert pickle.loads(travels)() == source()


def test_a_passphrase_does_not_travel(source):
    """What holds a secret itself refuses to be pickled."""
    with pytest.raises(TypeError, match="holds key material"):
        pickle.dumps(LedgerSource(source.store, KEY))


def test_it_does_not_show_where_it_goes():
    """The URL of a server may hold a password, so a repr has none of it."""
    source = LedgerSource("postgresql://reader:secret@host/journal", KeyFile("a.key"))

    assert repr(source) == "LedgerSource()"


def test_two_are_equal_if_their_store_is():
    """One journal with two key files is one journal."""
    one, same = (LedgerSource("a.db", KeyFile(key)) for key in ("a.key", "b.key"))

    assert one == same
    assert len({one, same, LedgerSource("b.db", KeyFile("a.key"))}) == 2


def test_what_cannot_be_opened_raises(source, tmp_path):
    """Called, it raises what opening the journal raises."""
    with pytest.raises(JournalNotFoundError):
        LedgerSource(f"sqlite:{tmp_path / 'none.db'}", source.key)()
    with pytest.raises(WrongKeyError):
        LedgerSource(source.store, KeyFile.generate(tmp_path / "other.key"))()

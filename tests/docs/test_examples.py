"""The scripts of the documentation: run whole, and held to the contracts they are examples of."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import attrs
import pytest

from supervision import Journal, KeyFile, Session
from supervision.errors import WrongKeyError
from supervision.testing import (
    KeyProviderContract,
    example_agreement,
    example_reflection,
    example_session,
    synthetic_sessions,
)

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
READER = EXAMPLES / "second_reader.py"

CommandKey = runpy.run_path(str(EXAMPLES / "command_key.py"))["CommandKey"]


def _run(script: Path, *arguments: str) -> None:
    before, sys.argv = sys.argv, [str(script), *arguments]
    try:
        runpy.run_path(str(script), run_name="__main__")
    finally:
        sys.argv = before


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A journal in which everything was done once, and its key file."""
    folder = tmp_path_factory.mktemp("second-reader")
    key = KeyFile.generate(folder / "journal.key")
    with Journal.create(f"sqlite:{folder}/practice.db", key) as journal:
        session = journal.record(example_session())
        journal.amend(attrs.evolve(session, minutes=60), reason="the clock was wrong")
        journal.record(example_reflection())
        journal.record(example_agreement())
        journal.record_all(synthetic_sessions(300))
        for made_up in synthetic_sessions(3, seed=1):
            journal.record(made_up)
        journal.erase(journal.record(next(synthetic_sessions(1, seed=2))).id, reason="a test")
        journal.erase_folder(journal.folders()[0].label, reason="a test")
        other = journal.add_key(KeyFile.generate(folder / "other.key"))
        journal.remove_key(other)
        journal.record_all(synthetic_sessions(10, seed=3))
        note = "word " * 10_000
        journal.record(attrs.evolve(session, id="0" * 32, feedback=note))
        journal.close()
    return folder


def test_the_second_reader_reads_all_there_is(store, capsys):
    """An implementation from the format's page alone finds every revision and every row."""
    with Journal.open(f"sqlite:{store}/practice.db", KeyFile(store / "journal.key")) as journal:
        lines = list(journal.ledger())
        report = journal.verify()
    _run(READER, str(store / "practice.db"), str(store / "journal.key"))
    printed = capsys.readouterr().out.splitlines()

    assert report.ok
    entries, revisions = report.size, report.counts["revisions"]
    assert printed[-1] == f"{entries} entries, {revisions} revisions: all proven"
    assert len(printed) == 2 * revisions + 1
    assert revisions == len(lines) + 1
    assert sum("word word" in line for line in printed) == 1


def test_the_second_reader_notices_a_moved_body(store, tmp_path):
    """A body put over another is refused by whoever follows the format's page."""
    reader = runpy.run_path(str(READER))
    blobs = reader["blobs_of"](store / "practice.db")
    bodies = sorted(name for name in blobs if name.startswith("body/"))
    blobs[bodies[0]] = blobs[bodies[1]]
    secret = bytes.fromhex((store / "journal.key").read_text().strip())

    with pytest.raises(reader["RefusedError"], match="not the one that was recorded"):
        reader["Reader"](blobs, secret).bodies()


class TestCommandKey(KeyProviderContract):
    """The key provider of the page on supplying a key keeps every promise of one."""

    def provider_in(self, folder):
        """Return a provider whose command prints one key."""
        return CommandKey([sys.executable, "-c", "print('11' * 32)"])

    def stranger_in(self, folder):
        """Return a provider whose command prints another key."""
        return CommandKey([sys.executable, "-c", "print('22' * 32)"])


def test_the_command_key_opens_a_journal(tmp_path):
    """A journal made with the example's key opens with it again."""
    key = CommandKey([sys.executable, "-c", "print('11' * 32)"])
    url = f"sqlite:{tmp_path}/practice.db"
    with Journal.create(url, key) as journal:
        session = journal.record(example_session())
    with Journal.open(url, key) as journal:
        assert journal.read(Session, session.id) == session


@pytest.mark.parametrize("command", [["/no/such/program"], [sys.executable, "-c", "print('x')"]])
def test_the_command_key_says_that_it_has_no_key(command):
    """A command that fails, or prints something else, is an error without what it printed."""
    with pytest.raises(WrongKeyError, match="did not print a key") as caught:
        CommandKey(command).create()

    assert caught.value.__context__ is None

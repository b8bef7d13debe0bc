"""Any thread may call."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest
from journal_kit import KEY, opened, read_everything, session

from supervision import Journal
from supervision.records import Session


@pytest.fixture
def eager():
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def _all_at_once(*tasks):
    with ThreadPoolExecutor(len(tasks)) as pool:
        for future in [pool.submit(task) for task in tasks]:
            future.result()


def test_threads_share_a_journal(backend, eager):
    """Writers and readers of one journal object do not disturb each other."""
    with Journal.create(backend, KEY) as journal:
        journal.record_all(session(number) for number in range(20))

        def write(first):
            for number in range(first, first + 25):
                journal.record(session(number))

        def amend(number):
            for minutes in range(1, 8):
                was = journal.read(Session, session(number).id)
                journal.amend(attrs.evolve(was, minutes=minutes), reason="again")

        def look():
            for _ in range(25):
                journal.keys()
                journal.folders()
                list(journal.ledger())
                list(journal.all(Session, folder="S-000"))

        def check():
            for _ in range(3):
                assert journal.verify().ok

        _all_at_once(
            lambda: write(1_000), lambda: write(2_000), lambda: amend(0), lambda: amend(1),
            look, look, check,
        )  # fmt: skip

        lines, records, _ = read_everything(journal)
        assert len(lines) == len(records) == 70
        assert journal.verify().ok


def test_listing_keys_beside_a_writer_breaks_nothing(eager):
    """`keys` brings the journal up to date like every verb, and takes its turn for it."""
    with Journal.create("memory:", KEY) as journal:

        def write():
            for number in range(150):
                journal.record(session(number))

        def list_keys():
            for _ in range(400):
                assert len(journal.keys()) == 1

        _all_at_once(list_keys, list_keys, list_keys, write)
        assert journal.verify().ok


def test_journals_of_several_threads_share_a_store(backend, eager):
    """Two open journals on one store in two threads both finish."""
    with Journal.create(backend, KEY), opened(backend) as one, opened(backend) as other:

        def write(journal, first):
            for number in range(first, first + 30):
                journal.record(session(number))

        _all_at_once(lambda: write(one, 1_000), lambda: write(other, 2_000))

        assert len(read_everything(one)[0]) == len(read_everything(other)[0]) == 60
        assert one.verify().ok

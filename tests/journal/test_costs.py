"""What an operation may touch, counted without a clock."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from journal_kit import KEY, Counting, opened, session

from supervision import Journal
from supervision.crypto import Key
from supervision.errors import SupervisionError
from supervision.journal import _bodies, _segments, _writing
from supervision.records import Session
from supervision.storage import MemoryBackend


@pytest.fixture
def counting():
    """A store that counts, with a journal in it."""
    store = Counting(MemoryBackend())
    Journal.create(store, KEY).close()
    return store


def _sorts(names):
    return {name.partition("/")[0] for name in names}


def test_one_record_writes_four_blobs(counting):
    """Body, row, entry and head: a record in a folder that is there writes no more."""
    with opened(counting) as journal:
        journal.record(session(0))
        counting.reset()
        journal.record(session(7))

    (changes,) = counting.commits
    assert sorted(name.partition("/")[0] for name in changes) == ["body", "head", "ledger", "log"]


def test_recording_costs_the_same_at_any_size(counting):
    """Apart from merging, the ten-thousandth record touches what the first did, blob for blob."""
    numbers = itertools.count()

    def records(count):
        return [session(0, id=f"{next(numbers):032x}") for _ in range(count)]

    with opened(counting) as journal:
        touched = []
        for many in (3, 1_000, 4_000):
            journal.record_all(records(many))
            counting.reset()
            for record in records(300):
                journal.record(record)
            changed = sum(len(changes) for changes in counting.commits)
            written = sum(len(b or b"") for changes in counting.commits for b in changes.values())
            touched.append((changed, len(counting.read), written))

    # One merge of log blocks and of segments more or less may fall into 300 records.
    changed, read, written = zip(*touched, strict=True)
    assert max(changed) - min(changed) <= 330
    assert max(read) - min(read) <= 130
    assert max(written) < 1.2 * min(written)


def test_merging_keeps_the_number_of_blobs_down(counting):
    """Six hundred single records leave three log blobs and some, and ten segments and some."""
    with opened(counting) as journal:
        for number in range(600):
            journal.record(session(number * 7))

    assert len(list(counting.names("ledger/"))) <= 600 // 64 + 63
    assert len(list(counting.names("log/"))) <= 600 // 256 + 255
    with opened(counting) as again:
        assert again.verify().ok


def test_merging_many_folders_stays_within_what_a_backend_takes(counting):
    """A batch over 160 folders of 60 small segments each is taken."""
    with opened(counting) as journal:
        for number in range(60):
            with journal.batch() as batch:
                for folder in range(160):
                    batch.record(session(number * 160 + folder), folder=f"S-{folder}")
        with journal.batch() as batch:
            for folder in range(160):
                for number in range(6):
                    record = session(1_000_000 + folder * 10 + number, on=date(2026, 1, 1))
                    batch.record(record, folder=f"S-{folder}")

        assert len(list(journal.ledger())) == 66 * 160
        assert journal.verify().ok


def test_many_folders_that_would_merge_at_once_still_fit(counting, monkeypatch):
    """Where all folders are due for merging in one commit, some wait, and nothing gets stuck."""
    monkeypatch.setattr(_segments, "MOST_CHANGES", 400)
    monkeypatch.setattr(_writing, "MOST_CHANGES", 400)
    numbers = itertools.count(1)
    with opened(counting) as journal:
        for _ in range(40):
            with journal.batch() as batch:
                for number in range(60):
                    record = session(next(numbers), on=date(2026, 1, 1))
                    batch.record(record, folder=f"S-{number % 30}")

        assert max(len(changes) for changes in counting.commits) <= 400
        assert len(journal.ledger()) == 2_400
        assert journal.verify().ok


def test_a_ledger_query_opens_no_body(counting, monkeypatch):
    """Facts are read from segments alone, each opened once."""
    with opened(counting) as journal:
        journal.record_all(session(number) for number in range(2_000))
    opens = []
    real = _segments.unseal_segment
    monkeypatch.setattr(
        _segments, "unseal_segment", lambda *a, **k: opens.append(1) or real(*a, **k)
    )
    monkeypatch.setattr(_bodies, "unseal_body", None)
    counting.reset()
    with opened(counting) as journal:
        assert len(list(journal.ledger(theme="family.*"))) == 2_000
        segments = [name for name in counting.read if name.startswith("ledger/")]
        assert "body" not in _sorts(counting.read)
        assert (
            len(opens)
            == len(segments)
            == len(set(segments))
            == len(list(counting.names("ledger/")))
        )
        counting.reset()
        assert len(journal.ledger()) == 2_000
        assert _sorts(counting.read) == {"head"}
        counting.reset()
        assert len(journal.ledger()) == 2_000
        assert counting.read == ["head"]


def test_reading_one_record_reads_one_body(counting):
    """Reading one looks at head, the log once, one secret and one body."""
    with opened(counting) as journal:
        journal.record_all(session(number) for number in range(500))
    with opened(counting) as journal:
        journal.read(Session, session(3).id)
        counting.reset()
        journal.read(Session, session(10).id)

    assert sorted(name.partition("/")[0] for name in counting.read) == ["body", "head"]


def test_opening_reads_no_record(counting):
    """Opening reads head, slots and ring; the log waits until something is asked."""
    with opened(counting) as journal:
        journal.record_all(session(number) for number in range(500))
    counting.reset()
    opened(counting).close()

    assert _sorts(counting.read) == {"head", "slot", "ring"}
    assert counting.commits == []


def test_bodies_are_streamed(counting):
    """Asking for the first of many reads some hundred bodies at most."""
    with opened(counting) as journal:
        journal.record_all(session(number) for number in range(2_000))
        counting.reset()
        next(journal.all(Session))

    assert sum(name.startswith("body/") for name in counting.read) <= 256


def test_with_the_body_key_destroyed_the_ledger_still_works(counting, monkeypatch):
    """Whoever has a folder's ledger key alone reads every fact, proven, and no text."""
    with opened(counting) as journal:
        journal.record_all(session(number) for number in range(300))
    with opened(counting) as journal:
        for folder in journal.folders():
            assert folder.records > 40
        for secret, _ in journal._state.secrets.values():
            assert isinstance(secret.ledger, Key)
            secret.body.wipe()
            secret._secret[:] = b""

        assert len(list(journal.ledger())) == 300
        assert sum(line.minutes for line in journal.ledger(theme="family.burden")) == 300 * 60
        with pytest.raises(SupervisionError, match="wiped"):
            journal.read(Session, session(0).id)


def test_erasing_one_record_rewrites_its_segments_only(counting):
    """An erasure touches the body, its segment, an event, the log and head."""
    with opened(counting) as journal:
        journal.record_all(session(number * 7) for number in range(1_000))
        counting.reset()
        journal.erase(session(7).id, reason="asked")

    (changes,) = counting.commits
    assert sorted(name.partition("/")[0] for name in changes) == [
        "body",
        "event",
        "head",
        "ledger",
        "log",
    ]

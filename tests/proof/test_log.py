"""Log blobs: entries in, entries out, merged in blocks of 256."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.errors import TamperedRecordError
from supervision.proof import (
    BLOCK,
    ENTRY_SIZE,
    Tail,
    block_start,
    joined,
    log_before,
    log_changes,
    log_name,
    read_log,
)

LOG = b"".join(number.to_bytes(ENTRY_SIZE, "big") for number in range(1200))


def entries(start, stop):
    """Return the raw entries from *start* up to *stop*."""
    return LOG[start * ENTRY_SIZE : stop * ENTRY_SIZE]


def blob(start, stop):
    """Return the name and bytes of the blob that holds these entries."""
    return log_name(start), entries(start, stop)


def written(counts):
    """Return the store and the tail after commits of so many entries each."""
    store, tail = {}, Tail()
    for count in counts:
        new = entries(tail.size, tail.size + count)
        for name, content in log_changes(tail, new).items():
            if content is None:
                del store[name]
            else:
                store[name] = content
        tail = tail.extended(new)
    return store, tail


def refusal(blobs, start, stop):
    """Return the error that reading meets."""
    with pytest.raises(TamperedRecordError) as caught:
        joined(blobs, start, stop)
    return caught.value


@given(
    counts=st.lists(st.one_of(st.integers(1, 5), st.integers(1, 400)), max_size=12).filter(
        lambda counts: sum(counts) <= 1200
    ),
    data=st.data(),
)
def test_what_is_written_is_read(counts, data):
    """However commits are cut, any part of the log reads back, and so does the tail."""
    store, tail = written(counts)
    stop = data.draw(st.integers(0, tail.size))
    start = data.draw(st.integers(0, stop))
    blobs = sorted(store.items())

    assert tail.size == sum(counts)
    assert joined(blobs, start, stop) == entries(start, stop)
    assert read_log(blobs, 0, tail.size) == (entries(0, tail.size), tail)
    assert tail.entries == entries(block_start(tail.size), tail.size)


@given(
    counts=st.lists(st.integers(1, 300), max_size=8).filter(lambda counts: sum(counts) <= 1200),
    start=st.integers(0, 1200),
)
def test_a_scan_from_the_block_finds_all_it_needs(counts, start):
    """Scanning after `log_before` is enough to read from any entry on, tail included."""
    store, tail = written(counts)
    start = min(start, tail.size)
    scanned = [item for item in sorted(store.items()) if item[0] > log_before(start)]

    assert read_log(scanned, start, tail.size) == (entries(start, tail.size), tail)


@given(counts=st.lists(st.integers(1, 300), max_size=8).filter(lambda counts: sum(counts) <= 1200))
def test_complete_blocks_are_one_blob_each(counts):
    """Each complete block is one blob at its start, and no blob crosses into another block."""
    store, tail = written(counts)
    complete = range(0, block_start(tail.size), BLOCK)

    for first in complete:
        assert store[log_name(first)] == entries(first, first + BLOCK)
    last = {name for name in store if name >= log_name(block_start(tail.size))}
    assert set(store) == {log_name(first) for first in complete} | last
    assert last == set(tail.blobs)


def test_single_commits_merge():
    """A thousand commits of one entry leave three merged blobs and one for each entry since."""
    store, _ = written([1] * 1000)

    assert len(store) == 3 + 1000 % BLOCK


def test_changes_of_one_commit():
    """A commit that completes a block removes its parts, and names what it creates."""
    _, tail = written([250, 3])

    assert log_changes(tail, entries(253, 254)) == dict([blob(253, 254)])
    assert log_changes(tail, entries(253, 256)) == {
        log_name(0): entries(0, 256),
        log_name(250): None,
    }
    assert log_changes(tail, entries(253, 600)) == {
        log_name(0): entries(0, 256),
        log_name(250): None,
        log_name(256): entries(256, 512),
        log_name(512): entries(512, 600),
    }


def test_names_sort_as_numbers():
    """The names of blobs are in the order of the numbers they are made of, up to 64 bits."""
    numbers = [0, 1, 9, 10, 255, 256, 65535, 2**32, 2**64 - 1]

    assert sorted(map(log_name, reversed(numbers))) == list(map(log_name, numbers))


@pytest.mark.parametrize(
    ("seq", "start", "before"),
    [(0, 0, ""), (255, 0, ""), (256, 256, "log/00000000000000ff"), (1000, 768, log_name(767))],
)
def test_blocks_begin_at_multiples_of_256(seq, start, before):
    """A block begins at the last multiple of 256, and a scan of it just after the name before."""
    assert block_start(seq) == start
    assert log_before(seq) == before


def test_a_block_seen_while_it_merges_is_read():
    """A merged block and parts of it that a scan saw before agree, and are read as one."""
    blobs = [blob(0, 256), blob(3, 7), blob(255, 256), blob(256, 300)]

    assert joined(blobs, 0, 300) == entries(0, 300)
    assert joined(blobs, 5, 6) == entries(5, 6)


def test_entries_beyond_are_ignored():
    """What another writer added beyond the head in hand does no harm, whatever it is."""
    blobs = [blob(0, 5), (log_name(5), entries(5, 9)), ("log/zz", b"never reached")]

    assert joined(blobs[:2], 2, 6) == entries(2, 6)
    assert joined([*blobs[:2], (log_name(10), b"half")], 2, 6) == entries(2, 6)


def test_reading_stops_at_the_head():
    """A scan is not drawn further than the first blob beyond the entries asked for."""
    scan = iter([blob(0, 5), blob(5, 9), blob(9, 12)])

    assert joined(scan, 0, 5) == entries(0, 5)
    assert list(scan) == [blob(9, 12)]


def test_nothing_is_asked_for_and_nothing_is_read():
    """No entries are read from an empty log, or of an empty stretch."""
    assert read_log([], 0, 0) == (b"", Tail())
    assert joined([blob(0, 5)], 3, 3) == b""


@pytest.mark.parametrize(
    ("blobs", "start", "stop", "missing"),
    [
        ([], 0, 1, 0),
        ([], 4, 5, 4),
        ([blob(0, 5)], 0, 6, 5),
        ([blob(0, 5), blob(6, 9)], 0, 9, 5),
        ([blob(1, 5)], 0, 5, 0),
        ([blob(0, 2), blob(3, 5)], 1, 5, 2),
        ([blob(0, 2), blob(3, 5)], 2, 5, 2),
        ([blob(0, 256), blob(300, 310)], 100, 310, 256),
        ([blob(0, 256), blob(300, 310)], 290, 310, 290),
    ],
)
def test_missing_entries_are_named(blobs, start, stop, missing):
    """A gap is reported at the first entry that is missing."""
    error = refusal(blobs, start, stop)

    assert (error.code, error.name) == ("E-MISSING", log_name(missing))


@pytest.mark.parametrize("second", [blob(3, 7), blob(3, 4), blob(6, 7), blob(0, 1)], ids=str)
def test_blobs_that_disagree_are_refused(second):
    """Two blobs that hold one entry must hold the same bytes, before and after the start too."""
    name, content = second
    changed = bytes([content[0] ^ 1]) + content[1:]
    blobs = sorted([*dict([blob(0, 10)]).items(), (name, changed)])

    error = refusal(blobs, 0, 10)

    assert (error.code, error.name) == ("E-ALTERED", name)


@pytest.mark.parametrize(
    "content",
    [b"", bytes(1), bytes(ENTRY_SIZE - 1), bytes(ENTRY_SIZE + 1), bytes(ENTRY_SIZE * 247)],
    ids=len,
)
def test_blobs_of_another_length_are_refused(content):
    """A blob holds whole entries, one at least, and stays within its block of 256."""
    error = refusal([blob(0, 10), (log_name(10), content)], 0, 12)

    assert (error.code, error.name) == ("E-ALTERED", log_name(10))


@pytest.mark.parametrize(
    "name",
    ["log/", "log/x", "log/00000000000000FF", "log/000000000000001", "log/0000000000000000 "],
)
def test_other_names_are_refused(name):
    """A name under ``log/`` that no journal makes is reported, not skipped."""
    error = refusal([blob(0, 10), (name, b"")], 0, 12)

    assert (error.code, error.name) == ("E-EXTRA", name)


def test_a_tail_cannot_be_edited():
    """A tail is a value: extending it gives another one."""
    _, tail = written([3])
    tail.extended(entries(3, 9))

    assert tail == Tail(3, dict([blob(0, 3)]))

"""What folding a log costs, against a bare loop of SHA-256 over the same leaves.

The machine changes speed from one second to the next, so what counts is the median of ratios
between interleaved rounds; `--benchmark-json` shows it under ``extra_info``.
"""

from __future__ import annotations

import random
import statistics
from functools import cache
from hashlib import sha256
from time import perf_counter

import pytest

from supervision.proof import ENTRY_SIZE, CompactRange, Entry, Fold, Head, Op, leaf_hashes

JOURNAL = bytes(range(16))
FOLDERS = 300
ROUNDS = 21


@cache
def made_up_log(count):
    """Return *count* entries: folders, then first revisions spread over them at random."""
    source = random.Random(count)
    kids = [source.randbytes(16) for _ in range(FOLDERS)]
    log = [Entry(Op.FOLDER, source.randbytes(16), kid, 1).pack() for kid in kids]
    for _ in range(count - FOLDERS):
        hashes = [source.randbytes(32) for _ in range(3)]
        log.append(Entry(Op.PUT, source.randbytes(16), source.choice(kids), 1, *hashes).pack())
    return b"".join(log)


def head_over(log):
    """Return the head that *log* leads to."""
    compact = CompactRange().extended(leaf_hashes(JOURNAL, 0, log))
    return Head.of(JOURNAL, compact, ring_revision=1, ring_digest=bytes(32), slots_digest=bytes(32))


def leaves_of(log):
    """Return the bytes of each leaf, as they are hashed."""
    prefix, starts = b"\x00supervision/v1/log" + JOURNAL, range(0, len(log), ENTRY_SIZE)
    return [
        prefix + seq.to_bytes(8, "big") + log[start : start + ENTRY_SIZE]
        for seq, start in enumerate(starts)
    ]


@pytest.fixture
def log(benchmark):
    """A log of 100,000 entries; of 1,000 where nothing is measured."""
    return made_up_log(100_000 if benchmark.enabled else 1_000)


@pytest.fixture
def head(log):
    """The head that the log leads to."""
    return head_over(log)


def fold_all(log, head):
    """Fold a whole log, as opening a journal does."""
    fold = Fold(JOURNAL)
    fold.advance(log, to=head)
    return fold


def hash_ready(leaves):
    """Hash leaf bytes that lie ready: the least that any check of the log can cost."""
    for leaf in leaves:
        sha256(leaf).digest()


def hash_made(log):
    """Hash leaf bytes that are made on the way from the log as it is stored."""
    prefix, start = b"\x00supervision/v1/log" + JOURNAL, 0
    for seq in range(len(log) // ENTRY_SIZE):
        sha256(prefix + seq.to_bytes(8, "big") + log[start : start + ENTRY_SIZE]).digest()
        start += ENTRY_SIZE


def hash_tree(log):
    """Hash all leaves and nodes, which is the share of a fold that is hashing."""
    return CompactRange().extended(leaf_hashes(JOURNAL, 0, log)).root()


def seconds(work, *arguments):
    """Return how long one call takes."""
    start = perf_counter()
    work(*arguments)
    return perf_counter() - start


@pytest.mark.benchmark(group="fold of a log")
def test_fold(benchmark, log, head):
    """Folding a log finds each of its records, and its cost is compared with bare hashing."""
    fold = benchmark(fold_all, log, head)

    assert len(fold.records) == len(log) // ENTRY_SIZE - FOLDERS
    leaves, floors = leaves_of(log), {"ready": [], "made": [], "tree": []}
    for _ in range(ROUNDS if benchmark.enabled else 1):
        ours = seconds(fold_all, log, head)
        floors["ready"].append(ours / seconds(hash_ready, leaves))
        floors["made"].append(ours / seconds(hash_made, log))
        floors["tree"].append(ours / seconds(hash_tree, log))
    benchmark.extra_info.update(
        {f"against {name}": statistics.median(ratios) for name, ratios in floors.items()}
    )
    assert all(ratio > 0 for ratio in benchmark.extra_info.values())


@pytest.mark.benchmark(group="fold of a log")
def test_bare_loop_over_ready_leaves(benchmark, log):
    """The floor: hashing leaf bytes that lie ready."""
    leaves = leaves_of(log)
    benchmark(hash_ready, leaves)

    assert leaf_hashes(JOURNAL, 0, log[:ENTRY_SIZE]) == [sha256(leaves[0]).digest()]


@pytest.mark.benchmark(group="fold of a log")
def test_bare_loop_that_makes_its_leaves(benchmark, log):
    """The floor of whoever begins with the bytes as they are stored."""
    benchmark(hash_made, log)


@pytest.mark.benchmark(group="fold of a log")
def test_hashing_of_the_tree(benchmark, log, head):
    """The share of a fold that is hashing leads to the root of the head."""
    assert benchmark(hash_tree, log) == head.root


@pytest.mark.benchmark(group="append to a fold")
@pytest.mark.parametrize("count", [1_000, 10_000, 100_000])
def test_append_one(benchmark, count):
    """Appending one entry costs the same after any number of others."""
    log = made_up_log(count if benchmark.enabled else 1_000)
    fold = fold_all(log, head_over(log))
    before, entry = fold.size, Entry(Op.ROTATE).pack()
    benchmark(fold.advance, entry)

    assert fold.size > before

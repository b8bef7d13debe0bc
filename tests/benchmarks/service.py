"""Measure the totals of many journals in one process and in two, beside a bare loop.

    python tests/benchmarks/service.py --journals 1000

The bare loop opens each journal and adds up minutes, with nothing kept apart and nothing kept
back. Rounds of all alternate in random order; the median of the ratios within rounds counts.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import statistics
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from time import perf_counter

from supervision import Journal, KeyFile
from supervision.journal import LedgerSource
from supervision.reports import service
from supervision.testing import synthetic_sessions

SESSIONS = 120
RATIOS = (
    ("two processes", "one process"),
    ("one process", "this process"),
    ("this process", "bare"),
    ("two processes", "bare"),
)


def made(folder, number):
    """Make the journal of that number, and return what opens it."""
    key = KeyFile.generate(folder / f"{number}.key")
    url = f"sqlite:{folder / f'{number}.db'}"
    with Journal.create(url, key) as journal:
        journal.record_all(synthetic_sessions(SESSIONS, seed=number), check=False)
    return LedgerSource(url, key)


def bare(journals):
    """Open each journal and add up its minutes."""
    return sum(line.minutes for source in journals.values() for line in source())


def seconds(call):
    """Return the seconds that a call takes."""
    start = perf_counter()
    call()
    return perf_counter() - start


def measured(ways, rounds):
    """Return the seconds of each way in each round, in random order."""
    found = {name: [] for name in ways}
    for _ in range(rounds):
        for name in random.sample(list(ways), len(ways)):
            found[name].append(seconds(ways[name]))
    return found


def shown(found, journals, report):
    """Print the times, their ratios, and what the floor costs."""
    print(f"{journals:,} journals of {SESSIONS} sessions, {report.batches} batches\n")
    print("| way | s, median | s, p10 | ms a journal |\n|---|---|---|---|")
    for name, times in found.items():
        middle, low = statistics.median(times), sorted(times)[len(times) // 10]
        print(f"| {name} | {middle:.2f} | {low:.2f} | {middle / journals * 1000:.2f} |")
    print("\n| ratio | median |\n|---|---|")
    for ours, theirs in RATIOS:
        pairs = zip(found[ours], found[theirs], strict=True)
        print(f"| {ours} / {theirs} | {statistics.median(a / b for a, b in pairs):.2f} |")
    themes = report.table("themes")
    other = sum(count for (name, _), count in themes.items() if name == "(other)")
    print(f"\n(other): {other} of {sum(themes.values())} themes; withheld: {report.withheld}")


def run(count, rounds, batch):
    """Make the journals, measure, and compare what came out."""
    spawn = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(1, mp_context=spawn) as one,
        ProcessPoolExecutor(2, mp_context=spawn) as two,
    ):
        journals = {f"{number:06}": made(Path(folder), number) for number in range(count)}
        counted = partial(service, journals, by="year", batch=batch)
        ways = {
            "bare": partial(bare, journals),
            "this process": counted,
            "one process": partial(counted, executor=one),
            "two processes": partial(counted, executor=two),
        }
        # Once each before the clock runs: processes have to start, and files to be read.
        reports = [ways[name]() for name in ways if name != "bare"]
        assert reports[0] == reports[1] == reports[2]
        shown(measured(ways, rounds), count, reports[0])


def main():
    """Measure what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--journals", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batch", type=int, default=50)
    arguments = parser.parse_args()
    run(arguments.journals, arguments.rounds, arguments.batch)


if __name__ == "__main__":
    main()

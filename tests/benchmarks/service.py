"""Measure the totals of many journals in one process and in two, beside a bare loop.

    python tests/benchmarks/service.py --journals 1000

The bare loop opens each journal and adds up minutes, with nothing kept apart and nothing kept
back. Rounds of all alternate in random order; the median of the ratios within rounds counts.
Where others use the processors too, what two processes save shows in the processor time of the
busier one, and on the clock only where two processors are free.
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

import psutil

from supervision import Journal, KeyFile
from supervision.journal import LedgerSource
from supervision.reports import service
from supervision.testing import synthetic_sessions

SESSIONS = 120
TICK = 0.01  # Systems count processor time in such steps.
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


def processor_times():
    """Return the processor time that this process, and each that it started, has used."""
    here = psutil.Process()
    return [sum(each.cpu_times()[:2]) for each in (here, *here.children())]


def seconds(call):
    """Return the seconds that a call takes: on the clock, and of the busiest process."""
    before, start = processor_times(), perf_counter()
    call()
    elapsed = perf_counter() - start
    used = zip(before, processor_times(), strict=True)
    return elapsed, max(TICK, *(end - begin for begin, end in used))


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
    print("| way | s, median | s, p10 | ms a journal | s of the busiest process |")
    print("|---|---|---|---|---|")
    for name, times in found.items():
        clock, busiest = zip(*times, strict=True)
        middle, low = statistics.median(clock), sorted(clock)[len(clock) // 10]
        each, most = middle / journals * 1000, statistics.median(busiest)
        print(f"| {name} | {middle:.2f} | {low:.2f} | {each:.2f} | {most:.2f} |")
    print("\n| ratio | clock, median | busiest process, median |\n|---|---|---|")
    for ours, theirs in RATIOS:
        clock, busiest = (median_ratio(found[ours], found[theirs], which) for which in (0, 1))
        print(f"| {ours} / {theirs} | {clock:.2f} | {busiest:.2f} |")
    themes = report.table("themes")
    other = sum(count for (name, _), count in themes.items() if name == "(other)")
    print(f"\n(other): {other} of {sum(themes.values())} themes; withheld: {report.withheld}")


def median_ratio(ours, theirs, which):
    """Return the median of the ratios within rounds."""
    return statistics.median(a[which] / b[which] for a, b in zip(ours, theirs, strict=True))


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

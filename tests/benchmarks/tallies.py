"""Measure what keeping tallies of themes costs whoever writes.

    python tests/benchmarks/tallies.py --sessions 40000

Two journals are given the same sessions, part by part and in turn; one of them keeps no tallies. Then
records from before the last stretch are amended in both. The median of the ratios is printed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from itertools import islice
from pathlib import Path

import attrs
from ratios import timed

from supervision import Journal, KeyFile, Session
from supervision.journal import _tallies
from supervision.testing import synthetic_sessions

SHORTEST = {"with": _tallies.SHORTEST, "without": 2**62}
PART = 4_000
AMENDED = 20


def made(folder, name):
    """Return a new journal in SQLite."""
    return Journal.create(f"sqlite:{folder / name}.db", KeyFile.generate(folder / f"{name}.key"))


def in_turn(journals, do):
    """Return the seconds that *do* takes with each journal, in random order."""
    found = {}
    for name in random.sample(list(journals), len(journals)):
        _tallies.SHORTEST = SHORTEST[name]
        found[name] = timed(do, journals[name])
    _tallies.SHORTEST = SHORTEST["with"]
    return found


def amended(record):
    """Return what amends an early record."""

    def do(journal):
        found = journal.read(Session, record)
        journal.amend(attrs.evolve(found, minutes=found.minutes + 1), reason="the clock was wrong")

    return do


def recorded(journals, count):
    """Return the seconds of each part, and the ids of the first."""
    sessions, rounds, early = synthetic_sessions(count, seed=count), [], []
    while part := list(islice(sessions, PART)):
        early = early or [one.id for one in part[:AMENDED]]
        rounds.append(in_turn(journals, lambda one, part=part: one.record_all(part, check=False)))
    return rounds, early


def main():
    """Measure what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=40_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        journals = {name: made(Path(folder), name) for name in SHORTEST}
        rounds, early = recorded(journals, arguments.sessions)
        amending = [in_turn(journals, amended(one)) for one in early]
        for what, times in (("record_all", rounds), ("amend an early record", amending)):
            ratio = statistics.median(one["with"] / one["without"] for one in times)
            more = statistics.median(one["with"] - one["without"] for one in times) * 1e3
            print(f"{what}: {ratio:.2f} of what it takes without tallies, {more:+,.1f} ms")
        for journal in journals.values():
            journal.close()


if __name__ == "__main__":
    main()

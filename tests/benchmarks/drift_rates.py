"""How often drift is called where there is none, and how soon where there is.

It plays many made-up series of sessions through the chart that `supervision.reports.drift` uses:

    python tests/benchmarks/drift_rates.py --runs 4000

Each session has one, two or four themes, each of them inside the focus with a given chance.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys

from supervision.reports._cusum import design, sums
from supervision.reports._drift import ALARM_RATE

AGREED = (30, 50, 60, 75)
THEMES = (1, 2, 4)
LENGTHS = (50, 200)
STEADY = 50
SOON = 25


def shares(chance, likely, sessions, themes):
    """Return made-up sessions: how many of their themes are inside, and of how many."""
    return [(sum(chance.random() < likely for _ in range(themes)), themes) for _ in range(sessions)]


def false_alarms(agreed, themes, sessions, runs, seed=0):
    """Return the share of series, all as agreed, in which a fall is called."""
    chance, chart = random.Random(seed), design(agreed, float(ALARM_RATE))
    called = [
        bool(sums(shares(chance, agreed / 100, sessions, themes), chart)[1]) for _ in range(runs)
    ]
    return sum(called) / runs


def delays(agreed, left, themes, runs, seed=0):
    """Return, for each series, after how many sessions a fall to *left* of the share is noticed.

    Before the fall there are fifty sessions as agreed; after it, two hundred. Series with a
    false alarm before are left out; None stands for a fall that is not noticed.
    """
    chance, chart = random.Random(seed), design(agreed, float(ALARM_RATE))
    found = []
    for _ in range(runs):
        before = shares(chance, agreed / 100, STEADY, themes)
        after = shares(chance, left * agreed / 100, 4 * STEADY, themes)
        falls = sums(before + after, chart)[1]
        if not falls or falls[0].noticed >= STEADY:
            found.append(falls[0].noticed - STEADY + 1 if falls else None)
    return found


def starts(agreed, left, themes, runs, seed=0):
    """Return, for each fall noticed, by how many sessions its beginning was dated wrongly."""
    chance, chart = random.Random(seed), design(agreed, float(ALARM_RATE))
    found = []
    for _ in range(runs):
        before = shares(chance, agreed / 100, STEADY, themes)
        falls = sums(before + shares(chance, left * agreed / 100, 4 * STEADY, themes), chart)[1]
        if falls and falls[0].noticed >= STEADY:
            found.append(abs(falls[0].first - STEADY))
    return found


def rows(runs):
    """Yield a line of the table for each share and number of themes."""
    for agreed in AGREED:
        for themes in THEMES:
            alarms = [false_alarms(agreed, themes, length, runs) for length in LENGTHS]
            cells = [f"{100 * rate:.1f} %" for rate in alarms]
            for left in (0.5, 0.0):
                found = delays(agreed, left, themes, runs)
                noticed = [one for one in found if one is not None]
                soon = sum(one <= SOON for one in noticed) / len(found)
                cells += [f"{100 * soon:.0f} %", f"{statistics.median(noticed):.0f}"]
            cells.append(f"{statistics.median(starts(agreed, 0.0, themes, runs)):.0f}")
            yield f"| {agreed} % | {themes} | {' | '.join(cells)} |"


def main(arguments=None):
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4000)
    runs = parser.parse_args(arguments).runs
    heading = (
        "| agreed | themes | called in 50 | in 200 | to half: within 25 | median "
        "| to none: within 25 | median | start off by |"
    )
    sys.stdout.write(heading + "\n" + "|---" * 9 + "|\n")
    for row in rows(runs):
        sys.stdout.write(row + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

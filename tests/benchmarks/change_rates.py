"""How often a change of themes is called where there is none, and how often where there is.

It plays many made-up journals through `supervision.reports.change_test`:

    python tests/benchmarks/change_rates.py --runs 1000

In each, nine themes come and go by chance, in half of the sessions or in three of ten. They stay
from one session to the next with a given chance, or a case brings its themes for as long as it
is talked of. A session has one more theme, which says nothing, so that none is without.
"""

from __future__ import annotations

import argparse
import random
import sys
from datetime import date, timedelta

from supervision.records import LedgerLine
from supervision.reports import change_test

START = date(2026, 1, 5)
THEMES = [f"need.t{number}" for number in range(9)]
STAYS = (
    (30, 0.5, 0.0),
    (30, 0.5, 0.5),
    (60, 0.5, 0.5),
    (60, 0.3, 0.7),
    (52, 0.5, 0.75),
    (104, 0.5, 0.75),
    (104, 0.5, 0.9),
)
CASES = ((26, 0.3, 2, 8), (52, 0.3, 2, 8), (52, 0.5, 2, 8), (104, 0.3, 2, 8))
CHANGES = ((30, 0.1, 0.9), (60, 0.1, 0.6), (60, 0.3, 0.8), (104, 0.2, 0.6))


def line(number, themes):
    """Return the line of a weekly session with *themes*."""
    on = START + timedelta(weeks=number)
    return LedgerLine(kind="session", id=f"{number:032x}", on=on, themes=("other.x", *themes))


def drawn(chance, share):
    """Return the themes that came up, each with the same chance."""
    return {theme for theme in THEMES if chance.random() < share}


def staying(chance, length, share, stay):
    """Return sessions in which each theme stays with chance *stay*, and else is drawn again."""
    there, lines = drawn(chance, share), []
    for number in range(length):
        again = {theme for theme in THEMES if chance.random() >= stay}
        there = there - again | drawn(chance, share) & again
        lines.append(line(number, sorted(there)))
    return lines


def by_case(chance, length, share, least, most):
    """Return sessions on one case after the other, each with its own themes to its end."""
    lines = []
    while len(lines) < length:
        themes = sorted(drawn(chance, share))
        lines += [line(len(lines) + more, themes) for more in range(chance.randint(least, most))]
    return lines[:length]


def changing(chance, length, before, after):
    """Return sessions in the second half of which the first theme is *after*, not *before*."""
    lines = []
    for number in range(length):
        likely = before if number < length // 2 else after
        first = THEMES[:1] if chance.random() < likely else []
        lines.append(line(number, [*first, *sorted(drawn(chance, 0.3) - {THEMES[0]})]))
    return lines


def false_alarms(make, options, runs, seed=0):
    """Return the share of journals without a change in which any is called."""
    chance = random.Random(seed)
    return sum(bool(change_test(make(chance, *options)).found) for _ in range(runs)) / runs


def found(options, runs, seed=0):
    """Return the share of journals in which the change of the first theme is called."""
    chance = random.Random(seed)
    reports = (change_test(changing(chance, *options)) for _ in range(runs))
    return sum(any(one.name == THEMES[0] for one in each.found) for each in reports) / runs


def rows(runs):
    """Yield a line of the table for each kind of journal."""
    for options in STAYS:
        length, share, stay = options
        called = false_alarms(staying, options, runs)
        yield f"| {length} | {share:.0%} | no change, stays with chance {stay} | {called:.1%} |"
    for options in CASES:
        length, share, least, most = options
        called = false_alarms(by_case, options, runs)
        yield f"| {length} | {share:.0%} | no change, cases of {least} to {most} sessions | {called:.1%} |"
    for options in CHANGES:
        length, before, after = options
        called = found(options, runs)
        yield f"| {length} | {before:.0%} | one theme goes to {after:.0%} | {called:.0%} |"


def main(arguments=None):
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    runs = parser.parse_args(arguments).runs
    sys.stdout.write("| sessions | share | what happens | called |\n" + "|---" * 4 + "|\n")
    for row in rows(runs):
        sys.stdout.write(row + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""The hours of the example year, worked out from its files with nothing of the project.

Run this file to see them: ``python tests/reports/independent_hours.py``. It reads the table with
`csv` and the pages line by line, and knows the rules from their words: under BACP's, half of a
group's time up to four members and the time divided by the members from five on; under BABCP's,
all time of groups up to six.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
FIRST, LAST = date(2025, 11, 1), date(2026, 10, 31)
ALONE = {"individual", "live", "restorative"}


def rows():
    """Return the sessions of the table and of the pages as rows of texts."""
    with (EXAMPLES / "year-2026.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    pages = sorted((EXAMPLES / "markdown").glob("*.md"))
    return found + [row for row in map(_page, pages) if row["kind"] == "session"]


def _page(path):
    head = path.read_text(encoding="utf-8").split("---")[1]
    pairs = [line.split(":", 1) for line in head.splitlines() if line[:1].isalpha()]
    row = {name: value.strip().strip("[]").replace(", ", "|") for name, value in pairs}
    return {"attendance": "", "cancelled_reason": "", "cancelled_by": "", "group_size": "", **row}


def was_there(person, row):
    """Return whether somebody was expected at a session, and it was held with them."""
    if person not in row["supervisees"].split("|"):
        return False
    if row["cancelled_by"] or row["cancelled_reason"]:
        return False
    return f"{person} absent" not in row["attendance"]


def members(row):
    """Return how many people share a session."""
    if row["modality"] in ALONE:
        return 1
    return int(row["group_size"] or (2 if row["modality"] == "triadic" else 0))


def bacp(row):
    """Return what a session counts for under BACP's rule."""
    minutes, size = int(row["minutes"]), members(row)
    if size == 1:
        return Fraction(minutes)
    return Fraction(minutes, 2) if size < 5 else Fraction(minutes, size)


def babcp(row):
    """Return what a session counts for under BABCP's rule for accredited members."""
    return Fraction(int(row["minutes"]) if members(row) <= 6 else 0)


def people():
    """Return everybody who had supervision."""
    return sorted({person for row in rows() for person in row["supervisees"].split("|")})


def months():
    """Return the months of the year."""
    return [
        f"{FIRST.year + (FIRST.month + n - 1) // 12}-{(FIRST.month + n - 1) % 12 + 1:02}"
        for n in range(12)
    ]


def by_month(person, credit):
    """Return what counts for a person, month by month."""
    found = defaultdict(Fraction, dict.fromkeys(months(), Fraction(0)))
    for row in rows():
        if was_there(person, row):
            found[row["on"][:7]] += credit(row)
    return dict(found)


def short(person):
    """Return how many minutes a person is short of an hour and a half in each month."""
    found = by_month(person, bacp)
    return {month: 90 - had for month, had in found.items() if had < 90}


def longest_gaps(person, most):
    """Return the days from one session to the next, where they are more than *most*."""
    met = {row["on"] for row in rows() if was_there(person, row)}
    ordinals = sorted(date.fromisoformat(day).toordinal() for day in met)
    ordinals = [FIRST.toordinal() - 1, *ordinals, LAST.toordinal() + 1]
    steps = [after - before for before, after in pairwise(ordinals)]
    return [step for step in steps if step > most]


if __name__ == "__main__":
    for someone in people():
        told = " ".join(f"{month}:{had}" for month, had in by_month(someone, bacp).items())
        sys.stdout.write(f"{someone} {told}\n")

"""Measure the first and the second call of each report beside what one would otherwise do.

    python tests/benchmarks/figures.py --sessions 100000

A journal is opened anew for each round and its log read; then each report is asked for twice.
The yardsticks, in the same rounds: SQLCipher counting themes per month in its indexed table, over
a connection opened anew; opening every session that was sealed by hand with Fernet, which who
keeps no facts apart has to do for any figure; and reading the lines of the ledger, opened anew.
The median of the ratios within rounds is printed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent))

from peers import FernetByHand, SqlCipher
from ratios import Ours, timed

from supervision import reports
from supervision.catalogue import Catalogue
from supervision.codec import to_plain
from supervision.testing import synthetic_sessions

FOCUS = reports.Focus(aims=[reports.Aim(name="family", percent=30, of=["family.*"])])
RULE = Catalogue.shipped().rules["babcp-accredited"]
PERIOD = {"since": date(2020, 1, 1), "until": date(2020, 12, 31)}
BATCH = 1_000

REPORTS = {
    "theme_counts": reports.theme_counts,
    "theme_trend by month": reports.theme_trend,
    "theme_trend by week": lambda ledger: reports.theme_trend(ledger, by="week"),
    "minutes_by": reports.minutes_by,
    "hours of one person in a year": lambda ledger: reports.hours(
        ledger, RULE, person="S-001", **PERIOD
    ),
    "drift": lambda ledger: reports.drift(ledger, FOCUS),
    "change_test": reports.change_test,
}


def filled(folder, sessions):
    """Return ours and the peers with the same sessions."""
    stores = []
    for kind in (Ours, SqlCipher, FernetByHand):
        place = folder / kind.__name__
        place.mkdir()
        stores.append(kind(place))
    for start in range(0, len(sessions), BATCH):
        part = sessions[start : start + BATCH]
        stores[0].append_all(part)
        for store in stores[1:]:
            store.append_all([to_plain(one) for one in part])
    return stores


def of_peers(cipher, by_hand):
    """Return the seconds of each yardstick."""
    with cipher.opened_anew() as count:
        counted = timed(count)
    return {"SQLCipher": counted, "Fernet by hand": timed(by_hand.read_all)}


def of_ours(ours):
    """Return the seconds of the first and the second call of each report, and of the lines."""
    found = {}
    for name, report in REPORTS.items():
        with ours.journal_anew() as journal:
            found[name, "first"] = timed(asked, journal, report)
            found[name, "again"] = timed(asked, journal, report)
    with ours.journal_anew() as journal:
        found["lines", "first"] = timed(asked, journal, len)
    return found


def asked(journal, report):
    """Return what a report says of the journal."""
    return report(journal.ledger())


def ratio(rounds, name, call, against):
    """Return the median of a report's time to that of a yardstick, round by round."""
    pairs = [(ours[name, call], peers[against]) for ours, peers in rounds]
    return statistics.median(mine / its for mine, its in pairs)


def shown(rounds):
    """Print a row for each report."""
    print(
        "| | ms | / SQLCipher's count | / Fernet by hand | again, ms | again / SQLCipher's count |"
    )
    print("|---|---|---|---|---|---|")
    for name in [*REPORTS, "lines"]:
        first, again = ((name, call) for call in ("first", "again"))
        cells = [f"{statistics.median(ours[first] for ours, _ in rounds) * 1e3:,.1f}"]
        cells += [f"{ratio(rounds, *first, each):.3f}" for each in ("SQLCipher", "Fernet by hand")]
        if again in rounds[0][0]:
            cells.append(f"{statistics.median(ours[again] for ours, _ in rounds) * 1e3:,.2f}")
            cells.append(f"{ratio(rounds, *again, 'SQLCipher'):.4f}")
        print(f"| {name} | {' | '.join(cells)} |")


def main():
    """Measure what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    sessions = list(synthetic_sessions(arguments.sessions, seed=arguments.sessions))
    with tempfile.TemporaryDirectory() as folder:
        ours, *peers = filled(Path(folder), sessions)
        del sessions
        began = perf_counter()
        rounds = [(of_ours(ours), of_peers(*peers)) for _ in range(arguments.rounds)]
        print(f"{arguments.sessions:,} sessions, {arguments.rounds} rounds\n")
        shown(rounds)
        print(f"\nmeasured in {perf_counter() - began:.0f} s")
        for store in (ours, *peers):
            store.close()


if __name__ == "__main__":
    main()

"""Measure a journal beside its peers and print ratios.

    python tests/benchmarks/ratios.py --records 1000 10000 100000 > figures.md

Machines change speed from second to second, so rounds are interleaved in random order and only
the median of the ratios within rounds is reported, beside the tenth percentile of our own times.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent))

from peers import PEERS, AppendedFile

from supervision import Journal, KeyFile, Session
from supervision.codec import to_plain
from supervision.reports import theme_counts
from supervision.testing import synthetic_sessions


class Ours:
    """A journal in SQLite, opened by a key file so that no derivation is timed."""

    name = "a journal in SQLite"

    def __init__(self, folder):
        self.path = folder / "store.db"
        self.key = KeyFile.generate(folder / "key")
        self.journal = Journal.create(f"sqlite:{self.path}", self.key)

    def append(self, session):
        """Record one session."""
        self.journal.record(session)

    def append_all(self, sessions):
        """Record many."""
        self.journal.record_all(sessions)

    def read_cold(self, record):
        """Open the journal anew and read one session."""
        with Journal.open(f"sqlite:{self.path}", self.key) as journal:
            return journal.read(Session, record)

    def read_all(self):
        """Yield every session, typed."""
        return self.journal.all(Session)

    def themes(self):
        """Count themes per month, from the ledger."""
        return theme_counts(self.journal.ledger(), by="month")

    @contextmanager
    def journal_anew(self):
        """Give the journal opened anew, its log read and nothing else."""
        with Journal.open(f"sqlite:{self.path}", self.key) as journal:
            journal.ledger()
            yield journal

    @contextmanager
    def opened_anew(self):
        """Give what counts themes in a journal opened anew, its log read and nothing else."""
        with self.journal_anew() as journal:
            yield lambda: theme_counts(journal.ledger(), by="month")

    def themes_cold(self):
        """Open the journal anew and count themes per month."""
        with Journal.open(f"sqlite:{self.path}", self.key) as journal:
            return theme_counts(journal.ledger(), by="month")

    def ledger(self):
        """Read every line of the ledger in a journal opened anew."""
        with Journal.open(f"sqlite:{self.path}", self.key) as journal:
            return sum(1 for _ in journal.ledger())

    def close(self):
        """Close the journal."""
        self.journal.close()


def timed(call, *arguments):
    """Return the seconds that a call takes, iterators drained."""
    start = perf_counter()
    found = call(*arguments)
    if hasattr(found, "__next__"):
        for _ in found:
            pass
    return perf_counter() - start


class Field:
    """Ours and its peers, each holding the same *count* sessions."""

    def __init__(self, folder, count, peers):
        self.sessions = list(synthetic_sessions(count, seed=count))
        self.plain = [to_plain(one) for one in self.sessions]
        self.fresh = iter(synthetic_sessions(10**9, seed=-count - 1))
        self.stores = []
        for kind in [Ours, AppendedFile, *peers]:
            place = folder / kind.__name__
            place.mkdir()
            self.stores.append(kind(place))
        self.ours = self.stores[0]

    def fill(self):
        """Give every store the sessions, a thousand at a time."""
        for store in self.stores:
            records = self.sessions if store is self.ours else self.plain
            for start in range(0, len(records), 1000):
                if hasattr(store, "append_all"):
                    store.append_all(records[start : start + 1000])

    def measure(self, rounds, step, *, only=None):
        """Return the seconds of *step* for each store in each round, in random order."""
        chosen = [one for one in self.stores if only is None or only(one)]
        seconds = {one.name: [] for one in chosen}
        for _ in range(rounds):
            for store in random.sample(chosen, len(chosen)):
                seconds[store.name].append(step(store))
        return seconds

    def close(self):
        """Close every store."""
        for store in self.stores:
            store.close()


def ratios(seconds, ours=Ours.name):
    """Yield each peer with the median ratio of our time to its own, round by round."""
    for name, theirs in seconds.items():
        pairs = zip(seconds[ours], theirs, strict=True)
        yield name, statistics.median(mine / its for mine, its in pairs)


def shown(title, seconds, per=1):
    """Print one operation as rows of a table."""
    mine = sorted(seconds[Ours.name])
    low, middle = mine[len(mine) // 10] / per * 1e6, statistics.median(mine) / per * 1e6
    print(f"\n### {title}\n\nours: {middle:,.1f} µs (p10 {low:,.1f})\n")
    print("| against | ours / theirs | theirs, µs |\n|---|---|---|")
    for name, ratio in ratios(seconds):
        if name != Ours.name:
            theirs = statistics.median(seconds[name]) / per * 1e6
            print(f"| {name} | {ratio:.2f} | {theirs:,.1f} |")
    sys.stdout.flush()


def one_more(field):
    """Return a step that appends a session nobody has yet."""

    def step(store):
        session = next(field.fresh)
        return timed(store.append, session if store is field.ours else to_plain(session))

    return step


def many_more(field, count):
    """Return a step that appends many."""

    def step(store):
        sessions = [next(field.fresh) for _ in range(count)]
        records = sessions if store is field.ours else [to_plain(one) for one in sessions]
        return timed(store.append_all, records)

    return step


def run(count, rounds, peers):
    """Measure every operation over stores of *count* sessions."""
    few = max(3, min(rounds, 100_000 // count))
    with tempfile.TemporaryDirectory() as folder:
        field = Field(Path(folder), count, peers)
        field.fill()
        print(f"\n## {count:,} sessions")
        report_sizes(field, count)
        report_reading(field, count, rounds, few)
        report_writing(field, rounds, few)
        field.close()


def report_sizes(field, count):
    """Print the bytes on disk."""
    print("\n### Bytes on disk after batches, per record\n\n| store | bytes |\n|---|---|")
    for store in filter(keeps_many, field.stores):
        print(f"| {store.name} | {size_of(store.path) / count:,.0f} |")


def report_reading(field, count, rounds, few):
    """Print the ratios of everything that reads."""
    chosen = field.sessions[count // 2].id
    cold = field.measure(rounds, lambda one: timed(one.read_cold, chosen), only=keeps_many)
    shown("Open cold and read one", cold)
    shown("Stream all, per record", field.measure(few, streamed, only=keeps_many), count)
    cold = field.measure(few, opened_and_counted, only=keeps_many)
    shown("Open cold and count themes per month", cold)
    first = field.measure(few, counted_first, only=keeps_many)
    shown("Themes per month, first call", first)
    again = field.measure(few, lambda one: timed(one.themes), only=keeps_many)
    shown("Themes per month, again", again)
    scan = statistics.median(timed(field.ours.ledger) for _ in range(few))
    print(f"\nledger scan in a journal opened anew: {scan / count * 1e6:.1f} µs a line")


def report_writing(field, rounds, few):
    """Print the ratios of everything that writes."""
    shown("One durable `record`", field.measure(rounds * 10, one_more(field)))
    batch = field.measure(max(3, few // 2), many_more(field, 1000), only=keeps_many)
    shown("`record_all` of 1,000, per record", batch, 1000)


def keeps_many(store):
    """Say whether a store is more than the floor of writing one record."""
    return hasattr(store, "append_all")


def streamed(store):
    """Return the seconds of reading everything."""
    return timed(store.read_all)


def opened_and_counted(store):
    """Return the seconds of opening a store and counting themes."""
    return timed(getattr(store, "themes_cold", store.themes))


def counted_first(store):
    """Return the seconds of counting themes the first time after opening, without that."""
    if not hasattr(store, "opened_anew"):
        return timed(store.themes)
    with store.opened_anew() as count:
        return timed(count)


def size_of(path):
    """Return the bytes of a file and its companions, or of a folder."""
    files = path.rglob("*") if path.is_dir() else path.parent.glob(f"{path.name}*")
    return sum(one.stat().st_size for one in files if one.is_file())


def wanted(names, peer):
    """Say whether a peer was asked for; all are where none is named."""
    return names is None or peer.__name__ in names


def main():
    """Measure what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--peers", nargs="*", choices=[peer.__name__ for peer in PEERS])
    arguments = parser.parse_args()
    for count in arguments.records:
        run(count, arguments.rounds, [peer for peer in PEERS if wanted(arguments.peers, peer)])


if __name__ == "__main__":
    main()

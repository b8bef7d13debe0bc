"""A service's view is the same, whoever does the work: real journals, real pools, a real cluster."""

from __future__ import annotations

import json
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing

import attrs
import pytest

from supervision import Journal, KeyFile
from supervision.journal import LedgerSource
from supervision.records import LedgerLine
from supervision.reports import service
from supervision.storage import open_backend
from supervision.testing import synthetic_sessions

COUNT = 12
ASKED = {"by": "year", "floor": 3, "batch": 6}


def journal_in(folder, number):
    """Make the journal of that number, and return what opens it."""
    key = KeyFile.generate(folder / f"{number}.key")
    url = f"sqlite:{folder / f'{number}.db'}"
    with Journal.create(url, key) as journal:
        journal.record_all(synthetic_sessions(15, seed=number))
    return LedgerSource(url, key)


def tamper(source, change):
    """Put what *change* makes of it in place of a part of the journal's ledger."""
    with closing(open_backend(source.store, create=False)) as store:
        name, blob = next(store.scan("ledger/"))
        store.commit({name: change(blob)}, expect={name: blob})


@pytest.fixture(scope="module")
def journals(tmp_path_factory):
    """Twelve journals on disk; of one a byte was changed, of one a part, and one, are missing."""
    folder = tmp_path_factory.mktemp("service")
    found = {f"team-{number:02}": journal_in(folder, number) for number in range(COUNT)}
    tamper(found["team-04"], lambda blob: blob[:-1] + bytes([blob[-1] ^ 1]))
    tamper(found["team-05"], lambda _: None)
    (folder / "9.db").unlink()
    return found


@pytest.fixture(scope="module")
def report(journals):
    """What this process counts by itself."""
    return service(journals, **ASKED)


@pytest.fixture
def processes():
    """Two processes that share nothing with this one."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        yield pool


@pytest.fixture
def cluster(tmp_path):
    """Two processes of a Dask cluster, reached over the network of this machine alone."""
    distributed = pytest.importorskip("distributed", reason="the extra 'dev' is not installed")
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            # Any free port: a warning of one that is taken would fail the test.
            dashboard_address="127.0.0.1:0",
            local_directory=str(tmp_path),
        ) as nodes,
        distributed.Client(nodes) as client,
    ):
        yield client


def test_changed_and_missing_journals_are_named(report):
    """Three journals fail, each by its name and code; the nine others are counted."""
    assert [(one.name, one.error, one.code) for one in report.failures] == [
        ("team-04", "TamperedRecordError", None),
        ("team-05", "TamperedRecordError", "E-MISSING"),
        ("team-09", "JournalNotFoundError", None),
    ]
    assert report.journals == COUNT - 3
    assert report.withheld == 0
    assert report.total("sessions") == 15 * report.journals


def test_the_sums_are_those_of_the_journals_one_by_one(journals, report):
    """Nothing is lost on the way: minutes and themes are what the lines of all of them add up to."""
    lines: list[LedgerLine] = []
    for name, source in journals.items():
        lines += [] if name in ("team-04", "team-05", "team-09") else source()

    assert report.total("minutes") == sum(line.minutes for line in lines)
    assert report.total("themes") == sum(len(line.themes) for line in lines)


def test_threads_count_the_same(journals, report):
    """Threads give the figures of this process, to the last digit."""
    with ThreadPoolExecutor(2) as pool:
        assert service(journals, **ASKED, executor=pool) == report


def test_processes_count_the_same(journals, report, processes):
    """Other processes, which open the journals themselves, give the same figures and failures."""
    found = service(journals, **ASKED, executor=processes)

    assert found == report
    assert json.dumps(attrs.asdict(found)) == json.dumps(attrs.asdict(report))


def test_a_cluster_counts_the_same(journals, report, cluster):
    """The workers of a cluster give the same figures and failures, and look again each time."""
    executor = cluster.get_executor(pure=False)

    found = service(journals, **ASKED, executor=executor)
    late = {name: source for name, source in journals.items() if name < "team-08"}

    assert found == report
    assert service(late, **ASKED, executor=executor) == service(late, **ASKED)


def test_who_cannot_travel_is_told_at_once(journals, processes):
    """A source that cannot be pickled is an error of the caller's, not of a journal."""
    with pytest.raises((pickle.PicklingError, AttributeError), match="lambda"):
        service({"here": lambda: iter([])}, executor=processes)

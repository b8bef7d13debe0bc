"""Running the contract on a URL."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from supervision.errors import BackendError, UnknownBackendError
from supervision.storage import SQLiteBackend, open_backend
from supervision.testing import ContractRow, _run_contract, run_contract
from supervision.testing._contract_subject import VARIABLE, Subject


def _subject(url):
    return Subject(url=url, opened="", durable=True, shared=True, kills=4)


@pytest.mark.parametrize(
    ("url", "placed"),
    [
        ("sqlite:practice.db", "sqlite:/f/practice.db"),
        ("sqlite:/a/b/practice.db", "sqlite:/f/practice.db"),
        ("tinydb:practice.json", "tinydb:/f/practice.json"),
        ("practice.db", "sqlite:/f/practice.db"),
        ("/a/practice.db", "sqlite:/f/practice.db"),
        ("mine:{folder}/x?y", "mine:/f/x?y"),
        ("memory:", "memory:"),
        ("postgresql://host/db", "postgresql://host/db"),
    ],
)
def test_a_file_is_made_elsewhere(url, placed):
    """What a URL says about a file is its name; a server is taken as it is."""
    assert _subject(url).in_folder(Path("/f")) == placed
    assert _subject(url).has_place == (url != placed)


@pytest.fixture
def only(monkeypatch):
    """Leave out the tests whose names do not match an expression."""
    options = _run_contract._options

    def only(expression):
        changed = lambda folder: [*options(folder), "-k", expression]  # noqa: E731 - short
        monkeypatch.setattr(_run_contract, "_options", changed)

    return only


@pytest.mark.slow
def test_the_store_that_the_url_names_is_left_alone(tmp_path, monkeypatch, only):
    """All promises are tried on files elsewhere; nothing here is made or changed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, "before")
    with closing(SQLiteBackend("practice.db", create=True)) as backend:
        backend.commit({"head": b"1"}, expect={})
    before = Path("practice.db").read_bytes()
    reported = []
    only("not kills and not disk and not history")
    rows = run_contract("sqlite:practice.db", kills=4, report=reported.append)

    assert [row for row in rows if row.outcome == "failed"] == []
    assert sum(row.outcome == "passed" for row in rows) > 140
    assert reported == list(rows)
    assert [path.name for path in tmp_path.iterdir()] == ["practice.db"]
    assert Path("practice.db").read_bytes() == before
    assert os.environ[VARIABLE] == "before"


def test_every_row_names_its_promise():
    """Each row has the sentence that is promised, and a reason where it could not be tried."""
    rows = run_contract("memory:")

    assert all(row.promise.endswith(".") for row in rows)
    assert all(bool(row.detail) == (row.outcome == "skipped") for row in rows)
    assert len({row.test for row in rows}) == len(rows)


def test_a_broken_promise_is_a_failed_row(only):
    """A store that is said to last and does not gives rows that failed, with the reason."""
    only("reopening or conflict or second")
    rows = run_contract("memory:", durable=True, shared=False, kills=4)

    assert {row.test: row.outcome for row in rows} == {
        "test_goes_on_after_a_conflict": "passed",
        "test_survives_reopening": "failed",
        "test_a_second_process_is_told": "failed",
    }
    assert all(isinstance(row, ContractRow) for row in rows)
    assert {row.detail for row in rows if row.outcome == "failed"} == {
        "AssertionError: assert {} == {'body/0': b'', 'head': b'0'}",
        "AssertionError: a second process opened the store",
    }


@pytest.mark.slow
def test_a_store_without_a_place_is_emptied_for_each_test(tmp_path, monkeypatch, only):
    """Where there is one store for all tests it must be empty before, and each test finds it so."""
    url = f"sqlite:{tmp_path}/one.db"
    monkeypatch.setattr(Subject, "has_place", False)
    monkeypatch.setattr(Subject, "in_folder", lambda *_: url)
    with closing(open_backend(url, create=True)) as backend:
        backend.commit({"head": b"1"}, expect={})
    with pytest.raises(BackendError, match="not empty"):
        run_contract(url)
    with closing(open_backend(url, create=False)) as backend:
        backend.commit({"head": None}, expect={"head": b"1"})
    only("reading or scans or agrees or ten_thousand or reopening or damaged or creating")
    rows = run_contract(url, kills=4)

    assert len(rows) > 15
    assert [row for row in rows if row.outcome == "failed"] == []


def test_an_unknown_scheme_is_refused():
    """A URL that no backend claims is refused before anything is tried."""
    for url in ("nothing:x", "nothing:{folder}/x"):
        with pytest.raises(UnknownBackendError):
            run_contract(url)


def test_a_contract_that_cannot_run_is_an_error(monkeypatch):
    """When not even the tests can be collected, that is said."""
    monkeypatch.setattr(_run_contract, "_FILE", Path("missing.py"))
    with pytest.raises(BackendError, match="could not be run"):
        run_contract("memory:")

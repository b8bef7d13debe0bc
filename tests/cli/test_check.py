"""`check-backend`."""

from __future__ import annotations

import importlib.util

import pytest

from supervision.storage import MemoryBackend


def test_the_memory_keeps_its_promises(run):
    """A backend that keeps every promise ends with status 0, and with what was not tried."""
    result = run("check-backend", "memory:", "--json")

    assert result.status == 0
    assert result.json["ok"] is True
    assert result.json["passed"] > 20
    assert result.json["failed"] == []
    assert all(row["detail"] for row in result.json["skipped"])


def test_a_promise_that_is_not_kept_is_told(run, monkeypatch):
    """A backend that forgets a promise ends with status 1, with the promise in words."""
    close = MemoryBackend.close

    def close_once(self):
        assert not hasattr(self, "closed_before"), "closed twice"
        self.closed_before = True
        close(self)

    monkeypatch.setattr(MemoryBackend, "close", close_once)

    result = run("check-backend", "memory:")

    assert result.status == 1
    assert "NOT KEPT" in result.out
    assert "not kept" in result.out
    assert "not tried" in result.out


def test_a_store_that_is_not_empty_is_left_alone(run, home, monkeypatch):
    """A store that could hold a journal is not emptied for a test."""
    full = MemoryBackend()
    full.commit({"head": b"x"}, expect={})
    monkeypatch.setattr("supervision.testing._run_contract.open_backend", lambda *_, **__: full)

    result = run("check-backend", "memory:")

    assert result.status == 4
    assert "not empty" in result.err


@pytest.mark.parametrize("missing", ["hypothesis", "pytest"])
def test_tells_whoever_lacks_the_extra(missing, run, monkeypatch):
    """Without the packages for tests there is one sentence that names the extra."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "supervision.cli._check.find_spec", lambda name: None if name == missing else find(name)
    )

    result = run("check-backend", "memory:")

    assert result.status == 2
    assert "clinical-supervision[testing]" in result.err

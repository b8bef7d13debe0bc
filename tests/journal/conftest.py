"""Stores of every kind to keep journals in."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# Helpers that several of these modules and their child processes share lie beside them.
sys.path.insert(0, str(Path(__file__).parent))

from journal_kit import KEY, Attacker, store_in

from supervision import Journal


@pytest.fixture(params=["memory", "sqlite", "tinydb"])
def backend(request, tmp_path):
    """An empty store of each kind, open for the whole test."""
    store = store_in(tmp_path, request.param, create=True)
    yield store
    store.close()


@pytest.fixture
def journal(backend):
    """A new journal in each kind of store."""
    with Journal.create(backend, KEY) as made:
        yield made


@pytest.fixture
def attacker(backend):
    """Someone who holds the store, and neither key nor pin."""
    return Attacker(backend)

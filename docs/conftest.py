"""What the examples on the pages need: a folder of their own, thrown away afterwards."""

from __future__ import annotations

import pytest

# Scripts and the builder's settings are run by their own tests, not collected.
collect_ignore_glob = ["conf.py", "_generated.py", "examples/*", "_build/*"]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

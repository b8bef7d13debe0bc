"""What the examples on the pages need: a folder of their own, thrown away afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

# Scripts and the builder's settings are run by their own tests, not collected.
collect_ignore_glob = ["conf.py", "_generated.py", "examples/*", "_build/*"]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    # The fictional year, where a page that reads it tells its reader to copy it.
    shutil.copytree(Path(__file__).parent / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)

"""The cost of the search for identifiers can still be measured."""

from __future__ import annotations

import importlib.util
from pathlib import Path

HERE = Path(__file__).parent


def test_the_search_is_measured(monkeypatch, capsys):
    """Each sort of text is set against sealing it and against a pass over its words."""
    spec = importlib.util.spec_from_file_location("identifiers", HERE / "identifiers.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "ROUNDS", 2)
    monkeypatch.setattr(script, "REPEATS", 2)

    script.main()

    assert capsys.readouterr().out.count("\n") == 2 + 2 * 4 + 1
    assert {len(text) for text in script.texts().values()} == {1024}


def test_what_is_measured_finds_nothing():
    """The texts that are timed are searched to their end: nothing is in them."""
    spec = importlib.util.spec_from_file_location("identifiers", HERE / "identifiers.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    assert [script.searched(text) for text in script.texts().values()] == [[]] * 4

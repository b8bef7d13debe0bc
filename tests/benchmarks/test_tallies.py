"""What keeping tallies costs can still be measured."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).parent


def test_keeping_tallies_is_measured(monkeypatch, capsys):
    """Recording and amending are timed with tallies and without."""
    monkeypatch.syspath_prepend(str(HERE))
    spec = importlib.util.spec_from_file_location("tallies", HERE / "tallies.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setitem(script.SHORTEST, "with", 16)
    monkeypatch.setattr(script, "PART", 30)
    monkeypatch.setattr(script, "AMENDED", 2)
    monkeypatch.setattr(script._tallies, "SHORTEST", script._tallies.SHORTEST)
    monkeypatch.setattr(sys, "argv", ["tallies.py", "--sessions", "60"])

    script.main()

    assert capsys.readouterr().out.count("of what it takes without tallies") == 2

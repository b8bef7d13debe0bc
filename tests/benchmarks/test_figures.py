"""What the first and the second call of a report cost can still be measured."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.skipif(
    importlib.util.find_spec("sqlcipher3") is None, reason="the extra 'bench' is not installed"
)
def test_first_and_second_calls_are_measured(monkeypatch, capsys):
    """Each report is timed twice and set against what one would otherwise do."""
    monkeypatch.syspath_prepend(str(HERE))
    spec = importlib.util.spec_from_file_location("figures", HERE / "figures.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(sys, "argv", ["figures.py", "--sessions", "60", "--rounds", "2"])

    script.main()

    printed = capsys.readouterr().out
    assert printed.startswith("60 sessions, 2 rounds\n")
    assert printed.count("\n| ") == 2 + len(script.REPORTS)

"""The cost of a service's view can still be measured."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).parent


def test_the_service_view_is_measured(monkeypatch, capsys):
    """Each way of counting is timed, set against the others, and gives the same figures."""
    spec = importlib.util.spec_from_file_location("service", HERE / "service.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "SESSIONS", 20)
    monkeypatch.setattr(sys, "argv", ["service.py", "--journals", "6", "--rounds", "1"])

    script.main()

    printed = capsys.readouterr().out
    assert printed.startswith("6 journals of 20 sessions, 1 batches\n")
    assert printed.count("\n| ") == 2 + 4 + 4

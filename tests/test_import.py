"""What importing the library loads, and what it leaves until it is needed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

HEAVY = (
    "asyncio",
    "cattrs",
    "cyclopts",
    "hypothesis",
    "jinja2",
    "matplotlib",
    "pytest",
    "rich",
    "supervision.catalogue",
    "tinydb",
    "tomllib",
    "yaml",
)
SCRIPT = f"import sys, supervision; print([name for name in {HEAVY!r} if name in sys.modules])"


def test_importing_loads_nothing_heavy():
    """`import supervision` leaves out what only some of its users need."""
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "[]"


def test_reports_load_no_drawing():
    """`import supervision.reports` leaves out what draws and writes pages."""
    script = (
        "import sys, supervision.reports; "
        "print([name for name in ('jinja2', 'matplotlib', 'numpy', 'xml.etree') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("lacking", ["hypothesis", "pytest"])
def test_what_helps_to_test_names_its_extra(monkeypatch, lacking):
    """Without what it needs, `supervision.testing` says which extra to install."""
    testing = importlib.import_module("supervision.testing")
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == lacking else there(name)
    )

    with pytest.raises(ModuleNotFoundError, match=r"clinical-supervision\[testing\]"):
        importlib.reload(testing)

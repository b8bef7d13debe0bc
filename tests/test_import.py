"""What importing the library loads, and what it leaves until it is needed."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "asyncio",
    "cattrs",
    "cyclopts",
    "hypothesis",
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

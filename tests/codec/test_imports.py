from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from supervision import codec
from supervision.records import Session
from supervision.testing import _examples
body = codec.encode(_examples.example_session(), recorded="2026-11-20T09:30:00Z")
codec.decode(body, Session)
print("cattrs" in sys.modules)
"""


def test_bodies_need_no_cattrs():
    """Reading and writing bodies leaves the slow import of cattrs to those who need it."""
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"

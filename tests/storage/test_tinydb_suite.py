"""TinyDB's own test suite, run over our storage and table."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

_VARIABLE = "TINYDB_SDIST"
# Each is about the inside of TinyDB's own JSON storage, not about what a storage does.
_NOT_ABOUT_US = {
    "test_caching_json_write": "looks at its file handle",
    "test_json": "stores what is no table",
    "test_json_kwargs": "looks at its layout of JSON",
    "test_json_read": "opens it for reading only",
    "test_json_invalid_directory": "wants its class of error",
    "test_create_dirs": "lets it make folders",
    "test_encoding": "stores what is no table, in an encoding of one's choice",
    "test_json_invalid_mode_warning": "opens it in modes that lose data",
    "test_table_repr": "wants its own class names in a repr",
}


@pytest.mark.slow
def test_tinydbs_own_tests_pass():
    """All tests of TinyDB pass over our parts, but for those about its own JSON storage."""
    folder = os.environ.get(_VARIABLE)
    if folder is None:
        pytest.skip(f"{_VARIABLE} does not name the unpacked source distribution of TinyDB")
    tests = Path(folder) / "tests"
    here = Path(__file__).parent
    options = ["-q", "-c", os.devnull, "--rootdir=.", "-pno:cacheprovider", "-p_tinydb_parts"]
    options += [
        f"--deselect={file.name}::{name}{case}"
        for file in sorted(tests.glob("test_*.py"))
        for name in _NOT_ABOUT_US
        for case in ("", "[memory]", "[json]")
    ]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "."],
        cwd=tests,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(here), *filter(None, sys.path)])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout
    assert int(re.search(r"(\d+) passed", run.stdout)[1]) > 200

"""The contract is worth something: it fails for a backend that breaks a promise."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

_BROKEN = Path(__file__).with_name("_broken.py")
_CAUGHT_BY = {
    "TestExpectsNothing": ["test_goes_on_after_a_conflict"],
    "TestChecksTooLate": ["test_a_failed_expectation_changes_nothing", "test_agrees_with_a_dict"],
    "TestSortsAsPeopleDo": ["test_scans_in_the_order_of_bytes"],
    "TestTakesWildcards": ["test_a_prefix_is_a_plain_string"],
    "TestIncludesAfter": ["test_goes_on_after_a_name"],
    "TestScansInPlace": ["test_the_consumer_may_commit_while_scanning"],
    "TestScansAllAtOnce": ["test_scans_stream"],
    "TestTakesAnything": [
        "test_refuses_bad_names",
        "test_refuses_what_is_not_bytes",
        "test_takes_ten_thousand_changes_and_no_more",
        "test_takes_the_largest_blob_and_none_larger",
    ],
    "TestForgetsToClose": ["test_nothing_works_after_closing", "test_a_scan_ends_with_closing"],
    "TestLosesUpdates": ["test_threads_lose_no_update"],
    "TestOnlyWipes": ["test_scrubs_after_any_history"],
    "TestScrubsNothing": ["test_scrubbed_bytes_are_in_no_file"],
    "TestCommitsOneByOne": ["test_survives_kills"],
    "TestCommitsLater": ["test_survives_kills", "test_two_handles_see_each_other"],
    "TestRewritesInPlace": ["test_survives_kills", "test_survives_a_full_disk"],
    "TestCreatesAlways": ["test_opening_creates_nothing"],
    "TestStartsAfresh": ["test_refuses_what_is_damaged"],
    "TestTakesEveryone": ["test_a_second_process_is_told"],
    "TestHidesFailure": ["test_survives_a_full_disk"],
}


_CASES = [(name, test) for name, tests in _CAUGHT_BY.items() for test in tests]


@pytest.fixture(scope="module")
def failures(tmp_path_factory):
    """The tests that failed, as pytest names them, when all of these were run."""
    folder = tmp_path_factory.mktemp("broken")
    options = ["-q", "-rf", "--tb=no", "-c", os.devnull, "--rootdir", str(folder)]
    options += ["-pno:cacheprovider", "--import-mode=importlib"]
    tests = [f"{_BROKEN}::{name}::{test}" for name, test in _CASES]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    return run.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("name", "test"), _CASES)
def test_the_contract_catches(failures, name, test):
    """A backend that breaks a promise fails the test of that promise."""
    assert re.search(rf"^FAILED .*::{name}::{test}\b", failures, re.MULTILINE)

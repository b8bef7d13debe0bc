"""Run the backend contract on a URL, without a test suite."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import attrs
import pytest
from hypothesis.configuration import set_hypothesis_home_dir

from supervision.errors import BackendError
from supervision.storage import open_backend
from supervision.testing._contract_subject import VARIABLE, Subject

_MODULE = "supervision.testing._backend_for_url"
_FILE = Path(__file__).with_name("_backend_for_url.py")
_USUAL = {"memory": (False, False), "tinydb": (True, False)}


@attrs.frozen(kw_only=True)
class ContractRow:
    """What became of one test of the contract.

    Args:
        test: The name of the test, with the case in brackets.
        promise: What is promised, in one sentence.
        outcome: Whether the promise was kept; ``skipped`` if it could not be tried.
        detail: Why not, or an empty string.
    """

    test: str
    promise: str
    outcome: Literal["passed", "failed", "skipped"]
    detail: str


def run_contract(
    url: str,
    *,
    durable: bool | None = None,
    shared: bool | None = None,
    kills: int = 200,
    report: Callable[[ContractRow], object] | None = None,
) -> tuple[ContractRow, ...]:
    """Try every promise of a backend on stores that *url* names.

    A URL of ``sqlite`` or ``tinydb``, or a path, says what the file is called; it is made anew in a
    temporary folder, and whatever the URL leads to is left alone. In any other URL ``{folder}``
    stands for such a folder. Without it all tests use the one store that the URL names, which must
    be empty, and is emptied before each test.

    Args:
        url: A URL of any registered scheme.
        durable: Whether what was committed is there after closing; false for ``memory`` only.
        shared: Whether several processes may open one store; false for ``memory`` and ``tinydb``.
        kills: How many writers are killed, 4 or more to try every way once.
        report: Called with each row as soon as it is known.

    Returns:
        One row for each test, in the order in which they ran.

    Raises:
        BackendError: if the URL has no ``{folder}`` and its store is not empty.
        UnknownBackendError: if no backend is registered for the scheme.

    >>> rows = run_contract("memory:")
    >>> {row.outcome for row in rows} == {"passed", "skipped"}
    True
    """
    usual = _USUAL.get(url.partition(":")[0], (True, True))
    with TemporaryDirectory() as folder:
        subject = Subject(
            url=url,
            opened=folder,
            durable=usual[0] if durable is None else durable,
            shared=usual[1] if shared is None else shared,
            kills=kills,
        )
        # Whoever cannot be opened at all is told so once, and not by every test.
        _require_empty(subject.in_folder(Path(folder)))
        return _run(subject, Path(folder), report or _say_nothing)


def _require_empty(url: str) -> None:
    backend = open_backend(url, create=True)
    is_empty = next(iter(backend.names("")), None) is None
    backend.close()
    if not is_empty:
        msg = "the store is not empty; the contract would remove what is in it, so give another one"
        raise BackendError(msg)


def _run(
    subject: Subject, folder: Path, report: Callable[[ContractRow], object]
) -> tuple[ContractRow, ...]:
    rows = _Rows(report)
    before = os.environ.get(VARIABLE)
    subject.hand_over()
    # The module reads what was handed over when it is imported.
    sys.modules.pop(_MODULE, None)
    try:
        # What Hypothesis remembers between runs would be left where this is called.
        set_hypothesis_home_dir(folder)
        with redirect_stdout(StringIO()) as output, redirect_stderr(output):
            code = pytest.main([str(_FILE), *_options(folder)], plugins=[rows])
    finally:
        set_hypothesis_home_dir(None)
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        msg = "the contract could not be run; run it in a test suite to see why"
        raise BackendError(msg)
    return tuple(rows.rows)


def _say_nothing(_: ContractRow) -> None:
    pass


def _options(folder: Path) -> list[str]:
    # Whatever plugins and settings there are where this is called, they are not about this run.
    return [
        "--disable-plugin-autoload",
        "--config-file=" + os.devnull,
        f"--rootdir={folder}",
        f"--basetemp={folder / 'tests'}",
        "-pno:cacheprovider",
        "-q",
    ]


class _Rows:
    """A plugin that turns what pytest reports into rows."""

    def __init__(self, report: Callable[[ContractRow], object]) -> None:
        self.rows: list[ContractRow] = []
        self._report = report
        self._promises: dict[str, str] = {}

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "slow: kills processes or fills disks many times")

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        doc = getattr(item, "function", item).__doc__ or ""
        self._promises[item.nodeid] = doc.partition("\n")[0]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.outcome == "passed":
            return
        row = ContractRow(
            test=report.nodeid.rpartition("::")[2],
            promise=self._promises[report.nodeid],
            outcome=report.outcome,
            detail=_detail(report),
        )
        self.rows.append(row)
        self._report(row)


def _detail(report: pytest.TestReport) -> str:
    if report.outcome == "passed":
        return ""
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    crash = getattr(report.longrepr, "reprcrash", None)
    lines = (report.longreprtext if crash is None else crash.message).strip().splitlines()
    # Of what went wrong in another process, the end says what.
    return str(lines[-1] if lines[0].startswith("Failed: ") else lines[0])

"""`supervision check-backend`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Annotated, Any

from cyclopts import Parameter

from supervision.cli._exits import Exit, RefusedError
from supervision.cli._options import COMMON, Common
from supervision.cli._screen import Screen

_NEEDED = ("hypothesis", "pytest")


def check_backend(
    url: Annotated[str, Parameter(name="URL")],
    /,
    *,
    durable: Annotated[bool | None, Parameter(negative="--no-durable")] = None,
    shared: Annotated[bool | None, Parameter(negative="--no-shared")] = None,
    kills: int = 200,
    common: Common = COMMON,
) -> Exit:
    """Try every promise of a backend, on stores made for it.

    Of sqlite: and tinydb: URLs only the name of the file counts: the stores are made in a
    temporary folder. In any other URL write {folder} for such a folder; without it, the one store
    that the URL names is used, must be empty, and is emptied before each test. This needs the
    extra: pip install 'clinical-supervision[testing]'

    Args:
        url: A URL of any registered scheme.
        durable: Whether what was committed is there after closing; no for memory: only, if not
            given.
        shared: Whether several processes may open one store; no for memory: and tinydb:, if not
            given.
        kills: How many processes are killed while they write; 200 if not given.
        common: How to print.
    """
    screen = Screen(json=common.json)
    if any(find_spec(name) is None for name in _NEEDED):
        msg = "this needs another extra: pip install 'clinical-supervision[testing]'"
        raise RefusedError(msg)
    from supervision.testing import run_contract  # noqa: PLC0415 - it belongs to that extra

    seen: list[Any] = []
    with screen.progress("trying") as tick:

        def report(row: Any) -> None:
            seen.append(row)
            tick(len(seen), None)

        rows = run_contract(url, durable=durable, shared=shared, kills=kills, report=report)
    _show(screen, rows)
    return Exit.PROBLEM if _with(rows, "failed") else Exit.OK


def _show(screen: Screen, rows: Sequence[Any]) -> None:
    failed, skipped = _with(rows, "failed"), _with(rows, "skipped")
    for heading, some in (("not tried", skipped), ("NOT KEPT", failed)):
        if some:
            # One promise is tried in several cases.
            told = dict.fromkeys((row.promise, row.detail) for row in some)
            screen.table({heading: False, "why": False}, list(told))
    passed = len(_with(rows, "passed"))
    screen.say(f"{passed} promises kept, {len(failed)} not kept, {len(skipped)} not tried")
    screen.document(
        {
            "ok": not failed,
            "passed": passed,
            "failed": [_plain(row) for row in failed],
            "skipped": [_plain(row) for row in skipped],
        }
    )


def _with(rows: Sequence[Any], outcome: str) -> list[Any]:
    return [row for row in rows if row.outcome == outcome]


def _plain(row: Any) -> dict[str, str]:
    return {"test": row.test, "promise": row.promise, "detail": row.detail}

"""Running the command: whatever goes wrong ends in a sentence and an exit status."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from cyclopts.exceptions import CycloptsError

from supervision import __version__
from supervision.cli._app import make_app
from supervision.cli._exits import Exit, meaning, sentence_of
from supervision.cli._screen import Screen
from supervision.cli._usage import told
from supervision.errors import SupervisionError

_INTERRUPTED = 130
_PIPE_CLOSED = 141
_ROOT = Path(__file__).parents[1]


def run(arguments: Sequence[str]) -> int:
    """Run the command with *arguments* and return its exit status."""
    try:
        status = _called(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone; what is left of it has no way to go but this.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        Screen(json=False).note("interrupted")
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - no traceback: it would show text of records
        return _failed(Screen(json="--json" in arguments), error)
    return status


def _called(arguments: Sequence[str]) -> int:
    app = make_app()
    status = app(
        list(arguments),
        exit_on_error=False,
        print_error=False,
        result_action="return_value",
    )
    return int(status) if isinstance(status, int) else Exit.OK


def _failed(screen: Screen, error: Exception) -> int:
    status, sentence, hint = _explained(error)
    screen.note(f"supervision: {sentence}" + (f"\n{hint}" if hint else ""))
    screen.document({"error": {"exit": int(status), "message": sentence, **_facts(error)}})
    return status


def _explained(error: Exception) -> tuple[Exit, str, str]:
    if isinstance(error, CycloptsError):
        return Exit.USAGE, told(error), ""
    if isinstance(error, SupervisionError):
        status, hint = meaning(error)
        return status, sentence_of(error), hint
    if isinstance(error, OSError):
        why = (error.strerror or type(error).__name__).lower()
        return Exit.UNAVAILABLE, f"the system said no: {why}", ""
    return Exit.PROBLEM, f"a fault in the program: {_place(error)}", _REPORT


_REPORT = (
    f"what is written above holds nothing of your records; report it, with version {__version__} "
    "and the command that led to it"
)


def _facts(error: Exception) -> dict[str, object]:
    facts = {
        name: value
        for name in ("record", "name", "code", "field", "schema", "file", "entry", "rule")
        if (value := getattr(error, name, None)) is not None and isinstance(error, SupervisionError)
    }
    return {"type": type(error).__name__, **facts}


def _place(error: Exception) -> str:
    """Return the class of *error* and the line of ours that it came from, and no more."""
    frames = [
        (Path(frame.f_code.co_filename), line)
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    ours = [(path, line) for path, line in frames if path.is_relative_to(_ROOT)]
    path, line = ours[-1]
    return f"{type(error).__name__} at {path.relative_to(_ROOT.parent).as_posix()}:{line}"

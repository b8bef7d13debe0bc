"""What a process of our own needs, and whoever calls `main` with arguments must not get."""

from __future__ import annotations

import io
import os
import signal
import sys
from typing import NoReturn


def prepare() -> None:
    """Make the streams fit for any text, and let the process end cleanly when it is told to."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            # Whoever started us has closed it.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
        elif isinstance(stream, io.TextIOWrapper):
            _widen(stream, mode)
    for name in ("SIGTERM", "SIGHUP"):
        # Elsewhere than on POSIX systems there is no SIGHUP.
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, _end)


def _widen(stream: io.TextIOWrapper, mode: str) -> None:
    if mode == "r":
        # What is no text is told by whoever asks for a line, and ends nothing.
        stream.reconfigure(errors="surrogateescape")
        return
    # A terminal shows what it can; a file or program gets all of it.
    encoding = stream.encoding if stream.isatty() else "utf-8"
    stream.reconfigure(encoding=encoding, errors="replace")


def _end(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)

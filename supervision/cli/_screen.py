"""What the command shows: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from supervision.cli._exits import DeclinedError
from supervision.errors import InvalidRecordError

Tick = Callable[[int, int | None], None]
"""Called with how much is done and how much there is, if that is known."""

# Text from a file may hold sequences that move the cursor or hide what stands before them.
_UNSEEN = dict.fromkeys(
    (
        *(*range(9), *range(11, 32), *range(127, 160)),
        *(*range(0x202A, 0x202F), *range(0x2066, 0x206A)),
        # Bytes of a name that were no text.
        *range(0xD800, 0xE000),
    ),
    "\ufffd",
)
NOT_TEXT = "that line is not text in UTF-8"
_YES = ("y", "yes")
# A terminal cuts off a line at one of these lengths, in bytes, without a word: that of Linux, and
# those of BSD and macOS. An editor of lines lifts the limit, but not for what was typed ahead of it.
_CUT_OFF = frozenset({1023, 1024, 4095})


def plain(text: str) -> str:
    r"""Return *text* without anything that a terminal would obey.

    >>> plain("a\x1b[2Jb")
    'a\ufffd[2Jb'
    """
    return text.translate(_UNSEEN)


class Screen:
    """The terminal, or what stands in its place.

    Args:
        json: Whether the result is one JSON document, and the only thing on standard output.
    """

    def __init__(self, *, json: bool) -> None:
        self.json = json
        # Bound now: a test suite that runs inside a command redirects what comes later.
        self._out = Console(file=sys.stdout, markup=False, highlight=False, emoji=False)
        self._err = Console(file=sys.stderr, markup=False, highlight=False, emoji=False)

    def say(self, text: str) -> None:
        """Show a sentence of the result; nothing where the result is JSON."""
        if not self.json:
            _print(self._out, text)

    def text(self, text: str) -> None:
        """Show text of a record as it is, with no line broken."""
        if not self.json:
            self._out.print(Text(plain(text)), soft_wrap=True)

    def note(self, text: str) -> None:
        """Show what is no part of the result."""
        _print(self._err, text)

    def aside(self, text: str) -> None:
        """Show what can be passed over, in grey where there are colours."""
        self._err.print(Text(plain(text), style="dim"), soft_wrap=not self._err.is_terminal)

    def warn(self, text: str) -> None:
        """Show what nobody should miss."""
        self._err.print(Text(plain(text), style="bold red"), soft_wrap=not self._err.is_terminal)

    def document(self, document: object) -> None:
        """Show the result as JSON, if it was asked for."""
        if self.json:
            sys.stdout.write(json.dumps(document, indent=2) + "\n")

    def table(
        self,
        columns: Mapping[str, bool],
        rows: Sequence[Sequence[object]],
        *,
        title: str | None = None,
        whole: Collection[str] = (),
    ) -> None:
        """Show a table.

        Args:
            columns: The headings, each with whether it stands above numbers.
            rows: The cells; None is left empty.
            title: What stands above it.
            whole: The headings of columns whose lines stay whole; the others give way to them.
        """
        if self.json:
            return
        table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", padding=(0, 1, 0, 0))
        for heading, numeric in columns.items():
            table.add_column(
                heading,
                justify="right" if numeric else "left",
                overflow="fold",
                no_wrap=heading in whole,
            )
        for row in rows:
            table.add_row(*(Text("" if cell is None else plain(str(cell))) for cell in row))
        self._out.print(table)

    @contextmanager
    def progress(self, what: str) -> Iterator[Tick]:
        """Show a bar while the block runs; none where nobody looks or the result is JSON."""
        if self.json or not self._err.is_terminal:
            yield lambda _done, _total: None
            return
        from rich.progress import Progress  # noqa: PLC0415 - only where a bar is shown

        with Progress(
            console=self._err, transient=True, redirect_stdout=False, redirect_stderr=False
        ) as bar:
            task = bar.add_task(what, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    # Asking

    def ask(self, question: str) -> str:
        """Return the line that is typed in answer; ask again if the terminal cut it off.

        Raises:
            DeclinedError: if nobody is there to answer.
            InvalidRecordError: if the line is no text, and comes from a program or a file: what
                stands after it may be meant for another question.
        """
        while (line := _line(f"{question} ", self._err)) is not None:
            wrong = _wrong_with(line)
            if wrong is None:
                return line
            if not interactive():
                msg = f"{wrong}; nothing was done"
                raise InvalidRecordError(msg)
            self.note(f"not taken: {wrong}; type it again")
        msg = "nobody is there to answer; nothing was done"
        raise DeclinedError(msg)

    def confirm(self, question: str, *, yes: bool) -> None:
        """Go on only if *yes*, or if the answer is yes.

        Raises:
            DeclinedError: if it is not.
        """
        if not yes and self.ask(f"{question} [y/N]").strip().lower() not in _YES:
            msg = "nothing was done; answer y, or give --yes, to go on"
            raise DeclinedError(msg)

    def confirm_by_typing(self, what: str, expected: str, *, yes: bool) -> None:
        """Go on only if *yes*, or if *expected* is typed back.

        Raises:
            DeclinedError: if it is not.
        """
        if not yes and self.ask(f"{what}; type {expected} to go on:").strip() != expected:
            msg = "nothing was done; what was typed is something else"
            raise DeclinedError(msg)


def _print(console: Console, text: str) -> None:
    # Where a program reads, a sentence is a line.
    console.print(Text(plain(text)), soft_wrap=not console.is_terminal)


def _wrong_with(line: str) -> str | None:
    if interactive() and len(line.encode(errors="replace")) in _CUT_OFF:
        return "the terminal may have cut that line off, and takes shorter ones only"
    # Bytes that are no text were read as surrogates, which no record and no draft can hold.
    return None if _is_text(line) else NOT_TEXT


def _is_text(line: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in line)


def interactive() -> bool:
    """Say whether someone is there to answer."""
    return sys.stdin.isatty()


def _line(question: str, err: Console) -> str | None:
    if interactive() and sys.stdout.isatty() and _edits_lines():
        return _edited(question)
    err.print(Text(plain(question)), end="", soft_wrap=True)
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None


def _edits_lines() -> bool:
    try:
        import readline  # noqa: PLC0415 - a terminal is needed for it
    except ImportError:
        return False
    # What is typed here is not to come back with the arrow keys.
    readline.set_auto_history(False)
    return True


def _edited(question: str) -> str | None:
    try:
        return input(question)
    except EOFError:
        return None

"""The page on the command is the help of the command.

Run this file to write the page's second half anew: ``python tests/docs/test_command_page.py``.
"""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path
from unittest import mock

from supervision.cli import main
from supervision.cli._app import COMMANDS
from supervision.cli._exits import Exit

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "command.md"
_BEGIN = "<!-- What follows is written by tests/docs/test_command_page.py. -->\n"


def _help(command: str) -> str:
    shown = io.StringIO()
    # A width of its own, and nobody to show colours to.
    settings = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    with mock.patch.dict(os.environ, settings), contextlib.redirect_stdout(shown):
        main([*command.split(), "--help"])
    return "\n".join(line.rstrip() for line in shown.getvalue().strip().splitlines())


def _generated() -> str:
    sections = [f"## {each.name}\n\n```text\n{_help(each.name)}\n```\n" for each in COMMANDS]
    return "\n".join(sections)


def test_the_page_is_what_the_help_says():
    """Each command's help stands on the page, word for word; run this file to write it anew."""
    assert PAGE.read_text(encoding="utf-8").partition(_BEGIN)[2].strip() == _generated().strip()


def test_every_help_has_an_example():
    """The help of each command shows how it is typed."""
    for command in COMMANDS:
        assert f"    supervision {command.name}" in _help(command.name)


def test_every_exit_status_is_on_the_page():
    """The page has a row for each exit status."""
    page = PAGE.read_text(encoding="utf-8")

    assert [each for each in Exit if f"| {each.value} | " not in page] == []


if __name__ == "__main__":
    before, begin, _ = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    PAGE.write_text(f"{before}{begin}\n{_generated()}", encoding="utf-8")

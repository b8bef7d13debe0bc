"""What is shown where, and what is asked."""

from __future__ import annotations

import io
import sys

import pytest

from supervision.cli import _screen
from supervision.cli._exits import DeclinedError
from supervision.cli._screen import Screen, plain
from supervision.errors import InvalidRecordError


class Window(io.StringIO):
    """Output that says it is a terminal."""

    def isatty(self):
        """Say that it is a terminal."""
        return True


@pytest.fixture
def open_window(monkeypatch):
    """Put a terminal on standard error; pytest would undo that before the test begins."""

    def open_window():
        monkeypatch.setenv("TERM", "xterm")
        window = Window()
        monkeypatch.setattr(sys, "stderr", window)
        return window

    return open_window


def test_json_stands_alone(capsys):
    """With --json nothing but the document is on standard output, and notes are on the other."""
    screen = Screen(json=True)
    screen.say("a sentence")
    screen.text("a text")
    screen.table({"a": False}, [("b",)])
    screen.note("a note")
    screen.document({"caf\N{LATIN SMALL LETTER E WITH ACUTE}": 1})

    shown = capsys.readouterr()
    assert shown.out == '{\n  "caf\\u00e9": 1\n}\n'
    assert shown.err == "a note\n"


def test_people_get_no_json(capsys):
    """Without --json there is no document."""
    Screen(json=False).document({"a": 1})

    assert capsys.readouterr().out == ""


def test_a_table_fits_eighty_columns(capsys, monkeypatch):
    """Long cells are broken, and nothing is cut off."""
    monkeypatch.setenv("COLUMNS", "80")
    words = " ".join(f"word{number}" for number in range(60))
    Screen(json=False).table({"n": True, "text": False}, [(1, words), (None, "x" * 200)])

    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert all(f"word{number}" in out for number in range(60))
    assert out.count("x") == 201


def test_markup_in_text_means_nothing(capsys):
    """Brackets, colons and numbers are shown as they are."""
    Screen(json=False).say("[red]not red[/red] :smile: 12")

    assert capsys.readouterr().out == "[red]not red[/red] :smile: 12\n"


def test_nothing_in_text_moves_the_cursor():
    """Control characters and those that turn the direction are shown as a mark; lines stay."""
    shown = plain("".join(map(chr, range(160))) + "\u202e\u2066\n\tx")

    assert "\x1b" not in shown
    assert shown.count("\n") == 2
    assert not [character for character in shown if ord(character) in {7, 8, 13, 127, 0x9B, 0x202E}]


def test_a_bar_is_shown_on_a_terminal_only(open_window):
    """On a terminal a bar moves while the work runs, unless the result is JSON."""
    window = open_window()
    with Screen(json=False).progress("working") as tick:
        tick(1, 2)
        tick(2, None)

    assert "working" in window.getvalue()
    window.seek(0)
    window.truncate()
    with Screen(json=True).progress("working") as tick:
        tick(1, 2)
    assert window.getvalue() == ""


def test_no_bar_where_nobody_looks(capsys):
    """Without a terminal there is no bar."""
    with Screen(json=False).progress("working") as tick:
        tick(1, 2)

    assert capsys.readouterr().err == ""


def test_questions_go_to_standard_error(capsys, monkeypatch):
    """A question does not mix with the result."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("an answer\r\n"))

    assert Screen(json=True).ask("Question?") == "an answer"
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "Question? ")


def test_nobody_there_is_no_answer(monkeypatch):
    """The end of the input is no answer, and surely no yes."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    with pytest.raises(DeclinedError):
        Screen(json=False).confirm("Sure?", yes=False)


@pytest.mark.parametrize("answer", ["y", "Y", "yes", " YES "])
def test_yes_is_yes(answer, monkeypatch):
    """A yes may be short or long."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{answer}\n"))

    Screen(json=False).confirm("Sure?", yes=False)


def test_lines_are_edited_where_they_can_be(monkeypatch):
    """With a terminal on both sides an editor of lines reads, and its end is no answer."""
    monkeypatch.setattr(sys, "stdin", Window())
    monkeypatch.setattr(sys, "stdout", Window())
    monkeypatch.setattr("builtins.input", lambda question: f"to {question}")
    assert Screen(json=False).ask("Question?") == "to Question? "

    def ended(_question):
        raise EOFError

    monkeypatch.setattr("builtins.input", ended)
    with pytest.raises(DeclinedError):
        Screen(json=False).ask("Question?")


def test_what_is_typed_does_not_come_back_with_the_arrow_keys(monkeypatch):
    """The editor of lines keeps no history of what may be a note."""
    readline = pytest.importorskip("readline")
    kept = []
    monkeypatch.setattr(readline, "set_auto_history", kept.append)

    assert _screen._edits_lines() is True
    assert kept == [False]


def test_without_an_editor_of_lines_the_terminal_reads(monkeypatch, open_window):
    """Where there is no such editor, the line is read as the terminal gives it."""
    window = open_window()
    monkeypatch.setitem(sys.modules, "readline", None)
    stdin = Window("an answer\n")
    monkeypatch.setattr(sys, "stdin", stdin)
    monkeypatch.setattr(sys, "stdout", Window())

    assert Screen(json=False).ask("Question?") == "an answer"
    assert "Question?" in window.getvalue()


def test_whoever_is_there_types_a_line_that_was_no_text_again(monkeypatch, capsys):
    """On a terminal bytes that are no text are told and asked for again; a program is refused."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("Jana \udce9\nJana\n"))
    monkeypatch.setattr(_screen, "interactive", lambda: True)
    monkeypatch.setattr(_screen, "_edits_lines", lambda: False)

    assert Screen(json=False).ask("Who?") == "Jana"
    assert capsys.readouterr().err.count("not taken: that line is not text in UTF-8") == 1

    monkeypatch.setattr(sys, "stdin", io.StringIO("Jana \udce9\nJana\n"))
    monkeypatch.setattr(_screen, "interactive", lambda: False)
    with pytest.raises(InvalidRecordError, match="not text in UTF-8; nothing was done"):
        Screen(json=False).ask("Who?")

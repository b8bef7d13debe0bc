"""A process of its own: streams, signals, and what the console script does."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys

import pytest

from supervision import __version__
from supervision.cli import main
from supervision.cli._process import prepare


@pytest.fixture(autouse=True)
def before(monkeypatch):
    """Put back what the process does on signals, and its streams."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_takes_the_arguments_of_the_process(monkeypatch, capsys):
    """Called without arguments, as a console script is, it takes those of the process."""
    monkeypatch.setattr(sys, "argv", ["supervision", "--version"])

    assert main() == 0
    assert capsys.readouterr().out == f"{__version__}\n"


def test_a_signal_ends_it_like_an_exit(monkeypatch):
    """What is told to end leaves through every `finally`; a signal that is not there is no matter."""
    monkeypatch.delattr(signal, "SIGHUP")
    prepare()

    with pytest.raises(SystemExit) as ended:
        os.kill(os.getpid(), signal.SIGTERM)

    assert ended.value.code == 128 + signal.SIGTERM


def test_streams_that_were_closed_are_no_fault(monkeypatch):
    """Whoever starts the command without streams gets its exit status all the same."""
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)

    prepare()
    opened = [sys.stdin, sys.stdout, sys.stderr]

    assert main(["--version"]) == 0
    assert main(["list"]) == 2
    for stream in opened:
        stream.close()


@pytest.mark.parametrize(("terminal", "encoding"), [(True, "ascii"), (False, "utf-8")])
def test_no_text_is_too_strange_for_its_stream(terminal, encoding, monkeypatch):
    """A terminal shows what it can, and a file gets all of it as UTF-8."""

    class Stream(io.TextIOWrapper):
        def isatty(self):
            return terminal

    stream = Stream(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)

    prepare()
    stream.write("caf\N{LATIN SMALL LETTER E WITH ACUTE}")

    assert stream.encoding == encoding
    stream.flush()
    assert stream.buffer.getvalue() == (b"caf?" if terminal else "caf\u00e9".encode())


def test_what_is_piped_is_utf8_whatever_the_locale(run, made, home):
    """A note in any language comes through a pipe as it is."""
    note = "d\u017ediesel \u2026 \N{SNOWMAN}"
    page = f"---\nkind: reflection\non: 2026-03-04\npractitioner: S-014\nnotes: {note}\n---\n"
    (home / "a.md").write_text(page, encoding="utf-8")
    assert run("log", "a.md", "--yes", *made).status == 0
    code = "import sys; from supervision.cli import main; sys.exit(main())"
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LC_ALL": "POSIX"}

    for arguments in (["export", "--out", "-"], ["list"]):
        done = subprocess.run(
            [sys.executable, "-X", "utf8=0", "-c", code, *arguments, *map(str, made)],
            capture_output=True,
            check=True,
            cwd=home,
            env=os.environ | environment | {"PYTHONCOERCECLOCALE": "0"},
        )
        assert (note.encode() in done.stdout) is (arguments[0] == "export")


def test_a_name_that_is_no_text_is_shown_somehow(run, home):
    """A file whose name has bytes that are no text is named with marks in their place."""
    name = os.fsdecode(b"caf\xe9.csv")

    result = run("log", name, "--dry-run")

    assert result.status == 1
    assert "caf\ufffd.csv: cannot be read" in result.err


def test_bytes_that_are_no_text_do_not_end_the_reading(monkeypatch):
    """What a stream of another process holds comes in line by line, whatever it is."""
    stream = io.TextIOWrapper(io.BytesIO(b"a\xe9\nb\n"), encoding="utf-8", errors="strict")
    monkeypatch.setattr(sys, "stdin", stream)

    prepare()

    assert list(sys.stdin) == ["a\udce9\n", "b\n"]


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
@pytest.mark.parametrize(
    "command", [["book", "enter", "C-203", "--book-key-file", "book.key"], ["names", "add"]]
)
def test_bytes_that_are_no_text_are_told_in_a_sentence(command, errors, run, made, home):
    """Whatever the system does with such bytes, they end the command with 2 and no fault in it."""
    assert run("book", "make", "--new-key-file", "book.key", *made).status == 0
    code = "import sys; from supervision.cli import main; sys.exit(main())"

    done = subprocess.run(
        [sys.executable, "-c", code, *command, *map(str, made)],
        input=b"Jana \xe9 Nowak\nSomebody Else\n",
        capture_output=True,
        check=False,
        cwd=home,
        env=os.environ | {"PYTHONIOENCODING": f"utf-8:{errors}"},
    )

    assert done.returncode == 2, done.stderr
    assert b"supervision: that line is not text in UTF-8; nothing was done" in done.stderr
    assert b"Nowak" not in done.stderr
    assert run("book", "list", "--json", "--book-key-file", "book.key", *made).json == []
    assert run("names", "count", "--json", *made).json == {"known": 0}

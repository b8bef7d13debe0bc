"""The command, run in this process or on a terminal of its own, with a home of its own."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from supervision import KeyFile
from supervision.cli import main

CANARY = "the brother left the room"

TABLE = f"""on,minutes,modality,supervisor,supervisees,client,themes,notes,action,action_owner,action_due
2026-03-04,60,individual,V-01,S-014,C-201,family.burden|need.unmet,{CANARY},Ask her,S-014,2026-03-18
2026-03-11,90,individual,V-01,S-014,C-202,family.burden,{CANARY},,,
2026-04-02,45,individual,V-01,S-022,C-203,need.unmet,,,,
"""

PAGE = f"""---
kind: reflection
on: 2026-03-05
practitioner: S-014
themes: [practitioner.uncertainty]
answers:
  - prompt: needs.fit
    kind: scale
    wording: "How close was the fit?"
    value: 7
---
## Notes
{CANARY}
"""


@attrs.frozen
class Result:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        """What it printed, as JSON."""
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A folder to work in, where nothing is left from elsewhere."""
    for name in ("SUPERVISION_JOURNAL", "SUPERVISION_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "80")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command: ``run("list", "--json", answers=["y"])``."""

    def run(*arguments, answers=()):
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in answers)))
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    return run


@pytest.fixture
def unseen(monkeypatch):
    """Type an answer to each question that shows nothing; ``None`` for nobody there."""

    def unseen(answer):
        def typed(_prompt):
            if answer is None:
                raise EOFError
            return answer

        monkeypatch.setattr("supervision._unseen.getpass", typed)

    return unseen


@pytest.fixture
def key(home):
    """A key file, which costs no time to try."""
    KeyFile.generate(home / "k.key")
    return home / "k.key"


@pytest.fixture
def at(key):
    """The options that reach the journal of `filled`."""
    return ("--journal", "sqlite:practice.db", "--key-file", key)


@pytest.fixture
def made(run, at):
    """An empty journal; the options that reach it."""
    assert run("init", *at).status == 0
    return at


@pytest.fixture
def filled(run, made, home):
    """A journal of three sessions and a reflection; the options that reach it."""
    (home / "three.csv").write_text(TABLE, encoding="utf-8")
    (home / "one.md").write_text(PAGE, encoding="utf-8")
    result = run("log", "three.csv", "one.md", "--yes", *made)
    assert result.status == 0, result.err
    return made


@pytest.fixture
def ids(run, filled):
    """The ids of the records of `filled`, in their order."""
    return [line["id"] for line in run("list", "--json", *filled).json]


class Terminal:
    """A command on a terminal, with someone who types."""

    def __init__(self, folder, *arguments, **environment):
        self.seen = ""
        self._side, side = pty.openpty()
        code = "import sys; from supervision.cli import main; sys.exit(main())"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            cwd=folder,
            stdin=side,
            stdout=side,
            stderr=side,
            # The terminal that passphrases are asked for on is that of the session.
            preexec_fn=lambda: _sit_down(side),  # noqa: PLW1509 - no threads
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | environment,
        )
        os.close(side)

    def expect(self, text):
        """Wait until *text* is shown after what was seen before."""
        before = len(self.seen)
        while re.search(text, self.seen[before:]) is None:
            if not self._read():
                pytest.fail(f"{text!r} was not shown; what was: {self.seen!r}")

    def type(self, line):
        """Type *line* and Enter."""
        os.write(self._side, f"{line}\n".encode())

    def type_end(self):
        """Press Ctrl-D."""
        os.write(self._side, b"\x04")

    def answer(self, *pairs):
        """Wait for each question and type its answer."""
        for question, line in pairs:
            self.expect(question)
            self.type(line)

    def interrupt(self):
        """Press Ctrl-C until it is noticed, and return the exit status."""
        for _ in range(60):
            if "interrupted" in self.seen:
                break
            # Between showing a prompt and waiting for input, Python's editor of lines misses one.
            os.write(self._side, b"\x03")
            while select.select([self._side], [], [], 0.5)[0] and self._read():
                pass
        return self.finish()

    def kill(self):
        """Kill the command, as when the power goes."""
        self._process.kill()
        return self.finish()

    def finish(self):
        """Wait for the end and return the exit status."""
        while self._read():
            pass
        status = self._process.wait(timeout=30)
        os.close(self._side)
        return status

    def _read(self):
        ready, _, _ = select.select([self._side], [], [], 30)
        if not ready:
            pytest.fail(f"nothing happens; what was shown: {self.seen!r}")
        try:
            chunk = os.read(self._side, 65536)
        except OSError:
            chunk = b""
        self.seen += chunk.decode(errors="replace")
        return bool(chunk)

    def end(self):
        """End the command, if it has not ended."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
            os.close(self._side)


def _sit_down(side):
    """Make the terminal that of the command, with Ctrl-C as it is for a person."""
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(side, termios.TIOCSCTTY, 0)
    # A shell that runs the tests in the background has it ignored, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def terminal(home):
    """Start a command on a terminal: ``terminal("add")``."""
    started = []

    def terminal(*arguments, **environment):
        started.append(Terminal(home, *arguments, **environment))
        return started[-1]

    yield terminal
    for each in started:
        each.end()


@pytest.fixture
def canary():
    """Text of a note, which must not be seen where it was not asked for."""
    return CANARY


@pytest.fixture
def store(home):
    """The file that the journal is kept in."""
    return Path(home / "practice.db")


@pytest.fixture
def kept(run, made):
    """A journal that uses a pack with every kind of question."""
    result = run("pack", "use", Path(__file__).parent / "every-kind.toml", *made)
    assert result.status == 0, result.err
    return made


@pytest.fixture
def sit(run, kept):
    """Reflect along the pack: ``sit(answers, "--strict")``."""

    def sit(answers, *options):
        return run(
            "reflect",
            "x.kent.all",
            "--practitioner",
            "s-014",
            "--on",
            "2026-03-05",
            *options,
            *kept,
            answers=answers,
        )

    return sit


@pytest.fixture
def records(run, kept):
    """Return the records of the journal."""

    def records():
        lines = run("list", "--json", *kept).json
        return [run("show", line["id"], "--json", *kept).json["record"] for line in lines]

    return records

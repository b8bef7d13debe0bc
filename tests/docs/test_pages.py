"""The pages: every command on them is typed, every file and link on them is there."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import pytest

import supervision

ROOT = Path(__file__).parents[2]
PAGES = sorted(page for page in (ROOT / "docs").rglob("*.md") if "examples" not in page.parts)
_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_CAPTION = re.compile(r":caption: (?P<name>\S+)\n\s*\n")
_COMMAND = re.compile(
    r"^\$ (?P<command>(?:.*\\\n)*.*)\n?(?P<output>(?:(?!\$ ).*\n?)*)", re.MULTILINE
)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_END = "@@@ ended with"


class Typed(NamedTuple):
    """A command as a page shows it, and what it prints there; empty where that is left out."""

    command: str
    output: str


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _blocks(page: Path) -> list[tuple[str, str]]:
    text = page.read_text(encoding="utf-8")
    return [(match["info"].strip(), match["body"]) for match in _FENCE.finditer(text)]


def _typed(page: Path) -> list[Typed]:
    return [
        Typed(found["command"], found["output"])
        for info, body in _blocks(page)
        if info == "console"
        for found in _COMMAND.finditer(body)
    ]


def _write_files(page: Path, folder: Path) -> None:
    """Write the files that the page shows under their names."""
    for info, body in _blocks(page):
        caption = _CAPTION.match(body)
        if info.startswith("{code-block}") and caption:
            (folder / caption["name"]).write_text(body[caption.end() :], encoding="utf-8")


@pytest.fixture
def shell(tmp_path):
    """A shell in an empty home with the command on its path and a passphrase in a file."""
    home, tools = tmp_path / "home", tmp_path / "tools"
    home.mkdir()
    tools.mkdir()
    command = tools / "supervision"
    source = Path(supervision.__file__).parents[1]
    command.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(source)!r})\n"
        "from supervision.cli import main\nsys.exit(main())\n"
    )
    command.chmod(0o755)
    secret = tmp_path / "passphrase"
    secret.write_text("correct horse battery staple\n")
    environment = {
        "PATH": os.pathsep.join([str(tools), str(Path(sys.executable).parent), os.defpath]),
        "HOME": str(home),
        "COLUMNS": "120",
        "LC_ALL": "C.UTF-8",
        "SUPERVISION_PASSPHRASE_FILE": str(secret),
        "EXAMPLES": str(ROOT / "docs" / "examples"),
    }

    def run(commands: list[str]) -> list[tuple[str, int]]:
        script = "".join(
            f"{command}\n_status=$?; echo '{_END}' $_status; (exit $_status)\n"
            for command in commands
        )
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=home,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        parts = re.split(rf"{_END} (\d+)\n", done.stdout)
        return [(parts[at], int(parts[at + 1])) for at in range(0, len(parts) - 1, 2)]

    return home, run


@pytest.mark.parametrize("page", [page for page in PAGES if _typed(page)], ids=_name)
def test_what_a_page_says_to_type_does_what_it_says(page, shell):
    """Each command of a page runs, in order in one folder, and prints what the page shows.

    A command fails only where the page goes on with `echo $?`.
    """
    home, run = shell
    _write_files(page, home)
    typed = _typed(page)
    results = run([each.command for each in typed])

    assert len(results) == len(typed)
    following = [*typed[1:], Typed("", "")]
    for each, after, (output, status) in zip(typed, following, results, strict=True):
        assert status == 0 or after.command == "echo $?", f"$ {each.command}\n{output}"
        if each.output.strip():
            flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            agrees = doctest.OutputChecker().check_output(each.output, output, flags)
            assert agrees, f"$ {each.command}\n--- the page:\n{each.output}--- really:\n{output}"


def test_commands_on_pages_are_found():
    """The quickstart of supervisors has commands, so that the test above has something to run."""
    assert len(_typed(ROOT / "docs/tutorials/supervisors.md")) > 5


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=_name)
def test_links_lead_somewhere(page):
    """Every relative link of a page leads to a file that is there."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    targets = [unquote(match["target"].partition("#")[0]) for match in _LINK.finditer(text)]
    missing = [
        target
        for target in targets
        if target and "://" not in target and not (page.parent / target).exists()
    ]

    assert missing == []


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=_name)
def test_pages_are_in_words_of_their_own(page):
    """No page tells anyone to install the computer-vision package, or leaves a mark to finish it."""
    text = page.read_text(encoding="utf-8")

    assert re.search(r"pip install\s+['\"]?supervision\b", text) is None
    assert re.search(r"TODO|FIXME|XXX|lorem ipsum|coming soon", text) is None


def test_readme_has_two_commands():
    """Under "Set up", README has exactly two blocks of the kind `sh`, and none elsewhere."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    set_up = text.partition("\n## Set up\n")[2].partition("\n## ")[0]

    assert len(re.findall(r"^```sh$", set_up, re.MULTILINE)) == 2
    assert len(re.findall(r"^```sh$", text, re.MULTILINE)) == 2


def test_changelog_ends_each_release_with_its_format():
    """Unreleased is on top, and each release ends with the formats that it reads and writes."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = text.split("\n## ")[1:]

    assert releases[0].startswith("Unreleased\n")
    for release in releases:
        assert re.fullmatch(
            r"\*\*Format\*\*: reads [\d, ]+; writes \d+\.", release.split("\n\n")[-1].strip()
        )

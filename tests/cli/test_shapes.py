"""What --json prints is what the help says it prints."""

from __future__ import annotations

import json
import re

import pytest

from supervision.cli._app import COMMANDS

SHAPES = {command.name: command.shape for command in COMMANDS}


def keys_of(shape):
    """Return the names at the first level of a shape, or of the items of its list."""
    depth, names = 0, []
    for token in re.findall(r'[\[{}\]]|"[a-z_]+"', shape):
        if token in "[{":
            depth += token == "{"
        elif token in "]}":
            depth -= token == "}"
            if depth == 0 and token == "}":
                break
        elif depth == 1:
            names.append(json.loads(token))
    return names


@pytest.fixture
def arguments(ids, home, filled):
    """For each command something to do that has a result."""
    journal = ["--journal", "sqlite:other.db", "--key-file", filled[-1]]
    return {
        "init": journal,
        "log": ["three.csv", "--dry-run", *filled],
        "add": ["--kind", "reflection", *filled],
        "list": filled,
        "show": [ids[0], *filled],
        "amend": [ids[0], "minutes=75", "--reason", "x", *filled],
        "actions": filled,
        "hours": filled,
        "themes": filled,
        "folders": filled,
        "verify": filled,
        "keys list": filled,
        "keys add": ["recovery-code", *filled],
        "keys remove": None,
        "move": ["sqlite:practice.db", "sqlite:there.db", *filled[-2:]],
        "export": ["--out", "all.json", *filled],
        "erase": [ids[0], "--reason", "x", "--yes", *filled],
        "check-backend": ["memory:", "--kills", "0"],
        "demo": [],
    }


@pytest.mark.parametrize("name", SHAPES)
def test_the_json_has_the_shape_that_the_help_shows(name, run, arguments):
    """Names at the first level are those of the help, in their order, and no others."""
    given = arguments[name]
    if name == "keys remove":
        added = run("keys", "add", "recovery-code", "--json", *arguments["list"]).json["id"]
        given = [added, "--yes", *arguments["list"]]
    answers = ["", "S-014", "", "", "", "text", ".", "y"] if name == "add" else []

    result = run(*name.split(), "--json", *given, answers=answers)

    assert result.status == 0, result.err
    found = result.json[0] if isinstance(result.json, list) else result.json
    assert list(found) == keys_of(SHAPES[name])

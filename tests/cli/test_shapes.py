"""What --json prints is what the help says it prints."""

from __future__ import annotations

import json
import re

import pytest

from supervision.cli._app import COMMANDS

SHAPES = {command.name: command.shape for command in COMMANDS}
RULE = """
id = "x.kent.monthly"
title = "An hour a month"
text = "What we ask of each other."
body = "Kent"
jurisdiction = "Kent"
source = "Our handbook"
read_on = 2026-11-26
rights = "Ours"
confirmed = true
minimum = [{ id = "monthly", text = "An hour.", per = "month", minutes = 60 }]
"""


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
    (home / "own.toml").write_text(RULE, encoding="utf-8")
    journal = ["--journal", "sqlite:other.db", "--key-file", filled[-1]]
    book = ["--book-key-file", "book.key", *filled]
    return {
        "init": journal,
        "log": ["three.csv", "--dry-run", *filled],
        "add": ["--kind", "reflection", *filled],
        "list": filled,
        "show": [ids[0], *filled],
        "amend": [ids[0], "minutes=75", "--reason", "x", *filled],
        "actions": filled,
        "due": filled,
        "drift": ["--share", "family=30", *filled],
        "hours": filled,
        "rules list": [],
        "rules show": ["bacp-accredited"],
        "rules check": ["own.toml"],
        "themes": filled,
        "folders": filled,
        "verify": filled,
        "keys list": filled,
        "keys add": ["recovery-code", *filled],
        "keys remove": None,
        "move": ["sqlite:practice.db", "sqlite:there.db", *filled[-2:]],
        "export": ["--out", "all.json", *filled],
        "report": ["--out", "report.html", *filled],
        "erase": [ids[0], "--reason", "x", "--yes", *filled],
        "check-backend": ["memory:", "--kills", "0"],
        "demo": [],
        "who": ["C-201", *book],
        "book make": ["--new-key-file", "new.key", *filled],
        "book enter": ["C-202", *book],
        "book strike": ["C-201", "--yes", *book],
        "book list": book,
        "book recipients": book,
        "book keys": ["--new-key-file", "new.key", *book],
        "names add": filled,
        "names forget": filled,
        "names count": filled,
        "theme rename": ["need.unmet", "family.burden", "--reason", "x", *filled],
        "theme undo": ["need.unmet", *filled],
        "theme list": filled,
        "reflect": ["gibbs", "--practitioner", "S-014", *filled],
        "needs": filled,
        "suggest": filled,
        "pack check": ["a.toml"],
        "pack new": ["x.kent.a", "--out", "a.toml"],
        "pack list": filled,
        "pack use": ["network", *filled],
        "pack drop": ["network", "--yes", *filled],
        "approach list": filled,
        "approach show": ["bft"],
        "approach use": ["bft", *filled],
        "approach drop": ["bft", *filled],
    }


def prepare(name, run, arguments):
    """Do what must have been done before a command has a result."""
    made = ["book make", "book enter"]
    before = {
        "theme undo": ["theme rename"],
        "who": made,
        "book enter": made[:1],
        "book keys": made[:1],
        "book strike": made,
        "book list": made,
        "book recipients": [*made, "export"],
        "pack check": ["pack new"],
        "pack drop": ["pack use"],
        "approach drop": ["approach use"],
    }
    for each in before.get(name, ()):
        given = arguments[each]
        if each == "book make":
            given = ["--new-key-file", "book.key", *given[2:]]
        elif each == "export":
            given = [*given, "--for", "audit", "--book-key-file", "book.key"]
        elif each == "book enter":
            given = ["C-201", *given[1:]]
        done = run(*each.split(), *given, answers=["Somebody"])
        assert done.status == 0, done.err


ANSWERS = {
    "add": ["", "S-014", "", "", "", "text", ".", "y"],
    "book enter": ["Somebody"],
    "names add": ["Ines", ""],
    "names forget": ["Ines", ""],
    "reflect": ["text", "", "."],
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_json_has_the_shape_that_the_help_shows(name, run, arguments):
    """Names at the first level are those of the help, in their order, and no others."""
    given = arguments[name]
    if name == "keys remove":
        added = run("keys", "add", "recovery-code", "--json", *arguments["list"]).json["id"]
        given = [added, "--yes", *arguments["list"]]
    prepare(name, run, arguments)

    result = run(*name.split(), "--json", *given, answers=ANSWERS.get(name, ()))

    assert result.status == 0, result.err
    found = result.json[0] if isinstance(result.json, list) else result.json
    assert list(found) == keys_of(SHAPES[name])

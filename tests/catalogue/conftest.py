"""A pack of somebody's own, and distributions that bring packs."""

from __future__ import annotations

import sys

import pytest

CANARY = "the red bicycle"
PACK = f"""
id = "x.kent.hours"
title = "Evenings"
text = "Whether help is there when it is needed, with {CANARY}."
source = "Kent, 2026"
rights = "Ours"

[[prompts]]
id = "x.kent.open"
text = "Was anything open, with {CANARY}?"
purpose = "match provision to pattern"
function = "normative"
kind = "yesno"
themes = ["change.aftercare-and-evenings", "x.kent.night-bus"]
reminder = {{ on = false, text = "Say who is open tonight." }}

[[prompts]]
id = "x.kent.where"
text = "Where could they have gone?"
purpose = "name what is missing"
function = "formative"
kind = "choice"
choices = ["a friend", "nowhere"]
when = {{ prompt = "x.kent.open", is = false }}

[[prompts]]
id = "x.kent.near"
text = "How near did we come?"
purpose = "a rating"
function = "restorative"
kind = "scale"
anchors = ["nowhere near", "all the way"]
repeatable = true

[[themes]]
id = "x.kent.night-bus"
label = "Getting home at night"
text = "how a person comes and goes when the buses have stopped"
family = "system"
source = "Kent, 2026"

[[scales]]
id = "x.kent.how-it-went"
title = "How it went"
source = "Kent, 2026"
rights = "Used with permission"
low = 1
high = 5
anchors = ["badly", "well"]
items = [{{ id = "1", text = "Today went" }}, {{ id = "2", text = "The week went" }}]
"""


@pytest.fixture
def pack_text():
    """The text of a valid pack that has everything."""
    return PACK


@pytest.fixture
def canary():
    """Words of the pack that no error repeats."""
    return CANARY


@pytest.fixture
def changed():
    """Return the bytes of the pack with some of its text replaced."""

    def change(*pairs):
        text = PACK
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        return text.encode()

    return change


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install distributions that bring packs, as pip leaves them on disk."""
    monkeypatch.syspath_prepend(str(tmp_path))
    modules = []

    def install(distribution, target, source=""):
        module = target.partition(":")[0]
        modules.append(module)
        (tmp_path / f"{module}.py").write_text(source)
        folder = tmp_path / f"{distribution}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Name: {distribution}\nVersion: 1.0\n")
        (folder / "entry_points.txt").write_text(f"[supervision.packs]\nhours = {target}\n")

    yield install
    for module in modules:
        sys.modules.pop(module, None)

"""`supervision pack new`: a pack to begin with."""

from __future__ import annotations

import pytest

from supervision.catalogue import load_pack


@pytest.mark.parametrize("pack", ["x.kent.evenings", "x.k.a.b-c.1"])
def test_a_new_pack_passes_the_check(pack, run, home):
    """What `pack new` writes is a good pack as it stands."""
    result = run("pack", "new", pack, "--out", "new.toml")

    assert result.status == 0
    assert "check it with: supervision pack check new.toml" in result.out
    checked = run("pack", "check", "new.toml", "--json").json
    assert (checked[0]["ok"], checked[0]["id"], checked[0]["warnings"]) == (True, pack, [])


def test_what_is_commented_out_in_a_new_pack_is_right_too(run, home):
    """Whoever takes away the # in front of a line gets another good pack."""
    text = run("pack", "new", "x.kent.a", "--json").json["text"]
    begun = text.index("# reminder")
    (home / "all.toml").write_text(
        text[:begun]
        + "\n".join(
            line.removeprefix("# ") if " = " in line or "[[" in line else line
            for line in text[begun:].splitlines()
        ),
        encoding="utf-8",
    )

    [checked] = run("pack", "check", "all.toml", "--json").json

    assert checked["ok"], checked
    assert (len(checked["prompts"]), len(checked["themes"])) == (4, 1)


def test_a_new_pack_overwrites_nothing(run, home):
    """What is there stays."""
    (home / "mine.toml").write_text("mine", encoding="utf-8")

    assert run("pack", "new", "x.kent.a", "--out", "mine.toml").status == 2
    assert (home / "mine.toml").read_text(encoding="utf-8") == "mine"


def test_a_new_pack_is_printed_without_a_file(run):
    """Without --out it goes to standard output, and nothing else does."""
    result = run("pack", "new", "x.kent.a")

    assert load_pack(result.out.encode()).id == "x.kent.a"


@pytest.mark.parametrize("pack", ["evenings", "x.kent", "X.Kent.a", 'x.kent.a"', "x.kent.a\nb = 1"])
def test_a_new_pack_has_an_id_of_its_own(pack, run, home):
    """Any other id is refused, and no file is written."""
    result = run("pack", "new", pack, "--out", "new.toml")

    assert result.status == 2
    assert "under x.<org>." in result.err
    assert list(home.glob("*.toml")) == []

"""Bad packs and pages of answers, given to the command: told by their rule, and nothing is kept."""

from __future__ import annotations

from datetime import date

import pytest

from supervision import Journal, KeyFile
from supervision.catalogue import Catalogue, load_pack
from supervision.errors import CatalogueError
from supervision.exchange import to_markdown
from supervision.reflection import Guide, reflect

CANARY = "Kanarienvogel"
HEAD = """id = "x.kent.own"
version = {version}
title = "Own"
text = "{canary}."
source = "Kent"
rights = "Ours"
"""
PROMPT = """
[[prompts]]
id = "x.kent.{name}"
version = {version}
text = "{text}"
purpose = "try"
function = "formative"
kind = "{kind}"
{more}
"""


def prompt(name, kind="text", *more, text="What of it?", version=1):
    """Return the table of a prompt."""
    return PROMPT.format(name=name, kind=kind, text=text, version=version, more="\n".join(more))


def pack(*prompts, version=1):
    """Return the text of a pack with these prompts."""
    return HEAD.format(version=version, canary=CANARY) + "".join(prompts)


BROKEN = {
    "an id twice": (pack(prompt("a"), prompt("a")), "x.kent.a"),
    "a cycle": (
        pack(
            prompt("a", "yesno", 'when = { prompt = "x.kent.b", is = true }'),
            prompt("b", "yesno", 'when = { prompt = "x.kent.a", is = true }'),
        ),
        "x.kent.a",
    ),
    "a prompt that waits for itself": (
        pack(prompt("a", "yesno", 'when = { prompt = "x.kent.a", is = true }')),
        "x.kent.a",
    ),
    "an unknown theme": (pack(prompt("a", "text", 'themes = ["need.unheard"]')), "x.kent.a"),
    "a scale of 1 to 1": (
        pack(prompt("a", "scale", 'anchors = ["a", "b"]', "low = 1", "high = 1")),
        "x.kent.a",
    ),
    "ten megabytes": (pack(prompt("a", text="a" * 10_000_000)), ""),
    "a text of half a file": (pack(prompt("a", text="a" * 100_000)), "x.kent.a"),
}


def owned(text):
    """Return what is shipped, with the pack of that text."""
    return Catalogue.shipped().with_packs(load_pack(text.encode()))


@pytest.fixture
def journal(made, key):
    """Open the journal that the command works on."""

    def journal():
        return Journal.open("sqlite:practice.db", KeyFile(key))

    return journal


@pytest.fixture
def packs(journal):
    """Return the packs in use, of a journal in which nothing is wrong."""

    def packs():
        with journal() as opened:
            assert opened.verify().ok
            return opened.settings().packs

    return packs


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_pack_is_named_and_changes_nothing(broken, run, made, home, packs):
    """File and entry are said, the status is 1, no text is shown, and the journal stays as it was."""
    text, entry = BROKEN[broken]
    (home / "own.toml").write_text(text, encoding="utf-8")

    result = run("pack", "use", "own.toml", *made)

    assert result.status == 1
    assert f"own.toml{', ' if entry else ''}{entry}: " in result.err.replace("\n", " ")
    assert CANARY not in result.out + result.err
    assert "Traceback" not in result.err
    assert packs() == ()


def test_two_packs_do_not_share_the_id_of_a_prompt(run, made, home, packs):
    """A second pack that brings a prompt of the first is refused, and the first goes on."""
    (home / "one.toml").write_text(pack(prompt("a")), encoding="utf-8")
    other = pack(prompt("a")).replace("x.kent.own", "x.kent.other")
    (home / "other.toml").write_text(other, encoding="utf-8")
    assert run("pack", "use", "one.toml", *made).status == 0

    result = run("pack", "use", "other.toml", *made)

    assert result.status == 1
    assert "x.kent.a" in result.err
    assert [one.id for one in packs()] == ["x.kent.own"]


def test_a_version_that_went_back_is_refused_everywhere(run, made, home, packs):
    """Neither a pack in use nor a draft goes back to an older version, and both stay as they are."""
    newer = pack(prompt("a", version=2), prompt("b"), version=2)
    older = pack(prompt("a"), prompt("b"), version=1)
    (home / "own.toml").write_text(newer, encoding="utf-8")
    assert run("pack", "use", "own.toml", *made).status == 0
    guide = reflect("x.kent.own", catalogue=owned(newer)).answer(CANARY)
    (home / "own.toml").write_text(older, encoding="utf-8")

    result = run("pack", "use", "own.toml", *made)
    with pytest.raises(CatalogueError, match="is older in this catalogue") as caught:
        Guide.from_plain(guide.to_plain(), catalogue=owned(older))

    assert result.status == 1
    assert "version must be 2 at least" in result.err
    assert CANARY not in str(caught.value)
    assert packs()[0].text == newer
    assert Guide.from_plain(guide.to_plain(), catalogue=owned(newer)) == guide


def test_ten_megabytes_in_a_page_are_told_by_their_rule(run, made, home, journal):
    """A page with an answer of 10 MB is a problem of its field, and nothing is logged."""
    guide = reflect("driscoll").answer(CANARY)
    page = to_markdown(guide.reflection(on=date(2026, 11, 20), practitioner="S-014"))
    (home / "long.md").write_text(page.replace(CANARY, f"{CANARY} " * 750_000))

    result = run("log", "long.md", "--yes", *made)

    assert result.status == 1
    assert CANARY not in result.out + result.err
    assert (
        "answers[0].value: must be text of at most 1,000,000 characters" in result.out + result.err
    )
    with journal() as opened:
        assert list(opened.ledger()) == []

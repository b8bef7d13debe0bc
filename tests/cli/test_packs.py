"""`supervision pack`: files that are checked, and the packs of a journal."""

from __future__ import annotations

import pytest

from supervision import Journal, KeyFile
from supervision.catalogue import Catalogue, load_pack
from supervision.cli._catalogue import catalogue_of, packs_in_use
from supervision.records import Settings, UsedPack

HEAD = 'title = "Hours"\ntext = "When help is there."\nsource = "Kent"\nrights = "Ours"\n'
PROMPT = """
[[prompts]]
id = "{id}"
version = {version}
text = "{text}"
purpose = "a"
function = "normative"
kind = "text"
"""
THEME = """
[[themes]]
id = "{id}"
label = "A theme"
text = "what it covers"
family = "system"
source = "Kent"
"""
SCALE = """
[[scales]]
id = "x.kent.mcss-26"
title = "A scale"
source = "Its owners"
rights = "Theirs"
anchors = ["never", "always"]
items = [{ id = "1", text = "An item" }]
"""
INLINE = """scales = [
{ id = "x.kent.mcss-26", title = "A", source = "A", rights = "A", anchors = ["a", "b"], items = [{ id = "1", text = "a" }] }
]
"""
NEAR = THEME.format(id="x.kent.family-burdens")


@pytest.fixture
def file(home):
    """Write a pack and return the name of its file: ``file("a", PROMPT…, version=2)``."""

    def file(pack, *parts, version=1):
        text = f'id = "x.kent.{pack}"\nversion = {version}\n{HEAD}{"".join(parts)}'
        (home / f"{pack}.toml").write_text(text, encoding="utf-8")
        return f"{pack}.toml"

    return file


@pytest.fixture
def use(run, made, file):
    """Write a pack and use it: ``use("a", PROMPT…, version=2, options=[…])``."""

    def use(pack, *parts, version=1, options=()):
        return run("pack", "use", file(pack, *parts, version=version), *options, *made)

    return use


@pytest.fixture
def listed(run, made):
    """Return the packs of the journal that are in use, each with where it comes from."""

    def listed():
        found = run("pack", "list", "--json", *made).json
        return {one["id"]: one["from"] for one in found if one["in_use"]}

    return listed


@pytest.fixture
def brought(monkeypatch):
    """Let a distribution bring packs."""

    def brought(*packs):
        monkeypatch.setattr("supervision.cli._catalogue.installed_packs", lambda: packs)

    return brought


def asks(name, text="Who was there?", version=1):
    """Return a prompt."""
    return PROMPT.format(id=f"x.kent.{name}", text=text, version=version)


# Files


def test_a_good_file_is_shown(run, file):
    """What a pack holds is listed, with its counts."""
    name = file("a", asks("one"), THEME.format(id="x.kent.night-bus"))

    result = run("pack", "check", name)

    assert result.status == 0
    assert "a.toml: x.kent.a, version 1: 1 prompt, 1 theme, 0 scales" in result.out
    assert "Who was there?" in result.out
    assert "A theme" in result.out


def test_a_bad_file_is_named_with_entry_and_rule(run, file, home):
    """File, entry and rule are told, the others are checked all the same, and the status is 1."""
    good, bad = file("a", asks("one")), file("b", asks("two").replace("normative", "bad"))
    (home / "c.toml").write_text("id = ", encoding="utf-8")

    result = run("pack", "check", bad, "c.toml", good, "gone.toml")

    assert result.status == 1
    assert "b.toml, x.kent.two: function must be one of" in result.err
    assert "c.toml: is not TOML" in result.err
    assert "gone.toml: cannot be read" in result.err
    assert "a.toml: x.kent.a" in result.out


def test_an_error_says_file_entry_and_rule_as_json(use):
    """Whoever reads the JSON need not take the sentence apart."""
    error = use("a", asks("one").replace("normative", "bad"), options=["--json"]).json["error"]

    assert (error["file"], error["entry"]) == ("a.toml", "x.kent.one")
    assert error["rule"].startswith("function must be one of")


def test_a_theme_that_looks_like_another_is_warned_of(run, file):
    """It is allowed, and probably not meant: the status stays 0."""
    result = run("pack", "check", file("a", NEAR))

    assert result.status == 0
    assert "a.toml: the theme 'x.kent.family-burdens' looks like 'family.burden'" in result.err


def test_a_file_may_use_what_a_file_before_it_has(run, file):
    """Files are checked in their order, each with those before it."""
    themes = file("a", THEME.format(id="x.kent.night-bus"))
    prompts = file("b", asks("one") + 'themes = ["x.kent.night-bus"]\n')

    assert run("pack", "check", themes, prompts).status == 0
    assert run("pack", "check", prompts, themes).status == 1


def test_two_files_do_not_claim_one_id(run, file):
    """The second file that claims an id is named."""
    result = run("pack", "check", file("a", asks("one")), file("b", asks("one")))

    assert result.status == 1
    assert "b.toml, x.kent.one: another prompt has this id" in result.err


def test_the_check_is_told_as_json(run, file):
    """Each file has its findings, good or not."""
    good, bad = run("pack", "check", file("a", asks("one"), NEAR), "gone.toml", "--json").json

    assert (good["ok"], good["prompts"], good["themes"]) == (
        True,
        ["x.kent.one"],
        ["x.kent.family-burdens"],
    )
    assert len(good["warnings"]) == 1
    assert (bad["ok"], bad["id"], bad["warnings"]) == (False, None, [])
    assert bad["problem"].startswith("gone.toml: ")


# Packs of a journal


def test_a_file_is_kept_in_the_journal(run, made, file, home, listed):
    """The journal needs the file no more, and its text is sealed."""
    name = file("a", asks("one", "CANARY?"))

    result = run("pack", "use", name, *made)

    assert result.status == 0, result.err
    assert "x.kent.a, version 1, is in use now: 1 prompt\n" in result.out
    (home / name).unlink()
    assert listed() == {"x.kent.a": "journal"}
    assert b"CANARY" not in b"".join(path.read_bytes() for path in home.glob("practice*"))
    assert "CANARY?" in run("suggest", "--pack", "x.kent.a", *made).out


def test_packs_of_others_are_used_by_their_ids(run, made, listed, brought):
    """A shipped or installed pack is named, and not copied."""
    brought(load_pack(b'id = "x.kent.b"\n' + HEAD.encode()))

    assert run("pack", "use", "network", *made).status == 0
    assert run("pack", "use", "x.kent.b", *made).status == 0
    assert listed() == {"network": "shipped", "x.kent.b": "installed"}
    origins = {one["id"]: one["from"] for one in run("pack", "list", "--json").json}
    assert (origins["needs"], origins["x.kent.b"]) == ("shipped", "installed")


def test_using_it_again_changes_nothing(run, made, file):
    """What is in use already is told so."""
    name = file("a", asks("one"))

    assert run("pack", "use", name, "--json", *made).json["changed"]
    again = run("pack", "use", name, "--json", *made)
    assert again.json == {"id": "x.kent.a", "version": 1, "prompts": 1, "changed": False}
    assert "was in use already" in run("pack", "use", name, *made).out


def test_a_later_version_takes_its_place(run, made, file, listed):
    """Packs stay in their order, and a newer one replaces the older."""
    run("pack", "use", file("a", asks("one")), *made)
    run("pack", "use", "network", *made)

    result = run("pack", "use", file("a", asks("one", "Who?", 2), version=2), "--json", *made)

    assert result.json == {"id": "x.kent.a", "version": 2, "prompts": 1, "changed": True}
    assert set(listed()) == {"x.kent.a", "network"}


@pytest.mark.parametrize(
    ("parts", "version", "rule"),
    [
        ([asks("one")], 1, "a.toml, x.kent.a: version must be 2 at least"),
        ([asks("two")], 2, "a.toml, x.kent.one: must stay"),
        ([asks("one", "Who else?")], 3, "x.kent.one: version must be above 1"),
    ],
)
def test_a_version_does_not_go_back(parts, version, rule, use):
    """An older file, a lost id, or other words under one version are refused."""
    use("a", asks("one"), version=2)

    result = use("a", *parts, version=version)

    assert result.status == 1
    assert rule in result.err


def test_a_near_duplicate_is_told_when_it_is_used_and_not_again(run, made, file):
    """The warning comes once, and not at every command."""
    name = file("a", asks("one"), NEAR)

    assert "looks like 'family.burden'" in run("pack", "use", name, *made).err
    assert run("suggest", *made).err == ""


def test_a_licensed_scale_needs_a_licence(run, made, file, home):
    """Without a note on the licence it is refused; the note given is kept in the journal."""
    name = file("a", SCALE)

    refused = run("pack", "use", name, *made)
    assert refused.status == 1
    assert "licence" in refused.err

    note = 'licence "12" of 2026'
    used = run("pack", "use", name, "--licence", f"x.kent.mcss-26={note}", *made)
    assert used.status == 0, used.err
    with Journal.open("sqlite:practice.db", KeyFile(home / "k.key")) as journal:
        [scale] = catalogue_of(journal).pack("x.kent.a").scales
    assert scale.licence == note


@pytest.mark.parametrize(
    ("scale", "licence", "says"),
    [
        (SCALE, "x.kent.mcss-26", "--licence is the id of a scale"),
        (SCALE, "x.kent.mcss-26= ", "--licence is the id of a scale"),
        (SCALE, "=note", "--licence is the id of a scale"),
        (SCALE + 'licence = "1"\n', "x.kent.mcss-26=2", "says so itself"),
        (SCALE + 'licence = "1"\n', "x.kent.other=1", "says so itself"),
        (
            INLINE,
            "x.kent.mcss-26=2",
            "no place for --licence",
        ),
    ],
)
def test_a_licence_that_has_no_place_is_told(scale, licence, says, use, listed):
    """A note that cannot be kept with its scale is refused, and nothing is taken into use."""
    result = use("a", scale, options=["--licence", licence])

    assert result.status == 2
    assert says in result.err
    assert listed() == {}


def test_a_pack_is_dropped(run, made, file, listed):
    """It goes after a question, or with --yes; one that is not in use is told so."""
    run("pack", "use", file("a", asks("one")), *made)

    assert run("pack", "drop", "x.kent.a", *made, answers=["n"]).status == 1
    assert listed() == {"x.kent.a": "journal"}
    assert run("pack", "drop", "x.kent.a", *made, answers=["y"]).status == 0
    assert listed() == {}
    gone = run("pack", "drop", "x.kent.a", "--yes", *made)
    assert gone.status == 1
    assert "no pack with this id is in use" in gone.err


def test_what_another_pack_needs_is_not_dropped(run, made, file):
    """A pack whose theme another one uses stays until that one is gone."""
    run("pack", "use", file("a", THEME.format(id="x.kent.night-bus")), *made)
    run("pack", "use", file("b", asks("one") + 'themes = ["x.kent.night-bus"]\n'), *made)

    refused = run("pack", "drop", "x.kent.a", "--yes", *made)

    assert refused.status == 2
    assert "another pack in use needs it: x.kent.b, x.kent.one" in refused.err
    assert run("pack", "drop", "x.kent.b", "--yes", *made).status == 0
    assert run("pack", "drop", "x.kent.a", "--yes", *made).status == 0


def test_a_pack_that_is_not_installed_any_more_is_named(run, made, brought, listed):
    """Commands that need it name it and say how to leave it; listing and dropping work."""
    brought(*(load_pack(f'id = "x.kent.{name}"\n{HEAD}'.encode()) for name in "ab"))
    run("pack", "use", "x.kent.a", *made)
    run("pack", "use", "x.kent.b", *made)
    brought()

    result = run("suggest", *made)
    assert result.status == 1
    assert "x.kent.a: this journal uses the pack, and it is not installed" in result.err
    assert "supervision pack drop x.kent.a" in result.err
    shown = run("pack", "list", *made)
    assert shown.status == 0
    assert "it is not installed" in shown.err
    assert listed() == {"x.kent.a": "nowhere", "x.kent.b": "nowhere"}
    assert run("pack", "drop", "x.kent.a", "--yes", *made).status == 0
    assert run("pack", "drop", "x.kent.b", "--yes", *made).status == 0
    assert run("suggest", *made).status == 0


def test_the_packs_in_use_are_those_of_the_approaches_too():
    """Each pack counts once, those of the journal's own choice first."""
    settings = Settings(packs=[], approaches=["harm-reduction", "open-dialogue"])

    assert packs_in_use(settings, Catalogue.shipped()) == (
        "harm",
        "needs",
        "network",
        "group",
        "open-dialogue",
    )


# Packs that were dropped


@pytest.fixture
def dropped(run, made, use):
    """Take a pack of one's own into use, version 2, and drop it."""
    assert use("a", asks("one", version=2), version=2).status == 0
    assert run("pack", "drop", "x.kent.a", "--yes", *made).status == 0


@pytest.mark.usefixtures("dropped")
@pytest.mark.parametrize(
    ("parts", "version", "rule"),
    [
        ([asks("one")], 1, "a.toml, x.kent.a: version must be 2 at least"),
        ([asks("one")], 2, "a.toml, x.kent.one: version must be 2 at least"),
        ([asks("two")], 3, "a.toml, x.kent.one: must stay"),
        ([asks("one", "Who else?", 2)], 2, "a.toml, x.kent.one: version must be above 2"),
    ],
)
def test_a_version_does_not_go_back_by_way_of_a_drop(parts, version, rule, use, listed):
    """What was dropped is remembered: an older file is refused, and stays out of use."""
    result = use("a", *parts, version=version)

    assert result.status == 1
    assert rule in result.err
    assert listed() == {}


@pytest.mark.usefixtures("dropped")
def test_a_later_version_follows_what_was_dropped(use, listed):
    """A pack comes back under a higher version, once."""
    result = use("a", asks("one", "Who else?", 3), version=3, options=["--json"])

    assert result.json == {"id": "x.kent.a", "version": 3, "prompts": 1, "changed": True}
    assert listed() == {"x.kent.a": "journal"}


@pytest.mark.usefixtures("dropped")
def test_what_was_dropped_comes_back_by_its_id(run, made, home, listed):
    """The journal has the text still, so the file is not needed."""
    (home / "a.toml").unlink()

    result = run("pack", "use", "x.kent.a", *made)

    assert result.status == 0, result.err
    assert "x.kent.a, version 2, is in use now" in result.out
    assert listed() == {"x.kent.a": "journal"}


@pytest.mark.usefixtures("dropped")
def test_what_was_dropped_is_not_in_use(run, made, home):
    """It is listed as the journal's, out of use, and no question of it is asked."""
    [found] = [one for one in run("pack", "list", "--json", *made).json if one["id"] == "x.kent.a"]

    assert (found["from"], found["version"], found["in_use"]) == ("journal", 2, False)
    assert run("reflect", "x.kent.a", *made).status != 0
    with Journal.open("sqlite:practice.db", KeyFile(home / "k.key")) as journal:
        assert "x.kent.a" not in catalogue_of(journal).packs
        assert packs_in_use(journal.settings(), Catalogue.shipped()) == ()


@pytest.mark.usefixtures("dropped")
def test_a_dropped_pack_claims_no_id(use, listed):
    """Another pack may ask what a dropped one asked, and both are listed."""
    assert use("b", asks("one", version=2)).status == 0
    assert listed() == {"x.kent.b": "journal"}


def test_what_a_dropped_pack_was_built_on_may_be_dropped_too(run, made, use):
    """Versions are compared though the theme that the older one names is out of use as well."""
    themed = 'themes = ["x.kent.night-bus"]\n'
    use("a", THEME.format(id="x.kent.night-bus"))
    use("b", asks("one", version=2) + themed, version=2)
    for pack in ("x.kent.b", "x.kent.a"):
        assert run("pack", "drop", pack, "--yes", *made).status == 0

    older = use("b", asks("one"))

    assert older.status == 1
    assert "b.toml, x.kent.b: version must be 2 at least" in older.err


@pytest.mark.usefixtures("dropped")
def test_an_installed_pack_is_no_step_back_either(run, made, brought, listed):
    """A distribution that brings an older version of a pack of the journal's is refused."""
    brought(load_pack(f'id = "x.kent.a"\n{HEAD}{asks("one")}'.encode()))

    result = run("pack", "use", "x.kent.a", *made)

    assert result.status == 1
    assert "x.kent.a, x.kent.a: version must be 2 at least" in result.err
    assert listed() == {}


def test_a_dropped_pack_that_cannot_be_read_stands_in_nobodys_way(run, made, home, use, listed):
    """Where a rule of this release breaks the older version, that is told and the newer is used."""
    with Journal.open("sqlite:practice.db", KeyFile(home / "k.key")) as journal:
        old = UsedPack(id="x.kent.a", text="CANARY = 1", used=False)
        journal.change_settings(Settings(packs=[old]))
    [found] = [one for one in run("pack", "list", "--json", *made).json if one["id"] == "x.kent.a"]
    assert (found["from"], found["version"], found["in_use"]) == ("journal", None, False)

    result = use("a", asks("one"))

    assert result.status == 0, result.err
    assert "what changed since was not looked at" in " ".join(result.err.split())
    assert "CANARY" not in result.err
    assert listed() == {"x.kent.a": "journal"}

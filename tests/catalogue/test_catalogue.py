"""Looking things up, adding packs, and what is read when."""

from __future__ import annotations

import subprocess
import sys

import attrs
import pytest

from supervision.catalogue import Catalogue, Pack, load_pack
from supervision.errors import CatalogueError

OPENED = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from supervision.catalogue import Catalogue
{code}
from pathlib import Path
print(sorted({{Path(name).parent.name for name in opened if name.endswith(".toml")}}))
"""


@pytest.mark.parametrize(
    ("code", "folders"),
    [
        ("Catalogue.shipped()", []),
        ("Catalogue.shipped().label('family.burden')", ["themes"]),
        ("Catalogue.shipped().near_duplicates('family.burden')", ["themes"]),
        ("Catalogue.shipped().pack('needs')", ["packs"]),
        ("Catalogue.shipped().model('gibbs')", ["models"]),
        ("Catalogue.shipped().approach('bft')", ["approaches"]),
        ("Catalogue.shipped().prompt('needs.fit')", ["models", "packs"]),
    ],
)
def test_files_are_read_when_they_are_needed(code, folders):
    """A question about themes reads the files of themes, and so on."""
    script = OPENED.format(code=code)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == str(folders)


def test_the_shipped_catalogue_is_one():
    """Asking twice gives the same catalogue, so that nothing is read twice."""
    assert Catalogue.shipped() is Catalogue.shipped()
    assert Catalogue.shipped().themes is Catalogue.shipped().themes


@pytest.mark.parametrize("part", ["families", "themes", "packs", "prompts", "models", "approaches"])
def test_nobody_changes_it(part):
    """What is shared by a whole program cannot be changed by a part of it."""
    with pytest.raises(TypeError, match="does not support item"):
        getattr(Catalogue.shipped(), part)["a"] = None


@pytest.mark.parametrize("part", ["families", "themes", "packs", "prompts", "models", "approaches"])
def test_each_entry_is_under_its_id(part):
    """A mapping's key is the id of its value."""
    entries = getattr(Catalogue.shipped(), part)

    assert entries
    assert all(entry.id == key for key, entry in entries.items())


@pytest.mark.parametrize("part", ["families", "packs", "models", "approaches"])
def test_order_is_that_of_ids(part):
    """What has a file of its own is in the order of ids, on every machine."""
    ids = list(getattr(Catalogue.shipped(), part))

    assert ids == sorted(ids)


@pytest.mark.parametrize(
    ("look_up", "asked", "close"),
    [
        ("pack", "seven-eyes", "seven-eyed"),
        ("prompt", "needs.fitt", "needs.fit"),
        ("model", "gibs", "gibbs"),
        ("approach", "open-dialog", "open-dialogue"),
    ],
)
def test_what_is_not_there_names_what_looks_like_it(look_up, asked, close):
    """An id that is not there is named, with those that it may have meant."""
    with pytest.raises(
        CatalogueError, match=f"{asked}: no {look_up} has this id; did .*{close}"
    ) as caught:
        getattr(Catalogue.shipped(), look_up)(asked)

    assert (caught.value.entry, caught.value.file) == (asked, None)


@pytest.mark.parametrize("look_up", ["pack", "prompt", "model", "approach"])
def test_what_is_no_id_is_not_repeated(look_up):
    """What is no id may be a sentence in the wrong place, and stays out of the error."""
    with pytest.raises(CatalogueError, match=f"^no {look_up} has this id$") as caught:
        getattr(Catalogue.shipped(), look_up)("He left the room")

    assert caught.value.entry is None


def test_what_is_there_is_found():
    """Each look-up gives the entry with the id."""
    catalogue = Catalogue.shipped()

    assert catalogue.pack("needs").prompts[0].id == "needs.given-and-needed"
    assert catalogue.prompt("gibbs.6-plan").kind == "text"
    assert catalogue.model("gibbs").kind == "cycle"
    assert catalogue.approach("open-dialogue").title == "Open Dialogue"


def test_labels():
    """A theme has its label; what the catalogue does not know is shown by its id."""
    catalogue = Catalogue.shipped()

    assert catalogue.label("safety.overdose") == "Overdose"
    assert catalogue.label("x.kent.night-bus") == "x.kent.night-bus"


def test_a_pack_is_added_beside_what_is_there(changed):
    """A wider catalogue has the pack, its prompts, themes and scales; the first one does not."""
    pack = load_pack(changed())
    before = len(Catalogue.shipped().prompts)
    wider = Catalogue.shipped().with_packs(pack)

    assert list(wider.packs)[-1] == pack.id
    assert wider.label("x.kent.night-bus") == "Getting home at night"
    assert len(wider.prompts) == before + 5
    assert wider.prompt("x.kent.how-it-went.2").wording.startswith("The week went")
    assert pack.id not in Catalogue.shipped().packs
    assert len(Catalogue.shipped().prompts) == before


def test_added_themes_look_like_others_too(changed):
    """Near duplicates are looked for among the themes of added packs."""
    wider = Catalogue.shipped().with_packs(load_pack(changed()))

    assert wider.near_duplicates("x.sussex.night-buses") == ("x.kent.night-bus",)
    assert wider.near_duplicates("x.kent.night-bus") == ()


def test_no_shipped_themes_look_alike():
    """Nobody is warned of what comes with the package."""
    catalogue = Catalogue.shipped()

    assert [theme for theme in catalogue.themes if catalogue.near_duplicates(theme)] == []


def test_two_claims_on_one_id_are_refused(changed):
    """A pack, a prompt or a theme that another pack has is refused by its id."""
    pack = load_pack(changed())
    wider = Catalogue.shipped().with_packs(pack)
    same_prompt = attrs.evolve(pack, id="x.kent.b", themes=(), scales=())
    same_item = attrs.evolve(pack, id="x.kent.b", themes=(), prompts=())
    same_theme = attrs.evolve(pack, id="x.kent.b", prompts=(), scales=())

    for other, rule in [
        (pack, "x.kent.hours: another pack has this id"),
        (same_prompt, "x.kent.open: another prompt has this id"),
        (same_item, "x.kent.how-it-went.1: another prompt has this id"),
        (same_theme, "x.kent.night-bus: another theme has this id"),
    ]:
        with pytest.raises(CatalogueError, match=rule):
            wider.with_packs(other)
        with pytest.raises(CatalogueError, match=rule):
            Catalogue.shipped().with_packs(pack, other)


def test_packs_may_lean_on_one_another(changed):
    """A prompt may name the theme of a pack that is added with it, before or after."""
    pack = load_pack(changed())
    themes = attrs.evolve(pack, id="x.kent.themes", prompts=(), scales=())
    prompts = attrs.evolve(pack, id="x.kent.prompts", themes=(), scales=())

    for packs in [(themes, prompts), (prompts, themes)]:
        assert "x.kent.open" in Catalogue.shipped().with_packs(*packs).prompts
    with pytest.raises(CatalogueError, match=r"x\.kent\.open: themes must be known"):
        Catalogue.shipped().with_packs(prompts)


def test_a_pack_built_in_python_needs_its_licence(changed):
    """A scale that needs a licence is refused however it came here."""
    pack = load_pack(changed(('"x.kent.how-it-went"', '"x.kent.ors"\nlicence = "17"')))
    bare = attrs.evolve(pack, scales=[attrs.evolve(pack.scales[0], licence=None)])

    assert Catalogue.shipped().with_packs(pack)
    with pytest.raises(CatalogueError, match=r"x\.kent\.ors: licence must be stated"):
        Catalogue.shipped().with_packs(bare)


def test_a_pack_may_be_empty():
    """A pack of nothing is a pack."""
    pack = Pack(id="x.kent.empty", title="a", text="a", source="a", rights="a")

    assert Catalogue.shipped().with_packs(pack).pack("x.kent.empty").all_prompts == ()

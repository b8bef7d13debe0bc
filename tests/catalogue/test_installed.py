"""Packs of installed distributions."""

from __future__ import annotations

import pytest

from supervision.catalogue import Catalogue, installed_packs
from supervision.errors import PluginError

BUILT = """
from supervision.catalogue import Pack
PACK = Pack(id="x.kent.{name}", title="a", text="a", source="a", rights="a")
def made():
    return PACK
def broken():
    raise RuntimeError("the red bicycle")
FOREIGN = Pack(id="needs", title="a", text="a", source="a", rights="a")
NUMBER = 7
"""


def test_there_are_none_at_first():
    """Nothing is installed unless somebody installs it."""
    assert installed_packs() == ()


@pytest.mark.parametrize("thing", ["PACK", "made"])
def test_an_entry_point_gives_a_pack(thing, installed):
    """It names a pack, or something to call that returns one."""
    installed("kent_packs", f"kent_a:{thing}", BUILT.format(name="hours"))

    assert [pack.id for pack in installed_packs()] == ["x.kent.hours"]


@pytest.mark.parametrize("thing", ["PATH", "TEXT", "path"])
def test_an_entry_point_gives_a_path(thing, installed, tmp_path, pack_text):
    """It names the path of a file, or something to call that returns one."""
    (tmp_path / "hours.toml").write_text(pack_text)
    installed(
        "kent_packs",
        f"kent_b:{thing}",
        "from pathlib import Path\nPATH = Path(__file__).parent / 'hours.toml'\nTEXT = str(PATH)\n"
        "def path():\n    return PATH\n",
    )

    (pack,) = installed_packs()
    assert Catalogue.shipped().with_packs(pack).prompt("x.kent.near").repeatable


def test_packs_are_in_the_order_of_their_ids(installed):
    """The order of the packs does not depend on the order of installation."""
    for name in "dbeacf":
        installed(f"{name}_packs", f"kent_c{name}:PACK", BUILT.format(name=name))

    assert [pack.id for pack in installed_packs()] == [f"x.kent.{name}" for name in "abcdef"]


def test_two_claims_on_one_id_name_both_distributions(installed):
    """Two distributions that bring one pack are both named."""
    installed("a_packs", "kent_e:PACK", BUILT.format(name="a"))
    installed("b_packs", "kent_f:PACK", BUILT.format(name="a"))

    with pytest.raises(
        PluginError, match=r"'\w_packs' and '\w_packs' both claim the pack 'x.kent.a'"
    ):
        installed_packs()


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("kent_g:broken", ""),
        ("kent_g:MISSING", ""),
        ("no such thing", ""),
        ("kent_g:NUMBER", ""),
        ("kent_g:FOREIGN", r" \(needs, needs: id must be your own, .*\)"),
        ("kent_g:__file__", r" \(.*kent_g.py: is not TOML.*\)"),
    ],
)
def test_a_pack_that_does_not_load_names_its_distribution(target, why, installed):
    """Whatever keeps a pack from loading, the error says whose it is."""
    installed("kent_packs", target, BUILT.format(name="a"))

    with pytest.raises(
        PluginError, match=f"'hours' of the distribution 'kent_packs' failed to load{why}; up"
    ):
        installed_packs()

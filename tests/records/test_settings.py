"""What a journal is set to: values that are valid once built."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.errors import InvalidRecordError
from supervision.records import Rename, Settings, UsedPack

AT = "2026-11-20T09:30:00Z"


def renames(*pairs, undone=None):
    """Return a rename of each pair."""
    return [Rename(theme=one, into=other, at=AT, undone=undone) for one, other in pairs]


@pytest.mark.parametrize("pack", ["network", "x.kent.hours"])
def test_a_pack_has_an_id_of_the_library_or_your_own(pack):
    """Both sorts of ids are taken."""
    assert UsedPack(id=pack).text == ""


@pytest.mark.parametrize("pack", ["Network", "x.", "x.kent", "kent.hours", "", "a/b"])
def test_anything_else_is_no_pack(pack):
    """A refusal names the field and the rule."""
    with pytest.raises(InvalidRecordError, match="id must be"):
        UsedPack(id=pack)


def test_the_text_of_a_pack_stays_out_of_reprs():
    """What is kept whole is not shown whole."""
    settings = Settings(packs=[UsedPack(id="own", text="kanarienvogel")], names=["ab" * 16])

    assert "kanarienvogel" not in repr(settings)
    assert "abab" not in repr(settings)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"packs": [UsedPack(id="own"), UsedPack(id="own")]}, "packs must not repeat"),
        ({"approaches": ["bft", "bft"]}, "approaches must not repeat"),
        ({"approaches": ["Open Dialogue"]}, "approaches must be"),
        ({"names": ["Maria"]}, "names must be keyed hashes"),
        ({"renames": renames(("a.b", "a.c"), ("a.b", "a.d"))}, "renames must not repeat"),
        ({"renames": renames(("a.b", "a.c"), ("a.c", "a.b"))}, "renames must not lead back"),
        (
            {"renames": renames(("a.b", "a.c"), ("a.c", "a.d"), ("a.d", "a.c"))},
            "renames must not",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(fields, says):
    """Settings are valid once built, and a refusal says which field is not."""
    with pytest.raises(InvalidRecordError, match=says):
        Settings(**fields)


def test_what_was_undone_may_be_decided_anew():
    """A theme can be renamed again, and back, after the first rename was undone."""
    settings = Settings(
        renames=[*renames(("a.b", "a.c"), undone=AT), *renames(("a.c", "a.b"))],
    )

    assert settings.aliases() == {"a.c": "a.b"}
    assert settings.theme_now("a.b") == "a.b"


THEMES = [f"a.t{number}" for number in range(5)]


@given(st.permutations(THEMES), st.lists(st.integers(0, 4), max_size=5))
def test_themes_end_where_their_last_rename_leads(order, steps):
    """Following the renames one by one gives the same theme as asking for the last at once."""
    into = {}
    for at, step in enumerate(steps):
        if order[at] != order[step] and step > at:
            into[order[at]] = order[step]
    settings = Settings(renames=renames(*into.items()))
    for theme in THEMES:
        end = theme
        while end in into:
            end = into[end]
        assert settings.theme_now(theme) == end

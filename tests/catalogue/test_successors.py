"""One version of a pack after another."""

from __future__ import annotations

import pytest

from supervision.catalogue import check_successor, load_pack
from supervision.errors import CatalogueError

NEAR = 'id = "x.kent.near"'


@pytest.fixture
def second(changed):
    """The pack with one prompt, one item and one theme at their second version."""
    return load_pack(
        changed(
            ('id = "x.kent.hours"', 'id = "x.kent.hours"\nversion = 2'),
            (NEAR, f"{NEAR}\nversion = 2"),
            ('{ id = "1"', '{ id = "1", version = 2'),
            ('id = "x.kent.night-bus"', 'id = "x.kent.night-bus"\nversion = 2'),
        )
    )


def test_a_pack_succeeds_itself(second):
    """The same again is no step back."""
    check_successor(second, second)


@pytest.mark.parametrize(
    "pairs",
    [
        [(NEAR, f"{NEAR}\nversion = 3"), ("How near", "How nearly")],
        [(NEAR, f'{NEAR}\nversion = 2\nreplaced_by = "x.kent.open"')],
        [(NEAR, f"{NEAR}\nversion = 2"), ('purpose = "a rating"', 'purpose = "another"')],
        [
            (NEAR, f"{NEAR}\nversion = 2"),
            ("[[themes]]", '[[themes]]\nid = "x.kent.tram"\nlabel = "a"\ntext = "a"\nfamily = "system"\nsource = "a"\n[[themes]]'),
        ],
    ],
    ids=["other words", "deprecated", "another purpose", "a new theme"],
)  # fmt: skip
def test_a_later_version_may_take_its_place(pairs, second, changed):
    """Words may change under a new version, entries may be added, and old ones point to others."""
    later = load_pack(
        changed(
            ('id = "x.kent.hours"', 'id = "x.kent.hours"\nversion = 3'),
            ('{ id = "1"', '{ id = "1", version = 2'),
            *pairs,
            ('id = "x.kent.night-bus"', 'id = "x.kent.night-bus"\nversion = 2'),
        )
    )

    check_successor(second, later)


@pytest.mark.parametrize(
    ("pairs", "entry", "rule"),
    [
        ([], "x.kent.hours", "version must be 2 at least"),
        ([("version = 2\ntext", "text")], "x.kent.near", "version must be 2 at least"),
        ([("version = 2, text", "text")], "x.kent.how-it-went.1", "version must be 2 at least"),
        ([("version = 2\nlabel", "label")], "x.kent.night-bus", "version must be 2 at least"),
        ([("How near", "How far")], "x.kent.near", "version must be above 2, since the words"),
        ([("all the way", "there")], "x.kent.near", "version must be above 2, since the words"),
        ([('"nowhere"]', '"nowhere", "me"]')], "x.kent.where", "version must be above 1, since"),
        (
            [('kind = "choice"\nchoices = ["a friend", "nowhere"]', 'kind = "text"')],
            "x.kent.where",
            "version must be above 1, since",
        ),
        ([("Today went", "Today")], "x.kent.how-it-went.1", "version must be above 2, since the"),
        ([("have stopped", "stop")], "x.kent.night-bus", "version must be above 2, since the"),
        (
            [(NEAR, 'id = "x.kent.nearer"')],
            "x.kent.near",
            "must stay; an entry that .* replaced_by",
        ),
        ([('{ id = "2"', '{ id = "3"')], "x.kent.how-it-went.2", "must stay; an entry that"),
        (
            [('id = "x.kent.hours"', 'id = "x.kent.other"')],
            "x.kent.other",
            "id must stay 'x.kent.h",
        ),
    ],
)
def test_a_step_back_is_refused(pairs, entry, rule, second, changed):
    """Versions go forward, ids stay, and other words are another version."""
    text = (
        changed(
            ('id = "x.kent.hours"', 'id = "x.kent.hours"\nversion = 2' if pairs else 'id = "x.kent.hours"'),
            (NEAR, f"{NEAR}\nversion = 2"),
            ('{ id = "1"', '{ id = "1", version = 2'),
            ('id = "x.kent.night-bus"', 'id = "x.kent.night-bus"\nversion = 2'),
        )
    ).decode()  # fmt: skip
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)

    with pytest.raises(CatalogueError, match=rule) as caught:
        check_successor(second, load_pack(text.encode()), name="hours.toml")
    assert (caught.value.file, caught.value.entry) == ("hours.toml", entry)

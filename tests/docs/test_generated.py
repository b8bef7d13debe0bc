"""Pages that are written from the catalogue hold all of it."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import attrs
import pytest

from supervision.catalogue import Catalogue, Pack, Prompt, Scale, Theme, instruments

DOCS = Path(__file__).parents[2] / "docs"
GENERATED = runpy.run_path(str(DOCS / "_generated.py"))
SHIPPED = Catalogue.shipped()


def _page(name: str) -> str:
    return GENERATED["filled"]((DOCS / "reference" / name).read_text(encoding="utf-8"))


def _ids(*sorts):
    return [f"`{entry}`" for sort in sorts for entry in sort]


@pytest.mark.parametrize(
    ("page", "ids"),
    [
        ("themes.md", _ids(SHIPPED.themes, SHIPPED.families)),
        (
            "prompts.md",
            _ids(SHIPPED.packs, (each.id for p in SHIPPED.packs.values() for each in p.prompts)),
        ),
        (
            "models.md",
            _ids(
                SHIPPED.models,
                (each.id for model in SHIPPED.models.values() for each in model.prompts),
                (each.id for model in SHIPPED.models.values() for each in model.stages),
                (s.id for m in SHIPPED.models.values() for axis in m.axes for s in axis.stages),
            ),
        ),
        (
            "approaches.md",
            _ids(
                SHIPPED.approaches,
                (each.id for way in SHIPPED.approaches.values() for each in way.elements),
                (each.id for way in SHIPPED.approaches.values() for each in way.shapes),
            ),
        ),
        ("packs.md", _ids(each.id for each in instruments())),
    ],
    ids=["themes", "prompts", "models", "approaches", "instruments"],
)
def test_a_page_holds_every_id(page, ids):
    """Each id of the data is on its page, and no place on the page is left unfilled."""
    text = _page(page)

    assert [each for each in ids if each not in text] == []
    assert "<!-- catalogue" not in text


def test_a_prompt_is_shown_with_all_that_it_says():
    """A row has the question, the answers that fit, its condition, its reminder and its themes."""
    page = _page("prompts.md")

    assert "| scale: 0 = not at all, 10 = entirely; a series |" in page
    assert "*Only if `safeguarding.child-in-view` is yes.*" in page
    assert "*No reminds a person:* Agree who will talk through overdose" in page
    assert "| choice: person, family, worker, service, court, nobody's yet |" in page
    assert (
        "`safety.child`<br>`family.children` | Working Together (statutory guidance). *General"
        in page
    )


@pytest.mark.parametrize(
    "page", ["themes.md", "prompts.md", "models.md", "approaches.md", "packs.md"]
)
def test_rows_have_as_many_cells_as_their_titles(page):
    """No text of the data breaks a table."""
    for table in re.findall(r"(?:^\|.*\|\n)+", _page(page), re.MULTILINE):
        counts = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(counts) == 1, table[:200]


def test_markup_in_texts_is_shown_as_it_is():
    """A text is never taken for markup."""
    assert GENERATED["_plain"]("a | *b* <c> [d] $e$") == r"a \| \*b\* \<c\> \[d\] \$e\$"


@pytest.mark.parametrize("kind", [Pack, Prompt, Theme, Scale], ids=lambda kind: kind.__name__)
def test_every_key_of_a_file_is_on_the_page(kind):
    """The table of each sort of entry has its keys; those that must be given are bold."""
    section = re.search(
        rf"^## {kind.__name__}\n(.*?)^##", _page("packs.md"), re.MULTILINE | re.DOTALL
    )
    assert section is not None
    cells = re.findall(r"^\| ([`*][^|]*) \|", section[1], re.MULTILINE)
    keys = {key: "**" in cell for cell in cells for key in re.findall(r"`(\w+)`", cell)}
    fields = attrs.fields(kind)

    assert set(keys) == {field.name for field in fields}
    inherited = (
        {"source", "rights", "audience"}
        if kind is Prompt
        else {"rights"}
        if kind is Theme
        else set()
    )
    needed = {field.name for field in fields if field.default is attrs.NOTHING} - inherited
    assert {key for key, bold in keys.items() if bold} == needed

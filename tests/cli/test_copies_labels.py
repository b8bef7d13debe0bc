"""`export --for` with a pack of one's own: what themes are called holds no code of the journal."""

from __future__ import annotations

import json
import re

import pytest

from supervision import Journal
from supervision.errors import ErasedError

PACK = """
id = "x.kent.own"
title = "Our own"
text = "Themes of a practice."
source = "Kent, 2026"
rights = "Ours"

[[themes]]
id = "x.kent.pattern-of"
family = "family"
label = "The pattern of C-201 and c-202"
text = "What comes again."
source = "Kent, 2026"
rights = "Ours"

[[themes]]
id = "x.kent.c-201"
family = "family"
label = "What S-014 brings of her"
text = "What is about one client."
source = "Kent, 2026"
rights = "Ours"

[[prompts]]
id = "x.kent.what"
text = "What came again?"
purpose = "see it"
function = "formative"
kind = "text"
themes = ["x.kent.pattern-of"]
"""
ROWS = """on,minutes,modality,supervisor,supervisees,client,themes
2026-05-04,60,individual,V-01,S-014,C-201,x.kent.pattern-of|x.kent.c-201
2026-05-05,60,individual,V-01,S-014,C-202,x.kent.pattern-of|family.burden
"""
_LOOKED_AT = 2  # times, before anything is written
OWN = re.compile(r"C-20[12]|S-014|V-01", re.IGNORECASE)


@pytest.fixture
def book(run, made, home):
    """A journal with a book, whose pack names two clients and a supervisee; the options."""
    (home / "own.toml").write_text(PACK, encoding="utf-8")
    (home / "two.csv").write_text(ROWS, encoding="utf-8")
    assert run("pack", "use", "own.toml", *made).status == 0
    assert run("log", "two.csv", "--yes", *made).status == 0
    assert run("book", "make", "--new-key-file", "book.key", *made).status == 0
    return (*made, "--book-key-file", "book.key")


@pytest.fixture
def copied(run, book, home):
    """Export for an audit and return all that was written, names of files among it."""

    def copied(form="json"):
        made = run("export", "--for", "audit", "--format", form, "--out", "copy", *book)
        assert made.status == 0, made.err
        path = home / "copy"
        pages = sorted(path.iterdir()) if path.is_dir() else [path]
        return "\n".join(f"{page.name}\n{page.read_text(encoding='utf-8')}" for page in pages)

    return copied


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_nothing_that_is_written_holds_a_code_or_an_id(form, copied, run, book):
    """Not in fields, not in what themes are called: the whole is searched for each of them."""
    own = [line["id"] for line in run("list", "--json", *book[:4]).json]

    text = copied(form)

    assert OWN.findall(text) == []
    assert [each for each in own if each[:8] in text] == []
    assert "The pattern of C-" in text


def test_a_theme_whose_id_changed_is_called_as_before(copied):
    """A label stands beside the id that the theme has in the copy, with the codes of the copy."""
    copy = json.loads(copied().partition("\n")[2])

    met = {theme for each in copy["records"] for theme in each["record"]["cases"][0]["themes"]}
    assert copy["labels"].keys() == met
    (theme,) = met - {"x.kent.pattern-of", "family.burden"}
    clients = {each["record"]["cases"][0]["client"] for each in copy["records"]}
    assert theme.removeprefix("x.kent.").upper() in clients
    assert re.fullmatch(r"What S-\d{6} brings of her", copy["labels"][theme])


def test_a_code_that_was_met_late_is_not_in_a_label_either(copied, monkeypatch):
    """A code that comes in while the copy is written is replaced in the labels at its end."""
    revisions, asked = Journal.revisions, []

    def not_at_first(self, kind, record):
        asked.append(record)
        if asked.count(record) <= _LOOKED_AT:
            msg = "not now"
            raise ErasedError(msg)
        return revisions(self, kind, record)

    monkeypatch.setattr(Journal, "revisions", not_at_first)

    assert OWN.findall(copied().partition("\n")[2]) == []

"""The example year as lines, and what a page says, read back from its HTML."""

from __future__ import annotations

from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from msgspec.structs import replace

from supervision.catalogue import Catalogue
from supervision.exchange import read_csv
from supervision.records import FocusShare, LedgerLine, Rating, line_of

YEAR = Path(__file__).parents[2] / "docs" / "examples" / "year-2026.csv"
TODAY = date(2026, 11, 20)
SINCE = date(2025, 11, 1)
CODES = r"\b[A-Z]-\d{2,3}\b"


@cache
def year():
    """The lines of the example year, each with an id, and a mark in every ninth."""
    rows = read_csv(YEAR, name="year").rows
    lines = [replace(line_of(row.record), id=f"{at:032x}") for at, row in enumerate(rows, 1)]
    return tuple(
        replace(line, ratings=(Rating(prompt="needs.fit", value=at % 11),)) if at % 9 == 4 else line
        for at, line in enumerate(lines)
    )


def agreement(code="A-01", on=SINCE, people=("S-014",), **changes):
    """Return the line of an agreement with a focus on the substance and on the family."""
    given = {
        "kind": "agreement",
        "id": f"a9{int(code[2:]):030x}",
        "agreement": code,
        "on": on,
        "people": people,
        "supervisor": "V-01",
        "review_on": date(2026, 12, 1),
        "focus": (FocusShare(what="resonance", percent=40), FocusShare(what="family", percent=20)),
    }
    return LedgerLine(**{**given, **changes})


def rule(name="bacp-accredited"):
    """Return a rule that is shipped."""
    return Catalogue.shipped().rule(name)


class Page(HTMLParser):
    """What a page says.

    Attributes:
        tags: Every element with its attributes, in order.
        sections: The id of each heading → the words that stand under it.
        tables: The caption of each table → its rows, the headings first.
        headings: The level and the words of each heading, in order.
    """

    def __init__(self, text):
        super().__init__()
        self.tags, self.headings = [], []
        self.sections, self.tables = {}, {}
        self._open, self._section, self._table, self._row = [], None, None, None
        self.feed(text)

    @property
    def text(self):
        """All words."""
        return " ".join(self.sections.values())

    def handle_starttag(self, tag, attributes):
        """Note an element."""
        found = dict(attributes)
        self.tags.append((tag, found))
        self._open.append(tag)
        if tag in {"h1", "h2", "h3"}:
            self.headings.append((int(tag[1]), ""))
        if tag == "h2":
            self._section = found["id"]
            self.sections[self._section] = ""
        if tag == "table":
            self._table = []
        if tag == "tr":
            self._row = []
            self._table.append(self._row)
        if tag in {"td", "th"}:
            self._row.append("")
        if tag in {"meta", "path", "use", "link"}:
            self._open.pop()

    def handle_startendtag(self, tag, attributes):
        """Note an element that is empty."""
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        """Close an element."""
        assert self._open.pop() == tag

    def handle_data(self, data):
        """Note words where they stand."""
        here = self._open[-1] if self._open else ""
        if here in {"h1", "h2", "h3"}:
            level, words = self.headings[-1]
            self.headings[-1] = level, words + data
        if here == "caption":
            self.tables[data] = self._table
        if here in {"td", "th"}:
            self._row[-1] += data
        if self._section is not None and here != "style":
            self.sections[self._section] += f"{data} "


def page_of(text):
    """Read a page back."""
    return Page(text)

"""Files in and out: tables, Markdown with front matter, and JSON.

Everything here is text in and records out, or the other way; no journal, no key. What is
wrong with a file is collected, each as a `Problem`, which names the place and the rule and never
holds what the file says.
"""

from __future__ import annotations

from supervision.exchange._about import Document
from supervision.exchange._columns import COLUMNS
from supervision.exchange._csv import read_csv
from supervision.exchange._json import read_json, to_json
from supervision.exchange._labels import themes_in
from supervision.exchange._left import Left, left_in
from supervision.exchange._markdown import read_markdown
from supervision.exchange._markdown_out import to_markdown
from supervision.exchange._parsed import MAX_PROBLEMS, Parsed, Problem, Row
from supervision.exchange._recoded import Recoding, codes_in, ids_in
from supervision.exchange._scalars import DayOrder

__all__ = [
    "COLUMNS",
    "MAX_PROBLEMS",
    "DayOrder",
    "Document",
    "Left",
    "Parsed",
    "Problem",
    "Recoding",
    "Row",
    "codes_in",
    "ids_in",
    "left_in",
    "read_csv",
    "read_json",
    "read_markdown",
    "themes_in",
    "to_json",
    "to_markdown",
]

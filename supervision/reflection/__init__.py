"""Guided reflection, what to ask next, and ratings over time.

Pure: records and the catalogue in, records and plain data out. Nothing here opens a journal or
reads a clock.
"""

from __future__ import annotations

from supervision.reflection._guide import Guide, Question, reflect
from supervision.reflection._ratings import Rated, ratings, sparkline
from supervision.reflection._reasons import SuggestionKind
from supervision.reflection._suggestions import Suggestion, suggest

__all__ = [
    "Guide",
    "Question",
    "Rated",
    "Suggestion",
    "SuggestionKind",
    "ratings",
    "reflect",
    "sparkline",
    "suggest",
]

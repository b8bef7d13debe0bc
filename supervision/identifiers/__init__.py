"""What points to a person in a text, told before it is sealed.

It warns and never rewrites, and names the place and never the text. It works offline: nothing is
looked up, and the same text always gives the same answer.
"""

from __future__ import annotations

from supervision.identifiers._find import find
from supervision.identifiers._kinds import Finding, Identifier, Kind, KnownNames
from supervision.identifiers._known import known_forms
from supervision.identifiers._telling import IdentifierWarning, refuse, warn
from supervision.identifiers._walk import check, check_text

__all__ = [
    "Finding",
    "Identifier",
    "IdentifierWarning",
    "Kind",
    "KnownNames",
    "check",
    "check_text",
    "find",
    "known_forms",
    "refuse",
    "warn",
]

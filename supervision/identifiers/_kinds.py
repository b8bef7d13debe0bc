"""What is found, and where: never the text itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

import attrs


class Kind(StrEnum):
    """The kinds of text that point to a person."""

    NHS_NUMBER = "nhs-number"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    BIRTH_DATE = "birth-date"
    TITLED_NAME = "titled-name"
    KNOWN_NAME = "known-name"
    RARE_COMBINATION = "rare-combination"


PHRASES = {
    Kind.NHS_NUMBER: "an NHS number",
    Kind.POSTCODE: "a postcode",
    Kind.PHONE: "a phone number",
    Kind.EMAIL: "an e-mail address",
    Kind.BIRTH_DATE: "a date of birth",
    Kind.TITLED_NAME: "a name with a title",
    Kind.KNOWN_NAME: "a name on this journal's list",
    Kind.RARE_COMBINATION: "an age, a place and a date that together may fit one person only",
}


@attrs.frozen(kw_only=True, order=True)
class Identifier:
    """A place in a text that may point to a person.

    Attributes:
        kind: What it looks like.
        start: Where it begins, in characters from 0, as a slice of the text counts.
        end: Where it ends: the index after its last character.
    """

    kind: Kind = attrs.field(order=False)
    start: int
    end: int


@attrs.frozen(kw_only=True)
class Finding:
    """A place in a record that may point to a person.

    Attributes:
        field: The path of the field, such as `cases[0].notes`.
        kind: What it looks like.
        start: Where it begins in that field, in characters from 0, as a slice counts.
        end: Where it ends: the index after its last character.
    """

    field: str
    kind: Kind
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.field} {self.start}-{self.end} looks like {PHRASES[self.kind]}"


class KnownNames(Protocol):
    """A list of names that can be asked, and need not be able to tell what is on it."""

    def has(self, form: str) -> bool:
        """Return whether *form* is one of the `known_forms` of a name on the list."""
        ...

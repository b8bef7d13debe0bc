"""What the book of pseudonyms says, and the fresh codes of those who get copies."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from typing import TypeVar

import attrs

from supervision.errors import RecordNotFoundError, SupervisionError

T = TypeVar("T")

_MOST_CODES = 1_000_000


@attrs.frozen(kw_only=True)
class Recipient:
    """Somebody who gets copies, and the codes that people have in them.

    Args:
        secret: 32 random bytes in hex, from which the ids of records in their copies come.
        codes: Code in the journal → code in their copies.
    """

    secret: str = attrs.field(repr=False)
    codes: dict[str, str] = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Pages:
    """What the book says.

    Args:
        people: Code → who that is.
        recipients: Name of a recipient → what their copies have.
    """

    people: dict[str, str] = attrs.field(factory=dict, repr=False)
    recipients: dict[str, Recipient] = attrs.field(factory=dict, repr=False)

    def with_person(self, code: str, person: str) -> Pages:
        """Return the pages with *person* behind *code*."""
        return attrs.evolve(self, people={**self.people, code: person})

    def without_person(self, code: str) -> Pages:
        """Return the pages without *code*, which must be there."""
        found(self.people, code, "the book does not say who it is")
        people = {each: who for each, who in self.people.items() if each != code}
        return attrs.evolve(self, people=people)

    def with_codes(self, recipient: str, codes: Iterable[str]) -> Pages:
        """Return the pages with a code for each of *codes* in the copies of *recipient*."""
        known = self.recipients.get(recipient) or Recipient(secret=os.urandom(32).hex(), codes={})
        given = dict(known.codes)
        for code in codes:
            if code not in given:
                given[code] = _fresh(code, set(given.values()))
        copies = attrs.evolve(known, codes=given)
        return attrs.evolve(self, recipients={**self.recipients, recipient: copies})


def found(table: Mapping[str, T], key: str, otherwise: str) -> T:
    """Return what *table* has under *key*.

    Raises:
        RecordNotFoundError: if it has nothing; *otherwise* says what that means.
    """
    if key not in table:
        raise RecordNotFoundError(otherwise)
    return table[key]


def _fresh(code: str, taken: set[str]) -> str:
    letters = code.partition("-")[0]
    if sum(each.startswith(f"{letters}-") for each in taken) >= _MOST_CODES // 2:
        msg = "too many codes of this sort were given out; name another recipient"
        raise SupervisionError(msg)
    while True:
        fresh = f"{letters}-{secrets.randbelow(_MOST_CODES):06}"
        if fresh not in taken:
            return fresh

"""`supervision who`: from a code to a person, and from a copy back to this journal."""

from __future__ import annotations

import re
from typing import Annotated

from cyclopts import Parameter

from supervision import Journal
from supervision.cli._book_keys import BOOK_KEY, BookKey, opened_book
from supervision.cli._exits import RefusedError
from supervision.cli._find import SHORT, the_one
from supervision.cli._options import REACH, Reach
from supervision.cli._screen import Screen
from supervision.cli._unlocking import opened
from supervision.errors import RecordNotFoundError
from supervision.journal import Book
from supervision.records import pseudonym_of

# No code is made of these alone: it has a hyphen.
_ID = re.compile(r"[0-9a-f]{1,32}", re.IGNORECASE)


def who(
    code: Annotated[str, Parameter(name="CODE_OR_ID")],
    /,
    *,
    recipient: str | None = None,
    key: BookKey = BOOK_KEY,
    reach: Reach = REACH,
) -> None:
    """Say who a code stands for; the key of the book is asked for each time.

    Of a copy that was exported for a recipient it also finds records again: their id there, or
    the beginning of it, gives their id here.

    Args:
        code: The code of a person, such as C-201; with --recipient, also the id of a record.
        recipient: The code or id is from the copy that was exported for them.
        key: A key of the book.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    is_id = _ID.fullmatch(code.strip()) is not None
    if is_id and recipient is None:
        msg = (
            "a code has a hyphen, such as C-201; of the id of a record in a copy say whose copy it "
            "is: give --recipient"
        )
        raise RefusedError(msg)
    given = code.strip().lower() if is_id else pseudonym_of(code, field="CODE")
    key.check()
    with opened(screen, reach) as journal, opened_book(journal, key) as book:
        if is_id and recipient is not None:
            _say_record(screen, journal, book, recipient, given)
        else:
            _say_person(screen, book, recipient, given)


def _say_record(
    screen: Screen, journal: Journal, book: Book, recipient: str, beginning: str
) -> None:
    lines = {line.id: line for line in journal.ledger()}
    behind = {there: here for here, there in book.ids_for(recipient, lines).items()}
    there = the_one(beginning, behind, "the copy, and see whose it is: supervision book recipients")
    line = lines[behind[there]]
    screen.say(f"{there[:SHORT]} is {line.kind} {line.id} of {line.on} in this journal")
    screen.document({"id": there, "journal_id": line.id, "kind": line.kind})


def _say_person(screen: Screen, book: Book, recipient: str | None, given: str) -> None:
    own = given if recipient is None else book.code_behind(recipient, given)
    person = _person(book, own, needed=recipient is None)
    behind = "" if recipient is None else f" is {own} in this journal, who"
    screen.say(f"{given}{behind} is {person or 'not in the book'}")
    screen.document({"code": given, "journal_code": own, "person": person})


def _person(book: Book, code: str, *, needed: bool) -> str | None:
    try:
        return book.person(code)
    except RecordNotFoundError:
        # That a recipient's code is one of this journal's is an answer too.
        if needed:
            raise
    return None

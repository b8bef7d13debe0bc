"""`supervision book`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from supervision.cli._book_keys import (
    BOOK_KEY,
    NEW_BOOK_KEY,
    BookKey,
    NewBookKey,
    new_keys,
    opened_book,
    show_new_keys,
)
from supervision.cli._options import REACH, Reach
from supervision.cli._screen import Screen
from supervision.cli._unlocking import opened
from supervision.records import pseudonym_of


def make_book(*, new: NewBookKey = NEW_BOOK_KEY, reach: Reach = REACH) -> None:
    """Make the book of pseudonyms of a journal: who each code stands for.

    It is sealed under a key of its own, which must not open the journal: whoever reads the notes
    reads no names then.

    Args:
        new: The key of the book.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    new.check()
    with opened(screen, reach) as journal, new_keys(screen, new) as keys:
        journal.create_book(*keys).close()
        screen.say("made the book of pseudonyms of this journal")
        code = show_new_keys(screen, keys)
        screen.document({"made": True, "recovery_code": code})


def change_keys(
    *, key: BookKey = BOOK_KEY, new: NewBookKey = NEW_BOOK_KEY, reach: Reach = REACH
) -> None:
    """Change the keys of the book of pseudonyms.

    All earlier ones open it no more. Whoever has one of them and an older copy of the store can
    still open that copy.

    Args:
        key: A key that opens the book now.
        new: The key that opens it from now on.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    key.check()
    new.check()
    with (
        opened(screen, reach) as journal,
        opened_book(journal, key) as book,
        new_keys(screen, new) as keys,
    ):
        book.change_keys(*keys)
        screen.say("changed the keys of the book of pseudonyms")
        code = show_new_keys(screen, keys)
        screen.document({"changed": True, "recovery_code": code})


def enter(
    code: Annotated[str, Parameter(name="CODE")],
    /,
    *,
    yes: bool = False,
    key: BookKey = BOOK_KEY,
    reach: Reach = REACH,
) -> None:
    """Write down who a code stands for.

    Who it is, is asked for on the terminal: what is typed here stays in the history of the shell.

    Args:
        code: The code of a person, such as C-201.
        yes: Do not ask before what stands there is replaced.
        key: A key of the book.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    pseudonym = pseudonym_of(code, field="CODE")
    key.check()
    with opened(screen, reach) as journal, opened_book(journal, key) as book:
        replaced = pseudonym in book.people()
        if replaced:
            screen.confirm(f"{pseudonym} is in the book already; replace who it is?", yes=yes)
        book.enter(pseudonym, screen.ask(f"Who is {pseudonym}?"))
    screen.say(f"{pseudonym} is in the book{' anew' if replaced else ''}")
    screen.document({"code": pseudonym, "replaced": replaced})


def strike(
    code: Annotated[str, Parameter(name="CODE")],
    /,
    *,
    yes: bool = False,
    key: BookKey = BOOK_KEY,
    reach: Reach = REACH,
) -> None:
    """Take a code out of the book, so that nobody can look up who it was.

    The records stay as they are. Older copies of the store still hold it.

    Args:
        code: The code of a person, such as C-201.
        yes: Do not ask.
        key: A key of the book.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    pseudonym = pseudonym_of(code, field="CODE")
    key.check()
    with opened(screen, reach) as journal, opened_book(journal, key) as book:
        # Of a code that is not there the book says so, without a question before.
        known = pseudonym in book.people()
        screen.confirm(f"Take {pseudonym} out of the book, for good?", yes=yes or not known)
        book.strike(pseudonym)
    screen.say(f"{pseudonym} is not in the book any more")
    screen.document({"struck": pseudonym})


def list_people(*, key: BookKey = BOOK_KEY, reach: Reach = REACH) -> None:
    """Show the whole book: who each code stands for.

    Args:
        key: A key of the book.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    key.check()
    with opened(screen, reach) as journal, opened_book(journal, key) as book:
        people = book.people()
    screen.table({"code": False, "who": False}, list(people.items()))
    screen.document([{"code": code, "person": person} for code, person in people.items()])


def list_recipients(*, key: BookKey = BOOK_KEY, reach: Reach = REACH) -> None:
    """List those for whom copies under fresh codes were exported.

    Args:
        key: A key of the book.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    key.check()
    with opened(screen, reach) as journal, opened_book(journal, key) as book:
        recipients = book.recipients()
    screen.table({"recipient": False}, [(each,) for each in recipients])
    screen.document([{"recipient": each} for each in recipients])

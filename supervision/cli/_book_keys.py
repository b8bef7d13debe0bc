"""The keys of the book of pseudonyms, which are never those of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import Group, Parameter

from supervision import Journal, Passphrase, RecoveryCode
from supervision.cli._exits import RefusedError, key_under
from supervision.cli._screen import Screen
from supervision.cli._secrets import (
    ask_passphrase,
    forget,
    key_file_at,
    new_key_file,
    recovery_code_from,
)
from supervision.crypto import KeyProvider
from supervision.errors import BackendUnavailableError, RecordNotFoundError, SupervisionError
from supervision.journal import Book

_OF_BOOK, _NEW = "Key of the book", "New key of the book"
BOOK = Group(
    _OF_BOOK,
    help="Without any of these the passphrase of the book is asked for on the terminal. The keys "
    "of the journal do not open it.",
)
NEW = Group(
    _NEW,
    help="Without a file a passphrase is asked for on the terminal, twice.",
)
_ON_PAPER = (
    "This recovery code opens the book without any other key of the book. It is shown this once: "
    "write it down, check it letter by letter, and lock it away, apart from the journal."
)
_LOSS = (
    "there is no other way into the book: whoever loses this passphrase or key file loses the "
    "names, and nobody can help"
)


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class BookKey:
    """How the book of pseudonyms is opened."""

    book_key_file: Annotated[
        Path | None, Parameter(group=BOOK, help="A file with a key of the book.")
    ] = None
    book_passphrase_file: Annotated[
        Path | None,
        Parameter(group=BOOK, help="A file with the passphrase of the book on one line."),
    ] = None
    book_recovery_code_file: Annotated[
        Path | None, Parameter(group=BOOK, help="A file with a recovery code of the book.")
    ] = None

    @property
    def given(self) -> int:
        """How many keys the options name."""
        return sum(path is not None for path in attrs.astuple(self))

    def check(self) -> None:
        """Refuse two keys where one is needed."""
        if self.given > 1:
            msg = "give one key of the book only"
            raise RefusedError(msg)

    def provider(self) -> KeyProvider:
        """Return the key that the options name; ask for it if they name none."""
        if self.book_key_file is not None:
            return key_file_at(self.book_key_file)
        if self.book_recovery_code_file is not None:
            return recovery_code_from(self.book_recovery_code_file)
        if self.book_passphrase_file is not None:
            return Passphrase.from_file(self.book_passphrase_file)
        return ask_passphrase("Passphrase of the book: ")


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class NewBookKey:
    """The keys that a book is to have."""

    new_key_file: Annotated[
        Path | None,
        Parameter(group=NEW, help="It opens with this file; it is made if it is not there."),
    ] = None
    new_passphrase_file: Annotated[
        Path | None,
        Parameter(group=NEW, help="It opens with the passphrase on the one line of this file."),
    ] = None
    new_recovery_code: Annotated[
        bool, Parameter(group=NEW, help="Make a recovery code as well and print it once.")
    ] = False

    def check(self) -> None:
        """Refuse two files where one is needed."""
        if self.new_key_file is not None and self.new_passphrase_file is not None:
            msg = "give --new-key-file or --new-passphrase-file, and not both"
            raise RefusedError(msg)


BOOK_KEY = BookKey()
NEW_BOOK_KEY = NewBookKey()


@contextmanager
def opened_book(journal: Journal, key: BookKey) -> Iterator[Book]:
    """Give the book of *journal*, opened with a key of its own.

    Raises:
        WrongKeyError: if the key does not open it.
        RecordNotFoundError: if there is no book.
    """
    with key_under(_OF_BOOK):
        provider = key.provider()
    try:
        with key_under(_OF_BOOK):
            opened = _book_of(journal, provider)
        with opened as book:
            yield book
    finally:
        forget(provider)


def _book_of(journal: Journal, provider: KeyProvider) -> Book:
    try:
        return journal.open_book(provider)
    except RecordNotFoundError:
        msg = "the journal has no book of pseudonyms; 'supervision book make' makes one"
        raise RecordNotFoundError(msg) from None


@contextmanager
def new_keys(screen: Screen, new: NewBookKey) -> Iterator[list[KeyProvider]]:
    """Give the keys that a book is to have; a key file that was made goes if it opens nothing."""
    with key_under(_NEW):
        key, made = _first(new)
    if made is not None:
        screen.note("made the key file; keep a copy of it elsewhere, apart from the journal")
    keys: list[KeyProvider] = [key, *([RecoveryCode.generate()] if new.new_recovery_code else [])]
    try:
        with key_under(_NEW):
            yield keys
    except BackendUnavailableError:
        # What was committed, nobody knows: it may be the only key of the book.
        raise
    except SupervisionError:
        if made is not None:
            made.unlink()
            screen.note("took the key file away again: it opens nothing")
        raise
    finally:
        for each in keys:
            forget(each)


def show_new_keys(screen: Screen, keys: list[KeyProvider]) -> str | None:
    """Show the recovery code among *keys* and return it, or say what its lack means."""
    last = keys[-1]
    if not isinstance(last, RecoveryCode):
        screen.note(_LOSS)
        return None
    code = last.reveal()
    screen.say(f"\n{_ON_PAPER}\n\n    {code}\n")
    return code


def _first(new: NewBookKey) -> tuple[KeyProvider, Path | None]:
    """Return the first of the keys, and the file that was made for it, if one was."""
    if new.new_passphrase_file is not None:
        return Passphrase.from_file(new.new_passphrase_file), None
    if new.new_key_file is None:
        return ask_passphrase("New passphrase of the book: ", new=True), None
    key, made = new_key_file(new.new_key_file)
    return key, new.new_key_file if made else None

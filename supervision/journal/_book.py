"""The book of pseudonyms: who a code stands for, under a key of its own.

Whoever has the journal's keys alone reads notes and no names; the book opens apart.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Sequence
from typing import Self

from supervision import codec
from supervision.crypto import Key, KeyProvider, make_slot, new_ring_key, pae, split_pae
from supervision.errors import (
    DuplicateRecordError,
    InvalidRecordError,
    RecordNotFoundError,
    SupervisionError,
    TamperedRecordError,
    WrongKeyError,
)
from supervision.journal._access import parsed_id, read_slots, try_slot, wiping_on_error
from supervision.journal._book_pages import Pages, found
from supervision.journal._commit import NOBODY, Commit
from supervision.journal._documents import (
    blob_of,
    document_id,
    keep,
    keep_blob,
    reading,
    text_of,
)
from supervision.journal._names import slot_name
from supervision.journal._state import State
from supervision.journal._writing import commit
from supervision.records import pseudonym_of

_SCHEMA = "book/1"
_PAGES = "book"
_SLOTS = "book-slots"
_MOST_SLOTS = 16
_LONGEST = 1_000
_LONGEST_NAME = 100


class Book:
    """The open book of pseudonyms of a journal; it has a key of its own, wiped on `close`.

    Args:
        state: The open journal.
        key: The key of the book.
    """

    def __init__(self, state: State, key: Key) -> None:
        self._state = state
        self._key = key

    def __repr__(self) -> str:
        return f"<Book of journal {self._state.journal.hex()[:8]}…>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Overwrite the book's key; the journal stays open."""
        self._key.wipe()

    def person(self, code: str) -> str:
        """Return who *code* stands for.

        Raises:
            RecordNotFoundError: if the book does not say.
        """
        return found(self._pages().people, pseudonym_of(code), "the book does not say who it is")

    def people(self) -> dict[str, str]:
        """Return who each code stands for, sorted by code."""
        return dict(sorted(self._pages().people.items()))

    def enter(self, code: str, person: str) -> None:
        """Write down who *code* stands for, in the place of what stood there.

        Args:
            code: A pseudonym such as `C-201`.
            person: Who that is, in up to 1,000 characters.
        """
        pseudonym, who = pseudonym_of(code), _said(person, "person", _LONGEST)
        # Whoever stood there before is as much to be forgotten as one who is struck out.
        scrub = self._pages().people.get(pseudonym, who) != who
        self._change(lambda pages: pages.with_person(pseudonym, who), scrub=scrub)

    def strike(self, code: str) -> None:
        """Take a code out of the book; who it stood for is scrubbed from the store.

        Raises:
            RecordNotFoundError: if it is not in the book.
        """
        pseudonym = pseudonym_of(code)
        self._change(lambda pages: pages.without_person(pseudonym), scrub=True)

    def recipients(self) -> list[str]:
        """Return the names of those who got copies, sorted."""
        return sorted(self._pages().recipients)

    def codes_for(self, recipient: str, codes: Iterable[str]) -> dict[str, str]:
        """Return the codes that stand for *codes* in the copies of one recipient.

        A code that they have not met gets a new random one, which is written down first. The same
        recipient gets the same code each time, and no two recipients can join theirs.

        Args:
            recipient: A name for whoever gets the copy, such as ``audit 2026``, in up to 100
                characters.
            codes: Pseudonyms of the journal.
        """
        recipient = _said(recipient, "recipient", _LONGEST_NAME)
        wanted = sorted({pseudonym_of(code) for code in codes})
        known = self._pages().recipients.get(recipient)
        if known is None or not known.codes.keys() >= set(wanted):
            pages = self._change(lambda pages: pages.with_codes(recipient, wanted))
            known = pages.recipients[recipient]
        return {code: known.codes[code] for code in wanted}

    def code_behind(self, recipient: str, code: str) -> str:
        """Return the code in this journal that *code* stands for in a recipient's copies.

        Raises:
            RecordNotFoundError: if they were never given it.
        """
        copies = found(self._pages().recipients, recipient, "no copy was made for them")
        behind = {fresh: old for old, fresh in copies.codes.items()}
        return found(behind, pseudonym_of(code), "they were never given it")

    def ids_for(self, recipient: str, records: Iterable[str]) -> dict[str, str]:
        """Return the ids that *records* have in the copies of one recipient.

        Args:
            recipient: The name that `codes_for` was given.
            records: Ids of records in this journal.

        Raises:
            RecordNotFoundError: if they have no codes yet; `codes_for` makes them.
        """
        copies = found(self._pages().recipients, recipient, "no copy was made for them")
        secret = bytes.fromhex(copies.secret)
        return {record: _copied_id(secret, parsed_id(record)) for record in records}

    def change_keys(self, key: KeyProvider, *others: KeyProvider) -> None:
        """Give the book a new key, which *key* and *others* open from now on and nothing else does.

        Old copies of the store still open with the old ones.
        """
        new = new_ring_key()
        with wiping_on_error(new.wipe):
            _check_apart(self._state, (key, *others))
            slots = _slots_for(self._state, new, (key, *others))

            def plan(planned: Commit) -> None:
                text = codec.encode_document(_SCHEMA, _pages_at(self._state, self._key))
                _plan(self._state, planned, text, new, slots)

            commit(self._state, plan, scrub=True)
        self._key.wipe()
        self._key = new

    def _pages(self) -> Pages:
        return reading(self._state, lambda: _pages_at(self._state, self._key))

    def _change(self, change: Callable[[Pages], Pages], *, scrub: bool = False) -> Pages:
        state = self._state

        def plan(planned: Commit) -> Pages:
            pages = change(_pages_at(state, self._key))
            text = codec.encode_document(_SCHEMA, pages)
            keep(state, planned, document_id(state, _PAGES), text, self._key)
            return pages

        return commit(state, plan, scrub=scrub)


def create_book(state: State, providers: Sequence[KeyProvider]) -> Book:
    """Make the book of a journal that has none.

    Raises:
        DuplicateRecordError: if it has one.
        InvalidRecordError: if one of the keys opens the journal.
    """
    key = new_ring_key()
    with wiping_on_error(key.wipe):
        _check_apart(state, providers)
        slots = _slots_for(state, key, providers)
        text = codec.encode_document(_SCHEMA, Pages())

        def plan(planned: Commit) -> None:
            if document_id(state, _PAGES) in state.fold.documents:
                msg = "the journal has a book of pseudonyms already; open it"
                raise DuplicateRecordError(msg)
            _plan(state, planned, text, key, slots)

        commit(state, plan)
    return Book(state, key)


def open_book(state: State, provider: KeyProvider) -> Book:
    """Open the book of a journal.

    Raises:
        RecordNotFoundError: if it has none.
        WrongKeyError: if the key does not open it.
    """
    slots = reading(state, lambda: blob_of(state, document_id(state, _SLOTS)))
    if slots is None:
        msg = "the journal has no book of pseudonyms; make one with create_book"
        raise RecordNotFoundError(msg)
    key = _key_in(state, slots, provider)
    if key is None:
        msg = "no slot of the book opened: wrong key; the book has a key of its own"
        raise WrongKeyError(msg)
    return Book(state, key)


def check_not_of_book(state: State, provider: KeyProvider) -> None:
    """Raise `InvalidRecordError` if a key that is to open the journal opens its book."""
    slots = reading(state, lambda: blob_of(state, document_id(state, _SLOTS)))
    key = None if slots is None else _key_in(state, slots, provider)
    if key is not None:
        key.wipe()
        msg = "this key opens the book of pseudonyms; the journal needs another one"
        raise InvalidRecordError(msg, field="key")


def _check_apart(state: State, providers: Sequence[KeyProvider]) -> None:
    slots = reading(state, lambda: read_slots(state.store, state.head))
    for provider in providers:
        for name, blob in slots.items():
            opened = try_slot(name, blob, state.journal, provider)
            if opened is not None:
                opened[1].wipe()
                opened[2].key.wipe()
                msg = "this key opens the journal; the book of pseudonyms needs one of its own"
                raise InvalidRecordError(msg, field="key")


def _key_in(state: State, slots: bytes, provider: KeyProvider) -> Key | None:
    for slot, blob in _parsed(slots).items():
        opened = try_slot(slot_name(slot), blob, state.journal, provider)
        if opened is not None:
            opened[2].key.wipe()
            return opened[1]
    return None


def _said(text: object, what: str, longest: int) -> str:
    """Return *text* stripped, or raise without repeating it."""
    said = text.strip() if isinstance(text, str) else ""
    if not said or len(said) > longest or any("\ud800" <= each <= "\udfff" for each in said):
        msg = f"{what} must be text in UTF-8, of 1 to {longest:,} characters"
        raise InvalidRecordError(msg, field=what)
    return said


def _copied_id(secret: bytes, record: bytes) -> str:
    message = pae(b"supervision/v1/copy", record)
    return hmac.digest(secret, message, "sha256")[:16].hex()


def _plan(state: State, planned: Commit, text: bytes, key: Key, slots: bytes) -> None:
    keep(state, planned, document_id(state, _PAGES), text, key)
    keep_blob(state, planned, document_id(state, _SLOTS), slots, NOBODY)


def _slots_for(state: State, key: Key, providers: Iterable[KeyProvider]) -> bytes:
    parts: list[bytes] = []
    for provider in providers:
        slot, blob, slot_key = make_slot(provider, ring_key=key, journal=state.journal)
        slot_key.wipe()
        parts += [slot.id, blob]
    if len(parts) > 2 * _MOST_SLOTS:
        msg = f"a book has at most {_MOST_SLOTS} keys"
        raise SupervisionError(msg)
    return pae(*parts)


def _parsed(slots: bytes) -> dict[bytes, bytes]:
    count = int.from_bytes(slots[:8], "little")
    if count % 2 or not 0 < count <= 2 * _MOST_SLOTS:
        msg = "the slots of the book are not as they were made; restore the store from a backup"
        raise TamperedRecordError(msg)
    parts = split_pae(slots, count=count)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _pages_at(state: State, key: Key) -> Pages:
    text = text_of(state, document_id(state, _PAGES), key)
    return codec.decode_document(text or b"", _SCHEMA, Pages)

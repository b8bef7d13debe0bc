"""Copies for one recipient, under codes and ids that nobody else's copies have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from supervision import Journal
from supervision.cli._book_keys import BookKey, opened_book
from supervision.cli._exits import RefusedError
from supervision.cli._find import SHORT
from supervision.cli._labels import labels_of
from supervision.cli._screen import Screen, interactive
from supervision.codec import kinds
from supervision.errors import InvalidRecordError, SupervisionError
from supervision.exchange import Document, Recoding, codes_in, ids_in, left_in
from supervision.journal import Book
from supervision.records import LedgerLine, Record

_LONGEST = 100
_MOST_SHOWN = 10
_OWN = "x."
_FIRST = (
    "this is the first copy for this recipient, and has new codes; if there was one before, "
    "see what they are called with: supervision book recipients"
)


class Copies:
    """What a recipient gets in the place of records.

    Args:
        book: The open book.
        recipient: Who gets them.
        called: The id of a theme in the journal → what it is called.

    Attributes:
        labels: The id of a theme in the copies → what it is called there. It changes whenever
            another code is met.
    """

    def __init__(self, book: Book, recipient: str, called: Mapping[str, str]) -> None:
        self._book = book
        self._recipient = recipient
        self._called = called
        self.labels: dict[str, str] = {}
        self._recoding = Recoding(codes=book.codes_for(recipient, ()), ids={})

    def prepare(self, journal: Journal, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
        """Give every code and id of a journal another one, before the first copy is made.

        A text may hold the code of somebody whom another record names, or an earlier revision, or
        the book alone; so all are looked for first.

        Args:
            journal: The journal.
            lines: The records that will be copied.

        Returns:
            The lines in the order of their new ids: that of recording would join two copies.
        """
        met = {folder.label for folder in journal.folders()} | self._book.people().keys()
        for line in lines:
            # What does not open is told when it is to be copied.
            with suppress(SupervisionError):
                for each in journal.revisions(kinds()[line.kind], line.id):
                    met |= codes_in(each.record)
        self._meet(met, {line.id for line in lines})
        return sorted(lines, key=lambda line: self._recoding.ids[line.id])

    def check(self, documents: Iterable[Document]) -> list[str]:
        """Make each copy once before any is written.

        Returns:
            Each place that reads like a code of the journal and stays as it is.

        Raises:
            InvalidRecordError: if a copy would break a rule: codes are longer there.
        """
        places = [place for each in documents for place in self._stays(each)]
        for theme, label in self._called.items():
            for start, end in self._recoding.left_in(label) if theme.startswith(_OWN) else ():
                places.append(f"the label of {theme} {start}-{end}")
        return places

    def _stays(self, document: Document) -> Iterator[str]:
        record = document.record
        try:
            self._copy(record, document.reason)
        except InvalidRecordError as error:
            raise _cannot_be_copied(error, record) from None
        where = f"record {record.id[:SHORT]} at revision {record.revision}"
        for left in left_in(record, self._recoding):
            yield f"{where}, {left}"
        for start, end in self._recoding.left_in(document.reason or ""):
            yield f"{where}, reason {start}-{end}"

    def of(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield each of *documents* as the recipient gets it."""
        for each in documents:
            yield self._copy(each.record, each.reason)

    def _copy(self, record: Record, reason: str | None) -> Document:
        # Another process may have recorded or amended something since all were looked at.
        self._meet(codes_in(record), ids_in(record))
        # When it was recorded, to the second, would join two copies.
        return Document(
            record=self._recoding.record(record),
            reason=None if reason is None else self._recoding.text(reason),
        )

    def _meet(self, codes: Iterable[str], ids: Iterable[str]) -> None:
        known = self._recoding
        new_codes = set(codes) - known.codes.keys()
        new_ids = set(ids) - known.ids.keys()
        if new_codes or new_ids:
            given = self._book.codes_for(self._recipient, new_codes)
            made = self._book.ids_for(self._recipient, new_ids)
            self._recoding = Recoding(codes={**known.codes, **given}, ids={**known.ids, **made})
            # A label of a pack of one's own may hold a code, and so may the id of its theme.
            self.labels.clear()
            self.labels.update(self._recoding.labels(self._called))


def tell_stays(screen: Screen, places: Sequence[str]) -> None:
    """Say where a copy reads as if it named somebody by a code of the journal, and not what is there."""
    for place in places[:_MOST_SHOWN]:
        screen.warn(f"{place} reads like a code of this journal, and stays as it is")
    if len(places) > _MOST_SHOWN:
        screen.warn(f"and {len(places) - _MOST_SHOWN} more places")
    if places:
        screen.note("what is written like C-201 is replaced; correct the rest with amend")


def _cannot_be_copied(error: InvalidRecordError, record: Record) -> InvalidRecordError:
    msg = (
        f"revision {record.revision} of record {record.id} cannot be copied, since codes are longer "
        f"in a copy: {error}; nothing was written; shorten it with 'supervision amend', and leave "
        "--all-revisions out if it is an older revision"
    )
    return InvalidRecordError(msg, record=record.id, field=error.field)


@contextmanager
def copies_for(
    screen: Screen, journal: Journal, recipient: str | None, key: BookKey
) -> Iterator[Copies | None]:
    """Give what makes copies for *recipient*; nothing where there is none."""
    if recipient is None:
        yield None
        return
    with opened_book(journal, key) as book:
        if recipient not in book.recipients():
            screen.note(_FIRST)
            if interactive():
                screen.confirm("Make new codes?", yes=False)
        yield Copies(book, recipient, labels_of(journal))


def recipient_of(text: str | None, key: BookKey) -> str | None:
    """Return the name of a recipient, stripped.

    Raises:
        RefusedError: if it is empty or far too long, or the key goes with none.
    """
    key.check()
    if text is None:
        if key.given:
            # Whoever gives it wants fresh codes, and would get a copy with those of the journal.
            msg = "a key of the book is for a copy under fresh codes; say for whom, in --for"
            raise RefusedError(msg)
        return None
    name = text.strip()
    if not name or len(name) > _LONGEST:
        msg = f"say for whom, in --for, in up to {_LONGEST} characters"
        raise RefusedError(msg)
    return name

"""Documents: what a journal keeps beside its records, as far as the log says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from supervision.proof._entry import Entry
from supervision.proof._rules import demand


class Document(NamedTuple):
    """The newest version of a document.

    Args:
        seq: The number of the entry that wrote it, or took it away.
        version: From 1.
        kid: The id of the key that it is sealed under.
        digest: SHA-256 of its sealed blob.
        folder: The folder whose secret the key comes from, 16 bytes; `None` if it is no folder's.
        dropped: Whether it was taken away. Its next version, if there is one, goes on counting.
    """

    seq: int
    version: int
    kid: bytes
    digest: bytes
    folder: bytes | None = None
    dropped: bool = False


class Documents:
    """The documents of a log.

    Args:
        note: Sets the document of an id; whoever gives it can take it back.
        home: The folder that a key belongs to, or `None`.
        live: Whether a key is the current one of a folder.
    """

    def __init__(
        self,
        note: Callable[[dict[bytes, Document], bytes, Document], None],
        home: Callable[[bytes], bytes | None],
        live: Callable[[bytes], bool],
    ) -> None:
        self._all: dict[bytes, Document] = {}
        self._note = note
        self._home = home
        self._live = live

    def present(self) -> Mapping[bytes, Document]:
        """Return the documents that are there, by their ids."""
        return {each: found for each, found in self._all.items() if not found.dropped}

    def get(self, document: bytes) -> Document | None:
        """Return a document, or `None` if it is not there."""
        found = self._all.get(document)
        return None if found is None or found.dropped else found

    def version_of(self, document: bytes) -> int:
        """Return the last version that a document had, dropped or not; 0 if it never was."""
        found = self._all.get(document)
        return found.version if found else 0

    def keep(self, seq: int, entry: Entry) -> None:
        """Apply a KEEP entry: a new version."""
        due = self.version_of(entry.subject) + 1
        demand(entry.revision == due, seq, "skips or repeats a version of a document")
        home, before = self._home(entry.kid), self._all.get(entry.subject)
        fits = home is None or self._live(entry.kid)
        demand(fits, seq, "uses a key that is not the current one of a folder")
        stays = before is None or before.folder == home
        demand(stays, seq, "moves a document to another folder")
        self._note(self._all, entry.subject, Document(seq, due, entry.kid, entry.digest, home))

    def drop(self, seq: int, entry: Entry) -> None:
        """Apply a DROP entry: the document is taken away."""
        found = self._all.get(entry.subject)
        there = found is not None and not found.dropped and found.version == entry.revision
        demand(there, seq, "drops a document that is not there")
        self._take(seq, entry.subject)

    def shred(self, seq: int, folder: bytes) -> None:
        """Take away every document of a folder that is shredded."""
        for document in list(self.of(folder)):
            self._take(seq, document)

    def of(self, folder: bytes) -> Iterator[bytes]:
        """Yield the ids of the documents of a folder that are there."""
        for document, found in self._all.items():
            if not found.dropped and found.folder == folder:
                yield document

    def _take(self, seq: int, document: bytes) -> None:
        gone = self._all[document]._replace(seq=seq, dropped=True)
        self._note(self._all, document, gone)

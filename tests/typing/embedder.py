"""What type checkers make of the library, seen from outside; checked, never run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import assert_type

import attrs

from supervision import (
    CaseDiscussion,
    Journal,
    KeyFile,
    Modality,
    Passphrase,
    RecoveryCode,
    Reflection,
    Session,
)
from supervision.codec import from_plain
from supervision.crypto import KeyProvider
from supervision.exchange import Problem, read_csv
from supervision.journal import ErasureReceipt, KeySlot, Revision
from supervision.proof import Report
from supervision.records import Ledger, LedgerLine
from supervision.reflection import Guide, Question, Rated, Suggestion, ratings, reflect, suggest
from supervision.reports import minutes_by, theme_counts
from supervision.storage import Backend, MemoryBackend, SQLiteBackend, TinyDBBackend


class OwnBackend:
    """A backend that inherits nothing."""

    def get(self, name: str) -> bytes | None:
        """Return nothing."""
        return None if name else b""

    def get_many(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Return nothing."""
        return dict.fromkeys(names, b"")

    def scan(self, prefix: str, *, after: str = "") -> Iterator[tuple[str, bytes]]:
        """Yield something."""
        yield prefix + after, b""

    def names(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """Yield something."""
        yield prefix + after

    def commit(
        self,
        changes: Mapping[str, bytes | None],
        *,
        expect: Mapping[str, bytes | None],
        scrub: bool = False,
    ) -> None:
        """Do nothing."""
        _ = changes, expect, scrub

    def close(self) -> None:
        """Do nothing."""


class OwnKey:
    """A key provider that inherits nothing."""

    kind: str = "own"

    def create(self) -> tuple[bytearray, Mapping[str, object]]:
        """Return a key of zeros."""
        return bytearray(32), {}

    def recover(self, parameters: Mapping[str, object]) -> bytearray:
        """Return a key of zeros."""
        return bytearray(32 + len(parameters))


def are_providers() -> list[KeyProvider]:
    """Return one of each, and one of one's own."""
    return [Passphrase("x"), KeyFile("x"), RecoveryCode.generate(), OwnKey()]


def are_backends() -> list[Backend]:
    """Return one of each, and one of one's own."""
    return [MemoryBackend(), SQLiteBackend("x"), TinyDBBackend("x"), OwnBackend()]


def keep(store: Backend, key: KeyProvider) -> Report:
    """Use a journal the way an application does."""
    session = Session(
        on=date(2026, 11, 20),
        minutes=90,
        supervisor="V-01",
        supervisees=["S-014"],
        modality=Modality.INDIVIDUAL,
        cases=[CaseDiscussion(client="C-201", themes={"family.burden"})],
    )
    with Journal.create(store, key) as journal:
        _ = assert_type(journal.record(session), Session)
        _ = assert_type(journal.amend(attrs.evolve(session, minutes=60), reason="x"), Session)
        _ = assert_type(journal.read(Reflection, session.id), Reflection)
        _ = assert_type(journal.revisions(Session, session.id), list[Revision])
        for found in journal.all(Session, theme="family.*"):
            _ = assert_type(found, Session)
        _ = assert_type(journal.keys(), list[KeySlot])
        _ = assert_type(journal.erase(session.id, reason="x"), ErasureReceipt)
        with journal.batch() as batch:
            _ = assert_type(batch.record(session), Session)
        lines = assert_type(journal.ledger(), Ledger)
        for row in minutes_by(lines, by=["month", "person"]):
            _ = assert_type(row.minutes, int)
        return assert_type(journal.verify(), Report)


def convert(plain: Mapping[str, object], line: LedgerLine) -> tuple[Session, int]:
    """Use what crosses the border, and a report."""
    parsed = read_csv(b"", name="x")
    _ = assert_type(parsed.problems, tuple[Problem, ...])
    counts = assert_type(theme_counts([line]), dict[tuple[str, str], int])
    return from_plain(dict(plain), Session), sum(counts.values())


def think(lines: Sequence[LedgerLine], session: Session) -> tuple[Reflection, Session]:
    """Reflect, and ask what to ask next."""
    guide = assert_type(reflect("gibbs"), Guide)
    _ = assert_type(guide.question, Question | None)
    guide = assert_type(guide.answer(["One", "two"]).answer(7).skip().back(), Guide)
    _ = assert_type(Guide.from_plain(guide.to_plain()), Guide)
    _ = assert_type(ratings(lines), list[Rated])
    _ = assert_type(suggest(lines, today=date(2026, 1, 20), packs={"needs"}), list[Suggestion])
    return guide.reflection(on=date(2026, 1, 20), practitioner="S-014"), guide.into(session)

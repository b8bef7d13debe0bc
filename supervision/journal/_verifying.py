"""The full walk: every blob of a journal held against the log."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable

from supervision.errors import (
    ConflictError,
    CorruptRecordError,
    JournalNotFoundError,
    RollbackError,
    SupervisionError,
    TamperedRecordError,
    UnsupportedFormatError,
    WrongKeyError,
)
from supervision.journal._access import check_successor, unlock, wiping_on_error
from supervision.journal._bodies import name_of, open_body
from supervision.journal._folders import document_names, secret_names, secret_of
from supervision.journal._ledger import proven_rows
from supervision.journal._names import (
    BODIES,
    DOCUMENTS,
    EVENTS,
    FOLDERS,
    HEAD,
    LEDGER,
    LOG,
    RING,
    SLOTS,
    event_name,
    last_number,
    ledger_name,
    ledger_prefix,
)
from supervision.journal._opening import pin_problem
from supervision.journal._rows import code_of, wrong_rows
from supervision.journal._state import State, log_since
from supervision.journal._tallies import tally_names, wrong_tallies
from supervision.proof import BLOCK, ENTRY_SIZE, Code, Finding, Put, Report, block_start

Progress = Callable[[int, int], None]
"""Called with the number of blobs looked at and the number expected."""

_WALKS = 3
_FATAL = (
    CorruptRecordError,
    JournalNotFoundError,
    RollbackError,
    TamperedRecordError,
    UnsupportedFormatError,
    WrongKeyError,
)


def verify(state: State, progress: Progress) -> Report:
    """Walk over everything, again where another writer came between.

    Raises:
        ConflictError: if other writers came between every time and cannot be held back.
    """
    exclusive = getattr(state.store, "exclusive", contextlib.nullcontext)
    for walk in range(_WALKS + 1):
        with exclusive() if walk == _WALKS else contextlib.nullcontext():
            note = state.store.get(HEAD)
            report = _walk(state, progress)
            if report.ok or state.store.get(HEAD) == note:
                return report
    msg = "other writers kept changing the journal; verify it when they rest"
    raise ConflictError(msg)


def _walk(state: State, progress: Progress) -> Report:
    walk = _Walk(state, progress)
    try:
        walk.run()
    except _FATAL as error:
        # Where head, keys or log are wrong, nothing below them can be judged.
        walk.found(code_of(error), error.name or HEAD, str(error))
    finally:
        walk.forget_keys()
    fold = walk.seen.fold
    return Report(
        findings=tuple(walk.findings),
        counts=walk.counts,
        size=fold.size,
        root=fold.range.root(),
        pinned=state.pin is not None,
    )


class _Walk:
    """One walk over the store, at one head, with a fold built anew."""

    def __init__(self, state: State, progress: Progress) -> None:
        self.state = state
        self.seen = state
        self.progress = progress
        self.findings: list[Finding] = []
        self.counts: dict[str, int] = {}
        self.bodies: dict[str, tuple[bytes, Put]] = {}
        self.live: list[str] = []
        self.tallies: set[str] = set()
        self.digests: dict[bytes, tuple[bytes, int]] = {}

    def found(self, code: Code, name: str, says: str, record: bytes | None = None) -> None:
        """Note a finding."""
        record_id = None if record is None else record.hex()
        self.findings.append(Finding(code=code, name=name, record=record_id, says=says))

    def forget_keys(self) -> None:
        """Overwrite the keys that the walk unlocked anew."""
        if self.seen is not self.state:
            self.seen.forget_keys()

    def run(self) -> None:
        """Check head, keys, log and pin, then every blob."""
        # Read first: another process may commit and pin while the store is looked at.
        pinned = None if self.state.pin is None else self.state.pin.read()
        self.seen = self._reopened()
        self._check_pin(pinned)
        fold = self.seen.fold
        self.bodies = {
            name_of(self.seen, record, put): (record, put)
            for record in fold.records
            for put in fold.records[record]
        }
        self.tallies = tally_names(self.seen)
        # A list, for reports in the same order each time.
        self.live = [each.hex() for each, its in fold.folders.items() if its.shredded is None]
        expected = {
            *self.bodies,
            *secret_names(self.seen),
            *document_names(self.seen),
            *map(event_name, fold.events),
        }
        self.counts = {
            "records": len(fold.records),
            "revisions": len(self.bodies),
            "folders": len(self.live),
            "events": len(fold.events),
            "documents": len(fold.documents),
            "entries": fold.size,
        }
        self._check_blobs(expected)
        self._check_log()
        for folder in self.live:
            self._check_ledger(bytes.fromhex(folder))
        self._check_tallies()

    def _reopened(self) -> State:
        state = self.state
        access, note, head = unlock(state.store, list(state.access.held.values()))
        seen = State(state.store, access, note, head, state.clock)
        with wiping_on_error(seen.forget_keys):
            self._follow(seen)
        return seen

    def _follow(self, seen: State) -> None:
        """Read the log at the head of *seen*, which must go on from what the journal has seen."""
        state, head, access = self.state, seen.head, seen.access
        if head.journal != state.journal:
            msg = "the head belongs to another journal; restore the store from a backup"
            raise TamperedRecordError(msg, name=HEAD, code="E-HEAD")
        if head.size < state.fold.size:
            msg = "the store is behind what this journal has seen; restore the newer copy"
            raise RollbackError(msg, code="E-ROLLBACK")
        if head.ring_digest != state.head.ring_digest:
            check_successor(state.access.ring, access.ring)
        log = log_since(state.store, 0, head.size)
        seen.advance(log.entries, head)
        seen.tail = log.tail
        if seen.fold.entries(0, state.fold.size) != state.fold.entries():
            msg = "the log is not a continuation of what this journal has seen"
            raise RollbackError(msg, name=HEAD, code="E-FORK")

    def _check_pin(self, pinned: bytes | None) -> None:
        problem = None if pinned is None else pin_problem(self.seen, pinned)
        if problem is not None:
            self.found(Code.ROLLBACK, HEAD, str(problem))

    # Blobs

    def _check_blobs(self, expected: set[str]) -> None:
        missing = set(expected)
        total = len(expected)
        for count, (name, blob) in enumerate(self.state.store.scan(""), start=1):
            self.progress(min(count, total), total)
            missing.discard(name)
            if name in expected:
                self._check_blob(name, blob)
            elif not self._belongs(name):
                self.found(Code.EXTRA, name, "nothing in the log put this here; remove it")
        for name in sorted(missing):
            record = self.bodies[name][0] if name in self.bodies else None
            says = f"the log names it; {self._way_out(name)}"
            self.found(Code.MISSING, name, says, record)
        self.progress(total, total)

    def _belongs(self, name: str) -> bool:
        """Say whether another check looks at *name*."""
        if name in {HEAD, RING} or name.startswith((SLOTS, LOG)):
            return True
        folder, _, first = name.removeprefix(LEDGER).partition("/")
        beyond = ledger_name(b"", self.seen.head.size).rpartition("/")[2]
        placed = len(first) == len(beyond) and first < beyond
        return placed and name.startswith(LEDGER) and folder in self.live

    def _check_blob(self, name: str, blob: bytes) -> None:
        try:
            if name.startswith(BODIES):
                self._check_body(name, blob)
            elif name.startswith(FOLDERS):
                self._check_folder(name)
            elif name.startswith(EVENTS):
                self._check_event(name, blob)
            elif name.startswith(DOCUMENTS):
                self._check_document(name, blob)
        except SupervisionError as error:
            record = self.bodies[name][0] if name in self.bodies else None
            self.found(code_of(error), name, str(error), record)

    def _check_body(self, name: str, blob: bytes) -> None:
        record, put = self.bodies[name]
        digest = hashlib.sha256(blob).digest()
        if digest == put.digest:
            open_body(self.seen, record, put, blob, thoroughly=True)
            return
        other, revision = self._digest_of_whom(digest)
        if other is None:
            self.found(Code.ALTERED, name, "it was changed; restore it from a backup", record)
        elif other == record:
            says = f"it is revision {revision} put in the place of this one; restore it"
            self.found(Code.STALE, name, says, record)
        else:
            says = "it is the body of another record moved here; restore it from a backup"
            self.found(Code.MOVED, name, says, record)

    def _digest_of_whom(self, digest: bytes) -> tuple[bytes | None, int]:
        if not self.digests:
            self.digests = {
                put.digest: (record, put.revision) for record, put in self.bodies.values()
            }
        return self.digests.get(digest, (None, 0))

    def _check_folder(self, name: str) -> None:
        folder = bytes.fromhex(name.removeprefix(FOLDERS)[:32])
        kids = self.seen.fold.folders[folder].kids
        secret_of(self.seen, next(kid for kid in kids if kids[kid] == last_number(name)))

    def _check_event(self, name: str, blob: bytes) -> None:
        seq = last_number(name)
        if hashlib.sha256(blob).digest() != self.seen.fold.events[seq]:
            self.found(Code.ALTERED, name, "the event was changed; restore it from a backup")

    def _check_document(self, name: str, blob: bytes) -> None:
        document = bytes.fromhex(name.removeprefix(DOCUMENTS)[:32])
        if hashlib.sha256(blob).digest() != self.seen.fold.documents[document].digest:
            self.found(Code.ALTERED, name, f"it was changed; {self._way_out(name)}")

    def _way_out(self, name: str) -> str:
        if name in self.tallies:
            return "it is a tally of themes: count it anew with recount"
        return "restore it from a backup"

    # Log and ledger

    def _check_log(self) -> None:
        """Name log blobs that repeat entries: reading passes over them, but who left them?"""
        end, size = 0, self.seen.fold.size
        for name, blob in self.state.store.scan(LOG):
            first = last_number(name)
            whole = first + BLOCK <= block_start(size)
            if first != end or (whole and len(blob) != BLOCK * ENTRY_SIZE) or first >= size:
                self.found(Code.EXTRA, name, "it repeats or exceeds the log; remove it")
            end = max(end, first + len(blob) // ENTRY_SIZE)

    def _check_ledger(self, folder: bytes) -> None:
        before = len(self.findings)
        try:
            proven_rows(self.seen, folder, self.seen.fold.size)
        except SupervisionError as error:
            for finding in wrong_rows(self.seen, folder):
                self.found(*finding)
            if len(self.findings) == before:
                self.found(code_of(error), error.name or ledger_prefix(folder), str(error))

    def _check_tallies(self) -> None:
        # A tally counts rows: where one of these is wrong, that has been said.
        if not self.findings:
            for name, says in wrong_tallies(self.seen):
                self.found(Code.FACTS, name, says)

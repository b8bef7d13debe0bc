"""`supervision export`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import attrs
from cyclopts import Parameter

from supervision import Journal
from supervision.cli._book_keys import BOOK_KEY, BookKey
from supervision.cli._copies import copies_for, recipient_of, tell_stays
from supervision.cli._exits import Exit, RefusedError
from supervision.cli._labels import labels_of
from supervision.cli._options import REACH, Reach
from supervision.cli._screen import Screen, Tick
from supervision.cli._unlocking import opened
from supervision.cli._writing import STDOUT, Part, check_free
from supervision.codec import kinds
from supervision.errors import (
    ConflictError,
    CorruptRecordError,
    ErasedError,
    SupervisionError,
    TamperedRecordError,
    UnsupportedFormatError,
    WrongKeyError,
)
from supervision.exchange import Document
from supervision.records import LedgerLine

_TRIES = 5
_UNREADABLE = (TamperedRecordError, CorruptRecordError, UnsupportedFormatError, WrongKeyError)


@attrs.define
class Tally:
    """How an export is going.

    Args:
        named: How many records the log names.
        written: How many were written, each with the revisions asked for.
        erased: How many another process erased meanwhile.
        failed: Those that could not be opened: record, code, and what is said of it.
    """

    named: int = 0
    written: int = 0
    erased: int = 0
    failed: list[tuple[str | None, str | None, str]] = attrs.Factory(list)

    @property
    def complete(self) -> bool:
        """Whether every record that the log names was written, or erased meanwhile."""
        return not self.failed and self.written + self.erased == self.named

    def fail(self, error: SupervisionError, record: str | None) -> None:
        """Note what could not be opened."""
        self.failed.append((error.record or record, error.code, str(error)))


def export(
    *,
    out: Annotated[Path, Parameter(allow_leading_hyphen=True)],
    format: Literal["json", "markdown"] = "json",  # noqa: A002 - it is the name of the option
    all_revisions: bool = False,
    keep_partial: bool = False,
    recipient: Annotated[str | None, Parameter(name="--for")] = None,
    key: BookKey = BOOK_KEY,
    reach: Reach = REACH,
) -> Exit:
    """Write every record out in PLAIN TEXT.

    For whoever leaves, hands over or has to hand in. Whoever has the result can read it: no key
    is needed any more. It is written under a name that
    ends in .partial, and gets its own name only when every record that the log names was opened
    and written; if one fails, what was written is deleted again and the exit status is 1. Nothing
    is ever overwritten. `supervision log` reads it back, under the same ids.

    With --for, people, groups and records have codes and ids of this recipient's own, in fields and
    in texts, so that two recipients cannot join their copies by them. Times of recording are left
    out. Days and texts are as they are: whoever has two copies can still compare those. Where a text
    still reads as if it named somebody, as in C 201, the place is told before anything is written.

    Args:
        out: A file for JSON, a folder for Markdown; - prints JSON, to be piped into another
            program, where only the exit status says whether it is complete.
        format: One JSON document, as if not given, or one Markdown file for each record.
        all_revisions: Write every revision of each record, and not only the newest.
        keep_partial: Go on after a record that fails, and keep what was written, under the name
            that ends in .partial: to save what can be saved from a damaged journal.
        recipient: Make a copy for them, such as 'audit 2026', under fresh codes that the book of
            pseudonyms keeps; they get the same ones each time.
        key: A key of the book of pseudonyms, for --for.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    _check(out, format, json=reach.json)
    whom = recipient_of(recipient, key)
    tally = Tally()
    with (
        opened(screen, reach) as journal,
        copies_for(screen, journal, whom, key) as copies,
        screen.progress("exporting") as tick,
    ):
        lines = _named(journal, tally, keep=keep_partial)
        lines = lines if copies is None else copies.prepare(journal, lines)
        if copies is not None:
            # What does not open is told when it is to be written.
            looked_at = _documents(journal, lines, Tally(), tick, whole=all_revisions, keep=True)
            tell_stays(screen, copies.check(looked_at))
        documents = _documents(journal, lines, tally, tick, whole=all_revisions, keep=keep_partial)
        documents = documents if copies is None else copies.of(documents)
        labels = labels_of(journal) if copies is None else copies.labels
        screen.warn("PLAIN TEXT: whoever has what this writes can read every note in it")
        with Part(out, keep=keep_partial, labels=labels) as part:
            part.write(documents, format)
            if tally.complete:
                part.finish()
            elif not keep_partial:
                msg = "the number of records written is not that of the log; run verify"
                raise TamperedRecordError(msg, code="E-MISSING")
    _show(screen, tally, out)
    return Exit.OK if tally.complete else Exit.PROBLEM


def _check(out: Path, form: str, *, json: bool) -> None:
    if out == STDOUT and (json or form != "json"):
        msg = "only the JSON document itself can be printed: leave --json and Markdown out"
        raise RefusedError(msg)
    if str(out).startswith("-") and out != STDOUT:
        msg = "--out must be given; a name that begins with a hyphen is written ./-name"
        raise RefusedError(msg)
    check_free(out)


def _named(journal: Journal, tally: Tally, *, keep: bool) -> list[LedgerLine]:
    """Return the line of each record that the log names, counted in two independent ways."""
    for _ in range(_TRIES):
        tally.named = sum(folder.records for folder in journal.folders())
        lines = _lines(journal, tally, keep=keep)
        if len(lines) == tally.named or tally.failed:
            return lines
    msg = "other writers kept adding records; export again when they rest"
    raise ConflictError(msg)


def _lines(journal: Journal, tally: Tally, *, keep: bool) -> list[LedgerLine]:
    if not keep:
        return list(journal.ledger())
    # A folder whose ledger was tampered with takes no other folder along.
    lines: list[LedgerLine] = []
    for folder in journal.folders():
        try:
            lines += journal.ledger(folder=folder.label)
        except _UNREADABLE as error:
            tally.fail(error, None)
    return lines


def _documents(
    journal: Journal,
    lines: list[LedgerLine],
    tally: Tally,
    tick: Tick,
    *,
    whole: bool,
    keep: bool,
) -> Iterator[Document]:
    for count, line in enumerate(lines, start=1):
        try:
            found = journal.revisions(kinds()[line.kind], line.id)
        except ErasedError:
            tally.erased += 1
            continue
        except _UNREADABLE as error:
            if not keep:
                raise
            tally.fail(error, line.id)
            continue
        for each in found if whole else found[-1:]:
            yield Document(record=each.record, recorded=each.recorded, reason=each.reason)
        tally.written += 1
        tick(count, len(lines))


def _show(screen: Screen, tally: Tally, out: Path) -> None:
    report = screen.note if out == STDOUT else screen.say
    for record, code, says in tally.failed:
        screen.note(f"{code or 'not opened'} {record or 'a ledger'}: {says}")
    if tally.complete:
        report(f"complete: {tally.written} of {tally.named} records written")
    else:
        where = "" if out == STDOUT else f", under a name that ends in .partial: {out}.partial"
        report(f"NOT complete: {tally.written} of {tally.named} records written{where}")
    if tally.erased:
        report(f"{tally.erased} were erased meanwhile")
    screen.document(
        {
            "complete": tally.complete,
            "records": tally.named,
            "written": tally.written,
            "erased_meanwhile": tally.erased,
            "failed": [
                {"record": record, "code": code, "says": says}
                for record, code, says in tally.failed
            ],
        }
    )

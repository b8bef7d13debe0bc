"""What a journal gives back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NoReturn, SupportsIndex, TypeVar

import attrs

from supervision import codec
from supervision.errors import SupervisionError
from supervision.journal import _bodies
from supervision.journal._access import parsed_id
from supervision.journal._documents import reading
from supervision.journal._drafts import Draft, drafts_of
from supervision.journal._folders import Folder, folders_of
from supervision.journal._ledger import Moment, lines_at, matching
from supervision.journal._settings import (
    HashedNames,
    known_names,
    settings_of,
    settings_seen,
)
from supervision.journal._state import State
from supervision.journal._tallies import has_tallies, tally_at
from supervision.records import (
    Agreement,
    Ledger,
    Record,
    Reflection,
    Session,
    Settings,
    ThemeTally,
    pseudonym_of,
)

R = TypeVar("R", bound=Session | Reflection | Agreement)


@attrs.frozen(kw_only=True)
class Revision:
    """One revision of a record.

    Args:
        revision: Its number, from 1.
        recorded: When it was recorded, RFC 3339 in UTC.
        reason: Why the record was amended; `None` for the first.
        record: The record as it then was.
    """

    revision: int
    recorded: str
    reason: str | None = attrs.field(repr=False)
    record: Record


class Reader:
    """An open journal, as far as it is read."""

    def __init__(self, state: State, *, owns_store: bool) -> None:
        self._state = state
        self._owns_store = owns_store
        self._closed = False

    def __repr__(self) -> str:
        return f"<Journal {self.id[:8]}…{' closed' if self._closed else ''}>"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        msg = "a journal holds keys and cannot be pickled or copied; open it where it is needed"
        raise TypeError(msg)

    @property
    def id(self) -> str:
        """The journal's id, 32 hex digits."""
        return self._state.journal.hex()

    def _live(self) -> State:
        if self._closed:
            msg = "the journal is closed; open it again"
            raise SupervisionError(msg)
        return self._state

    def read(self, kind: type[R], record: str) -> R:
        """Return the newest revision of a record.

        Args:
            kind: The class of the record.
            record: Its id, 32 hex digits.

        Raises:
            RecordNotFoundError: if no record has this id; `ErasedError` if it was erased.
            InvalidRecordError: if it is of another kind.
            TamperedRecordError: if it was changed, moved, removed or put back.
        """
        return self._revisions(kind, record, newest=True)[0].record

    def revisions(self, kind: type[R], record: str) -> list[Revision]:
        """Return every revision of a record, oldest first, with its time and reason."""
        found = self._revisions(kind, record, newest=False)
        return [
            Revision(
                revision=body.record.revision,
                recorded=body.recorded,
                reason=body.reason,
                record=body.record,
            )
            for body in found
        ]

    def _revisions(self, kind: type[R], record: str, *, newest: bool) -> list[codec.Body[R]]:
        state, record_id = self._live(), parsed_id(record)

        def step() -> list[codec.Body[R]]:
            put = _bodies.newest_put(state, record_id)
            puts = [put] if newest else state.fold.records[record_id]
            return _bodies.read_revisions(state, kind, record_id, puts)

        with state.lock:
            return state.steadily(step)

    def all(
        self,
        kind: type[R],
        *,
        since: date | None = None,
        until: date | None = None,
        theme: str | None = None,
        client: str | None = None,
        folder: str | None = None,
    ) -> Iterator[R]:
        """Yield the newest revision of each record of a kind, in the order of recording.

        Args:
            kind: `Session`, `Reflection` or `Agreement`.
            since: The first day.
            until: The last day.
            theme: A theme, or a pattern such as ``family.*``.
            client: The pseudonym of a client who was discussed.
            folder: The label of a folder.
        """
        state = self._live()
        if (since, until, theme, client, folder) == (None,) * 5:
            with state.lock:
                state.refresh()
                records = list(state.fold.records)
        else:
            chosen = self.ledger(
                since=since, until=until, theme=theme, client=client, folder=folder
            )
            records = [bytes.fromhex(line.id) for line in chosen]
        return _bodies.stream(state, kind, records)

    def ledger(
        self,
        *,
        kind: str | None = None,
        since: date | None = None,
        until: date | None = None,
        theme: str | None = None,
        client: str | None = None,
        folder: str | None = None,
    ) -> Ledger:
        """Return the facts of each record in the order of recording; no note is opened.

        A theme that was renamed shows as what it is taken for now. The lines are read when the
        first of them is needed, and the journal must still be open then. They are those of now,
        without what is erased until they are read. As long as no record and no setting changes, the
        ledger of all lines is the same object, so that reports remember what they said of it.

        Args:
            kind: ``session``, ``reflection`` or ``agreement``.
            since: The first day.
            until: The last day.
            theme: A theme, or a pattern such as ``family.*``.
            client: The pseudonym of a client who was discussed.
            folder: The label of a folder.

        Raises:
            TamperedRecordError: when lines are read, if one was changed, moved or removed.
        """
        state = self._live()
        if (kind, since, until, theme, client, folder) == (None,) * 6:
            return self._whole_ledger()
        where = None if folder is None else state.access.ring.folder_id(pseudonym_of(folder))
        matches = matching(kind=kind, since=since, until=until, theme=theme, client=client)
        now = self._moment()
        return Ledger(lambda: list(filter(matches, lines_at(self._live(), now, where))))

    def _whole_ledger(self) -> Ledger:
        state, now = self._live(), self._moment()
        with state.lock:
            made = now.changes, now.settings.version
            if state.facts.ledger is None or state.facts.ledger[0] != made:
                # Where nothing is kept, lines have to be read, and who counts them may read them.
                tally = (lambda: self._tally(now)) if has_tallies(state) else None
                state.facts.ledger = made, Ledger(lambda: lines_at(self._live(), now), tally)
            return state.facts.ledger[1]

    def _moment(self) -> Moment:
        state = self._live()
        with state.lock:
            state.refresh()
            return Moment(state.fold.size, state.facts.changes, settings_seen(state))

    def _tally(self, moment: Moment) -> ThemeTally:
        state = self._live()
        return reading(state, lambda: tally_at(state, moment))

    def settings(self) -> Settings:
        """Return what the journal is set to; nothing, unless somebody set it."""
        return settings_of(self._live())

    def known_names(self) -> HashedNames | None:
        """Return the names that the journal warns of; they can be asked for, and not listed.

        They are what `supervision.identifiers.check` takes as *known*, to look at a record before
        it is given to `record` or `record_all`.
        """
        return known_names(self._live())

    def drafts(self) -> list[Draft]:
        """Return what was begun and neither recorded nor dropped, the oldest first."""
        return drafts_of(self._live())

    def folders(self) -> list[Folder]:
        """Return the folders, by label."""
        return folders_of(self._live())

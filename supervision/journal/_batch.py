"""Several changes in one commit."""

from __future__ import annotations

import inspect
from typing import Self, TypeVar

from supervision import codec
from supervision.errors import InvalidRecordError, SupervisionError
from supervision.journal._bodies import name_of, newest_put, open_body
from supervision.journal._commit import Commit
from supervision.journal._drafts import Draft, plan_drop
from supervision.journal._folders import secret_of
from supervision.journal._new_revision import NewRevision
from supervision.journal._settings import HashedNames, known_names
from supervision.journal._state import State
from supervision.journal._writing import write
from supervision.records import (
    Agreement,
    Record,
    Reflection,
    Session,
    folder_label,
    pseudonym_of,
    with_revision,
)

R = TypeVar("R", bound=Session | Reflection | Agreement)
_LARGEST = 4_096


class Batch:
    """Changes that are committed together when the `with` block ends, or not at all.

    Args:
        state: The open journal.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._added: list[NewRevision] = []
        self._dropped: list[Draft] = []
        self._known: HashedNames | None = None
        self._asked = False

    @property
    def count(self) -> int:
        """How many changes there are so far."""
        return len(self._added)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and (self._added or self._dropped):
            write(self._state, self._added, self._drop)

    def record(self, record: R, *, folder: str | None = None, strict: bool = False) -> R:
        """Add a new record; see `Journal.record`."""
        self._look_for_names(record, strict=strict)
        return self.record_unchecked(record, folder=folder)

    def record_unchecked(self, record: R, *, folder: str | None = None) -> R:
        """Add a new record without looking for what could tell who somebody is."""
        label = folder_label(record) if folder is None else pseudonym_of(folder)
        new = with_revision(record, 1)
        self._add(new, None, self._state.access.ring.folder_id(label), label)
        return new

    def amend(self, record: R, *, reason: str, strict: bool = False) -> R:
        """Add a revision; see `Journal.amend`."""
        self._look_for_names(record, reason, strict=strict)
        state, record_id = self._state, bytes.fromhex(record.id)
        with state.lock:
            folder, label = state.steadily(lambda: self._home(record_id, type(record)))
        new = with_revision(record, record.revision + 1)
        self._add(new, reason, folder, label)
        return new

    def drop_draft(self, draft: Draft) -> None:
        """Take a draft away, in the commit that records what became of it."""
        if any(each.id == draft.id for each in self._dropped):
            msg = "the draft is dropped in this batch already"
            raise SupervisionError(msg)
        self._dropped.append(draft)

    def _drop(self, planned: Commit) -> None:
        for draft in self._dropped:
            plan_drop(self._state, planned, draft)

    def _look_for_names(self, record: Record, reason: str | None = None, *, strict: bool) -> None:
        # Its patterns take a tenth of the import, and who only reads needs none of them.
        from supervision.identifiers import check, check_text, refuse, warn  # noqa: PLC0415

        known = self._names()
        found = [*check(record, known=known)]
        if reason is not None:
            found += check_text("reason", reason, known=known)
        if found and strict:
            refuse(found)
        if found:
            warn(found, stacklevel=_levels_up())

    def _names(self) -> HashedNames | None:
        # Once a batch: the journal may have grown by a thousand records since.
        if not self._asked:
            self._asked, self._known = True, known_names(self._state)
        return self._known

    def _home(self, record: bytes, kind: type[R]) -> tuple[bytes, str]:
        """Return the folder a record is in, having checked that it is of *kind*."""
        state = self._state
        put = newest_put(state, record)
        blob = state.store.get(name_of(state, record, put))
        if codec.kind_of(open_body(state, record, put, blob)) is not kind:
            msg = "the id belongs to a record of another kind"
            raise InvalidRecordError(msg, record=record.hex())
        secret = secret_of(state, put.kid)
        return secret.folder, secret.label

    def _add(
        self,
        record: Session | Reflection | Agreement,
        reason: str | None,
        folder: bytes,
        label: str,
    ) -> None:
        if len(self._added) >= _LARGEST:
            msg = f"a batch holds at most {_LARGEST} changes; use record_all for more"
            raise SupervisionError(msg)
        state = self._state
        new = NewRevision(
            state.journal,
            record,
            recorded=state.now(),
            reason=reason,
            folder=folder,
            label=label,
        )
        self._added.append(new)


def _levels_up() -> int:
    """Return whose line a warning names: the first above that is not the journal's, from 1."""
    frame, level = inspect.currentframe(), 0
    while frame is not None and frame.f_globals.get("__package__") == __package__:
        frame, level = frame.f_back, level + 1
    return level + 1

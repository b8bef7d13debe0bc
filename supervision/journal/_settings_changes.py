"""Changing the settings of a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

from supervision import codec
from supervision.errors import ConflictError, InvalidRecordError, RecordNotFoundError
from supervision.journal._commit import Commit
from supervision.journal._documents import document_id, keep
from supervision.journal._settings import SCHEMA, SETTINGS, hashes_of, settings_at
from supervision.journal._state import State
from supervision.journal._tallies import drop_all_tallies
from supervision.journal._writing import commit
from supervision.records import Rename, Settings


def change_settings(state: State, settings: Settings) -> Settings:
    """Keep *settings*, evolved from those that the journal has now.

    Raises:
        ConflictError: if someone changed them since they were read; nothing was changed.
        InvalidRecordError: if a rename that was decided is left out or altered.
    """

    def changed(now: Settings) -> Settings:
        if now.version != settings.version:
            msg = "someone changed the settings since you read them; read them again"
            raise ConflictError(msg)
        _check_renames(now.renames, settings.renames)
        return settings

    return _change(state, changed)


def _change(state: State, change: Callable[[Settings], Settings]) -> Settings:
    """Keep what *change* makes of the settings as they are when the commit is made."""

    def plan(planned: Commit) -> Settings:
        before = settings_at(state)
        after = change(before)
        if before.aliases() != after.aliases():
            drop_all_tallies(state, planned)
        return _keep(state, planned, after)

    return commit(state, plan)


def _check_renames(before: Sequence[Rename], after: Sequence[Rename]) -> None:
    # That one theme stood for another for a while is part of how the ledger was read then.
    kept = after[: len(before)]
    alike = [attrs.evolve(each, undone=None) for each in before] == [
        attrs.evolve(each, undone=None) for each in kept
    ]
    if not alike or any(one.undone not in (None, other.undone) for one, other in zip(before, kept)):  # noqa: B905 - of one length, since they are alike
        msg = "renames must keep those that were decided, in their order; undo one instead"
        raise InvalidRecordError(msg, field="renames")


def carry_over(state: State, planned: Commit) -> None:
    """Keep the settings anew, under the event key that a commit brings."""
    settings = settings_at(state)
    if settings.version:
        _keep(state, planned, settings)


def _keep(state: State, planned: Commit, settings: Settings) -> Settings:
    new = attrs.evolve(settings, version=settings.version + 1)
    text = codec.encode_document(SCHEMA, new)
    keep(state, planned, document_id(state, SETTINGS), text, planned.ring.primary("event"))
    return new


def rename_theme(state: State, theme: str, into: str, reason: str) -> Settings:
    """Take *theme* for *into* from now on."""
    rename = Rename(theme=theme, into=into, at=state.now(), reason=reason)

    def changed(now: Settings) -> Settings:
        if theme in now.aliases():
            msg = "the theme is taken for another already; undo that first"
            raise InvalidRecordError(msg, field="theme")
        return attrs.evolve(now, renames=(*now.renames, rename))

    return _change(state, changed)


def undo_rename(state: State, theme: str) -> Settings:
    """Take *theme* for itself again.

    Raises:
        RecordNotFoundError: if it is not taken for another.
    """
    at = state.now()

    def changed(now: Settings) -> Settings:
        if theme not in now.aliases():
            msg = "the theme is not taken for another; settings() lists those that are"
            raise RecordNotFoundError(msg)
        renames = [
            attrs.evolve(each, undone=at) if each.theme == theme and each.undone is None else each
            for each in now.renames
        ]
        return attrs.evolve(now, renames=renames)

    return _change(state, changed)


def know_names(state: State, names: Iterable[str]) -> Settings:
    """Add the hashes of *names*."""
    hashes = hashes_of(state, names)
    return _change(state, lambda now: attrs.evolve(now, names=now.names | hashes))


def forget_names(state: State, names: Iterable[str]) -> Settings:
    """Take the hashes of *names* away."""
    # A form that says only how a longer name begins may be another name's too, and alone finds none.
    hashes = hashes_of(state, names, shared=False)
    return _change(state, lambda now: attrs.evolve(now, names=now.names - hashes))

"""The settings of a journal: one document under a key of the ring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import attrs

from supervision import codec
from supervision.errors import (
    ConflictError,
    CorruptRecordError,
    InvalidRecordError,
    RecordNotFoundError,
)
from supervision.journal._commit import Commit
from supervision.journal._documents import document_id, keep, reading, text_of
from supervision.journal._state import State
from supervision.journal._writing import commit
from supervision.records import FocusShare, LedgerLine, Rename, Settings

_SCHEMA = "settings/1"
_SETTINGS = "settings"
_MOST_REMEMBERED = 10_000


def settings_of(state: State) -> Settings:
    """Return the settings at the newest head."""
    return reading(state, lambda: _settings_at(state))


def settings_seen(state: State) -> Settings:
    """Return the settings at the head seen last, where looking for a newer one costs too much."""
    with state.lock:
        if state.fold.size != state.head.size:
            state.refresh()
        version = state.fold.last_version(document_id(state, _SETTINGS))
        return state.settings if state.settings.version == version else settings_of(state)


def _settings_at(state: State) -> Settings:
    document = document_id(state, _SETTINGS)
    found = state.fold.document(document)
    if found is None:
        return Settings()
    if state.settings.version != found.version:
        text = text_of(state, document)
        settings = codec.decode_document(text or b"", _SCHEMA, Settings)
        if settings.version != found.version:
            msg = "the settings of the journal say another version than the log; restore them"
            raise CorruptRecordError(msg)
        state.settings = settings
    return state.settings


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
    return commit(state, lambda planned: _keep(state, planned, change(_settings_at(state))))


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
    settings = _settings_at(state)
    if settings.version:
        _keep(state, planned, settings)


def _keep(state: State, planned: Commit, settings: Settings) -> Settings:
    new = attrs.evolve(settings, version=settings.version + 1)
    text = codec.encode_document(_SCHEMA, new)
    keep(state, planned, document_id(state, _SETTINGS), text, planned.ring.primary("event"))
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


def renamed(lines: Iterable[LedgerLine], settings: Settings) -> Iterable[LedgerLine]:
    """Return *lines* with each theme as it is taken now."""
    if not settings.aliases():
        return lines
    return [_renamed(line, settings.theme_now) for line in lines]


def _renamed(line: LedgerLine, now: Callable[[str], str]) -> LedgerLine:
    changed: dict[str, Any] = {}
    for field in ("themes", "primary_themes"):
        before = getattr(line, field)
        after = tuple(sorted(set(map(now, before))))
        changed |= {} if after == before else {field: after}
    focus = _renamed_focus(line.focus, now)
    changed |= {} if focus == line.focus else {"focus": focus}
    return attrs.evolve(line, **changed) if changed else line


def _renamed_focus(
    focus: tuple[FocusShare, ...], now: Callable[[str], str]
) -> tuple[FocusShare, ...]:
    # Two themes that are taken for one share what was agreed for both.
    percents: dict[str, int] = {}
    for share in focus:
        what = now(share.what)
        percents[what] = percents.get(what, 0) + share.percent
    return tuple([FocusShare(what=what, percent=each) for what, each in percents.items()])


class HashedNames:
    """The names that a journal knows, of which it has keyed hashes only.

    Args:
        state: The open journal.
        names: The hashes.
    """

    def __init__(self, state: State, names: frozenset[str]) -> None:
        self._state = state
        self._names = names
        self._asked: dict[str, bool] = {}

    def has(self, form: str) -> bool:
        """Say whether *form*, as `known_forms` writes it, is a known name."""
        # The same few words come back in every text, and a hash costs more than looking them up.
        if form not in self._asked:
            if len(self._asked) >= _MOST_REMEMBERED:
                self._asked.clear()
            self._asked[form] = hash_of_name(self._state, form) in self._names
        return self._asked[form]


def known_names(state: State) -> HashedNames | None:
    """Return the names that the journal knows, or `None` if it knows none."""
    names = settings_seen(state).names
    return HashedNames(state, names) if names else None


def hash_of_name(state: State, form: str) -> str:
    """Return the hash by which a journal knows a name, 32 hex digits."""
    return state.access.ring.named(b"supervision/v1/known-name", form.encode()).hex()


def hashes_of(state: State, names: Iterable[str], *, shared: bool = True) -> frozenset[str]:
    """Return the hashes of every form of *names*, or of those that no other name shares."""
    from supervision.identifiers import known_forms  # noqa: PLC0415 - see Batch

    forms = {form for name in names for form in known_forms(name)}
    return frozenset(
        hash_of_name(state, form) for form in forms if shared or not form.endswith(" *")
    )

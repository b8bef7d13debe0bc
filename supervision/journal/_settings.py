"""The settings of a journal: one document under a key of the ring."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from supervision import codec
from supervision.errors import CorruptRecordError
from supervision.journal._documents import document_id, reading, text_of
from supervision.journal._state import State
from supervision.records import FocusShare, LedgerLine, Settings

SCHEMA = "settings/1"
SETTINGS = "settings"
_MOST_REMEMBERED = 10_000


def settings_of(state: State) -> Settings:
    """Return the settings at the newest head."""
    return reading(state, lambda: settings_at(state))


def settings_seen(state: State) -> Settings:
    """Return the settings at the head seen last, where looking for a newer one costs too much."""
    with state.lock:
        if state.fold.size != state.head.size:
            state.refresh()
        version = state.fold.last_version(document_id(state, SETTINGS))
        return state.settings if state.settings.version == version else settings_of(state)


def settings_at(state: State) -> Settings:
    """Return the settings at the head that *state* has."""
    document = document_id(state, SETTINGS)
    found = state.fold.document(document)
    if found is None:
        return Settings()
    if state.settings.version != found.version:
        text = text_of(state, document)
        settings = codec.decode_document(text or b"", SCHEMA, Settings)
        if settings.version != found.version:
            msg = "the settings of the journal say another version than the log; restore them"
            raise CorruptRecordError(msg)
        state.settings = settings
    return state.settings


def renamed(lines: list[LedgerLine], settings: Settings) -> list[LedgerLine]:
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
    return replace(line, **changed) if changed else line


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

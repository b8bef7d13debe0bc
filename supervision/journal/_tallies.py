"""Tallies: how often each theme came up in a stretch of the log, kept so that it need not be counted.

Counting the themes of a hundred thousand sessions means to open and prove every row. A kept tally
answers for the rows of its stretch. It is a document, so the log binds it, and it is true at
every head: the commit that changes what it counts drops it, and another follows that keeps it anew.
Eight stretches make a longer one with a tally of its own, so that few have to be added up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from supervision import codec
from supervision.errors import (
    BackendUnavailableError,
    ConflictError,
    CorruptRecordError,
    SupervisionError,
    TamperedRecordError,
    UnsupportedFormatError,
)
from supervision.journal._commit import Commit
from supervision.journal._documents import document_id, drop, keep, text_of
from supervision.journal._ledger import Moment, lines_at, lines_between
from supervision.journal._names import document_name
from supervision.journal._settings import renamed, settings_at
from supervision.journal._state import State
from supervision.records import ThemeTally, added_up, tally_of

SHORTEST = 1_024
"""How many entries of the log the shortest stretch has."""

TOGETHER = 8
"""How many stretches make a longer one."""

Stretch = range
"""Some entries of the log, as many as `SHORTEST` times a power of `TOGETHER`, in their place."""

_AT_ONCE = 4
"""How many tallies follow one commit: one for each length, as a rule."""

_SCHEMA = "tally/1"


def has_tallies(state: State) -> bool:
    """Say whether the log is so long that tallies are kept."""
    return state.fold.size >= SHORTEST


def tally_at(state: State, moment: Moment) -> ThemeTally:
    """Return the tally of all records at a moment.

    Raises:
        TamperedRecordError: if a row, or a tally that is kept, is not what it was.
    """
    now = state.facts.changes, settings_at(state).version
    if now != (moment.changes, moment.settings.version) or _many_are_missing(state):
        return tally_of(lines_at(state, moment))
    size = state.fold.size
    with codec.collector_paused():
        parts = (part for stretch in _longest(size) for part in _parts(state, stretch))
        rest = _counted(state, range(size - size % SHORTEST, size))
        return added_up([*parts, rest])


def _many_are_missing(state: State) -> bool:
    """Say whether reading all lines costs less than counting the stretches that have no tally."""
    todo, missing = list(_longest(state.fold.size)), 0
    while todo and missing <= TOGETHER:
        stretch = todo.pop()
        if state.fold.document(_document(state, stretch)) is None:
            missing += len(stretch) == SHORTEST
            todo += _shorter(stretch)
    return missing > TOGETHER


def _lengths(size: int) -> Iterator[int]:
    """Yield how long the stretches of a log of *size* entries may be, the shortest first."""
    length = SHORTEST
    while length <= size:
        yield length
        length *= TOGETHER


def _longest(size: int) -> Iterator[Stretch]:
    """Yield as few stretches as make up all that are complete, in order."""
    start = 0
    while size - start >= SHORTEST:
        length = max(one for one in _lengths(size - start) if start % one == 0)
        yield range(start, start + length)
        start += length


def _ending_at(stop: int) -> Iterator[Stretch]:
    """Yield the stretches that end before entry *stop*, the shortest first."""
    for length in _lengths(stop):
        if stop % length == 0:
            yield range(stop - length, stop)


def _parts(state: State, stretch: Stretch) -> Iterator[ThemeTally]:
    kept = kept_tally(state, stretch)
    if kept is not None:
        yield kept
    else:
        yield from _anew(state, stretch)


def _anew(state: State, stretch: Stretch) -> Iterator[ThemeTally]:
    if len(stretch) == SHORTEST:
        yield _counted(state, stretch)
    for part in _shorter(stretch):
        yield from _parts(state, part)


def _shorter(stretch: Stretch) -> list[Stretch]:
    """Return the stretches that a stretch is made of; none if it is the shortest."""
    length = len(stretch) // TOGETHER
    if length < SHORTEST:
        return []
    return [range(start, start + length) for start in stretch[::length]]


def _counted(state: State, stretch: range) -> ThemeTally:
    """Count the rows of a stretch, each of which is proven."""
    lines = lines_between(state, stretch.start, stretch.stop)
    return tally_of(renamed(lines, settings_at(state)))


def kept_tally(state: State, stretch: Stretch) -> ThemeTally | None:
    """Return the tally that is kept for a stretch, or `None` if there is none.

    Raises:
        TamperedRecordError: if it is not the one that the log names.
    """
    try:
        text = text_of(state, _document(state, stretch))
    except TamperedRecordError as error:
        code, name = error.code, error.name
    else:
        return None if text is None else codec.decode_document(text, _SCHEMA, ThemeTally)
    msg = "a tally of themes is missing or was changed; restore it, or count anew with recount"
    raise TamperedRecordError(msg, name=name, code=code)


def tally_names(state: State) -> set[str]:
    """Return the names of the tallies that are kept."""
    stops = range(SHORTEST, state.fold.size + 1, SHORTEST)
    documents = {_document(state, stretch) for stop in stops for stretch in _ending_at(stop)}
    return {
        document_name(document, found.version)
        for document, found in state.fold.documents.items()
        if document in documents
    }


def wrong_tallies(state: State) -> Iterator[tuple[str, str]]:
    """Yield the name of each kept tally that does not say what the rows say, and what is wrong."""
    counted: dict[Stretch, ThemeTally] = {}
    for stop in range(SHORTEST, state.fold.size + 1, SHORTEST):
        for stretch in _ending_at(stop):
            parts = [counted.pop(one) for one in _shorter(stretch)]
            counted[stretch] = added_up(parts) if parts else _counted(state, stretch)
            problem = _problem(state, stretch, counted[stretch])
            if problem:
                document = _document(state, stretch)
                yield document_name(document, state.fold.last_version(document)), problem


def _problem(state: State, stretch: Stretch, counted: ThemeTally) -> str:
    try:
        right = kept_tally(state, stretch) in (None, counted)
    except (CorruptRecordError, UnsupportedFormatError) as error:
        return str(error)
    return "" if right else "it does not say what the rows of the ledger say; use recount"


def drop_tallies(state: State, planned: Commit, seqs: Iterable[int]) -> None:
    """Drop, in a commit, the tallies of all stretches in which one of these entries is."""
    starts = {seq - seq % SHORTEST for seq in seqs}
    lengths = list(_lengths(state.fold.size))
    touched = {(start - start % length, length) for start in starts for length in lengths}
    for start, length in sorted(touched):
        document = _document(state, range(start, start + length))
        if state.fold.document(document) is not None:
            drop(state, planned, document)
    state.tallied = min(state.tallied, *starts) if starts else state.tallied


def drop_all_tallies(state: State, planned: Commit) -> None:
    """Drop every tally, in a commit that changes how themes are counted."""
    drop_tallies(state, planned, range(0, state.fold.size, SHORTEST))


def keep_missing(state: State, keep_now: Callable[[Callable[[Commit], None]], object]) -> None:
    """Keep the tallies of some complete stretches that have none, if there are any.

    Of the stretches that end before `State.tallied` it is known that they have one, so that a
    commit has nothing to look for. What is left undone, the next commit does.

    Args:
        state: The open journal, locked.
        keep_now: Commits what it is given, or raises without trying for long.
    """
    before = state.tallied
    for _ in range(_AT_ONCE):
        stretch = first_missing(state)
        if stretch is None:
            break
        try:
            keep_now(partial(keep_tally, state, stretch))
        except (BackendUnavailableError, ConflictError):
            break
        except SupervisionError:
            # Its rows are damaged, and will be the next time; verify says so.
            state.tallied = stretch.stop
    if state.tallied != before:
        state.facts.forget_recent(before=state.tallied)


def first_missing(state: State) -> Stretch | None:
    """Return the first complete stretch that has no tally, or `None` if all have."""
    while state.tallied + SHORTEST <= state.fold.size:
        for stretch in _ending_at(state.tallied + SHORTEST):
            if state.fold.document(_document(state, stretch)) is None:
                return stretch
        state.tallied += SHORTEST
    return None


def keep_tally(state: State, stretch: Stretch, planned: Commit) -> None:
    """Keep the tally of a stretch in a commit, unless somebody else did."""
    document = _document(state, stretch)
    if state.fold.document(document) is None:
        tally = added_up(_anew(state, stretch))
        text = codec.encode_document(_SCHEMA, tally)
        keep(state, planned, document, text, planned.ring.primary("event"))


def _document(state: State, stretch: Stretch) -> bytes:
    return document_id(state, f"tally/{stretch.start}/{len(stretch)}")

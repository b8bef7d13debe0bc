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
from supervision.journal._commit import Commit
from supervision.journal._documents import document_id, drop, keep, text_of
from supervision.journal._ledger import lines_between
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

_SCHEMA = "tally/1"


def has_tallies(state: State) -> bool:
    """Say whether the log is so long that tallies are kept."""
    return state.fold.size >= SHORTEST


def tally_at(state: State) -> ThemeTally:
    """Return the tally of all records, at the head that *state* has."""
    size = state.fold.size
    with codec.collector_paused():
        parts = (part for stretch in _longest(size) for part in _parts(state, stretch))
        rest = _counted(state, range(size - size % SHORTEST, size))
        return added_up([*parts, rest])


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
        return
    length = len(stretch) // TOGETHER
    for start in stretch[::length]:
        yield from _parts(state, range(start, start + length))


def _counted(state: State, stretch: range) -> ThemeTally:
    """Count the rows of a stretch, each of which is proven."""
    lines = lines_between(state, stretch.start, stretch.stop)
    return tally_of(renamed(lines, settings_at(state)))


def kept_tally(state: State, stretch: Stretch) -> ThemeTally | None:
    """Return the tally that is kept for a stretch, or `None` if there is none.

    Raises:
        TamperedRecordError: if it is not the one that the log names.
    """
    text = text_of(state, _document(state, stretch))
    return None if text is None else codec.decode_document(text, _SCHEMA, ThemeTally)


def wrong_tallies(state: State) -> Iterator[str]:
    """Yield the names of those kept tallies that do not say what the rows say."""
    for stop in range(SHORTEST, state.fold.size + 1, SHORTEST):
        for stretch in _ending_at(stop):
            kept = kept_tally(state, stretch)
            if kept is not None and kept != added_up(_anew(state, stretch)):
                document = _document(state, stretch)
                yield document_name(document, state.fold.last_version(document))


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


def missing_tallies(state: State) -> Iterator[Callable[[Commit], None]]:
    """Yield what plans a commit for each stretch that is complete and has no tally.

    Of those that end before `State.tallied` it is known that they have one, so that a commit
    has nothing to look for. What another process left undone, the next to open the journal does.
    """
    while state.tallied + SHORTEST <= state.fold.size:
        # Before it is tried: where it fails, rows are damaged, and they will be the next time.
        state.tallied += SHORTEST
        for stretch in _ending_at(state.tallied):
            if state.fold.document(_document(state, stretch)) is None:
                yield partial(_keep, state, stretch)
        state.recent = {seq: line for seq, line in state.recent.items() if seq >= state.tallied}


def _keep(state: State, stretch: Stretch, planned: Commit) -> None:
    document = _document(state, stretch)
    if state.fold.document(document) is None:
        tally = added_up(_anew(state, stretch))
        text = codec.encode_document(_SCHEMA, tally)
        keep(state, planned, document, text, planned.ring.primary("event"))


def _document(state: State, stretch: Stretch) -> bytes:
    return document_id(state, f"tally/{stretch.start}/{len(stretch)}")

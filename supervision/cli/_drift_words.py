"""How drift is shown: a row for each part of a focus, and what is said of each fall."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from supervision._counted import counted
from supervision.catalogue import Catalogue
from supervision.cli._find import SHORT
from supervision.cli._labels import above_its_id, label_of
from supervision.cli._trends_words import not_all, room
from supervision.reflection import sparkline
from supervision.reports import Aim, AimDrift, Coverage, Fall, InItsPlace, SessionShare, Visited

_BESIDE = 68
"""How many columns of a terminal all but the blocks of a row take."""
_WHOLE = 100
_SHOWN = 5
_MODES = "seven-eyed"

Row = tuple[object, ...]


def aim_label(aim: Aim, catalogue: Catalogue) -> str:
    """Return what a part of a focus is called; an approach has a name of its own."""
    if aim.of != (aim.name, f"{aim.name}.*") and aim.name in catalogue.approaches:
        return catalogue.approaches[aim.name].title
    return label_of(aim.name, catalogue)


def aim_row(aim: AimDrift, catalogue: Catalogue) -> Row:
    """Return the row of a part of a focus: agreed, in fact, session by session, in words."""
    return (
        above_its_id(aim.aim.name, aim_label(aim.aim, catalogue)),
        f"{aim.aim.percent} %",
        None if aim.share is None else f"{_percent(aim.share)} %",
        month_blocks(aim.points)[-room(_BESIDE) :],
        _said(aim),
    )


def what_month_blocks_are(points: Sequence[SessionShare]) -> str:
    """Say what blocks are, and for which months they stand."""
    height = "a block is a month: the lowest is a mean share of 0 %, the highest of 100 %"
    return f"{height}{not_all(len(month_blocks(points)), room(_BESIDE), 'month')}"


def month_blocks(points: Sequence[SessionShare]) -> str:
    """Return a block for the mean share of each month from first to last; a space where is none."""
    sessions: Counter[int] = Counter()
    # Counted by how many themes a session has: adding fractions one by one is slow.
    inside: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for one in points:
        month = 12 * one.on.year + one.on.month
        sessions[month] += 1
        inside[month][one.of] += one.inside
    every = range(min(sessions), max(sessions) + 1) if sessions else ()
    return "".join(_block(inside[month], sessions[month]) for month in every)


def _block(inside: Mapping[int, int], sessions: int) -> str:
    if not sessions:
        return " "
    whole = sum((Fraction(count, of) for of, count in inside.items()), Fraction(0))
    return sparkline([_percent(whole / sessions)], 0, _WHOLE)


def _percent(share: Fraction) -> int:
    return int(share * _WHOLE + Fraction(1, 2))


def _said(aim: AimDrift) -> str:
    if aim.share is not None and aim.design.too_small:
        return "a share too small to watch"
    if not aim.enough:
        return "too little to say"
    if not aim.falls:
        return "no fall that could be told from chance"
    count = "a fall" if len(aim.falls) == 1 else f"{len(aim.falls)} falls"
    over = aim.falls[-1].over
    return f"{count}, not over" if over is None else f"{count}, over on {over}"


def fall_sentences(fall: Fall, label: str) -> Iterator[str]:
    """Yield when it fell, and which sessions moved it."""
    end = "it is not over" if fall.over is None else f"it was over on {fall.over}"
    yield f"{label}: fell from about {fall.since}, noticed on {fall.noticed}; {end}"
    ids = [record[:SHORT] for record in fall.moved_by[:_SHOWN]]
    more = len(fall.moved_by) - len(ids)
    several = f" and {more} more" if more else ""
    yield f"moved by {counted(len(fall.moved_by), 'session')} that fell short: {' '.join(ids)}{several}"


def place_row(one: InItsPlace, catalogue: Catalogue) -> Row:
    """Return the row of what came up more than before."""
    return (
        above_its_id(one.name, label_of(one.name, catalogue)),
        f"{one.before} of {one.before_of}",
        f"{one.since} of {one.since_of}",
    )


def coverage_rows(seen: Coverage, catalogue: Catalogue) -> Iterator[Row]:
    """Yield a row for each mode and function, where sessions record any."""
    stages = catalogue.model(_MODES).stages
    if seen.with_modes:
        for mode, stage in zip(seen.modes, stages, strict=True):
            yield (f"mode {mode.name}: {stage.label}", *_visited(mode, seen.with_modes))
    if seen.with_functions:
        for function in seen.functions:
            yield (function.name, *_visited(function, seen.with_functions))


def _visited(one: Visited, of: int) -> Row:
    return f"{one.sessions} of {of}", "never" if one.last is None else one.last.isoformat()


def not_recorded(seen: Coverage) -> Sequence[str]:
    """Return what no session records."""
    found = {"modes": seen.with_modes, "functions": seen.with_functions}
    return [what for what, count in found.items() if not count]

"""Bars of hours, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import cast

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import offset_copy

from supervision.reports._hours_outcome import HoursStatus
from supervision.reports._page_draw import Paint, months_below, step_for
from supervision.reports._page_months import MonthOfHours
from supervision.reports._page_svg import AIM, MAIN, SOFT, WARN

_HOUR = 60
_LINES, _FEW_LINES = 5, 3
_ROOM_FOR_WORDS = 8
_MARKS: Mapping[str, tuple[str, str, str]] = {
    "short": ("v", WARN, WARN),
    "early": ("v", WARN, "none"),
    "other": ("o", AIM, "none"),
}
"""What stands above a bar → its shape, and its colours outside and inside."""


def hour_bars(months: Sequence[MonthOfHours], *, top: int = 0, small: bool = False) -> Paint:
    """Return what paints a bar for each month, and a line at what was asked for.

    Args:
        months: The months, each with its hours.
        top: The most minutes of any chart beside it, so that all have one scale.
        small: Whether it is one of several.
    """
    needed = [one.needed or Fraction(0) for one in months]
    highest = max([top, *(one.held for one in months), *(int(each) for each in needed), _HOUR])

    def paint(axes: Axes) -> None:
        places = range(len(months))
        axes.bar(places, [one.held / _HOUR for one in months], width=0.72, color=SOFT)
        axes.bar(
            places,
            [float(one.credited / _HOUR) for one in months],
            width=0.72,
            color=[WARN if one.is_short else MAIN for one in months],
        )
        for first, last, asked in _lines(months):
            axes.hlines(float(asked / _HOUR), first - 0.5, last + 0.5, color=AIM)
        _mark(axes, months, in_words=_in_words(months, small=small))
        _hour_ticks(axes, -(-highest // _HOUR), _FEW_LINES if small else _LINES)
        months_below(axes, [one.month for one in months], small=small)

    return paint


def marks_of(months: Sequence[MonthOfHours], *, small: bool = False) -> Sequence[str]:
    """Return which marks stand above *months*, each once: `short`, `early` and `other`."""
    found = set(map(_mark_of, months))
    # A word explains itself.
    told = {"short"} if _in_words(months, small=small) else set()
    return [each for each in _MARKS if each in found - told]


def _in_words(months: Sequence[MonthOfHours], *, small: bool) -> bool:
    return not small and len(months) <= _ROOM_FOR_WORDS


def _mark_of(one: MonthOfHours) -> str:
    if one.is_short:
        return "early" if one.early else "short"
    return "other" if one.status is HoursStatus.INSTEAD else ""


def _mark(axes: Axes, months: Sequence[MonthOfHours], *, in_words: bool) -> None:
    # A colour alone says nothing to whoever cannot tell it apart, and where nothing counts is none.
    figure = cast("Figure", axes.get_figure())
    for mark, (shape, edge, face) in _MARKS.items():
        places = [at for at, one in enumerate(months) if _mark_of(one) == mark]
        if in_words and mark == "short":
            _write(axes, [(at, _height(months[at])) for at in places], mark)
        elif places:
            axes.plot(
                places,
                [_height(months[at]) for at in places],
                shape,
                color=edge,
                markerfacecolor=face,
                markersize=5,
                clip_on=False,
                transform=offset_copy(axes.transData, figure, y=5, units="points"),
            )


def _write(axes: Axes, places: Sequence[tuple[int, float]], word: str) -> None:
    for place in places:
        axes.annotate(
            word, place, xytext=(0, 3), textcoords="offset points", ha="center", color=WARN
        )


def _height(one: MonthOfHours) -> float:
    return max(one.held, float(one.needed or 0)) / _HOUR


def _lines(months: Sequence[MonthOfHours]) -> Iterator[tuple[int, int, Fraction]]:
    """Yield the first and the last month of each stretch that asks for the same."""
    for asked, same in groupby(enumerate(months), key=lambda pair: pair[1].needed):
        places = [at for at, _ in same]
        if asked is not None:
            yield places[0], places[-1], asked


def _hour_ticks(axes: Axes, highest: int, lines: int) -> None:
    step = step_for(highest, lines)
    top = -(-highest // step) * step
    axes.set_ylim(0, top)
    axes.set_yticks(range(0, top + 1, step), [f"{each} h" for each in range(0, top + 1, step)])

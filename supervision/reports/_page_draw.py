"""Drawing with matplotlib: the same bytes for the same figures, and no screen needed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from supervision._months import MONTHS
from supervision.reports._page_parts import Chart
from supervision.reports._page_svg import GRID, INK, MUTED, fitted
from supervision.reports._periods import Period

WIDE = (360, 190)
"""The width and height of a chart that stands alone, in CSS pixels of a phone."""

SMALL = (176, 104)
"""Those of one of several."""

MOST_SMALL = 24
"""How many small charts a section has at most; there is always a table of all."""

Paint = Callable[[Axes], None]

_PER_INCH = 72
_MOST_MONTHS = 25
_MOST_IN_QUARTERS = 72
_OF_A_YEAR = ("-01", "-Q1")
_MOST_YEARS = 7
_FEW_BARS = 6
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "supervision",
    "font.family": ["DejaVu Sans"],
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "axes.formatter.useoffset": False,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "lines.linewidth": 1.6,
}


def draw(
    *paint: Paint,
    name: str,
    title: str,
    description: str,
    size: tuple[int, int] = WIDE,
    left: int = 34,
) -> Chart:
    """Draw a chart.

    Args:
        paint: What is painted on each panel, from top to bottom.
        name: What the ids in the drawing begin with; no other on the page may have it.
        title: What it shows.
        description: The same for whoever cannot see it, with its main figures.
        size: Width and height of a panel.
        left: How much room the words on its left need.
    """
    width, height = size
    # Whatever a user has set up for drawings of their own is none of this page's business.
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        figure = Figure(figsize=(width / _PER_INCH, len(paint) * height / _PER_INCH))
        FigureCanvasSVG(figure)
        for number, each in enumerate(paint):
            each(_panel(figure, number, len(paint), size=size, left=left))
        written = io.StringIO()
        figure.savefig(
            written, format="svg", dpi=_PER_INCH, transparent=True, metadata={"Date": None}
        )
    return Chart(
        title=title,
        small=size == SMALL,
        svg=fitted(written.getvalue(), name=name, title=title, description=description),
    )


def _panel(figure: Figure, number: int, of: int, *, size: tuple[int, int], left: int) -> Axes:
    width, height = size
    above, below, right = 14, 30, 8
    bottom = (of - 1 - number) * height + below
    # Placed by hand: what a font measures differs from machine to machine.
    axes = figure.add_axes(
        (
            left / width,
            bottom / (of * height),
            (width - left - right) / width,
            (height - above - below) / (of * height),
        )
    )
    axes.grid(axis="y")
    return axes


def unit_for(months: Sequence[str]) -> Period:
    """Return by what to draw so many months, so that bars can be told from each other.

    >>> unit_for(["2026-01"] * 25), unit_for(["2026-01"] * 26), unit_for(["2026-01"] * 121)
    ('month', 'quarter', 'year')
    """
    if len(months) <= _MOST_MONTHS:
        return "month"
    return "quarter" if len(months) <= _MOST_IN_QUARTERS else "year"


def months_below(axes: Axes, periods: Sequence[str], *, small: bool = False) -> None:
    """Write months, quarters or years below a panel whose bars stand at 0, 1, 2, …."""
    axes.set_xlim(-0.7, len(periods) - 0.3)
    places = _places(periods, small=small)
    axes.set_xticks(places, [_label(periods, at, small=small) for at in places])
    if small and len(periods) > _FEW_BARS:
        # In the middle below the outer bars they would run into what stands beside the drawing.
        first, *_, last = axes.get_xticklabels()
        first.set_horizontalalignment("left")
        last.set_horizontalalignment("right")


def _places(periods: Sequence[str], *, small: bool) -> list[int]:
    if small:
        return sorted({0, len(periods) - 1})
    if _are_months(periods) and len(periods) <= _MOST_MONTHS:
        return list(range(len(periods)))
    years = [
        at for at, period in enumerate(periods) if period.endswith(_OF_A_YEAR) or "-" not in period
    ]
    return years[:: -(-len(years) // _MOST_YEARS)]


def _label(periods: Sequence[str], at: int, *, small: bool) -> str:
    year, _, part = periods[at].partition("-")
    short = MONTHS[int(part) - 1][:3] if part.isdigit() else part
    if small:
        return f"{short}\n{year}" if part else year
    if not _are_months(periods) or len(periods) > _MOST_MONTHS:
        return year
    # Two years side by side would run into each other.
    fresh = part == "01" or (at == 0 and not any(each.endswith("-01") for each in periods[1:2]))
    return f"{short[0]}\n{year}" if fresh else short[0]


def _are_months(periods: Sequence[str]) -> bool:
    return periods[0][-2:].isdigit() and "-" in periods[0]


def days_below(axes: Axes, since: date, until: date) -> None:
    """Write the first and the last month below a panel whose days are ordinals."""
    first, last = since.toordinal(), until.toordinal()
    room = max(1, (last - first) // 30)
    axes.set_xlim(first - room, last + room)
    ends = sorted({first: since, last: until}.items())
    axes.set_xticks(
        [at for at, _ in ends], [f"{MONTHS[on.month - 1][:3]}\n{on.year}" for _, on in ends]
    )


def step_for(highest: int, lines: int) -> int:
    """Return how far apart lines are, of which *lines* at most are needed to reach *highest*.

    >>> [step_for(each, 3) for each in (0, 3, 4, 9, 61)]
    [1, 1, 2, 5, 50]
    """
    steps = (base * size for size in _tenfold() for base in (1, 2, 5))
    return next(step for step in steps if highest <= step * lines)


def _tenfold() -> Iterator[int]:
    size = 1
    while True:
        yield size
        size *= 10

"""The part of the page on what was agreed and is not done."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from msgspec.structs import replace

from supervision._counted import counted
from supervision.records import LedgerLine
from supervision.reports._action_ages import ActionAges, AgeBand, AgedAction, action_ages
from supervision.reports._page_ask import Ask
from supervision.reports._page_draw import Paint, draw, step_for
from supervision.reports._page_parts import Section, Table
from supervision.reports._page_svg import MAIN, WARN

_TITLE = "Actions that are not done"
_LEGEND = (("main", "not due yet, or no day was agreed"), ("warn", "overdue"))
_LINES = 5


def actions_section(ask: Ask) -> Section:
    """Return the open actions by their age."""
    lines = ask.records if ask.person is None else ask.lines
    found = action_ages((_concerning(line, ask.person) for line in lines), today=ask.until)
    if not found.actions:
        return Section(id="actions", title=_TITLE, text=["No action is open."])
    late = sum(one.overdue_days > 0 for one in found.actions)
    told = f"{counted(len(found.actions), 'action')} not done, {late} of them overdue."
    return Section(
        id="actions",
        title=_TITLE,
        text=[told],
        charts=[
            draw(
                _bars(found.bands),
                name="actions",
                title="How long ago they were agreed",
                description=" ".join([told, *(band.text() for band in found.bands)]),
                size=(360, 150),
                left=92,
            )
        ],
        legend=_LEGEND,
        tables=[_table(found)],
        glance=((str(len(found.actions)), "actions not done"), (str(late), "of them overdue")),
        remarks=["What is to be done stands in the notes, which the page does not open."],
    )


def _concerning(line: LedgerLine, person: str | None) -> LedgerLine:
    """Return *line* with the actions of one person, or of a session with them alone."""
    if person is None or line.people == (person,):
        return line
    return replace(line, actions=tuple(one for one in line.actions if one.owner == person))


def _bars(bands: Sequence[AgeBand]) -> Paint:
    places, late = range(len(bands)), [band.overdue for band in bands]

    def paint(axes: Axes) -> None:
        axes.barh(places, late, height=0.64, color=WARN)
        in_time = [band.open - band.overdue for band in bands]
        axes.barh(places, in_time, height=0.64, left=late, color=MAIN)
        highest = max(band.open for band in bands)
        step = step_for(highest, _LINES)
        top = -(-highest // step) * step
        axes.set_xlim(0, top)
        axes.set_xticks(range(0, top + 1, step))
        axes.set_ylim(len(bands) - 0.5, -0.5)
        axes.set_yticks(places, [_days(band) for band in bands])
        axes.grid(visible=False, axis="y")
        axes.grid(axis="x")

    return paint


def _days(band: AgeBand) -> str:
    if band.last_day is None:
        return f"{band.first_day} days or more"
    return f"{band.first_day} to {band.last_day} days"


def _table(found: ActionAges) -> Table:
    return Table(
        caption="Each action that is not done, the oldest first",
        columns=("agreed on", "who", "due", "age", "overdue", "sessions since"),
        rows=[_row(one) for one in found.actions],
    )


def _row(one: AgedAction) -> tuple[str, ...]:
    return (
        one.on.isoformat(),
        one.owner,
        "" if one.due is None else one.due.isoformat(),
        counted(one.age_days, "day"),
        counted(one.overdue_days, "day") if one.overdue_days else "",
        str(one.carried),
    )

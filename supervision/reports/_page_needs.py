"""The part of the page on marks that were given: how well the work met what was needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from matplotlib.axes import Axes

from supervision._counted import counted
from supervision.records import LedgerLine
from supervision.reports._page_ask import Ask
from supervision.reports._page_draw import MOST_SMALL, SMALL, Paint, days_below, draw
from supervision.reports._page_parts import Chart, Section, Table
from supervision.reports._page_svg import MAIN
from supervision.reports._page_words import day_name

Mark = tuple[date, int]
"""The day on which a mark was given, and what it was."""

Marks = Mapping[tuple[str, str], Sequence[Mark]]
"""The prompt and the client, if one alone was talked about → marks by day."""

_NO_NORM = (
    "A mark is one person's word on one day. There is no norm, no mark from which on it is good, and nothing "
    "here is averaged or ranked."
)


def needs_section(ask: Ask) -> Section:
    """Return the marks that were given, by prompt and client."""
    marks = _marks(ask.talks)
    if not marks:
        return Section(
            id="needs", title="How close to what was needed", text=["No mark was given."]
        )
    return Section(
        id="needs",
        title="How close to what was needed",
        text=[_NO_NORM, *_wordings(ask, marks)],
        charts=_charts(ask, marks),
        tables=[_table(ask, marks)],
        remarks=[f"Charts of the first {MOST_SMALL}; the table has all {len(marks)}."]
        if len(marks) > MOST_SMALL
        else (),
    )


def _marks(lines: Sequence[LedgerLine]) -> Marks:
    found: defaultdict[tuple[str, str], list[Mark]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (line.on, str(line.start or ""), line.id)):
        client = line.clients[0] if len(line.clients) == 1 else ""
        for rating in line.ratings:
            found[rating.prompt, client].append((line.on, rating.value))
    return dict(sorted(found.items()))


def _wordings(ask: Ask, marks: Marks) -> Iterator[str]:
    for prompt in dict.fromkeys(prompt for prompt, _ in marks):
        known = ask.catalogue.prompts.get(prompt)
        yield prompt if known is None else f"{prompt}: {known.wording}"


def _charts(ask: Ask, marks: Marks) -> Iterator[Chart]:
    for number, ((prompt, client), given) in enumerate([*marks.items()][:MOST_SMALL]):
        low, high = _ends(ask, prompt, given)
        yield draw(
            _points(given, ask.since, ask.until, low, high),
            name=f"needs-{number}",
            title=_title(prompt, client),
            description=_described(given),
            size=SMALL,
            left=22,
        )


def _ends(ask: Ask, prompt: str, given: Sequence[Mark]) -> tuple[int, int]:
    known = ask.catalogue.prompts.get(prompt)
    # The marks of an earlier version may have had other ends.
    values = [value for _, value in given] + ([0, 10] if known is None else [known.low, known.high])
    return min(values), max(values)


def _points(given: Sequence[Mark], since: date, until: date, low: int, high: int) -> Paint:
    def paint(axes: Axes) -> None:
        axes.plot(
            [on.toordinal() for on, _ in given],
            [value for _, value in given],
            color=MAIN,
            marker="o",
            markersize=4,
            clip_on=False,
        )
        axes.set_ylim(low, high)
        axes.set_yticks([low, (low + high) // 2, high])
        days_below(axes, since, until)

    return paint


def _title(prompt: str, client: str) -> str:
    return f"{prompt}, {client}" if client else prompt


def _described(given: Sequence[Mark]) -> str:
    listed = ", ".join(f"{value} on {day_name(on)}" for on, value in given)
    return f"{counted(len(given), 'mark')}: {listed}."


def _table(ask: Ask, marks: Marks) -> Table:
    return Table(
        caption="Each mark, by day",
        columns=("day", "prompt", "client", "mark", "from … to"),
        rows=[
            (
                on.isoformat(),
                prompt,
                client,
                str(value),
                "{} … {}".format(*_ends(ask, prompt, given)),
            )
            for (prompt, client), given in marks.items()
            for on, value in given
        ],
    )

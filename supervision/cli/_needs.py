"""`supervision needs`."""

from __future__ import annotations

from collections.abc import Sequence

from supervision.catalogue import Prompt
from supervision.cli._catalogue import catalogue_of
from supervision.cli._choice import EVERYTHING, Choice
from supervision.cli._exits import RefusedError
from supervision.cli._find import SHORT
from supervision.cli._options import REACH, Reach
from supervision.cli._plain import plain_data
from supervision.cli._screen import Screen
from supervision.cli._trends_words import not_all, room
from supervision.cli._unlocking import opened
from supervision.records import AnswerKind
from supervision.reflection import Rated, ratings, sparkline

_BESIDE = 24
"""How many columns of a terminal all but the blocks of a row take."""
_WHAT_IT_IS = (
    "one question of {whose}, and one person's word on one day: there is no norm, and no mark "
    "from which on it is good"
)


def needs(
    *,
    prompt: str = "needs.fit",
    choice: Choice = EVERYTHING,
    reach: Reach = REACH,
) -> None:
    """Show how a question that is answered by a mark was answered over time.

    Marks are listed by day, with a line for each client. Nothing is averaged, ranked or set
    against a norm, and no note is opened.

    Args:
        prompt: The id of the question; needs.fit if not given.
        choice: Which records.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    with opened(screen, reach) as journal:
        asked = catalogue_of(journal).prompt(prompt)
        if asked.kind is not AnswerKind.SCALE:
            msg = f"{asked.id} is not answered by a mark; give a prompt that is, such as needs.fit"
            raise RefusedError(msg)
        given = ratings(choice.lines(journal), asked.id)
    _show(screen, asked, given)
    screen.document(_plain(asked, given))


def _show(screen: Screen, prompt: Prompt, given: Sequence[Rated]) -> None:
    screen.say(prompt.wording)
    if not given:
        screen.say("no mark was given so far")
        return
    columns = {"day": False, "people": False, "client": False, "mark": True, "record": False}
    screen.table(columns, [_row(one) for one in given])
    values = [one.value for one in given]
    # The marks of an earlier version may have had other ends.
    low, high = min([prompt.low, *values]), max([prompt.high, *values])
    clients = sorted({one.client or "" for one in given})
    rows, shown = [], room(_BESIDE)
    for client in clients:
        marks = [one.value for one in given if (one.client or "") == client]
        rows.append((client or "no client", sparkline(marks[-shown:], low, high), len(marks)))
    columns = {"client": False, "over time": False, "marks": True}
    screen.table(columns, rows, whole=("over time",))
    most = max(count for *_, count in rows)
    what = _WHAT_IT_IS.format(whose="your own" if prompt.id.startswith("x.") else "ours")
    screen.say(
        f"the lowest block is {low}, the highest {high}{not_all(most, shown, 'mark')}; {what}"
    )


def _row(one: Rated) -> tuple[object, ...]:
    people = " ".join(one.people)
    return one.on.isoformat(), people, one.client, one.value, one.record[:SHORT]


def _plain(prompt: Prompt, given: Sequence[Rated]) -> dict[str, object]:
    return {
        "prompt": prompt.id,
        "wording": prompt.wording,
        "low": prompt.low,
        "high": prompt.high,
        "ratings": [plain_data(one) for one in given],
    }

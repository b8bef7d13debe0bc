"""Reasons to ask something: one function for each kind, the strongest reason first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

import attrs

from supervision._months import MONTHS
from supervision.catalogue import Catalogue, Prompt
from supervision.records import Function
from supervision.reflection._history import History, OpenActions
from supervision.reflection._pool import Pool

AGEING = timedelta(days=28)
QUIET = timedelta(days=90)

_SEVEN_EYED = "seven-eyed"


class SuggestionKind(StrEnum):
    """Why something is suggested.

    Attributes:
        ACTION: Something agreed is not done: it is overdue, or 28 days old without a due day.
        THEME: A theme that came up before has not come up for 90 days.
        MODE: One of the seven modes was never visited, where the seven-eyed model is used.
        FUNCTION: One of the three functions was never served, where others were.
        AGAIN: A prompt was answered before, and not for 28 days.
        NEW: A prompt was never answered.
    """

    ACTION = "action"
    THEME = "theme"
    MODE = "mode"
    FUNCTION = "function"
    AGAIN = "again"
    NEW = "new"


@attrs.frozen(kw_only=True)
class Reason:
    """A reason, and the prompts that would meet it, the best first."""

    kind: SuggestionKind
    why: str
    since: date | None = None
    prompts: tuple[Prompt, ...] = ()


def ageing_actions(history: History, today: date) -> Iterator[Reason]:
    """Yield what is not done: the longest overdue, then the oldest, then by owner."""
    ageing = [one for one in history.actions if _is_ageing(one, today)]
    for one in sorted(ageing, key=lambda one: (-_overdue(one, today), one.on, one.owner)):
        why = _told(one, history.actions[one], today)
        yield Reason(kind=SuggestionKind.ACTION, why=why, since=one.on)


def quiet_themes(
    history: History, pool: Pool, catalogue: Catalogue, today: date
) -> Iterator[Reason]:
    """Yield themes that went quiet: the most frequent, then the longest quiet, then by id."""
    last, counts = history.last_theme, history.themes
    quiet = [theme for theme, on in last.items() if today - on >= QUIET]
    for theme in sorted(quiet, key=lambda theme: (-counts[theme], last[theme], theme)):
        times = "once" if counts[theme] == 1 else f"{counts[theme]} times"
        yield Reason(
            kind=SuggestionKind.THEME,
            why=f"{catalogue.label(theme)}: came up {times}, not since {_month(last[theme])}",
            since=last[theme],
            prompts=pool.fitting(theme=theme),
        )


def unvisited_modes(history: History, pool: Pool, catalogue: Catalogue) -> Iterator[Reason]:
    """Yield the modes that were never visited, in their order, where the model is used."""
    if not history.modes and _SEVEN_EYED not in history.models:
        return
    for mode, stage in enumerate(catalogue.model(_SEVEN_EYED).stages, start=1):
        # A reflection has no modes: there it is the prompt of one that was answered.
        if mode not in history.modes and stage.prompt not in history.last_asked:
            yield Reason(
                kind=SuggestionKind.MODE,
                why=f"mode {mode} of the seven-eyed model ({stage.label}): never visited",
                prompts=pool.named(stage.prompt),
            )


def unserved_functions(history: History, pool: Pool) -> Iterator[Reason]:
    """Yield the functions that were never served, in their order, if any was."""
    if not history.functions:
        return
    for function in Function:
        if function not in history.functions:
            yield Reason(
                kind=SuggestionKind.FUNCTION,
                why=f"the {function.value} function: never served",
                prompts=pool.fitting(function=function),
            )


def asked_before(pool: Pool) -> Iterator[Reason]:
    """Yield prompts that were answered before: those of a series, then the longest ago."""
    asked = [one for one in pool.fitting() if one.id in pool.last_asked]
    for prompt in sorted(asked, key=lambda one: not one.repeatable):
        since = pool.last_asked[prompt.id]
        why = f"not asked since {_month(since)}"
        yield Reason(kind=SuggestionKind.AGAIN, why=why, since=since, prompts=(prompt,))


def never_asked(pool: Pool) -> Iterator[Reason]:
    """Yield prompts that were never answered, in the order of the pool."""
    for prompt in pool.prompts:
        if prompt.id not in pool.last_asked:
            yield Reason(kind=SuggestionKind.NEW, why="never asked", prompts=(prompt,))


def _is_ageing(one: OpenActions, today: date) -> bool:
    return today - one.on >= AGEING if one.due is None else one.due < today


def _overdue(one: OpenActions, today: date) -> int:
    return 0 if one.due is None else (today - one.due).days


def _told(one: OpenActions, count: int, today: date) -> str:
    several = count > 1
    actions = f"{count} actions of {one.owner} have" if several else f"an action of {one.owner} has"
    age = f"{actions} been open for {_days((today - one.on).days)}"
    if one.due is None:
        return age
    return f"{age} and {'were' if several else 'was'} due {_days(_overdue(one, today))} ago"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"

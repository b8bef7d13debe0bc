"""What came up, and when, in what was recorded up to a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from supervision.records import Function, LedgerLine


@attrs.frozen
class OpenActions:
    """Actions that are not done and that a ledger cannot tell apart.

    Attributes:
        on: The day they were agreed.
        due: The day by which they were to be done, if one was agreed.
        owner: The pseudonym of who does them.
    """

    on: date
    due: date | None
    owner: str


@attrs.frozen(kw_only=True)
class History:
    """What came up, and when.

    Attributes:
        themes: The id of each theme → in how many records it came up.
        last_theme: The id of each theme → the last day on which it did.
        last_asked: The id of each prompt that was answered → the last day on which it was.
        models: The models that records name, an agreement too.
        modes: The modes of the seven-eyed model that were visited.
        functions: The functions that discussions had.
        actions: Actions that are not done → how many there are.
        in_groups: Whether several people met in one session.
    """

    themes: Mapping[str, int]
    last_theme: Mapping[str, date]
    last_asked: Mapping[str, date]
    models: frozenset[str]
    modes: frozenset[int]
    functions: frozenset[Function]
    actions: Mapping[OpenActions, int]
    in_groups: bool


def history_of(lines: Iterable[LedgerLine], today: date) -> History:
    """Return what came up in *lines* up to *today*, that day included."""
    past = sorted((line for line in lines if line.on <= today), key=lambda line: line.on)
    return History(
        themes=Counter(theme for line in past for theme in line.themes),
        last_theme={theme: line.on for line in past for theme in line.themes},
        last_asked={prompt: line.on for line in past for prompt in line.prompts},
        models=frozenset(model for line in past for model in line.models),
        modes=frozenset(mode for line in past for mode in line.modes),
        functions=frozenset(function for line in past for function in line.functions),
        actions=Counter(
            OpenActions(line.on, action.due, action.owner)
            for line in past
            for action in line.actions
            if action.done is None
        ),
        in_groups=any(line.kind == "session" and len(line.people) > 1 for line in past),
    )

"""What to ask next, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice, zip_longest

import attrs

from supervision.catalogue import Audience, Catalogue, Prompt
from supervision.records import LedgerLine
from supervision.reflection._history import history_of
from supervision.reflection._pool import pool_of
from supervision.reflection._reasons import (
    Reason,
    SuggestionKind,
    ageing_actions,
    asked_before,
    never_asked,
    quiet_themes,
    unserved_functions,
    unvisited_modes,
)


@attrs.frozen(kw_only=True)
class Suggestion:
    """Something to ask or to look at next, for a person to take or leave.

    Attributes:
        prompt: The prompt to ask; None where no prompt fits, and the reason is all there is.
        why: The reason in words.
        kind: The kind of reason.
        since: The day from which on it holds: when it was last asked, or came up, or was agreed;
            None for what never was.
    """

    prompt: Prompt | None
    why: str
    kind: SuggestionKind
    since: date | None = None


def suggest(
    lines: Iterable[LedgerLine],
    *,
    today: date,
    catalogue: Catalogue | None = None,
    packs: Iterable[str] | None = None,
    limit: int = 5,
    audience: Audience | None = None,
) -> list[Suggestion]:
    """Suggest what to ask next, from what was recorded: the same lines give the same list.

    The order: the first of each kind in the order of `SuggestionKind`, then the second of
    each, and so on. Within a kind:

    * actions: the longest overdue, then the oldest, then by owner;
    * themes: the one that came up most often, then the longest quiet, then by id;
    * modes and functions: in their own order;
    * prompts answered before: the repeatable ones, then the longest ago, then as below;
    * prompts never answered: the first of each pack, then the second of each, packs in the
      order of the catalogue.

    A theme, mode or function brings the prompt for it that was never answered or, failing that,
    longest ago. No prompt comes twice, and none that was answered in the last 28 days, that was
    replaced, or that waits for another's answer.

    Args:
        lines: Ledger lines of any kind, the newest revision of each record, in any order. Those
            after *today* are passed over.
        today: The day to count from.
        catalogue: Where the prompts are; what comes with this release unless given.
        packs: The ids of the packs to choose from. Unless given: all but those that belong to
            one approach, those that are the steps of a cycle, those for groups where none met,
            and those for trainers.
        limit: How many to return at most, 0 or more.
        audience: Whose prompts to choose from; everyone's unless given.

    Raises:
        CatalogueError: if there is no pack of one of these ids.

    Examples:
        >>> from supervision.records import Answer, AnswerKind, Reflection, line_of
        >>> answer = Answer(prompt="needs.fit", wording="How close?", kind=AnswerKind.SCALE, value=7)
        >>> reflection = Reflection(on=date(2026, 3, 4), practitioner="S-014", answers=[answer],
        ...                         themes={"need.stigma"})
        >>> for one in suggest([line_of(reflection)], today=date(2026, 11, 20), limit=3):
        ...     print(one.prompt.id, "-", one.why)
        needs.if-they-read-this - Stigma and shame: came up once, not since March 2026
        needs.fit - not asked since March 2026
        functions.standard-tested - never asked
    """
    catalogue = catalogue or Catalogue.shipped()
    history = history_of(lines, today)
    pool = pool_of(catalogue, history, today=today, packs=packs, audience=audience)
    by_kind = (
        ageing_actions(history, today),
        quiet_themes(history, pool, catalogue, today),
        unvisited_modes(history, pool, catalogue),
        unserved_functions(history, pool),
        asked_before(pool),
        never_asked(pool),
    )
    used: set[str] = set()
    in_turn = chain.from_iterable(zip_longest(*(_unused(one, used) for one in by_kind)))
    return list(islice((one for one in in_turn if one is not None), limit))


def _unused(reasons: Iterable[Reason], used: set[str]) -> Iterator[Suggestion]:
    """Yield what *reasons* suggest, with prompts that are not *used*, and add those to it."""
    for reason in reasons:
        prompt = next((one for one in reason.prompts if one.id not in used), None)
        if prompt is not None:
            used.add(prompt.id)
        elif reason.kind in {SuggestionKind.AGAIN, SuggestionKind.NEW}:
            # It was all about the prompt, which another reason has brought already.
            continue
        yield Suggestion(prompt=prompt, why=reason.why, kind=reason.kind, since=reason.since)

"""Hypothesis strategies for every record and every part of one.

Each is named after what it makes and makes every valid value, except that lists hold two to
four items at most. Fields are narrowed by name, with a strategy or with the value itself.
"""

from __future__ import annotations

from hypothesis import strategies as st
from msgspec.structs import replace

from supervision.records import (
    Agreement,
    Answer,
    AnswerKind,
    CaseDiscussion,
    Delivery,
    LedgerLine,
    Modality,
    Record,
    Reflection,
    Session,
    line_of,
)
from supervision.testing._values import (
    AGREEMENT_TERMS,
    LAST,
    Narrowed,
    acknowledgements,
    actions,
    attendances,
    cancellations,
    each_person,
    focuses,
    functions,
    live_samples,
    maybe,
    maybe_code,
    maybe_true,
    narrative_lists,
    narratives,
    one_of,
    picker,
    pseudonyms,
    record_ids,
    risks,
    themes,
    values,
    words,
    written,
)


@st.composite
def answers(draw: st.DrawFn, /, **narrowed: Narrowed) -> Answer:
    """Make answers of every kind, each with the prompt as it was shown."""
    pick = picker(draw, narrowed)
    kind = pick("kind", st.sampled_from(AnswerKind))
    fewest = 1 if kind is AnswerKind.CHOICE else 0
    choices = pick("choices", st.lists(narratives(), min_size=fewest, max_size=4, unique=True))
    return Answer(
        prompt=pick("prompt", themes()),
        version=pick("version", st.integers(1, LAST)),
        kind=kind,
        wording=pick("wording", written()),
        choices=choices,
        value=pick("value", values(kind, choices)),
    )


@st.composite
def case_discussions(draw: st.DrawFn, /, **narrowed: Narrowed) -> CaseDiscussion:
    """Make discussions of one case."""
    pick = picker(draw, narrowed)
    touched = pick("themes", st.frozensets(themes(), max_size=3))
    return CaseDiscussion(
        client=pick("client", pseudonyms()),
        setting=pick("setting", narratives()),
        functions=pick("functions", functions()),
        model=pick("model", st.none() | words()),
        stages=pick("stages", st.lists(words(), max_size=2)),
        modes=pick("modes", st.frozensets(st.integers(1, 7))),
        themes=touched,
        primary_theme=pick("primary_theme", one_of(touched)),
        notes=pick("notes", narratives()),
        answers=pick("answers", st.lists(answers(), max_size=2)),
    )


@st.composite
def sessions(draw: st.DrawFn, /, **narrowed: Narrowed) -> Session:
    """Make sessions: held or cancelled, in every format, with and without a supervisor.

    Examples:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=5, database=None, deadline=None)
        ... @given(sessions(modality=Modality.GROUP, minutes=st.integers(60, 90)))
        ... def credits_some_of_the_hour(session):
        ...     assert session.minutes / len(session.supervisees) <= 90
        >>> credits_some_of_the_hour()
    """
    pick = picker(draw, narrowed)
    modality = pick("modality", st.sampled_from(Modality))
    people = pick("supervisees", st.lists(pseudonyms(), min_size=1, max_size=4, unique=True))
    touched = pick("themes", st.frozensets(themes(), max_size=2))
    cancelled = pick("cancelled", st.none() | cancellations())
    supervisor: st.SearchStrategy[str | None] = pseudonyms().filter(lambda code: code not in people)
    if modality in (Modality.PEER, Modality.INTERVISION):
        supervisor = st.none() | supervisor
    return Session(
        id=pick("id", record_ids()),
        on=pick("on", st.dates()),
        start=pick("start", st.none() | st.times()),
        minutes=pick("minutes", st.integers(0 if cancelled else 1, 1440)),
        modality=modality,
        delivery=pick("delivery", st.sampled_from(Delivery)),
        supervisor=pick("supervisor", supervisor),
        supervisees=people,
        group=pick("group", maybe_code()),
        agreement=pick("agreement", maybe_code()),
        group_size=pick("group_size", maybe(1, 100)),
        facilitated=pick("facilitated", maybe_true()),
        attendance=pick("attendance", each_person(attendances())),
        cancelled=cancelled,
        agenda=pick("agenda", narrative_lists()),
        functions=pick("functions", functions()),
        themes=touched,
        primary_theme=pick("primary_theme", one_of(touched)),
        cases=pick("cases", st.lists(case_discussions(), max_size=2)),
        risks=pick("risks", st.lists(risks(), max_size=2)),
        advice=pick("advice", narrative_lists()),
        directives=pick("directives", narrative_lists()),
        actions=pick("actions", st.lists(actions(), max_size=2)),
        learning=pick("learning", narrative_lists()),
        live_sample=pick("live_sample", st.none() | live_samples()),
        impact_on_practice=pick("impact_on_practice", narratives()),
        feedback=pick("feedback", narratives()),
        answers=pick("answers", st.lists(answers(), max_size=2)),
        revision=pick("revision", st.just(1)),
    )


@st.composite
def reflections(draw: st.DrawFn, /, **narrowed: Narrowed) -> Reflection:
    """Make reflections, with answers, notes or both."""
    pick = picker(draw, narrowed)
    touched = pick("themes", st.frozensets(themes(), max_size=3))
    answered = pick("answers", st.lists(answers(), max_size=2))
    return Reflection(
        id=pick("id", record_ids()),
        on=pick("on", st.dates()),
        practitioner=pick("practitioner", pseudonyms()),
        model=pick("model", st.none() | words()),
        session=pick("session", st.none() | record_ids()),
        client=pick("client", maybe_code()),
        functions=pick("functions", functions()),
        themes=touched,
        primary_theme=pick("primary_theme", one_of(touched)),
        answers=answered,
        notes=pick("notes", narratives() if answered else written()),
        revision=pick("revision", st.just(1)),
    )


@st.composite
def agreements(draw: st.DrawFn, /, **narrowed: Narrowed) -> Agreement:
    """Make agreements, every term of them free text."""
    pick = picker(draw, narrowed)
    people = pick("supervisees", st.lists(pseudonyms(), min_size=1, max_size=4, unique=True))
    starts = pick("starts", st.dates())
    later = st.none() | st.dates(min_value=starts)
    others = pseudonyms().filter(lambda code: code not in people)
    own = pick("id", record_ids())
    return Agreement(
        id=own,
        code=pick("code", pseudonyms()),
        version=pick("version", st.integers(1, LAST)),
        supersedes=pick("supersedes", st.none() | record_ids().filter(lambda one: one != own)),
        starts=starts,
        review_on=pick("review_on", later),
        ends=pick("ends", later),
        supervisor=pick("supervisor", st.none() | others),
        other_supervisors=pick("other_supervisors", st.lists(others, max_size=2, unique=True)),
        supervisees=people,
        group=pick("group", maybe_code()),
        group_size=pick("group_size", maybe(1, 100)),
        facilitated=pick("facilitated", maybe_true()),
        line_managed=pick("line_managed", maybe_true()),
        modality=pick("modality", st.sampled_from(Modality)),
        delivery=pick("delivery", st.sampled_from(Delivery)),
        minutes=pick("minutes", maybe(1, 1440)),
        client_hours=pick("client_hours", maybe(1, 1000)),
        models=pick("models", st.lists(words(), max_size=2)),
        focus=pick("focus", focuses()),
        focus_approach=pick("focus_approach", st.none() | words()),
        acknowledgements=pick("acknowledgements", each_person(acknowledgements())),
        revision=pick("revision", st.just(1)),
        **{term: pick(term, narratives()) for term in AGREEMENT_TERMS},
    )


def records() -> st.SearchStrategy[Record]:
    """Make records of every kind."""
    return st.one_of(sessions(), reflections(), agreements())


@st.composite
def ledger_lines(draw: st.DrawFn) -> LedgerLine:
    """Make the ledger lines of records of every kind: what is written now, and what once was."""
    line = replace(line_of(draw(records())), revision=draw(st.integers(1, LAST)))
    return line if draw(st.booleans()) else _first_facts(line)


def _first_facts(line: LedgerLine) -> LedgerLine:
    # The first lines that were written held no more than this, and are still read.
    return replace(
        line,
        start=None,
        sample_kind=None,
        sample_minutes=None,
        prompts=(),
        ratings=(),
        risks=(),
        actions=(),
        review_on=None,
        ends=None,
        supersedes=None,
        other_supervisors=(),
        line_managed=None,
        client_hours=None,
        focus=(),
        focus_approach=None,
    )

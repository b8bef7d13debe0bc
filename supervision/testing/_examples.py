"""Fixed examples and long made-up logs: every person, case and text is invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, time, timedelta

from supervision.records import (
    Acknowledgement,
    Action,
    Agreement,
    Answer,
    AnswerKind,
    CaseDiscussion,
    FocusShare,
    Function,
    LiveSample,
    Modality,
    Reflection,
    RiskDecision,
    SampleKind,
    Session,
)

_FIRST_DAY = date(2016, 1, 4)
_DAYS = 3650
_THEMES = (
    "focus.core-purpose",
    "focus.drift-from-substance",
    "focus.perceived-complexity",
    "focus.secondary-priorities",
    "resonance.relationship",
    "resonance.choice-and-control",
    "resonance.craving-pattern",
    "family.part-of-solution",
    "family.seen-as-problem",
    "family.burden",
    "family.early-signs",
    "family.work-not-offered",
    "family.mutual-aid",
    "family.children",
    "change.ambivalence",
    "change.relapse-risk",
    "change.lapse-response",
    "change.shared-relapse-plan",
    "change.revolving-door",
    "change.recovery-capital",
    "need.unmet",
    "need.client-voice",
    "need.trauma",
    "need.stigma",
    "need.disengagement",
    "system.caseload",
    "system.role-spread",
    "practitioner.emotional-load",
    "practitioner.uncertainty",
    "practitioner.boundaries",
    "safety.overdose",
    "supervision.parallel-process",
)
_WORDS = (
    "we", "spoke", "about", "the", "evening", "when", "her", "brother", "called", "and", "she",
    "waited", "for", "an", "answer", "that", "nobody", "had", "given", "him", "before", "work",
    "then", "asked", "what", "family", "sees", "first", "plan", "slowly", "craving", "returned",
    "after", "visit", "quiet", "week", "housing", "letter", "took", "most", "of", "hour", "again",
)  # fmt: skip


def example_session() -> Session:
    """Return one session of a fictional pair, the same at each call.

    Examples:
        >>> sorted(example_session().cases[0].themes)
        ['family.part-of-solution', 'supervision.parallel-process']
    """
    return Session(
        id="5e551000000000000000000000000014",
        on=date(2026, 11, 20),
        start=time(9, 30),
        minutes=90,
        modality=Modality.INDIVIDUAL,
        supervisor="V-01",
        supervisees=["S-014"],
        agreement="A-03",
        agenda=["Two cases", "The rota"],
        cases=[_example_case()],
        risks=[
            RiskDecision(
                kind="safety.overdose",
                client="C-201",
                decision="Talk naloxone through with the family before the weekend.",
                owner="S-014",
                due=date(2026, 11, 21),
                in_client_record=True,
            )
        ],
        advice=["Let the silence last a little longer."],
        directives=["Write the naloxone talk into the client's record today."],
        actions=[
            Action(
                what="Ask whom he would want in the room.",
                owner="S-014",
                due=date(2026, 12, 4),
            )
        ],
        learning=["Noticing the wish to rescue."],
        live_sample=LiveSample(
            kind=SampleKind.AUDIO,
            minutes=15,
            tool="own observation sheet",
            client_consent_recorded=True,
            feedback="Warm; two questions came as one.",
        ),
        impact_on_practice="Family is asked about in every first talk from now on.",
        feedback="Useful, and a little hurried at the end.",
    )


def _example_case() -> CaseDiscussion:
    return CaseDiscussion(
        client="C-201",
        setting="community team",
        functions={Function.FORMATIVE, Function.NORMATIVE},
        model="seven-eyed",
        modes={3, 5},
        themes={"family.part-of-solution", "supervision.parallel-process"},
        primary_theme="family.part-of-solution",
        notes="His sister noticed the change a week before anyone else, and had nobody to tell.",
        answers=[
            Answer(
                prompt="network.asked",
                wording="Has the person been asked whom they would want in the room?",
                kind=AnswerKind.YESNO,
                value=False,
            )
        ],
    )


def example_reflection() -> Reflection:
    """Return one reflection of a fictional practitioner, the same at each call.

    Examples:
        >>> example_reflection().practitioner
        'S-014'
    """
    return Reflection(
        id="4ef1ec00000000000000000000000014",
        on=date(2026, 11, 22),
        practitioner="S-014",
        model="driscoll",
        session="5e551000000000000000000000000014",
        client="C-201",
        functions={Function.RESTORATIVE},
        themes={"practitioner.uncertainty"},
        primary_theme="practitioner.uncertainty",
        answers=[
            Answer(
                prompt="network.leave-open",
                wording="What are we hurrying to settle?",
                kind=AnswerKind.TEXT,
                value="Where he will live, before he has said what he wants.",
            ),
            Answer(
                prompt="needs.who-gained",
                wording="Who gained most from the last thing you did on this case?",
                kind=AnswerKind.CHOICE,
                choices=["person", "service", "not sure"],
                value="not sure",
            ),
        ],
        notes="Waiting was harder than speaking.",
    )


def example_agreement() -> Agreement:
    """Return one agreement of a fictional pair, the same at each call.

    Examples:
        >>> example_agreement().code
        'A-03'
    """
    return Agreement(
        id="a94ee300000000000000000000000014",
        code="A-03",
        starts=date(2026, 1, 5),
        review_on=date(2027, 1, 5),
        supervisor="V-01",
        supervisees=["S-014"],
        line_managed=False,
        modality=Modality.INDIVIDUAL,
        minutes=90,
        client_hours=20,
        models=["seven-eyed"],
        focus=[
            FocusShare(what="family", percent=40),
            FocusShare(what="resonance", percent=30),
        ],
        purposes="Safe and useful work with clients; growth; staying well.",
        frequency="Every second Friday at half past nine; the supervisee books.",
        case_review="One case in depth each time, every open case within six weeks.",
        client_consent="Clients are told in their first talk.",
        evaluation="A word on the hour at its end; in writing each January.",
        records_kept="One record each time, in this journal.",
        record_access="Both parties.",
        confidentiality="Kept between us, apart from risk of serious harm.",
        emergencies="By telephone, the duty lead if unanswered.",
        retention_policy="Reviewed seven years after the last session.",
        acknowledgements=[
            Acknowledgement(person="S-014", on=date(2026, 1, 5), digest="0" * 63 + "1"),
            Acknowledgement(person="V-01", on=date(2026, 1, 6), digest="0" * 63 + "1"),
        ],
    )


def synthetic_sessions(count: int, *, seed: int = 0) -> Iterator[Session]:
    """Yield *count* made-up sessions over ten years of days, about 2.2 KB of JSON each.

    Args:
        count: How many.
        seed: Where chance starts; the same seed gives the same sessions.

    Examples:
        >>> first, second = synthetic_sessions(2, seed=7)
        >>> first == next(synthetic_sessions(1, seed=7)), first == second
        (True, False)
    """
    # Chance decides what a benchmark reads and nothing that is secret.
    chance = random.Random(seed)  # noqa: S311
    for _ in range(count):
        yield _synthetic_session(chance)


def _synthetic_session(chance: random.Random) -> Session:
    people = [f"S-{number:03}" for number in chance.sample(range(1, 60), chance.randint(1, 4))]
    alone = len(people) == 1
    return Session(
        id=f"{chance.getrandbits(128):032x}",
        on=_FIRST_DAY + timedelta(days=chance.randrange(_DAYS)),
        minutes=chance.choice((50, 60, 90, 120)),
        modality=Modality.INDIVIDUAL if alone else Modality.GROUP,
        supervisor=f"V-{chance.randint(1, 4):02}",
        supervisees=people,
        group=None if alone else f"G-{chance.randint(1, 9):02}",
        group_size=None if alone else len(people),
        cases=[_synthetic_case(chance, noted=number < 2) for number in range(chance.randint(3, 6))],
        actions=[
            Action(
                what=_text(chance, 40, 80),
                owner=chance.choice(people),
                due=_FIRST_DAY + timedelta(days=chance.randrange(_DAYS)),
            )
            for _ in range(chance.randint(2, 4))
        ],
    )


def _synthetic_case(chance: random.Random, *, noted: bool) -> CaseDiscussion:
    themes = chance.sample(_THEMES, chance.randint(1, 4))
    return CaseDiscussion(
        client=f"C-{chance.randint(1, 400):03}",
        functions=[chance.choice(tuple(Function))],
        themes=themes,
        primary_theme=themes[0],
        notes=_text(chance, 200, 400) if noted else "",
    )


def _text(chance: random.Random, shortest: int, longest: int) -> str:
    return " ".join(chance.choices(_WORDS, k=longest // 3))[: chance.randint(shortest, longest)]

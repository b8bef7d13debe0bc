"""Each approach is played through with a fictional session, and its shapes refuse what they must."""

from __future__ import annotations

import re
from datetime import date
from fnmatch import fnmatchcase

import attrs
import pytest

from supervision import Journal
from supervision.catalogue import Catalogue
from supervision.records import (
    Action,
    AnswerKind,
    Attendance,
    CaseDiscussion,
    Modality,
    Reflection,
    RiskDecision,
    Session,
)
from supervision.reports import uncovered
from supervision.testing import unsafe_passphrase

SHIPPED = Catalogue.shipped()
TODAY = date(2026, 11, 20)
CANARY = "the red bicycle"


class Chosen:
    """An approach that was chosen, with the prompts of its packs and nothing else."""

    def __init__(self, name):
        self.approach = SHIPPED.approach(name)
        packs = [SHIPPED.pack(pack) for pack in self.approach.packs]
        self.prompts = {prompt.id: prompt for pack in packs for prompt in pack.prompts}
        self.elements = {element.id for element in self.approach.elements}

    def answers(self, **values):
        """Return the answers to prompts, by their ids with underscores for dots."""
        return [self.prompts[_id(name)].answer(value) for name, value in values.items()]

    def themes_of(self, *names):
        """Return the themes of prompts that are also the approach's."""
        found = {theme for name in names for theme in self.prompts[_id(name)].themes}
        return {theme for theme in found if theme in self.themes}

    @property
    def themes(self):
        """The ids of its themes, patterns spelt out."""
        return {
            theme
            for theme in SHIPPED.themes
            for pattern in self.approach.themes
            if fnmatchcase(theme, pattern)
        }

    def problems(self, shape, record):
        """Return where *record* is not of *shape*, as pairs of field and rule."""
        (found,) = [one for one in self.approach.shapes if one.id == shape]
        return [tuple(problem) for problem in found.problems(record)]


def _id(name):
    pack, _, prompt = name.partition("__")
    return f"{pack.replace('_', '-')}.{prompt.replace('_', '-')}"


def session(**changes):
    """Return an individual session of an hour, with *changes*."""
    given = {
        "on": TODAY,
        "minutes": 60,
        "modality": Modality.INDIVIDUAL,
        "supervisor": "V-01",
        "supervisees": ["S-014"],
    }
    return Session(**{**given, **changes})


def reflection(**changes):
    """Return a reflection of S-014, with *changes*."""
    return Reflection(**{"on": TODAY, "practitioner": "S-014", **changes})


def kept(record):
    """Record it, and return the line of the ledger and the record as they are read back."""
    with Journal.create("memory:", unsafe_passphrase()) as journal:
        journal.record(record)
        (line,) = journal.ledger()
        return line, journal.read(type(record), record.id)


def assert_kept(chosen, shape, record, *, tags=()):
    """The record is of the shape, and comes back with its answers, tags and themes."""
    assert chosen.problems(shape, record) == []
    line, back = kept(record)
    assert back == record
    cases = getattr(back, "cases", ())
    assert [tag for case in cases for tag in case.stages] == list(tags)
    assert set(tags) <= chosen.elements
    assert [case.model for case in cases if case.stages] == [chosen.approach.id] * bool(tags)
    answers = [answer for part in (back, *cases) for answer in part.answers]
    assert line.prompts == tuple(sorted(answer.prompt for answer in answers))
    assert line.themes
    assert set(line.themes) <= chosen.themes
    assert chosen.problems(shape, back) == []


def test_open_dialogue_plays_a_network_meeting_by_reference():
    """Of a network meeting there is a code, tags and themes; no word of what was said there."""
    chosen = Chosen("open-dialogue")
    tags = ["social-network-perspective", "tolerance-of-uncertainty", "transparency"]
    case = CaseDiscussion(
        client="C-201",
        model="open-dialogue",
        stages=tags,
        themes=chosen.themes_of("network__missing_voice", "network__leave_open"),
        primary_theme="practitioner.uncertainty",
    )
    answers = chosen.answers(
        open_dialogue__same_faces=False,
        open_dialogue__stirred="I wanted it settled before I went home.",
    )
    record = session(cases=[case], answers=answers, supervisees=["S-014", "S-022"], group="G-02")

    assert_kept(chosen, "network-meeting", record, tags=tags)

    dialogue = attrs.evolve(case, notes=CANARY, answers=chosen.answers(network__cost=CANARY))
    wrong = attrs.evolve(record, cases=[dialogue])
    assert chosen.problems("network-meeting", wrong) == [
        ("cases.notes", "must stay empty"),
        ("cases.answers", "must stay empty"),
    ]


def test_open_dialogue_plays_an_intervision():
    """Peers, on a level: what the work does to them, themes, a closing word, and no case."""
    chosen = Chosen("open-dialogue")
    record = session(
        modality=Modality.INTERVISION,
        supervisor=None,
        supervisees=["S-014", "S-022", "S-031"],
        group="G-02",
        themes=["practitioner.uncertainty", "system.caseload"],
        answers=chosen.answers(
            network__leave_open="Whether we do enough.",
            open_dialogue__in_the_way="Three of us share one car.",
        ),
        feedback="Lighter than when we came.",
    )

    assert_kept(chosen, "intervision", record)

    case = CaseDiscussion(client="C-201")
    wrong = attrs.evolve(
        record, modality=Modality.PEER, cases=[case], directives=["Write it down."]
    )
    assert chosen.problems("intervision", wrong) == [
        ("modality", "must be intervision"),
        ("cases", "must stay empty"),
        ("directives", "must stay empty"),
    ]


def test_a_risk_that_comes_up_in_intervision_is_not_swallowed():
    """The shape without case content leaves room for a risk and who acts on it."""
    risk = RiskDecision(kind="safety.overdose", owner="S-014", due=TODAY, in_client_record=True)
    record = session(modality=Modality.INTERVISION, supervisor=None, risks=[risk])

    assert Chosen("open-dialogue").problems("intervision", record) == []


def test_bft_plays_family_work_that_was_talked_about():
    """The parts of the work are tags, members are their place in the family."""
    chosen = Chosen("bft")
    tags = ["early-signs", "staying-well-plan", "own-goals"]
    case = CaseDiscussion(
        client="C-201",
        model="bft",
        stages=tags,
        themes=["family.early-signs", "family.many-voices", "change.shared-relapse-plan"],
        answers=chosen.answers(
            bft__own_goals=["mother: to sleep", "brother: to be asked", "himself: the allotment"],
            bft__plan_known=False,
            bft__solved_without_us="Who drives on Thursdays.",
        ),
        notes="The plan is on the fridge, but only one of them reads it.",
    )
    record = session(cases=[case])

    assert_kept(chosen, "family-session", record, tags=tags)

    bare = attrs.evolve(record, cases=[attrs.evolve(case, stages=(), themes=frozenset())])
    assert chosen.problems("family-session", bare) == [
        ("cases.stages", "must be given"),
        ("cases.themes", "must be given"),
    ]


def test_al_anon_plays_a_referral_and_no_attendance():
    """That it was mentioned is kept; who goes has no place to be written in."""
    chosen = Chosen("al-anon")
    tags = ["al-anon", "alateen"]
    case = CaseDiscussion(
        client="C-204",
        model="al-anon",
        stages=tags,
        themes=["family.mutual-aid", "family.burden"],
        answers=chosen.answers(
            al_anon__told=True,
            al_anon__another_way=["a relatives' group at the hospice", "an hour with us"],
        ),
    )
    action = Action(what="Put the leaflet where relatives wait.", owner="S-014", due=TODAY)
    record = session(cases=[case], actions=[action])

    assert_kept(chosen, "referral", record, tags=tags)

    wrong = attrs.evolve(
        record,
        attendance=[Attendance(person="F-301")],
        cases=[attrs.evolve(case, notes=CANARY)],
    )
    assert chosen.problems("referral", wrong) == [
        ("attendance", "must stay empty"),
        ("cases.notes", "must stay empty"),
    ]


def test_al_anon_plays_a_reflection_on_ones_own_view():
    """A worker thinks about their leaning towards fellowships, without notes."""
    chosen = Chosen("al-anon")
    record = reflection(
        themes=["need.stigma"],
        answers=chosen.answers(al_anon__your_view="I roll my eyes, and they see it."),
    )

    assert_kept(chosen, "referral-reflection", record)

    wrong = attrs.evolve(record, notes=CANARY, themes=frozenset())
    assert chosen.problems("referral-reflection", wrong) == [
        ("notes", "must stay empty"),
        ("themes", "must be given"),
    ]


def test_no_question_of_al_anon_asks_who_goes():
    """Neither its pack nor the network pack beside it asks who attends a fellowship."""
    asking = re.compile(r"\b(attend\w*|goes|went|going|meetings?)\b")

    assert [
        prompt.id for prompt in Chosen("al-anon").prompts.values() if asking.search(prompt.text)
    ] == []


def test_five_step_plays_work_with_a_relative_in_their_own_right():
    """The relative has a code of their own, and the five steps are tags."""
    chosen = Chosen("five-step")
    tags = ["listen", "coping", "support"]
    case = CaseDiscussion(
        client="F-301",
        model="five-step",
        stages=tags,
        themes=chosen.themes_of("five_step__listen", "five_step__support"),
        answers=chosen.answers(
            five_step__listen="That she counts the spoons every night.",
            five_step__support=["her sister", "a neighbour"],
        ),
    )
    record = session(cases=[case])

    assert_kept(chosen, "relative", record, tags=tags)

    assert chosen.problems("relative", session()) == [
        ("cases", "must be given"),
        ("cases.stages", "must be given"),
        ("cases.themes", "must be given"),
    ]


def test_craft_plays_work_through_a_relative():
    """The one who refuses treatment has no notes; answers are about the relative."""
    chosen = Chosen("craft")
    tags = ["through-the-relative", "reinforcement", "better-life-for-the-relative"]
    case = CaseDiscussion(
        client="F-302",
        model="craft",
        stages=tags,
        themes=["family.burden", "safety.domestic-abuse"],
        answers=chosen.answers(
            craft__safe=True,
            craft__clear_hours=["before work", "the walk with the dog"],
            craft__own_life="She went back to the choir.",
        ),
    )
    record = session(cases=[case])

    assert_kept(chosen, "through-a-relative", record, tags=tags)

    wrong = attrs.evolve(record, cases=[attrs.evolve(case, notes=CANARY, stages=())])
    assert chosen.problems("through-a-relative", wrong) == [
        ("cases.notes", "must stay empty"),
        ("cases.stages", "must be given"),
    ]


def test_sbnt_plays_work_without_the_person():
    """The person stayed away, the network came, and that is work too."""
    chosen = Chosen("sbnt")
    tags = ["identify-the-network", "without-the-person", "coping"]
    case = CaseDiscussion(
        client="C-207",
        model="sbnt",
        stages=tags,
        themes=["family.peer-network", "need.disengagement"],
        answers=chosen.answers(
            sbnt__who_is_there=["father", "two friends from football"],
            sbnt__person_away=True,
            sbnt__without_them="They agreed who rings first.",
        ),
    )
    record = session(cases=[case])

    assert_kept(chosen, "network-work", record, tags=tags)

    wrong = attrs.evolve(record, cases=[attrs.evolve(case, themes=frozenset())])
    assert chosen.problems("network-work", wrong) == [("cases.themes", "must be given")]


def whose_goal(goal, then):
    """Return a reflection on whose goal is in the plan, and what follows."""
    return reflection(
        client="C-201",
        themes=["change.abstinence-or-harm-reduction", "need.client-voice"],
        answers=Chosen("harm-reduction").answers(
            harm__goal_owner=goal, harm__smallest_safer_step=then
        ),
    )


@pytest.mark.parametrize(
    ("goal", "then"),
    [
        ("person", "To stop, from Monday, with the detoxification booked."),
        ("person", "To use at the weekend only, and never alone."),
        ("court", "Nobody has asked what they want."),
    ],
)
def test_harm_reduction_plays_whose_goal_it_is(goal, then):
    """Stopping and using more safely are goals of the same standing; whose it is comes first."""
    chosen = Chosen("harm-reduction")
    record = whose_goal(goal, then)

    assert_kept(chosen, "whose-goal", record)

    silent = attrs.evolve(record, answers=record.answers[1:], themes=frozenset())
    assert chosen.problems("whose-goal", silent) == [
        ("themes", "must be given"),
        ("answers", "must hold an answer to 'harm.goal-owner'"),
    ]


def test_relapse_prevention_plays_a_plan_with_the_familys_share():
    """Somebody close has taken on a part, and the answer says which."""
    chosen = Chosen("relapse-prevention")
    tags = ["high-risk-situations", "relapse-road-map", "plan-shared"]
    case = CaseDiscussion(
        client="C-201",
        model="relapse-prevention",
        stages=tags,
        themes=["change.shared-relapse-plan", "family.early-signs"],
        primary_theme="change.shared-relapse-plan",
        answers=chosen.answers(
            relapse__three_places=["pay day", "after the visit", "the quiet Sunday"],
            relapse__plan_shared=True,
            relapse_prevention__family_part=["sister: rings on Fridays, about anything but drink"],
            relapse_prevention__chosen=True,
            relapse_prevention__reach_us="The duty phone until ten.",
        ),
    )
    action = Action(what="Ask the sister whether Fridays still suit her.", owner="S-014")
    record = session(cases=[case], actions=[action])

    assert_kept(chosen, "shared-plan", record, tags=tags)

    alone = attrs.evolve(record, cases=[attrs.evolve(case, answers=case.answers[:2])])
    assert chosen.problems("shared-plan", alone) == [
        ("answers", "must hold an answer to 'relapse-prevention.family-part'")
    ]


def test_relapse_prevention_asks_on_where_there_is_no_family():
    """If nobody was chosen or agreed, it asks who else there would be."""
    prompt = SHIPPED.prompt("relapse-prevention.somebody-else")

    assert (prompt.when.prompt, prompt.when.is_) == ("relapse-prevention.chosen", False)
    assert "family.peer-network" in prompt.themes


def test_commissioning_plays_a_note_about_the_service():
    """What was cut, who misses it and what a commissioner should know: no client in it."""
    chosen = Chosen("commissioning")
    record = reflection(
        themes=["system.commissioning-cuts", "system.skill-mix", "family.work-not-offered"],
        answers=chosen.answers(
            commissioning__gone=["both family therapists", "the Saturday group"],
            commissioning__family_work="not offered",
            commissioning__one_sentence="Nobody here is trained to work with families.",
            functions__outside_training=True,
        ),
    )

    assert_kept(chosen, "service-note", record)

    about_one = attrs.evolve(record, client="C-201")
    assert chosen.problems("service-note", about_one) == [("client", "must stay empty")]


def test_commissioning_plays_a_session_about_the_service():
    """A session can be about the service alone."""
    chosen = Chosen("commissioning")
    record = session(
        themes=["system.role-spread", "practitioner.training-gap"],
        answers=chosen.answers(
            commissioning__hats=["prescribing clinic", "two groups", "court reports"],
            commissioning__trained_for="The groups.",
        ),
    )

    assert_kept(chosen, "service-session", record)

    wrong = attrs.evolve(record, cases=[CaseDiscussion(client="C-201")], answers=())
    assert chosen.problems("service-session", wrong) == [
        ("cases", "must stay empty"),
        ("answers", "must be given"),
    ]


def test_resonance_plays_the_core_of_the_conversation():
    """The tie to the drug of choice is talked about, in tags, themes and answers."""
    chosen = Chosen("resonance")
    tags = ["how-it-was-found", "the-high", "roads-to-and-from"]
    case = CaseDiscussion(
        client="C-201",
        model="resonance",
        stages=tags,
        themes=["resonance.relationship", "focus.secondary-priorities"],
        answers=chosen.answers(
            resonance__what_it_does="It turns the sound down.",
            resonance__crowded_out_by="housing",
            resonance__road_both_ways="The flat is where he is alone with it.",
        ),
    )
    record = session(cases=[case])

    assert_kept(chosen, "core-conversation", record, tags=tags)

    adrift = attrs.evolve(record, cases=[attrs.evolve(case, stages=())])
    assert chosen.problems("core-conversation", adrift) == [("cases.stages", "must be given")]


def test_resonance_is_kept_apart_from_countertransference():
    """The drug's resonance in the person is not the client's resonance in the worker."""
    chosen = Chosen("resonance")

    assert "practitioner.countertransference" not in chosen.themes
    assert not any(theme.startswith("practitioner.") for theme in chosen.themes)
    for prompt in chosen.prompts.values():
        assert "practitioner.countertransference" not in prompt.themes
    assert "kept apart" in chosen.approach.text
    countertransference = [
        prompt.id
        for prompt in SHIPPED.prompts.values()
        if "practitioner.countertransference" in prompt.themes
    ]
    assert countertransference
    assert not any(each.startswith("resonance.") for each in countertransference)


def test_resonance_is_no_measure():
    """Nothing of it adds up: one rating, of how an hour was spent, and no scale of items."""
    ratings = [
        prompt.id
        for prompt in Chosen("resonance").prompts.values()
        if prompt.kind is AnswerKind.SCALE
    ]

    assert ratings == ["resonance.share-of-hour"]
    assert SHIPPED.pack("resonance").scales == ()


def week(chosen, risk, provision):
    """Return a reflection on hours of risk and hours of provision."""
    return reflection(
        client="C-201",
        themes=["change.aftercare-and-evenings", "resonance.craving-pattern"],
        answers=chosen.answers(
            day_programme__risk_hours=risk,
            day_programme__provision_hours=provision,
            day_programme__besides_us="nobody",
        ),
    )


def test_day_programme_plays_hours_of_risk_against_hours_of_provision():
    """The two lists are read back from the journal, and laid beside each other."""
    chosen = Chosen("day-programme")
    record = week(chosen, ["fri 18:00-02:00", "sun 12:00-20:00"], ["mon-fri 09:00-20:00"])

    assert_kept(chosen, "week-pattern", record)

    _, back = kept(record)
    risk, provision = (answer.value for answer in back.answers[:2])
    assert [(one.weekday, one.minutes) for one in uncovered(risk, provision)] == [
        ("fri", 240),
        ("sat", 120),
        ("sun", 480),
    ]
    half = attrs.evolve(record, answers=record.answers[:1])
    assert chosen.problems("week-pattern", half) == [
        ("answers", "must hold an answer to 'day-programme.provision-hours'")
    ]


def test_abstinence_and_harm_reduction_fit_one_record():
    """One reflection can serve the day programme and harm reduction: no preference is built in."""
    programme, harm = Chosen("day-programme"), Chosen("harm-reduction")
    hours = week(programme, ["sat 20:00-24:00"], ["daily 10:00-22:00"])
    goal = whose_goal("person", "To stop.")
    both = attrs.evolve(
        hours, answers=hours.answers + goal.answers, themes=hours.themes | goal.themes
    )

    assert programme.problems("week-pattern", both) == []
    assert harm.problems("whose-goal", both) == []
    assert "change.abstinence-or-harm-reduction" in programme.themes & harm.themes

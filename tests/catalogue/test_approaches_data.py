"""What approaches name exists, their tags can be recorded, and none is on by default."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase

import attrs
import pytest
from hypothesis import given, settings

from supervision import Journal
from supervision.catalogue import Catalogue
from supervision.errors import InvalidRecordError
from supervision.identifiers import find
from supervision.records import (
    Attendance,
    CaseDiscussion,
    LiveSample,
    Modality,
    Reflection,
    SampleKind,
    Session,
    Settings,
)
from supervision.reflection import suggest
from supervision.testing import sessions, unsafe_passphrase

SHIPPED = Catalogue.shipped()
NAMES = [
    "al-anon",
    "bft",
    "commissioning",
    "craft",
    "day-programme",
    "five-step",
    "harm-reduction",
    "open-dialogue",
    "relapse-prevention",
    "resonance",
    "sbnt",
]
TODAY = date(2026, 11, 20)
CANARY = "the red bicycle"


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


def test_these_are_the_approaches():
    """Every approach that the library promises is there, and no other."""
    assert list(SHIPPED.approaches) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_what_an_approach_names_exists(name):
    """Its packs, models, themes, patterns and prompts are all in the catalogue."""
    approach = SHIPPED.approach(name)

    assert set(approach.packs) <= set(SHIPPED.packs)
    assert set(approach.models) <= set(SHIPPED.models)
    for pattern in approach.themes:
        assert any(fnmatchcase(theme, pattern) for theme in SHIPPED.themes), pattern
    asked = {prompt.id for pack in approach.packs for prompt in SHIPPED.pack(pack).prompts}
    for shape in approach.shapes:
        assert set(shape.answered) <= asked


@pytest.mark.parametrize("name", NAMES)
def test_tags_of_an_approach_can_be_recorded(name):
    """The approach and its tags are ids that a case discussion takes."""
    tags = [element.id for element in SHIPPED.approach(name).elements]

    assert CaseDiscussion(client="C-201", model=name, stages=tags).stages == tuple(tags)


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_refuses_the_other_kind_of_record(name):
    """A session is not a reflection, whatever it holds; nothing else is looked at then."""
    records = {"session": session(), "reflection": reflection(notes="A thought.")}
    for shape in SHIPPED.approach(name).shapes:
        (other,) = [record for kind, record in records.items() if kind != shape.record.value]

        assert shape.problems(other) == (("kind", f"must be {shape.record.value}"),)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_shape_says_holds_nothing_of_the_record(name):
    """A problem names field and rule; no text of the record is in it."""
    case = CaseDiscussion(client="C-201", notes=CANARY, setting=CANARY)
    sample = LiveSample(kind=SampleKind.AUDIO, feedback=CANARY)
    full = session(
        cases=[case],
        agenda=[CANARY],
        directives=[CANARY],
        attendance=[Attendance(person="S-014", reason=CANARY)],
        live_sample=sample,
    )
    for shape in SHIPPED.approach(name).shapes:
        for record in (full, reflection(notes=CANARY, client="C-201")):
            assert CANARY not in str(shape.problems(record))


def test_no_approach_is_on_by_default():
    """A new journal is set to none, and nothing of one is suggested unasked."""
    with Journal.create("memory:", unsafe_passphrase()) as journal:
        chosen = journal.settings()
    unasked = suggest([], today=TODAY, limit=1000)
    ours = {
        prompt.id
        for pack in SHIPPED.packs.values()
        if pack.approach_specific
        for prompt in pack.prompts
    }

    assert chosen == Settings()
    assert chosen.approaches == ()
    assert unasked
    assert not ours & {one.prompt.id for one in unasked if one.prompt is not None}


def test_what_belongs_to_an_approach_says_so():
    """Each pack that only approaches bring is marked, so that nobody gets it unasked."""
    theirs = {pack for name in NAMES for pack in SHIPPED.approach(name).packs}
    for_all = {"functions", "group", "needs"}

    assert {pack for pack in theirs if not SHIPPED.pack(pack).approach_specific} == for_all


def test_open_dialogue_has_seven_principles_and_twelve_elements():
    """What was read at a source is marked, and what is general knowledge is marked too."""
    elements = SHIPPED.approach("open-dialogue").elements
    groups = [element.group for element in elements]
    unsure = {
        element.id
        for element in elements
        if element.group == "principles" and not element.confirmed
    }
    sure = {
        element.id
        for element in elements
        if element.group == "dialogic-practice" and element.confirmed
    }

    assert (groups.count("principles"), groups.count("dialogic-practice")) == (7, 12)
    assert unsure == {"psychological-continuity"}
    assert sure == {"two-or-more-therapists", "reflections-in-the-meeting"}


@pytest.mark.parametrize(
    ("name", "unsure"),
    [
        ("bft", {"meeting-everyone", "review"}),
        ("craft", {"engage-the-person", "reduce-use", "better-life-for-the-relative"}),
        (
            "sbnt",
            {"communication", "coping", "information", "support", "network-relapse-management"},
        ),
        ("five-step", set()),
        ("relapse-prevention", set()),
        ("harm-reduction", set()),
    ],
)
def test_tags_say_whether_they_were_read_at_a_source(name, unsure):
    """General knowledge is marked tag by tag."""
    elements = SHIPPED.approach(name).elements

    assert {element.id for element in elements if not element.confirmed} == unsure


@pytest.mark.parametrize("themes", [["family"], ["*"], ["family.*.x"], ["*.burden"], [".*"]])
def test_themes_are_ids_or_whole_families(themes):
    """A pattern takes a family as a whole; anything looser is refused."""
    approach = SHIPPED.approach("bft")

    with pytest.raises(InvalidRecordError, match=r"themes must be ids of themes, or patterns"):
        attrs.evolve(approach, themes=themes)


def test_a_shape_names_prompts_by_their_ids():
    """What a shape wants answered is the id of a prompt."""
    (shape,) = SHIPPED.approach("relapse-prevention").shapes

    with pytest.raises(InvalidRecordError, match="answered must be an id"):
        attrs.evolve(shape, answered=["family part"])


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_an_approach_raise_no_alarm(name):
    """Nothing that an approach says or asks looks like somebody's identifier."""
    approach = SHIPPED.approach(name)
    texts = [approach.title, approach.text]
    texts += [text for shape in approach.shapes for text in (shape.label, shape.text)]
    texts += [text for element in approach.elements for text in (element.label, element.text)]
    for pack in approach.packs:
        for prompt in SHIPPED.pack(pack).prompts:
            texts += [prompt.wording, prompt.purpose, *prompt.choices]

    assert [text for text in texts if find(text)] == []


@settings(max_examples=60, deadline=None)
@given(sessions())
def test_shapes_equal_their_naive_definition(session):
    """A shape has a problem for each field that is filled or empty against it, and no other."""
    meeting, intervision = SHIPPED.approach("open-dialogue").shapes
    cases = session.cases
    of_intervision = {
        "modality": session.modality is not Modality.INTERVISION,
        "cases": bool(cases),
        "directives": bool(session.directives),
        "live_sample": session.live_sample is not None,
    }
    of_meeting = {
        "cases.notes": any(case.notes for case in cases),
        "cases.answers": any(case.answers for case in cases),
        "live_sample": session.live_sample is not None,
        "cases": not cases,
        "cases.stages": not any(case.stages for case in cases),
    }

    for shape, wrong in ((intervision, of_intervision), (meeting, of_meeting)):
        found = [problem.field for problem in shape.problems(session)]
        assert found == [field for field, is_wrong in wrong.items() if is_wrong]

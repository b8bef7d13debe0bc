from __future__ import annotations

import traceback
from datetime import UTC, date, datetime, time
from enum import Enum

import attrs
import pytest

from supervision.errors import InvalidRecordError
from supervision.records import (
    Acknowledgement,
    Action,
    Answer,
    AnswerKind,
    Attendance,
    Cancellation,
    CaseDiscussion,
    FocusShare,
    LiveSample,
    Modality,
    Reflection,
    RiskDecision,
    SampleKind,
    narrative,
    pseudonym,
    strict,
)
from supervision.testing import example_agreement, example_reflection, example_session

CANARY = "left the room"
DAY = date(2026, 11, 20)
RECORDS = {
    type(record): record
    for record in (
        example_session(),
        example_reflection(),
        example_agreement(),
        example_session().cases[0],
        example_session().cases[0].answers[0],
        example_session().risks[0],
        example_session().actions[0],
        example_session().live_sample,
        example_agreement().acknowledgements[0],
        example_agreement().focus[0],
        Attendance(person="S-014"),
        Cancellation(by="S-014"),
    )
}
FIELDS = [(kind, field.name) for kind in RECORDS for field in attrs.fields(kind)]


class Speaking:
    """Says the canary whatever it is asked."""

    def __repr__(self):
        return CANARY

    def __iter__(self):
        raise ValueError(CANARY)

    def __hash__(self):
        raise TypeError(CANARY)


WRONG = (
    Speaking(),
    [Speaking()],
    [[CANARY]],
    {CANARY: CANARY},
    CANARY.encode(),
    3.5,
    (CANARY, 1),
)


def _assert_silent(error):
    assert error.__cause__ is None
    assert error.__context__ is None
    assert CANARY not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_every_field_refuses_a_wrong_type_without_repeating_it(kind, name):
    """Each field of each record refuses what it cannot hold, by its name and not by the value."""
    name = name.lstrip("_")
    for value in WRONG:
        with pytest.raises(InvalidRecordError) as caught:
            attrs.evolve(RECORDS[kind], **{name: value})

        assert caught.value.field == name
        assert str(caught.value).startswith(f"{name} must ")
        _assert_silent(caught.value)


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_every_field_shows_no_text(kind, name):
    """Where a field takes a sentence, `repr` does not show it; where it does not, nor the error."""
    record = RECORDS[kind]
    shown = []
    for value in (CANARY, [CANARY]):
        try:
            shown.append(repr(attrs.evolve(record, **{name.lstrip("_"): value})))
        except InvalidRecordError as error:
            shown.append(str(error))

    assert CANARY not in "".join(shown)


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        (type(example_session()), "id", "5E551000000000000000000000000014"),
        (type(example_session()), "id", "5e55"),
        (type(example_session()), "on", datetime(2026, 1, 1, tzinfo=UTC)),
        (type(example_session()), "start", time(9, 30, tzinfo=UTC)),
        (type(example_session()), "minutes", 0),
        (type(example_session()), "minutes", -1),
        (type(example_session()), "minutes", 1441),
        (type(example_session()), "minutes", True),
        (type(example_session()), "modality", "individual"),
        (type(example_session()), "supervisor", None),
        (type(example_session()), "supervisor", "S-014"),
        (type(example_session()), "supervisor", "4857773456"),
        (type(example_session()), "supervisees", []),
        (type(example_session()), "supervisees", "S-014"),
        (type(example_session()), "supervisees", ["S-014", "s-014 "]),
        (type(example_session()), "supervisees", ["Maria Jansen"]),
        (type(example_session()), "group", "485 777 3456"),
        (type(example_session()), "agreement", "A"),
        (type(example_session()), "group_size", 0),
        (type(example_session()), "group_size", 101),
        (type(example_session()), "facilitated", 1),
        (type(example_session()), "agenda", "two cases"),
        (
            type(example_session()),
            "attendance",
            [Attendance(person="S-1"), Attendance(person="s-1")],
        ),
        (type(example_session()), "feedback", "a\ud800"),
        (type(example_session()), "feedback", "a" * 1_000_001),
        (type(example_session()), "revision", 0),
        (type(example_session()), "revision", 2**32),
        (CaseDiscussion, "client", "Mrs Smith"),
        (CaseDiscussion, "client", "C-1234567"),
        (CaseDiscussion, "client", "\uff23-201"),
        (CaseDiscussion, "model", "Seven Eyed"),
        (CaseDiscussion, "model", "a" * 81),
        (CaseDiscussion, "stages", ["what", "so what"]),
        (CaseDiscussion, "modes", {0}),
        (CaseDiscussion, "modes", {8}),
        (type(example_session()), "themes", {"family"}),
        (type(example_session()), "themes", "family.burden"),
        (type(example_session()), "primary_theme", "family.burden"),
        (type(example_session()), "functions", {"restorative"}),
        (CaseDiscussion, "themes", {"family"}),
        (CaseDiscussion, "themes", {"Family.burden"}),
        (CaseDiscussion, "themes", {"family.burden\n"}),
        (CaseDiscussion, "themes", {"family.burden.more"}),
        (CaseDiscussion, "themes", {"x.kent"}),
        (CaseDiscussion, "themes", {"family." + "a" * 80}),
        (CaseDiscussion, "themes", "family.burden"),
        (CaseDiscussion, "primary_theme", "family.burden"),
        (RiskDecision, "kind", "danger"),
        (RiskDecision, "client", "Mr X"),
        (RiskDecision, "owner", "me"),
        (Action, "what", ""),
        (Action, "what", " \n"),
        (Action, "owner", "me"),
        (LiveSample, "minutes", 0),
        (LiveSample, "kind", "audio"),
        (Attendance, "person", "Jo"),
        (Cancellation, "by", "Jo"),
        (Reflection, "practitioner", "Jo"),
        (Reflection, "client", "Jo"),
        (Reflection, "model", "Gibbs 1988"),
        (Reflection, "session", "last week"),
        (Reflection, "themes", {"burden"}),
        (Reflection, "primary_theme", "family.burden"),
        (Reflection, "revision", 0),
        (Answer, "prompt", "question"),
        (Answer, "version", 0),
        (Answer, "wording", " "),
        (Answer, "choices", ["yes", "yes"]),
        (Acknowledgement, "person", "Jo"),
        (Acknowledgement, "digest", "0" * 63),
        (Acknowledgement, "digest", "G" * 64),
        (type(example_agreement()), "id", "1"),
        (type(example_agreement()), "code", "our agreement"),
        (type(example_agreement()), "version", 0),
        (type(example_agreement()), "supersedes", "1"),
        (type(example_agreement()), "supersedes", example_agreement().id),
        (type(example_agreement()), "review_on", date(2026, 1, 4)),
        (type(example_agreement()), "ends", date(2026, 1, 4)),
        (type(example_agreement()), "supervisor", "S-014"),
        (type(example_agreement()), "supervisees", []),
        (type(example_agreement()), "other_supervisors", ["Jo"]),
        (type(example_agreement()), "group", "Jo"),
        (type(example_agreement()), "group_size", 0),
        (type(example_agreement()), "minutes", 0),
        (type(example_agreement()), "client_hours", 0),
        (type(example_agreement()), "models", ["Seven Eyed"]),
        (type(example_agreement()), "focus", example_agreement().focus[:1] * 2),
        (type(example_agreement()), "focus_approach", "Open Dialogue"),
        (FocusShare, "what", ""),
        (FocusShare, "what", "Family"),
        (FocusShare, "what", "her drinking"),
        (FocusShare, "what", "need."),
        (FocusShare, "what", "x."),
        (FocusShare, "what", "x.Kent"),
        (FocusShare, "what", "f" * 81),
        (FocusShare, "what", "x." + "k" * 79),
        (FocusShare, "percent", 0),
        (FocusShare, "percent", 101),
        (
            type(example_agreement()),
            "acknowledgements",
            example_agreement().acknowledgements[:1] * 2,
        ),
        (type(example_agreement()), "revision", 0),
    ],
)
def test_a_value_that_breaks_a_rule_is_refused_by_name(kind, name, value):
    """A value that breaks a rule is refused, with the field and the rule and never the value."""
    with pytest.raises(InvalidRecordError) as caught:
        attrs.evolve(RECORDS[kind], **{name: value})

    assert caught.value.field == name
    assert f"{name} must " in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None
    if isinstance(value, str) and len(value) > 3:
        assert value not in str(caught.value)


@pytest.mark.parametrize(("more", "fits"), [(20, True), (21, False), (100, False)])
def test_shares_of_a_focus_are_parts_of_one_whole(more, fits):
    """Shares come to 100 percent or less; more is refused with field and rule."""
    others = [FocusShare(what="family", percent=50), FocusShare(what="formative", percent=30)]
    focus = [*others, FocusShare(what="x.kent", percent=more)]
    if fits:
        assert attrs.evolve(example_agreement(), focus=focus).focus == tuple(focus)
        return
    with pytest.raises(InvalidRecordError) as caught:
        attrs.evolve(example_agreement(), focus=focus)

    assert str(caught.value) == "focus must not come to more than 100 percent in all"
    assert caught.value.field == "focus"


@pytest.mark.parametrize(
    ("outer", "inner"), [("family", "family.burden"), ("x.kent", "x.kent.kin")]
)
def test_a_focus_names_no_theme_beside_its_family(outer, inner):
    """What is in a family is part of its share already; what only begins alike is not."""
    focus = [FocusShare(what=inner, percent=10), FocusShare(what=outer, percent=10)]
    alike = [FocusShare(what=f"{outer}-work", percent=10), FocusShare(what=outer, percent=10)]

    assert attrs.evolve(example_agreement(), focus=alike).focus == tuple(alike)
    with pytest.raises(InvalidRecordError, match="focus must not name a theme beside"):
        attrs.evolve(example_agreement(), focus=focus)


@pytest.mark.parametrize("what", ["family", "family.burden", "normative", "x.kent", "x.kent.kin"])
def test_a_focus_is_on_a_family_a_theme_or_a_function(what):
    """Families and themes of one's own are as good as those of the catalogue."""
    assert FocusShare(what=what, percent=1).what == what


@pytest.mark.parametrize(
    ("kind", "value", "choices"),
    [
        (AnswerKind.TEXT, 3, ()),
        (AnswerKind.SCALE, 11, ()),
        (AnswerKind.SCALE, -1, ()),
        (AnswerKind.SCALE, True, ()),
        (AnswerKind.SCALE, "7", ()),
        (AnswerKind.YESNO, 1, ()),
        (AnswerKind.YESNO, "yes", ()),
        (AnswerKind.CHOICE, CANARY, ("person", "service")),
        (AnswerKind.CHOICE, CANARY, ()),
        (AnswerKind.LIST, CANARY, ()),
        (AnswerKind.LIST, [3], ()),
    ],
)
def test_an_answer_holds_what_its_kind_asks_for(kind, value, choices):
    """An answer of one kind refuses a value of another, and a choice that was not offered."""
    with pytest.raises(InvalidRecordError) as caught:
        Answer(prompt="needs.fit", wording="How close?", kind=kind, value=value, choices=choices)

    assert caught.value.field == "value"
    _assert_silent(caught.value)


def test_a_reflection_says_something():
    """A reflection with neither answers nor notes is refused."""
    with pytest.raises(InvalidRecordError, match="answers must hold one answer at least"):
        Reflection(on=DAY, practitioner="S-014", notes=" \n")


def test_fields_of_an_embedder_get_the_same_care():
    """A class outside the library that uses the helpers is as strict and as silent."""

    @attrs.frozen(kw_only=True, field_transformer=strict)
    class Visit:
        visitor: str = pseudonym()
        told: str = narrative()

    visit = Visit(visitor=" v-01", told=CANARY)
    assert repr(visit).endswith("Visit(visitor='V-01')")
    with pytest.raises(InvalidRecordError) as caught:
        attrs.evolve(visit, told=[CANARY])
    _assert_silent(caught.value)


def test_the_longest_text_is_allowed():
    """A text of a million characters is held; so are letters beyond ASCII."""
    assert len(CaseDiscussion(client="C-201", notes="é" * 1_000_000).notes) == 1_000_000


def test_closed_lists_have_the_words_of_the_profession():
    """The values that end up in records are those of the specification."""
    assert [one.value for one in Modality] == [
        "individual", "group", "peer", "live", "triadic", "intervision", "restorative",
    ]  # fmt: skip
    assert all(isinstance(one, Enum) for one in SampleKind)


@pytest.mark.parametrize("value", [{"x": 1}, b"ab"])
def test_a_list_answer_is_a_list(value):
    """What only looks like several texts is no answer of the kind list."""
    with pytest.raises(InvalidRecordError, match="value must"):
        Answer(prompt="needs.stop", kind=AnswerKind.LIST, wording="What?", value=value)

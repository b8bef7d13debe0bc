"""Records under other codes and ids: none of the old ones is left, and nothing else is changed."""

from __future__ import annotations

import json
import re
import typing
from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.codec import to_plain
from supervision.errors import InvalidRecordError
from supervision.exchange import Recoding, codes_in, ids_in
from supervision.records import (
    Acknowledgement,
    Action,
    Agreement,
    Answer,
    AnswerKind,
    Attendance,
    Cancellation,
    CaseDiscussion,
    FocusShare,
    LiveSample,
    Modality,
    Record,
    Reflection,
    RiskDecision,
    SampleKind,
    Session,
    with_revision,
)
from supervision.testing import records

CODE, ID = "C-201", "ab" * 16
MENTIONED, OTHER = "QX-778", "QX-000123"
SENTENCE = f" ({MENTIONED}, {MENTIONED.lower()}; {MENTIONED}'s {MENTIONED}s_{MENTIONED}) "


def other_codes(found):
    """Return a code for each of *found* that none of them is."""
    return {code: f"{code.partition('-')[0]}-{990000 + n:06}" for n, code in enumerate(found)}


def other_ids(found):
    """Return an id for each of *found* that none of them is."""
    return {each: f"{n:08x}{'f' * 24}" for n, each in enumerate(found)}


def recoding_of(record, **more):
    """Return a recoding of everything that *record* names, and of *more* codes."""
    return Recoding(
        codes=other_codes(sorted(codes_in(record))) | more, ids=other_ids(sorted(ids_in(record)))
    )


def back(recoding):
    """Return the recoding that undoes *recoding*."""
    return Recoding(
        codes={new: old for old, new in recoding.codes.items()},
        ids={new: old for old, new in recoding.ids.items()},
    )


def said_in(value, sentence, *, is_text=False):
    """Return *value* with *sentence* at the end of each of its free texts."""
    if isinstance(value, str):
        return value + sentence if is_text else value
    if isinstance(value, tuple):
        return tuple(said_in(each, sentence, is_text=is_text) for each in value)
    if not attrs.has(type(value)):
        return value
    changed = {
        field.alias: said_in(getattr(value, field.name), sentence, is_text=field.repr is False)
        for field in attrs.fields(type(value))
    }
    return attrs.evolve(value, **changed)


def holds(record, word):
    """Say whether *word* stands anywhere in *record*, in these letters."""
    text = json.dumps(to_plain(record), ensure_ascii=False)
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![0-9])", text) is not None


@settings(max_examples=60, deadline=None)
@given(records())
def test_no_old_code_and_no_old_id_is_left(record):
    """Whatever record it is, fields and texts hold none of the codes and ids that it had."""
    record = said_in(record, SENTENCE)
    old = codes_in(record) | ids_in(record)

    new = recoding_of(record, **{MENTIONED: OTHER}).record(record)

    found = [word for word in (*old, MENTIONED, MENTIONED.lower()) if holds(new, word)]
    assert found == []
    assert record.id not in json.dumps(to_plain(new))


@settings(max_examples=60, deadline=None)
@given(records(), st.integers(1, 2**32 - 1))
def test_nothing_else_is_changed(record, revision):
    """With the old codes and ids put back it is the record as it was, at its revision."""
    record = said_in(with_revision(record, revision), SENTENCE)
    recoding = recoding_of(record, **{MENTIONED: OTHER})

    new = recoding.record(record)

    assert new != record
    assert new.revision == revision
    assert back(recoding).record(new) == record


@settings(max_examples=25, deadline=None)
@given(records())
def test_a_recoded_record_is_valid(record):
    """It can be built anew from what it says."""
    new = recoding_of(record).record(record)

    assert attrs.evolve(new) == new


@settings(max_examples=25, deadline=None)
@given(records())
def test_each_code_and_id_must_be_given(record):
    """A code or an id that nothing stands in for is refused, and not passed on or repeated."""
    for codes, ids, what in (
        ({}, other_ids(ids_in(record)), "holds a code that"),
        (other_codes(codes_in(record)), {}, "holds an id that"),
    ):
        with pytest.raises(InvalidRecordError, match=f"{what} nothing stands in for") as caught:
            Recoding(codes=codes, ids=ids).record(record)
        assert not any(each in str(caught.value) for each in codes_in(record) | ids_in(record))
        assert caught.value.field in str(caught.value)


# Every field of every record

ONE_OF_EACH = (
    Session(on=date(2026, 3, 4), minutes=60, modality=Modality.PEER, supervisees=["Z-1"]),
    Reflection(on=date(2026, 3, 4), practitioner="Z-1", notes="…"),
    Agreement(code="Z-1", starts=date(2026, 3, 4), supervisees=["Z-2"], modality=Modality.PEER),
    CaseDiscussion(client="Z-1"),
    Attendance(person="Z-1"),
    Cancellation(),
    RiskDecision(kind="safety.child"),
    Action(what="…", owner="Z-1"),
    LiveSample(kind=SampleKind.OBSERVED),
    Answer(prompt="needs.fit", wording="…", kind=AnswerKind.TEXT, value="…"),
    Acknowledgement(person="Z-1", on=date(2026, 3, 4), digest="a" * 64),
    FocusShare(what="family", percent=50),
)
HELD = (CODE, ID, f"x.kent.{CODE.lower()}", f"see {CODE}, {ID} and {ID[:9]}")
# Ids of models and stages, prompts and digests, in which no code and no id of a record can stand.
CLOSED = {"model", "models", "stages", "digest", "primary_theme", "focus_approach"}


def parts_of(hint):
    """Return the classes that an annotation is made of, and those that these are made of."""
    found = set()
    for inside in typing.get_args(hint) or (hint,):
        if typing.get_args(inside):
            found |= parts_of(inside)
        elif attrs.has(inside):
            found.add(inside)
            for deeper in typing.get_type_hints(inside).values():
                found |= parts_of(deeper)
    return found


def fields_with_text():
    """Return each part of each kind of record with each of its fields that can hold text."""
    for part in ONE_OF_EACH:
        hints = typing.get_type_hints(type(part))
        for field in attrs.fields(type(part)):
            if re.search(r"\bstr\b", str(hints[field.name])) and field.name not in CLOSED:
                yield pytest.param(part, field, id=f"{type(part).__name__}.{field.name}")


def built(part, field, text):
    """Return *part* with *text* in a field, alone or as the only item, or None if that is wrong."""
    for value in (text, [text]):
        try:
            return attrs.evolve(part, **{field.alias: value})
        except InvalidRecordError:
            continue
    return None


def test_one_of_each_part_is_tried():
    """A new part of a record has to be added above."""
    assert {type(part) for part in ONE_OF_EACH} == parts_of(Record)


@pytest.mark.parametrize(("part", "field"), list(fields_with_text()))
def test_no_field_is_forgotten(part, field):
    """Whatever a field can hold that names somebody or a record is replaced there."""
    recoding = Recoding(
        codes={CODE: "C-730112", "Z-1": "Z-100001", "Z-2": "Z-100002"},
        ids={ID: "cd" * 16, getattr(part, "id", "0" * 32): "ef" * 16},
    )
    tried = [found for text in HELD if (found := built(part, field, text)) is not None]

    assert tried
    for found in tried:
        text = repr(attrs.asdict(recoding._part(found)))
        assert not re.search(rf"{CODE}|{ID[:9]}|Z-[12]\b", text, re.IGNORECASE)


# Words in a text

RECODING = Recoding(codes={"C-201": "C-730112", "S-014A": "S-5"}, ids={ID: "cd" * 16})


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("C-201", "C-730112"),
        ("c-201.", "c-730112."),
        ("C\u2011201 and C\u2013201", "C\u2011730112 and C\u2013730112"),
        ("C-201s, C-201's, _C-201_", "C-730112s, C-730112's, _C-730112_"),
        ("S-014A", "S-5"),
        ("about-C-201-again", "about-C-730112-again"),
        ("C-\u200b201, C\u2060-201, C-2\u200d01", "C-730112, C-730112, C-730112"),
        ("C\uff0d201 \uff23-\uff12\uff10\uff11", "C\uff0d730112 C-730112"),
        ("\ufeffc\u2212201\u200b", "\ufeffc\u2212730112\u200b"),
        ("S\u00ad-014\u00adA", "S-5"),
        (f"{ID}, {ID[:8]}, {ID[:20]}", f"{'cd' * 16}, {'cd' * 4}, {'cd' * 10}"),
    ],
)
def test_a_code_in_a_text_is_replaced(text, becomes):
    """A known code is met as a word, in capitals or not, and an id by its beginning."""
    assert RECODING.text(text) == becomes


@pytest.mark.parametrize(
    "text",
    [
        "C-2011",
        "AC-201",
        "S-014",
        "S-014AB",
        "C 201",
        "xC-201",
        "C-201é",
        ID[:7],
        f"{ID}a",
        f"{ID[:8]}00",
        "COVID-19",
    ],
)
def test_other_words_stay(text):
    """What is no known code, or part of a longer word, is as it was."""
    assert RECODING.text(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("c201", (0, 4)),
        ("see C201.", (4, 8)),
        ("see C 201.", (4, 9)),
        ("C - 201", (0, 7)),
        ("a C-\n201 b", (2, 8)),
        ("C\n-\u200b 201", (0, 8)),
        ("C\u00ad201", (0, 5)),
        ("C-201\u00e9", (0, 5)),
        ("C-201st", (0, 6)),
        ("S014A", (0, 5)),
    ],
)
def test_what_still_reads_like_a_code_is_found(text, left):
    """A code that is written in a way that may mean another thing stays, and is pointed out."""
    assert RECODING.text(text) == text
    assert RECODING.left_in(text) == [left]


@pytest.mark.parametrize(
    "text", ["C-201", "c\uff0d201s", "C-2011", "C-20", "AC-201", "AC 201", "S-014B", "COVID-19", ""]
)
def test_what_was_replaced_or_names_nobody_is_not_pointed_out(text):
    """What has its new code, or is no known one, is not found."""
    assert RECODING.left_in(text) == []


@given(st.text(alphabet="Cc2013- \n\u200b\uff0d\u2013Aa_.", max_size=40))
def test_positions_are_those_of_the_text(text):
    """Where something is left, letters and digits of a code stand in the text itself."""
    for start, stop in RECODING.left_in(text):
        assert re.fullmatch(r"[Cc][\W]{0,5}2\W*0\W*1\W*[A-Za-z]?", text[start:stop])


def test_own_themes_are_recoded_and_those_of_the_catalogue_stay():
    """An id of one's own may hold a code; one of the catalogue means the same to everyone."""
    recoding = Recoding(codes={"C-201": "C-730112", "NEED-1": "NEED-500000"}, ids={})
    case = CaseDiscussion(client="C-201", themes=["x.kent.c-201", "need-1.unmet"])

    assert recoding._part(case).themes == {"x.kent.c-730112", "need-1.unmet"}


def test_a_choice_is_one_of_the_choices_still():
    """A code in an answer and in the choices it was taken from is replaced in both."""
    answer = Answer(
        prompt="x.kent.who",
        wording="About whom?",
        kind=AnswerKind.CHOICE,
        choices=["C-201", "nobody"],
        value="C-201",
    )
    reflection = Reflection(on=date(2026, 3, 4), practitioner="S-014A", answers=[answer])

    (found,) = attrs.evolve(RECODING, ids={reflection.id: "0" * 32}).record(reflection).answers

    assert (found.value, found.choices) == ("C-730112", ("C-730112", "nobody"))


def test_the_tables_stay_out_of_reprs():
    """Which code stands for which is in no repr."""
    assert repr(RECODING) == "Recoding()"

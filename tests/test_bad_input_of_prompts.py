"""Bad input to prompts and answers, from the question down to the sealed record."""

from __future__ import annotations

import time
import warnings
from datetime import date

import pytest

from supervision import Journal, Reflection
from supervision.catalogue import Catalogue, Pack, Prompt
from supervision.errors import (
    IdentifierError,
    InvalidRecordError,
    WrongKeyError,
)
from supervision.exchange import Document, read_json, read_markdown, to_json, to_markdown
from supervision.identifiers import IdentifierWarning, check
from supervision.records import AnswerKind, Function
from supervision.reflection import Guide, reflect
from supervision.testing import unsafe_passphrase

CANARY = "Kanarienvogel"
KEY = unsafe_passphrase()


def prompt(kind, **more):
    """Return a prompt of that kind."""
    given = {"id": f"x.kent.{kind}", "text": "What of it?", "kind": AnswerKind(kind)} | more
    return Prompt(purpose="try", function=Function.FORMATIVE, source="Kent", rights="Ours", **given)


PROMPTS = {
    "text": prompt("text"),
    "scale": prompt("scale", anchors=("a", "b"), low=1, high=5),
    "yesno": prompt("yesno"),
    "choice": prompt("choice", choices=("red", "blue")),
    "list": prompt("list"),
}


def reflection_on(answer):
    """Return a reflection with one answer of text."""
    guide = reflect([Catalogue.shipped().prompt("driscoll.1-what")]).answer(answer)
    return guide.reflection(on=date(2026, 11, 20), practitioner="S-014")


@pytest.fixture
def journal(tmp_path):
    """An empty journal on disk."""
    with Journal.create(f"sqlite:{tmp_path / 'practice.db'}", KEY) as journal:
        yield journal


# Answers

WRONG = {
    "text": [7, True, ["a"], ""],
    "scale": [0, 6, True, "4", 3.0, ["3"]],
    "yesno": [1, 0, "yes", ["y"]],
    "choice": ["green", "Red", 1, True, ["red"]],
    "list": [CANARY, 1, True, [1], []],
}


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, values in WRONG.items() for value in values]
)
def test_an_answer_of_the_wrong_kind_is_refused_and_the_guide_stays(kind, value):
    """The prompt and the rule are said, the answer is not, and the right one can still be given."""
    guide = reflect([PROMPTS[kind]])

    with pytest.raises(InvalidRecordError, match=f"x.kent.{kind}") as caught:
        guide.answer(value)

    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert guide.question is not None
    assert guide.answers == ()


def test_ten_megabytes_are_no_answer():
    """A text of 10 MB is refused by its rule, quickly and without a part of it."""
    text = f"{CANARY} " * 750_000
    assert len(text) > 10_000_000

    began = time.monotonic()
    with pytest.raises(InvalidRecordError, match="at most 1,000,000 characters") as caught:
        reflection_on(text)

    assert time.monotonic() - began < 5
    assert CANARY not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_the_longest_answer_is_looked_through_and_kept(journal):
    """A million characters are recorded, with a warning of the number at their very end."""
    text = "word " * 199_996 + "07700 900123"[:20].rjust(20)
    assert len(text) == 1_000_000

    with pytest.warns(IdentifierWarning, match=r"answers\[0\]\.value 999988-1000000") as caught:
        made = journal.record(reflection_on(text))

    assert "900123" not in str(caught[0].message)
    assert journal.read(Reflection, made.id).answers[0].value == text
    assert journal.verify().ok


SCRIPTS = {
    "right to left": "\u202b\u05d0\u05d7\u05d5\u05ea\u05d5 \u05e8\u05d0\u05ea\u05d4\u202c first",
    "combining": "Zoe\u0308 sai\u0301d: e\u0301\u0302\u0303\u0304",
    "zero width": "a\u200bb\u200dc\u2060d",
    "Arabic digits": "\u0661\u0662\u0663 \u0645\u0631\u0627\u062a",
    "outside the first plane": "\U0001f442\U0001f3fd \U00020000",
}


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_any_script_comes_back_as_it_was_written(text, journal):
    """Question and answer are kept, sealed, exported and read without a character changed."""
    own = Pack(
        id="x.kent.own",
        title=text,
        text=text,
        source="Kent",
        rights="Ours",
        prompts=[prompt("text", text=f"{text}?")],
    )
    catalogue = Catalogue.shipped().with_packs(own)
    guide = reflect("x.kent.own", catalogue=catalogue).answer(text)
    guide = Guide.from_plain(guide.to_plain(), catalogue=catalogue)
    made = journal.record(guide.reflection(on=date(2026, 11, 20), practitioner="S-014"))

    kept = journal.read(Reflection, made.id)
    assert (kept.answers[0].wording, kept.answers[0].value) == (f"{text}?", text)
    document = Document(record=kept)
    for written, reader in (
        (to_markdown(kept), read_markdown),
        ("".join(to_json([document])), read_json),
    ):
        parsed = reader(written.encode(), name="copy")
        assert parsed.problems == ()
        assert parsed.rows[0].record.answers == kept.answers


# Drafts


def test_another_key_opens_no_draft(tmp_path):
    """A draft is refused to another key as a whole, and is there for the right one as it was."""
    url = f"sqlite:{tmp_path / 'practice.db'}"
    guide = reflect("gibbs").answer(CANARY)
    with Journal.create(url, KEY) as journal:
        draft = journal.begin_draft(guide.to_plain(), folder="S-014")

    with pytest.raises(WrongKeyError) as caught:
        Journal.open(url, unsafe_passphrase("of somebody else"))

    assert CANARY not in str(caught.value)
    with Journal.open(url, KEY) as journal:
        assert journal.drafts() == [draft]
        assert Guide.from_plain(journal.drafts()[0].content) == guide


# Identifiers


SPLIT = {
    "by a line break": ("ring 07700\n900123 now", "phone", 5, 17),
    "by spaces": ("ring 0 7 7 0 0 9 0 0 1 2 3 now", "phone", 5, 26),
    "by nothing to see": ("ring 077\u200b00\u2060900\u00ad123 now", "phone", 5, 19),
    "an address": ("to ja\u200bna@exam\nple.org soon", "email", 3, 21),
    "a postcode": ("at CT9\n1AB then", "postcode", 3, 10),
}


@pytest.mark.parametrize(("text", "kind", "start", "end"), SPLIT.values(), ids=SPLIT)
def test_what_is_split_is_found_before_it_is_sealed(text, kind, start, end, journal):
    """Field, kind and place are warned of without the text, and strictly it is refused."""
    made = reflection_on(text)

    with pytest.warns(IdentifierWarning) as caught:
        journal.record(made)
    (finding,) = caught[0].message.findings
    assert (finding.field, finding.kind, finding.start, finding.end) == (
        "answers[0].value",
        kind,
        start,
        end,
    )
    assert text[start:end] not in str(caught[0].message)

    again = reflection_on(text)
    with pytest.raises(IdentifierError) as refused:
        journal.record(again, strict=True)
    assert text[start:end] not in str(refused.value)
    assert [line.id for line in journal.ledger()] == [made.id]


@pytest.mark.parametrize(
    "text",
    [
        "9999999999",
        "number 999 999 9999",
        "C-201",
        "with C-201 and C-202",
        "S-014 at 9:30",
        "C-201\nC-202",
    ],
)
def test_what_only_looks_like_it_is_recorded_strictly(text, journal):
    """A number of no region and a code that looks like a postcode raise no alarm."""
    made = journal.record(reflection_on(text), strict=True)

    assert check(made) == []
    assert journal.read(Reflection, made.id).answers[0].value == text


def test_no_prompt_raises_an_alarm_when_it_is_quoted(journal):
    """The words of every prompt can be quoted in an answer, strictly, without an alarm."""
    prompts = Catalogue.shipped().prompts.values()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        journal.record_all([reflection_on(one.wording) for one in prompts], strict=True)

    assert len(list(journal.ledger())) == len(prompts)

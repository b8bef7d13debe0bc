"""Markdown files with front matter, as people write them."""

from __future__ import annotations

import sys
import time as clock
from datetime import date, time

import pytest

from supervision.errors import InvalidRecordError, SupervisionError
from supervision.exchange import read_markdown, to_markdown
from supervision.records import (
    NO_ID,
    Agreement,
    Answer,
    AnswerKind,
    Cancellation,
    CaseDiscussion,
    Function,
    Modality,
    Session,
)

SESSION = """\
kind: session
on: 2026-03-04
minutes: 60
modality: individual
supervisor: V-01
supervisees: [S-014]
"""
REFLECTION = """\
kind: reflection
on: 2026-03-04
practitioner: S-014
"""


def read(matter, body="", **options):
    """Read a page of *matter* and *body*."""
    return read_markdown(f"---\n{matter}---\n{body}".encode(), name="page.md", **options)


def record_of(matter, body="", **options):
    """Return the record on a page of *matter* and *body*."""
    parsed = read(matter, body, **options)
    assert parsed.problems == ()
    return parsed.rows[0].record


def told(matter, body=""):
    """Return the problems of a page of *matter* and *body*."""
    parsed = read(matter, body)
    assert parsed.rows == ()
    return [str(problem).removeprefix("page.md, ") for problem in parsed.problems]


def test_a_session_on_a_page():
    """Fields stand in the front matter, and text may stand below it."""
    session = record_of(
        SESSION + "start: 09:30\ndelivery: video\n",
        "# Tuesday\n\n## Agenda\n- Fridays\n- The sister's\n  visit\n\n"
        "## Case C-201\n\nHe opened\nwith it.\n\n# not a title\n\n## Impact on practice\nI wait.\n",
    )

    assert (session.id, session.on, session.start) == (NO_ID, date(2026, 3, 4), time(9, 30))
    assert session.agenda == ("Fridays", "The sister's visit")
    assert session.cases == (
        CaseDiscussion(client="C-201", notes="He opened\nwith it.\n\n# not a title"),
    )
    assert session.impact_on_practice == "I wait."


def test_nothing_turns_into_something_else():
    """What YAML takes for a truth value, a number, a day or nothing is the text that was written."""
    answers = "".join(
        f"  - {{prompt: needs.fit, kind: text, wording: {word}, value: {word}}}\n"
        for word in ("no", "on", "1e3", "2026-03-04", "null", "~", "0o7", "1_000", "12:30:45")
    )

    reflection = record_of(f"{REFLECTION}answers:\n{answers}")

    assert [answer.value for answer in reflection.answers] == [
        *("no", "on", "1e3", "2026-03-04", "null", "~", "0o7", "1_000", "12:30:45")
    ]


def test_answers_of_every_kind():
    """The kind that is said decides how an answer is read."""
    reflection = record_of(
        REFLECTION
        + """answers:
  - {prompt: a.text, kind: text, wording: 'Why?', value: "7"}
  - {prompt: a.scale, version: 2, kind: scale, wording: 'How far?', value: 7}
  - {prompt: a.yesno, kind: yesno, wording: 'Is it?', value: yes}
  - {prompt: a.choice, kind: choice, wording: 'Whose?', choices: [person, court], value: court}
  - {prompt: a.list, kind: list, wording: 'Which?', value: [one, two]}
  - {prompt: a.single, kind: list, wording: 'Which?', value: one}
"""
    )

    assert [answer.value for answer in reflection.answers] == [
        *("7", 7, True, "court", ("one", "two"), ("one",))
    ]
    assert reflection.answers[1] == Answer(
        prompt="a.scale", version=2, kind=AnswerKind.SCALE, wording="How far?", value=7
    )


def test_an_answer_may_stand_below():
    """The text of an answer stands under a heading that names its prompt."""
    matter = f"{REFLECTION}answers:\n  - {{prompt: needs.fit, kind: text, wording: How}}\n"

    reflection = record_of(matter, "## Answer needs.fit\n\nWell enough.\n")

    assert reflection.answers[0].value == "Well enough."


def test_notes_of_a_reflection_need_no_heading():
    """A reflection may be front matter and text."""
    assert record_of(REFLECTION, "\nI spoke first.\n").notes == "I spoke first."


def test_a_field_left_blank_is_left_out():
    """A template whose fields are not all filled in is a page."""
    session = record_of(SESSION + "group:\nstart:\ncancelled:\nactions:\n", "## Feedback\n\n")

    assert (session.group, session.start, session.cancelled, session.feedback) == (
        None,
        None,
        None,
        "",
    )


def test_a_cancelled_session_without_a_word():
    """An empty set of fields says that it was cancelled and not why."""
    assert record_of(SESSION + "cancelled: {}\n").cancelled == Cancellation()


def test_a_single_value_may_stand_for_a_list():
    """One theme needs no brackets."""
    session = record_of(f"{SESSION}cases: {{client: C-201, themes: need.unmet}}\n")

    assert session.cases == (CaseDiscussion(client="C-201", themes={"need.unmet"}),)


def test_days_in_another_order():
    """Days may be written as for tables."""
    assert record_of(SESSION.replace("2026-03-04", "4/3/2026"), days="dmy").on == date(2026, 3, 4)


def test_a_heading_in_text_keeps_its_backslash_out():
    """A backslash before what looks like a heading is taken away, one at a time."""
    session = record_of(SESSION, "## Feedback\n\\## Advice\n\\\\## Advice\n\\# one\n")

    assert session.feedback == "## Advice\n\\## Advice\n\\# one"


@pytest.mark.parametrize("number", [1, 2])
def test_the_schema_may_be_numbered(number):
    """A page that names the schema which this release writes, or an older one, is read."""
    assert record_of(SESSION.replace("session", f"session/{number}")).minutes == 60


def test_a_session_without_a_case_has_themes_of_its_own():
    """Themes and functions of the session as a whole stand at the top of the front matter."""
    session = record_of(
        SESSION + "functions: restorative\nthemes: [practitioner.emotional-load, need.unmet]\n"
        "primary_theme: need.unmet\n"
    )

    assert (session.cases, session.functions) == ((), {Function.RESTORATIVE})
    assert session.themes == {"practitioner.emotional-load", "need.unmet"}
    assert session.primary_theme == "need.unmet"
    page = to_markdown(session)
    assert "\nthemes: [need.unmet, practitioner.emotional-load]\n" in page
    assert "\nprimary_theme: need.unmet\n" in page
    assert "\nfunctions: [restorative]\n" in page


def test_an_agreement_is_a_page_too():
    """Any kind of record can be written and read."""
    agreement = record_of(
        "kind: agreement\ncode: A-03\nstarts: 2026-01-05\nsupervisor: V-01\n"
        "supervisees: [S-014]\nmodality: individual\n",
        "## Data controller\nThe service.\n",
    )

    assert isinstance(agreement, Agreement)
    assert agreement.data_controller == "The service."


def test_an_agreed_focus_stands_in_the_front_matter():
    """Shares are a list of parts, and a page gives them back."""
    agreement = record_of(
        "kind: agreement\ncode: A-03\nstarts: 2026-01-05\nsupervisor: V-01\n"
        "supervisees: [S-014]\nmodality: individual\nfocus_approach: resonance\n"
        "focus:\n  - what: resonance\n    percent: 60\n  - {what: family, percent: 30}\n"
    )

    assert [(each.what, each.percent) for each in agreement.focus] == [
        ("resonance", 60),
        ("family", 30),
    ]
    assert agreement.focus_approach == "resonance"
    assert record_of(to_markdown(agreement).split("---\n")[1]) == agreement


def test_shares_over_the_whole_are_pointed_out_by_their_line():
    """A focus of more than 100 percent is a problem with a place and a rule, without a value."""
    problems = told(
        "kind: agreement\ncode: A-03\nstarts: 2026-01-05\nsupervisor: V-01\n"
        "supervisees: [S-014]\nmodality: individual\n"
        "focus:\n  - {what: family, percent: 60}\n  - {what: need, percent: 41}\n"
    )

    assert problems == ["line 9, focus: must not come to more than 100 percent in all"]


def test_two_cases_of_one_client_stay_apart():
    """Where a heading would not say which case is meant, notes stand in the front matter."""
    cases = [CaseDiscussion(client="C-201", notes=notes) for notes in ("first", "second")]
    session = Session(
        on=date(2026, 3, 4),
        minutes=60,
        modality=Modality.PEER,
        supervisees=["S-014"],
        cases=cases,
    )

    page = to_markdown(session)

    assert "## Case" not in page
    assert read_markdown(page.encode(), name="x").rows[0].record == session


def test_a_document_says_when_it_was_recorded_in_utc():
    """A time of recording that is none is refused before a page is written."""
    with pytest.raises(InvalidRecordError, match="recorded must be a time in UTC"):
        to_markdown(record_of(SESSION), recorded="yesterday")


BAD = {
    "no kind": ("on: 2026-03-04\n", ["line 2, kind: must be given"]),
    "unknown kind": (
        SESSION.replace("session", "sessions"),
        ["line 2, kind: must be one of session, reflection, agreement"],
    ),
    "another schema": (
        SESSION.replace("session", "session/3"),
        ["line 2, kind: must be of a schema that this release reads"],
    ),
    "revision 0": (SESSION + "revision: 0\n", ["line 8, revision: must be 1 or more"]),
    "no time": (
        SESSION + "recorded: today\n",
        ["line 8, recorded: must be a time in UTC such as 2026-11-20T09:30:00Z"],
    ),
    "near field": (
        SESSION + "agend: x\n",
        ["line 8: holds an unknown field; did you mean 'agenda'?"],
    ),
    "missing": (
        SESSION.replace("minutes: 60\n", ""),
        ["line 2, minutes: must be given"],
    ),
    "several": (
        SESSION.replace("60", "x").replace("2026-03-04", "2026-02-29"),
        [
            "line 3, on: must be a day that the calendar has",
            "line 4, minutes: must be a whole number",
        ],
    ),
    "deep": (
        SESSION + "cases:\n  - client: C-201\n    modes: [1, x]\n",
        ["line 10, cases[0].modes[1]: must be a whole number"],
    ),
    "deep rule": (
        SESSION + "cases:\n  - client: C-201\n    modes: [9]\n",
        ["line 10, cases[0].modes: must be from 1 to 7"],
    ),
    "deep field": (
        SESSION + "actions:\n  - what: Ring.\n    by: V-01\n    owner: V-01\n",
        ["line 10, actions[0]: holds an unknown field; the fields are what, owner, due, done"],
    ),
    "deep missing": (
        SESSION + "actions:\n  - what: Ring.\n",
        ["line 9, actions[0].owner: must be given"],
    ),
    "a list for a value": (SESSION + "start: [1]\n", ["line 8, start: must be a single value"]),
    "a value for fields": (
        SESSION + "cases: [C-201]\n",
        ["line 8, cases[0]: must be a set of fields"],
    ),
    "unknown sort of answer": (
        SESSION + "answers: [{prompt: a.b, kind: essay, wording: Why, value: x}]\n",
        ["line 8, answers[0].kind: must be one of text, scale, yesno, choice, list"],
    ),
    "an answer of no sort": (
        SESSION + "answers: [{prompt: a.b, wording: Why, value: x}]\n",
        ["line 8, answers[0].kind: must be given"],
    ),
    "a colon": (SESSION + "feedback: He said: no\n", ["line 8: is not YAML; put text that holds"]),
    "an invisible character": (
        SESSION + "feedback: \x07\n",
        ["line 2: is not YAML; put text that"],
    ),
    "an alias": (
        SESSION + "feedback: &a x\n",
        ["line 8: must not use anchors and aliases (& and *)"],
    ),
    "an alias used": (
        SESSION + "feedback: *a\n",
        ["line 8: must not use anchors and aliases (& and *)"],
    ),
    "an alias of a field": (
        SESSION + "&a x: y\n",
        ["line 8: must not use anchors and aliases (& and *)"],
    ),
    "a tag": (SESSION + "feedback: !!python/name:os.system x\n", ["line 8: must not use tags (!)"]),
    "twice": (SESSION + "on: 2026-03-05\n", ["line 8: must give each field once"]),
    "a list for a name": (SESSION + "? [a]\n: b\n", ["line 8: must name each field in one word"]),
    "a list": ("- kind\n", ["line 2: must be fields, such as 'minutes: 60', one a line"]),
    "a second document": (SESSION + "--- x\n", ["line 8: must be a single document"]),
    "nesting": (
        SESSION + "cases: " + "[" * 40 + "]" * 40 + "\n",
        ["line 8: must not be nested deeper than 12"],
    ),
    "nothing": ("", ["line 2, kind: must be given"]),
}


@pytest.mark.parametrize(("matter", "problems"), BAD.values(), ids=BAD)
def test_bad_front_matter_is_told_by_line_and_rule(matter, problems):
    """Every refusal says where and what is asked for."""
    found = told(matter)

    assert len(found) == len(problems)
    assert all(one.startswith(start) for one, start in zip(found, problems, strict=True))


BODIES = {
    "no heading": ("text\n", "line 9: must stand under one of the headings ## Agenda, ## Advice,"),
    "unknown heading": ("## Gossip\n", "line 9: must stand under one of the headings ## Agenda"),
    "no field": ("## Minutes\n60\n", "line 9: must stand under one of the headings ## Agenda"),
    "twice": ("## Feedback\na\n## Feedback\nb\n", "line 11, feedback: must be given once"),
    "case twice": (
        "## Case C-201\na\n## Case C-201\nb\n",
        "line 11, cases[0].notes: must be given once",
    ),
    "no prompt": ("## Answer needs.fit\na\n", "line 9, answers: must hold once the prompt"),
    "no code": (
        "## Case Maria\na\n",
        "line 9, cases[0].client: must be a code such as 'S-014', not a name or a number",
    ),
}


@pytest.mark.parametrize(("body", "problem"), BODIES.values(), ids=BODIES)
def test_bad_sections_are_told_by_line_and_rule(body, problem):
    """A section that has no place, or has two, is refused where it stands."""
    (found,) = told(SESSION, body)

    assert found.startswith(problem)


def test_a_heading_must_say_which_case():
    """Notes for a client with two cases have no place."""
    matter = SESSION + "cases: [{client: C-201}, {client: C-201}]\n"

    (found,) = told(matter, "## Case C-201\nx\n")

    assert found == "line 10, cases: must hold once the client that this heading names"


def test_a_reflection_has_no_cases():
    """A heading of another kind of record has no place."""
    (found,) = told(f"{REFLECTION}notes: x\n", "## Case C-201\nx\n")

    assert found == "line 7: must stand under one of the headings ## Notes, ## Answer …"


@pytest.mark.parametrize("page", ["text\n", "---\nkind: session\n", "--- \nkind: session\n"])
def test_a_page_must_have_front_matter(page):
    """Front matter that does not begin, or does not end, is told."""
    (problem,) = read_markdown(page.encode(), name="page.md").problems

    assert str(problem).startswith("page.md, line 1: must begin with front matter")


def test_thousands_of_aliases_cost_nothing():
    """A page that would unfold into billions of texts is refused at its first anchor."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{last}'] * 9)}]\n"
        for last, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    begun = clock.perf_counter()

    assert told(bomb) == ["line 2: must not use anchors and aliases (& and *)"]
    assert clock.perf_counter() - begun < 5


def test_without_pyyaml_the_extra_is_named(monkeypatch):
    """Whoever has not installed the extra is told how to."""
    monkeypatch.setitem(sys.modules, "yaml", None)

    with pytest.raises(SupervisionError, match=r"clinical-supervision\[cli\]") as caught:
        read(SESSION)

    assert caught.value.__context__ is None


def test_writing_needs_no_pyyaml(monkeypatch):
    """An export works without the extra."""
    session = record_of(SESSION)
    monkeypatch.setitem(sys.modules, "yaml", None)

    assert "minutes: 60" in to_markdown(session)

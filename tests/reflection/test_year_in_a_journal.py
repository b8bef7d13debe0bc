"""The whole example year in a journal on disk, every session of it reflected on along three models."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from supervision import Journal, Reflection, Session
from supervision.catalogue import Catalogue
from supervision.exchange import read_csv
from supervision.records import AnswerKind
from supervision.reflection import Guide, ratings, reflect, sparkline, suggest
from supervision.testing import unsafe_passphrase

YEAR = Path(__file__).parents[2] / "docs" / "examples" / "year-2026.csv"
MODELS = ("gibbs", "seven-eyed", "brookfield")
WORDS = "Kanarienvogel am Fenster"
KEY = unsafe_passphrase()


def value_for(prompt, session):
    """Return an answer of the kind that *prompt* asks for."""
    return {
        AnswerKind.TEXT: f"{WORDS}, {session.on}.",
        AnswerKind.SCALE: session.minutes % 11,
        AnswerKind.YESNO: session.minutes % 2 == 0,
        AnswerKind.CHOICE: prompt.choices[:1] and prompt.choices[0],
        AnswerKind.LIST: [WORDS, f"On {session.on}."],
    }[prompt.kind]


def answered(guide, session):
    """Return *guide* with every question answered."""
    while guide.question:
        guide = guide.answer(value_for(guide.question.prompt, session))
    return guide


def looked_back_on(session, model):
    """Return a reflection on *session* along *model*, with all themes that its questions touch."""
    guide = answered(reflect(model), session)
    return guide.reflection(
        on=session.on + timedelta(days=1),
        practitioner=session.supervisees[0],
        session=session.id,
        themes=guide.themes,
        primary_theme=min(guide.themes),
    )


def logged(journal):
    """Log the year in *journal*, and return its sessions."""
    rows = read_csv(YEAR, name="year").rows
    sessions = [row.with_id(journal.derived_id(row.identity)) for row in rows]
    journal.record_all(sessions)
    return sessions


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A journal on disk that holds the year and three reflections on each session."""
    url = f"sqlite:{tmp_path_factory.mktemp('year') / 'practice.db'}"
    with Journal.create(url, KEY) as journal:
        sessions = logged(journal)
        for model in MODELS:
            journal.record_all([looked_back_on(one, model) for one in sessions])
    return url


@pytest.fixture
def journal(store):
    """The journal, opened anew."""
    with Journal.open(store, KEY) as journal:
        yield journal


def test_the_year_raises_no_alarm_and_verifies(journal):
    """Year and reflections were recorded without a warning of names, and all is well with them."""
    report = journal.verify()

    assert report.ok
    assert report.findings == ()
    assert len(list(journal.all(Session))) == 123
    assert len(list(journal.all(Reflection))) == 3 * 123


def test_every_answer_keeps_wording_and_version(journal):
    """Each answer has the words, version, kind and choices of the prompt it answered, and its value."""
    catalogue = Catalogue.shipped()
    sessions = {one.id: one for one in journal.all(Session)}

    for made in journal.all(Reflection):
        for answer in made.answers:
            prompt = catalogue.prompt(answer.prompt)
            assert (answer.wording, answer.version) == (prompt.wording, prompt.version)
            assert (answer.kind, answer.choices) == (prompt.kind, prompt.choices)
            assert answer == prompt.answer(value_for(prompt, sessions[made.session]))


@pytest.mark.parametrize("model", MODELS)
def test_all_stages_of_a_model_were_answered(journal, model):
    """Each session has one reflection along the model, with an answer to every stage."""
    stages = {stage.prompt for stage in Catalogue.shipped().model(model).stages}
    made = [one for one in journal.all(Reflection) if one.model == model]

    assert len({one.session for one in made}) == 123
    assert all({answer.prompt for answer in one.answers} == stages for one in made)


def test_ledger_lines_say_what_was_asked(journal):
    """Lines of reflections have prompts, themes, functions and model as their records do."""
    records = {one.id: one for one in journal.all(Reflection)}
    lines = [line for line in journal.ledger() if line.kind == "reflection"]

    assert len(lines) == len(records)
    for line in lines:
        record = records[line.id]
        assert line.prompts == tuple(sorted(answer.prompt for answer in record.answers))
        assert line.themes == tuple(sorted(record.themes))
        assert line.primary_themes == (record.primary_theme,)
        assert line.models == (record.model,)
        assert set(line.functions) == record.functions


def test_no_answer_is_in_the_file(store, journal):
    """Neither the words of an answer nor the ids of prompts lie open in any file of the store."""
    assert any(WORDS in str(one.answers[0].value) for one in journal.all(Reflection))
    held = b"".join(
        each.read_bytes() for each in Path(store.removeprefix("sqlite:")).parent.iterdir()
    )

    assert len(held) > 100_000
    for planted in (WORDS, "gibbs.1-description", "system.role-spread"):
        assert planted.encode() not in held


def test_marks_given_in_sessions_make_a_series(tmp_path):
    """Marks that were put into the year's sessions come back by day from the ledger alone."""
    fit = Catalogue.shipped().prompt("needs.fit")
    with Journal.create(f"sqlite:{tmp_path / 'practice.db'}", KEY) as journal:
        logged(journal)
        given = {}
        for place, session in enumerate(list(journal.all(Session, client="C-201"))):
            rated = reflect([fit]).answer(place).into(session)
            journal.amend(rated, reason="rated together")
            given[session.id] = (session.on, place)
        series = ratings(journal.ledger())

        assert [(one.record, one.on, one.value) for one in series] == [
            (record, *mark) for record, mark in given.items()
        ]
        assert sparkline(one.value for one in series) == "▁▂▂▃▄▅▅▆"
        assert journal.verify().ok


def test_what_was_asked_is_suggested_no_more(journal):
    """With every mode visited, none is suggested, and no prompt that was answered lately is."""
    last = max(line.on for line in journal.ledger())
    found = suggest(journal.ledger(), today=last, packs=["seven-eyed"], limit=100)
    asked = {line.on: line.prompts for line in journal.ledger()}[last]

    assert all("mode" not in one.why for one in found)
    assert not {one.prompt.id for one in found if one.prompt} & set(asked)


def test_a_draft_survives_closing_and_ends_as_the_same_record(tmp_path):
    """A reflection that is sealed and taken up at every step is the one made in a single sitting."""
    url = f"sqlite:{tmp_path / 'practice.db'}"
    session = read_csv(YEAR, name="year").rows[0].record
    Journal.create(url, KEY).close()
    for model in MODELS:
        guide = reflect(model)
        with Journal.open(url, KEY) as journal:
            draft = journal.begin_draft(guide.to_plain(), folder="S-014")
        while guide.question:
            with Journal.open(url, KEY) as journal:
                (draft,) = journal.drafts()
                guide = Guide.from_plain(draft.content)
                if guide.question:
                    guide = guide.answer(value_for(guide.question.prompt, session))
                    draft = journal.keep_draft(draft, guide.to_plain())
        made = guide.reflection(on=session.on, practitioner="S-014")
        with Journal.open(url, KEY) as journal:
            with journal.batch() as batch:
                batch.record(made)
                batch.drop_draft(draft)
            assert journal.drafts() == []
            assert (
                journal.read(Reflection, made.id).answers
                == answered(reflect(model), session).answers
            )
            assert journal.verify().ok

"""The example year, reflected on with several models, and what it suggests at its end."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from supervision import codec
from supervision.catalogue import Catalogue
from supervision.exchange import read_csv
from supervision.records import AnswerKind, Reflection, line_of
from supervision.reflection import SuggestionKind, ratings, reflect, suggest

YEAR = Path(__file__).parents[2] / "docs" / "examples" / "year-2026.csv"
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def year():
    """The sessions of the example year."""
    return [row.record for row in read_csv(YEAR, name="year").rows]


def thought_about(session, name):
    """Return a reflection on *session* along a model or pack, every question answered."""
    guide = reflect(name)
    while guide.question:
        shown = guide.question.prompt
        words = f"Of the {session.minutes} minutes, the last."
        guide = guide.answer(
            {
                AnswerKind.TEXT: words,
                AnswerKind.SCALE: session.minutes % 11,
                AnswerKind.YESNO: session.minutes % 2 == 0,
                AnswerKind.CHOICE: shown.choices and shown.choices[0],
                AnswerKind.LIST: [words, "The first."],
            }[shown.kind]
        )
    themes = sorted(guide.themes)[:2]
    return guide.reflection(
        on=session.on + timedelta(days=1),
        practitioner=session.supervisees[0],
        session=session.id,
        themes=themes,
    )


@pytest.mark.parametrize("name", ["gibbs", "seven-eyed", "schon", "brookfield", "driscoll"])
def test_the_year_is_reflected_on(year, name):
    """Every tenth session is reflected on along a model, and each reflection is a whole record."""
    reflections = [thought_about(session, name) for session in year[::10]]

    for made in reflections:
        assert (
            codec.decode(codec.encode(made, recorded="2026-11-20T09:00:00Z"), Reflection).record
            == made
        )
        assert line_of(made).models == (name,)
        assert set(line_of(made).prompts) == {answer.prompt for answer in made.answers}


def test_what_the_year_left_out_is_suggested(year):
    """The mode that nobody visited and the action that lies longest are among the first."""
    found = suggest(map(line_of, year), today=TODAY)

    assert [(one.kind, one.prompt and one.prompt.id) for one in found[:3]] == [
        (SuggestionKind.ACTION, None),
        (SuggestionKind.THEME, "functions.load"),
        (SuggestionKind.MODE, "seven.7-context"),
    ]


def test_what_was_reflected_on_is_not_suggested_again(year):
    """A pack that was answered yesterday is left in peace for four weeks."""
    made = thought_about(year[-1], "needs")
    lines = [line_of(one) for one in (*year, made)]

    def brought(days):
        found = suggest(lines, today=made.on + timedelta(days=days), packs=["needs"], limit=500)
        return {one.prompt.id for one in found if one.prompt}

    needs = {prompt.id for prompt in Catalogue.shipped().pack("needs").prompts}
    assert brought(27) == set()
    assert brought(28) == needs


def test_ratings_of_the_year_make_a_series(year):
    """One rating for each reflection, in the order of days."""
    made = [thought_about(session, "needs") for session in reversed(year[::20])]

    series = ratings(map(line_of, made))

    assert [one.on for one in series] == sorted(one.on for one in made)

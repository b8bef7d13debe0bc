"""The fictional year that ships with the documentation."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from supervision.exchange import read_csv, read_markdown
from supervision.records import Modality, Reflection, Session, folder_label, line_of
from supervision.reports import minutes_by, theme_counts

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
YEAR = EXAMPLES / "year-2026.csv"
PAGES = sorted((EXAMPLES / "markdown").glob("*.md"))
CORE = {"resonance", "family"}
DRIFTED = {"system", "focus.secondary-priorities"}


@pytest.fixture(scope="module")
def sessions():
    """Return the sessions of the year."""
    parsed = read_csv(YEAR, name=YEAR.name)
    assert parsed.problems == ()
    return [row.record for row in parsed.rows]


@pytest.fixture(scope="module")
def pages():
    """Return the records of the Markdown files."""
    parsed = [read_markdown(page, name=page.name) for page in PAGES]
    assert [one.problems for one in parsed] == [()] * len(PAGES)
    return [one.rows[0].record for one in parsed]


def texts(record):
    """Return every text of a session or reflection that is longer than a phrase."""
    found = [answer.value for answer in record.answers if isinstance(answer.value, str)]
    if isinstance(record, Session):
        found += [case.notes for case in record.cases] + [risk.decision for risk in record.risks]
        found += [*record.advice, *record.directives, *record.learning, record.feedback]
        found += [action.what for action in record.actions] + [record.impact_on_practice]
    else:
        found.append(record.notes)
    return [text for text in found if len(text) > 25]


def test_the_year_is_a_year(sessions):
    """The table is one supervisor's year, in the order of its days, and has a row that is new each."""
    assert 115 <= len(sessions) <= 130
    assert [str(one.on) for one in sessions] == sorted(str(one.on) for one in sessions)
    assert len({(one.on.year, one.on.month) for one in sessions}) == 12
    assert all("V-01" in (one.supervisor, *one.supervisees) for one in sessions)
    assert {one.modality for one in sessions} == set(Modality)
    assert sum(one.cancelled is not None for one in sessions) >= 3


def test_every_record_has_a_folder(sessions, pages):
    """Each can be logged without saying to whom it belongs."""
    assert {"S-014", "S-022", "S-031", "S-047", "G-02"} <= set(map(folder_label, sessions))
    assert all(map(folder_label, pages))


def test_there_are_reflections_with_answers(pages):
    """The pages hold sessions and reflections, and the reflections answer prompts."""
    kinds = Counter(type(page) for page in pages)

    assert kinds[Session] >= 2
    assert kinds[Reflection] >= 4
    assert all(page.answers for page in pages if isinstance(page, Reflection))
    assert {"gibbs", "driscoll"} <= {one.model for one in pages if isinstance(one, Reflection)}


def test_no_two_texts_are_alike(sessions, pages):
    """Every note was written for its session."""
    written = [text for record in [*sessions, *pages] for text in texts(record)]
    words = [frozenset(re.findall(r"[a-z]{4,}", text.lower())) for text in written]

    assert len(written) > 250
    for one, other in combinations(words, 2):
        assert len(one & other) < 0.7 * len(one | other)


def test_no_text_holds_an_identifier(sessions, pages):
    """No dates, telephone or health numbers, addresses or titles with a name."""
    identifiers = re.compile(
        r"\d{3}|@|https?:|\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b|\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z]"
    )

    for record in [*sessions, *pages]:
        assert not any(identifiers.search(text) for text in texts(record))


def test_the_work_drifts_and_comes_back(sessions):
    """Themes move from the person and the drug to everything else by summer, and back in autumn."""
    counts = theme_counts(map(line_of, sessions), by="quarter")
    winter, summer, autumn = (
        sum(
            share
            for (period, theme), share in counts.items()
            if period in periods and is_core(theme)
        )
        / sum(
            share
            for (period, theme), share in counts.items()
            if period in periods and is_any(theme)
        )
        for periods in ({"2026-Q1"}, {"2026-Q3"}, {"2026-Q4"})
    )

    assert winter > 0.8
    assert summer < 0.6 < autumn


def is_core(theme):
    """Return whether *theme* is about the person, the drug or those around them."""
    return theme.partition(".")[0] in CORE or theme == "focus.core-purpose"


def is_any(theme):
    """Return whether *theme* is on either side of the drift."""
    return is_core(theme) or theme in DRIFTED or theme.partition(".")[0] in DRIFTED


def test_group_sessions_say_what_bodies_ask(sessions):
    """Contracted size and facilitation are there, so that every rule of credit can be applied."""
    groups = [one for one in sessions if one.modality is Modality.GROUP]

    assert {(one.group, one.group_size, one.facilitated) for one in groups} == {("G-02", 5, True)}
    assert sum(row.minutes for row in minutes_by(map(line_of, groups), by=[])) >= 11 * 90

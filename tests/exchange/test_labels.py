"""Labels beside themes are for whoever reads, and change nothing of what is read back."""

from __future__ import annotations

import json
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.exchange import (
    Document,
    read_json,
    read_markdown,
    themes_in,
    to_json,
    to_markdown,
)
from supervision.records import CaseDiscussion, Modality, Session
from supervision.testing import example_agreement, records

SESSION = Session(
    on=date(2026, 3, 4),
    minutes=60,
    modality=Modality.PEER,
    supervisees=["S-014"],
    themes={"need.unmet"},
    primary_theme="need.unmet",
    cases=[CaseDiscussion(client="C-201", themes={"family.burden", "x.kent.kin"})],
)
LABELS = {"need.unmet": "A need: not met", "family.burden": "Burden", "system.caseload": "…"}


@settings(max_examples=60, deadline=None)
@given(records(), st.text(min_size=1))
def test_any_record_comes_back_from_a_labelled_page(record, label):
    """Whatever a label says, a page with labels is read as the record that it was."""
    labels = dict.fromkeys(themes_in(record), label)

    parsed = read_markdown(to_markdown(record, labels=labels).encode(), name="page.md")

    assert parsed.problems == ()
    assert parsed.rows[0].record == record


@settings(max_examples=40, deadline=None)
@given(st.lists(records(), max_size=3), st.text())
def test_any_records_come_back_from_a_labelled_document(found, label):
    """A document with labels is read as the records that it was."""
    labels = {theme: label for record in found for theme in themes_in(record)}
    text = "".join(to_json((Document(record=each) for each in found), labels=labels))

    parsed = read_json(text.encode(), name="all.json")

    assert parsed.problems == ()
    assert [row.record for row in parsed.rows] == found


def test_labels_stand_beside_the_themes():
    """A page has them as comments, which any reader of YAML passes over."""
    page = to_markdown(SESSION, labels=LABELS)

    assert "\nthemes: [need.unmet]  # A need: not met\n" in page
    assert "\nprimary_theme: need.unmet  # A need: not met\n" in page
    assert "    themes: [family.burden, x.kent.kin]  # Burden\n" in page
    matter, plain = (text.split("---\n")[1] for text in (page, to_markdown(SESSION)))
    assert yaml.load(matter, yaml.BaseLoader) == yaml.load(plain, yaml.BaseLoader)


def test_a_document_has_the_labels_of_its_themes():
    """Only those that are met stand in a document, once, and none where none is known."""
    text = "".join(to_json([Document(record=SESSION)] * 2, labels=LABELS))
    without = "".join(to_json([Document(record=SESSION)], labels={}))

    assert json.loads(text)["labels"] == {
        "family.burden": "Burden",
        "need.unmet": LABELS["need.unmet"],
    }
    assert text.index('"labels"') < text.index('"count"')
    assert "labels" not in json.loads(without)
    assert without == "".join(to_json([Document(record=SESSION)]))


@pytest.mark.parametrize("labels", [[], {"need.unmet": 1}, "CANARY", None])
def test_labels_that_are_none_are_a_problem(labels):
    """A document is not read past what it cannot hold, and it is not repeated."""
    plain = json.loads("".join(to_json([Document(record=SESSION)])))

    parsed = read_json(json.dumps({**plain, "labels": labels}).encode(), name="all.json")

    assert [str(each) for each in parsed.problems] == [
        "all.json, labels: must hold a text for each theme"
    ]


def test_an_agreement_has_no_themes():
    """Themes are of sessions with their cases, and of reflections."""
    assert themes_in(example_agreement()) == set()
    assert themes_in(SESSION) == {"need.unmet", "family.burden", "x.kent.kin"}

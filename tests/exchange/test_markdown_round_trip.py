"""Markdown and JSON documents lose nothing."""

from __future__ import annotations

import json

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.exchange import Document, read_json, read_markdown, to_json, to_markdown
from supervision.records import Session, with_revision
from supervision.testing import (
    agreements,
    case_discussions,
    narratives,
    records,
    reflections,
    sessions,
)

AWKWARD = st.lists(
    st.sampled_from([*" \n\r\t\x00\x85\u2028\ufeff\x7f", *"#\\:'\"a«😀", "## Case C-201", "##"])
    | st.sampled_from(["---", "- ", "* ", "&a", "!t", "{}", "no", "\\## Feedback"]),
    max_size=8,
).map("".join)


def awkward_sessions():
    """Make sessions with text that readers of pages and of YAML trip over."""
    cases = case_discussions(notes=AWKWARD, setting=AWKWARD)
    return sessions(
        feedback=AWKWARD,
        impact_on_practice=AWKWARD,
        agenda=st.lists(AWKWARD, max_size=3),
        cases=st.lists(cases, max_size=3),
    )


@settings(max_examples=80, deadline=None)
@given(records() | awkward_sessions() | agreements(duties=AWKWARD), st.integers(1, 2**32 - 1))
def test_a_markdown_file_reads_back_as_the_record(record, revision):
    """Any record comes back from Markdown equal, at its revision, with time and reason."""
    record = with_revision(record, revision)
    page = to_markdown(record, recorded="2026-11-20T09:30:00Z", reason="the clock: wrong")

    parsed = read_markdown(page.encode(), name="page.md")

    assert parsed.problems == ()
    row = parsed.rows[0]
    assert (row.record, row.record.revision, row.id) == (record, revision, record.id)
    assert (row.recorded, row.reason) == ("2026-11-20T09:30:00Z", "the clock: wrong")


@settings(max_examples=30, deadline=None)
@given(awkward_sessions())
def test_line_ends_do_not_change_a_page(session):
    """A page that an editor saved with other line ends, or a byte order mark, is the same."""
    page = to_markdown(session)

    for changed in (page.replace("\n", "\r\n"), f"\ufeff{page}"):
        assert read_markdown(changed.encode(), name="page.md").rows[0].record == session


@settings(max_examples=30, deadline=None)
@given(awkward_sessions() | reflections())
def test_front_matter_says_the_same_to_any_reader_of_yaml(record):
    """What we write as YAML, a stock loader reads as YAML, and its texts as our texts."""
    matter = to_markdown(record).split("---\n")[1]

    loaded = yaml.load(matter, Loader=yaml.BaseLoader)

    assert loaded["id"] == record.id
    if isinstance(record, Session) and "feedback" in loaded:
        assert loaded["feedback"] == record.feedback


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(records(), st.none() | narratives()), max_size=4))
def test_a_json_document_reads_back_as_its_records(revisions):
    """Any records come back from JSON equal and in order, with time, reason and revision."""
    documents = [
        Document(record=with_revision(record, number), recorded="2026-11-20T09:30:00Z", reason=why)
        for number, (record, why) in enumerate(revisions, start=1)
    ]

    parsed = read_json("".join(to_json(documents)).encode(), name="all.json")

    assert parsed.problems == ()
    found = [
        Document(record=row.record, recorded=row.recorded, reason=row.reason) for row in parsed.rows
    ]
    assert found == documents
    assert [row.record.revision for row in parsed.rows] == list(range(1, len(documents) + 1))


@settings(max_examples=30, deadline=None)
@given(st.lists(records(), max_size=3))
def test_a_json_document_is_plain_json(found):
    """Any program can read the document: it names its format and counts its records."""
    document = json.loads("".join(to_json(Document(record=record) for record in found)))

    assert document["format"] == "supervision-export/1"
    assert document["count"] == len(document["records"]) == len(found)

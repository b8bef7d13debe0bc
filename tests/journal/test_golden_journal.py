"""A journal that an earlier release wrote: whole rows, and sessions of the first schema."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import attrs
import pytest
from msgspec.structs import fields, replace

from supervision import Journal, KeyFile
from supervision.records import (
    Agreement,
    Function,
    LedgerLine,
    Reflection,
    SampleKind,
    Session,
    line_of,
)
from supervision.storage import MemoryBackend
from supervision.testing import example_reflection, example_session

GOLDEN = Path(__file__).parent.parent / "golden" / "v1"
SESSION, TRIADIC = "5e551000000000000000000000000014", "5e551000000000000000000000000015"
AGREEMENT = "a94ee300000000000000000000000014"
# Facts that its rows do not have.
LATER = (
    "start",
    "sample_kind",
    "sample_minutes",
    "prompts",
    "ratings",
    "risks",
    "actions",
    "review_on",
    "ends",
    "supersedes",
    "other_supervisors",
    "line_managed",
    "client_hours",
)


@pytest.fixture
def journal(tmp_path):
    """The journal of the golden file, opened by its key file."""
    file = json.loads((GOLDEN / "journal-1.json").read_text(encoding="ascii"))
    key = tmp_path / "journal.key"
    key.write_text(file["key_file"], encoding="ascii")
    key.chmod(0o600)
    store = MemoryBackend()
    store.commit({name: base64.b64decode(blob) for name, blob in file["blobs"].items()}, expect={})
    with Journal.open(store, KeyFile(key)) as opened:
        yield opened


def first_facts(record):
    """Return the line of *record* as it was written when rows held less."""
    defaults = {field.name: field.default for field in fields(LedgerLine) if field.name in LATER}
    return replace(line_of(record), **defaults)


def test_every_record_is_read(journal):
    """Sessions, reflections and agreements come back with all that was recorded."""
    first = journal.read(Session, SESSION)
    triadic = journal.read(Session, TRIADIC)

    assert first == attrs.evolve(example_session(), minutes=60)
    assert journal.revisions(Session, SESSION)[0].record == example_session()
    assert (triadic.cancelled.by, triadic.answers[0].value) == ("S-015", 7)
    assert (triadic.themes, triadic.functions, triadic.primary_theme) == (set(), set(), None)
    assert list(journal.all(Session)) == [first, triadic]
    assert list(journal.all(Reflection)) == [example_reflection()]
    assert journal.read(Agreement, AGREEMENT).other_supervisors == ("V-02",)


def test_every_line_is_proven_and_read(journal):
    """Its rows give the facts that they held, and nothing for those that came later."""
    records = [*journal.all(Session), *journal.all(Reflection), *journal.all(Agreement)]

    assert sorted(journal.ledger(), key=lambda line: line.id) == sorted(
        map(first_facts, records), key=lambda line: line.id
    )
    report = journal.verify()
    assert (report.ok, report.findings) == (True, ())


def test_an_amendment_writes_line_and_record_anew(journal):
    """What is recorded from now on has every fact; what was recorded stays as it is."""
    amended = attrs.evolve(
        journal.read(Session, SESSION), themes={"need.unmet"}, functions={Function.RESTORATIVE}
    )
    amended = journal.amend(amended, reason="The themes of the whole.")
    lines = {line.id: line for line in journal.ledger()}

    assert lines[SESSION] == line_of(amended)
    assert (lines[SESSION].sample_kind, lines[TRIADIC].sample_kind) == (SampleKind.AUDIO, None)
    assert "need.unmet" in lines[SESSION].themes
    assert [each.record.themes for each in journal.revisions(Session, SESSION)] == [
        frozenset(),
        frozenset(),
        {"need.unmet"},
    ]
    assert journal.verify().ok


def test_a_record_can_be_erased_from_it(journal):
    """Rows of both sorts are told apart by what they are about."""
    journal.amend(journal.read(Session, TRIADIC), reason="Written anew.")
    journal.erase(SESSION, reason="Recorded for the wrong person.")

    assert {line.id for line in journal.ledger(kind="session")} == {TRIADIC}
    assert journal.verify().ok

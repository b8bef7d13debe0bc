"""JSON documents that are damaged, or are none."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from supervision.exchange import Document, read_json, to_json
from supervision.records import NO_ID, Reflection

GOLDEN = Path(__file__).parent.parent / "golden" / "v1"
REFLECTION = Reflection(on=date(2026, 3, 4), practitioner="S-014", notes="I spoke first.")
NOT_ONE = "all.json: must be a JSON document of format supervision-export/1, as `to_json` writes it"


def document(count=2):
    """Return a document of *count* reflections, as plain data."""
    return json.loads("".join(to_json([Document(record=REFLECTION)] * count)))


def read(plain):
    """Read *plain* data as a document."""
    return read_json(json.dumps(plain).encode(), name="all.json")


def told(plain):
    """Return the problems of *plain* data."""
    return [str(problem) for problem in read(plain).problems]


def test_an_export_of_the_first_schema_is_read():
    """A document that an earlier release wrote gives its sessions; what came since is empty."""
    body = json.loads((GOLDEN / "session-1.json").read_bytes())
    old = {"format": "supervision-export/1", "records": [{**body, "revision": 2}], "count": 1}

    (row,) = read(old).rows

    assert (row.record.minutes, row.record.revision, row.reason) == (0, 2, body["reason"])
    assert (row.record.themes, row.record.functions) == (frozenset(), frozenset())


def test_an_empty_document():
    """No records are a document too."""
    parsed = read_json("".join(to_json([])).encode(), name="all.json")

    assert (parsed.rows, parsed.problems) == ((), ())


def test_records_stand_one_a_line():
    """A row says the line of its record, and the document can be compared line by line."""
    text = "".join(to_json([Document(record=REFLECTION)] * 2))

    lines = [row.line for row in read_json(text.encode(), name="x").rows]

    assert lines == [2, 3]
    assert all("I spoke first." in text.split("\n")[line - 1] for line in lines)


def test_a_document_is_written_as_it_is_taken():
    """Records are asked for one at a time, so a long export does not fill the memory."""
    taken = []

    def documents():
        for number in range(3):
            taken.append(number)
            yield Document(record=REFLECTION)

    pieces = to_json(documents())
    next(pieces)
    next(pieces)

    assert taken == [0]


@pytest.mark.parametrize(
    "found",
    [b"", b"[]", b"{}", b"nonsense", b"[" * 100_000, b'{"format":1,"records":[],"count":0}'],
    ids=["empty", "list", "object", "text", "deep", "format"],
)
def test_what_is_no_document(found):
    """Anything else is told in one sentence."""
    assert list(map(str, read_json(found, name="all.json").problems)) == [NOT_ONE]


def test_a_document_of_a_later_format():
    """A format that is not known is not guessed at."""
    assert told({**document(), "format": "supervision-export/2"}) == [NOT_ONE]


def test_a_document_that_was_cut_short():
    """Cut anywhere, a document is none."""
    text = "".join(to_json([Document(record=REFLECTION)])).strip().encode()

    for length in range(0, len(text), 7):
        assert list(map(str, read_json(text[:length], name="all.json").problems)) == [NOT_ONE]


def test_a_record_taken_out_is_noticed():
    """The count at the end does not agree with the records any more."""
    plain = document()
    plain["records"].pop()

    assert told(plain) == [
        "all.json, count: must be the number of records; some were added or are missing"
    ]


@pytest.mark.parametrize(
    ("part", "value", "rule"),
    [
        ("schema", "meeting/1", "kind must be one of session, reflection, agreement"),
        ("schema", "reflection/9", "this release cannot read reflection/9"),
        ("schema", 1, "kind must be text"),
        ("revision", 0, "revision must be 1 or more"),
        ("revision", "1", "revision must be a whole number"),
        ("recorded", "today", "recorded must be a time in UTC"),
        ("record", {}, "on must be given"),
        ("record", [], "must hold reason, record, recorded, revision, schema, and nothing else"),
    ],
)
def test_a_bad_part_is_told_by_place_and_rule(part, value, rule):
    """A record that breaks a rule is told, and the others are read."""
    plain = document()
    plain["records"][1][part] = value

    parsed = read(plain)

    (problem,) = parsed.problems
    assert (problem.line, problem.column) == (0, "records[1]")
    assert rule in problem.rule
    assert [row.record for row in parsed.rows] == [REFLECTION]


@pytest.mark.parametrize("change", ["missing", "unknown", "list"])
def test_a_record_must_have_its_parts(change):
    """Neither a part too few nor one too many is passed over."""
    plain = document()
    if change == "missing":
        del plain["records"][0]["reason"]
    elif change == "unknown":
        plain["records"][0]["extra"] = 1
    else:
        plain["records"][0] = []

    (problem,) = read(plain).problems

    assert problem.column == "records[0]"
    assert problem.rule.startswith("must hold")


def test_a_record_without_an_id():
    """An id that is not given is left to the journal, not made up."""
    plain = document(1)
    del plain["records"][0]["record"]["id"]

    (row,) = read(plain).rows

    assert (row.id, row.record.id) == (None, NO_ID)


def test_a_byte_order_mark_is_passed_over():
    """An editor may have put one in front."""
    text = "\ufeff" + "".join(to_json([Document(record=REFLECTION)]))

    assert read_json(text.encode(), name="x").rows[0].record == REFLECTION

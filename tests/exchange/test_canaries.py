"""Nothing that a file says comes out in a problem, a repr or an error."""

from __future__ import annotations

import json

import pytest

from supervision.errors import SupervisionError
from supervision.exchange import COLUMNS, Document, read_csv, read_json, read_markdown, to_json
from supervision.testing import example_session

CANARY = "Quokka 943 476 5919"
BASIC = {
    "on": "2026-03-04",
    "minutes": "60",
    "modality": "individual",
    "supervisor": "V-01",
    "supervisees": "S-014",
}


def assert_silent(parsed):
    """Fail if anything printed of *parsed* holds a part of the canary."""
    shown = repr(parsed) + " ".join(map(str, parsed.problems))
    assert not any(word in shown for word in ["Quokka", "quokka", "943", "5919"])


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("cell", [CANARY, f"S-014|{CANARY}", f"S-014 late: {CANARY}"])
def test_no_cell_comes_out(column, cell):
    """Whatever column a text stands in, valid or not, it is not repeated."""
    cells = {**BASIC, column: cell}
    table = f"{','.join(cells)}\n{','.join(cells.values())}\n"

    assert_silent(read_csv(table.encode(), name="year.csv"))


@pytest.mark.parametrize(
    "table",
    [
        CANARY,
        f"{CANARY},on\n",
        f'on,minutes,"{CANARY}\n',
        f"on,minutes,modality,supervisees\n{CANARY}\n",
        f'on,minutes,modality,supervisees\n"{CANARY}\n',
        f'on,minutes,modality,supervisees\n"a"{CANARY},\n',
    ],
    ids=["no header", "in the header", "open header", "short row", "open quote", "bad quote"],
)
def test_no_broken_table_comes_out(table):
    """What cannot be read is not repeated either, nor is a first line that is no header."""
    parsed = read_csv(table.encode(), name="year.csv")

    assert parsed.problems
    assert_silent(parsed)


def test_no_bytes_come_out():
    """Around a byte that is no text stands text."""
    for reader in (read_csv, read_markdown, read_json):
        assert_silent(reader(CANARY.encode() + b"\xe8" + CANARY.encode(), name="year"))


@pytest.mark.parametrize(
    "page",
    [
        CANARY,
        f"---\n{CANARY}\n---\n",
        f"---\n{CANARY}: x\n---\n",
        f"---\nkind: {CANARY}\n---\n",
        f"---\nkind: session\n{CANARY}: {CANARY}\n---\n",
        f"---\nkind: session\non: {CANARY}\nminutes: {CANARY}\nmodality: {CANARY}\n---\n",
        f"---\nkind: session\nrecorded: {CANARY}\nreason: {CANARY}\n---\n",
        f"---\nkind: session\nactions: {CANARY}\ncases: [{CANARY}]\n---\n",
        f"---\nkind: session\nactions: {{what: x: {CANARY}\n---\n",
        f"---\nkind: session\nfeedback: \x07{CANARY}\n---\n",
        f"---\nkind: session\nfeedback: *{CANARY}\n---\n",
        f"---\nkind: session\n---\n{CANARY}\n\n## {CANARY}\n\n## Case {CANARY}\n\n## Answer {CANARY}\n",
    ],
)
def test_no_page_comes_out(page):
    """Neither a field's name nor its value, nor a heading, is repeated."""
    parsed = read_markdown(page.encode(), name="page.md")

    assert parsed.problems
    assert_silent(parsed)


@pytest.mark.parametrize("part", ["schema", "revision", "recorded", "reason", "record"])
@pytest.mark.parametrize("value", [CANARY, [CANARY], {CANARY: CANARY}])
def test_no_json_comes_out(part, value):
    """No part of a damaged document is repeated."""
    plain = json.loads("".join(to_json([Document(record=example_session())])))
    plain["records"][0][part] = value

    assert_silent(read_json(json.dumps(plain).encode(), name="all.json"))


@pytest.mark.parametrize("field", ["on", "start", "minutes", "supervisees", "cases", CANARY])
def test_no_field_of_json_comes_out(field):
    """Nor is a field of its record."""
    plain = json.loads("".join(to_json([Document(record=example_session())])))
    plain["records"][0]["record"][field] = CANARY

    parsed = read_json(json.dumps(plain).encode(), name="all.json")

    assert parsed.problems
    assert_silent(parsed)


def test_a_reason_stays_out_of_reprs():
    """Why a record was amended is text as well."""
    assert CANARY not in repr(Document(record=example_session(), reason=CANARY))


def test_a_refused_document_holds_no_text():
    """An error on writing has neither the value nor a cause that holds it."""
    with pytest.raises(SupervisionError) as caught:
        list(to_json([Document(record=example_session(), recorded=CANARY)]))

    assert CANARY not in str(caught.value)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)

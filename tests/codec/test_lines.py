from __future__ import annotations

import copy
import gc
import json
import pickle
import traceback
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec import NODEFAULT, structs

from supervision import codec
from supervision.cli._plain import plain_data
from supervision.errors import CorruptRecordError, InvalidRecordError
from supervision.records import LedgerLine, Rating, line_of
from supervision.testing import example_reflection, example_session, ledger_lines

# A busy machine is not a fault of what is tested.
steady = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NONCE = "0123456789abcdef" * 2
TEXT = "left the room"
GOLDEN = Path(__file__).parent.parent / "golden" / "v1"
DEFAULTS = {
    field.name: field.default
    for field in structs.fields(LedgerLine)
    if field.default is not NODEFAULT
}


@steady
@given(ledger_lines())
def test_decode_line_undoes_encode_line(line):
    """The line of any record survives, on one row of JSON that ends with the nonce."""
    row = codec.encode_line(line, NONCE)

    assert codec.decode_line(row) == line
    assert b"\n" not in row
    assert json.loads(row)["n"] == NONCE


@steady
@given(ledger_lines())
def test_a_row_leaves_out_what_holds_its_default(line):
    """A row has the fields that are not their default, sorted by name, and then the nonce."""
    row = json.loads(codec.encode_line(line, NONCE))
    given_ = [
        field.name
        for field in structs.fields(LedgerLine)
        if field.default is NODEFAULT or getattr(line, field.name) != field.default
    ]

    assert list(row) == [*sorted(given_), "n"]


def test_a_line_that_was_read_is_like_any_other():
    """What a row left out is there: to compare, to hash, to copy, to pickle and to take apart."""
    line = line_of(example_reflection())
    read = codec.decode_line(codec.encode_line(line, NONCE))

    assert (read.minutes, read.actions, read.ends) == (0, (), None)
    assert (read, hash(read), repr(read)) == (line, hash(line), repr(line))
    assert pickle.loads(pickle.dumps(read)) == copy.copy(read) == line
    assert structs.asdict(read) == structs.asdict(line)
    assert structs.replace(read, minutes=5) == structs.replace(line, minutes=5)
    with pytest.raises(AttributeError):
        read.minutes = 5


def test_the_collector_passes_lines_by():
    """A line and its parts give the garbage collector nothing to look at, however many there are."""
    ratings = (Rating(prompt="needs.fit", value=7),)
    made = structs.replace(line_of(example_session()), ratings=ratings)
    read = codec.decode_line(codec.encode_line(made, NONCE))

    for line in (made, read):
        assert not any(map(gc.is_tracked, (line, *line.actions, *line.ratings)))


@pytest.mark.parametrize("number", range(4))
def test_rows_of_earlier_releases_are_read(number):
    """Rows that were written once, whole or lean, give the facts that they held."""
    first, lean = ((GOLDEN / f"rows-{each}.jsonl").read_bytes().splitlines() for each in (1, 2))
    line = codec.decode_line(lean[number])
    nonce = json.loads(lean[number])["n"]
    older = json.loads(first[number])

    assert codec.encode_line(line, nonce) == lean[number]
    assert codec.decode_lines([first[number]]) == [
        structs.replace(line, **{name: DEFAULTS[name] for name in DEFAULTS if name not in older})
    ]
    assert older["n"] == nonce
    plain = json.loads(json.dumps(plain_data(line)))
    for row in (older, json.loads(lean[number])):
        assert {name: plain[name] for name in row if name != "n"} | {"n": nonce} == row


def test_the_row_of_an_agreement_with_a_focus_is_read():
    """A row that was written with shares of a focus gives them, and is written so again."""
    row = (GOLDEN / "rows-3.jsonl").read_bytes().strip()
    line = codec.decode_line(row)

    assert [(share.what, share.percent) for share in line.focus] == [
        ("family", 40),
        ("resonance.relationship", 30),
        ("restorative", 20),
    ]
    assert line.focus_approach == "open-dialogue"
    assert codec.encode_line(line, json.loads(row)["n"]) == row


@pytest.mark.parametrize("row", [b'x"kind":"session","id":"","on":"2026-11-20"}', b"{}", b"{"])
def test_what_does_not_begin_as_a_row_is_none(row):
    """What lacks a brace, or what every row has, is no row."""
    with pytest.raises(CorruptRecordError):
        codec.decode_line(row)


@steady
@given(ledger_lines())
def test_the_identity_of_a_row_is_that_of_its_line(line):
    """Kind, id and revision can be read alone."""
    identity = codec.identity_of(codec.encode_line(structs.replace(line, revision=9), NONCE))

    assert (identity.kind, identity.id, identity.revision) == (line.kind, line.id, 9)


def test_rows_are_decoded_in_their_order():
    """Many rows give as many lines, in the same order."""
    lines = [structs.replace(line_of(example_session()), revision=number) for number in range(1, 9)]

    assert codec.decode_lines(codec.encode_line(line, NONCE) for line in lines) == lines
    assert codec.decode_lines([]) == []


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_left_as_it_was(was_on):
    """Decoding many rows pauses the collector, and never switches it on for a caller."""
    (gc.enable if was_on else gc.disable)()
    try:
        codec.decode_lines([codec.encode_line(line_of(example_session()), NONCE)])
        assert gc.isenabled() is was_on
    finally:
        gc.enable()


@pytest.mark.parametrize("nonce", ["", "0" * 31, "G" * 32, NONCE.upper(), NONCE + "\n"])
def test_a_nonce_is_sixteen_bytes_in_hexadecimal(nonce):
    """A nonce of another form is refused."""
    with pytest.raises(InvalidRecordError, match="nonce must be 32"):
        codec.encode_line(line_of(example_session()), nonce)


@pytest.mark.parametrize(
    "row",
    [
        b"",
        TEXT.encode(),
        f'{{"kind":"{TEXT}"}}'.encode(),
        f'{{"kind":"session","id":"","on":"{TEXT}"}}'.encode(),
        b'{"kind":"session\xff"}',
        b"[" * 100_000,
    ],
)
@pytest.mark.parametrize(
    "decode", [codec.decode_line, lambda row: codec.decode_lines([row]), codec.identity_of]
)
def test_a_row_that_is_none_is_refused_without_its_text(decode, row):
    """What is no row of the ledger is an error that holds nothing of it."""
    if decode is codec.identity_of and b'"on"' in row:
        row = b'{"kind":"session","id":3}'
    with pytest.raises(CorruptRecordError) as caught:
        decode(row)
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert TEXT not in "".join(traceback.format_exception(caught.value))

from __future__ import annotations

import traceback

import attrs
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision import codec
from supervision.errors import CorruptRecordError, InvalidRecordError, UnsupportedFormatError
from supervision.records import Agreement, Answer, Reflection, Session, with_revision
from supervision.testing import (
    example_agreement,
    example_reflection,
    example_session,
    narratives,
    records,
    synthetic_sessions,
)

# A busy machine is not a fault of what is tested.
steady = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TEXT = "left the room"
RECORDED = "2026-11-20T09:30:00Z"
EXAMPLES = [example_session(), example_reflection(), example_agreement()]


def _body(record, schema="session/2", reason="null"):
    text = f'{{"schema":"{schema}","recorded":"{RECORDED}","reason":{reason},"record":{record}}}'
    return text.encode()


def _as_of(record):
    """Return the JSON of a record, as a body holds it."""
    return msgspec.json.encode(msgspec.to_builtins(record, order="deterministic"), order="sorted")


@steady
@given(records(), st.none() | narratives())
def test_decode_undoes_encode(record, reason):
    """Any valid record survives the codec, with its time and its reason."""
    body = codec.decode(codec.encode(record, recorded=RECORDED, reason=reason), type(record))

    assert body.record == record
    assert (body.recorded, body.reason) == (RECORDED, reason)
    assert body.schema == codec.schema_of(type(record))


@steady
@given(records())
def test_both_decoders_give_the_same_record(record):
    """The direct way and the strict way read equal records from one body."""
    body = codec.encode(record, recorded=RECORDED)
    # A schema in another place than the first is read the strict way.
    plain = msgspec.json.decode(body)
    turned = msgspec.json.encode(dict(reversed(plain.items())))

    assert not turned.startswith(b'{"schema"')
    assert codec.decode(turned, type(record)) == codec.decode(body, type(record))


@steady
@given(records())
def test_a_body_is_compact_json_in_a_fixed_order(record):
    """A body is schema, recorded, reason and record, in this order and without spaces."""
    body = codec.encode(record, recorded=RECORDED, reason="why")
    plain = msgspec.json.decode(body)

    assert list(plain) == ["schema", "recorded", "reason", "record"]
    assert msgspec.json.encode(plain) == body
    assert list(plain["record"]) == sorted(plain["record"])


@steady
@given(records(), st.randoms())
def test_equal_records_give_equal_bytes(record, chance):
    """Sets are sorted, so that the order in which they were filled never shows."""
    shuffled = []
    for case in getattr(record, "cases", ()):
        themes = list(case.themes)
        chance.shuffle(themes)
        shuffled.append(attrs.evolve(case, themes=themes))
    twin = attrs.evolve(record, cases=shuffled) if shuffled else record

    assert codec.encode(twin, recorded=RECORDED) == codec.encode(record, recorded=RECORDED)


@pytest.mark.parametrize("record", EXAMPLES)
def test_the_revision_is_no_part_of_a_body(record):
    """A body is the same whatever the revision, and decodes to revision 1."""
    later = with_revision(record, 5)
    body = codec.encode(later, recorded=RECORDED)

    assert body == codec.encode(record, recorded=RECORDED)
    assert b"revision" not in body
    assert codec.decode(body, type(record)).record.revision == 1


def test_the_bytes_of_a_body_are_these():
    """The form of a body is fixed: this one must be readable for ever."""
    reflection = Reflection(
        id="4ef1ec00000000000000000000000014",
        on=example_reflection().on,
        practitioner="S-014",
        themes={"need.unmet", "family.burden"},
        notes="Waiting “was” hard.\n",
    )

    assert (
        codec.encode(reflection, recorded=RECORDED, reason='a "typo"')
        == (
            '{"schema":"reflection/1","recorded":"2026-11-20T09:30:00Z","reason":"a \\"typo\\"",'
            '"record":{"answers":[],"client":null,"functions":[],'
            '"id":"4ef1ec00000000000000000000000014","model":null,"notes":"Waiting “was” hard.\\n",'
            '"on":"2026-11-22","practitioner":"S-014","primary_theme":null,"session":null,'
            '"themes":["family.burden","need.unmet"]}}'
        ).encode()
    )


@pytest.mark.parametrize("record", EXAMPLES)
def test_the_kind_of_a_body_is_known_without_decoding(record):
    """The class of a record is read from the beginning of its body."""
    body = codec.encode(record, recorded=RECORDED)

    assert codec.kind_of(body) is type(record)
    assert codec.kind_of(body.replace(b'/1"', b'/2"', 1)) is type(record)
    assert codec.kind_of(b" " + body) is type(record)


@pytest.mark.parametrize(
    "body", [b"", TEXT.encode(), b"[]", b"{}", b'{"schema":7}', b'{"schema":"x"}']
)
def test_the_kind_of_something_else_is_not_known(body):
    """What is no body has no kind."""
    with pytest.raises(CorruptRecordError) as caught:
        codec.kind_of(body)
    _assert_silent(caught.value)


def test_the_kind_of_an_unknown_schema_is_not_known():
    """A kind of record that this release does not have is unsupported, not corrupt."""
    with pytest.raises(UnsupportedFormatError) as caught:
        codec.kind_of(_body("{}", schema="vignette/1"))
    assert caught.value.schema == "vignette/1"


@pytest.mark.parametrize("recorded", ["", "2026-11-20", "2026-11-20T09:30:00+00:00", None, 3, TEXT])
def test_the_time_of_recording_is_in_utc(recorded):
    """A time without its zone, or in another, is refused."""
    with pytest.raises(InvalidRecordError, match="recorded must be a time in UTC") as caught:
        codec.encode(example_session(), recorded=recorded)
    assert caught.value.field == "recorded"


@pytest.mark.parametrize("reason", ["\ud800" + TEXT, TEXT.encode(), 3])
def test_a_reason_is_text(reason):
    """A reason that cannot be written is refused, and not repeated."""
    with pytest.raises(InvalidRecordError, match="reason must be text") as caught:
        codec.encode(example_session(), recorded=RECORDED, reason=reason)
    _assert_silent(caught.value)


@pytest.mark.parametrize(
    ("record", "wanted"), [(example_reflection(), Session), (example_session(), Agreement)]
)
def test_a_body_of_another_kind_names_both_kinds(record, wanted):
    """Asking for the wrong class is an error of the caller that names both kinds."""
    body = codec.encode(record, recorded=RECORDED)

    with pytest.raises(InvalidRecordError) as caught:
        codec.decode(body, wanted)
    assert type(record).__name__.lower() in str(caught.value)
    assert wanted.__name__.lower() in str(caught.value)


@pytest.mark.parametrize("call", [
    lambda: codec.encode(example_session().cases[0], recorded=RECORDED),
    lambda: codec.decode(_body("{}"), Answer),
    lambda: codec.to_plain(example_session().cases[0]),
    lambda: codec.from_plain({}, Answer),
], ids=["encode", "decode", "to_plain", "from_plain"])  # fmt: skip
def test_only_whole_records_are_recorded(call):
    """A part of a record is no record."""
    with pytest.raises(InvalidRecordError, match="must be Session, Reflection or Agreement"):
        call()


@pytest.mark.parametrize("schema", ["session/3", "session/999999999", "session/0", "vignette/1"])
def test_a_schema_of_another_release_is_unsupported(schema):
    """A body in a schema that this release does not know says which schema it is."""
    with pytest.raises(UnsupportedFormatError, match=schema) as caught:
        codec.decode(_body(f'{{"notes":"{TEXT}"}}', schema=schema), Session)
    assert caught.value.schema == schema
    _assert_silent(caught.value)


VALID = codec.encode(example_session(), recorded=RECORDED).decode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        TEXT.encode(),
        f'["{TEXT}"]'.encode(),
        f'"{TEXT}"'.encode(),
        f'{{"schema":"{TEXT}"}}'.encode(),
        f'{{"schema":["{TEXT}"]}}'.encode(),
        f'{{"{TEXT}":1}}'.encode(),
        f'{{"schema":"session/2","{TEXT}":1}}'.encode(),
        f'{{"schema":"session/1","{TEXT}":1}}'.encode(),
        VALID.replace("session/2", "session/1").replace("family.part-of", TEXT).encode(),
        _body(f'"{TEXT}"'),
        _body(f'["{TEXT}"]'),
        _body(f'{{"{TEXT}":1}}'),
        _body(f'{{"minutes":"{TEXT}"}}'),
        _body("{}", reason=f'["{TEXT}"]'),
        VALID.replace('"minutes":90', f'"minutes":"{TEXT}"').encode(),
        VALID.replace('"minutes":90', f'"minutes":0,"{TEXT}":1').encode(),
        VALID.replace('"minutes":90', '"minutes":' + "9" * 5000).encode(),
        VALID.replace('"S-014"', f'"{TEXT}"').encode(),
        VALID.replace('"modality":"individual"', f'"modality":"{TEXT}"').encode(),
        VALID.replace('"2026-11-20"', f'"{TEXT}"').encode(),
        VALID.replace('"2026-11-20"', '"2026-13-40"').encode(),
        VALID.replace('"09:30:00"', '"25:00:00"').encode(),
        VALID.replace("family.part-of-solution", TEXT).encode(),
        VALID.replace("The rota", TEXT).encode("utf-16"),
        VALID.replace("The rota", TEXT).encode().replace(b"Two cases", b"\xff"),
        VALID.replace("The rota", TEXT).encode()[:-1],
        VALID.replace("Two cases", TEXT + "\\ud800").encode(),
        VALID.replace('"agenda":[', '"agenda":' + "[" * 100_000).encode(),
        b"[" * 100_000,
        b'{"schema":' * 100_000,
    ],
    ids=lambda body: body[:40].decode(errors="replace") or "nothing",
)
def test_decode_errors_hold_no_text(body):
    """Whatever is wrong with a record, its text stays out of the error."""
    with pytest.raises(CorruptRecordError) as caught:
        codec.decode(body, Session)
    _assert_silent(caught.value)


@steady
@given(st.binary(max_size=300))
def test_no_bytes_break_the_decoder(noise):
    """Bytes of any sort are refused, and by no other error than the documented one."""
    for body in (noise, *(b'{"schema":"session/%d",' % number + noise for number in (1, 2))):
        with pytest.raises(CorruptRecordError):
            codec.decode(body, Session)


@pytest.mark.parametrize("schema", ["session/1", "session/2"])
def test_an_error_names_the_path_and_the_rule(schema):
    """The error for a record that breaks a rule says where it is, and what the rule is."""
    broken = VALID.replace('"modes":[3,5]', '"modes":[3,8]')
    body = broken.replace("session/2", schema).encode()

    with pytest.raises(CorruptRecordError) as caught:
        codec.decode(body, Session)
    assert str(caught.value) == (
        f"the record is not a valid {schema}: cases[0].modes must be from 1 to 7"
    )
    assert (caught.value.field, caught.value.schema) == ("cases[0].modes", schema)


def test_a_field_of_a_later_minor_release_is_passed_over():
    """A field that the current schema does not have is passed over in a body, and only there."""
    body = VALID.replace('"minutes":90', '"minutes":90,"mood":"calm"').encode()

    assert codec.decode(body, Session).record == example_session()


def test_texts_are_bounded_however_long_the_body():
    """A body with a text too long for a record is refused, one with many texts is read."""
    long = attrs.evolve(example_session(), agenda=["a" * 600_000, "b" * 600_000])
    assert codec.decode(codec.encode(long, recorded=RECORDED), Session).record == long

    body = VALID.replace("The rota", "a" * 1_000_001).encode()
    with pytest.raises(CorruptRecordError, match="agenda must be a list, and each item"):
        codec.decode(body, Session)


def test_the_reason_stays_out_of_reprs():
    """A decoded body does not show why it was amended."""
    body = codec.decode(codec.encode(example_session(), recorded=RECORDED, reason=TEXT), Session)

    assert body.reason == TEXT
    assert TEXT not in repr(body)


def test_synthetic_sessions_are_of_the_size_that_was_promised():
    """The sessions that benchmarks use have about 2.2 KB of JSON in the mean."""
    sizes = [len(_as_of(session)) for session in synthetic_sessions(300)]

    assert 2_000 < sum(sizes) / len(sizes) < 2_600


def _assert_silent(error):
    assert error.__cause__ is None
    assert error.__context__ is None
    assert TEXT not in "".join(traceback.format_exception(error))

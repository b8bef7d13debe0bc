from __future__ import annotations

import json
import traceback
from datetime import date
from types import MappingProxyType

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from supervision import codec
from supervision.errors import InvalidRecordError, UnsupportedFormatError
from supervision.records import Reflection, Session
from supervision.testing import (
    example_agreement,
    example_reflection,
    example_session,
    records,
)

# A busy machine is not a fault of what is tested.
steady = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TEXT = "left the room"


def _plain(**fields):
    return {**codec.to_plain(example_session()), **fields}


@steady
@given(records())
def test_from_plain_undoes_to_plain(record):
    """Any valid record survives the border, also by way of a JSON file."""
    plain = codec.to_plain(record)

    assert codec.from_plain(plain, type(record)) == record
    assert codec.from_plain(json.loads(json.dumps(plain)), type(record)) == record


@steady
@given(records())
def test_plain_data_is_nothing_but_json(record):
    """Plain data holds objects, lists, texts, whole numbers, true, false and null only."""
    queue = [codec.to_plain(record)]
    while queue:
        value = queue.pop()
        assert type(value) in {dict, list, str, int, bool, type(None)}
        if isinstance(value, (dict, list)):
            queue.extend(value.values() if isinstance(value, dict) else value)


@steady
@given(records())
def test_the_border_and_bodies_give_the_same_bytes(record):
    """What crosses the border is what a body holds, field by field."""
    plain = codec.to_plain(record)
    schema = plain.pop("schema")
    body = codec.encode(record, recorded="2026-11-20T09:30:00Z")

    assert body.startswith(f'{{"schema":"{schema}"'.encode())
    assert body.endswith(b'"record":' + msgspec.json.encode(plain, order="sorted") + b"}")


@pytest.mark.parametrize("record", [example_session(), example_reflection(), example_agreement()])
def test_plain_data_is_in_the_order_of_the_fields(record):
    """People who read an export find the fields in the order of the documentation."""
    names = [name.lstrip("_") for name in type(record).__annotations__]

    assert list(codec.to_plain(record)) == ["schema", *names[:-1]]
    assert names[-1] == "revision"


def test_what_has_a_default_may_be_left_out():
    """Four fields are enough for a session of one person."""
    session = codec.from_plain(
        MappingProxyType(
            {
                "on": "2026-11-20",
                "start": "09:30",
                "minutes": 50,
                "modality": "individual",
                "supervisor": "v-01",
                "supervisees": ["s-014"],
            }
        ),
        Session,
    )

    assert (session.on, session.supervisees) == (date(2026, 11, 20), ("S-014",))
    assert session.start.minute == 30
    assert session.revision == 1


CASE = {"client": "C-201"}


@pytest.mark.parametrize(
    ("fields", "path", "rule"),
    [
        ({"minutes": "90"}, "minutes", "must be a whole number"),
        ({"minutes": 90.0}, "minutes", "must be a whole number"),
        ({"minutes": True}, "minutes", "must be a whole number"),
        ({"minutes": None}, "minutes", "must be a whole number"),
        ({"minutes": 0}, "minutes", "must be from 1 to 1440"),
        ({"on": TEXT}, "on", "must be a day such as 2026-11-20"),
        ({"on": "20261120"}, "on", "must be a day such as 2026-11-20"),
        ({"on": date(2026, 11, 20)}, "on", "must be a day such as 2026-11-20"),
        ({"on": "2026-02-29"}, "on", "must be a day such as 2026-11-20"),
        ({"start": "0930"}, "start", "must be a time of day such as 09:30"),
        ({"start": "25:00"}, "start", "must be a time of day such as 09:30"),
        ({"start": "09:30Z"}, "start", "must be a time of day such as 09:30"),
        ({"modality": TEXT}, "modality", "must be one of individual, group, peer"),
        ({"modality": 3}, "modality", "must be one of individual, group, peer"),
        ({"modality": [TEXT]}, "modality", "must be one of individual, group, peer"),
        ({"facilitated": "no"}, "facilitated", "must be true or false"),
        ({"facilitated": 0}, "facilitated", "must be true or false"),
        ({"supervisor": 3}, "supervisor", "must be text"),
        ({"supervisor": TEXT}, "supervisor", "must be a code such as 'S-014'"),
        ({"supervisees": "S-014"}, "supervisees", "must be a list"),
        ({"supervisees": {"S-014": TEXT}}, "supervisees", "must be a list"),
        ({"supervisees": None}, "supervisees", "must be a list"),
        ({"supervisees": ["S-1", 3]}, "supervisees[1]", "must be text"),
        ({"agenda": [TEXT, None]}, "agenda[1]", "must be text"),
        ({"feedback": None}, "feedback", "must be text"),
        ({"feedback": TEXT + "\ud800"}, "feedback", "must be text of at most"),
        ({"cases": [TEXT]}, "cases[0]", "must be an object with named fields"),
        ({"cases": [CASE, {}]}, "cases[1].client", "must be given"),
        ({"cases": [CASE, {**CASE, "themes": TEXT}]}, "cases[1].themes", "must be a list"),
        ({"cases": [CASE, {**CASE, "themes": [TEXT]}]}, "cases[1].themes", "must be a theme"),
        ({"cases": [CASE, {**CASE, "modes": [1, "2"]}]}, "cases[1].modes[1]", "must be a whole"),
        ({"cases": [CASE, {**CASE, TEXT: 1}]}, "cases[1]", "must have no other fields than client"),
        ({"live_sample": TEXT}, "live_sample", "must be an object with named fields"),
        ({"live_sample": {"kind": "video", "minutes": 0}}, "live_sample.minutes", "must be from 1"),
        ({TEXT: 1}, "the record", "must have no other fields than id, on, start, minutes"),
        ({"revision": 2}, "the record", "must have no other fields than"),
        ({"_revision": 2}, "the record", "must have no other fields than"),
    ],
)  # fmt: skip
def test_what_would_have_to_be_guessed_is_refused(fields, path, rule):
    """A wrong type, an unknown field or a broken rule is refused by path, without its value."""
    with pytest.raises(InvalidRecordError) as caught:
        codec.from_plain(_plain(**fields), Session)

    assert str(caught.value).startswith(f"{path} {rule}")
    assert caught.value.field == path
    _assert_silent(caught.value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", 3.5),
        ("text", None),
        ("list", [3]),
        ("list", {TEXT: 1}),
        ("yesno", TEXT),
        ("scale", "7"),
    ],
)
def test_answers_are_not_guessed_at(kind, value):
    """The value of an answer is of the type that JSON gave it, or it is refused."""
    answer = {"prompt": "needs.fit", "wording": "How close?", "kind": kind, "value": value}

    with pytest.raises(InvalidRecordError) as caught:
        codec.from_plain(_plain(answers=[answer]), Session)
    assert caught.value.field.startswith("answers[0].value")
    _assert_silent(caught.value)


def test_every_problem_is_told_up_to_ten():
    """An error tells of several fields at once, and how many more there are."""
    with pytest.raises(InvalidRecordError) as caught:
        codec.from_plain(_plain(agenda=[1] * 12), Session)
    told = str(caught.value).split("; ")
    assert told[0] == "agenda[0] must be text"
    assert len(told) == 11
    assert told[-1] == "and 2 more"


@pytest.mark.parametrize("plain", [None, TEXT, [TEXT], 3])
def test_a_record_is_an_object(plain):
    """What has no named fields is no record."""
    with pytest.raises(InvalidRecordError, match="object with named fields") as caught:
        codec.from_plain(plain, Session)
    _assert_silent(caught.value)


def test_the_schema_is_optional_and_checked():
    """Plain data may name its schema; one of another kind or release is refused."""
    plain = codec.to_plain(example_reflection())
    without = {name: value for name, value in plain.items() if name != "schema"}

    assert codec.from_plain(without, Reflection) == example_reflection()
    with pytest.raises(InvalidRecordError, match="of kind reflection, not session"):
        codec.from_plain(plain, Session)
    with pytest.raises(UnsupportedFormatError, match="reflection/2"):
        codec.from_plain({**plain, "schema": "reflection/2"}, Reflection)


@pytest.mark.parametrize("schema", [TEXT, 3, None, ["session/2"], "session/02", "session"])
def test_what_is_no_schema_is_not_repeated(schema):
    """What stands in the place of the schema may be anything, and is not told."""
    with pytest.raises(InvalidRecordError, match="schema") as caught:
        codec.from_plain(_plain(schema=schema), Session)
    _assert_silent(caught.value)


def test_a_migration_that_fails_is_the_datas_fault():
    """Plain data that a migration cannot take on is invalid, and is not repeated."""
    migrations = {"session/0": ("session/1", lambda plain: {"minutes": plain[TEXT]})}

    with pytest.raises(InvalidRecordError, match="from session/0 to session/1") as caught:
        codec.from_plain(_plain(schema="session/0"), Session, migrations=migrations)
    _assert_silent(caught.value)


def test_the_given_data_is_left_alone():
    """Reading plain data changes nothing in it."""
    plain = _plain()

    codec.from_plain(plain, Session)
    assert plain == _plain()


def test_nothing_is_wrong_with_an_unforeseen_error():
    """An error that the converter does not foresee still has a path and no text."""

    class Torn(dict):
        def __getitem__(self, name):
            raise RuntimeError(TEXT)

    with pytest.raises(
        InvalidRecordError, match=r"cases\[0\].client must be something else"
    ) as caught:
        codec.from_plain(_plain(cases=[Torn(client="C-201")]), Session)
    _assert_silent(caught.value)


def _assert_silent(error):
    assert error.__cause__ is None
    assert error.__context__ is None
    assert TEXT not in "".join(traceback.format_exception(error))

from __future__ import annotations

import json
import traceback
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from supervision import codec
from supervision.errors import CorruptRecordError, UnsupportedFormatError
from supervision.records import Agreement, Session
from supervision.testing import agreements, example_session, sessions, synthetic_sessions

# A busy machine is not a fault of what is tested.
steady = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

GOLDEN = Path(__file__).parent.parent / "golden" / "v1"
ADDED = {"functions": [], "themes": [], "primary_theme": None}
ADDED_TO = {Session: ADDED, Agreement: {"focus": [], "focus_approach": None}}
TEXT = "left the room"
RECORDED = "2026-11-20T09:30:00Z"


def _from_nought(plain):
    """Take a session from the artificial schema 0, which told the length in hours and minutes."""
    hours, minutes = plain["length"]
    others = {name: value for name, value in plain.items() if name not in {"length", "format"}}
    return {**others, "minutes": hours * 60 + minutes, "modality": plain["format"]}


def _nought_of(session):
    plain = codec.to_plain(attrs.evolve(session, functions=(), themes=(), primary_theme=None))
    for name in ("schema", *ADDED):
        del plain[name]
    return {
        **{name: value for name, value in plain.items() if name not in {"minutes", "modality"}},
        "length": list(divmod(plain["minutes"], 60)),
        "format": plain["modality"],
    }


def _body(record, schema):
    body = {"schema": schema, "recorded": RECORDED, "reason": None, "record": record}
    return json.dumps(body).encode()


MIGRATIONS = {"session/0": ("session/1", _from_nought), **codec.MIGRATIONS}


def _first(record):
    """Return the body of *record* in the first schema, which knew less of its kind."""
    body = codec.encode(record, recorded=RECORDED)
    plain = json.loads(body)
    for name, value in ADDED_TO[type(record)].items():
        assert plain["record"].pop(name) == value
    return _compact({**plain, "schema": f"{plain['schema'].partition('/')[0]}/1"})


def _compact(plain):
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=False).encode()


@steady
@given(
    sessions(functions=(), themes=(), primary_theme=None)
    | agreements(focus=(), focus_approach=None)
)
def test_records_of_the_first_schema_are_read_as_they_are(record):
    """Both ways of reading, and the border, give the very same record; what came since is empty."""
    body, kind = _first(record), type(record)
    plain = json.loads(body)
    # A schema in another place than the first is read the strict way.
    turned = _compact(dict(reversed(plain.items())))

    for each in (body, turned):
        found = codec.decode(each, kind)
        assert (found.record, found.schema, found.recorded) == (record, plain["schema"], RECORDED)
    assert codec.from_plain({**plain["record"], "schema": plain["schema"]}, kind) == record
    assert codec.kind_of(body) is codec.kind_of(turned) is kind


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("kind", [Session, Agreement])
def test_golden_bodies_are_read_for_ever(kind, number):
    """A body that was written in each schema gives every value that is written in it."""
    name = kind.__name__.lower()
    body = (GOLDEN / f"{name}-{number}.json").read_bytes()
    plain = json.loads(body)

    found = codec.decode(body, kind)
    again = codec.to_plain(found.record)

    assert found.schema == plain["schema"] == f"{name}/{number}"
    assert (found.recorded, found.reason) == (plain["recorded"], plain["reason"])
    assert {**again, "schema": plain["schema"]} == {
        **(ADDED_TO[kind] if number == 1 else {}),
        **plain["record"],
        "schema": plain["schema"],
    }


@pytest.mark.parametrize(
    ("kind", "news"), [(Session, ("themes", "functions")), (Agreement, ("focus", "focus_approach"))]
)
def test_the_current_golden_body_is_what_is_written(kind, news):
    """The bytes that a record gives are those of the newest golden file of its kind."""
    body = (GOLDEN / f"{kind.__name__.lower()}-2.json").read_bytes()
    found = codec.decode(body, kind)

    assert all(getattr(found.record, name) for name in news)
    assert codec.encode(found.record, recorded=found.recorded, reason=found.reason) == body


def test_older_bodies_are_read_the_fast_way(monkeypatch):
    """A journal of the first schema is decoded without the strict converter."""
    bodies = [_first(session) for session in synthetic_sessions(20)]
    monkeypatch.setattr("supervision.codec._bodies._decode_strictly", None)

    assert [found.record for found in codec.decode_all(bodies, Session)] == list(
        synthetic_sessions(20)
    )


@steady
@given(sessions(functions=(), themes=(), primary_theme=None))
def test_a_migration_keeps_every_field(session):
    """A session in an older schema is read as the very same session."""
    body = codec.decode(_body(_nought_of(session), "session/0"), Session, migrations=MIGRATIONS)

    assert body.record == session
    assert body.schema == "session/0"
    assert body.recorded == RECORDED


def test_plain_data_of_an_older_schema_is_taken_along():
    """An export of an older release can be imported."""
    plain = {"schema": "session/0", **_nought_of(example_session())}

    assert codec.from_plain(plain, Session, migrations=MIGRATIONS) == example_session()


def test_several_steps_lead_to_the_current_schema():
    """A record several schemas old takes one step after the other."""
    migrations = {
        **MIGRATIONS,
        "session/00": ("session/0", dict),
        "session/7": ("session/0", lambda plain: {**plain, "format": plain["format"].lower()}),
    }
    old = {**_nought_of(example_session()), "format": "INDIVIDUAL"}

    body = codec.decode(_body(old, "session/7"), Session, migrations=migrations)
    assert body.record == example_session()


def test_a_way_that_leads_nowhere_is_unsupported():
    """Migrations that end elsewhere, or go round in circles, are an error and no endless loop."""
    circle = {"session/5": ("session/6", dict), "session/6": ("session/5", dict)}

    for migrations in ({"session/5": ("session/6", dict)}, circle, {}):
        with pytest.raises(UnsupportedFormatError, match="session/"):
            codec.decode(_body({}, "session/5"), Session, migrations=migrations)


def test_a_migration_that_fails_tells_no_text():
    """A record that a migration cannot take on is corrupt, and the error holds nothing of it."""
    with pytest.raises(CorruptRecordError, match="from session/0 to session/1") as caught:
        codec.decode(_body({"length": TEXT}, "session/0"), Session, migrations=MIGRATIONS)
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert TEXT not in "".join(traceback.format_exception(caught.value))


def test_unknown_fields_of_an_older_schema_are_refused():
    """A field that no migration knows is damage, not something to drop."""
    old = {**_nought_of(example_session()), TEXT: 1}

    with pytest.raises(CorruptRecordError, match="must have no other fields") as caught:
        codec.decode(_body(old, "session/0"), Session, migrations=MIGRATIONS)
    assert TEXT not in str(caught.value)


def test_every_older_schema_has_a_way_on():
    """The library ships each step, and nobody can add one for everyone else."""
    assert {old: new for old, (new, _) in codec.MIGRATIONS.items()} == {
        "session/1": "session/2",
        "agreement/1": "agreement/2",
    }
    with pytest.raises(TypeError):
        codec.MIGRATIONS["session/0"] = ("session/1", dict)

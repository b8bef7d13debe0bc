"""Paths of fields in the catalogue lead to fields that records really have."""

from __future__ import annotations

import types
import typing

import pytest

from supervision.catalogue import Catalogue
from supervision.records import Agreement, Reflection, Session

SHIPPED = Catalogue.shipped()
MODELS = SHIPPED.models
APPROACHES = SHIPPED.approaches
RECORDS = {"session": Session, "reflection": Reflection, "agreement": Agreement}


def type_at(path):
    """Return the type of the field at *path*, or fail."""
    first, *rest = path.split(".")
    at, names = (RECORDS[first], rest) if first in RECORDS else (Session, [first, *rest])
    for name in names:
        at = _inside(typing.get_type_hints(at)[name])
    return at


def _inside(hint):
    if isinstance(hint, types.UnionType):
        return next(one for one in typing.get_args(hint) if one is not types.NoneType)
    inside = typing.get_args(hint)
    return inside[0] if inside else hint


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_what_a_model_lets_one_record_has_a_field(model):
    """Each line names a field that records really have, and says what goes there."""
    assert model.records
    for line in model.records:
        path, colon, words = line.partition(": ")
        assert colon, line
        assert words.strip(), line
        assert type_at(path) is not None


def test_a_field_that_is_none_is_noticed():
    """The check above can fail."""
    assert type_at("cases.modes") is int
    assert type_at("live_sample.minutes") is int
    with pytest.raises(KeyError):
        type_at("cases.moods")


@pytest.mark.parametrize("approach", APPROACHES.values(), ids=list(APPROACHES))
def test_what_a_shape_looks_at_is_a_field(approach):
    """A shape looks only at fields that its kind of record has."""
    for shape in approach.shapes:
        for path in (*shape.empty, *shape.given):
            assert type_at(f"{shape.record.value}.{path}") is not None, path

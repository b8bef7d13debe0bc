"""The error of the catalogue, as programs meet it."""

from __future__ import annotations

import pickle

import pytest

from supervision.errors import CatalogueError, SupervisionError


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({}, "is wrong"),
        ({"file": "a.toml"}, "a.toml: is wrong"),
        ({"entry": "needs.fit"}, "needs.fit: is wrong"),
        ({"file": "a.toml", "entry": "needs.fit"}, "a.toml, needs.fit: is wrong"),
        ({"file": "a.toml", "others": ("b: too", "c: too")}, "a.toml: is wrong; b: too; c: too"),
    ],
)
def test_its_message_is_made_of_its_facts(facts, message):
    """The message says file, entry and rule, as far as there are any; the facts are attributes."""
    error = CatalogueError("is wrong", **facts)

    assert str(error) == message
    assert (error.rule, error.file, error.entry) == (
        "is wrong",
        facts.get("file"),
        facts.get("entry"),
    )
    assert isinstance(error, SupervisionError)
    assert isinstance(error, ValueError)


def test_it_survives_another_process():
    """A pickled error says the same."""
    error = pickle.loads(
        pickle.dumps(CatalogueError("is wrong", file="a.toml", entry="a", others=("b",)))
    )

    assert str(error) == "a.toml, a: is wrong; b"
    assert (error.file, error.entry, error.rule) == ("a.toml", "a", "is wrong")

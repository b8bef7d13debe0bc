"""What is typed for a field, for any field and any text."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision import Reflection, Session
from supervision.cli._exits import RefusedError
from supervision.cli._fields import SEPARATOR, field_at, put
from supervision.codec import from_plain, to_plain
from supervision.errors import InvalidRecordError
from supervision.records import Agreement
from supervision.testing import agreements, reflections, sessions


def scalars(plain, before=""):
    """Yield path and value of everything in a record that can be typed."""
    for name, value in plain.items():
        if isinstance(value, dict):
            yield from scalars(value, f"{before}{name}.")
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            for number, item in enumerate(value):
                yield from scalars(item, f"{before}{name}.{number}.")
        elif value not in ([], None, "") and name not in ("id", "schema"):
            yield f"{before}{name}", value


def typed(value):
    """Return what one would type for *value*; None if it cannot be typed on a line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        items = [typed(item) for item in value]
        fits = all(item and SEPARATOR not in item for item in items)
        return SEPARATOR.join(items) if fits else None
    text = str(value)
    return text if text == text.strip() else None


@settings(max_examples=60, deadline=None)
@given(st.one_of(sessions(), reflections(), agreements()))
def test_every_field_can_be_typed_as_it_is(record):
    """Typing for each field what it holds already changes nothing."""
    plain = to_plain(record)
    changed = deepcopy(plain)
    for path, value in scalars(plain):
        text = typed(value)
        if text is not None:
            field = field_at(type(record), path)
            put(changed, field.path, field.plain(text, like=value))

    assert from_plain(changed, type(record)) == record


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([Session, Reflection, Agreement]),
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(["cases", "notes", "answers", "value", "modes", "0", "1", "on", "x"]),
            min_size=1,
        ).map(".".join),
    ),
    st.text(),
)
def test_no_text_breaks_it(kind, path, text):
    """Any path and any text are either understood or refused by a rule, without the text."""
    try:
        field = field_at(kind, path)
        plain = {"cases": [{"client": "C-201"}]}
        put(plain, field.path, field.plain(f"CANARY{text}"))
        from_plain(plain, kind)
    except (RefusedError, InvalidRecordError) as refused:
        assert "CANARY" not in str(refused)  # noqa: PT017 - most texts are refused, some are not


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("minutes", ("minutes",)),
        ("cases.0.notes", ("cases", 0, "notes")),
        ("cases[0].notes", ("cases", 0, "notes")),
        ("cases.0.answers.2.value", ("cases", 0, "answers", 2, "value")),
    ],
)
def test_paths_may_have_dots_or_brackets(path, steps):
    """A path reads as one types it in a shell, and as the messages write it."""
    assert field_at(Session, path).path == steps

"""What a journal keeps beside its records, to bytes and back."""

from __future__ import annotations

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision import codec
from supervision.errors import CorruptRecordError, UnsupportedFormatError
from supervision.records import Rename, Settings, UsedPack

TEXT = "left the room"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_plain_data_survives(plain):
    """Any JSON object comes back as it was."""
    text = codec.encode_document("draft/1", plain)

    assert codec.decode_document(text, "draft/1", dict) == plain


@given(
    st.builds(
        Settings,
        version=st.integers(0, 9),
        approaches=st.sets(st.sampled_from(["bft", "craft", "open-dialogue"])),
        names=st.sets(st.sampled_from(["ab" * 16, "cd" * 16])),
        packs=st.lists(st.builds(UsedPack, id=st.just("own"), text=st.text()), max_size=1),
        renames=st.lists(
            st.builds(
                Rename,
                theme=st.just("x.kent.kin"),
                into=st.just("family.burden"),
                at=st.just("2026-11-20T09:30:00Z"),
                reason=st.text(),
                undone=st.sampled_from([None, "2026-11-21T09:30:00Z"]),
            ),
            max_size=1,
        ),
    )
)
def test_settings_survive(settings):
    """Any settings come back equal, and equal settings give equal bytes."""
    text = codec.encode_document("settings/1", settings)

    assert codec.decode_document(text, "settings/1", Settings) == settings
    assert codec.encode_document("settings/1", settings) == text


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f'["{TEXT}"]',
        f'{{"schema": "settings/1", "document": {{"version": "{TEXT}"}}}}',
        f'{{"schema": "settings/1", "document": {{"approaches": ["{TEXT}"]}}}}',
        f'{{"schema": "{TEXT}", "document": {{}}}}',
        '{"schema": "draft/1", "document": {}}',
        '{"schema": "settings/0", "document": {}}',
        '{"schema": "settings/1"}',
        "[" * 100_000,
    ],
)
def test_what_is_something_else_is_corrupt(text):
    """Whatever is wrong with a document, its text stays out of the error."""
    with pytest.raises(CorruptRecordError) as caught:
        codec.decode_document(text.encode(), "settings/1", Settings)

    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert TEXT not in "".join(traceback.format_exception(caught.value))


def test_a_newer_schema_asks_for_a_newer_release():
    """What a later release wrote is neither read nor called damaged."""
    text = codec.encode_document("settings/12", {"anything": 1})

    with pytest.raises(UnsupportedFormatError, match="newer release") as caught:
        codec.decode_document(text, "settings/1", Settings)
    assert caught.value.schema == "settings/12"

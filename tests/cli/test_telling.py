"""What a record or a pack is warned of, told on the terminal."""

from __future__ import annotations

import warnings

import pytest

from supervision.catalogue import CatalogueWarning
from supervision.cli._screen import Screen
from supervision.cli._telling import gathered, tell
from supervision.identifiers import Finding, IdentifierWarning, Kind

FINDING = Finding(field="notes", kind=Kind.PHONE, start=3, end=15)


def test_our_warnings_are_gathered_and_others_go_their_own_way():
    """Warnings of records and packs are kept for us; anything else is still a warning."""
    with pytest.warns(UserWarning, match="another") as others:
        found = _gathered(IdentifierWarning("a"), CatalogueWarning("b"), UserWarning("another"))

    assert [type(each) for each in found] == [IdentifierWarning, CatalogueWarning]
    assert len(others) == 1


def _gathered(*given):
    with gathered() as found:
        for warning in given:
            warnings.warn(warning, stacklevel=1)
    return found


def test_ten_places_are_shown_and_the_rest_counted(capsys):
    """A text full of them does not bury what to do."""
    tell(Screen(json=False), [FINDING] * 12)

    shown = capsys.readouterr().err
    assert shown.count("notes 3-15 looks like a phone number") == 10
    assert "and 2 more places" in shown
    assert "a code such as C-201" in shown


def test_where_nothing_was_found_nothing_is_shown(capsys):
    """No advice without a reason."""
    tell(Screen(json=False), [])

    assert capsys.readouterr().err == ""

"""The focus of an agreement, as drift is measured against it."""

from __future__ import annotations

import pytest
from cover_kit import agreed, met
from hypothesis import given

from supervision.catalogue import Catalogue
from supervision.errors import InvalidRecordError
from supervision.records import FocusShare, Function, line_of
from supervision.reports import Focus, FocusKind, drift
from supervision.testing import agreements


def shares(*given, **changes):
    """Return an agreement with these shares."""
    focus = tuple(FocusShare(what=what, percent=percent) for what, percent in given)
    return agreed(focus=focus, **changes)


@given(agreements())
def test_every_focus_that_can_be_agreed_can_be_measured(agreement):
    """Each share is an aim, of themes or of functions, and none is lost or changed."""
    found = Focus.of(line_of(agreement))

    assert sorted((aim.name, aim.percent) for focus in found for aim in focus.aims) == sorted(
        (share.what, share.percent) for share in agreement.focus
    )
    for focus in found:
        are_functions = {aim.name in set(Function) for aim in focus.aims}
        assert are_functions == {focus.kind is FocusKind.FUNCTIONS}


def test_shares_of_themes_and_of_functions_are_two():
    """They are parts of two different wholes, so each has a report of its own."""
    line = shares(("family", 40), ("restorative", 30), ("resonance.relationship", 20))
    themes, functions = Focus.of(line)

    assert [aim.of for aim in themes.aims] == [
        ("family", "family.*"),
        ("resonance.relationship", "resonance.relationship.*"),
    ]
    assert [aim.of for aim in functions.aims] == [("restorative",)]
    assert Focus.of(shares(("restorative", 30))) == (functions,)
    assert Focus.of(agreed()) == Focus.of(met()) == ()


def test_the_share_of_an_approach_is_of_its_themes():
    """Only of the one that the agreement names, and only if that is at hand."""
    approach = Catalogue.shipped().approach("open-dialogue")
    line = shares(("open-dialogue", 50), focus_approach="open-dialogue")

    assert Focus.of(line, approach=approach) == (Focus.on_approach(approach, 50),)
    (other,) = Focus.of(shares(("open-dialogue", 50)), approach=approach)
    assert Focus.of(line)[0].aims == other.aims
    assert other.aims[0].of == ("open-dialogue", "open-dialogue.*")


def test_shares_with_a_theme_in_common_cannot_be_told_apart():
    """An approach may take in what another share is of; that is refused here."""
    approach = Catalogue.shipped().approach("resonance")
    (theme, *_) = approach.themes
    line = shares(("resonance", 50), (theme.removesuffix(".*"), 10), focus_approach="resonance")

    with pytest.raises(InvalidRecordError, match="must not name the same thing twice"):
        Focus.of(line, approach=approach)


def test_drift_is_measured_against_an_agreement():
    """From the lines of one relationship alone."""
    lines = [shares(("family", 50)), met(themes=("family.burden", "need.unmet"))]
    (report,) = [drift(lines, focus) for line in lines for focus in Focus.of(line)]

    assert (report.sessions, report.aims[0].share) == (1, 0.5)

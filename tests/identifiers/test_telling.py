"""Warnings and refusals say where and never what."""

from __future__ import annotations

import pickle
import traceback
import warnings

import attrs
import pytest

from supervision.errors import IdentifierError, InvalidRecordError
from supervision.identifiers import Finding, IdentifierWarning, Kind, check, find, refuse, warn
from supervision.testing import example_session

CANARIES = ["Canarymarlow", "canary@example.org", "07700 900123", "SW1A 1AA", "12/03/1985"]
TEXT = "Mr {}, {}, {}, {}, born {}".format(*CANARIES)
FINDING = Finding(field="cases[0].notes", kind=Kind.NHS_NUMBER, start=14, end=24)
MANY = [attrs.evolve(FINDING, field=f"advice[{number}]") for number in range(12)]


@pytest.fixture
def findings(nhs_number):
    """All kinds of findings but two, over a record full of canaries."""
    text = f"{TEXT}. {nhs_number}"
    record = attrs.evolve(example_session(), feedback=text, agenda=["none", text])
    return check(record)


def warned(findings):
    """Return the one warning of *findings*."""
    with pytest.warns(IdentifierWarning) as caught:
        warn(findings)
    assert len(caught) == 1
    return caught[0]


def refused(findings):
    """Return the refusal of *findings*."""
    with pytest.raises(IdentifierError) as caught:
        refuse(findings)
    return caught.value


def test_a_warning_says_where_what_and_what_to_do():
    """A warning names field, place and kind, and what to put there."""
    warning = warned([FINDING]).message

    assert str(warning) == (
        "cases[0].notes 14-24 looks like an NHS number; "
        "put a code such as C-201 in its place, or leave it out"
    )
    assert warning.findings == (FINDING,)
    assert isinstance(warning, UserWarning)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_words(kind):
    """Each kind is told in words of its own."""
    assert str(attrs.evolve(FINDING, kind=kind)).startswith("cases[0].notes 14-24 looks like a")


def test_ten_are_listed_and_the_rest_counted():
    """A warning stays readable, and its findings are complete."""
    warning = warned(MANY).message

    assert "advice[9] 14-24" in str(warning)
    assert "advice[10]" not in str(warning)
    assert "; and 2 more; " in str(warning)
    assert len(warning.findings) == 12
    assert "more" not in str(warned(MANY[:10]).message)


def test_the_warning_names_the_line_of_who_called():
    """By default the warning is about the line that called `warn`; with `stacklevel` about another."""

    def caller():
        warn([FINDING])
        warn([FINDING], stacklevel=3)

    with pytest.warns(IdentifierWarning) as caught:
        caller()
    assert caught[0].filename == caught[1].filename == __file__
    assert caught[1].lineno - caught[0].lineno == 4


def test_nothing_found_is_nothing_said():
    """Without findings there is neither warning nor refusal."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn([])
    refuse([])


def test_a_refusal_is_an_invalid_record():
    """A refusal says the same, names the first field, and is caught as an invalid record."""
    error = refused(iter(MANY))

    assert isinstance(error, InvalidRecordError)
    assert error.findings == tuple(MANY)
    assert error.field == "advice[0]"
    assert "and 2 more" in str(error)


def test_warnings_can_be_made_errors():
    """With the filter `error` a warning is raised, and holds its findings."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", IdentifierWarning)
        with pytest.raises(IdentifierWarning) as caught:
            warn([FINDING])
    assert caught.value.findings == (FINDING,)


def test_what_was_found_is_told_nowhere(findings, nhs_number):
    """No message, repr, argument, cause, context or pickle of a finding holds the text."""
    assert {one.kind for one in findings} == set(Kind) - {Kind.KNOWN_NAME, Kind.RARE_COMBINATION}
    warning, error = warned(findings).message, refused(findings)
    told = []
    for one in (warning, error):
        assert one.__cause__ is None
        assert one.__context__ is None
        told += [
            "".join(traceback.format_exception(one)),
            repr(one),
            repr(one.args),
            repr(vars(one)),
        ]
    for one in (warning, error, *findings, *find(TEXT)):
        told += [repr(one), str(one), pickle.dumps(one).decode("latin-1")]

    for canary in (*CANARIES, nhs_number):
        assert not any(canary in each for each in told)


def test_warnings_and_refusals_survive_pickling():
    """What another process raised has its findings here."""
    for one in (warned(MANY).message, refused(MANY)):
        twin = pickle.loads(pickle.dumps(one))

        assert (type(twin), str(twin), twin.findings) == (type(one), str(one), one.findings)

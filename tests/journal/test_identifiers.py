"""What could tell who somebody is, warned of before it is sealed."""

from __future__ import annotations

import warnings

import attrs
import pytest
from journal_kit import KEY, image_of, opened, reflection, session

from supervision import Journal
from supervision.errors import IdentifierError
from supervision.identifiers import IdentifierWarning
from supervision.journal import _settings
from supervision.records import Reflection, Session

TELLING = "Mrs Marlow rang on 07700 900123"
FOUND = [("notes", 0, 10), ("notes", 19, 31)]


def places(found):
    """Return fields and positions."""
    return [(each.field, each.start, each.end) for each in found]


def test_recording_warns_of_the_place_and_records(journal):
    """The warning says where, never what; the record is in the journal all the same."""
    with pytest.warns(IdentifierWarning) as caught:
        journal.record(reflection(1, notes=TELLING))

    (warning,) = caught
    assert places(warning.message.findings) == FOUND
    assert "Marlow" not in str(warning.message)
    assert "900123" not in str(warning.message)
    assert warning.filename == __file__
    assert journal.read(Reflection, reflection(1).id).notes == TELLING


def test_strict_refuses_before_anything_is_written(backend, journal):
    """A strict journal takes nothing that could tell who somebody is."""
    before = image_of(backend)
    for deed in (
        lambda: journal.record(reflection(1, notes=TELLING), strict=True),
        lambda: journal.record_all([reflection(1), reflection(2, notes=TELLING)], strict=True),
    ):
        with pytest.raises(IdentifierError) as caught:
            deed()
        assert places(caught.value.findings) == FOUND
        assert "Marlow" not in str(caught.value)
    assert image_of(backend) == before


def test_an_amendment_is_looked_at_with_its_reason(journal):
    """Text and reason of an amendment are looked at alike."""
    recorded = journal.record(reflection(1))
    changed = attrs.evolve(recorded, notes="waited for an hour")

    with pytest.raises(IdentifierError) as caught:
        journal.amend(changed, reason=TELLING, strict=True)
    assert places(caught.value.findings) == [("reason", *each[1:]) for each in FOUND]
    with pytest.warns(IdentifierWarning, match="reason 0-10"):
        journal.amend(changed, reason=TELLING)
    assert journal.read(Reflection, recorded.id).revision == 2


def test_in_bulk_it_may_be_left_out(journal):
    """Whoever looked before need not look again; it is looked at unless they say so."""
    telling = [session(number, feedback=TELLING) for number in range(3)]

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert journal.record_all(telling, check=False) == 3
    with pytest.warns(IdentifierWarning):
        journal.record_all([session(9, feedback=TELLING)])
    assert len(list(journal.all(Session))) == 4


def test_a_known_name_is_found_wherever_it_stands(backend, journal):
    """A name on the list is warned of, by whoever opens the journal, and no other name is."""
    journal.know_names(["Kasimir"])
    with opened(backend) as again:
        with pytest.warns(IdentifierWarning) as caught:
            again.record(session(1, feedback="Then Kasimir's brother called."))
        assert places(caught[0].message.findings) == [("feedback", 5, 12)]
        again.record(session(2, feedback="Then his brother called."))
        again.forget_names(["Kasimir"])
        again.record(session(3, feedback="Then Kasimir's brother called."))


def test_names_known_to_one_journal_are_unknown_to_another(journal):
    """The list belongs to one journal."""
    journal.know_names(["Kasimir"])
    with Journal.create("memory:", KEY) as other:
        other.record(session(1, feedback="Kasimir called."))


def test_forgetting_one_name_forgets_no_other(journal):
    """Names that begin alike are kept apart."""
    journal.know_names(["Anna Marlow", "Anna Berg"])
    journal.forget_names(["Anna Marlow"])

    journal.record(session(1, feedback="Anna Marlow called."))
    with pytest.warns(IdentifierWarning):
        journal.record(session(2, feedback="Anna Berg called."))


def test_words_are_remembered_within_bounds(journal, monkeypatch):
    """What was asked before is answered from memory, and memory does not grow without end."""
    monkeypatch.setattr(_settings, "_MOST_REMEMBERED", 3)
    journal.know_names(["Kasimir"])
    known = _settings.known_names(journal._state)

    assert [known.has(word) for word in ("kasimir", "a", "b", "c", "kasimir")] == [
        True,
        False,
        False,
        False,
        True,
    ]
    assert len(known._asked) <= 3

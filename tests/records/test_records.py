from __future__ import annotations

import copy
import inspect
import pickle
from datetime import date, time

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from supervision.errors import InvalidRecordError
from supervision.records import (
    Cancellation,
    CaseDiscussion,
    Modality,
    Reflection,
    Session,
    _rules,
    pseudonym_of,
    with_revision,
)
from supervision.testing import (
    example_agreement,
    example_reflection,
    example_session,
    pseudonyms,
    records,
    synthetic_sessions,
)

# A busy machine is not a fault of what is tested.
steady = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

DAY = date(2026, 11, 20)


def _peers(**fields):
    return Session(
        **{"on": DAY, "minutes": 60, "modality": Modality.PEER, "supervisees": ["S-1"], **fields}
    )


def test_a_session_takes_any_iterable_and_keeps_tuples_and_sets():
    """Lists, sets and generators become tuples and frozen sets, codes are normalised."""
    session = _peers(
        supervisees=(code for code in ["s-014 ", "S-015"]),
        cases=[CaseDiscussion(client="c-201", themes=["need.unmet"], modes=range(1, 3))],
        agenda=iter(["one", "two"]),
        group="g-01",
    )

    assert session.supervisees == ("S-014", "S-015")
    assert session.agenda == ("one", "two")
    assert session.group == "G-01"
    assert session.cases[0].themes == frozenset({"need.unmet"})
    assert session.cases[0].modes == frozenset({1, 2})


def test_records_cannot_be_changed():
    """A record is frozen, and has no room for further attributes."""
    session = _peers()

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        session.minutes = 30
    assert not hasattr(session, "__dict__")


def test_records_are_equal_by_value_and_can_be_kept_in_sets():
    """Equal records are one element of a set, whatever the revision."""
    again = with_revision(example_session(), 3)

    assert again == example_session()
    assert len({again, example_session()}) == 1


def test_each_new_record_has_an_id_of_its_own():
    """Two records made without an id have different ones, of 32 hexadecimal digits."""
    first, second = _peers(), _peers()

    assert first.id != second.id
    assert len(bytes.fromhex(first.id)) == 16


def test_a_cancelled_session_may_have_no_minutes():
    """A session that did not take place has 0 minutes, or those that were planned."""
    cancelled = Cancellation(by="S-1", reason="flu")

    assert _peers(minutes=0, cancelled=cancelled).minutes == 0
    assert _peers(minutes=60, cancelled=cancelled).minutes == 60


@pytest.mark.parametrize("modality", [Modality.PEER, Modality.INTERVISION])
def test_peers_need_no_supervisor(modality):
    """Among peers the supervisor may be left out, and may be given."""
    assert _peers(modality=modality).supervisor is None
    assert _peers(modality=modality, supervisor="V-01").supervisor == "V-01"


def test_the_start_is_a_time_on_the_clock():
    """A session may say when it began."""
    assert _peers(start=time(9, 30)).start == time(9, 30)


@pytest.mark.parametrize("record", [example_session(), example_reflection(), example_agreement()])
def test_evolve_keeps_the_revision(record):
    """What is made from a record that was read still knows which revision was read."""
    read = with_revision(record, 7)

    assert read.revision == 7
    assert attrs.evolve(read, id="0" * 31 + "1").revision == 7
    assert record.revision == 1
    assert type(read) is type(record)


def test_the_same_revision_is_the_same_record():
    """A record that is at a revision already is not copied."""
    session = _peers()

    assert with_revision(session, 1) is session


@pytest.mark.parametrize("revision", [0, -1, 2**32, "2", True, None])
def test_a_revision_is_a_count(revision):
    """A revision is a whole number from 1 to the last that a name can hold."""
    with pytest.raises(InvalidRecordError, match="revision must be "):
        with_revision(_peers(), revision)


@steady
@given(records())
def test_records_survive_pickling_and_copying(record):
    """A record can be sent to another process, and comes back equal."""
    assert pickle.loads(pickle.dumps(record)) == record
    assert copy.deepcopy(record) == record


@steady
@given(pseudonyms())
def test_a_pseudonym_is_itself(code):
    """A valid code is returned as it is, also in lower case and between spaces."""
    assert pseudonym_of(f" {code.lower()}\n") == code


@pytest.mark.parametrize(
    "text", ["", "S014", "S-", "-14", "\u017f-14", "S-\u0663", "ABCDE-1", None, b"S-1"]
)
def test_what_is_no_code_is_refused(text):
    """Names, numbers and letters outside ASCII are no codes."""
    with pytest.raises(InvalidRecordError, match="folder must be a code such as 'S-014'") as caught:
        pseudonym_of(text, field="folder")
    assert caught.value.field == "folder"


def test_what_is_remembered_is_bounded(monkeypatch):
    """Codes are checked just as well once no more of them are remembered."""
    monkeypatch.setattr(_rules, "_MOST_REMEMBERED", len(_rules.CODES))

    assert pseudonym_of("QQQQ-999999Z") == "QQQQ-999999Z"
    assert "QQQQ-999999Z" not in _rules.CODES


def test_help_shows_what_a_field_takes():
    """The signature of a record names the types of its fields."""
    signature = inspect.signature(Reflection)

    assert signature.parameters["on"].annotation == "date"
    assert signature.parameters["notes"].annotation == "str"


def test_synthetic_sessions_are_the_same_for_the_same_seed():
    """Benchmarks read the same sessions each time, each with an id of its own."""
    made = list(synthetic_sessions(50, seed=3))

    assert made == list(synthetic_sessions(50, seed=3))
    assert len({session.id for session in made}) == 50
    assert made != list(synthetic_sessions(50, seed=4))

"""What a journal does for whoever uses it as it is meant."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pytest
from journal_kit import KEY, OTHER_KEY, START, opened, reflection, session, ticking

from supervision import Journal
from supervision.errors import (
    ConflictError,
    DuplicateRecordError,
    InvalidRecordError,
    JournalExistsError,
    JournalNotFoundError,
    RecordNotFoundError,
    SupervisionError,
    UnknownBackendError,
    WrongKeyError,
)
from supervision.records import Modality, Reflection, Session, line_of
from supervision.testing import example_agreement, example_reflection, example_session

# Making and opening


def test_a_second_journal_is_not_made(backend, journal, attacker):
    """Creating where a journal is raises, and leaves every byte as it was."""
    journal.record(session())
    before = attacker.image()

    with pytest.raises(JournalExistsError):
        Journal.create(backend, OTHER_KEY)

    assert attacker.image() == before


@pytest.mark.parametrize("scheme", ["sqlite", "tinydb"])
def test_opening_creates_no_file(scheme, tmp_path):
    """Opening what is not there raises, and not even an empty file is left."""
    with pytest.raises(JournalNotFoundError):
        Journal.open(f"{scheme}:{tmp_path / 'typo.db'}", KEY)

    assert list(tmp_path.iterdir()) == []


def test_opening_an_empty_store_creates_nothing(backend, attacker):
    """A store without a journal stays empty when it is opened."""
    with pytest.raises(JournalNotFoundError):
        opened(backend)

    assert attacker.image() == {}


def test_what_is_left_of_a_journal_is_not_built_upon(backend, journal, attacker):
    """Where only the head is gone, nothing new is made over the rest."""
    attacker.put("head", None)
    before = attacker.image()

    with pytest.raises(JournalExistsError, match="left of a journal"):
        Journal.create(backend, KEY)

    assert attacker.image() == before


@pytest.mark.parametrize("scheme", ["sqlite", "tinydb"])
def test_a_journal_lasts_beyond_the_process_that_made_it(scheme, tmp_path):
    """What was recorded through a URL is there when the URL is opened again."""
    url = f"{scheme}:{tmp_path / 'practice.db'}"
    with Journal.create(url, KEY) as made:
        made.record(session())

    with Journal.open(url, KEY) as again:
        assert again.read(Session, session().id) == session()
        assert again.id == made.id


def test_a_plain_path_is_a_sqlite_file(tmp_path):
    """A path without a scheme is the path of a SQLite file."""
    with Journal.create(tmp_path / "practice.db", KEY) as made:
        made.record(session())

    with Journal.open(f"sqlite:{tmp_path / 'practice.db'}", KEY) as again:
        assert again.read(Session, session().id) == session()


def test_an_unknown_scheme_is_refused():
    """A URL that no backend answers to raises its own error."""
    with pytest.raises(UnknownBackendError):
        Journal.create("carrier-pigeon:loft", KEY)


def test_another_key_does_not_open(backend, journal):
    """A key without a slot opens nothing."""
    with pytest.raises(WrongKeyError):
        opened(backend, OTHER_KEY)


def test_a_closed_journal_refuses_everything(journal):
    """After closing, every verb raises, and closing again does nothing."""
    journal.record(session())
    journal.close()
    journal.close()

    for verb in (
        lambda: journal.record(session(1)),
        lambda: journal.read(Session, session().id),
        journal.ledger,
        lambda: journal.all(Session),
        journal.folders,
        journal.keys,
        journal.verify,
        journal.batch,
        lambda: journal.erase(session().id, reason="no"),
        lambda: journal.record_all([session(2)]),
    ):
        with pytest.raises(SupervisionError, match="closed"):
            verb()
    assert "closed" in repr(journal)


def test_a_journal_given_a_backend_leaves_it_open(backend, journal):
    """Closing a journal closes only a store that the journal opened itself."""
    journal.close()

    assert backend.get("head") is not None


@pytest.mark.parametrize("take", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_journal_is_neither_pickled_nor_copied(take, journal):
    """What holds keys does not travel."""
    with pytest.raises(TypeError, match="open it where it is needed"):
        take(journal)


# Recording and reading


@pytest.mark.parametrize(
    "record", [example_session(), example_reflection(), example_agreement()], ids=type
)
def test_every_kind_is_read_as_it_was_recorded(record, backend, journal):
    """Whatever is recorded is read the same, also by who opens the journal later."""
    recorded = journal.record(record)

    assert recorded == record
    assert recorded.revision == 1
    assert journal.read(type(record), record.id) == record
    with opened(backend) as again:
        assert again.read(type(record), record.id) == record
        assert list(again.ledger()) == [line_of(record)]


def test_an_id_is_used_once(journal):
    """Recording an id that is there raises, and the first record stays."""
    journal.record(session(minutes=60))

    with pytest.raises(DuplicateRecordError) as caught:
        journal.record(session(minutes=90))

    assert caught.value.record == session().id
    assert journal.read(Session, session().id).minutes == 60


def test_a_copy_read_from_elsewhere_is_recorded_as_the_first(journal):
    """Whatever revision a record had where it came from, here it begins with 1."""
    amended = journal.amend(journal.record(session()), reason="clock")
    with Journal.create("memory:", KEY) as other:
        assert other.record(amended).revision == 1


def test_reading_with_another_class_is_no_tampering(journal):
    """The wrong class gets `InvalidRecordError`."""
    journal.record(session())

    with pytest.raises(InvalidRecordError):
        journal.read(Reflection, session().id)
    with pytest.raises(InvalidRecordError):
        journal.revisions(Reflection, session().id)


@pytest.mark.parametrize("bad", ["", "S-014", "0" * 31, "A" * 32, "0" * 30 + " 0", "ö" * 32])
def test_what_is_no_id_is_refused(bad, journal):
    """An id is 32 lower-case hex digits, and an error says so."""
    with pytest.raises(InvalidRecordError, match="32 lower-case hex digits"):
        journal.read(Session, bad)


def test_reading_what_never_was_raises(journal):
    """An id that is not there raises `RecordNotFoundError`, everywhere."""
    missing = "f" * 32

    for verb in (
        lambda: journal.read(Session, missing),
        lambda: journal.revisions(Session, missing),
        lambda: journal.erase(missing, reason="none"),
        lambda: journal.amend(session(id=missing), reason="none"),
    ):
        with pytest.raises(RecordNotFoundError):
            verb()


def test_the_clock_is_the_one_passed_in(backend):
    """Times of recording come from the clock given, to the second and in UTC."""
    there = timezone(timedelta(hours=5, minutes=30))
    with Journal.create(
        backend, KEY, clock=lambda: datetime(2026, 1, 2, 3, 4, 5, 6, there)
    ) as made:
        made.record(session())

        (only,) = made.revisions(Session, session().id)

    assert only.recorded == "2026-01-01T21:34:05Z"


# Amending


def test_amending_keeps_what_was(backend):
    """Each amendment is a new revision with its time and reason; the old ones stay."""
    with Journal.create(backend, KEY, clock=ticking()) as made:
        first = made.record(session(minutes=60))
        second = made.amend(attrs.evolve(first, minutes=50), reason="the clock was wrong")
        third = made.amend(attrs.evolve(second, minutes=40), reason="it was not")

        assert [first.revision, second.revision, third.revision] == [1, 2, 3]
        assert made.read(Session, first.id).revision == 3
        found = made.revisions(Session, first.id)
        assert [one.record.minutes for one in found] == [60, 50, 40]
        assert [one.revision for one in found] == [1, 2, 3]
        assert [one.reason for one in found] == [None, "the clock was wrong", "it was not"]
        assert found[0].recorded < found[1].recorded < found[2].recorded
        assert found[0].recorded.startswith(f"{START:%Y-%m-%d}")
        (line,) = made.ledger()
        assert (line.minutes, line.revision) == (40, 3)


def test_a_stale_amendment_is_refused(backend, journal):
    """Who amends what another has amended since gets `ConflictError`; nothing is lost."""
    journal.record(session(minutes=60))
    with opened(backend) as other:
        mine, theirs = journal.read(Session, session().id), other.read(Session, session().id)
        other.amend(attrs.evolve(theirs, minutes=30), reason="theirs")

        with pytest.raises(ConflictError) as caught:
            journal.amend(attrs.evolve(mine, minutes=90), reason="mine")

    assert caught.value.record == session().id
    assert [one.record.minutes for one in journal.revisions(Session, session().id)] == [60, 30]


def test_an_amendment_of_another_kind_is_refused(journal):
    """A reflection cannot take the place of a session."""
    journal.record(session())

    with pytest.raises(InvalidRecordError, match="another kind"):
        journal.amend(reflection(id=session().id), reason="mixed up")

    assert journal.read(Session, session().id).revision == 1


def test_an_amended_record_stays_in_its_folder(journal):
    """A new supervisee does not move the record to another folder."""
    first = journal.record(session(supervisees=["S-001"]))
    journal.amend(attrs.evolve(first, supervisees=["S-002"]), reason="wrong code")

    assert [(each.label, each.records) for each in journal.folders()] == [("S-001", 1)]
    assert [line.people for line in journal.ledger(folder="S-001")] == [("S-002",)]


# Folders


def test_folder_labels_are_normalised(journal):
    """However a code is typed, it is the same folder."""
    journal.record(session(0), folder=" s-014 ")
    journal.record(session(1), folder="S-014")
    journal.record(session(2, supervisees=["S-014"]))

    assert [(each.label, each.records, each.version) for each in journal.folders()] == [
        ("S-014", 3, 1)
    ]
    assert len(list(journal.ledger(folder="s-014"))) == 3


def test_a_folder_label_is_a_code_and_no_name(journal):
    """A name as a folder's label is refused without being repeated."""
    with pytest.raises(InvalidRecordError) as caught:
        journal.record(session(), folder="Maria Jansen")

    assert "Maria" not in str(caught.value)
    assert journal.folders() == []


def test_several_supervisees_need_a_code(journal):
    """Nobody's folder is guessed: several supervisees need group, agreement or folder."""
    several = {"supervisees": ["S-001", "S-002"], "modality": Modality.GROUP}

    with pytest.raises(InvalidRecordError):
        journal.record(session(0, **several))
    journal.record(session(1, **several, group="G-01"))
    journal.record(session(2, **several, agreement="A-01"))
    journal.record(session(3, **several), folder="T-01")

    assert [each.label for each in journal.folders()] == ["A-01", "G-01", "T-01"]


def test_a_folder_that_never_was_is_empty(journal):
    """Asking the ledger for an unknown folder gives nothing, and makes no folder."""
    journal.record(session())

    assert list(journal.ledger(folder="S-999")) == []
    assert list(journal.all(Session, folder="S-999")) == []
    assert len(journal.folders()) == 1


# Reading many


@pytest.fixture
def filled(journal):
    """A journal of twenty sessions and three reflections."""
    for number in range(20):
        themes = {"family.burden" if number % 2 else "need.unmet"}
        cases = [attrs.evolve(session().cases[0], client=f"C-{number}", themes=themes)]
        journal.record(session(number, cases=cases))
    journal.record_all(reflection(number) for number in range(3))
    return journal


def test_all_comes_in_the_order_of_recording(filled):
    """`all` yields the newest revisions of a kind in the order of recording."""
    filled.amend(attrs.evolve(filled.read(Session, session(3).id), minutes=5), reason="short")

    found = list(filled.all(Session))

    assert [record.id for record in found] == [session(number).id for number in range(20)]
    assert found[3].minutes == 5
    assert found[3].revision == 2
    assert [record.id for record in filled.all(Reflection)] == [
        reflection(number).id for number in range(3)
    ]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"since": date(2026, 1, 18)}, [17, 18, 19]),
        ({"until": date(2026, 1, 2)}, [0, 1]),
        ({"theme": "family.*", "until": date(2026, 1, 5)}, [1, 3]),
        ({"theme": "need.unmet", "until": date(2026, 1, 5)}, [0, 2, 4]),
        ({"client": "C-7"}, [7]),
        ({"folder": "S-006"}, [6, 13]),
        ({"folder": "S-006", "theme": "family.burden"}, [13]),
        ({"theme": "safety.*"}, []),
    ],
)
def test_questions_are_answered_alike_by_all_and_ledger(asked, numbers, filled):
    """`all` and `ledger` choose the same records."""
    wanted = [session(number).id for number in numbers]

    assert [record.id for record in filled.all(Session, **asked)] == wanted
    assert [line.id for line in filled.ledger(kind="session", **asked)] == wanted


def test_the_ledger_tells_kinds_apart(filled):
    """`kind` chooses sessions or reflections."""
    assert len(list(filled.ledger(kind="reflection"))) == 3
    assert len(list(filled.ledger())) == 23


def test_recording_while_reading_breaks_nothing(filled):
    """Whoever records while they iterate sees each record that was there, once."""
    seen = []
    for number, record in enumerate(filled.all(Session), start=100):
        seen.append(record.id)
        if number < 105:
            filled.record(session(number))

    assert seen == [session(number).id for number in range(20)]


def test_what_is_erased_meanwhile_is_left_out(journal):
    """A record erased while others are streamed is passed over, not missed."""
    journal.record_all(session(number) for number in range(300))
    stream = journal.all(Session)
    next(stream)
    journal.erase(session(299).id, reason="asked")

    assert len(list(stream)) == 298


# Many at once


def test_a_batch_is_all_or_nothing(journal, attacker):
    """One bad record in a batch, and none of it is there."""
    journal.record(session(1))
    before = attacker.image()

    with pytest.raises(DuplicateRecordError), journal.batch() as batch:  # noqa: PT012
        batch.record(session(0))
        batch.record(session(1))

    assert attacker.image() == before


def test_a_batch_left_by_an_error_writes_nothing(journal, attacker):
    """An error of the caller's inside the block commits nothing."""
    before = attacker.image()

    with pytest.raises(ZeroDivisionError), journal.batch() as batch:  # noqa: PT012
        batch.record(session(0))
        raise ZeroDivisionError

    assert attacker.image() == before


def test_recording_beside_a_batch_is_durable_by_itself(journal):
    """A record beside an open batch does not wait for it."""
    with journal.batch() as batch:
        batch.record(session(0))
        journal.record(session(1))

        assert [line.id for line in journal.ledger()] == [session(1).id]
    assert [line.id for line in journal.ledger()] == [session(1).id, session(0).id]


def test_a_batch_amends_twice(journal):
    """Two revisions of one record fit into one batch."""
    first = journal.record(session(0, minutes=10))
    with journal.batch() as batch:
        second = batch.amend(attrs.evolve(first, minutes=20), reason="one")
        batch.amend(attrs.evolve(second, minutes=30), reason="two")

    assert [one.record.minutes for one in journal.revisions(Session, first.id)] == [10, 20, 30]


def test_a_batch_holds_4096_changes_and_no_more(journal):
    """The 4,097th change is refused; 4,096 go in at once."""
    with journal.batch() as batch:
        for number in range(4_096):
            batch.record(session(number))
        with pytest.raises(SupervisionError, match="at most 4096"):
            batch.record(session(4_096))

    assert len(list(journal.ledger())) == 4_096


def test_thousands_of_new_folders_at_once_are_refused_whole(journal, attacker):
    """What no backend takes in one commit is refused with advice, and changes nothing."""
    before = attacker.image()

    with pytest.raises(SupervisionError, match="make several"), journal.batch() as batch:  # noqa: PT012
        for number in range(3_500):
            batch.record(session(number), folder=f"S-{number}")

    assert attacker.image() == before


def test_record_all_is_run_again_at_no_cost(journal, attacker):
    """A second run of the same import adds nothing and writes nothing."""
    records = [session(number) for number in range(25)]

    assert journal.record_all(records) == 25
    before = attacker.image()
    assert journal.record_all(iter(records)) == 0
    assert attacker.image() == before


def test_record_all_takes_the_first_of_two_with_one_id(journal):
    """Duplicates inside an import are passed over."""
    records = [session(1, minutes=10), session(2), session(1, minutes=20)]

    assert journal.record_all(records) == 2
    assert journal.read(Session, session(1).id).minutes == 10


def test_record_all_passes_over_what_was_erased(journal):
    """What was erased on purpose does not come back by importing it again."""
    journal.record_all([session(0), session(1)])
    journal.erase(session(0).id, reason="asked")

    assert journal.record_all([session(0), session(1), session(2)]) == 1
    assert [line.id for line in journal.ledger()] == [session(1).id, session(2).id]


def test_an_import_that_breaks_off_is_run_again(journal):
    """What came before the break is kept in whole commits; running again adds the rest."""

    def breaking():
        yield from (session(number) for number in range(1_500))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        journal.record_all(breaking())
    assert len(list(journal.ledger())) == 1_000

    assert journal.record_all(session(number) for number in range(1_500)) == 500
    assert journal.verify().ok


def test_record_all_streams(journal):
    """An import asks for at most a thousand records before it writes them."""
    asked = 0

    def records():
        nonlocal asked
        for number in range(1_001):
            assert asked - len(list(journal.ledger())) < 1_000
            asked += 1
            yield session(number)

    assert journal.record_all(records()) == 1_001


def test_record_all_into_one_folder(journal):
    """A folder given for an import holds all of it."""
    journal.record_all((session(number) for number in range(5)), folder="T-01")

    assert [(each.label, each.records) for each in journal.folders()] == [("T-01", 5)]


# Ids


def test_derived_ids_repeat_here_and_nowhere_else(backend, journal):
    """The same identity gives the same id in one journal, also later, and another elsewhere."""
    with opened(backend) as again, Journal.create("memory:", KEY) as other:
        assert journal.derived_id(b"row 1") == again.derived_id(b"row 1")
        assert journal.derived_id(b"row 1") != journal.derived_id(b"row 2")
        assert journal.derived_id(b"row 1") != other.derived_id(b"row 1")
    journal.record(session(id=journal.derived_id(b"row 1")))


def test_journals_have_random_ids(tmp_path):
    """No two journals share an id, and it is 32 hex digits."""
    ids = set()
    for number in range(5):
        with Journal.create(tmp_path / f"{number}.db", KEY) as made:
            ids.add(made.id)
            assert made.id[:8] in repr(made)

    assert len(ids) == 5
    assert all(len(bytes.fromhex(each)) == 16 for each in ids)


def test_times_are_in_utc_without_being_told(backend):
    """Left alone, a journal records the time it is, in UTC."""
    with Journal.create(backend, KEY) as made:
        made.record(session())
        (only,) = made.revisions(Session, session().id)

    recorded = datetime.fromisoformat(only.recorded)
    assert timedelta(seconds=-1) <= datetime.now(UTC) - recorded < timedelta(minutes=1)


def test_rows_of_a_file_need_ids(journal):
    """Records that were read from a file and got no id are refused, not taken for one."""
    first, second = session(0), session(0, minutes=5)
    with pytest.raises(InvalidRecordError, match="with_id"):
        journal.record_all([first, second])

    assert list(journal.ledger()) == []
    assert journal.record_all([first, first]) == 1

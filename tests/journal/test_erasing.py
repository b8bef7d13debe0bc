"""Erasing a record, and a folder with its keys."""

from __future__ import annotations

import attrs
import pytest
from journal_kit import KEY, START, Failing, opened, read_everything, session, silent, ticking

from supervision import Journal
from supervision.crypto import unseal_event
from supervision.errors import (
    BackendUnavailableError,
    ConflictError,
    ErasedError,
    RecordNotFoundError,
)
from supervision.records import Session


def test_an_erased_record_is_gone_and_said_to_be(journal, attacker):
    """Every revision goes, with its ledger rows; reading it afterwards says that it was erased."""
    first = journal.record(session(0))
    journal.amend(attrs.evolve(first, minutes=5), reason="short")
    journal.record(session(7))
    bodies = set(attacker.names("body/"))

    receipt = journal.erase(first.id, reason="she asked")

    assert len(bodies - set(attacker.names("body/"))) == 2
    assert (receipt.what, receipt.subject, receipt.removed) == ("record", first.id, 2)
    assert [line.id for line in journal.ledger()] == [session(7).id]
    assert [record.id for record in journal.all(Session)] == [session(7).id]
    for verb in (
        lambda: journal.read(Session, first.id),
        lambda: journal.revisions(Session, first.id),
        lambda: journal.erase(first.id, reason="again"),
        lambda: journal.record(first),
        lambda: journal.amend(first, reason="again"),
    ):
        with pytest.raises(ErasedError):
            verb()
    assert journal.verify().ok


def test_the_receipt_says_when_where_and_what_it_cannot_reach(backend):
    """The receipt has the time, the log's entry, and the copies that stay readable."""
    with Journal.create(backend, KEY, clock=lambda: START) as made:
        made.record(session())
        receipt = made.erase(session().id, reason="she asked")

        assert receipt.at == "2026-11-20T09:30:00Z"
        assert receipt.entry == 3
        assert "backups" in receipt.out_of_reach
        assert "revisions" in receipt.unreadable_now
        ring = made._state.access.ring
        event = unseal_event(
            backend.get(f"event/{receipt.entry:016x}"),
            key=ring.primary("event"),
            journal=bytes.fromhex(made.id),
            seq=receipt.entry,
        )
    assert event == (receipt.at, "she asked")


def test_rows_of_an_erased_record_leave_their_segments(journal):
    """Whichever segment held them, small or merged, the other rows stay proven."""
    journal.record_all((session(number * 7) for number in range(300)), folder="S-000")
    for number in range(300, 340):
        journal.record(session(number * 7))
    for number in (0, 1, 255, 256, 299, 300, 301, 339):
        journal.erase(session(number * 7).id, reason="asked")

    assert len(list(journal.ledger())) == 332
    for number in range(400, 480):
        journal.record(session(number * 7))
    assert len(list(journal.ledger(folder="S-000"))) == 412
    assert journal.verify().ok


def test_a_folder_emptied_record_by_record_goes_on(journal):
    """A folder whose records were all erased one by one takes new ones."""
    for number in range(3):
        journal.record(session(number * 7))
    for number in range(3):
        journal.erase(session(number * 7).id, reason="asked")

    assert [(each.label, each.records) for each in journal.folders()] == [("S-000", 0)]
    journal.record(session(70))
    assert [line.id for line in journal.ledger()] == [session(70).id]
    assert journal.verify().ok


def test_an_erased_folder_takes_its_keys_with_it(journal, attacker):
    """Bodies, rows and every version of the secret go; the other folders stay."""
    journal.record_all(session(number) for number in range(20))
    kept = [record.id for record in journal.all(Session) if record.supervisees != ("S-003",)]

    receipt = journal.erase_folder("s-003 ", reason="left")

    assert (receipt.what, receipt.subject, receipt.removed) == ("folder", "S-003", 5)
    assert [record.id for record in journal.all(Session)] == kept
    assert "S-003" not in [each.label for each in journal.folders()]
    assert len(attacker.names("folder/")) == 6
    with pytest.raises(ErasedError):
        journal.read(Session, session(3).id)
    with pytest.raises(ErasedError):
        journal.record(session(3))
    with pytest.raises(ErasedError):
        journal.erase_folder("S-003", reason="again")
    with pytest.raises(RecordNotFoundError):
        journal.erase_folder("S-999", reason="never was")
    assert journal.verify().ok


def test_an_erased_label_begins_anew(backend, journal, attacker):
    """Recording for the label again makes a new secret; nothing old comes back."""
    journal.record(session(0))
    journal.erase_folder("S-000", reason="left")
    journal.record(session(7))
    journal.erase_folder("S-000", reason="left again")
    journal.record(session(14))

    with opened(backend) as again:
        assert [record.id for record in again.all(Session)] == [session(14).id]
        assert [(each.label, each.version) for each in again.folders()] == [("S-000", 3)]
        assert again.verify().ok
    assert len(attacker.names("folder/")) == 1


def test_another_process_learns_of_an_erasure(backend, journal):
    """Who had the journal open all along finds the folder erased, and goes on in a new one."""
    journal.record(session(0))
    with opened(backend) as other:
        assert other.read(Session, session(0).id)
        journal.erase_folder("S-000", reason="left")

        with pytest.raises(ErasedError):
            other.read(Session, session(0).id)
        assert list(other.ledger()) == []
        other.record(session(7))
    assert [line.id for line in journal.ledger()] == [session(7).id]
    assert journal.verify().ok


@pytest.mark.slow
def test_erasing_a_large_folder_is_finished_by_a_second_call(backend):
    """More than one commit can remove: cut short, it is named, blocks the label, and is finished."""
    with Journal.create(backend, KEY) as made:
        made.record_all((session(number) for number in range(9_500)), folder="T-01")
        made.record(session(10_000))
    failing = Failing(backend, at=2, after=False, lasts=True)
    with opened(failing) as cut, pytest.raises(BackendUnavailableError):
        cut.erase_folder("T-01", reason="left")

    with opened(backend, clock=ticking()) as again:
        assert {finding.code for finding in again.verify().findings} == {"E-EXTRA"}
        assert isinstance(silent(lambda: again.read(Session, session(5).id)), ErasedError)
        with pytest.raises(ConflictError, match="erase_folder"):
            again.record(session(10_001), folder="T-01")
        receipt = again.erase_folder("T-01", reason="left")
        assert receipt.removed > 400
        assert again.verify().ok
        with pytest.raises(ErasedError):
            again.erase_folder("T-01", reason="left")
        again.record(session(10_001), folder="T-01")
        assert len(read_everything(again)[0]) == 2
        assert again.verify().ok


@pytest.mark.parametrize("scheme", ["sqlite", "tinydb"])
def test_erased_bytes_are_in_no_file(scheme, tmp_path):
    """After an erasure no file of the store holds the sealed bytes any more."""
    with Journal.create(f"{scheme}:{tmp_path / 'journal.store'}", KEY) as made:
        made.record_all(session(number) for number in range(20))
        store = made._state.store
        one = [blob for name, blob in store.scan("body/") if session(1).id in name]
        folder = made._state.access.ring.folder_id("S-002").hex()
        whole = [blob for name, blob in store.scan("") if folder in name]
        made.erase(session(1).id, reason="asked")
        made.erase_folder("S-002", reason="left")

        files = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert one
    assert whole
    for blob in one + whole:
        assert _stored(scheme, blob) not in files


def _stored(scheme, blob):
    from base64 import urlsafe_b64encode

    # Past the header of 20 bytes that many share, and at a boundary of base64's groups.
    return blob[30:90] if scheme == "sqlite" else urlsafe_b64encode(blob[30:90])

"""A pin: what was last seen, kept outside the store."""

from __future__ import annotations

import os
import shutil

import pytest
from journal_kit import (
    KEY,
    OTHER_KEY,
    START,
    Attacker,
    copy_of,
    opened,
    read_everything,
    session,
    ways_in,
)

from supervision import Journal
from supervision.crypto import unseal_event
from supervision.errors import BackendUnavailableError, RollbackError, TamperedRecordError
from supervision.records import Session


@pytest.fixture
def pin(tmp_path):
    """Where the pin is kept."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder / "pin"


@pytest.fixture
def pinned(backend, pin):
    """A journal that pins, with one record."""
    with Journal.create(backend, KEY, pin=pin) as made:
        made.record(session(0))
        yield made


def test_a_pin_follows_every_commit(pinned, backend, pin):
    """After each change the pin is the head, and nothing else lies beside it."""
    for change in (
        lambda: pinned.record(session(1)),
        lambda: pinned.erase(session(1).id, reason="asked"),
        lambda: pinned.add_key(OTHER_KEY),
        lambda: pinned.remove_key(next(k.id for k in ways_in(pinned) if not k.opened_with)),
        lambda: pinned.erase_folder("S-000", reason="left"),
    ):
        change()
        assert pin.read_bytes() == backend.get("head")
    assert [path.name for path in pin.parent.iterdir()] == ["pin"]
    assert pinned.verify().pinned


def test_a_store_that_went_on_is_followed(pinned, backend, pin):
    """What others added since the pin was written is fine, and is pinned from then on."""
    with opened(backend) as other:
        for number in range(1, 300):
            other.record(session(number))
    with opened(backend, pin=pin) as again:
        assert len(read_everything(again)[0]) == 300
    assert pin.read_bytes() == backend.get("head")


def test_a_store_behind_its_pin_is_refused(pinned, backend, pin):
    """A whole store put back is refused at opening."""
    attacker = Attacker(backend)
    old = attacker.image()
    pinned.record(session(1))
    seen = pin.read_bytes()
    attacker.put_back(old)

    with pytest.raises(RollbackError) as caught:
        opened(backend, pin=pin)

    assert caught.value.code == "E-ROLLBACK"
    assert pin.read_bytes() == seen


def test_a_store_with_another_history_is_refused(pinned, backend, pin):
    """Two histories from one copy: the one that was not pinned is refused, longer or not."""
    fork = copy_of(backend)
    pinned.record(session(1))
    with opened(fork) as other:
        for number in range(2, 12):
            other.record(session(number))

    with pytest.raises(RollbackError, match="another history"):
        opened(fork, pin=pin)


def test_another_journal_in_its_place_is_refused(pinned, pin, tmp_path):
    """A pin of one journal does not pass for that of another."""
    url = tmp_path / "another.db"
    Journal.create(url, KEY).close()

    with pytest.raises(RollbackError, match="another journal"):
        Journal.open(url, KEY, pin=pin)


@pytest.mark.parametrize("left", [None, b"", b"no head", b"\xff" * 40])
def test_a_pin_that_is_gone_or_garbage_is_refused(left, pinned, backend, pin):
    """A pin that vanished or was spoilt must not pass for none."""
    pin.unlink()
    if left is not None:
        pin.write_bytes(left)

    with pytest.raises(RollbackError):
        opened(backend, pin=pin)


def test_a_rollback_can_be_accepted_and_is_logged(pinned, backend, pin):
    """With a reason the older store is taken, the reason sealed in its log, and pinned."""
    attacker = Attacker(backend)
    old = attacker.image()
    pinned.record(session(1))
    attacker.put_back(old)

    with opened(
        backend, pin=pin, accept_rollback="the disk failed", clock=lambda: START
    ) as restored:
        assert [line.id for line in restored.ledger()] == [session(0).id]
        assert restored.verify().ok
        seq = restored._state.fold.size - 1
        event = unseal_event(
            backend.get(f"event/{seq:016x}"),
            key=restored._state.access.ring.primary("event"),
            journal=bytes.fromhex(restored.id),
            seq=seq,
        )
        assert event == ("2026-11-20T09:30:00Z", "the disk failed")
    with opened(backend, pin=pin) as again:
        assert again.verify().ok


def test_accepting_what_is_no_rollback_logs_nothing(pinned, backend, pin):
    """Where the store is not behind, the reason is not used."""
    before = Attacker(backend).image()

    with opened(backend, pin=pin, accept_rollback="just in case"):
        assert Attacker(backend).image() == before


def test_verify_holds_the_store_against_the_pin(pinned, backend, pin):
    """A pin from elsewhere that is ahead of the store is reported, and so is one that vanished."""
    ahead = copy_of(backend)
    with opened(ahead) as other:
        other.record(session(1))
    pin.write_bytes(ahead.get("head"))
    assert [finding.code for finding in pinned.verify().findings] == ["E-ROLLBACK"]

    pin.unlink()
    assert [finding.code for finding in pinned.verify().findings] == ["E-ROLLBACK"]


def test_pinning_may_begin_later(journal, backend, pin):
    """`pin_to` pins what the store shows now."""
    journal.record(session(0))
    assert not journal.verify().pinned
    journal.pin_to(pin)

    assert pin.read_bytes() == backend.get("head")
    with opened(backend, pin=pin) as again:
        assert again.verify().pinned


def test_a_pin_that_cannot_be_written_says_that_the_journal_is_safe(pinned, backend, pin):
    """The record is durable before the pin is written; the error says so."""
    shutil.rmtree(pin.parent)

    with pytest.raises(BackendUnavailableError, match="the journal is safe"):
        pinned.record(session(1))

    with opened(backend) as again:
        assert again.read(Session, session(1).id) == session(1)


def test_a_pin_is_private(pinned, pin):
    """Only its owner may read the pin."""
    assert os.stat(pin).st_mode & 0o777 == 0o600  # noqa: PTH116


def test_without_a_pin_a_new_process_cannot_tell(pinned, backend):
    """A whole store put back is silent where there is no pin, as the threat model says."""
    attacker = Attacker(backend)
    old = attacker.image()
    pinned.record(session(1))
    attacker.put_back(old)

    with opened(backend) as unaware:
        assert len(read_everything(unaware)[0]) == 1
        report = unaware.verify()
    assert report.ok
    assert not report.pinned
    assert "no pin" in str(report)


def test_without_a_pin_the_same_process_can_tell(backend, journal, attacker):
    """Whoever has the journal open remembers what it had seen, for reading and for writing."""
    journal.record(session(0))
    old = attacker.image()
    journal.record(session(1))
    attacker.put_back(old)

    for verb in (
        lambda: journal.read(Session, session(0).id),
        lambda: list(journal.ledger()),
        lambda: list(journal.all(Session)),
        lambda: journal.record(session(2)),
        lambda: journal.erase(session(0).id, reason="asked"),
        journal.folders,
    ):
        with pytest.raises(RollbackError) as caught:
            verb()
        assert caught.value.code == "E-ROLLBACK"
    assert attacker.image() == old
    assert [finding.code for finding in journal.verify().findings] == ["E-ROLLBACK"]


def test_without_a_pin_the_same_process_notices_another_history(backend, journal):
    """A fork of equal or greater length under an open journal is noticed as well."""
    journal.record(session(0))
    for more in (1, 5):
        fork = copy_of(backend)
        with opened(fork) as other:
            for number in range(10, 10 + more):
                other.record(session(number, supervisees=["S-000"]))
        with opened(backend) as mine:
            mine.record(session(100 + more, supervisees=["S-000"]))
            keep = Attacker(backend).image()
            Attacker(backend).put_back(Attacker(fork).image())
            with pytest.raises((TamperedRecordError, RollbackError)):
                mine.read(Session, session(0).id)
            assert {finding.code for finding in mine.verify().findings} <= {"E-FORK", "E-ROLLBACK"}
            assert not mine.verify().ok
            Attacker(backend).put_back(keep)

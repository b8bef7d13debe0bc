"""What somebody who left can do with an old copy, the removed key, and a way to write to the store."""

from __future__ import annotations

import hashlib

import attrs
import pytest
from journal_kit import KEY, OTHER_KEY, session

from supervision import Journal, Session
from supervision.crypto import slots_digest, unwrap_folder, wrap_folder
from supervision.errors import (
    BackendUnavailableError,
    ConflictError,
    ErasedError,
    RollbackError,
    TamperedRecordError,
)
from supervision.journal._access import log_key, unlock
from supervision.proof import read_head, sign_head
from supervision.storage import MemoryBackend


class Leaver:
    """Somebody whose key was removed, and what they kept."""

    def __init__(self, journal, store):
        self.slot = journal.add_key(OTHER_KEY)
        self.store = store
        self.kept = dict(store.scan(""))
        copy = MemoryBackend()
        copy.commit(self.kept, expect={})
        self.access, _, _ = unlock(copy, [OTHER_KEY])

    def put_old_keys_back(self, ring_revision):
        """Sign a head over the log as it is with the old log key, and give back the old ring."""
        now = dict(self.store.scan(""))
        slots = {
            name: blob
            for name, blob in self.kept.items()
            if name.startswith("slot/") and not name.endswith(self.slot)
        }
        head = attrs.evolve(
            read_head(now["head"]),
            ring_revision=ring_revision,
            ring_digest=hashlib.sha256(self.kept["ring"]).digest(),
            slots_digest=slots_digest(slots),
        )
        ring = self.access.ring
        note = sign_head(head, sign=ring.sign, public_key=log_key(ring))
        gone = dict.fromkeys(name for name in now if name.startswith("slot/"))
        changes = {**gone, **slots, "ring": self.kept["ring"], "head": note}
        self.store.commit(changes, expect={})


@pytest.fixture
def store():
    """An empty store."""
    return MemoryBackend()


@pytest.fixture
def pin(tmp_path):
    """Where the pin is kept."""
    return tmp_path / "pin"


@pytest.fixture
def journal(store, pin):
    """A pinned journal."""
    with Journal.create(store, KEY, pin=pin) as journal:
        journal.record_all(session(number) for number in range(4))
        yield journal


@pytest.mark.parametrize("ring_revision", [1, 99])
def test_an_old_ring_under_the_newest_log_is_refused(journal, store, pin, ring_revision):
    """Neither a journal that is open nor one opened with its pin goes back to the old keys."""
    leaver = Leaver(journal, store)
    journal.remove_key(leaver.slot)
    leaver.put_old_keys_back(ring_revision)

    with pytest.raises((RollbackError, TamperedRecordError)):
        journal.record(session(9))
    assert not journal.verify().ok
    with pytest.raises((RollbackError, TamperedRecordError)):
        Journal.open(store, KEY, pin=pin)


def test_without_a_pin_an_old_ring_cannot_be_told(journal, store):
    """Nothing outside the store says that there was a newer ring: the threat model says so too."""
    leaver = Leaver(journal, store)
    journal.remove_key(leaver.slot)
    leaver.put_old_keys_back(1)

    with Journal.open(store, KEY) as opened:
        assert opened.verify().pinned is False


@pytest.mark.parametrize("use", ["wrap", "name"])
def test_a_folder_secret_wrapped_anew_is_refused(journal, store, use):
    """Another label on a known secret, under a key that was good once, does not pass."""
    leaver = Leaver(journal, store)
    journal.remove_key(leaver.slot)
    name = next(store.names("folder/"))
    wrap, place = leaver.access.ring.primary("wrap"), bytes.fromhex(name.split("/")[1])
    secret = unwrap_folder(
        store.get(name), wrap=wrap, journal=leaver.access.ring.journal, folder=place, version=1
    )
    secret.label = "S-999"
    forged = wrap_folder(
        secret, wrap=leaver.access.ring.primary(use), journal=leaver.access.ring.journal
    )
    store.commit({name: forged}, expect={})

    with Journal.open(store, KEY) as opened:
        with pytest.raises(TamperedRecordError) as caught:
            opened.folders()
        assert caught.value.code == "E-ALTERED"
        assert name in {finding.name for finding in opened.verify().findings}


def test_a_commit_between_reading_head_and_pin_is_no_rollback(journal, store, pin):
    """Another process that commits and pins while this one opens raises no false alarm."""

    class Busy(MemoryBackend):
        def get(self, name):
            """Let the other process go first, once the head was read."""
            found = store.get(name)
            if name == "head" and store.get("body/none") is None and not self.done:
                self.done = True
                journal.record(session(30))
            return found

        done = False
        scan, names, get_many, commit = store.scan, store.names, store.get_many, store.commit

    with Journal.open(Busy(), KEY, pin=pin) as opened:
        assert opened.read(Session, session(30).id).minutes == 60


def test_a_shared_pin_never_goes_back(journal, store, pin):
    """A process that is behind does not overwrite what one ahead has pinned."""
    with Journal.open(store, KEY) as ahead:
        ahead.record(session(20))
        ahead.pin_to(pin)
        seen = pin.read_bytes()
        journal._state.pin.write(seen)

    from supervision.journal._writing import repin

    repin(journal._state)

    assert pin.read_bytes() == seen


def test_the_pin_of_another_journal_is_not_accepted(journal, store, tmp_path):
    """A reason takes back a rollback, not a journal that is another one, nor garbage."""
    with Journal.create(MemoryBackend(), KEY, pin=tmp_path / "other"):
        pass
    (tmp_path / "garbage").write_bytes(b"no head")

    for name in ("other", "garbage"):
        with pytest.raises(RollbackError):
            Journal.open(store, KEY, pin=tmp_path / name, accept_rollback="restored")


@pytest.mark.parametrize(
    "slots",
    [
        {f"slot/{number:032x}": b"" for number in range(40)},
        {f"slot/{1:032x}": bytes(2**20)},
        {"slot/zz": b""},
        {"slot/ab": b""},
    ],
    ids=["too many", "too large", "no number", "too short"],
)
def test_strange_slots_are_refused_before_a_key_is_tried(journal, store, slots):
    """What is not authenticated yet is bounded, and no derivation is asked of the victim."""

    class Provider:
        kind = "passphrase"

        def recover(self, parameters):
            """Fail: nobody may ask."""
            raise AssertionError

    store.commit(slots, expect={})

    with pytest.raises(TamperedRecordError) as caught:
        Journal.open(store, Provider())
    assert caught.value.code == "E-SLOT"


class _NoScrub(MemoryBackend):
    scrubbed = 0
    broken = True

    def commit(self, changes, *, expect, scrub=False):
        """Commit, and fail to scrub while broken."""
        super().commit(changes, expect=expect)
        if scrub and self.broken:
            raise BackendUnavailableError
        self.scrubbed += scrub


def test_a_scrub_that_failed_is_said_and_finished_later():
    """Erased but not scrubbed is an error, and erasing again scrubs."""
    store = _NoScrub()
    with Journal.create(store, KEY) as journal:
        journal.record(session(1))
        with pytest.raises(BackendUnavailableError):
            journal.erase(session(1).id, reason="asked")
        store.broken = False
        with pytest.raises(ErasedError):
            journal.erase(session(1).id, reason="asked")

    assert store.scrubbed == 1


def test_a_reader_whom_writers_give_no_rest_says_so(journal, store):
    """A reader that never sees the ledger of its head reports a conflict, and no tampering."""
    doomed = [session(number, supervisees=["S-000"]) for number in range(100, 160)]
    journal.record_all(doomed)

    class Restless(MemoryBackend):
        names, get_many, commit, get = store.names, store.get_many, store.commit, store.get

        def scan(self, prefix, *, after=""):
            """Let another writer erase a record before each look at the ledger."""
            if prefix.startswith("ledger/"):
                journal.erase(doomed.pop().id, reason="asked")
            return store.scan(prefix, after=after)

    with Journal.open(Restless(), KEY) as opened, pytest.raises(ConflictError):
        list(opened.ledger(folder="S-000"))


def test_a_segment_under_a_shorter_name_is_refused(journal, store):
    """A number is written with all its digits: no blob has two names."""
    name = next(store.names("ledger/"))
    start, _, digits = name.rpartition("/")
    store.commit({name: None, f"{start}/{digits[-8:]}": store.get(name)}, expect={})

    with Journal.open(store, KEY) as opened, pytest.raises(TamperedRecordError):
        list(opened.ledger())

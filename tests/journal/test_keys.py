"""Several ways in, and taking one away."""

from __future__ import annotations

import pytest
from journal_kit import (
    KEY,
    OTHER_KEY,
    THIRD_KEY,
    copy_of,
    opened,
    read_everything,
    session,
    silent,
    ways_in,
)

from supervision import KeyFile, Passphrase, RecoveryCode
from supervision.crypto import INSECURE_FAST
from supervision.errors import (
    RecordNotFoundError,
    RollbackError,
    SupervisionError,
    TamperedRecordError,
    WrongKeyError,
)
from supervision.records import Session


def _own(journal):
    return next(key.id for key in ways_in(journal) if key.opened_with)


def test_an_added_key_opens(backend, journal):
    """Each key opens the journal, and `keys` says which one did."""
    journal.record(session())
    added = journal.add_key(OTHER_KEY)

    assert {key.id for key in ways_in(journal)} == {added, _own(journal)}
    with opened(backend, OTHER_KEY) as again:
        assert again.read(Session, session().id) == session()
        assert _own(again) == added
        assert {key.kind for key in ways_in(again)} == {"passphrase"}


def test_keys_of_every_kind_open(backend, journal, tmp_path):
    """A key file and a recovery code open what a passphrase made."""
    code, file = RecoveryCode.generate(), KeyFile.generate(tmp_path / "journal.key")
    journal.add_key(code)
    journal.add_key(file)

    for key in (code, file):
        with opened(backend, key) as again:
            assert again.verify().ok
    assert sorted(key.kind for key in ways_in(journal)) == [
        "key-file",
        "passphrase",
        "recovery-code",
    ]


def test_changing_the_passphrase_touches_slots_ring_and_log_only(backend, journal, attacker):
    """Add one, remove one: bodies, folders and ledger stay byte for byte."""
    journal.record_all(session(number) for number in range(30))
    before = attacker.image()

    journal.add_key(OTHER_KEY)
    journal.remove_key(_own(journal))

    after = attacker.image()
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    sorts = {name.partition("/")[0] for name in changed}
    assert sorts == {"slot", "ring", "head", "log", "event"}
    assert journal.verify().ok
    with pytest.raises(WrongKeyError):
        opened(backend, KEY)
    with opened(backend, OTHER_KEY) as again:
        assert len(read_everything(again)[0]) == 30
        assert again.verify().ok


def test_what_comes_after_a_removal_is_sealed_anew(backend, journal):
    """The removed key with an old copy opens the old copy, and nothing recorded since."""
    journal.record(session(0))
    journal.add_key(OTHER_KEY)
    old = copy_of(backend)
    journal.remove_key(_own(journal))
    journal.record(session(7))
    journal.record(session(14))

    assert [(each.label, each.version) for each in journal.folders()] == [("S-000", 2)]
    with opened(old, KEY) as leaver:
        assert leaver.read(Session, session(0).id) == session(0)
        ring = leaver._state.access.ring
        new = journal._state.fold.newest(bytes.fromhex(session(7).id)).kid
        assert new not in leaver._state.fold.folders[ring.folder_id("S-000")].kids
        wrapped_by = journal._state.secrets[new][1]
        assert wrapped_by not in {key.kid for key in ring.keys}
    assert journal.verify().ok


def test_a_removed_key_shuts_out_who_has_the_journal_open(backend, journal):
    """An open journal whose key was removed reads nothing new."""
    journal.record(session(0))
    with opened(backend) as other:
        journal.add_key(OTHER_KEY)
        with opened(backend, OTHER_KEY) as owner:
            owner.remove_key(_own(other))
        with pytest.raises(WrongKeyError):
            other.read(Session, session(0).id)


def test_other_processes_with_a_key_that_stays_go_on(backend, journal):
    """A removal elsewhere renews the keys under an open journal without its noticing."""
    journal.record(session(0))
    gone = journal.add_key(OTHER_KEY)
    with opened(backend) as other:
        journal.remove_key(gone)

        other.record(session(7))
        assert len(read_everything(other)[0]) == 2
        assert other.verify().ok
    journal.record(session(14))
    assert journal.verify().ok


def test_every_key_that_stays_must_be_shown(backend, journal, attacker):
    """A slot that cannot be wrapped anew is named; given in `keep` it stays."""
    first = _own(journal)
    second = journal.add_key(OTHER_KEY)
    journal.close()
    with opened(backend, OTHER_KEY) as again:
        third = again.add_key(THIRD_KEY)
        before = attacker.image()
        with pytest.raises(WrongKeyError, match=first):
            again.remove_key(third)
        assert attacker.image() == before

        again.remove_key(third, keep=[THIRD_KEY, KEY])
        assert {key.id for key in ways_in(again)} == {first, second}
    for key in (KEY, OTHER_KEY):
        with opened(backend, key) as once_more:
            assert once_more.verify().ok
    assert isinstance(silent(lambda: opened(backend, THIRD_KEY)), WrongKeyError)


def test_removing_the_key_that_opened_it_keeps_the_journal_open(backend, journal):
    """Whoever removes the key they came with stays in by one that stays."""
    journal.add_key(OTHER_KEY)
    journal.close()
    with opened(backend) as again:
        again.remove_key(_own(again), keep=[OTHER_KEY])
        again.record(session(0))
        assert len(again.keys()) == 1
        assert again.keys()[0].opened_with
        assert again.verify().ok


def test_the_last_key_and_unknown_ones_are_not_removed(journal):
    """The last way in stays, and an id that is no key is refused."""
    with pytest.raises(SupervisionError, match="last key"):
        journal.remove_key(_own(journal))
    with pytest.raises(RecordNotFoundError):
        journal.remove_key("0" * 32)


def test_sixteen_keys_and_no_more(journal, attacker):
    """The seventeenth key is refused and nothing is written."""
    for number in range(15):
        journal.add_key(Passphrase(f"number {number}", profile=INSECURE_FAST))
    before = attacker.image()

    with pytest.raises(SupervisionError, match="at most 16"):
        journal.add_key(OTHER_KEY)

    assert attacker.image() == before
    assert len(journal.keys()) == 16


def test_keys_changed_elsewhere_meanwhile_are_noticed(backend, journal):
    """Two processes that change keys at once do not undo each other."""
    second = journal.add_key(OTHER_KEY)
    with opened(backend) as other:
        assert len(other.keys()) == 2
        journal.remove_key(second)
        with pytest.raises(SupervisionError, match="meanwhile"):
            other.add_key(THIRD_KEY)
        added = other.add_key(THIRD_KEY)
    assert added in {key.id for key in ways_in(journal)}
    with opened(backend, THIRD_KEY) as again:
        assert again.verify().ok


@pytest.mark.parametrize("what", ["ring", "slot"])
def test_an_old_slot_or_ring_put_back_does_not_reopen(what, backend, journal, attacker):
    """After a passphrase change, the old slot or ring alone is refused at opening."""
    journal.add_key(OTHER_KEY)
    old = {name: blob for name, blob in attacker.image().items() if name.startswith(what)}
    journal.remove_key(_own(journal))
    for name, blob in old.items():
        attacker.put(name, blob)

    with pytest.raises((TamperedRecordError, WrongKeyError)):
        opened(backend, KEY)
    with pytest.raises(TamperedRecordError) as caught:
        opened(backend, OTHER_KEY)
    assert caught.value.code == {"ring": "E-RING", "slot": "E-SLOT"}[what]
    assert [finding.code for finding in journal.verify().findings] == [caught.value.code]


def test_old_head_ring_and_slots_together_are_noticed(backend, journal, attacker):
    """Someone with a removed key who puts back all that opens by it is still refused."""
    journal.add_key(OTHER_KEY)
    journal.record(session(0))
    old = {
        name: blob
        for name, blob in attacker.image().items()
        if name.partition("/")[0] in {"head", "ring", "slot"}
    }
    journal.remove_key(_own(journal))
    for name in attacker.names("slot/"):
        attacker.put(name, None)
    for name, blob in old.items():
        attacker.put(name, blob)

    with opened(backend, KEY) as leaver, pytest.raises(TamperedRecordError) as caught:
        leaver.read(Session, session(0).id)
    assert caught.value.code == "E-HEAD"
    with pytest.raises(RollbackError):
        journal.read(Session, session(0).id)

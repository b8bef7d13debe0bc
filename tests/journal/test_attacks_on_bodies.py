"""What can be done to bodies: noticed on reading, named by `verify`."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import attrs
import pytest
from attack_kit import (
    ELSEWHERE,
    OTHER,
    VICTIM,
    by_ledger,
    by_reading,
    codes_of,
    named,
    refused,
    secret_of,
    victims_in,
)
from journal_kit import KEY, opened, read_everything, session

from supervision import Journal, codec
from supervision.crypto import (
    new_blinder,
    seal_body,
)
from supervision.errors import (
    RollbackError,
    SupervisionError,
    TamperedRecordError,
    UnsupportedFormatError,
    WrongKeyError,
)
from supervision.records import Session


@pytest.fixture
def journal(backend):
    """A journal worth attacking."""
    with victims_in(backend) as made:
        yield made


@pytest.fixture
def before(attacker, journal):
    """The store as it was left by its owner."""
    return attacker.image()


FERNET_LIKE = b"gAAAAABh" + urlsafe_b64encode(bytes(range(96)))
NOT_OURS = {
    "nothing": b"",
    "zeros": bytes(348),
    "short": b"SVN\x01",
    "JSON": json.dumps({"schema": "session/2", "record": {}}).encode(),
    "Fernet": FERNET_LIKE,
}


@pytest.mark.parametrize("blob", NOT_OURS.values(), ids=NOT_OURS)
def test_what_is_no_envelope_is_no_body(blob, backend, journal, attacker):
    """Garbage, plain JSON or a Fernet token in a body's place is tampering."""
    name = attacker.body(VICTIM, 2)
    attacker.put(name, blob)

    error = by_reading(backend)

    assert type(error) is TamperedRecordError
    assert error.code == "E-ALTERED"
    assert error.record == VICTIM.id
    assert named(journal) == {("E-ALTERED", name)}


@pytest.mark.parametrize("version", [0, 2, 255])
@pytest.mark.parametrize("sort", ["body/", "folder/", "ledger/", "ring", "event/", "slot/"])
def test_other_version_bytes_are_refused(version, sort, backend, journal, attacker):
    """An envelope of another version is refused wherever it lies, and named."""
    name = attacker.names(sort)[0]
    blob = bytearray(backend.get(name))
    at = blob.index(b"SVN") + 3
    blob[at] = version
    attacker.put(name, bytes(blob))

    found = codes_of(journal)

    assert len(found) >= 1
    # Rows and bodies that cannot be proven without it are named as well.
    assert found <= {"E-ALTERED", "E-RING", "E-SLOT", "E-MISSING"}
    if sort != "event/":
        with pytest.raises((TamperedRecordError, UnsupportedFormatError)):
            read_everything(opened(backend))


def test_another_records_body_is_no_body_of_this_one(backend, journal, attacker):
    """A body moved over another is named as moved, in its folder and across folders."""
    name = attacker.body(VICTIM, 2)
    for source in (OTHER, ELSEWHERE):
        attacker.put(name, backend.get(attacker.body(source)))

        assert type(by_reading(backend)) is TamperedRecordError
        assert named(journal) == {("E-MOVED", name)}


def test_an_older_revision_does_not_pass_for_the_newest(backend, journal, attacker):
    """A replayed revision is named as stale."""
    name = attacker.body(VICTIM, 2)
    attacker.put(name, backend.get(attacker.body(VICTIM, 1)))

    assert type(by_reading(backend)) is TamperedRecordError
    assert named(journal) == {("E-STALE", name)}


def test_swapped_revisions_are_both_named(backend, journal, attacker):
    """Exchanging two revisions of one record is noticed at both."""
    names = {attacker.body(VICTIM, 1), attacker.body(VICTIM, 2)}
    attacker.swap(*names)

    assert type(by_reading(backend)) is TamperedRecordError
    assert named(journal) == {("E-STALE", name) for name in names}


@pytest.mark.parametrize("other", [OTHER, ELSEWHERE], ids=["same folder", "other folder"])
def test_swapped_records_are_both_named(other, backend, journal, attacker):
    """Exchanging the bodies of two records is noticed at both."""
    names = {attacker.body(OTHER if other is ELSEWHERE else VICTIM, 1), attacker.body(other, 1)}
    attacker.swap(*names)

    assert type(refused(backend, lambda fresh: fresh.revisions(Session, other.id))) is (
        TamperedRecordError
    )
    assert named(journal) == {("E-MOVED", name) for name in names}


@pytest.mark.parametrize("sort", ["body/", "folder/", "ledger/", "ring", "event/", "slot/", "log/"])
def test_nothing_of_another_journal_fits(sort, backend, journal, attacker):
    """A blob of the same name out of another journal with the same key is noticed."""
    with Journal.create("memory:", KEY) as other:
        for record in (VICTIM, OTHER, ELSEWHERE):
            other.record(record)
        theirs = dict(other._state.store.scan(sort))
    name = attacker.names(sort)[0]
    attacker.put(name, next(iter(theirs.values())))

    assert codes_of(journal)
    if sort != "event/":
        with pytest.raises((TamperedRecordError, WrongKeyError)):
            read_everything(opened(backend))


def test_the_head_of_another_journal_is_refused(backend, journal, attacker):
    """A head from elsewhere opens nothing, and an open journal says whose it is."""
    with Journal.create("memory:", KEY) as other:
        note = other._state.store.get("head")
    attacker.put("head", note)

    with pytest.raises(TamperedRecordError) as caught:
        opened(backend)
    assert caught.value.code == "E-SLOT"
    with pytest.raises(TamperedRecordError) as caught:
        journal.read(Session, VICTIM.id)
    assert caught.value.code == "E-HEAD"
    assert codes_of(journal) & {"E-HEAD", "E-SLOT"}


def test_a_deleted_newest_body_does_not_bring_back_the_one_before(backend, journal, attacker):
    """The log knows that there was a newer one."""
    name = attacker.body(VICTIM, 2)
    attacker.put(name, None)

    error = by_reading(backend)

    assert type(error) is TamperedRecordError
    assert error.code == "E-MISSING"
    assert named(journal) == {("E-MISSING", name)}


def test_a_deleted_newest_body_with_its_log_is_noticed_where_it_was_seen(
    backend, journal, attacker, before
):
    """Taking back the whole last commit is a rollback, which an open journal notices."""
    journal.amend(attrs.evolve(journal.read(Session, VICTIM.id), minutes=5), reason="again")
    attacker.put_back(before)

    with pytest.raises(RollbackError):
        journal.read(Session, VICTIM.id)
    assert codes_of(journal) == {"E-ROLLBACK"}


def test_a_deleted_body_with_the_old_head_only_is_noticed_by_all(
    backend, journal, attacker, before
):
    """An older head put back while any of the newer log is left is refused without a pin."""
    journal.amend(attrs.evolve(journal.read(Session, VICTIM.id), minutes=5), reason="again")
    attacker.put(attacker.body(VICTIM, 3), None)
    attacker.put("head", before["head"])

    error = by_reading(backend)

    assert (type(error), error.code) == (TamperedRecordError, "E-HEAD")
    with opened(backend) as fresh:
        assert codes_of(fresh) == {"E-HEAD"}


def test_a_log_cut_short_with_the_head_left_is_noticed(backend, journal, attacker):
    """Removing the last entry from the log alone leaves a head that wants it."""
    attacker.put(attacker.body(VICTIM, 2), None)
    attacker.put(attacker.names("log/")[-1], None)

    error = by_reading(backend)

    assert (type(error), error.code) == (TamperedRecordError, "E-MISSING")
    assert codes_of(journal) == {"E-MISSING"}


def test_an_erased_body_put_back_stays_erased(backend, journal, attacker, before):
    """Body and row of an erased record, put back, are named; the row is refused by the ledger."""
    journal.erase(VICTIM.id, reason="asked")
    body = attacker.body
    restored = [name for name in before if VICTIM.id in name]
    for name in restored:
        attacker.put(name, before[name])
    assert body(VICTIM, 2)

    with opened(backend) as fresh, pytest.raises(LookupError):
        fresh.read(Session, VICTIM.id)
    assert named(journal) == {("E-EXTRA", name) for name in restored}

    segments = [name for name in before if name.startswith("ledger/")]
    for name in segments:
        attacker.put(name, before[name])
    error = by_ledger(backend)
    assert (type(error), error.code) == (TamperedRecordError, "E-EXTRA")
    assert "E-EXTRA" in codes_of(journal)


def test_an_erased_folder_put_back_stays_erased(backend, journal, attacker, before):
    """Everything of a shredded folder, its secret included, is unreadable and named."""
    journal.erase_folder("S-000", reason="left")
    folder = journal._state.access.ring.folder_id("S-000").hex()
    restored = [name for name in before if folder in name]
    for name in restored:
        attacker.put(name, before[name])

    with opened(backend) as fresh:
        with pytest.raises(LookupError):
            fresh.read(Session, VICTIM.id)
        assert [line.id for line in fresh.ledger()] == [ELSEWHERE.id]
        with pytest.raises(SupervisionError):
            fresh.record(session(14))
    assert named(journal) == {("E-EXTRA", name) for name in restored}


def test_a_body_forged_with_the_folder_key_is_refused(backend, journal, attacker):
    """Who holds a folder's key, but not the log's, cannot change what was recorded."""
    secret = secret_of(journal, "S-000")
    name = attacker.body(VICTIM, 2)
    forged = seal_body(
        codec.encode(
            attrs.evolve(VICTIM, minutes=999), recorded="2026-11-20T09:30:00Z", reason="x"
        ),
        blinder=new_blinder(),
        key=secret.body,
        journal=secret.journal,
        folder=secret.folder,
        record=bytes.fromhex(VICTIM.id),
        revision=2,
    )
    attacker.put(name, forged)

    assert type(by_reading(backend)) is TamperedRecordError
    assert named(journal) == {("E-ALTERED", name)}


def test_a_body_resealed_with_the_folder_key_is_refused(backend, journal, attacker):
    """Even the same text under another salt is not what was recorded."""
    state = journal._state
    secret = secret_of(journal, "S-000")
    place = {
        "key": secret.body,
        "journal": secret.journal,
        "folder": secret.folder,
        "record": bytes.fromhex(VICTIM.id),
        "revision": 2,
    }
    from supervision.crypto import unseal_body

    name = attacker.body(VICTIM, 2)
    blinder, body = unseal_body(state.store.get(name), **place)
    attacker.put(name, seal_body(body, blinder=blinder, **place))

    assert type(by_reading(backend)) is TamperedRecordError
    assert named(journal) == {("E-ALTERED", name)}

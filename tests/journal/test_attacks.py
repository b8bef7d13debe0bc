"""What someone who holds the store, or more, can do to it: noticed on reading, named by `verify`."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode

import attrs
import pytest
from journal_kit import KEY, OTHER_KEY, Attacker, copy_of, opened, read_everything, session, ways_in

from supervision import Journal, codec
from supervision.crypto import (
    new_blinder,
    pae,
    seal_body,
    seal_segment,
    slots_digest,
    unseal_segment,
)
from supervision.errors import (
    InvalidRecordError,
    RollbackError,
    SupervisionError,
    TamperedRecordError,
    UnsupportedFormatError,
    WrongKeyError,
)
from supervision.proof import BLOCK, ENTRY_SIZE, read_head
from supervision.records import Reflection, Session

VICTIM = session(0)
OTHER = session(7)
ELSEWHERE = session(1)
FOLDER_ID = slice(len("body/"), len("body/") + 32)


@pytest.fixture
def journal(backend):
    """Two records in one folder and one in another; the victim has two revisions."""
    with Journal.create(backend, KEY) as made:
        for record in (VICTIM, OTHER, ELSEWHERE):
            made.record(record)
        made.amend(attrs.evolve(made.read(Session, VICTIM.id), minutes=30), reason="clock")
        yield made


@pytest.fixture
def before(attacker, journal):
    """The store as it was left by its owner."""
    return attacker.image()


def _codes(journal):
    return {str(finding.code) for finding in journal.verify().findings}


def _named(journal):
    return {(str(finding.code), finding.name) for finding in journal.verify().findings}


def _refused(backend, read):
    """Return the error that *read* raises in a journal opened anew."""
    with opened(backend) as fresh, pytest.raises(SupervisionError) as caught:
        read(fresh)
    return caught.value


def _by_reading(backend, record=VICTIM):
    errors = [
        _refused(backend, lambda fresh: fresh.read(Session, record.id)),
        _refused(backend, lambda fresh: fresh.revisions(Session, record.id)),
        _refused(backend, lambda fresh: list(fresh.all(Session))),
    ]
    assert len({type(error) for error in errors}) == 1
    return errors[0]


def _by_ledger(backend):
    return _refused(backend, lambda fresh: list(fresh.ledger()))


# Bodies

FERNET_LIKE = b"gAAAAABh" + urlsafe_b64encode(bytes(range(96)))
NOT_OURS = {
    "nothing": b"",
    "zeros": bytes(348),
    "short": b"SVN\x01",
    "JSON": json.dumps({"schema": "session/1", "record": {}}).encode(),
    "Fernet": FERNET_LIKE,
}


@pytest.mark.parametrize("blob", NOT_OURS.values(), ids=NOT_OURS)
def test_what_is_no_envelope_is_no_body(blob, backend, journal, attacker):
    """Garbage, plain JSON or a Fernet token in a body's place is tampering."""
    name = attacker.body(VICTIM, 2)
    attacker.put(name, blob)

    error = _by_reading(backend)

    assert type(error) is TamperedRecordError
    assert error.code == "E-ALTERED"
    assert error.record == VICTIM.id
    assert _named(journal) == {("E-ALTERED", name)}


@pytest.mark.parametrize("version", [0, 2, 255])
@pytest.mark.parametrize("sort", ["body/", "folder/", "ledger/", "ring", "event/", "slot/"])
def test_other_version_bytes_are_refused(version, sort, backend, journal, attacker):
    """An envelope of another version is refused wherever it lies, and named."""
    name = attacker.names(sort)[0]
    blob = bytearray(backend.get(name))
    at = blob.index(b"SVN") + 3
    blob[at] = version
    attacker.put(name, bytes(blob))

    found = _codes(journal)

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

        assert type(_by_reading(backend)) is TamperedRecordError
        assert _named(journal) == {("E-MOVED", name)}


def test_an_older_revision_does_not_pass_for_the_newest(backend, journal, attacker):
    """A replayed revision is named as stale."""
    name = attacker.body(VICTIM, 2)
    attacker.put(name, backend.get(attacker.body(VICTIM, 1)))

    assert type(_by_reading(backend)) is TamperedRecordError
    assert _named(journal) == {("E-STALE", name)}


def test_swapped_revisions_are_both_named(backend, journal, attacker):
    """Exchanging two revisions of one record is noticed at both."""
    names = {attacker.body(VICTIM, 1), attacker.body(VICTIM, 2)}
    attacker.swap(*names)

    assert type(_by_reading(backend)) is TamperedRecordError
    assert _named(journal) == {("E-STALE", name) for name in names}


@pytest.mark.parametrize("other", [OTHER, ELSEWHERE], ids=["same folder", "other folder"])
def test_swapped_records_are_both_named(other, backend, journal, attacker):
    """Exchanging the bodies of two records is noticed at both."""
    names = {attacker.body(OTHER if other is ELSEWHERE else VICTIM, 1), attacker.body(other, 1)}
    attacker.swap(*names)

    assert type(_refused(backend, lambda fresh: fresh.revisions(Session, other.id))) is (
        TamperedRecordError
    )
    assert _named(journal) == {("E-MOVED", name) for name in names}


@pytest.mark.parametrize("sort", ["body/", "folder/", "ledger/", "ring", "event/", "slot/", "log/"])
def test_nothing_of_another_journal_fits(sort, backend, journal, attacker):
    """A blob of the same name out of another journal with the same key is noticed."""
    with Journal.create("memory:", KEY) as other:
        for record in (VICTIM, OTHER, ELSEWHERE):
            other.record(record)
        theirs = dict(other._state.store.scan(sort))
    name = attacker.names(sort)[0]
    attacker.put(name, next(iter(theirs.values())))

    assert _codes(journal)
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
    assert _codes(journal) & {"E-HEAD", "E-SLOT"}


def test_a_deleted_newest_body_does_not_bring_back_the_one_before(backend, journal, attacker):
    """The log knows that there was a newer one."""
    name = attacker.body(VICTIM, 2)
    attacker.put(name, None)

    error = _by_reading(backend)

    assert type(error) is TamperedRecordError
    assert error.code == "E-MISSING"
    assert _named(journal) == {("E-MISSING", name)}


def test_a_deleted_newest_body_with_its_log_is_noticed_where_it_was_seen(
    backend, journal, attacker, before
):
    """Taking back the whole last commit is a rollback, which an open journal notices."""
    journal.amend(attrs.evolve(journal.read(Session, VICTIM.id), minutes=5), reason="again")
    attacker.put_back(before)

    with pytest.raises(RollbackError):
        journal.read(Session, VICTIM.id)
    assert _codes(journal) == {"E-ROLLBACK"}


def test_a_deleted_body_with_the_old_head_only_is_noticed_by_all(
    backend, journal, attacker, before
):
    """An older head put back while any of the newer log is left is refused without a pin."""
    journal.amend(attrs.evolve(journal.read(Session, VICTIM.id), minutes=5), reason="again")
    attacker.put(attacker.body(VICTIM, 3), None)
    attacker.put("head", before["head"])

    error = _by_reading(backend)

    assert (type(error), error.code) == (TamperedRecordError, "E-HEAD")
    with opened(backend) as fresh:
        assert _codes(fresh) == {"E-HEAD"}


def test_a_log_cut_short_with_the_head_left_is_noticed(backend, journal, attacker):
    """Removing the last entry from the log alone leaves a head that wants it."""
    attacker.put(attacker.body(VICTIM, 2), None)
    attacker.put(attacker.names("log/")[-1], None)

    error = _by_reading(backend)

    assert (type(error), error.code) == (TamperedRecordError, "E-MISSING")
    assert _codes(journal) == {"E-MISSING"}


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
    assert _named(journal) == {("E-EXTRA", name) for name in restored}

    segments = [name for name in before if name.startswith("ledger/")]
    for name in segments:
        attacker.put(name, before[name])
    error = _by_ledger(backend)
    assert (type(error), error.code) == (TamperedRecordError, "E-EXTRA")
    assert "E-EXTRA" in _codes(journal)


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
    assert _named(journal) == {("E-EXTRA", name) for name in restored}


def _secret(journal, label):
    state = journal._state
    folder = state.access.ring.folder_id(label)
    journal.folders()
    return state.secrets[state.fold.folders[folder].kid][0]


def test_a_body_forged_with_the_folder_key_is_refused(backend, journal, attacker):
    """Who holds a folder's key, but not the log's, cannot change what was recorded."""
    secret = _secret(journal, "S-000")
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

    assert type(_by_reading(backend)) is TamperedRecordError
    assert _named(journal) == {("E-ALTERED", name)}


def test_a_body_resealed_with_the_folder_key_is_refused(backend, journal, attacker):
    """Even the same text under another salt is not what was recorded."""
    state = journal._state
    secret = _secret(journal, "S-000")
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

    assert type(_by_reading(backend)) is TamperedRecordError
    assert _named(journal) == {("E-ALTERED", name)}


# The ledger


def _segments(attacker, journal, label="S-000"):
    folder = journal._state.access.ring.folder_id(label).hex()
    return attacker.names(f"ledger/{folder}/")


def _rows(journal, attacker, name, label="S-000"):
    secret = _secret(journal, label)
    first = int(name.rpartition("/")[2], 16)
    return unseal_segment(
        attacker.backend.get(name),
        key=secret.ledger,
        journal=secret.journal,
        folder=secret.folder,
        first=first,
    )


def _sealed(journal, rows, first, label="S-000"):
    secret = _secret(journal, label)
    return seal_segment(
        rows, key=secret.ledger, journal=secret.journal, folder=secret.folder, first=first
    )


def _ledger_attack(backend, journal, code):
    error = _by_ledger(backend)
    assert type(error) is TamperedRecordError
    assert code in _codes(journal)
    with opened(backend) as fresh:
        assert len(list(fresh.all(Session))) == 3


def test_minutes_changed_with_the_ledger_key_are_noticed(backend, journal, attacker):
    """Who may only total hours cannot change them."""
    name = _segments(attacker, journal)[-1]
    (row,) = _rows(journal, attacker, name)
    assert b'"minutes":30' in row
    forged = row.replace(b'"minutes":30', b'"minutes":90')
    attacker.put(name, _sealed(journal, [forged], int(name[-16:], 16)))

    _ledger_attack(backend, journal, "E-FACTS")


def test_reordered_rows_are_noticed(backend, attacker):
    """The order of the rows is the order of recording, whoever sealed them."""
    with Journal.create(backend, KEY) as journal:
        journal.record_all([session(0), session(7), session(14)])
        (name,) = _segments(attacker, journal)
        rows = _rows(journal, attacker, name)
        attacker.put(name, _sealed(journal, [rows[1], rows[0], rows[2]], int(name[-16:], 16)))

        _ledger_attack(backend, journal, "E-FACTS")


def test_a_row_of_garbage_sealed_with_the_ledger_key_is_noticed(backend, journal, attacker):
    """A row that is no row is named; its text is in no finding."""
    name = _segments(attacker, journal)[-1]
    attacker.put(name, _sealed(journal, [b"garbage of mine"], int(name[-16:], 16)))

    _ledger_attack(backend, journal, "E-FACTS")
    assert "garbage of mine" not in str(journal.verify())


@pytest.mark.parametrize("where", ["fff", "x/0000000000000002", "00000003"])
def test_a_duplicated_segment_is_noticed(where, backend, journal, attacker):
    """A segment under a second name is refused or at least named."""
    first = _segments(attacker, journal)[0]
    attacker.put(f"{first[: -len('0' * 16)]}{where}", backend.get(first))

    assert type(_by_ledger(backend)) is TamperedRecordError
    assert _codes(journal)


def test_a_row_too_many_with_the_ledger_key_is_noticed(backend, journal, attacker):
    """A row repeated by who holds the ledger key is one too many."""
    name = _segments(attacker, journal)[-1]
    rows = _rows(journal, attacker, name)
    attacker.put(name, _sealed(journal, rows * 2, int(name[-16:], 16)))

    _ledger_attack(backend, journal, "E-EXTRA")


def test_old_segments_beside_the_merged_one_are_noticed(backend, attacker):
    """Small segments put back beside the one they were merged into are refused."""
    with Journal.create(backend, KEY) as journal:
        for number in range(63):
            journal.record(session(number * 7))
        old = {name: backend.get(name) for name in _segments(attacker, journal)}
        journal.record(session(63 * 7))
        assert len(_segments(attacker, journal)) == 1
        for name in list(old)[1:]:
            attacker.put(name, old[name])

        error = _by_ledger(backend)
        assert (type(error), error.code) == (TamperedRecordError, "E-EXTRA")
        assert "E-EXTRA" in _codes(journal)

        attacker.put(next(iter(old)), old[next(iter(old))])
        error = _by_ledger(backend)
        assert type(error) is TamperedRecordError
        assert _codes(journal) == {"E-MISSING"}


def test_a_deleted_segment_is_noticed(backend, journal, attacker):
    """A segment that is gone is missed by the ledger, and its rows are named."""
    attacker.put(_segments(attacker, journal)[0], None)

    error = _by_ledger(backend)
    assert (type(error), error.code) == (TamperedRecordError, "E-MISSING")
    report = journal.verify()
    assert [(str(f.code), f.record) for f in report.findings] == [("E-MISSING", VICTIM.id)]


def test_swapped_segments_are_noticed(backend, journal, attacker):
    """Segments of one folder, or of two, cannot trade places."""
    own, theirs = _segments(attacker, journal), _segments(attacker, journal, "S-001")
    for pair in ((own[0], own[1]), (own[0], theirs[0])):
        attacker.swap(*pair)
        assert type(_by_ledger(backend)) is TamperedRecordError
        assert _codes(journal)
        attacker.swap(*pair)
    assert journal.verify().ok


def test_a_ledger_attack_stops_writers_before_it_spreads(backend, journal, attacker):
    """Recording into a folder whose small segments were spoilt raises and changes nothing."""
    name = _segments(attacker, journal)[0]
    attacker.put(name, b"x" * 600)
    before = attacker.image()

    with opened(backend) as fresh, pytest.raises(TamperedRecordError):
        fresh.record(session(70))

    assert attacker.image() == before


# Head, ring, slots and folder secrets


def test_an_old_head_alone_is_refused(backend, journal, attacker, before):
    """An older head is noticed at the first reading, and no write goes over what is there."""
    journal.record(session(14))
    newer = attacker.image()
    attacker.put("head", before["head"])

    error = _by_reading(backend)
    assert (type(error), error.code) == (TamperedRecordError, "E-HEAD")
    with opened(backend) as fresh, pytest.raises(TamperedRecordError):
        fresh.record(session(21))
    with pytest.raises(RollbackError):
        journal.read(Session, VICTIM.id)
    assert _codes(journal) == {"E-ROLLBACK"}
    attacker.put("head", newer["head"])
    assert attacker.image() == newer
    assert journal.verify().ok


def test_an_old_head_on_a_log_cut_to_fit_writes_over_nothing(backend, journal, attacker, before):
    """With the newer log removed, the next commit still finds names that exist already."""
    journal.record(session(14))
    attacker.put("head", before["head"])
    for name in set(attacker.names("log/")) - set(before):
        attacker.put(name, None)
    left = attacker.image()

    with opened(backend) as fresh:
        assert "E-EXTRA" in _codes(fresh)
        with pytest.raises(TamperedRecordError):
            fresh.record(session(14))
    assert attacker.image() == left


def test_a_folder_version_put_back_alone_is_refused(backend, journal, attacker, before):
    """After a key was removed, the secret of before cannot take the place of the new one."""
    journal.add_key(OTHER_KEY)
    journal.remove_key(next(key.id for key in ways_in(journal) if not key.opened_with))
    journal.record(session(14))
    old, new = [name for name in attacker.names("folder/") if name[7:39] in _folder(journal)]
    attacker.put(new, backend.get(old))

    with opened(backend) as fresh, pytest.raises((TamperedRecordError, WrongKeyError)):
        fresh.read(Session, session(14).id)
    with opened(backend) as fresh, pytest.raises((TamperedRecordError, WrongKeyError)):
        fresh.record(session(21))
    assert ("E-ALTERED", new) in _named(journal)

    attacker.put(new, None)
    assert type(_refused(backend, lambda fresh: fresh.record(session(21)))) is TamperedRecordError
    assert ("E-MISSING", new) in _named(journal)


def _folder(journal, label="S-000"):
    return journal._state.access.ring.folder_id(label).hex()


def test_a_missing_ring_or_head_is_named(backend, journal, attacker):
    """Without ring or head nothing opens; an open journal names what is missing."""
    for name, code, error in (
        ("ring", "E-RING", TamperedRecordError),
        ("head", "E-HEAD", LookupError),
    ):
        blob = backend.get(name)
        attacker.put(name, None)
        with pytest.raises(error):
            opened(backend)
        assert _codes(journal) == {code}
        attacker.put(name, blob)
    assert journal.verify().ok


@pytest.mark.parametrize(
    "note", [b"", b"\xff\xfe", b"supervision/v2/x\n\n", b"a" * 20_000, b"\n\n"], ids=repr
)
def test_garbage_for_a_head_is_refused(note, backend, journal, attacker):
    """What is no head raises a documented error, before any key is tried."""
    attacker.put("head", note)

    with pytest.raises((TamperedRecordError, UnsupportedFormatError)):
        opened(backend)
    assert _codes(journal)


def test_no_line_of_the_head_can_be_changed(backend, journal, attacker):
    """Every single byte of the head is covered by the signature, or is part of it."""
    note = backend.get("head")
    for at in range(0, len(note), 7):
        flipped = bytearray(note)
        flipped[at] ^= 1
        attacker.put("head", bytes(flipped))
        with pytest.raises(SupervisionError):
            opened(backend)
        assert not journal.verify().ok
    attacker.put("head", note)
    assert journal.verify().ok


@pytest.mark.parametrize(
    "memory_kib", [64 * 1024 * 1024, 1, 0, -1, 2**70], ids=["64 GiB", "1 KiB", "0", "-1", "2**70"]
)
def test_a_slot_cannot_ask_for_absurd_memory(memory_kib, backend, journal, attacker):
    """Parameters out of bounds are refused before anything is allocated, head rewritten or not."""
    (name,) = attacker.names("slot/")
    blob = backend.get(name)
    old, new = b'"memory_kib":8', b'"memory_kib":%d' % memory_kib
    assert blob.count(old) == 1 or blob.count(b'"memory_kib": 8') == 1
    if old not in blob:
        old, new = b'"memory_kib": 8', b'"memory_kib": %d' % memory_kib
    parts = _split(blob)
    parts[4] = parts[4].replace(old, new)
    changed = pae(*parts)
    attacker.put(name, changed)

    with pytest.raises(TamperedRecordError) as caught:
        opened(backend)
    assert caught.value.code == "E-SLOT"
    assert _codes(journal) == {"E-SLOT"}

    head = read_head(backend.get("head"))
    old_digest, new_digest = head.slots_digest.hex(), slots_digest({name: changed}).hex()
    note = backend.get("head").replace(old_digest.encode(), new_digest.encode())
    attacker.put("head", note)
    with pytest.raises((UnsupportedFormatError, TamperedRecordError)):
        opened(backend)


def _split(blob):
    parts, at = [], 8
    while at < len(blob):
        size = int.from_bytes(blob[at : at + 8], "little")
        parts.append(blob[at + 8 : at + 8 + size])
        at += 8 + size
    return parts


@pytest.mark.parametrize("name", ["slot/zz", "slot/" + "0" * 32, "slot/x/y"])
def test_a_strange_slot_is_refused(name, backend, journal, attacker):
    """A slot that nobody added closes the journal with a plain error."""
    attacker.put(name, b"strange")

    with pytest.raises(TamperedRecordError) as caught:
        opened(backend)
    assert caught.value.code == "E-SLOT"
    assert _codes(journal) == {"E-SLOT"}


# Log and events


def test_a_changed_log_is_refused(backend, journal, attacker):
    """Altered, removed, cut or extended: no log blob may differ."""
    names = attacker.names("log/")
    for name in names:
        blob = backend.get(name)
        flipped = bytes([blob[0], blob[1] ^ 1]) + blob[2:]
        for spoilt, codes in (
            (flipped, {"E-FORK"}),
            (None, {"E-MISSING"}),
            (blob[:-1], {"E-ALTERED"}),
            (b"", {"E-ALTERED"}),
            (blob + blob[:ENTRY_SIZE], {"E-ALTERED", "E-FORK", "E-HEAD"}),
            (blob + b"x", {"E-ALTERED"}),
            (b"\x63" + blob[1:], {"E-FORK"}),
        ):
            attacker.put(name, spoilt)
            error = _by_reading(backend)
            assert type(error) is TamperedRecordError
            assert error.code in codes
            assert _codes(journal) == {error.code}
        attacker.put(name, blob)
    assert journal.verify().ok


def test_swapped_log_blobs_are_refused(backend, journal, attacker):
    """Entries have an order."""
    attacker.swap(*attacker.names("log/")[-2:])

    assert type(_by_reading(backend)) is TamperedRecordError
    assert not journal.verify().ok


def test_small_log_blobs_beside_the_merged_one_are_named(backend, journal, attacker):
    """What a merge removed, put back, changes nothing that is read, and is named."""
    while journal._state.fold.size < BLOCK - 3:
        journal.record(session(journal._state.fold.size * 7))
    old = {name: backend.get(name) for name in attacker.names("log/")}
    for number in range(10):
        journal.record(session((5_000 + number) * 7))
    gone = set(old) - set(attacker.names("log/"))
    for name in gone:
        attacker.put(name, old[name])

    assert _named(journal) == {("E-EXTRA", name) for name in gone}


def test_a_changed_event_is_named_by_verify_alone(backend, journal, attacker):
    """Events are read by nobody else, so only `verify` misses one or finds it altered."""
    journal.erase(OTHER.id, reason="asked")
    for name in attacker.names("event/"):
        blob = backend.get(name)
        attacker.put(name, blob[:-1] + b"x")
        assert len(read_everything(opened(backend))[0]) == 2
        assert _named(journal) == {("E-ALTERED", name)}
        attacker.put(name, None)
        assert _named(journal) == {("E-MISSING", name)}
        attacker.put(name, blob)
    assert journal.verify().ok


STRANGE = (
    "head2",
    "body/x",
    "event/00000000000000ff",
    "event/zz",
    "state/0000000000000001",
    "attest/0000000000000000",
    "ledger/zz",
    "ledger/%s/ffffffffffffffff",
    "ledger/%s/0000000000000001",
    "ledger/%s/zz",
    "ledger/%s/-000000000000001",
    "ledger/%s/x/ffffffffffffffff",
    "ledger/00000000000000000000000000000000/0000000000000000",
    "folder/%s/00000009",
    "folder/%s/zz",
    "body/%s/zz",
    "log/zz",
    "log/ffffffffffffffff",
    "log/0000000000000001/x",
    "log/00000000000000zz",
)


@pytest.mark.parametrize("blob", [b"", b"strange" * 30], ids=["empty", "some"])
@pytest.mark.parametrize("name", STRANGE)
def test_strange_blobs_are_named(name, blob, backend, journal, attacker):
    """Whatever was added under whatever name is reported; reading raises or ignores it."""
    name = name.replace("%s", _folder(journal))
    attacker.put(name, blob)

    assert _codes(journal) & {"E-EXTRA", "E-ALTERED", "E-HEAD", "E-MOVED"}
    try:
        lines, records, _ = read_everything(opened(backend))
    except TamperedRecordError:
        pass
    else:
        assert (len(lines), len(records)) == (3, 3)


def test_a_strange_blob_where_the_next_write_goes_stops_it(backend, journal, attacker):
    """A name that should be free and is not stops the write with advice; nothing is overwritten."""
    size = journal._state.fold.size
    attacker.put(f"log/{size:016x}", b"")
    before = attacker.image()

    with pytest.raises(TamperedRecordError):
        journal.record(session(14))

    assert attacker.image() == before


# Wrong class, and every flipped bit


def test_the_wrong_class_is_not_called_tampering(backend, journal):
    """A session asked for as a reflection is the caller's mistake."""
    assert type(_refused(backend, lambda fresh: fresh.read(Reflection, VICTIM.id))) is (
        InvalidRecordError
    )
    assert journal.verify().ok


@pytest.mark.parametrize("sort", ["body/", "folder/", "ledger/", "ring", "slot/", "log/", "event/"])
def test_every_flipped_byte_is_noticed(sort, journal, backend, attacker):
    """One byte changed anywhere in any blob of a sort, or any cut, and verify names it."""
    name = attacker.names(sort)[-1]
    blob = backend.get(name)
    step = max(1, len(blob) // 40)
    spoilt = [
        blob[:at] + bytes([blob[at] ^ 0x40]) + blob[at + 1 :] for at in range(0, len(blob), step)
    ]
    spoilt += [blob[:at] for at in range(0, len(blob), step)]
    for each in spoilt:
        attacker.put(name, each)
        assert not journal.verify().ok
    attacker.put(name, blob)
    assert journal.verify().ok


def test_a_repaired_store_reads_as_before(backend, journal, attacker, before):
    """Whatever was done, the store put back byte for byte is whole again, in the same process."""
    for name in before:
        attacker.put(name, b"spoilt")
        assert not journal.verify().ok
        attacker.put(name, before[name])
    assert journal.verify().ok
    assert len(read_everything(journal)[0]) == 3


# Restoring a part of what was, all parts


def test_no_part_of_an_older_store_can_be_put_back(backend, journal, attacker, before):
    """Each blob that changed since, put back to what it was alone, is named."""
    journal.add_key(OTHER_KEY)
    journal.remove_key(next(key.id for key in ways_in(journal) if not key.opened_with))
    journal.amend(attrs.evolve(journal.read(Session, OTHER.id), minutes=1), reason="again")
    journal.erase(ELSEWHERE.id, reason="asked")
    after = attacker.image()
    for name in before | after:
        if before.get(name) != after.get(name):
            attacker.put(name, before.get(name))
            assert not journal.verify().ok, name
            with (
                opened(backend)
                if name != "head" and name[:4] not in {"ring", "slot"}
                else (_Nothing()) as fresh
            ):
                assert fresh is None or not fresh.verify().ok
            attacker.put(name, after.get(name))
    assert journal.verify().ok


class _Nothing:
    def __enter__(self):
        return None

    def __exit__(self, *_):
        return None


def test_two_copies_with_the_same_key_do_not_mix(backend, journal, attacker):
    """Blobs of a copy that went its own way do not fit into this one."""
    fork = copy_of(backend)
    with opened(fork) as other:
        other.record(session(14, minutes=10))
    journal.record(session(14, minutes=20))
    mine, theirs = attacker.image(), Attacker(fork).image()
    different = [name for name in mine if name in theirs and mine[name] != theirs[name]]
    assert len(different) == 4
    for name in different:
        attacker.put(name, theirs[name])
        assert not journal.verify().ok
        attacker.put(name, mine[name])
    assert hashlib.sha256(mine["head"]).digest() != hashlib.sha256(theirs["head"]).digest()

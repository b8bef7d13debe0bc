"""The fold: what a log adds up to, against a plain model."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.errors import TamperedRecordError, UnsupportedFormatError
from supervision.proof import (
    ENTRY_SIZE,
    Document,
    Entry,
    Fold,
    Head,
    Op,
    Owed,
    Put,
    _merkle,
    leaf_hash,
    root_of,
)
from supervision.proof._merkle import _parents
from supervision.proof._state import State

JOURNAL = bytes(range(16))


def some_id(letter, number=0):
    """Return 16 bytes that are easy to tell apart."""
    return f"{letter}{number:015}".encode()


def digest(number):
    """Return 32 bytes that are easy to tell apart."""
    return f"{number:032}".encode()


def put(record, revision, kid, number=0):
    """Return a PUT whose text and facts depend on *number*."""
    return Entry(
        Op.PUT, record, kid, revision, digest(number), digest(number + 1), digest(number + 2)
    )


class ImpossibleError(Exception):
    """The model refuses."""


class Model:
    """The rules of the log once more: slow, plain, and sharing no code."""

    def __init__(self):
        self.log = []
        self.records = {}
        self.home = {}
        self.last = {}
        self.erased = {}
        self.folders = {}
        self.events = {}
        self.documents = {}

    def add(self, entry):
        """Apply one entry, or refuse it and stay as before."""
        name = Op(entry.op).name.lower()
        getattr(self, name, lambda _seq, _entry: None)(len(self.log), entry)
        if name in {"erase", "shred", "key_added", "key_removed", "rollback"}:
            self.events[len(self.log)] = entry.digest
        self.log.append(entry)

    def check(self, holds):
        """Refuse unless *holds*."""
        if not holds:
            raise ImpossibleError

    def folder_named_by(self, kid):
        """Return the folder that has *kid* as its current key."""
        for folder, versions in self.folders.items():
            if not versions["shredded"] and versions["kids"][-1] == kid:
                return folder
        raise ImpossibleError

    def put(self, seq, entry):
        """Add a revision."""
        folder = self.folder_named_by(entry.kid)
        record = entry.subject
        self.check(record not in self.erased)
        self.check(entry.revision == self.last.get(record, 0) + 1)
        self.check(self.home.get(record, folder) == folder)
        self.home[record] = folder
        self.last[record] = entry.revision
        self.folders[folder]["puts"].append(seq)
        parts = (entry.kid, entry.digest, entry.content, entry.facts)
        self.records.setdefault(record, {})[entry.revision] = Put(seq, entry.revision, *parts)

    def reseal(self, _seq, entry):
        """Change kid and digest of a revision."""
        old = self.records.get(entry.subject, {}).get(entry.revision)
        self.check(old is not None)
        self.check(self.folder_named_by(entry.kid) == self.home[entry.subject])
        self.check((entry.content, entry.facts) == (old.content, old.facts))
        new = old._replace(kid=entry.kid, digest=entry.digest, resealed=True)
        self.records[entry.subject][entry.revision] = new

    def redact(self, _seq, entry):
        """Remove one revision of several."""
        revisions = self.records.get(entry.subject, {})
        self.check(entry.revision in revisions)
        self.check(len(revisions) > 1)
        del revisions[entry.revision]

    def erase(self, seq, entry):
        """Remove a record."""
        self.check(entry.subject in self.records)
        del self.records[entry.subject]
        self.erased[entry.subject] = seq

    def folder(self, _seq, entry):
        """Begin a folder or a version."""
        versions = self.folders.get(entry.subject, {"kids": [], "puts": []})
        self.check(all(entry.kid not in each["kids"] for each in self.folders.values()))
        self.check(entry.revision == len(versions["kids"]) + 1)
        versions["kids"].append(entry.kid)
        versions["shredded"] = []
        self.folders[entry.subject] = versions

    def shred(self, seq, entry):
        """Remove a folder with its records."""
        self.check(entry.subject in self.folders)
        self.check(not self.folders[entry.subject]["shredded"])
        self.folders[entry.subject]["shredded"] = [seq]
        for record in [each for each in self.records if self.home[each] == entry.subject]:
            del self.records[record]
            self.erased[record] = seq
        for document, versions in self.documents.items():
            if versions[-1].folder == entry.subject and not versions[-1].dropped:
                self.documents[document] = [*versions, versions[-1]._replace(seq=seq, dropped=True)]

    def keep(self, seq, entry):
        """Add a version of a document."""
        homes = [each for each, one in self.folders.items() if entry.kid in one["kids"]]
        folder = self.folder_named_by(entry.kid) if homes else None
        versions = self.documents.get(entry.subject, [])
        kept = len({each.version for each in versions})
        self.check(entry.revision == kept + 1)
        self.check(not versions or versions[-1].folder == folder)
        new = Document(seq, entry.revision, entry.kid, entry.digest, folder)
        self.documents[entry.subject] = [*versions, new]

    def drop(self, seq, entry):
        """Take a document away."""
        versions = self.documents.get(entry.subject, [])
        self.check(versions and not versions[-1].dropped)
        self.check(versions[-1].version == entry.revision)
        gone = versions[-1]._replace(seq=seq, dropped=True)
        self.documents[entry.subject] = [*versions, gone]


def packed(entries):
    """Return entries as a log holds them."""
    return b"".join(entry.pack() for entry in entries)


def folded(*entries):
    """Return the fold of *entries*."""
    fold = Fold(JOURNAL)
    fold.advance(packed(entries))
    return fold


def model_of(entries):
    """Return the model after *entries*, or nothing if it refuses one of them."""
    model = Model()
    try:
        for entry in entries:
            model.add(entry)
    except ImpossibleError:
        return None
    return model


def head_over(entries, **parts):
    """Return the head that *entries* lead to, by the plain definition of the tree."""
    leaves = [leaf_hash(JOURNAL, seq, entry.pack()) for seq, entry in enumerate(entries)]
    return Head(
        **{
            "journal": JOURNAL,
            "size": len(entries),
            "root": root_of(leaves),
            "ring_revision": 1,
            "ring_digest": bytes(32),
            "slots_digest": bytes(32),
            "range": Fold(JOURNAL).range,
            **parts,
        }
    )


def everything(fold):
    """Return all that a fold says, in plain values."""
    return {
        "size": fold.size,
        "range": fold.range,
        "log": fold.entries(),
        "tail": (fold.block_start, fold.tail),
        "records": {record: tuple(revisions) for record, revisions in fold.records.items()},
        "newest": {record: fold.newest(record) for record in fold.records},
        "erased": dict(fold.erased),
        "events": dict(fold.events),
        "folders": {
            folder: (state.version, state.kid, dict(state.kids), state.shredded, list(state.puts))
            for folder, state in fold.folders.items()
        },
        "kids": {kid: fold.folder_of(kid) for kid in KIDS},
        "records in": {folder: fold.records_in(folder) for folder in fold.folders},
        "rows": {folder: list(fold.rows_owed(folder)) for folder in fold.folders},
        "documents": dict(fold.documents),
        "documents in": {folder: set(fold.documents_in(folder)) for folder in fold.folders},
        "last versions": {document: fold.last_version(document) for document in DOCUMENTS},
    }


def expected(model):
    """Return what a fold of the same log should say."""
    raw = packed(model.log)
    start = len(model.log) // 256 * 256
    leaves = [leaf_hash(JOURNAL, seq, entry.pack()) for seq, entry in enumerate(model.log)]
    revisions = {
        record: tuple(kept[number] for number in sorted(kept))
        for record, kept in model.records.items()
    }
    named = {
        kid: (folder, number)
        for folder, versions in model.folders.items()
        for number, kid in enumerate(versions["kids"], 1)
    }
    return {
        "size": len(model.log),
        "range": Fold(JOURNAL).range.extended(leaves),
        "log": raw,
        "tail": (start, raw[start * ENTRY_SIZE :]),
        "records": revisions,
        "newest": {record: kept[-1] for record, kept in revisions.items()},
        "erased": model.erased,
        "events": model.events,
        "folders": {
            folder: (
                len(versions["kids"]),
                versions["kids"][-1],
                {kid: number for number, kid in enumerate(versions["kids"], 1)},
                versions["shredded"][0] if versions["shredded"] else None,
                versions["puts"],
            )
            for folder, versions in model.folders.items()
        },
        "kids": {kid: named.get(kid) for kid in KIDS},
        "records in": {
            folder: [record for record in model.records if model.home[record] == folder]
            for folder in model.folders
        },
        "rows": {folder: rows_of(model, folder) for folder in model.folders},
        "documents": {
            document: versions[-1]
            for document, versions in model.documents.items()
            if not versions[-1].dropped
        },
        "documents in": {
            folder: {
                document
                for document, versions in model.documents.items()
                if versions[-1].folder == folder and not versions[-1].dropped
            }
            for folder in model.folders
        },
        "last versions": {
            document: len({each.version for each in model.documents.get(document, ())})
            for document in DOCUMENTS
        },
    }


def rows_of(model, folder):
    """Return what the rows of a folder's ledger must be, in the order they were put."""
    kept = [
        (revision.seq, record, number, revision.facts)
        for record, revisions in model.records.items()
        for number, revision in revisions.items()
        if model.home[record] == folder
    ]
    return [Owed(*row) for row in sorted(kept)]


RECORDS = [some_id("r", number) for number in range(4)]
FOLDERS = [some_id("f", number) for number in range(2)]
KIDS = [some_id("k", number) for number in range(6)]
DOCUMENTS = [some_id("d", number) for number in range(3)]


@st.composite
def next_entries(draw, model):
    """Draw an entry that is often, but not always, one that may follow."""
    op = draw(st.sampled_from([Op.PUT] * 6 + [Op.FOLDER] * 3 + list(Op)))
    usual = draw(st.integers(0, 7)) > 0
    record, kid = draw(st.sampled_from(RECORDS)), draw(st.sampled_from(KIDS))
    folder, revision = draw(st.sampled_from(FOLDERS)), draw(st.integers(0, 3))
    number = draw(st.integers(0, 1))
    if op == Op.FOLDER:
        named = [each for versions in model.folders.values() for each in versions["kids"]]
        kids = [each for each in KIDS if each not in named]
        version = len(model.folders.get(folder, {"kids": ()})["kids"]) + 1
        return Entry(op, folder, kids[0] if usual and kids else kid, version if usual else revision)
    if op in {Op.KEEP, Op.DROP}:
        return draw(of_documents(model, op, usual=usual))
    if op in {Op.SHRED, Op.GRANT, Op.REVOKE}:
        return Entry(op, folder, digest=digest(number))
    if usual and op in {Op.PUT, Op.RESEAL} and model.folders:
        home = model.home.get(record, folder if folder in model.folders else min(model.folders))
        kid = model.folders[home]["kids"][-1]
    if usual and op == Op.PUT:
        revision = model.last.get(record, 0) + 1
    entry = put(record, revision, kid, number)._replace(op=op)
    old = model.records.get(record, {}).get(revision)
    if usual and op == Op.RESEAL and old is not None:
        entry = entry._replace(content=old.content, facts=old.facts, digest=digest(7))
    return entry


@st.composite
def of_documents(draw, model, op, *, usual):
    """Draw a KEEP or a DROP, mostly of the version that is due and under a key that may seal."""
    document, kid = draw(st.sampled_from(DOCUMENTS)), draw(st.sampled_from(KIDS))
    versions = model.documents.get(document, [])
    last = versions[-1].version if versions else 0
    if not usual:
        return Entry(op, document, kid, draw(st.integers(0, 3)))
    if versions and versions[-1].folder in model.folders:
        kid = model.folders[versions[-1].folder]["kids"][-1]
    elif draw(st.booleans()) and model.folders:
        kid = model.folders[min(model.folders)]["kids"][-1]
    return Entry(op, document, kid, last + (op == Op.KEEP), digest=digest(last))


def refused(fold, entries, **to):
    """Return the error that *entries* meet, having checked that they changed nothing."""
    before = everything(fold)
    with pytest.raises((TamperedRecordError, UnsupportedFormatError)) as caught:
        fold.advance(packed(entries), **to)
    assert everything(fold) == before
    return caught.value


@settings(max_examples=150)
@given(data=st.data())
def test_the_fold_is_the_model(data):
    """Whatever is appended, in whatever portions, the fold takes, refuses and says as the model."""
    fold, model = Fold(JOURNAL), Model()
    for _ in range(data.draw(st.integers(1, 8))):
        attempt, portion = model_of(model.log), []
        for _ in range(data.draw(st.integers(1, 6))):
            portion.append(data.draw(next_entries(attempt)))
            attempt = model_of([*model.log, *portion])
            if attempt is None:
                break
        before = everything(fold)
        if attempt is None:
            with pytest.raises(TamperedRecordError):
                fold.trial(packed(portion))
            assert refused(fold, portion).code == "E-FORK"
        else:
            model = attempt
            tried = fold.trial(packed(portion))
            assert everything(fold) == before
            fold.advance(packed(portion), to=head_over(model.log))
            assert fold.range == tried
        assert everything(fold) == expected(model)


F, G = FOLDERS
K, L, M = KIDS[:3]
D = DOCUMENTS[0]
R, S = RECORDS[:2]
BEGUN = (Entry(Op.FOLDER, F, K, 1), put(R, 1, K, 10), put(R, 2, K, 20))


@pytest.mark.parametrize(
    ("earlier", "entry", "says"),
    [
        (BEGUN, put(R, 2, K), "skips or repeats a revision"),
        (BEGUN, put(R, 4, K), "skips or repeats a revision"),
        (BEGUN, put(R, 1, K), "skips or repeats a revision"),
        (BEGUN, put(S, 2, K), "skips or repeats a revision"),
        (BEGUN, put(S, 0, K), "skips or repeats a revision"),
        (BEGUN, put(S, 1, L), "not the current one of a folder"),
        ((), put(R, 1, K), "not the current one of a folder"),
        ((*BEGUN, Entry(Op.FOLDER, F, L, 2)), put(S, 1, K), "not the current one of a folder"),
        ((*BEGUN, Entry(Op.SHRED, F)), put(S, 1, K), "not the current one of a folder"),
        ((*BEGUN, Entry(Op.FOLDER, G, L, 1)), put(R, 3, L), "to another folder"),
        ((*BEGUN, Entry(Op.ERASE, R)), put(R, 1, K), "that was erased"),
        ((*BEGUN, Entry(Op.ERASE, R)), put(R, 3, K), "that was erased"),
        (
            (*BEGUN, Entry(Op.SHRED, F), Entry(Op.FOLDER, F, L, 2)),
            put(R, 1, L),
            "that was erased",
        ),
        ((), Entry(Op.RESEAL, R, K, 1), "a revision that is not there"),
        (BEGUN, put(R, 3, K)._replace(op=Op.RESEAL), "a revision that is not there"),
        (
            (*BEGUN, Entry(Op.REDACT, R, revision=1)),
            put(R, 1, K, 10)._replace(op=Op.RESEAL),
            "a revision that is not there",
        ),
        (BEGUN, put(R, 1, L, 10)._replace(op=Op.RESEAL), "not the current one of a folder"),
        (
            (*BEGUN, Entry(Op.FOLDER, G, L, 1)),
            put(R, 1, L, 10)._replace(op=Op.RESEAL),
            "to another folder",
        ),
        (
            BEGUN,
            put(R, 1, K, 10)._replace(op=Op.RESEAL, content=digest(0)),
            "changes a text while resealing",
        ),
        (
            BEGUN,
            put(R, 1, K, 10)._replace(op=Op.RESEAL, facts=digest(0)),
            "changes a text while resealing",
        ),
        (BEGUN, Entry(Op.REDACT, R, revision=3), "a revision that is not there"),
        (BEGUN, Entry(Op.REDACT, S, revision=1), "a revision that is not there"),
        (
            (*BEGUN, Entry(Op.REDACT, R, revision=2)),
            Entry(Op.REDACT, R, revision=1),
            "the only revision",
        ),
        (BEGUN, Entry(Op.ERASE, S), "erases a record that is not there"),
        ((*BEGUN, Entry(Op.ERASE, R)), Entry(Op.ERASE, R), "erases a record that is not there"),
        (BEGUN, Entry(Op.FOLDER, F, L, 1), "version of a folder"),
        (BEGUN, Entry(Op.FOLDER, F, L, 3), "version of a folder"),
        (BEGUN, Entry(Op.FOLDER, G, L, 2), "version of a folder"),
        (BEGUN, Entry(Op.FOLDER, G, L, 0), "version of a folder"),
        (BEGUN, Entry(Op.FOLDER, G, K, 1), "a key a second time"),
        (BEGUN, Entry(Op.FOLDER, F, K, 2), "a key a second time"),
        ((*BEGUN, Entry(Op.SHRED, F)), Entry(Op.FOLDER, F, L, 1), "version of a folder"),
        (BEGUN, Entry(Op.SHRED, G), "a folder that is not there"),
        ((*BEGUN, Entry(Op.SHRED, F)), Entry(Op.SHRED, F), "a folder that is not there"),
        (BEGUN, Entry(Op.KEEP, D, M, 2), "a version of a document"),
        ((*BEGUN, Entry(Op.KEEP, D, M, 1)), Entry(Op.KEEP, D, M, 1), "a version of a document"),
        ((*BEGUN, Entry(Op.KEEP, D, M, 1)), Entry(Op.KEEP, D, K, 2), "to another folder"),
        ((*BEGUN, Entry(Op.FOLDER, F, L, 2)), Entry(Op.KEEP, D, K, 1), "not the current one"),
        (BEGUN, Entry(Op.DROP, D, revision=0), "drops a document that is not there"),
        ((*BEGUN, Entry(Op.KEEP, D, K, 1)), Entry(Op.DROP, D, K, 2), "drops a document"),
        (
            (*BEGUN, Entry(Op.KEEP, D, K, 1), Entry(Op.DROP, D, K, 1)),
            Entry(Op.DROP, D, K, 1),
            "drops a document that is not there",
        ),
        (
            (*BEGUN, Entry(Op.KEEP, D, K, 1), Entry(Op.SHRED, F)),
            Entry(Op.DROP, D, K, 1),
            "drops a document that is not there",
        ),
    ],
)
def test_impossible_sequences_are_a_fork(earlier, entry, says):
    """What no journal writes is refused, at its number, and nothing of the append is kept."""
    fold = folded(*earlier)
    fine = Entry(Op.ROTATE)

    error = refused(fold, [fine, entry, fine], to=head_over([*earlier, fine, entry, fine]))

    assert (type(error), error.code) == (TamperedRecordError, "E-FORK")
    assert f"entry {len(earlier) + 1} of the log" in str(error)
    assert says in str(error)


def test_entries_must_lead_to_the_head():
    """Entries that are fewer, more, other or in another order than the head says are a fork."""
    more = [put(S, 1, K), put(R, 3, K)]
    head = head_over([*BEGUN, *more])
    fold = folded(*BEGUN)

    for wrong in ([], more[:1], [*more, more[0]], more[::-1], [more[0], put(R, 3, K, 5)]):
        assert refused(fold, wrong, to=head).code == "E-FORK"
    fold.advance(packed(more), to=head)
    assert fold.size == 5


@pytest.mark.parametrize(
    "part", [{"journal": bytes(16)}, {"size": 4}, {"root": bytes(32)}], ids=str
)
def test_heads_of_something_else_are_a_fork(part):
    """A head of another journal, size or root is not led to."""
    assert refused(Fold(JOURNAL), BEGUN, to=head_over(BEGUN, **part)).code == "E-FORK"


def test_the_same_entries_in_another_journal_have_another_root():
    """A log cannot be moved to another journal: the id is in every leaf."""
    other = Fold(bytes(16))
    other.advance(packed(BEGUN))

    assert other.range.root() != folded(*BEGUN).range.root()


@pytest.mark.parametrize("op", [0, 16, 255])
def test_unknown_operations_are_a_newer_release(op):
    """An unknown operation is said to be unsupported, and nothing of the append is kept."""
    fold = folded(*BEGUN)
    unknown = bytes([op]) + bytes(152)
    before = everything(fold)

    for use in (fold.trial, fold.advance):
        with pytest.raises(UnsupportedFormatError):
            use(put(S, 1, K).pack() + unknown)
        assert everything(fold) == before


@pytest.mark.parametrize("length", [1, 152, 154])
def test_half_entries_are_a_fork(length):
    """Bytes that are not whole entries are refused."""
    for use in (Fold(JOURNAL).trial, Fold(JOURNAL).advance):
        with pytest.raises(TamperedRecordError, match="cut inside") as caught:
            use(bytes(length))
        assert caught.value.code == "E-FORK"


def test_an_interrupt_leaves_the_fold_as_it_was(monkeypatch):
    """Stopping a long fold with control-C leaves a fold that can go on."""
    fold = folded(*BEGUN)
    before = everything(fold)

    def interrupted(*_):
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(State, "_apply_one", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fold.advance(packed([put(S, 1, K), put(R, 3, K)]))

    assert everything(fold) == before
    fold.advance(packed([put(S, 1, K), put(R, 3, K)]))
    assert fold.size == 5


def test_resealing_changes_key_and_digest_only():
    """A resealed revision keeps its number, text and facts, and the PUT it came from."""
    resealed = put(R, 1, L, 10)._replace(op=Op.RESEAL, digest=digest(99))
    fold = folded(*BEGUN, Entry(Op.FOLDER, F, L, 2), resealed)
    before = folded(*BEGUN).put(R, 1)

    assert fold.put(R, 1) == before._replace(kid=L, digest=digest(99), resealed=True)
    assert fold.newest(R) == folded(*BEGUN).newest(R)
    assert fold.folder_of(K) == (F, 1)
    assert fold.folder_of(L) == (F, 2)


def test_a_redacted_revision_is_skipped():
    """A redacted revision is gone, the others stay, and the next one takes the next number."""
    fold = folded(*BEGUN, Entry(Op.REDACT, R, revision=2))

    assert fold.put(R, 2) is None
    assert fold.newest(R).revision == 1
    fold.advance(put(R, 3, K).pack())
    assert [each.revision for each in fold.records[R]] == [1, 3]


def test_a_shredded_folder_can_live_again():
    """After a shredding the folder takes new records under a new key; the old ones stay erased."""
    fold = folded(*BEGUN, put(S, 1, K), Entry(Op.ERASE, S), Entry(Op.SHRED, F, digest=digest(5)))

    assert fold.folders[F].shredded == 5
    assert dict(fold.erased) == {S: 4, R: 5}
    fold.advance(packed([Entry(Op.FOLDER, F, L, 2), put(some_id("n"), 1, L)]))
    assert fold.folders[F].shredded is None
    assert (fold.folders[F].version, fold.folders[F].kid) == (2, L)
    assert fold.records_in(F) == [some_id("n")]
    assert list(fold.folders[F].puts) == [1, 2, 3, 7]
    assert fold.events == {4: bytes(32), 5: digest(5)}


def test_record_at_names_what_a_put_was_about():
    """A PUT's record and revision can be asked for by its number, erased or not; no other's."""
    fold = folded(*BEGUN, Entry(Op.ERASE, R))

    assert [fold.record_at(seq) for seq in range(4)] == [None, (R, 1), (R, 2), None]
    assert fold.entry(2) == BEGUN[2]


def test_what_is_not_there_is_not_found():
    """Records, revisions, folders and keys that the log never named are nothing."""
    fold = folded(*BEGUN)

    assert fold.newest(S) is None
    assert fold.put(R, 3) is None
    assert fold.folder_of(L) is None
    assert S not in fold.records
    for missing in (
        lambda: fold.records[S],
        lambda: fold.folders[G],
        lambda: fold.records_in(G),
        lambda: list(fold.rows_owed(G)),
    ):
        with pytest.raises(KeyError):
            missing()


def test_views_cannot_be_edited():
    """What a fold says about records, folders, erasures and events can only be read."""
    fold = folded(*BEGUN)

    for view in (fold.records, fold.erased, fold.folders, fold.events, fold.folders[F].kids):
        with pytest.raises(TypeError):
            view[R] = None


def test_the_tail_begins_at_the_block():
    """The tail holds the entries since the last multiple of 256, none right after it."""
    fold = Fold(JOURNAL)
    for size in (1, 255, 256, 257, 700):
        fold.advance(Entry(Op.ROTATE).pack() * (size - fold.size))
        assert fold.block_start == size // 256 * 256
        assert len(fold.tail) == size % 256 * ENTRY_SIZE


def test_a_long_log_in_uneven_portions():
    """Ten thousand entries, folded at once or in portions across blocks, give one state."""
    entries = [Entry(Op.FOLDER, folder, kid, 1) for folder, kid in zip(FOLDERS, KIDS, strict=False)]
    entries += [put(some_id("n", number), 1, KIDS[number % 2], number) for number in range(9998)]
    log = packed(entries)
    fold, sizes = Fold(JOURNAL), [1, 254, 2, 256, 511, 4096, 1, 3000]
    for size in sizes:
        fold.advance(log[fold.size * ENTRY_SIZE :][: size * ENTRY_SIZE])
    fold.advance(log[fold.size * ENTRY_SIZE :], to=head_over(entries))

    assert everything(fold) == everything(folded(*entries))
    assert len(fold.records) == 9998
    assert list(fold.folders[G].puts) == list(range(3, 10_000, 2))


@pytest.mark.parametrize(("size", "nodes"), [(4094, 0), (4095, 12), (4096, 0), (4097, 1)])
def test_appending_hashes_no_more_than_it_must(monkeypatch, size, nodes):
    """Appending one entry hashes one node for each subtree it completes, however long the log."""
    hashed = []

    def parents(level):
        above = _parents(level)
        hashed.extend(above)
        return above

    fold = folded(*[Entry(Op.ROTATE)] * size)
    monkeypatch.setattr(_merkle, "_parents", parents)
    fold.advance(Entry(Op.ROTATE).pack())

    assert len(hashed) == nodes

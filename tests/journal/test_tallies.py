"""Tallies of themes that a journal keeps, and what they must always agree with."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from functools import partial

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal_kit import (
    KEY,
    OTHER_KEY,
    Attacker,
    Failing,
    opened,
    reflection,
    run_child,
    session,
    silent,
    store_in,
)

from supervision import Journal, codec, reports
from supervision.errors import CorruptRecordError, TamperedRecordError
from supervision.journal import _bodies, _erasing, _ledger, _segments, _tallies, _writing
from supervision.journal._documents import document_id, keep
from supervision.journal._names import document_name
from supervision.journal._writing import commit
from supervision.records import Cancellation, Session, line_of, tally_of
from supervision.storage import MemoryBackend

THEMES = ("family.burden", "need.stigma", "focus.drift", "x.kent.evenings")


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Make stretches so short that a few records fill several."""
    monkeypatch.setattr(_tallies, "SHORTEST", 8)
    monkeypatch.setattr(_tallies, "TOGETHER", 2)
    monkeypatch.setattr(_tallies, "_AT_ONCE", 1_000)


def themed(number, *themes, **changes):
    """Return the session of that number, with themes of its own."""
    return session(number, cases=[], themes=set(themes) or {THEMES[number % 3]}, **changes)


def folded(backend):
    """Open the journal, and read its log at once."""
    journal = opened(backend)
    journal._state.refresh()
    return journal


def almost_full(journal):
    """Record until one entry is missing from a stretch; return the number of entries."""
    state = journal._state
    journal.record_all(themed(number) for number in range(20))
    while state.fold.size % 8 != 7:
        journal.record(themed(20 + state.fold.size))
    return state.fold.size


def tallies_kept(journal):
    """Return the stretches whose tallies a journal keeps."""
    state = journal._state
    return [
        stretch
        for stop in range(8, state.fold.size + 1, 8)
        for stretch in _tallies._ending_at(stop)
        if _tallies.kept_tally(state, stretch) is not None
    ]


def due(journal):
    """Return the stretches that a journal should keep a tally of."""
    size = journal._state.fold.size
    return [each for stop in range(8, size + 1, 8) for each in _tallies._ending_at(stop)]


def agrees(journal):
    """Say whether the tally is that of the lines, and every stretch has one that is right."""
    ledger = journal.ledger()
    tally = ledger.tally()
    return (
        tally == tally_of(list(ledger))
        and tallies_kept(journal) == due(journal)
        and journal.verify().ok
    )


def name_of(journal, stretch):
    """Return the name under which the tally of a stretch is kept."""
    document = _tallies._document(journal._state, stretch)
    return document_name(document, journal._state.fold.last_version(document))


CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("record"), st.integers(1, 9), st.sets(st.sampled_from(THEMES))),
        st.tuples(st.just("amend"), st.integers(0, 40), st.sets(st.sampled_from(THEMES))),
        st.tuples(st.just("cancel"), st.integers(0, 40), st.none()),
        st.tuples(st.just("erase"), st.integers(0, 40), st.none()),
        st.tuples(st.just("erase folder"), st.integers(0, 6), st.none()),
        st.tuples(st.just("rename"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("undo"), st.integers(0, 3), st.none()),
        st.tuples(st.just("draft"), st.integers(0, 6), st.none()),
        st.tuples(st.just("reopen"), st.none(), st.none()),
    ),
    max_size=12,
)


class Player:
    """Does to a journal what Hypothesis says, and passes over what cannot be done."""

    def __init__(self, backend):
        self.backend = backend
        self.journal = Journal.create(backend, KEY)
        self.count = 0

    def play(self, what, which, how):
        """Do one thing."""
        getattr(self, what.replace(" ", "_"))(which, how)

    def record(self, count, themes):
        """Record a few sessions in one commit, and a reflection."""
        with self.journal.batch() as batch:
            for number in range(self.count, self.count + count):
                batch.record(themed(number, *themes))
            batch.record(reflection(self.count, themes=themes))
        self.count += count

    def _one(self, number):
        lines = [line for line in self.journal.ledger() if line.kind == "session"]
        return self.journal.read(Session, lines[number % len(lines)].id) if lines else None

    def amend(self, number, themes):
        """Amend a session's themes and its month."""
        found = self._one(number)
        if found is not None:
            month = found.on.month % 12 + 1
            changed = attrs.evolve(found, themes=themes, on=date(2026, month, 1))
            self.journal.amend(changed, reason="misread")

    def cancel(self, number, _):
        """Amend a session: it was cancelled after all."""
        found = self._one(number)
        if found is not None:
            cancelled = Cancellation(by="S-001", reason="ill")
            self.journal.amend(attrs.evolve(found, cancelled=cancelled, minutes=0), reason="ill")

    def erase(self, number, _):
        """Erase a session."""
        found = self._one(number)
        if found is not None:
            self.journal.erase(found.id, reason="asked to")

    def erase_folder(self, number, _):
        """Erase a folder."""
        labels = [folder.label for folder in self.journal.folders()]
        if labels:
            self.journal.erase_folder(labels[number % len(labels)], reason="left")

    def rename(self, which, into):
        """Take a theme for another."""
        # What would lead back to where it began is refused.
        silent(lambda: self.journal.rename_theme(THEMES[which], into=THEMES[into], reason="same"))

    def undo(self, which, _):
        """Take a theme for itself again."""
        if THEMES[which] in self.journal.settings().aliases():
            self.journal.undo_rename(THEMES[which])

    def draft(self, number, _):
        """Begin a draft: an entry that is no record."""
        self.journal.begin_draft({"text": "begun"}, folder=f"S-{number:03}")

    def reopen(self, *_):
        """Go on in another process."""
        self.journal.close()
        self.journal = opened(self.backend)


@settings(deadline=None)
@given(changes=CHANGES)
def test_tallies_agree_with_the_lines_whatever_was_done(changes):
    """After any changes, the tally is that of the lines, and each whole stretch keeps a right one."""
    player = Player(MemoryBackend())
    for change in changes:
        player.play(*change)
        assert agrees(player.journal)
    player.journal.close()


@settings(deadline=None)
@given(changes=CHANGES)
def test_another_journal_over_the_same_store_counts_the_same(changes):
    """A journal that was open all along gives the same tally as the one that writes."""
    backend = MemoryBackend()
    player = Player(backend)
    with opened(backend) as other:
        for change in changes:
            player.play(*change)
            assert other.ledger().tally() == player.journal.ledger().tally()
    player.journal.close()


def test_a_stretch_is_read_wherever_its_segments_begin(monkeypatch):
    """Where erasures drew segments apart, the segment of a row is found by looking at all."""
    monkeypatch.setattr(_ledger, "LARGEST", 1)
    with Journal.create(MemoryBackend(), KEY) as journal:
        journal.record_all(themed(number) for number in range(60))
        journal.record_all(themed(number) for number in range(60, 100))
        state = journal._state
        for start in range(0, state.fold.size, 5):
            lines = _ledger.lines_between(state, start, start + 5)
            puts = [
                state.fold.record_at(seq) for seq in range(start, min(start + 5, state.fold.size))
            ]

            assert {line.id for line in lines} == {put[0].hex() for put in puts if put}


@pytest.fixture
def kept(backend):
    """Return a store with a journal of 60 sessions."""
    with Journal.create(backend, KEY) as made:
        made.record_all(themed(number) for number in range(60))
    return backend


def test_counting_opens_only_what_no_tally_answers_for(kept, monkeypatch):
    """Of 60 sessions the rows of the last few are opened, and no body."""
    opens = []
    real = _segments.unseal_segment
    monkeypatch.setattr(
        _segments, "unseal_segment", lambda *a, **k: opens.append(k["first"]) or real(*a, **k)
    )
    monkeypatch.setattr(_bodies, "unseal_body", None)
    with folded(kept) as journal:
        counts = reports.theme_counts(journal.ledger())
        begun = journal._state.fold.size // 8 * 8
        rest = [seq for each in journal._state.fold.folders.values() for seq in each.puts]

        assert sum(counts.values()) == 60
        assert len(opens) <= len([seq for seq in rest if seq >= begun])


def test_reports_say_the_same_of_tallies_as_of_lines(kept):
    """Counts and trends by month, quarter and year do not depend on what they were made from."""
    with folded(kept) as journal:
        for by in ("month", "quarter", "year"):
            ledger, lines = folded(kept).ledger(), list(journal.ledger())
            assert reports.theme_counts(ledger, by=by) == reports.theme_counts(lines, by=by)
            assert reports.theme_trend(ledger, by=by) == reports.theme_trend(lines, by=by)
            pattern = {"by": by, "theme": "family.*"}
            assert reports.theme_trend(ledger, **pattern) == reports.theme_trend(lines, **pattern)


def test_a_tally_is_written_as_the_format_says():
    """The bytes of a tally are those that every release must be able to read."""
    lines = [line_of(themed(number, on=date(2026, 11, 28 + number))) for number in range(2)]
    text = codec.encode_document("tally/1", tally_of([*lines, line_of(reflection(themes=()))]))

    assert text == (
        b'{"schema":"tally/1","document":{'
        b'"first":{"family.burden":"2026-11-28","need.stigma":"2026-11-29"},'
        b'"last":{"family.burden":"2026-11-28","need.stigma":"2026-11-29"},'
        b'"months":{"2026-02":{"lines":1,"themes":{}},'
        b'"2026-11":{"lines":2,"themes":{"family.burden":1,"need.stigma":1}}}}}'
    )


def test_a_short_journal_keeps_none(backend):
    """What is quickly counted is not kept."""
    with Journal.create(backend, KEY) as journal:
        journal.record(themed(1))

        assert journal._state.fold.documents == {}
        assert journal.ledger().tally().months["2026-01"].lines == 1


@pytest.mark.parametrize("attack", ["removed", "changed", "put back", "swapped"])
def test_a_tally_that_is_not_the_one_kept_is_refused(kept, attack):
    """Removed, changed, an older one put back or another's in its place: counting refuses."""
    with folded(kept) as journal:
        longest = max(due(journal), key=len)
        before = kept.get(name_of(journal, longest))
        found = journal.read(Session, themed(3).id)
        journal.amend(attrs.evolve(found, themes={"need.hope"}), reason="misread")
        name = name_of(journal, longest)
        there = kept.get(name)
        blobs = {
            "removed": None,
            "changed": there[:-1] + bytes([there[-1] ^ 1]),
            "put back": before,
            "swapped": kept.get(name_of(journal, range(8, 16))),
        }
        Attacker(kept).put(name, blobs[attack])
    with folded(kept) as journal:
        with pytest.raises(TamperedRecordError):
            journal.ledger().tally()
        found = journal.verify().findings

        assert [(each.code, each.name) for each in found] == [
            ("E-MISSING" if attack == "removed" else "E-ALTERED", name)
        ]
        assert len(journal.ledger()) == 60


def test_a_tally_sealed_with_a_wrong_count_is_named_by_verify(kept):
    """Whoever has the keys can keep a false tally; verify counts the rows and says so."""
    with folded(kept) as journal:
        state, stretch = journal._state, range(8)
        tally = _tallies.kept_tally(state, range(8, 16))
        text = codec.encode_document("tally/1", tally)
        document = document_id(state, "tally/0/8")
        commit(state, lambda to: keep(state, to, document, text, to.ring.primary("event")))
        names = [name_of(journal, stretch)]
        report = journal.verify()

        # Longer tallies were added up from the right one, and no longer agree with this.
        assert names[0] in [each.name for each in report.findings]
        assert {each.code for each in report.findings} == {"E-FACTS"}


def test_what_is_no_tally_is_refused_without_showing_it(kept):
    """A document that is no tally raises an error that repeats nothing of it."""
    with folded(kept) as journal:
        state = journal._state
        text = b'{"schema":"tally/1","document":{"months":{"CANARY":7}}}'
        document = _tallies._document(state, max(tallies_kept(journal), key=len))
        commit(state, lambda to: keep(state, to, document, text, to.ring.primary("event")))
        with pytest.raises(CorruptRecordError) as caught:
            journal.ledger().tally()

        assert "CANARY" not in repr((caught.value, caught.value.__context__))


@pytest.mark.parametrize("after", [False, True])
def test_a_record_is_durable_though_its_tally_could_not_be_kept(backend, after):
    """If the store fails while a tally is kept, what was recorded stands, and the next opening keeps it."""
    with Journal.create(backend, KEY) as made:
        almost_full(made)
    with folded(Failing(backend, at=2, after=after)) as journal:
        journal.record(themed(800))
        assert tallies_kept(journal) != due(journal) or after
        journal.record(themed(801))
        assert {themed(800).id, themed(801).id} <= {line.id for line in journal.ledger()}
    with folded(backend) as journal:
        journal.record(themed(802))
        assert agrees(journal)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["sqlite", "tinydb"])
@pytest.mark.parametrize("after", ["before", "after"])
@pytest.mark.parametrize(("deed", "at"), [("record", 2), ("batch", 3), ("amend", 2), ("erase", 2)])
def test_killed_while_a_tally_is_kept_nothing_is_lost(scheme, after, deed, at, tmp_path):
    """Killed at the commit that keeps a tally, what was done stands and counting is right."""
    store = store_in(tmp_path, scheme, create=True)
    with Journal.create(store, KEY) as made:
        size = almost_full(made)
    store.close()
    died = run_child("die_short", tmp_path, scheme, deed, "source", at, after).wait()

    with closing(store_in(tmp_path, scheme)) as store, folded(store) as journal:
        assert died == -signal.SIGKILL
        assert journal._state.fold.size > size
        assert journal.ledger().tally() == tally_of(list(journal.ledger()))
        journal.record(themed(900))
        assert agrees(journal)


def test_whoever_comes_second_keeps_no_second_tally(backend):
    """A tally that another process kept meanwhile is left as it is, and no entry is added."""
    with Journal.create(backend, KEY) as made:
        size = almost_full(made)
        with folded(backend) as other:
            other.record(themed(800))
            grown = other._state.fold.size
        made._state.refresh()
        kept = partial(_tallies.keep_tally, made._state, range(size - 7, size + 1))
        _writing._committed(made._state, kept)

        assert made._state.fold.size == grown
        assert agrees(made)


def test_a_ledger_stays_as_the_journal_was_when_it_was_given(kept):
    """Its lines and its tally are of one moment, whatever comes between."""
    with folded(kept) as journal, folded(kept) as other:
        before = list(journal.ledger())
        for change in (
            lambda: journal.record(themed(60)),
            lambda: other.record(themed(61)),
            lambda: other.amend(journal.read(Session, themed(3).id), reason="again"),
            lambda: journal.rename_theme(THEMES[0], into=THEMES[2], reason="the same"),
        ):
            first, second, third = (folded(kept).ledger() for _ in range(3))
            before = list(first)
            second.tally()
            ledger, half_read = journal.ledger(), journal.ledger(kind="session")
            change()

            assert list(ledger) == list(half_read) == before
            assert ledger.tally() == tally_of(before) == second.tally()
            assert list(second) == list(third) == before
            assert journal.ledger() is not ledger


def test_what_changes_no_line_leaves_the_ledger(kept):
    """After a draft, or a tally that was kept, reports still remember."""
    with folded(kept) as journal:
        ledger = journal.ledger()
        journal.begin_draft({"text": "begun"}, folder="S-001")

        assert journal.ledger() is ledger


def test_what_was_erased_is_not_remembered(kept):
    """After an erasure, here or elsewhere, a journal holds no line of what was erased."""
    for number, who in enumerate(("here", "elsewhere")):
        with folded(kept) as journal, folded(kept) as other:
            journal.record(themed(70 + number, "need.hope"))
            assert "need.hope" in journal.ledger().tally().first
            len(journal.ledger())
            eraser = journal if who == "here" else other
            eraser.erase(themed(70 + number).id, reason="asked to")
            journal._state.refresh()
            facts = journal._state.facts

            assert (facts.lines, facts.ledger) == ({}, None)
            assert all("need.hope" not in line.themes for line in facts.recent.values())
            assert "need.hope" not in journal.ledger().tally().first


def test_a_tally_given_to_several_cannot_be_changed(kept):
    """Nobody can change what a ledger says to the next."""
    with folded(kept) as journal:
        tally = journal.ledger().tally()
        for part in (tally.months, tally.months["2026-01"].themes, tally.first, tally.last):
            with pytest.raises(TypeError, match="copy it"):
                part.clear()


def test_one_commit_is_followed_by_few_tallies(kept, monkeypatch):
    """However many are missing, a commit waits for four at most, and counting is right meanwhile."""
    monkeypatch.setattr(_tallies, "_AT_ONCE", 4)
    with folded(kept) as journal:
        size = journal._state.fold.size
        journal.rename_theme(THEMES[0], into=THEMES[2], reason="the same")
        dropped = size // 8 + size // 16 + size // 32 + size // 64

        assert journal._state.fold.size == size + dropped + 1 + 4
        assert journal.ledger().tally() == tally_of(list(journal.ledger()))
        for number in range(60, 100):
            journal.record(themed(number))
            assert folded(kept).ledger().tally() == tally_of(list(journal.ledger()))
        assert agrees(journal)


@pytest.mark.parametrize("after", [False, True])
def test_the_same_process_keeps_what_it_could_not_keep_before(backend, after):
    """A tally that a store refused once follows the next commit."""
    with Journal.create(backend, KEY) as made:
        almost_full(made)
    with folded(Failing(backend, at=2, after=after)) as journal:
        journal.record(themed(800))
        journal.record(themed(801))

        assert agrees(journal)


@pytest.mark.parametrize("blob", [None, b"SVN", b"x" * 400])
def test_damaged_tallies_are_counted_anew(kept, blob):
    """A damaged tally is named as one, and recount makes all of them anew from the rows."""
    with folded(kept) as journal:
        name = name_of(journal, max(due(journal), key=len))
    Attacker(kept).put(name, blob)
    with folded(kept) as journal:
        with pytest.raises(TamperedRecordError, match="recount"):
            journal.ledger().tally()
        (finding,) = journal.verify().findings
        assert "recount" in finding.says
        journal.recount()

        assert agrees(journal)


def test_recounting_needs_rows_that_are_whole(kept):
    """Where a row is missing too, counting anew says so."""
    Attacker(kept).put(next(iter(kept.names("ledger/"))), None)
    with folded(kept) as journal, pytest.raises(TamperedRecordError):
        journal.recount()


def test_a_tally_that_makes_no_sense_is_named_and_the_others_are_looked_at(kept):
    """A month that there is not, or fewer than none, is no tally; verify names it by its own name."""
    with folded(kept) as journal:
        state, names = journal._state, []
        for stretch, month in (
            (range(8), '"2026-99":{"lines":1'),
            (range(16, 24), '"2026-01":{"lines":-1'),
        ):
            text = (
                '{"schema":"tally/1","document":{"first":{},"last":{},"months":{%s,"themes":{}}}}}'
            )
            document = _tallies._document(state, stretch)
            sealed = (text % month).encode()
            commit(
                state,
                lambda to, what=document, text=sealed: keep(
                    state, to, what, text, to.ring.primary("event")
                ),
            )
            names.append(name_of(journal, stretch))
        found = journal.verify().findings

        assert sorted(each.name for each in found) == sorted(names)
        assert {each.code for each in found} == {"E-FACTS"}


def test_a_large_folder_is_erased_from_a_long_log(monkeypatch):
    """Tallies that go with it leave room for what else the commit changes."""
    monkeypatch.setattr(_erasing, "_IN_ONE_COMMIT", 60)
    with Journal.create(MemoryBackend(), KEY) as journal:
        journal.record_all(themed(number, supervisees=["T-01"]) for number in range(150))
        journal.record(themed(900))
        receipt = journal.erase_folder("T-01", reason="left")

        assert receipt.removed > 150
        assert len(journal.ledger()) == 1
        assert agrees(journal)


def test_threads_that_record_erase_and_count_do_not_meet(kept):
    """What one thread forgets, another does not miss."""
    with folded(kept) as journal, ThreadPoolExecutor(4) as pool:
        for number in range(12):
            record = themed(500 + number)
            journal.record(record)
            tasks = [
                pool.submit(lambda: journal.ledger().tally()),
                pool.submit(journal.erase, record.id, reason="asked to"),
                pool.submit(journal.record, themed(700 + number)),
                pool.submit(lambda: len(journal.ledger())),
            ]
            for task in tasks:
                task.result()

        assert agrees(journal)


def test_damaged_rows_do_not_keep_anyone_from_recording(kept):
    """Where rows of a stretch cannot be proven, recording goes on and no tally is kept."""
    with folded(kept) as journal:
        # The record that is damaged does not complete a stretch itself.
        while journal._state.fold.size % 8 > 4:
            journal.record(themed(90 + journal._state.fold.size, supervisees=["T-01"]))
        before = set(kept.names("ledger/"))
        journal.record(themed(60, supervisees=["T-02"]))
        damaged = journal._state.fold.size // 8 * 8
        (segment,) = set(kept.names("ledger/")) - before
    Attacker(kept).put(segment, None)
    with folded(kept) as journal:
        for number in range(61, 90):
            journal.record(themed(number, supervisees=["T-01"]))
        without = [stretch for stretch in due(journal) if stretch not in tallies_kept(journal)]

        assert without
        assert all(damaged in stretch for stretch in without)
        with pytest.raises(TamperedRecordError):
            journal.ledger().tally()


def test_a_removed_key_leaves_tallies_readable(kept):
    """Tallies that were sealed before a key was removed still answer."""
    with folded(kept) as journal:
        journal.remove_key(journal.add_key(OTHER_KEY))
        assert agrees(journal)


def test_an_erased_record_leaves_no_tally_that_counted_it(kept):
    """After an erasure, the store holds only tallies that the log names now."""
    with folded(kept) as journal:
        journal.erase(themed(3).id, reason="asked to")
        names = {
            document_name(each, found.version)
            for each, found in journal._state.fold.documents.items()
        }

        assert set(kept.names("document/")) == names
        assert agrees(journal)

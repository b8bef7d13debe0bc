"""The journal against a plain dict, with someone who edits the store between the steps.

What is claimed, and checked after every step:

* The store is *edited* if it differs in any byte or name from what the journal last left there.
  An edit that was undone is none.
  (Two edits that the format leaves free, and that this adversary does not make, are no damage: a
  further signature on head, and log entries of the last block joined before their time.)
* A journal opened anew, with a pin that has seen what was last left there, is *silent* if opening
  raises nothing, reading everything (every record, `all`, the ledger and its tally, revisions, folders) raises
  nothing and gives exactly the model, and `verify` reports nothing. It is silent if and only if
  the store is not edited.
* Reading alone, without `verify`, may be silent about an edited store: a changed event, a blob that
  nobody asked for, one beyond the head. What it gives is the model all the same, never anything else.
* Without a pin the same holds, but for a store put back as a whole: that is silent, and reads as
  the journal did then. What was put back and edited besides reads as at that one time, or raises,
  and `verify` names it.
* A journal that was open all along may give from memory what it proved before; it is never
  wrong, and its `verify` is silent if and only if the store is not edited.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from journal_kit import KEY, OTHER_KEY, Attacker, opened, reflection, session

from supervision import Journal
from supervision.errors import ErasedError, SupervisionError
from supervision.journal import _tallies
from supervision.records import Reflection, Session, line_of, tally_of
from supervision.storage import MemoryBackend

FOLDERS = ("S-000", "S-001", "T-01")
SORTS = ("head", "ring", "slot", "log", "body", "ledger", "e", "document")
STRANGE = (
    "x",
    "log/zz",
    "event/0000000000000fff",
    "ledger/zz",
    "state/0000000000000001",
    "document/x",
)


class JournalAgainstAModel(RuleBasedStateMachine):
    """Owner and adversary take turns."""

    @initialize()
    def begin(self):
        """Make a journal that pins."""
        # Names of folders and slots come from random keys; a run that is repeated must meet the
        # same names in the same order.
        chance = random.Random(0)
        self.patched = pytest.MonkeyPatch()
        self.patched.setattr(os, "urandom", chance.randbytes)
        # So few entries make a stretch that its tally is there to be edited.
        self.patched.setattr(_tallies, "SHORTEST", 8)
        self.patched.setattr(_tallies, "TOGETHER", 2)
        self.patched.setattr(_tallies, "_AT_ONCE", 1_000)
        self.folder = Path(tempfile.mkdtemp())
        self.pin = self.folder / "pin"
        self.backend = MemoryBackend()
        self.attacker = Attacker(self.backend)
        self.journal = Journal.create(self.backend, KEY, pin=self.pin)
        self.model = {}
        self.homes = {}
        self.gone = set()
        self.drafts = []
        self.settings = self.journal.settings()
        self.number = 0
        self.second_key = None
        self.blobs = {}
        self.past = []
        self._left_as_is()

    def _left_as_is(self):
        self.true = self.attacker.image()
        if not self.past or self.past[-1][0] != self.true:
            records = {each: list(all_) for each, all_ in self.model.items()}
            self.past.append((self.true, (records, list(self.drafts), self.settings)))
        for name, blob in self.true.items():
            held = self.blobs.setdefault(name, [])
            if blob not in held:
                held.append(blob)

    def teardown(self):
        """Forget the files."""
        if hasattr(self, "journal"):
            self.patched.undo()
            self.journal.close()
            shutil.rmtree(self.folder)

    @property
    def edited(self):
        """Whether the store differs from what the journal left."""
        return self.attacker.image() != self.true

    # The owner

    def _new(self, draw):
        self.number += 1
        return (reflection if draw else session)(self.number)

    def _note(self, record, home):
        self.model[record.id] = [record]
        self.homes[record.id] = home

    @precondition(lambda self: not self.edited)
    @rule(home=st.sampled_from(FOLDERS), reflects=st.booleans())
    def record(self, home, reflects):
        """Record one."""
        record = self._new(reflects)
        self.journal.record(record, folder=home)
        self._note(record, home)
        self._left_as_is()

    @precondition(lambda self: not self.edited)
    @rule(
        homes=st.lists(st.sampled_from(FOLDERS), min_size=1, max_size=4),
        times=st.sampled_from([1, 1, 20]),
    )
    def batch(self, homes, times):
        """Record several at once."""
        with self.journal.batch() as batch:
            for home in homes * times:
                record = self._new(draw=False)
                batch.record(record, folder=home)
                self._note(record, home)
        self._left_as_is()

    @precondition(lambda self: not self.edited and self.model)
    @rule(data=st.data(), text=st.text("ab ", min_size=1, max_size=300))
    def amend(self, data, text):
        """Amend one."""
        record = data.draw(st.sampled_from(sorted(self.model)))
        kind = type(self.model[record][-1])
        change = {"notes": text + "."} if kind is Reflection else {"feedback": text}
        was = self.journal.read(kind, record)
        self.model[record].append(self.journal.amend(attrs.evolve(was, **change), reason=text))
        self._left_as_is()

    @precondition(lambda self: not self.edited and self.model)
    @rule(data=st.data())
    def erase(self, data):
        """Erase one."""
        record = data.draw(st.sampled_from(sorted(self.model)))
        self.journal.erase(record, reason="asked")
        del self.model[record]
        self.gone.add(record)
        self._left_as_is()

    @precondition(lambda self: not self.edited and self.model)
    @rule(data=st.data())
    def erase_folder(self, data):
        """Erase a folder."""
        home = self.homes[data.draw(st.sampled_from(sorted(self.model)))]
        self.journal.erase_folder(home, reason="left")
        for record in [each for each in self.model if self.homes[each] == home]:
            del self.model[record]
            self.gone.add(record)
        self.drafts = [each for each in self.drafts if each.folder != home]
        self._left_as_is()

    @precondition(lambda self: not self.edited)
    @rule(home=st.sampled_from(FOLDERS), text=st.text("ab ", max_size=300))
    def begin_draft(self, home, text):
        """Begin to write."""
        self.drafts.append(self.journal.begin_draft({"text": text}, folder=home))
        self._left_as_is()

    @precondition(lambda self: not self.edited and self.drafts)
    @rule(data=st.data(), text=st.text("ab ", max_size=300))
    def go_on(self, data, text):
        """Go on with what was begun."""
        at = data.draw(st.integers(0, len(self.drafts) - 1))
        self.drafts[at] = self.journal.keep_draft(self.drafts[at], {"text": text})
        self._left_as_is()

    @precondition(lambda self: not self.edited and self.drafts)
    @rule(finish=st.booleans())
    def end_draft(self, finish):
        """Record what was begun, or drop it."""
        draft = self.drafts.pop(0)
        if finish:
            record = self._new(draw=True)
            with self.journal.batch() as batch:
                batch.record(record, folder=draft.folder)
                batch.drop_draft(draft)
            self._note(record, draft.folder)
        else:
            self.journal.drop_draft(draft)
        self._left_as_is()

    @precondition(lambda self: not self.edited)
    @rule(number=st.integers(0, 3))
    def rename_or_undo(self, number):
        """Take a theme for another, or take that back."""
        theme = f"x.kent.theme-{number}"
        if theme in self.settings.aliases():
            self.settings = self.journal.undo_rename(theme)
        else:
            why = "they are one"
            self.settings = self.journal.rename_theme(theme, into="family.burden", reason=why)
        self._left_as_is()

    @precondition(lambda self: not self.edited)
    @rule()
    def add_or_remove_key(self):
        """Add a second key, or take it away."""
        if self.second_key is None:
            self.second_key = self.journal.add_key(OTHER_KEY)
        else:
            self.journal.remove_key(self.second_key, keep=[KEY])
            self.second_key = None
            again = self.settings.version + (self.settings.version > 0)
            self.settings = attrs.evolve(self.settings, version=again)
        self._left_as_is()

    @precondition(lambda self: not self.edited)
    @rule()
    def reopen(self):
        """Close and open."""
        self.journal.close()
        self.journal = opened(self.backend, pin=self.pin)

    @precondition(lambda self: not self.edited)
    @rule()
    def another_process_records(self):
        """Someone else writes, who pins elsewhere; then the owner looks, and pins it as well."""
        record = self._new(draw=False)
        with opened(self.backend) as other:
            other.record(record, folder=FOLDERS[0])
        # A pin covers what was seen when it was written, and no more.
        opened(self.backend, pin=self.pin).close()
        self._note(record, FOLDERS[0])
        self._left_as_is()

    # The adversary

    def _name(self, data):
        return data.draw(st.sampled_from(self.attacker.names() or ["x"]))

    @rule(data=st.data(), bit=st.integers(0, 2**20))
    def flip(self, data, bit):
        """Change one bit."""
        name = self._name(data)
        blob = bytearray(self.backend.get(name) or b"\0")
        bit %= len(blob) * 8
        blob[bit // 8] ^= 1 << bit % 8
        self.attacker.put(name, bytes(blob))

    @rule(data=st.data())
    def delete(self, data):
        """Remove a blob."""
        self.attacker.put(self._name(data), None)

    @rule(data=st.data(), blob=st.binary(max_size=400))
    def replace(self, data, blob):
        """Put anything in a blob's place."""
        self.attacker.put(self._name(data), blob)

    @rule(name=st.sampled_from(STRANGE), blob=st.binary(max_size=100))
    def add(self, name, blob):
        """Add what nobody asked for."""
        self.attacker.put(name, blob)

    @rule(data=st.data())
    def swap(self, data):
        """Exchange two blobs of a sort."""
        name = self._name(data)
        names = self.attacker.names(name.partition("/")[0])
        if names:
            self.attacker.swap(data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names)))

    @rule(data=st.data())
    def put_back_one(self, data):
        """Put back what a name once held."""
        name = data.draw(st.sampled_from(sorted(self.blobs)))
        held = self.blobs[name]
        self.attacker.put(name, held[data.draw(st.integers(0, len(held) - 1))])

    @rule(data=st.data(), sort=st.sampled_from(SORTS))
    def put_back_a_sort(self, data, sort):
        """Put back all of a sort as it was at one time."""
        image, _ = self.past[data.draw(st.integers(0, len(self.past) - 1))]
        for name in {*image, *self.attacker.names()}:
            if name.startswith(sort):
                self.attacker.put(name, image.get(name))

    @rule(data=st.data())
    def put_back_everything(self, data):
        """Put the whole store back."""
        image, _ = self.past[data.draw(st.integers(0, len(self.past) - 1))]
        self.attacker.put_back(image)

    @precondition(lambda self: self.edited)
    @rule()
    def repent(self):
        """Undo every edit."""
        self.attacker.put_back(self.true)

    # What must hold

    def _now(self):
        return self.model, self.drafts, self.settings

    def _read(self, journal, state):
        """Read everything and compare it with *state*; raise what reading raises."""
        model, drafts, known = state
        assert journal.settings() == known
        assert journal.drafts() == drafts
        lines = [line_of(all_[-1]) for all_ in model.values()]
        assert journal.ledger().tally() == tally_of(lines)
        assert list(journal.ledger()) == lines
        for kind in (Session, Reflection):
            wanted = [all_ for all_ in model.values() if type(all_[-1]) is kind]
            found = list(journal.all(kind))
            assert found == [all_[-1] for all_ in wanted]
            assert [each.revision for each in found] == [len(all_) for all_ in wanted]
            for all_ in wanted[-3:]:
                record = all_[-1].id
                assert journal.read(kind, record) == all_[-1]
                assert [one.record for one in journal.revisions(kind, record)] == all_
        homes = {}
        for record in model:
            homes[self.homes[record]] = homes.get(self.homes[record], 0) + 1
        held = {each.label: each.records for each in journal.folders() if each.records}
        assert held == homes
        for record in sorted(self.gone - set(model))[:2]:
            self._is_gone(journal, record)

    def _read_one_of(self, journal, models):
        for model in models[:-1]:
            try:
                return self._read(journal, model)
            except AssertionError:
                continue
        return self._read(journal, models[-1])

    def _is_gone(self, journal, record):
        try:
            journal.read(Session, record)
        except ErasedError:
            return
        except LookupError:
            # In a store put back as a whole it may not have been recorded yet.
            assert self.edited
            return
        raise AssertionError

    def _noise(self, *models, **options):
        """Return whether opening, reading or verifying objects; what is read is one of *models*."""
        try:
            journal = opened(self.backend, **options)
        except (SupervisionError, LookupError):
            return True
        with journal:
            try:
                self._read_one_of(journal, models)
            except SupervisionError:
                assert not journal.verify().ok
                return True
            return not journal.verify().ok

    @invariant()
    def silent_iff_nothing_was_edited(self):
        """With a pin: exactly then."""
        if not hasattr(self, "journal"):
            return
        seen = self.pin.read_bytes()
        assert self._noise(self._now(), pin=self.pin) == self.edited
        self.pin.write_bytes(seen)

    @invariant()
    def silent_without_a_pin_iff_it_is_a_whole_past(self):
        """Without a pin: also for the whole store of an earlier time, read as it was then."""
        if not hasattr(self, "journal"):
            return
        image = self.attacker.image()
        models = [model for then, model in self.past if then == image]
        if models:
            assert not self._noise(models[-1])
        else:
            # Part of it may be of an earlier time: reading gives one time or another, no mixture.
            assert self._noise(*[model for _, model in self.past])

    @invariant()
    def the_open_journal_is_never_wrong(self):
        """What it has proven it may give again; `verify` is silent exactly if nothing was edited."""
        if not hasattr(self, "journal"):
            return
        try:
            self._read(self.journal, self._now())
        except SupervisionError:
            assert self.edited
        assert self.journal.verify().ok == (not self.edited)


TestJournalAgainstAModel = JournalAgainstAModel.TestCase
TestJournalAgainstAModel.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

"""A guide driven at random beside a model of it that is made of lists."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from reflection_kit import catalogue, pack

from supervision.errors import InvalidRecordError
from supervision.records import AnswerKind
from supervision.reflection import Guide, reflect

OWN = catalogue(pack())
NAMES = ["x.own.pack", "schon", "seven-eyed", "brookfield", "mezirow", "safeguarding", "gibbs"]
SKIPPED = object()


def values(shown):
    """Make answers that fit the prompt *shown*."""
    return {
        AnswerKind.TEXT: st.text(min_size=1).filter(str.strip),
        AnswerKind.SCALE: st.integers(shown.low, shown.high),
        AnswerKind.YESNO: st.booleans(),
        AnswerKind.CHOICE: st.sampled_from(shown.choices or [""]),
        AnswerKind.LIST: st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=3),
    }[shown.kind]


class GuideMachine(RuleBasedStateMachine):
    """Answers, skips, goes back, goes to stages, and resumes from JSON."""

    @initialize(name=st.sampled_from(NAMES))
    def begin(self, name):
        """Begin at a model or pack, and look up what it asks without its help."""
        self.guide = reflect(name, catalogue=OWN)
        self.stages = {}
        if name in OWN.models:
            followed = OWN.models[name]
            self.stages = {one.id: one.prompt for one in followed.stages}
            theirs = [
                one for one in self.stages.values() if OWN.prompts[one] not in followed.prompts
            ]
            ids = [one.id for one in followed.prompts] or theirs
        else:
            ids = [one.id for one in OWN.packs[name].prompts]
        self.ids = ids
        self.asked = []
        self.given = {}
        self.at = None

    def may_ask(self, name):
        """Return whether the prompt *name* is asked as things stand."""
        when = OWN.prompts[name].when
        return when is None or self.given.get(when.prompt, SKIPPED) == when.is_

    def left(self):
        """Return what is still to be asked."""
        return [one for one in self.ids if one not in self.given and self.may_ask(one)]

    def now(self):
        """Return what is asked now."""
        return self.at or next(iter(self.left()), None)

    def take(self, value):
        """Note *value* as what was said to the present question."""
        name = self.now()
        if name not in self.given:
            self.asked.append(name)
        self.given[name] = value
        self.at = None
        # The slow way: whatever has lost its ground goes, until nothing more does.
        while lost := [one for one in self.asked if not self.may_ask(one)]:
            self.asked = [one for one in self.asked if one not in lost]
            for one in lost:
                del self.given[one]

    @precondition(lambda self: self.now())
    @rule(data=st.data())
    def answer(self, data):
        """Answer as the prompt asks for."""
        value = data.draw(values(OWN.prompts[self.now()]))
        self.guide = self.guide.answer(value)
        self.take(tuple(value) if isinstance(value, list) else value)

    @precondition(lambda self: self.now())
    @rule(value=st.sampled_from([None, 3.5, -1, 99, b"", {}, [1], ""]))
    def answer_amiss(self, value):
        """Answer as no prompt asks for."""
        with pytest.raises(InvalidRecordError):
            self.guide.answer(value)

    @precondition(lambda self: self.now())
    @rule()
    def skip(self):
        """Pass over a question."""
        self.guide = self.guide.skip()
        self.take(SKIPPED)

    @precondition(lambda self: self.now())
    @rule()
    def confirm(self):
        """Give the answer that is shown, if one is."""
        shown = self.guide.question.default
        if shown is not None:
            self.guide = self.guide.answer(shown)
            self.take(shown)

    @rule()
    def back(self):
        """Go back by one."""
        self.guide = self.guide.back()
        here = self.asked.index(self.at) if self.at in self.asked else len(self.asked)
        if here:
            self.at = self.asked[here - 1]

    @precondition(lambda self: self.stages)
    @rule(data=st.data())
    def go(self, data):
        """Go to a stage."""
        stage = data.draw(st.sampled_from(sorted(self.stages)))
        if self.may_ask(self.stages[stage]):
            self.guide = self.guide.go(stage)
            self.at = self.stages[stage]
        else:
            with pytest.raises(InvalidRecordError):
                self.guide.go(stage)

    @rule()
    def resume(self):
        """Write a draft and go on from it."""
        plain = json.loads(json.dumps(self.guide.to_plain()))
        again = Guide.from_plain(plain, catalogue=OWN)
        assert again == self.guide
        self.guide = again

    @invariant()
    def agrees(self):
        """Whatever was done, the guide stands where the lists do."""
        told = [(one, self.given[one]) for one in self.asked if self.given[one] is not SKIPPED]
        assert [(one.prompt, one.value) for one in self.guide.answers] == told
        assert self.guide.done == (self.now() is None)
        assert self.guide.themes == {theme for one, _ in told for theme in OWN.prompts[one].themes}
        self.agrees_on_the_question(self.guide.question)

    def agrees_on_the_question(self, question):
        """Compare what is asked now."""
        name = self.now()
        if name is None:
            assert question is None
            return
        here = self.asked.index(name) if name in self.asked else len(self.asked)
        earlier = self.given.get(name, SKIPPED)
        assert question.prompt == OWN.prompts[name]
        assert (question.number, question.of) == (here + 1, len(self.asked) + len(self.left()))
        assert question.default == (None if earlier is SKIPPED else earlier)

    @invariant()
    def makes_records(self):
        """Whatever stands there can be finished, if anything was answered."""
        if self.guide.answers:
            made = self.guide.reflection(on=date(2026, 3, 4), practitioner="S-014")
            assert made.answers == self.guide.answers


TestGuide = GuideMachine.TestCase
TestGuide.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)

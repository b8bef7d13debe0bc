"""Where a guide stands: what was asked so far, what is asked now, and what is left.

Each step returns a new state. Nothing here is shown to anyone, and nothing is read or written.
"""

from __future__ import annotations

import attrs

from supervision.catalogue import Prompt
from supervision.errors import InvalidRecordError
from supervision.records import Answer
from supervision.reflection._plan import Plan, Step


@attrs.frozen(kw_only=True)
class Taken:
    """A question that was answered or skipped.

    Attributes:
        prompt: The id of the prompt.
        answer: The answer, with the prompt as it was shown; None if it was skipped.
    """

    prompt: str
    answer: Answer | None = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class State:
    """Where a guide stands.

    Attributes:
        plan: What may be asked.
        taken: What was answered or skipped, in the order of asking.
        at: The prompt that someone went to, back or by its stage; None for the next open one.
    """

    plan: Plan
    taken: tuple[Taken, ...] = ()
    at: str | None = None

    @property
    def order(self) -> list[str]:
        """The ids of the prompts that were answered or skipped, in the order of asking."""
        return [one.prompt for one in self.taken]

    @property
    def open(self) -> list[Step]:
        """The steps that are still to be asked, as far as the answers so far tell."""
        taken, steps = set(self.order), self.plan.steps
        return [one for one in steps if one.prompt.id not in taken and self.may_ask(one.prompt)]

    @property
    def current(self) -> Step | None:
        """The step that is asked now; None if nothing is left."""
        return next(iter(self.open), None) if self.at is None else self.plan.step(self.at)

    def answer_to(self, prompt: str) -> Answer | None:
        """Return the answer to *prompt*; None if it was skipped, or not asked so far."""
        return next((one.answer for one in self.taken if one.prompt == prompt), None)

    def may_ask(self, prompt: Prompt) -> bool:
        """Return whether what *prompt* waits for was answered so, if it waits for anything."""
        when = prompt.when
        if when is None:
            return True
        answer = self.answer_to(when.prompt)
        # A one on a scale equals True, and is no yes.
        return answer is not None and (type(answer.value), answer.value) == (
            type(when.is_),
            when.is_,
        )

    def take(self, answer: Answer | None) -> State:
        """Put *answer*, or None for skipping, to the question that is asked now."""
        taken = Taken(prompt=self.asked().prompt.id, answer=answer)
        if taken.prompt not in self.order:
            return attrs.evolve(self, taken=(*self.taken, taken), at=None)
        anew = tuple(taken if one.prompt == taken.prompt else one for one in self.taken)
        return _without_branches_of(taken.prompt, attrs.evolve(self, taken=anew, at=None))

    def asked(self) -> Step:
        """Return the step that is asked now.

        Raises:
            InvalidRecordError: if nothing is left.
        """
        if self.current is None:
            msg = "there is no question left; finish, or go back to one"
            raise InvalidRecordError(msg, field="answers")
        return self.current

    def back(self) -> State:
        """Go to the question that was asked before the present one."""
        order = self.order
        here = order.index(self.at) if self.at in order else len(order)
        return attrs.evolve(self, at=order[here - 1]) if here else self

    def go(self, stage: str) -> State:
        """Go to the question of *stage*."""
        prompt = self.plan.of_stage(stage).prompt
        if prompt.when is not None and not self.may_ask(prompt):
            msg = f"{prompt.id} is asked only after a certain answer to {prompt.when.prompt}"
            raise InvalidRecordError(msg, field="stage")
        return attrs.evolve(self, at=prompt.id)


def _without_branches_of(prompt: str, state: State) -> State:
    """Return *state* without what was asked because of an answer to *prompt* that has changed."""
    for one in state.taken:
        later = state.plan.step(one.prompt).prompt
        if later.when and later.when.prompt == prompt and not state.may_ask(later):
            left = tuple(other for other in state.taken if other.prompt != later.id)
            state = _without_branches_of(later.id, attrs.evolve(state, taken=left))
    return state

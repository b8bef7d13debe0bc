"""A guide through prompts: one question at a time, as an object that never changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NoReturn, SupportsIndex

import attrs

from supervision.catalogue import Catalogue, Model, Pack, Prompt
from supervision.errors import InvalidRecordError
from supervision.records import Answer, Function, Reflection, Session
from supervision.reflection._drafts import plain_of, state_of
from supervision.reflection._plan import Step, plan_of
from supervision.reflection._state import State

Value = str | int | bool | tuple[str, ...]


@attrs.frozen(kw_only=True)
class Question:
    """A question as it is put now.

    Attributes:
        prompt: The prompt; `prompt.wording` is what to show.
        stage: The label of the stage that it is for; None where no model is followed.
        number: Which question it is, counted from 1.
        of: How many there are as far as is known: answers can open more, or close some.
        default: The answer that was given before, where the question is looked at again and
            the answer still fits it; None otherwise.
    """

    prompt: Prompt
    stage: str | None
    number: int
    of: int
    default: Value | None = attrs.field(default=None, repr=False)


@attrs.frozen(repr=False)
class Guide:
    """A way through prompts, made by `reflect`. It never changes: each step returns a new one.

    The question is the first that was neither answered nor skipped and that waits for no other
    answer. One that is asked only if another was answered so comes once that is the case, and
    not if the other was skipped.

    After `back` or `go`, the question is the one that was gone to. Answering or skipping it
    replaces what was there, in its place in the order of asking, and then the first open one
    comes again. If that takes away what later answers were asked for, those are dropped, and
    what was asked because of them, too; all others stay.

    It holds what was answered: its `repr` shows none of that, and it refuses to be pickled. To keep
    one, seal what `to_plain` returns.
    """

    _state: State = attrs.field()

    def __repr__(self) -> str:
        state = self._state
        return f"<Guide {state.plan.name}: {len(self.answers)} answered, {len(state.open)} open>"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        msg = "a Guide holds what was answered; seal what to_plain returns instead of pickling it"
        raise TypeError(msg)

    @property
    def question(self) -> Question | None:
        """The question that is asked now; None if none is left."""
        state, step = self._state, self._state.current
        if step is None:
            return None
        order, prompt = state.order, step.prompt
        here = order.index(prompt.id) if prompt.id in order else len(order)
        return Question(
            prompt=prompt,
            stage=None if step.stage is None else step.stage.label,
            number=here + 1,
            of=len(order) + len(state.open),
            default=_fitting(prompt, state.answer_to(prompt.id)),
        )

    @property
    def done(self) -> bool:
        """Whether no question is left. One can finish before that, too."""
        return self._state.current is None

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers so far, in the order of asking; what was skipped leaves nothing."""
        return tuple(one.answer for one in self._state.taken if one.answer is not None)

    @property
    def stages(self) -> tuple[str, ...]:
        """The ids of the model's stages that were answered, in the order of asking."""
        return tuple(step.stage.id for step, _ in self._answered() if step.stage is not None)

    @property
    def themes(self) -> frozenset[str]:
        """The themes of all prompts that were answered, to choose from.

        A prompt touches more themes than any one answer, so none is recorded unless it is given
        to `reflection` or `into`.
        """
        return frozenset(theme for step, _ in self._answered() for theme in step.prompt.themes)

    @property
    def functions(self) -> frozenset[Function]:
        """What the prompts that were answered are for."""
        return frozenset(step.prompt.function for step, _ in self._answered())

    @property
    def reminders(self) -> tuple[str, ...]:
        """What answers so far remind a person to do, in the order of asking; nothing is done."""
        return tuple(
            step.prompt.reminder.text
            for step, answer in self._answered()
            if step.prompt.reminder is not None and answer.value is step.prompt.reminder.on
        )

    def answer(self, value: str | int | bool | Iterable[str]) -> Guide:  # noqa: FBT001 - an answer
        """Answer the question that is asked now.

        Args:
            value: What its kind asks for: text, a whole number on its scale, true or false, one
                of its choices, or a list of texts.

        Raises:
            InvalidRecordError: if it is something else, or no question is left.
        """
        return Guide(self._state.take(self._state.asked().prompt.answer(value)))

    def skip(self) -> Guide:
        """Pass over the question that is asked now. No reason is asked for, and none is kept.

        Raises:
            InvalidRecordError: if no question is left.
        """
        return Guide(self._state.take(None))

    def back(self) -> Guide:
        """Go to the question that was asked before the present one; stay at the first."""
        return Guide(self._state.back())

    def go(self, stage: str) -> Guide:
        """Go to the question of a stage: a cycle may be entered anywhere, and lenses have no order.

        Args:
            stage: The id of a stage, lens, mode or phase of the model.

        Raises:
            InvalidRecordError: if there is no model, if it has no such stage or that asks nothing,
                or if its question waits for another answer.

        Source:
            Kolb (1984) and Page and Wosket (1994), whose cycles may be entered at any point.
        """
        return Guide(self._state.go(stage))

    def reflection(
        self,
        *,
        on: date,
        practitioner: str,
        client: str | None = None,
        session: str | None = None,
        themes: Iterable[str] = (),
        primary_theme: str | None = None,
        notes: str = "",
        id: str | None = None,  # noqa: A002 - what the record calls it
    ) -> Reflection:
        """Return what was answered so far as a reflection, with the model and its functions.

        Args:
            on: The day.
            practitioner: The pseudonym of who reflects.
            client: The pseudonym of the client it is about.
            session: The id of the session it looks back on.
            themes: The themes it touched, chosen from `themes` or from elsewhere.
            primary_theme: The one of them that it was most about.
            notes: Free text beside the answers.
            id: 32 hexadecimal digits; random unless given.

        Raises:
            InvalidRecordError: if nothing was answered, or a value breaks a rule.
        """
        if not self.answers:
            msg = "answers must hold one at least; answer a question before you finish"
            raise InvalidRecordError(msg, field="answers")
        model = self._state.plan.model
        given = Reflection(
            on=on,
            practitioner=practitioner,
            model=None if model is None else model.id,
            session=session,
            client=client,
            functions=self.functions,
            themes=themes,
            primary_theme=primary_theme,
            answers=self.answers,
            notes=notes,
        )
        return given if id is None else attrs.evolve(given, id=id)

    def into(self, session: Session, *, themes: Iterable[str] = ()) -> Session:
        """Return *session* with what was answered so far, after the answers it has.

        The functions of what was answered are added to those of the session as a whole.

        Args:
            session: A session, new or read from a journal; its revision is kept.
            themes: Themes to add to the session as a whole, chosen from `themes` or elsewhere.

        Raises:
            InvalidRecordError: if a theme is none.
        """
        return attrs.evolve(
            session,
            answers=(*session.answers, *self.answers),
            functions=session.functions | self.functions,
            themes=session.themes | frozenset(themes),
        )

    def to_plain(self) -> dict[str, Any]:
        """Return plain data for a draft: texts, numbers, lists and objects, ready for JSON.

        It holds every answer with the words that it answered, and is to be sealed like a record.
        """
        return plain_of(self._state)

    @staticmethod
    def from_plain(plain: Mapping[str, Any], *, catalogue: Catalogue | None = None) -> Guide:
        """Return the guide that *plain* describes, to go on with.

        Answers stay as they were given, with the words that they answered. What is still open is
        asked in the words of *catalogue*, which may be newer, and so is what is gone back to.

        Args:
            plain: What `to_plain` returned.
            catalogue: Where the prompts are; what comes with this release unless given.

        Raises:
            CorruptRecordError: if *plain* is anything else.
            UnsupportedFormatError: if a newer release wrote it.
            CatalogueError: if *catalogue* lacks a prompt of it, or has it in an older version.
        """
        return Guide(state_of(plain, catalogue or Catalogue.shipped()))

    def _answered(self) -> Iterator[tuple[Step, Answer]]:
        for one in self._state.taken:
            if one.answer is not None:
                yield self._state.plan.step(one.prompt), one.answer


def reflect(
    what: str | Model | Pack | Iterable[Prompt], *, catalogue: Catalogue | None = None
) -> Guide:
    """Begin to reflect along a model, a pack, or prompts of your choice.

    Args:
        what: A model, a pack, the id of either, or prompts in the order to ask them. Where a
            model and a pack share an id, it is the model. Prompts of a pack that were replaced
            are left out, and one that comes twice is asked once.
        catalogue: Where the prompts are; what comes with this release unless given.

    Raises:
        CatalogueError: if no model or pack has this id.
        InvalidRecordError: if there is nothing to ask, or a prompt is there in two versions.

    Examples:
        >>> guide = reflect("driscoll")
        >>> guide.question.stage, guide.question.number, guide.question.of
        ('What?', 1, 3)
        >>> guide = guide.answer("He laughed when I asked about Friday.").skip()
        >>> guide.question.stage
        'Now what?'
        >>> reflection = guide.reflection(on=date(2026, 11, 20), practitioner="S-014")
        >>> reflection.model, [answer.prompt for answer in reflection.answers]
        ('driscoll', ['driscoll.1-what'])
    """
    return Guide(State(plan=plan_of(what, catalogue)))


def _fitting(prompt: Prompt, earlier: Answer | None) -> Value | None:
    if earlier is None:
        return None
    try:
        return prompt.answer(earlier.value).value
    except InvalidRecordError:
        return None

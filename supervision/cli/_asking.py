"""Putting the question of a guide on the terminal, and taking what is typed."""

from __future__ import annotations

import re
from collections.abc import Callable

from supervision.catalogue import Prompt
from supervision.cli._exits import DeclinedError
from supervision.cli._screen import NOT_TEXT, Screen
from supervision.errors import InvalidRecordError
from supervision.records import AnswerKind, pseudonym_of
from supervision.reflection import Guide, Question

BACK, STOP, TAKE_AWAY = "<", ".", "-"

CONVENTIONS = (
    "Enter alone skips a question, and no reason is asked for.",
    f"{BACK} alone goes back to the question before.",
    f"{STOP} alone, Ctrl-D or Ctrl-C stops; what was answered is kept, sealed, as a draft.",
    "Text may have several lines, and a list has one item a line: an empty line ends either.",
)
"""How to answer, said once at the start."""

Lines = tuple[str, ...]
Keep = Callable[[Lines], None]
"""Called with the lines of an answer so far, to keep them."""

_LONGEST = 1_000_000  # characters in a text of a record
_OF_LINES = (AnswerKind.TEXT, AnswerKind.LIST)
_NUMBER = re.compile("[0-9]{1,3}")
_YES_NO = {"y": True, "yes": True, "n": False, "no": False}
_HOW = {
    AnswerKind.SCALE: "A number from {low} to {high}:",
    AnswerKind.YESNO: "y or n:",
    AnswerKind.CHOICE: "Its number:",
}


class StoppedError(Exception):
    """Whoever answers stops here, to go on another day."""


def asked(screen: Screen, guide: Guide, question: Question, *, begun: Lines, keep: Keep) -> Guide:
    """Ask the question that a guide is at until the answer is of its kind.

    Args:
        screen: Where to ask.
        guide: The guide.
        question: Its question.
        begun: The lines of an answer that was not ended.
        keep: Called after each line of an answer that may have several.

    Returns:
        The guide one step on, or back.

    Raises:
        StoppedError: if whoever answers stops.
    """
    _show(screen, question, begun)
    while True:
        try:
            return _step(screen, guide, question, begun, keep)
        except InvalidRecordError as error:
            screen.note(f"  {error}")


def typed(screen: Screen, question: str) -> str:
    """Return the line that is typed in answer, without blanks around it.

    Raises:
        StoppedError: if it says to stop, or if nobody is there.
    """
    while True:
        try:
            line = screen.ask(question).strip()
        except DeclinedError:
            line = STOP
        except InvalidRecordError:
            screen.note(f"  {NOT_TEXT}; type it again")
            continue
        if line == STOP:
            raise StoppedError
        return line


def who_reflects(screen: Screen, ask: Callable[[str], str]) -> str:
    """Return the code of who reflects, once it is one.

    Args:
        screen: Where to tell what is wrong.
        ask: Asks a question and returns what is typed.
    """
    while True:
        try:
            return pseudonym_of(ask("Who reflects? A code such as S-014:"), field="it")
        except InvalidRecordError as error:
            screen.note(f"  {error}")


def _show(screen: Screen, question: Question, begun: Lines) -> None:
    prompt, stage = question.prompt, question.stage
    place = f"{question.number} of {question.of}"
    screen.note("")
    screen.note(place if stage is None else f"{place}: {stage}")
    screen.note(prompt.wording)
    if stage is None or prompt.purpose.lower() != stage.lower():
        screen.aside(f"  for: {prompt.purpose}")
    for number, choice in enumerate(prompt.choices, start=1):
        screen.note(f"  {number}  {choice}")
    if question.default is not None:
        screen.note(f"  answered before: {_told(question.default)}")
        screen.aside(f"  Enter alone keeps that, {TAKE_AWAY} alone takes it away")
    for line in begun:
        screen.note(f"> {line}")


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _step(screen: Screen, guide: Guide, question: Question, begun: Lines, keep: Keep) -> Guide:
    prompt, default = question.prompt, question.default
    how = _HOW.get(prompt.kind, ">").format(low=prompt.low, high=prompt.high)
    first = begun[0] if begun else typed(screen, how)
    if first == BACK:
        return _back(screen, guide)
    if first == "" and default is not None:
        return guide.answer(default)
    if first == "" or (first == TAKE_AWAY and default is not None):
        return guide.skip()
    if prompt.kind in _OF_LINES:
        lines = begun or _kept(prompt, (), first, keep)
        return guide.answer(_value(prompt, _lines(screen, prompt, lines, keep)))
    return guide.answer(_chosen(prompt, first))


def _back(screen: Screen, guide: Guide) -> Guide:
    before = guide.back()
    if before.question == guide.question:
        screen.note("  this is the first question")
    return before


def _lines(screen: Screen, prompt: Prompt, lines: Lines, keep: Keep) -> Lines:
    while line := typed(screen, ">"):
        if line == BACK:
            screen.note(f"  {BACK} goes back where nothing is written yet; an empty line ends this")
            continue
        try:
            lines = _kept(prompt, lines, line, keep)
        except InvalidRecordError as error:
            screen.note(f"  {error}")
    return lines


def _kept(prompt: Prompt, lines: Lines, line: str, keep: Keep) -> Lines:
    """Keep *lines* and one more, which is judged first: what was taken before is never lost.

    Raises:
        InvalidRecordError: if it would make the answer too long.
    """
    more = (*lines, line)
    longest = line if prompt.kind is AnswerKind.LIST else "\n".join(more)
    if len(longest) > _LONGEST:
        msg = f"that line is not taken: a text must be at most {_LONGEST:,} characters"
        raise InvalidRecordError(msg)
    keep(more)
    return more


def _value(prompt: Prompt, lines: Lines) -> str | Lines:
    return lines if prompt.kind is AnswerKind.LIST else "\n".join(lines)


def _chosen(prompt: Prompt, text: str) -> str | int | bool:
    """Return what *text* means where one thing is chosen; itself if it means nothing."""
    number = int(text) if _NUMBER.fullmatch(text) else None
    if prompt.kind is AnswerKind.SCALE:
        return text if number is None else number
    if prompt.kind is AnswerKind.YESNO:
        return _YES_NO.get(text.lower(), text)
    return _choice(prompt, text, number)


def _choice(prompt: Prompt, text: str, number: int | None) -> str:
    if number is not None and 1 <= number <= len(prompt.choices):
        return prompt.choices[number - 1]
    return next((one for one in prompt.choices if one.lower() == text.lower()), text)

"""From the last answer to a record: themes, reminders, what may say who somebody is."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import partial

import attrs

from supervision import Session
from supervision.cli._again import tried, wants
from supervision.cli._asking import BACK, StoppedError, asked, typed, who_reflects
from supervision.cli._begun import show_begun
from supervision.cli._exits import DeclinedError
from supervision.cli._screen import Screen
from supervision.cli._shapes import tell_shapes
from supervision.cli._sitting import Sitting
from supervision.cli._telling import gathered, tell
from supervision.errors import (
    BackendUnavailableError,
    ConflictError,
    IdentifierError,
    RecordNotFoundError,
)
from supervision.identifiers import Finding, check
from supervision.journal import Draft
from supervision.records import Answer, Reflection

Recorded = Reflection | Session

_VALUE = re.compile(r"answers\[(\d+)\]\.value")
_APART = re.compile(r"[\s,|]+")
_REASON = "answers from a guided reflection"
_HOW_TO_CHOOSE = "  give numbers, such as 1 3, or all; Enter alone chooses none"


def turn(screen: Screen, sitting: Sitting, *, strict: bool) -> Recorded | None:
    """Go one step on with *sitting*: a question, or what comes after the last one.

    Returns:
        What was recorded; None if it is not over.

    Raises:
        StoppedError: if whoever answers stops.
        IdentifierError: if *strict*, and the answers may say who somebody is.
        DeclinedError: if nothing was answered.
    """
    guide, question = sitting.guide, sitting.guide.question
    if question is None:
        return _ended(screen, sitting, strict=strict)
    after = asked(screen, guide, question, begun=sitting.lines, keep=sitting.keep_lines)
    sitting.move(after)
    for reminder in after.reminders:
        if reminder not in guide.reminders:
            screen.warn(f"for you to act on: {reminder}")
    return None


def _ended(screen: Screen, sitting: Sitting, *, strict: bool) -> Recorded | None:
    _answered_draft(sitting)
    if not _has_themes(screen, sitting):
        return None
    for reminder in sitting.guide.reminders:
        screen.warn(f"for you to act on: {reminder}")
    try:
        record, findings = tried(screen, lambda: _looked_at(sitting))
    except RecordNotFoundError:
        _stand_alone(screen, sitting)
        return None
    tell(screen, findings)
    tell_shapes(screen, sitting.journal, record)
    if findings and strict:
        _refuse(screen, sitting, findings)
        return None
    _show_left(screen, sitting)
    return _agreed(screen, sitting, record, doubtful=bool(findings or sitting.begun))


def _stand_alone(screen: Screen, sitting: Sitting) -> None:
    """Make it a reflection of its own, if whoever is asked agrees: its session is gone."""
    screen.warn("the session that these answers were to go into is not in the journal any more")
    if typed(screen, "Make a reflection of its own of them? [Y/n]").lower() in ("n", "no"):
        raise StoppedError
    practitioner = who_reflects(screen, partial(typed, screen))
    sitting.stand_alone(_answered_draft(sitting), practitioner)


def _show_left(screen: Screen, sitting: Sitting) -> None:
    if sitting.begun:
        screen.warn("what follows was begun and is in no answer; it goes once this is recorded:")
    for begun in sitting.begun:
        show_begun(screen, begun)


def _answered_draft(sitting: Sitting) -> Draft:
    """Return the draft, which there is as soon as something was answered."""
    draft = sitting.draft
    if draft is not None and sitting.guide.answers:
        return draft
    if draft is not None and not sitting.begun:
        sitting.journal.drop_draft(draft)
        sitting.draft = None
    msg = "nothing was answered, so nothing was recorded"
    raise DeclinedError(msg)


# Themes


def _has_themes(screen: Screen, sitting: Sitting) -> bool:
    """Say whether the themes were chosen; not if whoever answers went back."""
    offered = sorted(sitting.guide.themes)
    if sitting.themes is None and offered:
        screen.note("")
        screen.note("themes that these questions touch:")
        for number, theme in enumerate(offered, start=1):
            screen.note(f"  {number}  {sitting.catalogue.label(theme)} ({theme})")
    while sitting.themes is None:
        text = (
            typed(screen, "Which of them came up? Numbers, all, or Enter for none:")
            if offered
            else ""
        )
        if text == BACK:
            sitting.move(sitting.guide.back())
            return False
        chosen = _chosen(text, offered)
        if chosen is None:
            screen.note(_HOW_TO_CHOOSE)
        else:
            sitting.choose(chosen)
    return True


def _chosen(text: str, offered: list[str]) -> tuple[str, ...] | None:
    """Return the themes that *text* chooses; None if it cannot be understood.

    >>> _chosen("2, 1", ["family.burden", "need.unmet"])
    ('family.burden', 'need.unmet')
    """
    if text.lower() in ("", "none"):
        return ()
    if text.lower() == "all":
        return tuple(offered)
    numbers = {str(number): theme for number, theme in enumerate(offered, start=1)}
    given = set(_APART.split(text)) - {""}
    if not given <= set(numbers):
        return None
    return tuple(theme for number, theme in numbers.items() if number in given)


# The record


def _record(sitting: Sitting) -> Recorded:
    about, themes = sitting.about, sitting.themes or ()
    if about.into is not None:
        session = sitting.journal.read(Session, about.into)
        return sitting.guide.into(session, themes=themes)
    return sitting.guide.reflection(
        on=about.on,
        practitioner=sitting.folder,
        client=about.client,
        session=about.session,
        themes=themes,
    )


def _looked_at(sitting: Sitting) -> tuple[Recorded, list[Finding]]:
    record = _record(sitting)
    return record, _findings(sitting, record)


def _findings(sitting: Sitting, record: Recorded) -> list[Finding]:
    """Return where the new answers may say who somebody is, in the words of a person."""
    found = check(record, known=sitting.journal.known_names())
    # What a session said before is no news.
    new = set(sitting.guide.answers)
    return [one for each in found for one in _named(each, record.answers, new)]


def _named(finding: Finding, answers: tuple[Answer, ...], new: set[Answer]) -> list[Finding]:
    """Return *finding* with its prompt for a field; nothing if it is in no new answer."""
    place = _VALUE.match(finding.field)
    answer = None if place is None else answers[int(place[1])]
    if place is None or answer not in new:
        return []
    item = finding.field[place.end() :]
    return [attrs.evolve(finding, field=f"the answer to {answer.prompt}{item}")]


def _refuse(screen: Screen, sitting: Sitting, findings: list[Finding]) -> None:
    """Raise what was found, unless whoever answers goes back to write something else."""
    ask = f"--strict records nothing of that kind. {BACK} goes back, anything else stops here:"
    with suppress(StoppedError):
        if typed(screen, ask) == BACK:
            sitting.move(sitting.guide.back())
            return
    msg = "; ".join(str(one) for one in findings)
    raise IdentifierError(msg, field=findings[0].field, findings=tuple(findings))


def _agreed(
    screen: Screen, sitting: Sitting, record: Recorded, *, doubtful: bool
) -> Recorded | None:
    """Return what was recorded, if whoever is asked agrees; None if they go back or try again."""
    how, default = ("it all the same? [y/N", "n") if doubtful else ("it? [Y/n", "y")
    while True:
        answer = typed(screen, f"Record {how}, {BACK} goes back]").lower() or default
        if answer == BACK:
            sitting.move(sitting.guide.back())
            return None
        if answer in ("y", "yes"):
            return _sealed(screen, sitting, record)
        if answer in ("n", "no"):
            raise StoppedError


def _sealed(screen: Screen, sitting: Sitting, record: Recorded) -> Recorded | None:
    try:
        return _committed(sitting, record)
    except (BackendUnavailableError, ConflictError) as error:
        # The session may have been amended: it is read again before the next try. What seems to
        # have failed and arrived all the same is not recorded twice: its draft is gone then.
        if wants(screen, error, "Try again?"):
            return None
        raise
    except RecordNotFoundError as error:
        if sitting.draft is not None and error.record == sitting.draft.id:
            sitting.draft = None
        raise


def _committed(sitting: Sitting, record: Recorded) -> Recorded:
    # What they warn of was told before the question.
    with gathered(), sitting.journal.batch() as batch:
        new: Recorded
        if isinstance(record, Session):
            new = batch.amend(record, reason=_REASON)
        else:
            new = batch.record(record)
        batch.drop_draft(_answered_draft(sitting))
    return new

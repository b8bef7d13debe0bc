"""`supervision reflect`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import attrs
from cyclopts import Parameter

from supervision import Journal
from supervision.catalogue import Catalogue, UsedFor
from supervision.cli._asking import CONVENTIONS, StoppedError, who_reflects
from supervision.cli._begun import wants_dropped
from supervision.cli._catalogue import catalogue_of
from supervision.cli._ending import Recorded, turn
from supervision.cli._exits import DeclinedError, RefusedError
from supervision.cli._find import SHORT, line_of_record
from supervision.cli._kept import drop_one, list_drafts, the_draft
from supervision.cli._options import REACH, Reach
from supervision.cli._screen import Screen
from supervision.cli._sitting import About, Sitting, taken_up
from supervision.cli._today import today_here
from supervision.cli._unlocking import opened
from supervision.errors import SupervisionError
from supervision.records import pseudonym_of
from supervision.reflection import reflect as guided


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Subject:
    """What it is about."""

    practitioner: Annotated[
        str | None, Parameter(help="Who reflects, such as S-014; asked if not given.")
    ] = None
    client: Annotated[
        str | None, Parameter(help="The code of the client it is about, such as C-201.")
    ] = None
    session: Annotated[
        str | None, Parameter(help="The id of the session it looks back on, or its beginning.")
    ] = None
    on: Annotated[date | None, Parameter(help="The day; today if not given.")] = None


NOTHING = Subject()


def reflect(
    what: Annotated[str | None, Parameter(name="MODEL_OR_PACK")] = None,
    /,
    *,
    subject: Subject = NOTHING,
    into: str | None = None,
    strict: bool = False,
    resume: bool = False,
    drafts: bool = False,
    drop: str | None = None,
    yes: bool = False,
    reach: Reach = REACH,
) -> None:
    """Reflect along a model or a pack of prompts, question by question.

    Enter alone skips a question, `<` goes back, and `.`, Ctrl-D or Ctrl-C stops. Every answer is
    sealed as a draft when it is given, so that a terminal that is killed loses at most the line
    being typed; go on with --resume. A question whose words have changed since gets no line that was
    written to the old ones. At the end themes are offered, and what may say who somebody
    is, is pointed out, before anything is recorded.

    Args:
        what: A model such as gibbs, or a pack such as needs; with --resume, the id of a draft.
        subject: What it is about.
        into: Put the answers into the session with this id, instead of a reflection of their own.
        strict: Record nothing that may say who somebody is.
        resume: Go on with a draft.
        drafts: List the drafts, without their text.
        drop: Drop the draft with this id.
        yes: Do not ask before dropping.
        reach: Which journal, and its key.
    """
    screen = Screen(json=reach.json)
    _check_modes(what, resume=resume, drafts=drafts, drop=drop)
    _check_about(subject, into, begun=not (resume or drafts or drop is not None))
    with opened(screen, reach) as journal:
        if drafts:
            list_drafts(screen, journal)
        elif drop is not None:
            drop_one(screen, journal, drop, yes=yes)
        elif resume:
            catalogue = catalogue_of(journal)
            _sit(
                screen,
                taken_up(screen, journal, catalogue, the_draft(screen, journal, what)),
                strict=strict,
            )
        else:
            _sit(screen, _begun(screen, journal, str(what), subject, into), strict=strict)


def _check_modes(what: str | None, *, resume: bool, drafts: bool, drop: str | None) -> None:
    modes = [resume, drafts, drop is not None]
    if sum(modes) > 1 or (what is not None and any(modes[1:])):
        msg = "give one of these only: a model or pack, --resume, --drafts, --drop"
        raise RefusedError(msg)
    if what is None and not any(modes):
        models = Catalogue.shipped().models.values()
        ids = ", ".join(one.id for one in models if one.used_for is UsedFor.REFLECTION)
        msg = f"along what? give a model ({ids}), or a pack: supervision pack list"
        raise RefusedError(msg)


def _check_about(subject: Subject, into: str | None, *, begun: bool) -> None:
    if into is not None and subject != NOTHING:
        msg = "--into keeps day, people and clients of its session; leave the other options out"
        raise RefusedError(msg)
    if not begun and (into is not None or subject != NOTHING):
        msg = "a draft keeps what it is about; leave the other options out"
        raise RefusedError(msg)


def _begun(
    screen: Screen, journal: Journal, what: str, subject: Subject, into: str | None
) -> Sitting:
    catalogue = catalogue_of(journal)
    guide = guided(what, catalogue=catalogue)
    session = _session(journal, into or subject.session)
    client = None if subject.client is None else pseudonym_of(subject.client, field="--client")
    about = About(
        on=subject.on or today_here(),
        client=client,
        session=None if into else session,
        into=session if into else None,
    )
    folder = _practitioner(screen, subject) if about.into is None else _home(journal, about.into)
    return Sitting(
        screen=screen,
        journal=journal,
        catalogue=catalogue,
        about=about,
        folder=folder,
        guide=guide,
    )


def _session(journal: Journal, beginning: str | None) -> str | None:
    if beginning is None:
        return None
    line = line_of_record(journal, beginning)
    if line.kind != "session":
        msg = f"that is the id of a record of another kind: {line.kind}; give that of a session"
        raise RefusedError(msg)
    return line.id


def _home(journal: Journal, session: str) -> str:
    """Return the label of the folder that a session is in."""
    labels = [folder.label for folder in journal.folders()]
    return next(
        label for label in labels if any(one.id == session for one in journal.ledger(folder=label))
    )


def _practitioner(screen: Screen, subject: Subject) -> str:
    if subject.practitioner is not None:
        return pseudonym_of(subject.practitioner, field="--practitioner")
    return who_reflects(screen, screen.ask)


def _sit(screen: Screen, sitting: Sitting, *, strict: bool) -> None:
    for convention in CONVENTIONS:
        screen.note(convention)
    recorded = None
    try:
        _look_at_strays(screen, sitting)
        while recorded is None:
            recorded = turn(screen, sitting, strict=strict)
    except StoppedError:
        if sitting.draft is None:
            msg = "nothing was answered, so nothing was kept"
            raise DeclinedError(msg) from None
        _tell_kept(screen, sitting)
    except (KeyboardInterrupt, SupervisionError):
        _tell_kept(screen, sitting)
        raise
    if recorded is not None:
        _tell_recorded(screen, recorded)
    screen.document(_plain(sitting, recorded))


def _look_at_strays(screen: Screen, sitting: Sitting) -> None:
    # Its pack may have other questions by now, or the same in other words.
    for begun in sitting.strays:
        if wants_dropped(screen, begun):
            sitting.drop(begun)


def _tell_kept(screen: Screen, sitting: Sitting) -> None:
    if sitting.draft is not None:
        short = sitting.draft.id[:SHORT]
        screen.note(f"kept as draft {short}; go on with: supervision reflect --resume {short}")


def _tell_recorded(screen: Screen, recorded: Recorded) -> None:
    kind, short = type(recorded).__name__.lower(), recorded.id[:SHORT]
    done = "recorded" if recorded.revision == 1 else f"at revision {recorded.revision}:"
    screen.say(f"{done} {kind} {short}, with {len(recorded.answers)} answers")


def _plain(sitting: Sitting, recorded: Recorded | None) -> dict[str, object]:
    kept = recorded is None and sitting.draft is not None
    return {
        "id": None if recorded is None else recorded.id,
        "kind": None if recorded is None else type(recorded).__name__.lower(),
        "draft": sitting.draft.id if kept and sitting.draft is not None else None,
        "answers": len(sitting.guide.answers),
        "themes": list(sitting.themes or ()),
        "reminders": list(sitting.guide.reminders),
    }

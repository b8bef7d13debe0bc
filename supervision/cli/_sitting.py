"""A sitting of guided reflection, sealed as a draft at every step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from supervision import Journal
from supervision.catalogue import Catalogue, Prompt
from supervision.cli._again import wants
from supervision.cli._asking import Lines
from supervision.cli._begun import Begun, begun_with
from supervision.cli._screen import Screen
from supervision.codec import structured
from supervision.errors import (
    BackendUnavailableError,
    CatalogueError,
    ConflictError,
    CorruptRecordError,
    InvalidRecordError,
    RecordNotFoundError,
    SupervisionError,
)
from supervision.journal import Draft
from supervision.reflection import Guide

_ID = re.compile(r"[a-z][a-z0-9.-]{0,79}")


@attrs.frozen(kw_only=True)
class About:
    """What a sitting is about.

    Attributes:
        on: The day.
        client: The code of the client it is about.
        session: The id of the session it looks back on.
        into: The id of the session that the answers go into.
    """

    on: date
    client: str | None = None
    session: str | None = None
    into: str | None = None


@attrs.frozen(kw_only=True)
class _Content:
    """What a draft of a sitting holds."""

    guide: dict[str, Any] = attrs.field(repr=False)
    about: About
    themes: tuple[str, ...] | None = None
    begun: tuple[Begun, ...] = attrs.field(default=(), repr=False)


@attrs.define(kw_only=True, repr=False)
class Sitting:
    """A sitting of guided reflection.

    Attributes:
        screen: Where whoever answers is asked.
        journal: Where its draft is sealed, and what it becomes.
        catalogue: Where its questions are.
        about: What it is about.
        folder: The label of the folder that it belongs to; of a reflection, the practitioner's code.
        guide: Where it stands.
        themes: The themes that were chosen; None until they were.
        begun: What was written of answers that were not ended.
        draft: Its draft, once there is something to keep.
    """

    screen: Screen
    journal: Journal
    catalogue: Catalogue
    about: About
    folder: str
    guide: Guide
    themes: tuple[str, ...] | None = None
    begun: tuple[Begun, ...] = ()
    draft: Draft | None = None

    @property
    def lines(self) -> Lines:
        """The lines of an answer to the question of now, if one was begun."""
        prompt = self._prompt
        fitting = (one.lines for one in self.begun if prompt is not None and one.fits(prompt))
        return next(fitting, ())

    @property
    def strays(self) -> tuple[Begun, ...]:
        """What was begun in answer to a question that is not the one of now, in these words."""
        prompt = self._prompt
        return tuple(one for one in self.begun if prompt is None or not one.fits(prompt))

    def keep(self) -> None:
        """Seal it as it stands; nothing until something was written.

        Whoever answers is asked what to do as long as the store refuses.
        """
        while True:
            try:
                return self._seal()
            except (BackendUnavailableError, ConflictError, RecordNotFoundError) as error:
                self._decide(error)

    def _seal(self) -> None:
        if self.draft is not None:
            self.draft = self.journal.keep_draft(self.draft, self._content())
        elif self.guide.answers or self.begun:
            self.draft = self.journal.begin_draft(self._content(), folder=self.folder)

    def _decide(self, error: SupervisionError) -> None:
        """Return if another try is wanted; one of a draft that is not ours alone makes a new one.

        Raises:
            SupervisionError: *error*, if none is wanted.
        """
        lost = self.draft is not None and error.record == self.draft.id
        if lost and isinstance(error, RecordNotFoundError):
            self.draft = None
        question = "Keep yours as a draft of its own?" if lost else "Try again?"
        if not wants(self.screen, error, question):
            raise error
        self.draft = None if lost else self.draft

    def keep_lines(self, lines: Lines) -> None:
        """Seal it with the lines of an answer so far to the question of now."""
        prompt = self._prompt
        before = self.begun
        begun = (begun_with(prompt, lines),) if prompt is not None else ()
        self.begun = (*self.strays, *begun)
        try:
            self.keep()
        except InvalidRecordError:
            # A line that no draft can hold is not taken, and the next one must not fail for it.
            self.begun = before
            raise

    def drop(self, begun: Begun) -> None:
        """Seal it without what was begun there."""
        self.begun = tuple(one for one in self.begun if one is not begun)
        self.keep()

    def move(self, guide: Guide) -> None:
        """Seal it one step on, or back."""
        self.begun = self.strays
        self.guide = guide
        # Other answers offer other themes.
        self.themes = None
        self.keep()

    def stand_alone(self, before: Draft, practitioner: str) -> None:
        """Seal it as a reflection of its own, in the folder of *practitioner*, and not in *before*."""
        self.draft = None
        self.about, self.folder = attrs.evolve(self.about, into=None), practitioner
        self.keep()
        self.journal.drop_draft(before)

    def choose(self, themes: tuple[str, ...]) -> None:
        """Seal it with the themes that were chosen."""
        self.themes = themes
        self.keep()

    @property
    def _prompt(self) -> Prompt | None:
        question = self.guide.question
        return None if question is None else question.prompt

    def _content(self) -> dict[str, Any]:
        about = attrs.asdict(self.about) | {"on": self.about.on.isoformat()}
        return {
            "guide": self.guide.to_plain(),
            "about": about,
            "themes": None if self.themes is None else list(self.themes),
            "begun": [one.plain() for one in self.begun],
        }


def taken_up(screen: Screen, journal: Journal, catalogue: Catalogue, draft: Draft) -> Sitting:
    """Return the sitting that *draft* was kept of.

    Raises:
        CatalogueError: if a question of it is not in *catalogue*; the draft stays.
        CorruptRecordError: if it was not kept by this command.
    """
    content, _ = structured(dict(draft.content), _Content)
    if content is None:
        msg = "this draft was kept by something else than this command; go on with it there"
        raise CorruptRecordError(msg, record=draft.id)
    return Sitting(
        screen=screen,
        journal=journal,
        catalogue=catalogue,
        about=content.about,
        folder=draft.folder,
        guide=_guide(content.guide, catalogue),
        themes=content.themes,
        begun=content.begun,
        draft=draft,
    )


def _guide(plain: Mapping[str, Any], catalogue: Catalogue) -> Guide:
    try:
        return Guide.from_plain(plain, catalogue=catalogue)
    except CatalogueError as error:
        msg = (
            f"{error.rule}: take the pack into use again with 'supervision pack use'; the draft "
            "stays as it is until then"
        )
        raise CatalogueError(msg, entry=error.entry) from None


@attrs.frozen(kw_only=True)
class Summary:
    """What can be told of a draft without its text.

    Attributes:
        id: Its id.
        on: The day that it is about, or else the one on which it was kept.
        what: The id of the model or pack that it follows; nothing where that is unknown.
        answers: How many questions were answered.
    """

    id: str
    on: str
    what: str | None
    answers: int


def summary_of(draft: Draft) -> Summary:
    """Return what can be told of *draft* without its text."""
    content, _ = structured(dict(draft.content), _Content)
    if content is None:
        return Summary(id=draft.id, on=draft.kept[:10], what=None, answers=0)
    # The guide is read without its catalogue, which may lack the pack, and so is not checked here.
    what = content.guide.get("model") or content.guide.get("pack")
    return Summary(
        id=draft.id,
        on=content.about.on.isoformat(),
        what=what if isinstance(what, str) and _ID.fullmatch(what) else None,
        answers=_answered(content.guide.get("taken")),
    )


def _answered(taken: object) -> int:
    steps = taken if isinstance(taken, list) else []
    return sum(isinstance(one, dict) and one.get("answer") is not None for one in steps)

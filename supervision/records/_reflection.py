"""A written reflection that stands alone."""

from __future__ import annotations

from datetime import date

import attrs

from supervision.records._answer import Answer, answers
from supervision.records._case import functions
from supervision.records._enums import Function
from supervision.records._fields import ids, narrative, pseudonym, record_id, revision
from supervision.records._rules import (
    LAST_REVISION,
    PRIMARY_RULE,
    THEME_RULE,
    check_code,
    check_dotted,
    check_range,
    check_record_id,
    check_words,
    refuse,
)
from supervision.records._strict import strict


@attrs.frozen(kw_only=True, field_transformer=strict)
class Reflection:
    """A practitioner's written reflection: prompts or a model answered, or free notes.

    Attributes:
        id: 32 hexadecimal digits; random unless given.
        on: The day.
        practitioner: The pseudonym of who reflects.
        model: The id of the model it followed, such as `gibbs`.
        session: The id of the session it looks back on.
        client: The pseudonym of the client it is about.
        functions: What it was for.
        themes: The themes it touched.
        primary_theme: The one of *themes* that it was most about.
        answers: The prompts that were answered; at least one, unless there are notes.
        notes: Free text.
        revision: 1 until read from a journal; no part of equality or of the body.

    Raises:
        InvalidRecordError: if a value breaks a rule.

    Examples:
        >>> Reflection(on=date(2026, 11, 21), practitioner="S-014")
        Traceback (most recent call last):
            ...
        supervision.errors.InvalidRecordError: answers must hold one answer at least, or ...
    """

    id: str = record_id()
    on: date
    practitioner: str = pseudonym()
    model: str | None = None
    session: str | None = None
    client: str | None = pseudonym(optional=True)
    functions: frozenset[Function] = attrs.field(default=frozenset(), converter=functions)
    themes: frozenset[str] = attrs.field(default=frozenset(), converter=ids)
    primary_theme: str | None = None
    answers: tuple[Answer, ...] = attrs.field(default=(), converter=answers)
    notes: str = narrative()
    _revision: int = revision()

    @property
    def revision(self) -> int:
        """The revision that was read, counted from 1; 1 for a record that is new."""
        return self._revision

    def __attrs_post_init__(self) -> None:
        check_record_id("id", self.id)
        check_code("practitioner", self.practitioner)
        check_code("client", self.client)
        if self.model is not None:
            check_words("model", (self.model,))
        if self.session is not None:
            check_record_id("session", self.session)
        check_dotted("themes", self.themes, THEME_RULE)
        if self.primary_theme is not None and self.primary_theme not in self.themes:
            refuse("primary_theme", PRIMARY_RULE)
        if not self.answers and not self.notes.strip():
            refuse("answers", "must hold one answer at least, or there must be notes")
        check_range("revision", self._revision, 1, LAST_REVISION)

"""What the requirements of a rule on hours have in common."""

from __future__ import annotations

from enum import StrEnum

import attrs

from supervision.catalogue._rules import (
    check_texts,
    check_unique,
    check_words,
    is_dotted,
    is_word,
    refuse,
    several,
)
from supervision.records import Function, Modality, strict

_MOST = 10_000_000
_DAY = 24 * 60


class Per(StrEnum):
    """The time in which something is asked for.

    A week begins on Monday, a month is one of the calendar, a year begins on the first day that
    is asked about, and the whole is all that is asked about.
    """

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    WHOLE = "whole"


# Of the shortest: what not every month has, nobody can ask for in each.
_MINUTES = {Per.WEEK: 7 * _DAY, Per.MONTH: 28 * _DAY, Per.YEAR: 365 * _DAY}


class Whose(StrEnum):
    """The hours that a ratio holds supervision against."""

    CLIENT = "client"
    GIVEN = "given"


class PartKind(StrEnum):
    """What a minimum is asked for in each of."""

    CASE = "case"
    DOMAIN = "domain"


@attrs.frozen(kw_only=True, field_transformer=strict)
class Only:
    """Which sessions a requirement looks at: those that fit all that is given.

    Attributes:
        formats: One of these formats.
        functions: At least one of these functions.
        sampled: The work itself was seen or heard.
        groups: Whether it was, or was to be, of more than one supervisee, whatever its format;
            either way unless given.

    Raises:
        InvalidRecordError: if nothing is given.
    """

    formats: tuple[Modality, ...] = several()
    functions: tuple[Function, ...] = several()
    sampled: bool = False
    groups: bool | None = None

    def __attrs_post_init__(self) -> None:
        check_unique("formats", self.formats)
        check_unique("functions", self.functions)
        chosen = self.formats or self.functions or self.sampled
        if not chosen and self.groups is None:
            refuse("formats", "or functions or groups must be given, or sampled be true")


@attrs.frozen(kw_only=True, field_transformer=strict)
class PartTime:
    """What is asked of whoever works for part of the time.

    Attributes:
        below: Under how many hundredths of full time less is asked for, from 1 to 100.
        floor: The fewest minutes that are asked for then; above it, the share of full time.

    Raises:
        InvalidRecordError: if a number is impossible.
    """

    below: int
    floor: int = 0

    def __attrs_post_init__(self) -> None:
        check_number("below", self.below, 1, 100)
        check_number("floor", self.floor, 0)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Requirement:
    """What every shape has.

    Attributes:
        id: Its id within the rule.
        text: What it asks for, in our words.
        only: Which sessions it looks at; all that count unless given.
        advised: Whether it is recommended and not required.
        either: A word that several requirements share, if meeting one of them is enough.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    text: str
    only: Only | None = None
    advised: bool = False
    either: str | None = None

    def __attrs_post_init__(self) -> None:
        check_words("id", self.id)
        check_texts(text=self.text)
        if self.either is not None:
            check_words("either", self.either)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Part:
    """A domain, and the themes that tell it.

    Attributes:
        id: Its id.
        label: A few words for people.
        themes: Themes or patterns such as `family.*`; a session that has one covers the domain.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    label: str
    themes: tuple[str, ...] = several()

    def __attrs_post_init__(self) -> None:
        check_words("id", self.id)
        check_texts(label=self.label)
        if not all(map(_is_theme_or_family, self.themes)):
            refuse("themes", "must be ids of themes, or patterns such as 'family.*'")


def check_number(field: str, value: int, low: int, high: int = _MOST) -> None:
    """Refuse *value* unless it is from *low* to *high*, both included."""
    if not low <= value <= high:
        refuse(field, f"must be a whole number from {low:,} to {high:,}")


def check_fits(field: str, value: int, per: Per, *, low: int = 0, minutes: int = 1) -> None:
    """Refuse *value*, of so many *minutes* each, if a week, month or year may not have so many."""
    if per not in _MINUTES:
        check_number(field, value, low)
        return
    most = _MINUTES[per] // minutes
    if not low <= value <= most:
        refuse(field, f"must be a whole number from {low:,} to {most:,}, all that a {per} can have")


def _is_theme_or_family(text: str) -> bool:
    family = text.removesuffix(".*")
    return is_dotted(text) or (family != text and (is_word(family) or is_dotted(family)))

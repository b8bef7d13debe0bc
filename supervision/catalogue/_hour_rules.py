"""Rules on hours of supervision: what a body asks for, as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs

from supervision.catalogue._hour_parts import Requirement, check_number
from supervision.catalogue._hour_shapes import Average, Each, Gap, Minimum, Ratio, Share
from supervision.catalogue._rules import (
    check_all_texts,
    check_lang,
    check_pack_id,
    check_successor_of,
    check_texts,
    check_unique,
    check_version,
    check_words,
    refuse,
    several,
)
from supervision.errors import CatalogueError, InvalidRecordError
from supervision.records import Modality, strict


@attrs.frozen(kw_only=True, field_transformer=strict)
class Credit:
    """How much of a session's time counts for one member of a group, up to some size.

    Attributes:
        up_to: The largest size, as contracted, from 1 to 100; None for any.
        times: The time counts so many times over …
        parts: … divided by so many …
        by_size: … and by the size of the group. Never more than the time itself.

    Raises:
        InvalidRecordError: if a number is impossible.

    Examples:
        >>> Credit(times=2, by_size=True).of(105, size=3)
        Fraction(70, 1)
    """

    up_to: int | None = None
    times: int = 1
    parts: int = 1
    by_size: bool = False

    def __attrs_post_init__(self) -> None:
        if self.up_to is not None:
            check_number("up_to", self.up_to, 1, 100)
        check_number("times", self.times, 1, 100)
        check_number("parts", self.parts, 1, 100)

    def of(self, minutes: int, *, size: int) -> Fraction:
        """Return how many of *minutes* count for one of *size* members."""
        share = Fraction(self.times, self.parts * (size if self.by_size else 1))
        return min(minutes * share, Fraction(minutes))

    @property
    def said(self) -> str:
        """What counts, in a few words.

        >>> Credit(up_to=4, times=2, by_size=True).said
        'groups of up to 4: 2 times the time, divided by the members'
        >>> Credit(parts=2).said
        'groups of any size: 1/2 of the time'
        """
        share = Fraction(self.times, self.parts)
        time = "all of the time" if share == 1 else f"{share} of the time"
        if self.by_size:
            time = f"{'' if share == 1 else f'{share} times '}the time, divided by the members"
        return f"groups of {'any size' if self.up_to is None else f'up to {self.up_to}'}: {time}"


@attrs.frozen(kw_only=True, field_transformer=strict)
class Accepts:
    """Which sessions count at all.

    Attributes:
        formats: Only these formats; all unless given.
        facilitated: Whether a group must be led by someone who is no member of it.
        agreed: Whether a session must name an agreement or a group.
    """

    formats: tuple[Modality, ...] = several()
    facilitated: bool = False
    agreed: bool = False

    def __attrs_post_init__(self) -> None:
        check_unique("formats", self.formats)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Number:
    """A number that differs from board to board, to be given before the rule is applied.

    Attributes:
        id: Its id within the rule, such as `total`.
        text: What it is, and in which unit.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    text: str

    def __attrs_post_init__(self) -> None:
        check_words("id", self.id)
        check_texts(text=self.text)


@attrs.frozen(kw_only=True, field_transformer=strict)
class HourRule:
    """What a body asks for, as far as numbers can say it. A body may have changed it since.

    Attributes:
        id: Its id, such as `bacp-accredited`, or your own under `x.<org>.`; never used again.
        version: The version of its numbers and words, 1 or more.
        title: A few words for people.
        text: What it is, and how its source was read, in our words.
        body: Who asks for it.
        jurisdiction: Where.
        source: Which page says so.
        read_on: The day on which that was read.
        rights: Under what terms the words here may be used.
        confirmed: Whether it was read at the source; else it is general knowledge.
        accepts: Which sessions count at all.
        credit: How the time of groups counts, by their size; a group that is larger than all of
            these does not count, and without any no group does.
        minimum: So much in each week, month or year, or in all.
        average: So much a month on average.
        ratio: So much for the hours of work.
        each: So much for each case or domain.
        share: The most or least that a format may take up.
        gap: The most days from one session to the next.
        numbers: Numbers that must be given first, by `with_numbers`.
        unchecked: What the body asks for besides, which a person must look at.
        lang: The language of the words.
        replaced_by: The rule to use instead, if this one should not be used any more.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    id: str
    version: int = 1
    title: str
    text: str
    body: str
    jurisdiction: str
    source: str
    read_on: date
    rights: str
    confirmed: bool
    accepts: Accepts = Accepts()
    credit: tuple[Credit, ...] = several()
    minimum: tuple[Minimum, ...] = several()
    average: tuple[Average, ...] = several()
    ratio: tuple[Ratio, ...] = several()
    each: tuple[Each, ...] = several()
    share: tuple[Share, ...] = several()
    gap: tuple[Gap, ...] = several()
    numbers: tuple[Number, ...] = several()
    unchecked: tuple[str, ...] = several()
    lang: str = "en"
    replaced_by: str | None = None

    def __attrs_post_init__(self) -> None:
        check_pack_id("id", self.id)
        check_version(self.version)
        check_texts(title=self.title, text=self.text, body=self.body, source=self.source)
        check_texts(jurisdiction=self.jurisdiction, rights=self.rights)
        check_all_texts("unchecked", self.unchecked)
        check_lang(self.lang)
        check_successor_of(self.id, self.replaced_by)
        self._check_requirements()
        self._check_credit()

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """All that is asked for, shape by shape."""
        shapes: tuple[tuple[Requirement, ...], ...] = (
            self.minimum, self.average, self.ratio, self.each, self.share, self.gap,
        )  # fmt: skip
        return tuple(one for shape in shapes for one in shape)

    @property
    def verify(self) -> str:
        """The line that stands under whatever this rule is used for."""
        return (
            f"Check with your body: {self.body} may have changed this since {self.read_on}, "
            "the day on which it was read."
        )

    def with_numbers(self, **numbers: int) -> HourRule:
        """Return the rule with *numbers* in their places.

        Raises:
            CatalogueError: if one is missing, unknown or impossible.
        """
        wanted = {number.id for number in self.numbers}
        if set(numbers) != wanted:
            told = ", ".join(sorted(wanted))
            rule = f"numbers must be given for {told}" if wanted else "leaves no number open"
            raise CatalogueError(rule, entry=self.id)
        if not all(type(value) is int and value > 0 for value in numbers.values()):
            rule = "numbers must be whole, and 1 or more"
            raise CatalogueError(rule, entry=self.id)
        try:
            filled = tuple(_filled(one, numbers) for one in self.minimum)
        except InvalidRecordError as error:
            raise CatalogueError(str(error), entry=self.id) from error
        return attrs.evolve(self, minimum=filled, numbers=())

    def _check_requirements(self) -> None:
        if not self.requirements:
            refuse("minimum", "or another requirement must be given")
        check_unique("requirements", [one.id for one in self.requirements])
        check_unique("numbers", [number.id for number in self.numbers])
        named = {one.minutes_from for one in self.minimum} - {None}
        if named != {number.id for number in self.numbers}:
            refuse("numbers", "must be those that minutes_from names")
        spans = {(each, getattr(one, "per", None)) for each, one in _eithers(self.requirements)}
        if len(spans) != len({each for each, _ in spans}):
            refuse("either", "must stand at requirements with one and the same 'per'")

    def _check_credit(self) -> None:
        sizes = [one.up_to for one in self.credit]
        known = [size for size in sizes if size is not None]
        if known != sorted(set(known)) or None in sizes[:-1]:
            refuse("credit", "must go from the smallest group to the largest")


def _filled(minimum: Minimum, numbers: dict[str, int]) -> Minimum:
    if minimum.minutes_from is None:
        return minimum
    return attrs.evolve(minimum, minutes=numbers[minimum.minutes_from], minutes_from=None)


def _eithers(requirements: tuple[Requirement, ...]) -> Iterator[tuple[str, Requirement]]:
    return ((one.either, one) for one in requirements if one.either is not None)

"""What a rule on hours can ask for; a rule has any number of each shape."""

from __future__ import annotations

import attrs

from supervision.catalogue._hour_parts import (
    Part,
    PartKind,
    PartTime,
    Per,
    Requirement,
    Whose,
    check_fits,
    check_number,
)
from supervision.catalogue._rules import check_unique, check_words, refuse, several
from supervision.records import strict

_HOUR = 60


@attrs.frozen(kw_only=True, field_transformer=strict)
class Minimum(Requirement):
    """So much in each week, month or year, or in all; never averaged.

    Attributes:
        per: In what time.
        minutes: The fewest credited minutes.
        minutes_from: The id of the number of the rule that holds the minutes instead.
        sessions: The fewest sessions, such as one with a live sample.
        part_time: What is asked for below full time; the same unless given.
        full_time_from: From how many hundredths of full time it is asked for; 0 for always.
        client_hours_from: From how many client hours it is asked for; 0 for always.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    per: Per
    minutes: int = 0
    minutes_from: str | None = None
    sessions: int = 0
    part_time: PartTime | None = None
    full_time_from: int = 0
    client_hours_from: int = 0

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        check_fits("minutes", self.minutes, self.per)
        # A session takes a minute at the least.
        check_fits("sessions", self.sessions, self.per)
        check_number("full_time_from", self.full_time_from, 0, 100)
        check_fits("client_hours_from", self.client_hours_from, self.per, minutes=_HOUR)
        if self.minutes_from is not None:
            check_words("minutes_from", self.minutes_from)
        given = [self.minutes > 0, self.minutes_from is not None, self.sessions > 0]
        if sum(given) != 1:
            rule = "or minutes_from or sessions must be given, and only one of them; 0 is none"
            refuse("minutes", rule)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Average(Requirement):
    """So much a month on average, whichever run of months is taken.

    Attributes:
        months: Over how many calendar months, from 2 to 120.
        minutes: The fewest credited minutes a month.
        part_time: What is asked for below full time; the same unless given.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    months: int
    minutes: int
    part_time: PartTime | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        check_number("months", self.months, 2, 120)
        check_fits("minutes", self.minutes, Per.MONTH, low=1)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Ratio(Requirement):
    """So much for the hours of work with clients, or of supervision given.

    Attributes:
        per: In what time both are counted.
        supervision: Hours of supervision, 1 or more …
        work: … for so many hours of work, 1 or more.
        whose: Whether it is work with clients, or supervision that the person gave.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    per: Per
    supervision: int = 1
    work: int
    whose: Whose = Whose.CLIENT

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        check_number("supervision", self.supervision, 1)
        check_number("work", self.work, 1)


@attrs.frozen(kw_only=True, field_transformer=strict)
class Each(Requirement):
    """So much for each case or each domain, in all that is asked about.

    A session that covers several shares its credited time equally among them, since nobody
    records the minutes of each.

    Attributes:
        of: What it is asked for each of.
        minutes: The fewest credited minutes for each.
        count: How many cases there must be.
        parts: The domains.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    of: PartKind
    minutes: int
    count: int = 0
    parts: tuple[Part, ...] = several()

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        check_number("minutes", self.minutes, 1)
        check_number("count", self.count, 0, 1000)
        check_unique("parts", [part.id for part in self.parts])
        if (self.of is PartKind.DOMAIN) != bool(self.parts):
            refuse("parts", "must be given for domains, and only for them")
        if (self.of is PartKind.CASE) != bool(self.count):
            refuse("count", "must be given for cases, and only for them")


@attrs.frozen(kw_only=True, field_transformer=strict)
class Share(Requirement):
    """The most or the least of the credited time that the sessions of `only` may take up.

    Attributes:
        per: In what time.
        at_most: In hundredths of the credited time, from 1 to 99.
        at_least: Likewise.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    per: Per
    at_most: int | None = None
    at_least: int | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        for field, number in (("at_most", self.at_most), ("at_least", self.at_least)):
            if number is not None:
                check_number(field, number, 1, 99)
        if (self.at_most is None) == (self.at_least is None):
            refuse("at_most", "or at_least must be given, and only one of them")
        if self.only is None:
            refuse("only", "must be given")


@attrs.frozen(kw_only=True, field_transformer=strict)
class Gap(Requirement):
    """The most days from one session to the next.

    Attributes:
        days: From one to the next, 1 or more: 7 for the same day of the next week.
        of_each_case: Whether each case is to come back within these days, while it comes at all.

    Raises:
        InvalidRecordError: if a value breaks a rule.
    """

    days: int
    of_each_case: bool = False

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        check_number("days", self.days, 1, 10_000)

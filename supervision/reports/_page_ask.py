"""What a page is asked for, and how much of it its reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NoReturn, get_args

import attrs
from msgspec.structs import replace

from supervision.catalogue import Catalogue, HourRule
from supervision.errors import InvalidRecordError
from supervision.records import LedgerLine, pseudonym_of
from supervision.reports._focus import Focus
from supervision.reports._held import newest
from supervision.reports._page_focus import Foci, FocusOf, agreed_foci
from supervision.reports._page_words import a_year_before
from supervision.reports._periods import periods_between

PageFor = Literal["supervisor", "supervisee", "service", "body"]
"""Who is to read a page: it decides what is in it."""

_ABOUT_ONE = ("supervisee", "body")
# As for a whole service: of a count of two, each of the two could subtract their own.
_LEAST_FLOOR = 3


@attrs.frozen(kw_only=True)
class Ask:
    """What a page is about.

    Attributes:
        reader: Who is to read it.
        records: The newest revision of each record, anybody's, up to *until*. Hours are
            counted from these, since whose session it was is a part of them.
        lines: Those of them that the reader may see and that did take place, each without what
            it says of others; agreements too.
        cover: What agreements and cover are counted from: of *person* alone if one is given, and
            what is planned too.
        later: How many records of these are dated after *until*.
        since: The first day.
        until: The last day.
        today: The day on which the page is made.
        person: The one person that it is about.
        rule: What hours are held against.
        given: What else the hours of the person are counted from, as `hours` takes it.
        foci: What the sessions are compared with.
        catalogue: What themes and prompts are called.
        floor: The smallest count that others may see.
    """

    reader: PageFor
    records: tuple[LedgerLine, ...]
    lines: tuple[LedgerLine, ...]
    cover: tuple[LedgerLine, ...]
    later: int
    since: date
    until: date
    today: date
    person: str | None
    rule: HourRule | None
    given: Mapping[str, Any]
    foci: Foci
    catalogue: Catalogue
    floor: int

    @property
    def months(self) -> tuple[str, ...]:
        """The months from the first day to the last."""
        return periods_between(self.since, self.until, "month")

    @property
    def talks(self) -> tuple[LedgerLine, ...]:
        """The sessions and reflections from the first day to the last."""
        return tuple(
            line
            for line in self.lines
            if line.kind != "agreement" and self.since <= line.on <= self.until
        )

    @property
    def sessions(self) -> tuple[LedgerLine, ...]:
        """The sessions from the first day to the last."""
        return tuple(line for line in self.talks if line.kind == "session")


def ask(
    lines: Iterable[LedgerLine],
    *,
    reader: PageFor,
    today: date,
    since: date | None,
    until: date | None,
    person: str | None,
    rule: HourRule | None,
    given: Mapping[str, Any],
    focus: Focus | Iterable[Focus] | None,
    catalogue: Catalogue | None,
    floor: int,
) -> Ask:
    """Return what is asked for, from what was given.

    Raises:
        InvalidRecordError: if it makes no sense for this reader.
    """
    who = None if person is None else pseudonym_of(person)
    given_foci = (focus,) if isinstance(focus, Focus) else tuple(focus or ())
    _check_reader(reader, who, rule, given_foci)
    _check_floor(reader, floor)
    known = newest(lines)
    last = min(until or today, today)
    past = [line for line in known if line.on <= last]
    first = since or _first(last, reader)
    if first > last:
        _refuse("since", "must not be after the last day, or after today")
    names = catalogue or Catalogue.shipped()
    seen = tuple(_seen(past, reader, who))
    return Ask(
        reader=reader,
        records=tuple(past),
        lines=seen,
        cover=tuple(_cover(known, who)),
        later=len(known) - len(past),
        since=first,
        until=last,
        today=today,
        person=who,
        rule=rule,
        given=given,
        foci=_given(given_foci) if given_foci else agreed_foci(seen, last, names),
        catalogue=names,
        floor=floor,
    )


def _given(foci: Iterable[Focus]) -> Foci:
    return Foci(parts=tuple(FocusOf(focus=one) for one in foci))


def _first(last: date, reader: PageFor) -> date:
    first = a_year_before(last)
    # Half a quarter would look like little.
    return first.replace(month=(first.month - 1) // 3 * 3 + 1) if reader == "service" else first


def _check_reader(
    reader: PageFor, person: str | None, rule: HourRule | None, foci: Sequence[Focus]
) -> None:
    if reader not in get_args(PageFor):
        _refuse("audience", f"must be one of {', '.join(get_args(PageFor))}")
    if reader in _ABOUT_ONE and person is None:
        _refuse("person", f"must be given: a page for a {reader} is about one person")
    if reader == "service" and (person, rule, *foci) != (None, None):
        _refuse("audience", "of a service gets totals: leave person, rule and focus out")
    if reader == "body" and foci:
        _refuse("audience", "of a body gets hours: leave the focus out")


def _check_floor(reader: PageFor, floor: int) -> None:
    if reader == "service" and (type(floor) is not int or floor < _LEAST_FLOOR):
        _refuse("floor", f"must be a whole number of {_LEAST_FLOOR} or more")


def _seen(lines: Iterable[LedgerLine], reader: PageFor, person: str | None) -> Iterable[LedgerLine]:
    there = (line for line in lines if not line.cancelled)
    if person is None:
        return there
    # Somebody who was expected and did not come has not heard what was talked about.
    own = (line for line in there if person in line.people and person not in line.absent)
    return own if reader == "supervisor" else (_of_one(line, person) for line in own)


def _cover(lines: Iterable[LedgerLine], person: str | None) -> Iterable[LedgerLine]:
    # Of others only what they share with the person is known, which would look like a gap.
    return lines if person is None else _seen(lines, "supervisee", person)


def _of_one(line: LedgerLine, person: str) -> LedgerLine:
    """Return *line* without what it says of anybody but *person*.

    Whose case is whose a session with several people does not say, so its clients and its
    marks stay out.
    """
    alone = line.people == (person,)
    return replace(
        line,
        people=(person,),
        absent=(),
        clients=line.clients if alone else (),
        ratings=line.ratings if alone else (),
        actions=tuple(action for action in line.actions if action.owner == person),
    )


def _refuse(field: str, rule: str) -> NoReturn:
    msg = f"{field} {rule}"
    raise InvalidRecordError(msg, field=field)

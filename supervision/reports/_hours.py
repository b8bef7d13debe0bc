"""Hours by rule: what counted, what did not and why, and what is short."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from fractions import Fraction
from typing import NoReturn

from supervision.catalogue import HourRule
from supervision.errors import CatalogueError, InvalidRecordError
from supervision.records import LedgerLine, pseudonym_of
from supervision.reports._held import newest
from supervision.reports._hours_credit import Held, credit_of
from supervision.reports._hours_each import each
from supervision.reports._hours_either import Asked, one_is_enough
from supervision.reports._hours_gaps import gaps
from supervision.reports._hours_ground import Given, Ground, LeftOut
from supervision.reports._hours_report import HoursReport, report
from supervision.reports._hours_shapes import averages, minima, ratios, shares
from supervision.reports._hours_spans import Breaks, Exempt
from supervision.reports._hours_work import Hours, Work
from supervision.reports._remembered import remembered

_EARLIEST, _LATEST = date(1900, 1, 1), date(9998, 12, 31)


@remembered
def hours(
    lines: Iterable[LedgerLine],
    rule: HourRule,
    *,
    person: str,
    since: date,
    until: date,
    today: date | None = None,
    client_hours: Mapping[str, Hours] | None = None,
    exempt: Sequence[Exempt] = (),
    full_time: Hours = 1,
    cases: Collection[str] = (),
    domains: Mapping[str, Collection[str]] | None = None,
    name_cases: bool = True,
) -> HoursReport:
    """Hold the supervision that *person* had against *rule*.

    Nothing is guessed and nothing is rounded. A session counts on the day on which it began, and
    the newest revision of it is what counts. A month is exempt if every day of it is; what has
    client hours in it is no break.

    Args:
        lines: Ledger lines of any kind and of anybody; taken one at a time.
        rule: One of the catalogue's, or your own.
        person: Whose hours.
        since: The first day; a rule's years begin on it.
        until: The last day.
        today: The last day that is over, if that is before *until*.
        client_hours: Hours of work with clients, as whole numbers or fractions: by month, such as
            `2026-06`, or all by week, such as `2026-W23`.
        exempt: Times in which nothing is asked for, which may overlap.
        full_time: The share of full time that the person works, above 0 and up to 1.
        cases: The codes of the person's own cases, where a rule asks for each; without them, all
            that sessions with this person alone name, since those of a group are its members'.
        domains: The id of a session → the ids of the domains that it covered, where a rule asks
            for each and its themes do not tell.
        name_cases: Whether cases are named by their codes; else they are `case 1`, `case 2` in the
            order in which they first come, for whoever has no business with the codes.

    Returns:
        Outcomes in the order of the rule's requirements, each in the order of time.

    Raises:
        InvalidRecordError: if something given is impossible.
        CatalogueError: if the rule has numbers that were not given to it.

    Source:
        The rule names its own. How groups are credited, and that no month makes up for another:
        BACP's pages on supervision and accreditation, stored copies read on 26 November 2026.

    Examples:
        >>> from supervision.catalogue import Catalogue
        >>> from supervision.records import Modality
        >>> line = LedgerLine(kind="session", id="5e551000", on=date(2026, 6, 4), minutes=120,
        ...                   modality=Modality.GROUP, group="G-02", group_size=6,
        ...                   facilitated=True, supervisor="V-01", people=("S-014",))
        >>> rule = Catalogue.shipped().rule("bacp-accredited")
        >>> found = hours([line], rule, person="S-014",
        ...               since=date(2026, 6, 1), until=date(2026, 6, 30))
        >>> print(found.short[0].text())
        June 2026: 2 h in a group of 6 credited 20 min; short by 70 min
    """
    _check_days(since, until, today)
    _check_rule(rule, domains or {})
    who, closes = pseudonym_of(person), min(until, today or until)
    theirs, given, left_out = _sorted_out(lines, who, since, closes)
    ground = Ground(
        held=tuple(Held(line=one, credit=credit_of(one, rule, who)) for one in theirs),
        given=given,
        since=since,
        closes=closes,
        until=until,
        breaks=Breaks(exempt),
        work=Work(client_hours),
        full_time=_checked_share(full_time),
        cases=frozenset(pseudonym_of(case, field="cases") for case in cases),
        domains=domains or {},
        name_cases=name_cases,
    )
    outcomes = one_is_enough([*_found(rule, ground)])
    return report(rule, ground, person=who, outcomes=outcomes, left_out=left_out)


def _found(rule: HourRule, ground: Ground) -> Iterator[Asked]:
    yield from ((asked, one) for asked in rule.minimum for one in minima(asked, ground))
    yield from ((asked, one) for asked in rule.average for one in averages(asked, ground))
    yield from ((asked, one) for asked in rule.ratio for one in ratios(asked, ground))
    yield from ((asked, one) for asked in rule.each for one in each(asked, ground))
    yield from ((asked, one) for asked in rule.share for one in shares(asked, ground))
    yield from ((asked, one) for asked in rule.gap for one in gaps(asked, ground))


def _sorted_out(
    lines: Iterable[LedgerLine], person: str, since: date, closes: date
) -> tuple[list[LedgerLine], tuple[Given, ...], LeftOut]:
    """Return the person's sessions by day, those that they gave, and how many others there are."""
    sessions = newest(line for line in lines if line.kind == "session")
    theirs = [line for line in sessions if person in line.people]
    within = [line for line in theirs if since <= line.on <= closes]
    given = [line for line in sessions if line.supervisor == person and not line.cancelled]
    left_out = LeftOut(
        before=sum(line.on < since for line in theirs),
        after=sum(line.on > closes for line in theirs),
        others=len(sessions) - len(theirs),
    )
    return (
        sorted(within, key=lambda line: (line.on, line.start or time.min, line.id)),
        tuple(sorted((line.on, line.minutes) for line in given)),
        left_out,
    )


def _check_days(since: date, until: date, today: date | None) -> None:
    if not _EARLIEST <= since <= until <= _LATEST:
        _refuse("until", "must be on the day of since or later, and both in the years 1900 to 9998")
    if today is not None and today < since:
        _refuse("since", "must not be after today: nothing of it is over")


def _check_rule(rule: HourRule, domains: Mapping[str, Collection[str]]) -> None:
    if rule.numbers:
        told = "; ".join(f"{number.id}: {number.text}" for number in rule.numbers)
        msg = f"numbers must be given to it first ({told})"
        raise CatalogueError(msg, entry=rule.id)
    known = {part.id for asked in rule.each for part in asked.parts}
    if any(not known.issuperset(named) for named in domains.values()):
        _refuse("domains", f"must be of the rule's: {', '.join(sorted(known)) or 'it has none'}")


def _checked_share(full_time: Hours) -> Fraction:
    if type(full_time) not in (int, Fraction) or not 0 < full_time <= 1:
        _refuse("full_time", "must be 1, or a fraction above 0 and below 1")
    return Fraction(full_time)


def _refuse(field: str, rule: str) -> NoReturn:
    msg = f"{field} {rule}"
    raise InvalidRecordError(msg, field=field)

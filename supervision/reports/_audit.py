"""What to hand in when a body asks: one person's supervision, session by session."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import get_args

import attrs

from supervision.catalogue import Catalogue, HourRule
from supervision.errors import InvalidRecordError
from supervision.records import LedgerLine
from supervision.reports._audit_csv import csv_of
from supervision.reports._audit_entry import AuditEntry, AuditStyle
from supervision.reports._audit_text import markdown_of
from supervision.reports._held import newest
from supervision.reports._hours import hours
from supervision.reports._hours_credit import SessionCredit
from supervision.reports._hours_report import HoursReport
from supervision.reports._hours_spans import Exempt
from supervision.reports._hours_work import Hours
from supervision.reports._page_words import a_year_before
from supervision.reports._remembered import remembered

_RULES: Mapping[AuditStyle, str] = {"babcp": "babcp-accredited", "bacp": "bacp-accredited"}


@attrs.frozen(kw_only=True)
class AuditPack:
    """One person's supervision, to be read and countersigned.

    It is a layout of our own, and no body's form. It names people by their codes and cases by
    numbers, and holds no client's code, no theme and no note.

    Attributes:
        style: Whose questions it answers.
        report: The hours, and the rule that they were held against.
        entries: Every session, in the order of days.
        breaks: The times in which nothing was asked for, with their reasons.
        made: The day on which it was made.
    """

    style: AuditStyle
    report: HoursReport
    entries: tuple[AuditEntry, ...]
    breaks: tuple[Exempt, ...]
    made: date

    def markdown(self) -> str:
        """Return the pack to print, fill in and sign."""
        return markdown_of(
            style=self.style,
            report=self.report,
            entries=self.entries,
            breaks=self.breaks,
            made=self.made,
        )

    def csv(self) -> str:
        """Return a table of the sessions; lines end as spreadsheets expect.

        Minutes that count stand twice: as a decimal that a spreadsheet reads, to ten thousandths,
        and exactly, such as `8 4/7`.
        """
        return csv_of(self.entries)


@remembered
def audit(
    lines: Iterable[LedgerLine],
    *,
    style: AuditStyle,
    person: str,
    today: date,
    since: date | None = None,
    until: date | None = None,
    rule: HourRule | None = None,
    client_hours: Mapping[str, Hours] | None = None,
    exempt: Sequence[Exempt] = (),
    full_time: Hours = 1,
    cases: Collection[str] = (),
    domains: Mapping[str, Collection[str]] | None = None,
) -> AuditPack:
    """Return what *person* can hand in when a body asks for their supervision.

    Args:
        lines: Ledger lines of any kind and of anybody.
        style: Whose questions it answers: BACP asks for a record of the past year and what it
            changed, BABCP for a summary of twelve months by type and delivery, countersigned
            by each supervisor.
        person: Whose supervision.
        today: The day on which it is made.
        since: The first day; if not given, it is the months of a year up to *until*.
        until: The last day; *today* if not given.
        rule: What to hold hours against; that of accredited members, if not given.
        client_hours: See `hours`.
        exempt: See `hours`; these are the breaks to be explained.
        full_time: See `hours`.
        cases: See `hours`.
        domains: See `hours`.

    Raises:
        InvalidRecordError: if something given is impossible.
        CatalogueError: if the rule has numbers that were not given to it.

    Source:
        BACP's guide to audit of its register, and BABCP's page on documents for recording and
        audit; stored copies read on 26 November 2026. Neither form is followed.

    Examples:
        >>> from supervision.records import line_of
        >>> from supervision.testing import example_session
        >>> pack = audit([line_of(example_session())], style="bacp", person="S-014",
        ...              since=date(2026, 1, 1), until=date(2026, 12, 31), today=date(2026, 12, 1))
        >>> pack.csv().splitlines()[0].partition("sample,")[2]
        'sample_minutes,counts_minutes,counts_exactly,why'
        >>> pack.markdown().splitlines()[0]
        '# Supervision of S-014, 1 January 2026 to 31 December 2026'
    """
    if style not in get_args(AuditStyle):
        msg = f"style must be one of {', '.join(get_args(AuditStyle))}"
        raise InvalidRecordError(msg, field="style")
    known, last = newest(lines), until or today
    report = hours(
        known,
        rule or Catalogue.shipped().rule(_RULES[style]),
        person=person,
        since=since or a_year_before(last),
        until=last,
        today=today,
        client_hours=client_hours,
        exempt=exempt,
        full_time=full_time,
        cases=cases,
        domains=domains,
        name_cases=False,
    )
    by_id = _by_id(known)
    return AuditPack(
        style=style,
        report=report,
        entries=tuple(_entry(one, by_id[one.session]) for one in report.sessions),
        breaks=tuple(exempt),
        made=today,
    )


def _by_id(known: Sequence[LedgerLine]) -> dict[str, LedgerLine]:
    """Return each line by the id of its record, which an entry of an audit needs."""
    found = {line.id: line for line in known}
    if len(found) < len(known):
        msg = "lines are of records that have no id yet; record them in a journal first"
        raise InvalidRecordError(msg, field="lines")
    return found


def _entry(credit: SessionCredit, line: LedgerLine) -> AuditEntry:
    return AuditEntry(
        credit=credit,
        supervisor=line.supervisor,
        group=line.group,
        delivery=line.delivery,
        sample=line.sample_kind if line.live_sample else None,
        sample_minutes=line.sample_minutes if line.live_sample else None,
    )

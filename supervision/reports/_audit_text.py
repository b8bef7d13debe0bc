"""A pack for a body's audit as text: Markdown to print and sign, and a table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from supervision.reports._audit_entry import AuditEntry, AuditStyle
from supervision.reports._hours_report import HoursReport
from supervision.reports._hours_spans import Exempt
from supervision.reports._page_months import said_minutes
from supervision.reports._page_words import counted, day_name

_BODIES: Mapping[AuditStyle, str] = {"babcp": "BABCP", "bacp": "BACP"}
_BY_HAND: Mapping[AuditStyle, tuple[str, ...]] = {
    "babcp": (
        "What was covered, in my own words",
        "What was seen or heard of the work itself, and what came of it",
        "Why there were breaks",
    ),
    "bacp": (
        "What supervision changed in how I work",
        "How to reach my supervisors",
    ),
}
_COLUMNS = (
    *("day", "format", "delivery", "minutes", "group_size", "group", "supervisor"),
    *("sample", "sample_minutes", "counts", "why"),
)
_MARKUP = re.compile(r"[\\`*\[\]!|#~]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;"})
_BLANK = "." * 24
_LINE = "." * 76


def csv_of(entries: Iterable[AuditEntry]) -> str:
    """Return a table of the sessions."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(_COLUMNS)
    table.writerows(_row(one) for one in entries)
    return written.getvalue()


def markdown_of(
    *,
    style: AuditStyle,
    report: HoursReport,
    entries: Sequence[AuditEntry],
    breaks: Sequence[Exempt],
    made: date,
) -> str:
    """Return the pack in Markdown."""
    held = [one for one in entries if one.held]
    parts = (
        _heading(style, report, made),
        _rule(report),
        _result(report, held),
        _by_type(held) if style == "babcp" else (),
        _breaks(breaks),
        _sessions(entries),
        _by_hand(style),
        _signatures(style, report.person, held),
    )
    return "\n".join(line for part in parts for line in part)


def _heading(style: AuditStyle, report: HoursReport, made: date) -> Iterator[str]:
    body = _BODIES[style]
    yield f"# Supervision of {report.person}, {day_name(report.since)} to {day_name(report.until)}"
    yield ""
    yield (
        f"Made on {day_name(made)} from the facts of a journal; no note was opened. "
        "People are named by their codes, and cases by numbers, in the order in which they first came."
    )
    yield ""
    yield (
        f"This is a layout of its own and **no form of {body}**, made to answer what {body} was read to ask for. "
        f"Check with your body what it wants, and on which form."
    )
    yield ""


def _rule(report: HoursReport) -> Iterator[str]:
    yield from ("## The rule", "")
    yield f"{_plain(report.title)} (`{report.rule}`, version {report.version})."
    yield from ("", f"* Source: {_plain(report.source)}.", f"* {_plain(report.verify)}")
    yield from (f"* To look at yourself: {_plain(each)}" for each in report.unchecked)
    yield ""


def _result(report: HoursReport, held: Sequence[AuditEntry]) -> Iterator[str]:
    minutes = sum(one.credit.minutes for one in held)
    yield from ("## In short", "")
    yield f"* Held: {counted(len(held), 'session')}, {said_minutes(minutes)}."
    yield f"* Of these count: {said_minutes(report.credited)}."
    yield f"* Short: {len(report.short)}; cannot be told: {len(report.unknown)}."
    yield ""
    rows = [
        (one.said if one.part is None else f"{one.part}, {one.said}", one.asks, one.verdict)
        for one in report.outcomes
    ]
    yield from _table(("when", "asked for", "result"), rows)


def _by_type(held: Sequence[AuditEntry]) -> Iterator[str]:
    types = sorted({_type(one) for one in held})
    yield from ("## By type and delivery", "")
    rows = [
        (
            *each,
            str(sum(_type(one) == each for one in held)),
            said_minutes(sum(one.credit.minutes for one in held if _type(one) == each)),
            said_minutes(_sum(one for one in held if _type(one) == each)),
        )
        for each in types
    ]
    yield from _table(("type", "delivery", "sessions", "held", "counts"), rows)
    samples = [one for one in held if one.sample is not None]
    yield from (f"Samples of the work itself: {len(samples)}.", "")
    seen = [
        (one.credit.on.isoformat(), str(one.sample), str(one.sample_minutes or ""))
        for one in samples
    ]
    yield from _table(("day", "how", "minutes"), seen)


def _breaks(breaks: Sequence[Exempt]) -> Iterator[str]:
    yield from ("## Breaks", "")
    if not breaks:
        yield from ("None was stated.", "")
    rows = [(one.since.isoformat(), one.until.isoformat(), one.reason) for one in breaks]
    yield from _table(("first day", "last day", "why"), rows)


def _sessions(entries: Sequence[AuditEntry]) -> Iterator[str]:
    yield from ("## Sessions", "")
    rows = [
        (
            one.credit.on.isoformat(),
            one.credit.modality.value,
            _delivery(one),
            said_minutes(one.credit.minutes),
            "" if one.credit.size is None else str(one.credit.size),
            one.party,
            said_minutes(one.credit.credited),
            "" if one.credit.counts else one.credit.why,
        )
        for one in entries
    ]
    yield from _table(
        ("day", "format", "delivery", "length", "group of", "with", "counts", "why not"), rows
    )


def _by_hand(style: AuditStyle) -> Iterator[str]:
    yield from ("## To be written by hand", "")
    for each in _BY_HAND[style]:
        yield from (f"{each}:", "", _LINE, "", _LINE, "")


def _signatures(style: AuditStyle, person: str, held: Sequence[AuditEntry]) -> Iterator[str]:
    yield from ("## Countersigned", "")
    yield "Each supervisor signs for the sessions with them; the codes are explained here, by hand, and nowhere else."
    if any(one.supervisor is None for one in held):
        peers = "one signature is enough" if style == "babcp" else "ask your body who signs"
        yield f"For sessions among peers, {peers}."
    yield ""
    parties = sorted({one.party for one in held})
    rows = [
        (each, str(sum(one.party == each for one in held)), _BLANK, _BLANK, _BLANK)
        for each in parties
    ]
    rows.append((f"{person}, whose supervision it is", str(len(held)), _BLANK, _BLANK, _BLANK))
    yield from _table(("code", "sessions", "name in full", "signature", "day"), rows)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if not rows:
        return
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    yield from (f"| {' | '.join(_plain(each) for each in row)} |" for row in rows)
    yield ""


def _plain(text: str) -> str:
    """Return *text* on one line, so that nothing in it is markup: no link, picture, tag or cell."""
    return " ".join(_MARKUP.sub(r"\\\g<0>", text).translate(_ENTITIES).split())


def _type(one: AuditEntry) -> tuple[str, str]:
    return one.credit.modality.value, _delivery(one)


def _delivery(one: AuditEntry) -> str:
    return "" if one.delivery is None else one.delivery.value


def _sum(entries: Iterable[AuditEntry]) -> Fraction:
    return sum((one.credit.credited for one in entries), Fraction(0))


def _row(one: AuditEntry) -> tuple[object, ...]:
    credit = one.credit
    return (
        credit.on.isoformat(),
        credit.modality.value,
        _delivery(one),
        credit.minutes,
        credit.size,
        one.group,
        one.supervisor,
        one.sample,
        one.sample_minutes,
        _exact(credit.credited),
        credit.why,
    )


def _exact(minutes: Fraction) -> str:
    """Return minutes so that no spreadsheet takes them for a day, as it does 1/3."""
    whole, rest = divmod(minutes, 1)
    return f"{whole} {rest}" if rest else str(whole)

"""A pack for a body's audit as text: Markdown to print and sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from supervision.reports._audit_entry import AuditEntry, AuditStyle
from supervision.reports._audit_markdown import plain, table
from supervision.reports._audit_result import left_out, result
from supervision.reports._hours_report import HoursReport
from supervision.reports._hours_spans import Exempt
from supervision.reports._page_months import said_minutes
from supervision.reports._page_words import day_name

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
_BLANK = "." * 24
_LINE = "." * 76


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
        result(report, held),
        _by_type(held) if style == "babcp" else (),
        _breaks(breaks),
        _sessions(report, entries),
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
    yield f"{plain(report.title)} (`{report.rule}`, version {report.version})."
    yield from ("", plain(report.asks))
    yield from ("", f"* Source: {plain(report.source)}.", f"* {plain(report.verify)}")
    yield from (f"* To look at yourself: {plain(each)}" for each in report.unchecked)
    yield ""


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
    yield from table(("type", "delivery", "sessions", "held", "counts"), rows)
    samples = [one for one in held if one.sample is not None]
    yield from (f"Samples of the work itself: {len(samples)}.", "")
    seen = [
        (one.credit.on.isoformat(), str(one.sample), str(one.sample_minutes or ""))
        for one in samples
    ]
    yield from table(("day", "how", "minutes"), seen)


def _breaks(breaks: Sequence[Exempt]) -> Iterator[str]:
    yield from ("## Breaks", "")
    if not breaks:
        yield from ("None was stated.", "")
    rows = [(one.since.isoformat(), one.until.isoformat(), one.reason) for one in breaks]
    yield from table(("first day", "last day", "why"), rows)


def _sessions(report: HoursReport, entries: Sequence[AuditEntry]) -> Iterator[str]:
    yield from ("## Sessions", "")
    yield from (line for each in left_out(report) for line in (each, ""))
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
    yield from table(
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
    yield from table(("code", "sessions", "name in full", "signature", "day"), rows)


def _type(one: AuditEntry) -> tuple[str, str]:
    return one.credit.modality.value, _delivery(one)


def _delivery(one: AuditEntry) -> str:
    return "" if one.delivery is None else one.delivery.value


def _sum(entries: Iterable[AuditEntry]) -> Fraction:
    return sum((one.credit.credited for one in entries), Fraction(0))

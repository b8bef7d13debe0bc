"""The commands of hours and of the rules on them."""

from __future__ import annotations

from supervision.cli import _hours, _report, _rules
from supervision.cli._command import Command

HOURS = (
    Command(
        name="hours",
        run=_hours.hours,
        examples=(
            "supervision hours --since 2026-01-01 --until 2026-12-31",
            "supervision hours --by person --by year",
            "supervision hours --rule bacp-accredited --person S-014 --since 2026-01-01 --until 2026-12-31",
            "supervision hours --rule bacp-student --person S-014 --client-hours clients.csv --exempt 2026-08-01:2026-08-31=leave",
            "supervision hours --rule our-rule.toml --person S-014 --explain",
        ),
        shape='[{"by": {dimension: value, …}, "minutes", "sessions", "cancelled", "missed"}, …]; '
        'with --rule {"rule", "version", "title", "person", "since", "until", "closes", '
        '"outcomes": [{"requirement", "asks", "name", "said", "first", "last", "part", "status", '
        '"unit", "needed", "found", "short", "advised", "sessions": [id, …], "remarks": '
        '[text, …]}, …], "sessions": [{"session", "on", "minutes", "modality", "size", '
        '"facilitated", "credited", "reason", "why"}, …], "before", "after", "others", "source", '
        '"unchecked": [text, …], "verify", "credited", "short", "unknown"}; numbers that are not '
        "whole are texts such as '45/2'",
    ),
    Command(
        name="report",
        run=_report.report,
        examples=(
            "supervision report --out report.html --rule bacp-accredited",
            "supervision report --out one.html --person S-014 --focus resonance=40",
            "supervision report --out mine.html --for supervisee --person S-014 --rule bacp-accredited",
            "supervision report --out service.html --for service --since 2026-01-01 --until 2026-12-31",
            "supervision report --out pack --audit bacp --person S-014",
            "supervision report --out sessions.csv --audit babcp --person S-014",
        ),
        shape='{"file", "for", "audit", "today"}',
    ),
    Command(
        name="rules list",
        run=_rules.list_rules,
        examples=("supervision rules list",),
        shape='[{"id", "version", "title", "body", "jurisdiction", "read_on", "confirmed"}, …]',
    ),
    Command(
        name="rules show",
        run=_rules.show_rule,
        examples=("supervision rules show bacp-accredited", "supervision rules show our-rule.toml"),
        shape='{"id", "version", "title", "text", "body", "jurisdiction", "source", "read_on", '
        '"rights", "confirmed", "accepts", "credit": […], "minimum": […], "average": […], '
        '"ratio": […], "each": […], "share": […], "gap": […], "numbers": […], "unchecked": '
        '[text, …], "lang", "replaced_by", "verify"}',
    ),
    Command(
        name="rules check",
        run=_rules.check_rules,
        examples=("supervision rules check our-rule.toml",),
        shape='[{"file", "ok", "id", "version", "problem"}, …]',
    ),
)

"""The commands of what is due, and of what is not done."""

from __future__ import annotations

from supervision.cli import _actions, _due
from supervision.cli._command import Command

_AGREEMENT = (
    '{"code", "record", "supervisor", "other_supervisors", "people", "group", "line_managed", '
    '"first", "last", "replaced_by", "review_on"}'
)

COVER = (
    Command(
        name="actions",
        run=_actions.actions,
        examples=(
            "supervision actions",
            "supervision actions --owner S-014 --overdue",
            "supervision actions --by-age",
        ),
        shape='[{"session", "number", "on", "what", "owner", "due", "age_days", "overdue_days", '
        '"carried"}, …]; with --by-age [{"first_day", "last_day", "open", "overdue", '
        '"carried"}, …]',
    ),
    Command(
        name="due",
        run=_due.due,
        examples=(
            "supervision due",
            "supervision due --within 60 --longest 28",
            "supervision due --rhythm A-03=21 --rhythm A-04=14",
            "supervision due --today 2026-12-31 --json",
        ),
        shape=f'{{"today", "since", "within", "recorded", "in_force": [agreement, …], "reviews": '
        '[{"agreement", "on", "in_days"}, …], "ends": [{"agreement", "on", "in_days", "people", '
        '"sessions_since"}, …], "to_begin": [{"agreement", "on", "in_days"}, …], "not_covered": '
        '[{"person", "supervisor", "why", "first", "last", "sessions": [id, …], "names", "recorded"}, …], "gaps": '
        '[{"person", "kind", "since", "until", "days", "longest"}, …], "overlaps": [{"person", '
        '"supervisor", "codes"}, …], "clashes": [{"code", "agreements": [agreement, …]}, …], "next": [{"person", "last", "days_since", "planned", '
        '"review_on", "agreements"}, …], "chains": {"on", "links": [{"supervisor", "person", '
        '"agreements", "further"}, …], "loops": [{"people", "path"}, …], "unsupervised", '
        f'"line_managed_only"}}}}, where an agreement is {_AGREEMENT}',
    ),
)

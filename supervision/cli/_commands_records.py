"""The commands that put records into a journal, and look at them."""

from __future__ import annotations

from supervision.cli import _add, _amend, _list, _log
from supervision.cli._command import Command

_LINE = (
    '[{"kind", "id", "revision", "on", "start", "minutes", "modality", "delivery", '
    '"group_size", "facilitated", "cancelled", "live_sample", "sample_kind", "sample_minutes", '
    '"supervisor", "people", "absent", "group", "agreement", "clients", "themes", '
    '"primary_themes", "functions", "models", "modes", "prompts", "ratings": [{"prompt", '
    '"value"}, …], "risks", "actions": [{"owner", "due", "done"}, …], "review_on", "ends", '
    '"supersedes", "other_supervisors", "line_managed", "client_hours", '
    '"focus": [{"what", "percent"}, …], "focus_approach", '
    '"labels": {theme: label, …}}, …]'
)

RECORDS = (
    Command(
        name="log",
        run=_log.log,
        examples=(
            "supervision log year.csv --dry-run",
            "supervision log year.csv notes/*.md --yes",
            "supervision log march.csv --days dmy --keep-good",
        ),
        shape='{"dry_run", "logged", "files": [{"file", "good", "new", "there", "erased", '
        '"differs": [line, …], "problems": [{"line", "column", "rule"}, …], "unlisted", '
        '"identifiers": [{"line", "field", "kind", "start", "end"}, …]}, …]}',
    ),
    Command(
        name="add",
        run=_add.add,
        examples=("supervision add", "supervision add --kind reflection"),
        shape='{"id", "kind"}',
    ),
    Command(
        name="list",
        run=_list.list_records,
        examples=(
            "supervision list --since 2026-01-01 --theme 'family.*'",
            "supervision list --client C-201 --json",
        ),
        shape=_LINE,
    ),
    Command(
        name="show",
        run=_list.show,
        examples=("supervision show 5e551000", "supervision show 5e551000 --all-revisions"),
        shape='{"schema", "revision", "recorded", "reason", "record", '
        '"labels": {theme: label, …}}, or a list of them with --all-revisions',
    ),
    Command(
        name="amend",
        run=_amend.amend,
        examples=(
            "supervision amend 5e551000 minutes=60 --reason 'the clock was wrong'",
            "supervision amend 5e551000 actions.0.done=2026-03-18 --reason done",
            "supervision amend 5e551000 cases.0.notes --reason 'left out the sister'",
        ),
        shape='{"id", "revision", "amended"}',
    ),
    Command(
        name="folders",
        run=_list.list_folders,
        examples=("supervision folders",),
        shape='[{"label", "records"}, …]',
    ),
)

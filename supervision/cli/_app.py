"""The commands, each with its examples and the shape of its JSON."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import attrs
from cyclopts import App, Parameter

from supervision import __version__
from supervision.cli import (
    _add,
    _amend,
    _check,
    _demo,
    _erase,
    _export,
    _init,
    _keys,
    _list,
    _log,
    _move,
    _totals,
    _verify,
)

_HELP = """Encrypted records of clinical supervision.

Say where the journal is with --journal, or in SUPERVISION_JOURNAL.

Exit status: 0 all went well; 1 a problem was found; 2 the command was not understood; 3 wrong key, or locked; 4 the store is not available."""


@attrs.frozen(kw_only=True)
class Command:
    """One command.

    Args:
        name: Its words, such as ``keys add``.
        run: What it does; its docstring and annotations are its help.
        examples: What one could type.
        shape: What --json prints; `…` repeats what stands before.
    """

    name: str
    run: Callable[..., Any]
    examples: tuple[str, ...]
    shape: str

    @property
    def help(self) -> str:
        """What its help says first: each paragraph on one line, for the terminal to wrap."""
        text = inspect.cleandoc(self.run.__doc__ or "").partition("\nArgs:")[0]
        paragraphs = text.strip().split("\n\n")
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)

    @property
    def epilogue(self) -> str:
        """What stands below the options in its help."""
        typed = "\n".join(f"    {example}" for example in self.examples)
        return f"Examples:\n\n{typed}\n\nWith --json:\n\n    {self.shape}"


_LINE = (
    '[{"kind", "id", "revision", "on", "start", "minutes", "modality", "delivery", '
    '"group_size", "facilitated", "cancelled", "live_sample", "sample_kind", "sample_minutes", '
    '"supervisor", "people", "absent", "group", "agreement", "clients", "themes", '
    '"primary_themes", "functions", "models", "modes", "prompts", "ratings": [{"prompt", '
    '"value"}, …], "risks", "actions": [{"owner", "due", "done"}, …], "review_on", "ends", '
    '"supersedes", "other_supervisors", "line_managed", "client_hours"}, …]'
)

COMMANDS = (
    Command(
        name="init",
        run=_init.init,
        examples=(
            "supervision init --journal sqlite:practice.db --recovery-code",
            "supervision init --journal tinydb:practice.json --key-file practice.key",
        ),
        shape='{"journal", "keys": [{"id", "kind"}, …], "recovery_code", "pinned"}',
    ),
    Command(
        name="log",
        run=_log.log,
        examples=(
            "supervision log year.csv --dry-run",
            "supervision log year.csv notes/*.md --yes",
            "supervision log march.csv --days dmy --keep-good",
        ),
        shape='{"dry_run", "logged", "files": [{"file", "good", "new", "there", "erased", '
        '"differs": [line, …], "problems": [{"line", "column", "rule"}, …], "unlisted"}, …]}',
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
        shape='{"schema", "revision", "recorded", "reason", "record"}, or a list of them with '
        "--all-revisions",
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
        name="actions",
        run=_totals.actions,
        examples=("supervision actions", "supervision actions --owner S-014 --overdue"),
        shape='[{"session", "number", "on", "what", "owner", "due", "age_days", '
        '"overdue_days"}, …]',
    ),
    Command(
        name="hours",
        run=_totals.hours,
        examples=(
            "supervision hours --since 2026-01-01 --until 2026-12-31",
            "supervision hours --by person --by year",
        ),
        shape='[{"by": {dimension: value, …}, "minutes", "sessions", "cancelled", "missed"}, …]',
    ),
    Command(
        name="themes",
        run=_totals.themes,
        examples=("supervision themes", "supervision themes --by quarter --floor 5"),
        shape='[{"period", "theme", "count"}, …]',
    ),
    Command(
        name="folders",
        run=_list.list_folders,
        examples=("supervision folders",),
        shape='[{"label", "records"}, …]',
    ),
    Command(
        name="verify",
        run=_verify.verify,
        examples=("supervision verify", "supervision verify --json"),
        shape='{"ok", "findings": [{"code", "name", "record", "says"}, …], "counts": '
        '{sort: number, …}, "size", "root", "pinned"}',
    ),
    Command(
        name="keys list",
        run=_keys.list_keys,
        examples=("supervision keys list",),
        shape='[{"id", "kind", "opened_with"}, …]',
    ),
    Command(
        name="keys add",
        run=_keys.add_key,
        examples=(
            "supervision keys add recovery-code",
            "supervision keys add passphrase",
            "supervision keys add key-file practice.key",
        ),
        shape='{"id", "kind", "recovery_code"}',
    ),
    Command(
        name="keys remove",
        run=_keys.remove_key,
        examples=(
            "supervision keys remove 0f3a",
            "supervision keys remove 0f3a --keep-key-file practice.key --yes",
        ),
        shape='{"removed", "left"}',
    ),
    Command(
        name="move",
        run=_move.move,
        examples=("supervision move sqlite:practice.db tinydb:practice.json",),
        shape='{"journal", "records"}',
    ),
    Command(
        name="export",
        run=_export.export,
        examples=(
            "supervision export --out practice.json",
            "supervision export --format markdown --out practice",
            "supervision export --out - | age -r age1… -o practice.json.age",
        ),
        shape='{"complete", "records", "written", "erased_meanwhile", '
        '"failed": [{"record", "code", "says"}, …]}',
    ),
    Command(
        name="erase",
        run=_erase.erase,
        examples=(
            "supervision erase 5e551000 --reason 'recorded for the wrong person'",
            "supervision erase --folder S-014 --reason 'seven years have passed'",
        ),
        shape='{"what", "subject", "at", "entry", "removed", "unreadable_now", "out_of_reach"}',
    ),
    Command(
        name="check-backend",
        run=_check.check_backend,
        examples=(
            "supervision check-backend sqlite:practice.db",
            "supervision check-backend 'mine:{folder}/store' --kills 20",
        ),
        shape='{"ok", "passed", "failed": [{"test", "promise", "detail"}, …], "skipped": [same]}',
    ),
    Command(
        name="demo",
        run=_demo.demo,
        examples=("supervision demo",),
        shape='{"kept", "promises": [{"says", "kept"}, …], "seconds"}',
    ),
)


def make_app() -> App:
    """Return the command with all its commands."""
    app = App(
        name="supervision",
        help=_HELP,
        help_format="plaintext",
        version=__version__,
        default_parameter=Parameter(negative=(), show_default=False),
        suppress_keyboard_interrupt=False,
    )
    groups = {"keys": App(name="keys", help="The ways into a journal: list, add, remove.")}
    for command in COMMANDS:
        group, _, name = command.name.rpartition(" ")
        if group and group not in app:
            app.command(groups[group])
        owner = groups[group] if group else app
        owner.command(command.run, name=name, help=command.help, help_epilogue=command.epilogue)
    return app

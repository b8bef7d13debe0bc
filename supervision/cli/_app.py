"""The command with all its commands."""

from __future__ import annotations

from cyclopts import App, Parameter

from supervision import __version__
from supervision.cli._command import Command
from supervision.cli._commands_cover import COVER
from supervision.cli._commands_hours import HOURS
from supervision.cli._commands_journal import KEEPING, MAKING
from supervision.cli._commands_people import PEOPLE
from supervision.cli._commands_records import RECORDS
from supervision.cli._commands_reflection import REFLECTION
from supervision.cli._commands_trends import TRENDS

_HELP = """Encrypted records of clinical supervision.

Say where the journal is with --journal, or in SUPERVISION_JOURNAL.

Exit status: 0 all went well; 1 a problem was found; 2 the command was not understood; 3 wrong key, or locked; 4 the store is not available."""

COMMANDS: tuple[Command, ...] = (
    *MAKING,
    *RECORDS,
    *TRENDS,
    *COVER,
    *HOURS,
    *REFLECTION,
    *PEOPLE,
    *KEEPING,
)

GROUPS = {
    "rules": "Rules on hours: list, show, check a file of your own.",
    "pack": "Packs of prompts: check a file, begin one, list, use and drop them.",
    "approach": "Approaches: list, show, use and drop them; none is on unless it is used.",
    "theme": "Themes that are taken for others: rename, undo, list.",
    "book": "The pseudonym book, which has keys of its own.",
    "names": "Names to warn of, of which the journal keeps keyed hashes only.",
    "keys": "The ways into a journal: list, add, remove.",
}
"""What the first word of commands of two words is about."""


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
    groups = {name: App(name=name, help=text) for name, text in GROUPS.items()}
    for command in COMMANDS:
        group, _, name = command.name.rpartition(" ")
        if group and group not in app:
            app.command(groups[group])
        owner = groups[group] if group else app
        owner.command(command.run, name=name, help=command.help, help_epilogue=command.epilogue)
    return app

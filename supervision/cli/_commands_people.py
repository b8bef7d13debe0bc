"""The commands of the book of pseudonyms, of known names, and of themes taken for others."""

from __future__ import annotations

from supervision.cli import _book, _names, _themes, _who
from supervision.cli._command import Command

PEOPLE: tuple[Command, ...] = (
    Command(
        name="who",
        run=_who.who,
        examples=(
            "supervision who C-201",
            "supervision who C-730112 --recipient audit",
            "supervision who 866e58f3 --recipient audit",
        ),
        shape='{"code", "journal_code", "person"}, or {"id", "journal_id", "kind"} of a record',
    ),
    Command(
        name="book make",
        run=_book.make_book,
        examples=(
            "supervision book make --new-recovery-code",
            "supervision book make --new-key-file book.key",
        ),
        shape='{"made", "recovery_code"}',
    ),
    Command(
        name="book enter",
        run=_book.enter,
        examples=("supervision book enter C-201",),
        shape='{"code", "replaced"}',
    ),
    Command(
        name="book strike",
        run=_book.strike,
        examples=("supervision book strike C-201",),
        shape='{"struck"}',
    ),
    Command(
        name="book list",
        run=_book.list_people,
        examples=("supervision book list", "supervision book list --book-key-file book.key"),
        shape='[{"code", "person"}, …]',
    ),
    Command(
        name="book recipients",
        run=_book.list_recipients,
        examples=("supervision book recipients",),
        shape='[{"recipient"}, …]',
    ),
    Command(
        name="book keys",
        run=_book.change_keys,
        examples=(
            "supervision book keys --new-recovery-code",
            "supervision book keys --book-key-file book.key --new-key-file new.key",
        ),
        shape='{"changed", "recovery_code"}',
    ),
    Command(
        name="names add",
        run=_names.add_names,
        examples=("supervision names add", "supervision names add --file names.txt"),
        shape='{"names", "added", "known"}',
    ),
    Command(
        name="names forget",
        run=_names.forget_names,
        examples=("supervision names forget", "supervision names forget --file names.txt"),
        shape='{"names", "forgotten", "known"}',
    ),
    Command(
        name="names count",
        run=_names.count_names,
        examples=("supervision names count",),
        shape='{"known"}',
    ),
    Command(
        name="theme rename",
        run=_themes.rename,
        examples=("supervision theme rename x.kent.kin family.burden --reason 'one thing'",),
        shape='{"theme", "into", "records"}',
    ),
    Command(
        name="theme undo",
        run=_themes.undo,
        examples=("supervision theme undo x.kent.kin",),
        shape='{"theme"}',
    ),
    Command(
        name="theme list",
        run=_themes.list_renames,
        examples=("supervision theme list",),
        shape='{"renames": [{"theme", "into", "at", "reason", "undone"}, …], '
        '"alike": [{"theme", "records", "like": [theme, …]}, …]}',
    ),
)

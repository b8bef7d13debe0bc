"""The commands that make a journal and keep it safe."""

from __future__ import annotations

from supervision.cli import _check, _demo, _erase, _export, _init, _keys, _move, _verify
from supervision.cli._command import Command

MAKING = (
    Command(
        name="init",
        run=_init.init,
        examples=(
            "supervision init --journal sqlite:practice.db --recovery-code",
            "supervision init --journal tinydb:practice.json --key-file practice.key",
        ),
        shape='{"journal", "keys": [{"id", "kind"}, …], "recovery_code", "pinned"}',
    ),
)
"""What comes before everything else."""

KEEPING = (
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
        examples=("supervision demo", "supervision demo --examples examples"),
        shape='{"kept", "promises": [{"says", "kept"}, …], "seconds"}; with --examples {"files": [path, …]}',
    ),
)

"""The commands of guided reflection and of the catalogue."""

from __future__ import annotations

from supervision.cli import _approaches, _needs, _pack_files, _packs, _reflect, _suggest
from supervision.cli._command import Command

REFLECTION = (
    Command(
        name="reflect",
        run=_reflect.reflect,
        examples=(
            "supervision reflect gibbs --client C-201 --practitioner S-014",
            "supervision reflect needs --into 5e551000",
            "supervision reflect --resume",
            "supervision reflect --drafts",
            "supervision reflect --drop 0f3a",
        ),
        shape='{"id", "kind", "draft", "answers", "themes", "reminders"}; with --drafts '
        '[{"id", "on", "what", "answers"}, …]; with --drop {"dropped"}',
    ),
    Command(
        name="needs",
        run=_needs.needs,
        examples=(
            "supervision needs",
            "supervision needs --client C-201 --since 2026-01-01",
            "supervision needs --prompt trainer.confidence",
        ),
        shape='{"prompt", "wording", "low", "high", "ratings": [{"on", "people", "client", '
        '"value", "record"}, …]}',
    ),
    Command(
        name="suggest",
        run=_suggest.suggest,
        examples=(
            "supervision suggest",
            "supervision suggest --pack needs --pack harm --limit 3",
            "supervision suggest --today 2026-12-01 --json",
        ),
        shape='[{"prompt", "wording", "why", "kind", "since"}, …]',
    ),
    Command(
        name="pack check",
        run=_pack_files.check_packs,
        examples=("supervision pack check evenings.toml",),
        shape='[{"file", "ok", "id", "version", "prompts": [id, …], "themes": [id, …], '
        '"scales": [id, …], "warnings": [text, …], "problem"}, …]',
    ),
    Command(
        name="pack new",
        run=_pack_files.new_pack,
        examples=("supervision pack new x.kent.evenings --out evenings.toml",),
        shape='{"id", "file", "text"}',
    ),
    Command(
        name="pack list",
        run=_packs.list_packs,
        examples=("supervision pack list",),
        shape='[{"id", "version", "title", "prompts", "from", "in_use"}, …]',
    ),
    Command(
        name="pack use",
        run=_packs.use_pack,
        examples=(
            "supervision pack use evenings.toml",
            "supervision pack use network",
            "supervision pack use scale.toml --licence x.kent.mcss-26='licence 12 of 2026'",
        ),
        shape='{"id", "version", "prompts", "changed"}',
    ),
    Command(
        name="pack drop",
        run=_packs.drop_pack,
        examples=("supervision pack drop x.kent.evenings",),
        shape='{"dropped"}',
    ),
    Command(
        name="approach list",
        run=_approaches.list_approaches,
        examples=("supervision approach list",),
        shape='[{"id", "title", "in_use"}, …]',
    ),
    Command(
        name="approach show",
        run=_approaches.show_approach,
        examples=("supervision approach show open-dialogue",),
        shape='{"id", "version", "title", "text", "packs": [id, …], "themes": [id, …], '
        '"models": [id, …], "elements": [{"id", "group", "label", "text", "confirmed"}, …], '
        '"shapes": [{"id", "label", "text", "record", "modality", "empty", "given", '
        '"answered"}, …], "source", "rights", "confirmed"}',
    ),
    Command(
        name="approach use",
        run=_approaches.use_approach,
        examples=("supervision approach use harm-reduction",),
        shape='{"id", "changed"}',
    ),
    Command(
        name="approach drop",
        run=_approaches.drop_approach,
        examples=("supervision approach drop harm-reduction",),
        shape='{"dropped"}',
    ),
)
